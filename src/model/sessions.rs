//! Sessions: the stretches of the week in which people can begin a task.
//!
//! Some work is open in few hours a week only, such as a clinic on Tuesday mornings. Cases that are still waiting when
//! such a session ends stay in the queue until the next one, days later; in life they are seen in overtime, come back
//! another day or go elsewhere. A scenario that does not say so keeps them waiting.

use super::minutes::Minutes;
use super::scenario::{Configuration, OccupationId, Task};
use crate::units::{Calendar, DAY, HOUR, Span, Time, WEEK};

/// Hours a week up to which work is said to be open in sessions: three days of eight hours.
const FEW: Span = Span(24 * HOUR.0);
/// Time without anybody from which a wait over it counts as one of days.
pub(super) const LONG_GAP: Span = DAY;

/// The sessions of a task at a site type, in order; times count from Monday 00:00.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sessions {
    /// Start and end, the start within the week; the last may end in the next week. At least one.
    spans: Vec<(Span, Span)>,
}

impl Sessions {
    /// The sessions of a task if `staffed` says whose occupations have people there: the union over the ways that are
    /// on, of the minutes in which all members of the team may be on shift. None if the task can begin at any hour (a
    /// way is automated or led by an unlimited occupation, or somebody is always there), or never.
    pub fn of(config: &Configuration, task: &Task, staffed: impl Fn(OccupationId) -> bool) -> Option<Sessions> {
        let mut open = Minutes::NONE;
        let ways = task.ways.iter().filter(|way| task.on && way.on);
        let ways = ways.filter(|way| way.tool.is_none_or(|tool| config.technologies[tool].on));
        for way in ways {
            if way.team.iter().all(|&member| config.occupations[member].unlimited) {
                return None;
            }
            if way.team.iter().all(|&member| staffed(member)) {
                open.join(&Minutes::of_team(config, &way.team));
            }
        }
        let spans = open.stretches();
        (!spans.is_empty()).then_some(Sessions { spans })
    }

    /// Time a week in which the task can begin.
    pub fn open(&self) -> Span {
        self.spans.iter().fold(Span::ZERO, |sum, (start, end)| sum + Span(end.0 - start.0))
    }

    /// The longest time between the end of a session and the start of the next.
    pub fn longest_gap(&self) -> Span {
        (0..self.spans.len()).map(|number| self.gap_after(number)).max().unwrap_or(Span::ZERO)
    }

    /// Whether the task is open in few hours a week, with days between some of them.
    pub fn are_few(&self) -> bool {
        self.open() <= FEW && self.longest_gap() >= LONG_GAP
    }

    fn gap_after(&self, number: usize) -> Span {
        let next = self.spans.get(number + 1).map_or(self.spans[0].0 + WEEK, |(start, _)| *start);
        Span(next.0 - self.spans[number].1.0)
    }

    /// Whether somebody who came at `ready`, during a session, and was begun with at `started` waited from that
    /// session's end over a long gap into a later session.
    pub fn waited_over_gap(&self, calendar: Calendar, ready: Time, started: Time) -> bool {
        let in_week = DAY * calendar.weekday(ready) as i64 + Span(ready.0.rem_euclid(DAY.0));
        // A session may have begun in the week before.
        let session = self.spans.iter().enumerate().find_map(|(number, (start, end))| {
            [in_week, in_week + WEEK].into_iter().find(|at| start <= at && at < end).map(|at| (number, at))
        });
        let Some((number, at)) = session else { return false };
        let left = Span(self.spans[number].1.0 - at.0);
        let gap = self.gap_after(number);
        gap >= LONG_GAP && started - ready >= left + gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::{Roster, ShiftLine, build};
    use crate::units::MINUTE;
    use chrono::NaiveDate;

    /// A way for a nurse, Tuesdays and Thursdays 09:00-12:00, together with a physician, every day 10:00-14:00.
    fn team(together: bool) -> Sessions {
        let mut config = build::config();
        config.add_site("clinic", 1);
        let [nurse, physician] = ["nurse", "physician"].map(|name| config.add_occupation(name));
        let line = |days, from: i64, hours: i64| {
            Roster::Lines(vec![ShiftLine { days, start: HOUR * from, length: HOUR * hours, share: 1.0 }])
        };
        config.occupations[nurse].roster = line([false, true, false, true, false, false, false], 9, 3);
        config.occupations[physician].roster = line([true; 7], 10, 4);
        let [a, b] = ["a", "b"].map(|name| config.add_product(name, "care"));
        let members: &[_] = if together { &[nurse, physician] } else { &[nurse] };
        let task = config.add_task("see", &[a], &[b], members, MINUTE);
        Sessions::of(&config, &config.tasks[task], |_| true).expect("sessions")
    }

    #[test]
    fn a_team_can_begin_where_all_its_shifts_meet() {
        let hours = |day: i64, from: i64, to: i64| (DAY * day + HOUR * from, DAY * day + HOUR * to);
        assert_eq!(team(false).spans, [hours(1, 9, 12), hours(3, 9, 12)]);
        assert_eq!(team(true).spans, [hours(1, 10, 12), hours(3, 10, 12)]);
        // Thursday 12:00 to Tuesday 10:00: 4 days and 22 h.
        assert_eq!((team(true).open(), team(true).longest_gap()), (HOUR * 4, HOUR * 118));
    }

    /// Time zero is Monday 2024-01-01. Ready on Tuesday at 11:00 and begun on Thursday at 09:30: over the gap of 45 h.
    /// Begun on the same Tuesday, or ready on Wednesday, when nobody is there: not. From Thursday to Tuesday the gap is
    /// longer.
    #[test]
    fn a_wait_from_one_session_into_the_next_counts() {
        let calendar = Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") };
        let at = |day: i64, hour: i64| Time::ZERO + DAY * day + HOUR * hour;
        let over = |ready, started| team(false).waited_over_gap(calendar, ready, started);
        assert!(over(at(1, 11), at(3, 9)));
        assert!(!over(at(1, 9), at(1, 11)));
        assert!(!over(at(2, 11), at(3, 9)));
        assert!(!over(at(1, 12), at(3, 9)), "the session is over at noon");
        assert!(over(at(3, 11), at(8, 9)) && over(at(3 + 70, 11), at(8 + 70, 10)));
        assert!(over(at(1 - 7, 11), at(3 - 7, 9)), "in the warm-up, too");
    }

    /// Friday 22:00 to Saturday 06:00 of a night line that also runs from Sunday to Monday: across the end of the week.
    #[test]
    fn a_session_may_pass_the_end_of_the_week() {
        let mut config = build::config();
        config.add_site("clinic", 1);
        let nurse = config.add_occupation("nurse");
        let days = [false, false, false, false, true, false, true];
        config.occupations[nurse].roster =
            Roster::Lines(vec![ShiftLine { days, start: HOUR * 22, length: HOUR * 8, share: 1.0 }]);
        let [a, b] = ["a", "b"].map(|name| config.add_product(name, "care"));
        let task = config.add_task("see", &[a], &[b], &[nurse], MINUTE);
        let sessions = Sessions::of(&config, &config.tasks[task], |_| true).expect("sessions");
        assert_eq!(sessions.open(), HOUR * 16);
        // From Monday 06:00 to Friday 22:00 are 4 days and 16 h.
        assert_eq!(sessions.longest_gap(), HOUR * 112);
        let calendar = Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") };
        let monday = Time::ZERO + DAY * 7 + HOUR * 5;
        assert!(sessions.waited_over_gap(calendar, monday, monday + DAY * 5));
        assert!(!sessions.waited_over_gap(calendar, monday, monday + HOUR));
    }
}
