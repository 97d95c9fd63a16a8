//! Shifts: rosters that leave nothing to the order of the workers, and what happens when a shift ends.

use super::interpreter::{Interpreter, Phase, Worker};
use sim::model::scenario::{Occupation, Roster};
use sim::units::{Calendar, DAY, HOUR, Span, Time};

/// The shifts of anybody of an occupation until a week after the run, in the order of time.
pub fn shifts(occupation: &Occupation, calendar: Calendar, end: Time) -> Vec<(Time, Time)> {
    let Roster::Lines(lines) = &occupation.roster else { return vec![(Time::ZERO, Time::NEVER)] };
    let [line] = &lines[..] else { panic!("one line, so that nobody's rank matters") };
    let days = line.days.iter().filter(|day| **day).count() as i64;
    assert!(line.length.0 * days == occupation.contract.0, "everybody takes all days");
    assert!(days < 2 || line.length + HOUR * 11 <= DAY, "eleven hours of rest");
    let on = |day: &i64| line.days[calendar.weekday(Time(day * DAY.0))];
    let shift = |day: i64| (Time(day * DAY.0) + line.start, Time(day * DAY.0) + line.start + line.length);
    // After-hours work looks at the next shift, which may be that of next week.
    (0..end.0 / DAY.0 + 8).filter(on).map(shift).collect()
}

impl Interpreter<'_> {
    /// Whose shift ends finishes what needs less than `overrun`, and goes on after hours with what they own and is due
    /// before the next shift; else all who work on it leave it.
    pub fn end_shifts(&mut self) {
        let now = self.now;
        let occupations: Vec<_> = self.config.occupations.iter().collect();
        for worker in 0..self.workers.len() {
            let Worker { occupation, busy, late, .. } = self.workers[worker];
            let mut leaves = late.is_some_and(|(until, _)| until == now) && self.is_late_work(worker);
            leaves &= !busy.is_some_and(|number| self.is_overrun(worker, number));
            if self.workers[worker].shifts.iter().any(|(_, end)| *end == now) {
                let next = self.workers[worker].next_shift(now - Span(1));
                let rule = occupations[occupation].after_hours;
                self.workers[worker].late = rule.map(|rule| (now + rule.up_to, next));
                leaves = busy.is_some_and(|number| self.left(number) >= occupations[occupation].overrun)
                    && !self.is_late_work(worker);
            }
            if let (true, Some(number)) = (leaves, busy) {
                let left = self.left(number);
                self.leave(number, left);
            }
            if self.workers[worker].late.is_some_and(|(until, _)| until <= now) {
                self.workers[worker].late = None;
            }
        }
    }

    /// Whether work under way needed less than `overrun` when the last shift ended: then it is finished, however long
    /// owned work may go on after hours.
    fn is_overrun(&self, worker: usize, number: usize) -> bool {
        let Worker { occupation, shifts, .. } = &self.workers[worker];
        let ended = shifts.iter().rev().map(|(_, end)| *end).find(|end| *end <= self.now);
        let overrun = self.config.occupations.iter().nth(*occupation).expect("their occupation").overrun;
        match self.instances[number].phase {
            Phase::Service { since, ends } => ended.is_some_and(|end| since < end && ends.0 - end.0 < overrun.0),
            _ => false,
        }
    }

    pub fn left(&self, number: usize) -> Span {
        match self.instances[number].phase {
            Phase::Service { ends, .. } => Span(ends.0 - self.now.0),
            _ => Span::ZERO,
        }
    }

    /// Whether they may do what they are busy with after hours.
    fn is_late_work(&self, worker: usize) -> bool {
        self.workers[worker].busy.is_some_and(|number| self.may_be_late(worker, number))
    }

    /// Owned, and due before the owner's next shift.
    pub fn may_be_late(&self, worker: usize, number: usize) -> bool {
        let before = self.workers[worker].late.is_some_and(|(_, next)| self.due(number) < next);
        before && self.instances[number].owner == Some(worker)
    }

    /// All who work on it leave it for now.
    pub fn leave(&mut self, number: usize, left: Span) {
        self.release(number);
        self.instances[number].phase = Phase::Suspended { left, since: self.now };
        self.note(format!("suspend {}", self.name(number)));
    }
}
