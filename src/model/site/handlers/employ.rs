//! Hiring, leaving, training: who works here.

use crate::engine::Salt;
use crate::model::scenario::{Configuration, OccupationId, Roster};
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::people::Comes;
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{Doing, Trainee, Worker};
use crate::model::staffing::heads_in;
use crate::units::{Id, Time};

impl Process<'_> {
    /// The control's staff, at the beginning of the warm-up.
    pub(super) fn employ_staff(&mut self) {
        let copy = self.schema.sites[self.site].copy;
        for occupation in self.staff.occupations() {
            let fte = self.control.config.sites[self.site_type].staff[copy][occupation];
            self.employ(occupation, fte, Comes::Experienced);
        }
    }

    /// At time zero: the arm's staff, if it differs.
    pub(super) fn adjust_staff(&mut self, before: &Configuration, after: &Configuration) {
        for (occupation, fte) in self.staff_differences(before, after) {
            if fte > 0.0 {
                self.employ(occupation, fte, Comes::Experienced);
            } else {
                self.reduce(occupation, -fte);
            }
        }
    }

    /// By how many full-time equivalents the staff here differs between two configurations, where it does.
    pub(super) fn staff_differences(&self, before: &Configuration, after: &Configuration) -> Vec<(OccupationId, f64)> {
        let copy = self.schema.sites[self.site].copy;
        let staff = |config: &Configuration, occupation| config.sites[self.site_type].staff[copy][occupation];
        let difference = |occupation| (occupation, staff(after, occupation) - staff(before, occupation));
        self.staff.occupations().map(difference).filter(|(_, fte)| *fte != 0.0).collect()
    }

    /// Employs full-time equivalents: whole heads, the last part-time. Returns the heads.
    pub fn employ(&mut self, occupation: OccupationId, fte: f64, comes: Comes) -> u64 {
        if self.plan.config.occupations[occupation].unlimited {
            return 0;
        }
        let mut heads = 0;
        for share in heads_in(fte) {
            self.add_worker(occupation, share, comes);
            heads += 1;
        }
        heads
    }

    /// Lets go of full-time equivalents by keyed rank; a remainder shortens the contract of one who stays.
    pub(super) fn reduce(&mut self, occupation: OccupationId, fte: f64) {
        // In whole thousandths, so that repeated changes add up exactly.
        let mut milli = libm::round(fte * 1000.0) as u32;
        // Posts nobody holds go first.
        while milli > 0 && self.vacant_posts(occupation) > 0 {
            milli = milli.saturating_sub(self.close_posts(occupation, 1));
        }
        for worker in self.by_leaving_rank(occupation) {
            let share = self.staff[worker].share;
            if milli == 0 {
                return;
            }
            if share <= milli {
                milli -= share;
                self.dismiss(worker);
            } else {
                self.staff.shorten(worker, milli);
                return;
            }
        }
    }

    pub(super) fn add_worker(&mut self, occupation: OccupationId, share: u32, comes: Comes) {
        let name = &self.plan.config.occupations[occupation].name;
        // Numbered by hires: who comes later, or leaves, changes nobody else's draws.
        let key = self.key.named("worker").named(name).child(self.staff[occupation].hired);
        let tools = self.worker_tools(key);
        let number = self.staff.hire(Worker {
            occupation: occupation.index() as u16,
            key,
            rank: key.word(Salt::of("worker", "rank")),
            share,
            novice: comes == Comes::Novice,
            since: self.schedule.now(),
            counted: self.schedule.now(),
            tools,
            ..Worker::default()
        });
        if self.plan.compiled.changes {
            self.set_up_people([number]);
        }
        // Before their first shift: what waits may be open for the tools they bring.
        self.set_up_newcomer(number);
        if matches!(self.plan.config.occupations[occupation].roster, Roster::Always) {
            // They need no roster; the next deal would find them on shift already.
            self.set_on_shift(number, true);
            self.staff.begin_endless_shift(number, self.schedule.now());
            self.make_idle(number, self.schedule.now());
        }
    }

    /// Members in the order in which they would be dismissed or retrained.
    pub fn by_leaving_rank(&self, occupation: OccupationId) -> Vec<WorkerNo> {
        let mut members = self.staff[occupation].members.clone();
        let rank = |worker: &WorkerNo| self.staff[*worker].key.word(Salt::of("worker", "leaves"));
        members.sort_by_cached_key(|worker| (rank(worker), *worker));
        members
    }

    /// A worker's rank in leaving, for decisions over all sites.
    pub fn leaving_rank(&self, worker: WorkerNo) -> u64 {
        self.staff[worker].key.word(Salt::of("worker", "leaves"))
    }

    /// A worker's share of a full-time contract, in thousandths.
    pub fn share_of(&self, worker: WorkerNo) -> u32 {
        self.staff[worker].share
    }

    /// Staff of an occupation here, with vacant posts, in thousandths of a full-time equivalent.
    pub fn milli_fte(&self, occupation: OccupationId) -> u64 {
        let members = self.staff[occupation].members.iter();
        members.map(|worker| u64::from(self.share_of(*worker))).sum::<u64>() + self.staff.posts().vacant_fte(occupation)
    }

    /// Whether anybody of an occupation may ever work here, in any arm.
    pub fn may_employ(&self, occupation: OccupationId) -> bool {
        self.schema.employed[self.site][occupation] && !self.plan.config.occupations[occupation].unlimited
    }

    /// Heads of an occupation here.
    pub fn heads(&self, occupation: OccupationId) -> usize {
        self.staff[occupation].members.len()
    }

    /// A worker leaves at once: work in service is suspended, and it and the in-basket go to the occupation.
    pub fn dismiss(&mut self, worker: WorkerNo) {
        // Time until now is still theirs.
        self.count_time(worker);
        let doing = self.staff[worker].doing;
        // Off shift before the work is suspended, so that no team waits for them.
        self.set_on_shift(worker, false);
        if doing == Doing::Busy {
            self.suspend(self.staff[worker].at(), worker);
        } else if doing == Doing::Idle {
            self.staff.take_from_idle(worker);
        }
        self.staff.go_home(worker);
        self.staff.leave(worker);
        // What they left behind waits for nobody now, nor do the others of its team: it goes to the queue.
        let left: Vec<InstanceNo> = self
            .instances
            .numbers()
            .filter(|number| {
                let instance = &self.instances[*number];
                instance.state == State::Suspended && self.instances.job(*number).team.contains(&worker)
            })
            .collect();
        for number in left {
            let service = self.instances.job(number).service;
            for place in 0..self.instances.job(number).team.len() {
                let member = self.instances.job(number).team[place];
                self.staff.no_longer_behind(member, number);
            }
            self.hand_over(number, service);
        }
        for number in self.instances.numbers() {
            // Their in-basket is open to the occupation at once, without the rest of `owner_wait`.
            let Instance { owner, state, .. } = self.instances[number];
            if owner == Some(worker) && state != State::Free {
                self.instances.lose_owner(number);
                if state == State::Waiting {
                    self.offer(number);
                }
            }
        }
        self.waiting.look();
    }

    /// Dismisses somebody, and counts it.
    pub fn let_go(&mut self, worker: WorkerNo) {
        let occupation = self.staff.occupation_of(worker);
        self.dismiss(worker);
        self.record.dismissed(occupation, 1);
    }

    /// Hires novices for so many full-time equivalents, and counts them.
    pub fn hire(&mut self, occupation: OccupationId, fte: f64) {
        let heads = self.employ(occupation, fte, Comes::Novice);
        self.record.hired(occupation, heads);
    }

    /// A worker goes into training for another occupation.
    pub fn send_to_training(&mut self, worker: WorkerNo, to: OccupationId, back: Time) {
        let (from, share) = (self.staff.occupation_of(worker), self.staff[worker].share);
        self.dismiss(worker);
        self.record.retrained(from);
        self.staff.posts_mut().add_trainee(Trainee { from, to, share, back });
    }

    /// Those whose training is over begin in their new occupation; called before rosters are dealt.
    pub fn end_training(&mut self) {
        for trainee in self.staff.posts_mut().take_trained(self.schedule.now()) {
            self.add_worker(trainee.to, trainee.share, Comes::Novice);
        }
    }
}
