//! Time on and off: rosters, absence, breaks, the end of the shift and what is finished after it.

use super::rows::WorkerNo;
use super::state::{Doing, Part};
use super::{Drawn, Payload, Process, class};
use crate::engine::Salt;
use crate::model::roster::{Deal, rank_at};
use crate::model::scenario::{Occupation, OccupationId, Roster};
use crate::units::{Id, Span, Time};

impl Process<'_> {
    /// Deals the rosters of a week; called at its boundary, after policies.
    pub fn deal_rosters(&mut self, week: i64) {
        for occupation in self.crews.ids() {
            let spec = &self.plan.world.occupations[occupation];
            if spec.unlimited {
                continue;
            }
            let ranked = self.ranked(occupation);
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

    /// Members of an occupation in keyed order.
    fn ranked(&self, occupation: OccupationId) -> Vec<WorkerNo> {
        let mut members = self.crews[occupation].members.clone();
        members.sort_unstable_by_key(|worker| (self.workers[*worker].rank, *worker));
        members
    }

    /// On shift from now, or off, with the count of those who are. Whoever waits for a team with them is looked at again.
    pub(super) fn set_on_shift(&mut self, worker: WorkerNo, on_shift: bool) {
        let occupation = self.occupation_of(worker);
        if std::mem::replace(&mut self.workers[worker].on_shift, on_shift) != on_shift {
            let present = &mut self.crews[occupation].present;
            *present = if on_shift { *present + 1 } else { *present - 1 };
            self.dirty_crews.add(occupation);
            self.dirty = true;
        }
    }

    fn begin_always(&mut self, worker: WorkerNo) {
        if !self.workers[worker].on_shift {
            self.set_on_shift(worker, true);
            let row = &mut self.workers[worker];
            row.shift_end = Time::NEVER;
            row.counted = self.schedule.now();
            self.make_idle(worker, self.schedule.now());
        }
    }

    /// Deals a week's shifts of an occupation, by place.
    fn deal_to(&mut self, ranked: &[WorkerNo], occupation: OccupationId, week: i64) {
        let spec = &self.plan.world.occupations[occupation];
        let crew = &mut self.crews[occupation];
        crew.next_starts.take();
        let heads = ranked.len();
        let Some(mut deal) = Deal::new(spec, self.calendar, week, heads, &mut crew.dealt) else { return };
        for place in 0..heads {
            let row = &mut self.workers[ranked[rank_at(place, week, heads)]];
            let (shifts, carry) = deal.next(contract(spec, row.share), row.carry);
            row.carry = carry;
            row.shifts = shifts.into();
        }
    }

    /// Schedules the shifts dealt to a worker.
    fn begin_roster(&mut self, worker: WorkerNo, occupation: OccupationId) {
        let spec = &self.plan.world.occupations[occupation];
        let roster = self.schedule.generation();
        self.workers[worker].roster = roster;
        for number in 0..self.workers[worker].shifts.len() {
            let row = &self.workers[worker];
            let shift = row.shifts[number];
            if shift.start < self.schedule.now() {
                continue; // The run begins in the middle of a week.
            }
            let (key, salt) = (row.key.child(shift.start.0 as u64), Salt::of("worker", "absent"));
            let absent = key.unit(salt) < spec.absent;
            if spec.absent > 0.0 {
                self.note_draw(Drawn::Absent(occupation), key, salt, f64::from(absent));
            }
            if absent {
                let pause = shift.pause.map_or(Span::ZERO, |(from, to)| to - from);
                let paid = shift.end - shift.start - pause;
                self.schedule.at(shift.end, class::SHIFT_END, Payload::AbsenceEnd { worker, paid });
            } else {
                let payload = Payload::ShiftStart { worker, roster, shift: number as u32 };
                self.schedule.at(shift.start, class::SHIFT_START, payload);
            }
        }
        for (number, clock) in std::mem::take(&mut self.workers[worker].expecting) {
            if self.alive(number, clock) {
                self.instances[number].owner_waiting = false;
                self.give_to(number, worker, None, clock);
            }
        }
    }

    fn record_staff(&mut self, occupation: OccupationId) {
        let members = &self.crews[occupation].members;
        let fte = members.iter().map(|worker| self.workers[*worker].share as u64).sum::<u64>();
        let training: u64 = self
            .trainees
            .iter()
            .filter(|trainee| trainee.from as usize == occupation.index())
            .map(|trainee| trainee.share as u64)
            .sum();
        let contract = self.plan.world.occupations[occupation].contract.0 as u64;
        let vacant = self.vacant_fte(occupation);
        let staff = &mut self.record.week.staff[occupation];
        staff.milli_fte_vacant = vacant;
        staff.heads = members.len() as u64;
        staff.milli_fte = fte;
        staff.milli_fte_training = training;
        staff.paid += training * contract / 1000;
    }

    pub(super) fn start_shift(&mut self, worker: WorkerNo, roster: u32, shift: u32) -> bool {
        let row = &self.workers[worker];
        if row.roster != roster || !row.employed {
            return false;
        }
        self.count_time(worker);
        self.set_on_shift(worker, true);
        let row = &mut self.workers[worker];
        let shift = row.shifts[shift as usize];
        row.shift_end = shift.end;
        row.after_until = Time(i64::MIN / 8);
        row.called.clear();
        row.called_in_vain = false;
        if row.doing == Doing::Busy {
            row.part = Part::Regular;
        } else {
            self.make_idle(worker, self.schedule.now());
        }
        self.schedule.at(shift.end, class::SHIFT_END, Payload::ShiftEnd { worker });
        if let Some((from, to)) = shift.pause {
            self.schedule.at(from, class::SHIFT_END, Payload::PauseStart { worker, end: to });
        }
        true
    }

    pub(super) fn end_shift(&mut self, worker: WorkerNo) -> bool {
        let row = &self.workers[worker];
        if !row.employed || !row.on_shift || row.shift_end != self.schedule.now() {
            return false;
        }
        self.count_time(worker);
        let occupation = self.occupation_of(worker);
        let spec = &self.plan.world.occupations[occupation];
        self.set_on_shift(worker, false);
        let row = &mut self.workers[worker];
        row.after_until = self.schedule.now() + spec.after_hours.map_or(Span::ZERO, |rule| rule.up_to);
        let (doing, after_until) = (row.doing, row.after_until);
        if spec.after_hours.is_some() {
            self.schedule.at(after_until, class::SHIFT_END, Payload::AfterHoursEnd { worker });
        }
        match doing {
            Doing::Busy => {
                let number = self.workers[worker].at();
                let instance = &self.instances[number];
                let job = self.job(number);
                let (owned, due) = (instance.owner == Some(worker) && job.team.len() == 1, instance.due);
                if job.until - self.schedule.now() < spec.overrun {
                    self.workers[worker].part = Part::Overrun;
                } else if spec.after_hours.is_some() && owned && due < self.next_start(worker) {
                    self.workers[worker].part = Part::AfterHours;
                } else {
                    self.suspend(number, worker);
                    self.free(worker);
                }
            }
            Doing::Idle => {
                self.take_from_idle(worker);
                self.linger(worker);
            }
            _ => self.linger(worker),
        }
        true
    }

    /// The latest moment for work after the shift: what is unfinished is suspended.
    pub(super) fn end_after_hours(&mut self, worker: WorkerNo) -> bool {
        let row = &self.workers[worker];
        if !row.employed || row.on_shift || row.after_until != self.schedule.now() {
            return false;
        }
        match row.doing {
            Doing::Busy if row.part == Part::AfterHours => {
                let number = row.at();
                self.suspend(number, worker);
                self.go_home(worker);
            }
            Doing::Lingering => self.go_home(worker),
            _ => {}
        }
        true
    }

    pub(super) fn start_pause(&mut self, worker: WorkerNo, end: Time) -> bool {
        let row = &self.workers[worker];
        if !row.employed || !row.on_shift || row.shift_end < end {
            return false;
        }
        self.count_time(worker);
        match self.workers[worker].doing {
            Doing::Busy => {
                let number = self.workers[worker].at();
                self.suspend(number, worker);
            }
            Doing::Idle => self.take_from_idle(worker),
            _ => {}
        }
        self.workers[worker].doing = Doing::Pause;
        self.schedule.at(end, class::SHIFT_START, Payload::PauseEnd { worker });
        true
    }

    pub(super) fn end_pause(&mut self, worker: WorkerNo) -> bool {
        let row = &self.workers[worker];
        if row.doing != Doing::Pause || !row.on_shift {
            return false;
        }
        self.count_time(worker);
        self.make_idle(worker, self.schedule.now());
        true
    }

    /// Leave and sickness are paid, also for a shift that ends in the next week, when another roster is valid.
    pub(super) fn end_absence(&mut self, worker: WorkerNo, paid: Span) -> bool {
        let counts = self.workers[worker].employed;
        if counts {
            let occupation = self.occupation_of(worker);
            self.record.week.staff[occupation].paid += paid.0 as u64;
        }
        counts
    }

    /// When a worker is on shift next: this week, or next week if nothing about the staff changes.
    pub(super) fn next_start(&self, worker: WorkerNo) -> Time {
        if let Some((start, _)) = self.next_shift(worker) {
            return start;
        }
        let occupation = self.occupation_of(worker);
        let starts = self.crews[occupation]
            .next_starts
            .get_or_init(|| self.starts_in(occupation, self.schedule.now().week() + 1));
        let found = starts.binary_search_by_key(&worker, |(worker, _)| *worker);
        found.map_or(Time::of_week(self.schedule.now().week() + 2), |found| starts[found].1)
    }

    /// The first shift of everybody who has one in a week to come, by worker.
    fn starts_in(&self, occupation: OccupationId, week: i64) -> Vec<(WorkerNo, Time)> {
        let spec = &self.plan.world.occupations[occupation];
        let ranked = self.ranked(occupation);
        let mut dealt = self.crews[occupation].dealt.clone();
        let Some(mut deal) = Deal::new(spec, self.calendar, week, ranked.len(), &mut dealt) else { return Vec::new() };
        let first = |place: usize| {
            let worker = ranked[rank_at(place, week, ranked.len())];
            let row = &self.workers[worker];
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
