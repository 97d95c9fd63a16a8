//! Time on and off: rosters, absence, breaks, the end of the shift and what is finished after it.

use crate::engine::Salt;
use crate::model::roster::{Deal, rank_at};
use crate::model::scenario::{Occupation, OccupationId, Roster};
use crate::model::site::Process;
use crate::model::site::notes::{Drawn, Roll};
use crate::model::site::rows::WorkerNo;
use crate::model::site::schedule::{Payload, class};
use crate::model::site::staff::{DayPart, Doing};
use crate::units::{Span, Time};

impl Process<'_> {
    /// Deals the rosters of a week; called at its boundary, after policies.
    pub fn deal_rosters(&mut self, week: i64) {
        for occupation in self.staff.occupations() {
            let spec = &self.plan.config.occupations[occupation];
            if spec.unlimited {
                continue;
            }
            let ranked = self.staff.ranked(occupation);
            self.deal_to(&ranked, occupation, week);
            for worker in ranked {
                match spec.roster {
                    Roster::Always => self.begin_always(worker),
                    Roster::Lines(_) => self.begin_roster(worker, occupation),
                }
            }
            self.record_staff(occupation);
        }
    }

    /// On shift from now, or off, with the count of those who are. Instances that wait for a team with them are looked
    /// at again.
    pub(super) fn set_on_shift(&mut self, worker: WorkerNo, on_shift: bool) {
        let occupation = self.staff.occupation_of(worker);
        if self.staff.switch_shift(worker, on_shift) {
            self.waiting.add_crew(occupation);
            self.waiting.look();
        }
    }

    fn begin_always(&mut self, worker: WorkerNo) {
        if !self.staff[worker].on_shift {
            self.set_on_shift(worker, true);
            self.staff.begin_endless_shift(worker, self.schedule.now());
            self.make_idle(worker, self.schedule.now());
        }
    }

    /// Deals a week's shifts of an occupation, by place.
    fn deal_to(&mut self, ranked: &[WorkerNo], occupation: OccupationId, week: i64) {
        let spec = &self.plan.config.occupations[occupation];
        let heads = ranked.len();
        let mut dealt = self.staff.take_dealt(occupation);
        if let Some(mut deal) = Deal::new(spec, self.calendar, week, heads, &mut dealt) {
            for place in 0..heads {
                let worker = ranked[rank_at(place, week, heads)];
                let row = &self.staff[worker];
                let (shifts, carry) = deal.next(contract(spec, row.share), row.carry);
                self.staff.give_shifts(worker, shifts, carry);
            }
        }
        self.staff.leave_dealt(occupation, dealt);
    }

    /// Schedules the shifts dealt to a worker.
    fn begin_roster(&mut self, worker: WorkerNo, occupation: OccupationId) {
        let spec = &self.plan.config.occupations[occupation];
        // Outdates the shifts of an earlier deal that have not begun.
        let roster = self.schedule.generation();
        self.staff.roster_under(worker, roster);
        for number in 0..self.staff[worker].shifts.len() {
            let row = &self.staff[worker];
            let shift = row.shifts[number];
            if shift.start < self.schedule.now() {
                continue; // The run begins in the middle of a week.
            }
            // Keyed by the shift's start: another roster does not move the absences of other shifts.
            let (key, salt) = (row.key.child(shift.start.0 as u64), Salt::of("worker", "absent"));
            let absent = key.unit(salt) < spec.absent;
            if spec.absent > 0.0 {
                self.note_draw(Drawn::Absent(occupation), key, salt, f64::from(absent));
            }
            if absent {
                let break_time = shift.break_time.map_or(Span::ZERO, |(from, to)| to - from);
                let paid = shift.end - shift.start - break_time;
                self.schedule.at(shift.end, class::SHIFT_END, Payload::AbsenceEnd { worker, paid });
            } else {
                let payload = Payload::ShiftStart { worker, roster, shift: number as u32 };
                self.schedule.at(shift.start, class::SHIFT_START, payload);
            }
        }
        for (number, clock) in self.staff.take_awaiting_roster(worker) {
            if self.instances.is_timed_by(number, clock) {
                self.instances.end_owner_wait(number);
                self.give_to(number, worker, None, clock);
            }
        }
    }

    fn record_staff(&mut self, occupation: OccupationId) {
        let members = &self.staff[occupation].members;
        let fte = members.iter().map(|worker| self.staff[*worker].share as u64).sum::<u64>();
        let training = self.staff.posts().in_training(occupation);
        let contract = self.plan.config.occupations[occupation].contract.0 as u64;
        let vacant = self.staff.posts().vacant_fte(occupation);
        self.record.employed(occupation, Roll { heads: members.len() as u64, fte, training, vacant }, contract);
    }

    pub(super) fn start_shift(&mut self, worker: WorkerNo, roster: u32, shift: u32) -> bool {
        let row = &self.staff[worker];
        if row.roster != roster || !row.employed {
            return false;
        }
        self.count_time(worker);
        self.set_on_shift(worker, true);
        let shift = self.staff[worker].shifts[shift as usize];
        self.staff.begin_shift(worker, shift);
        // Still at work after the last shift: from now on in regular hours.
        if self.staff[worker].doing == Doing::Busy {
            self.staff.work_in(worker, DayPart::Regular);
        } else {
            self.make_idle(worker, self.schedule.now());
        }
        self.schedule.at(shift.end, class::SHIFT_END, Payload::ShiftEnd { worker });
        if let Some((from, to)) = shift.break_time {
            self.schedule.at(from, class::SHIFT_END, Payload::PauseStart { worker, end: to });
        }
        true
    }

    pub(super) fn end_shift(&mut self, worker: WorkerNo) -> bool {
        let row = &self.staff[worker];
        if !row.employed || !row.on_shift || row.shift_end != self.schedule.now() {
            return false;
        }
        self.count_time(worker);
        let occupation = self.staff.occupation_of(worker);
        let spec = &self.plan.config.occupations[occupation];
        // Before anything is suspended: `free` would make somebody on shift idle instead of sending them home.
        self.set_on_shift(worker, false);
        let after_until = self.schedule.now() + spec.after_hours.map_or(Span::ZERO, |rule| rule.up_to);
        self.staff.may_stay_until(worker, after_until);
        let doing = self.staff[worker].doing;
        if spec.after_hours.is_some() {
            self.schedule.at(after_until, class::SHIFT_END, Payload::AfterHoursEnd { worker });
        }
        match doing {
            Doing::Busy => {
                let number = self.staff[worker].at();
                let instance = &self.instances[number];
                let job = self.instances.job(number);
                // A team does not stay after hours: that is for what one person owns.
                let (owned, due) = (instance.owner == Some(worker) && job.team.len() == 1, instance.due);
                if job.until - self.schedule.now() < spec.overrun {
                    self.staff.work_in(worker, DayPart::Overrun);
                } else if spec.after_hours.is_some() && owned && due < self.next_start(worker) {
                    self.staff.work_in(worker, DayPart::AfterHours);
                } else {
                    self.suspend(number, worker);
                    // `suspend` has freed the others of the team, not who leaves.
                    self.free(worker);
                }
            }
            Doing::Idle => {
                self.staff.take_from_idle(worker);
                self.join_after_hours_pool(worker);
            }
            _ => self.join_after_hours_pool(worker),
        }
        true
    }

    /// The latest moment for work after the shift: what is unfinished is suspended.
    pub(super) fn end_after_hours(&mut self, worker: WorkerNo) -> bool {
        let row = &self.staff[worker];
        if !row.employed || row.on_shift || row.after_until != self.schedule.now() {
            return false;
        }
        match row.doing {
            Doing::Busy if row.part == DayPart::AfterHours => {
                let number = row.at();
                self.suspend(number, worker);
                self.staff.go_home(worker);
            }
            Doing::AfterHoursPool => self.staff.go_home(worker),
            _ => {}
        }
        true
    }

    pub(super) fn start_pause(&mut self, worker: WorkerNo, end: Time) -> bool {
        let row = &self.staff[worker];
        // The shift that the break belongs to was not begun, or ended before the break would be over.
        if !row.employed || !row.on_shift || row.shift_end < end {
            return false;
        }
        self.count_time(worker);
        match self.staff[worker].doing {
            Doing::Busy => {
                let number = self.staff[worker].at();
                self.suspend(number, worker);
            }
            Doing::Idle => self.staff.take_from_idle(worker),
            _ => {}
        }
        self.staff.begin_pause(worker);
        self.schedule.at(end, class::SHIFT_START, Payload::PauseEnd { worker });
        true
    }

    pub(super) fn end_pause(&mut self, worker: WorkerNo) -> bool {
        let row = &self.staff[worker];
        if row.doing != Doing::Pause || !row.on_shift {
            return false;
        }
        self.count_time(worker);
        self.make_idle(worker, self.schedule.now());
        true
    }

    /// Leave and sickness are paid, also for a shift that ends in the next week, when another roster is valid.
    pub(super) fn end_absence(&mut self, worker: WorkerNo, paid: Span) -> bool {
        let counts = self.staff[worker].employed;
        if counts {
            let occupation = self.staff.occupation_of(worker);
            self.record.paid(occupation, paid.0 as u64);
        }
        counts
    }

    /// When a worker is on shift next: this week, or next week if nothing about the staff changes.
    pub(super) fn next_start(&self, worker: WorkerNo) -> Time {
        if let Some((start, _)) = self.next_shift(worker) {
            return start;
        }
        let occupation = self.staff.occupation_of(worker);
        let starts = self.staff[occupation]
            .next_starts
            .get_or_init(|| self.starts_in(occupation, self.schedule.now().week() + 1));
        let found = starts.binary_search_by_key(&worker, |(worker, _)| *worker);
        found.map_or(Time::of_week(self.schedule.now().week() + 2), |found| starts[found].1)
    }

    /// The first shift of everybody who has one in a week to come, by worker.
    fn starts_in(&self, occupation: OccupationId, week: i64) -> Vec<(WorkerNo, Time)> {
        let spec = &self.plan.config.occupations[occupation];
        let ranked = self.staff.ranked(occupation);
        let mut dealt = self.staff[occupation].dealt.clone();
        let Some(mut deal) = Deal::new(spec, self.calendar, week, ranked.len(), &mut dealt) else { return Vec::new() };
        let first = |place: usize| {
            let worker = ranked[rank_at(place, week, ranked.len())];
            let row = &self.staff[worker];
            let (shifts, _) = deal.next(contract(spec, row.share), row.carry);
            shifts.first().map(|shift| (worker, shift.start))
        };
        let mut starts: Vec<(WorkerNo, Time)> = (0..ranked.len()).filter_map(first).collect();
        starts.sort_unstable();
        starts
    }
}

/// Contract hours a week of a worker with a share, in thousandths, of a full-time contract.
fn contract(spec: &Occupation, share: u32) -> Span {
    Span(spec.contract.0 * share as i64 / 1000)
}
