//! The time people spend, and what is made of it when a week closes.

use crate::model::ledger::Fate;
use crate::model::scenario::{AdoptedBy, OccupationId, TaskId, TechnologyId};
use crate::model::sessions::LONG_GAP;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, Job, State};
use crate::model::site::notes::{Record, What};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{DayPart, Doing};
use crate::units::{Id, IdVec, Time};

impl Process<'_> {
    /// Counts a worker's time up to now, by what they are doing.
    pub(super) fn count_time(&mut self, worker: WorkerNo) {
        let ms = self.staff.count_until(worker, self.schedule.now());
        let row = &self.staff[worker];
        if ms == 0 || matches!(row.doing, Doing::Off | Doing::Pause | Doing::AfterHoursPool) {
            return;
        }
        if self.plan.compiled.strains {
            self.tire(worker, ms);
        }
        let row = &self.staff[worker];
        let occupation = OccupationId::from_index(row.occupation as usize);
        if row.doing != Doing::Busy {
            self.record.was_idle(occupation, row.doing, ms);
            return;
        }
        let part = row.part;
        let pays = part == DayPart::AfterHours
            && self.plan.config.occupations[occupation].after_hours.is_some_and(|rule| rule.paid);
        self.record.was_busy(occupation, part, ms, pays);
        let (instance, job) = self.instances.spend(row.at(), ms);
        // Hours are counted by way and position in the team: occupation, task and activity follow from these.
        let position = job.team.iter().position(|member| *member == worker);
        let position = position.expect("a busy worker is in the team of their instance");
        let base = self.plan.compiled.way(instance.task, instance.way).work_base as usize;
        let marks = (instance.is_rework() || job.obsolete, job.review.is_some());
        self.record.worked(base + position, part, ms, marks);
    }

    /// Counts the time of somebody nobody queues for.
    pub(super) fn count_unlimited(&mut self, number: InstanceNo) {
        if !self.instances.job(number).unlimited {
            return;
        }
        let ms = self.instances.count_until(number, self.schedule.now());
        let (instance, job) = (&self.instances[number], self.instances.job(number));
        let base = self.plan.compiled.way(instance.task, instance.way).work_base as usize;
        let marks = (instance.is_rework() || job.obsolete, job.review.is_some());
        self.record.worked(base, DayPart::Regular, ms, marks);
    }

    /// What was done for an instance so far turns out to have been for nothing (this week's part of it is marked).
    pub(super) fn record_as_rework(&mut self, number: InstanceNo) {
        let Instance { task, way, .. } = self.instances[number];
        let Job { spent, obsolete, ref team, .. } = *self.instances.job(number);
        let members = team.len().max(1) as u64;
        // Counted as rework from its beginning already.
        if obsolete || self.instances[number].is_rework() {
            return;
        }
        let base = self.plan.compiled.way(task, way).work_base as usize;
        for position in 0..self.instances.job(number).team.len() {
            self.record.was_rework(base + position, spent / members);
        }
    }

    /// A first start: whether the instance waited from the end of a session into a later one.
    pub(super) fn record_session(&mut self, task: TaskId, ready: Time) {
        if self.schedule.now() - ready < LONG_GAP {
            return;
        }
        let sessions = self.plan.sessions[self.site_type][task].as_ref();
        let over_gap = sessions.is_some_and(|of| of.waited_over_gap(self.calendar, ready, self.schedule.now()));
        if over_gap {
            self.record.waited_over_gap(task);
        }
    }

    /// An instance is done.
    pub(super) fn record_done(&mut self, number: InstanceNo) {
        let Instance { task, ready, due, way, .. } = self.instances[number];
        self.note(What::Done(task));
        self.book(number, Fate::Done);
        self.log_done(number);
        let lead = self.plan.compiled.way(task, way).lead();
        let shifted = lead.is_some() && lead != self.plan.compiled.task(task).meant_for;
        self.record.done(task, (ready, due), self.schedule.now(), shifted);
    }

    /// Counts everybody's time up to now.
    pub fn count_all_time(&mut self) {
        for worker in self.staff.numbers() {
            self.count_time(worker);
        }
        for number in self.instances.unlimited() {
            self.count_unlimited(number);
        }
    }

    /// Counts everybody's time and hands over the week's sums. The figures policies look at are made from them.
    pub fn close_week(&mut self) -> Record {
        // First: strain and all figures are of the whole week.
        self.count_all_time();
        self.measure_skills();
        self.settle_strain();
        self.measure_trust();
        let tools = self.tools.ids();
        for technology in tools {
            let (adopters, units) = self.adopters(technology);
            self.record.adopted(technology, adopters, units);
        }
        self.record_purchases();
        self.record.count_left();
        // Before the sums are handed over: policies look at the week that closes now.
        self.figures.take(&self.record, &self.plan.compiled.uncounted);
        // Conditions on figures may be decided otherwise from now on.
        self.take_stock();
        self.record.close(&self.plan.config)
    }

    pub(super) fn adopters(&self, technology: TechnologyId) -> (u64, u64) {
        match self.plan.config.technologies[technology].adoption.by {
            AdoptedBy::Site => (u64::from(self.tools.is_in_use(technology, self.schedule.now())), 1),
            AdoptedBy::Worker => {
                let employed = || self.staff.workers().filter(|(_, worker)| worker.employed);
                let adopted =
                    employed().filter(|(_, worker)| worker.tools[technology.index()].0 <= self.schedule.now()).count();
                (adopted as u64, employed().count() as u64)
            }
        }
    }

    /// Expected time of work requested and not done, by whom it is meant for, in ms.
    pub fn unfinished(&self) -> IdVec<OccupationId, u64> {
        let mut unfinished = IdVec::filled(0, self.plan.config.occupations.len());
        for (number, instance) in self.instances.live() {
            let spec = &self.plan.config.tasks[instance.task];
            let Some(meant_for) = spec.meant_for else { continue };
            let started = matches!(instance.state, State::InService | State::Suspended) || instance.fixed;
            // What planners do not see when it is requested they do not see when it is left over.
            let Some(way) = spec.meant_way().filter(|_| !started || spec.ways[instance.way as usize].counted) else {
                continue;
            };
            let ms = match instance.state {
                State::InService => self.instances.job(number).left_at(self.schedule.now()),
                State::Blocked => 0.0,
                _ if started => self.instances.job(number).left,
                _ => self.expected_ms(number, way),
            };
            unfinished[meant_for] += ms as u64;
        }
        unfinished
    }
}
