//! Rosters: who works when in one week. A pure function; absence is drawn by the caller.

use super::scenario::{Occupation, Roster};
use crate::units::{Calendar, DAY, HOUR, Span, Time, WEEK};

/// Rest between shifts.
const REST: Span = Span(11 * HOUR.0);

/// One rostered shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub start: Time,
    pub end: Time,
    /// The break, in the middle.
    pub pause: Option<(Time, Time)>,
}

/// What a worker carries from week to week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Carry {
    /// Hours owed beyond the contract of the week; negative if too many were worked.
    pub owed: Span,
    pub last_end: Option<Time>,
}

/// How many of `heads` places each line has: shares by largest remainder, ties to the first line.
fn places(shares: &[f64], heads: usize) -> Vec<usize> {
    let exact: Vec<f64> = shares.iter().map(|share| share * heads as f64).collect();
    let mut places: Vec<usize> = exact.iter().map(|part| libm::floor(part + 1e-9) as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| (exact[*b] - places[*b] as f64).total_cmp(&(exact[*a] - places[*a] as f64)).then(a.cmp(b)));
    for line in order.into_iter().cycle().take(heads.saturating_sub(places.iter().sum())) {
        places[line] += 1;
    }
    places
}

/// Deals the week of the worker who is `rank`-th of `heads` in keyed order: place (rank + week) mod heads; the first
/// places go to the first line, and so on; place r of a line with d days visits days r, r+1, ... mod d, each once, and
/// takes each that leaves 11 h of rest, while hours are owed.
pub(super) fn deal(
    occupation: &Occupation,
    calendar: Calendar,
    week: i64,
    rank: usize,
    heads: usize,
    contract: Span,
    carry: Carry,
) -> (Vec<Shift>, Carry) {
    let Roster::Lines(lines) = &occupation.roster else { return (Vec::new(), carry) };
    let shares: Vec<f64> = lines.iter().map(|line| line.share).collect();
    let mut place = (rank as i64 + week).rem_euclid(heads as i64) as usize;
    let mut number = 0;
    for (line, places) in places(&shares, heads).into_iter().enumerate() {
        number = line;
        if place < places {
            break;
        }
        place -= places;
    }
    let line = &lines[number];
    let monday_first = calendar.weekday(Time::of_week(week));
    let days: Vec<i64> = (0..7).filter(|day| line.days[(monday_first + *day as usize) % 7]).collect();
    let pause = occupation.pause.0.min(line.length.0);
    let worked = Span(line.length.0 - pause);
    let mut owed = contract + carry.owed;
    let mut shifts: Vec<Shift> = Vec::new();
    for visit in 0..days.len() {
        if owed <= Span::ZERO {
            break;
        }
        let day = days[(place + visit) % days.len()];
        let start = Time(week * WEEK.0 + day * DAY.0 + line.start.0);
        let end = start + line.length;
        let rested = carry.last_end.is_none_or(|last| start >= last + REST)
            && shifts.iter().all(|other| start >= other.end + REST || other.start >= end + REST);
        if rested {
            let begins = start + Span((line.length.0 - pause) / 2);
            shifts.push(Shift { start, end, pause: (pause > 0).then_some((begins, begins + Span(pause))) });
            owed -= worked;
        }
    }
    shifts.sort_unstable_by_key(|shift| shift.start);
    let owed = Span(owed.0.clamp(-worked.0, contract.0));
    let last_end = shifts.last().map(|shift| shift.end).or(carry.last_end);
    (shifts, Carry { owed, last_end })
}

#[cfg(test)]
mod tests {
    use super::super::scenario::{Discipline, ShiftLine};
    use super::*;
    use chrono::NaiveDate;

    fn occupation(lines: &[(&[usize], i64, i64, f64)]) -> Occupation {
        let line = |(days, start, hours, share): &(&[usize], i64, i64, f64)| {
            let mut mask = [false; 7];
            days.iter().for_each(|day| mask[*day] = true);
            ShiftLine { days: mask, start: HOUR * *start, length: HOUR * *hours, share: *share }
        };
        Occupation {
            name: "nurse".into(),
            wage: 45.0,
            on_cost: 0.0,
            contract: HOUR * 40,
            roster: Roster::Lines(lines.iter().map(line).collect()),
            absent: 0.0,
            pause: Span::ZERO,
            overrun: Span::ZERO,
            hand_over: None,
            after_hours: None,
            discipline: Discipline::Fifo,
            unlimited: false,
            delay: None,
            people: Default::default(),
        }
    }

    fn calendar() -> Calendar {
        Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") }
    }

    fn weeks(occupation: &Occupation, rank: usize, heads: usize, contract: Span, weeks: i64) -> Vec<Shift> {
        let mut carry = Carry::default();
        let mut all = Vec::new();
        for week in 0..weeks {
            let (shifts, next) = deal(occupation, calendar(), week, rank, heads, contract, carry);
            all.extend(shifts);
            carry = next;
        }
        all
    }

    const OFFICE: &[usize] = &[0, 1, 2, 3, 4];
    const DAILY: &[usize] = &[0, 1, 2, 3, 4, 5, 6];

    #[test]
    fn forty_hours_of_office_days_are_five_shifts() {
        let shifts = weeks(&occupation(&[(OFFICE, 8, 8, 1.0)]), 3, 7, HOUR * 40, 1);
        assert_eq!(shifts.len(), 5);
        assert_eq!(shifts[0].start, Time(8 * HOUR.0));
    }

    #[test]
    fn the_contract_is_met_on_average() {
        let shifts = weeks(&occupation(&[(OFFICE, 8, 8, 1.0)]), 0, 3, HOUR * 37, 400);
        let hours = shifts.len() as f64 * 8.0 / 400.0;
        assert!((hours - 37.0).abs() < 0.05, "{hours} h a week");
    }

    #[test]
    fn rest_is_at_least_eleven_hours_and_days_are_covered_evenly() {
        let nights = occupation(&[(DAILY, 7, 8, 0.5), (DAILY, 15, 8, 0.25), (DAILY, 23, 8, 0.25)]);
        let mut by_day = [0; 7];
        for rank in 0..28 {
            let shifts = weeks(&nights, rank, 28, HOUR * 40, 84);
            assert!(shifts.windows(2).all(|pair| pair[1].start >= pair[0].end + REST));
            shifts.iter().for_each(|shift| by_day[shift.start.0.rem_euclid(WEEK.0) as usize / DAY.0 as usize] += 1);
        }
        let (least, most) = (by_day.iter().min().expect("days"), by_day.iter().max().expect("days"));
        assert!(*most as f64 / *least as f64 <= 1.15, "{by_day:?}");
    }

    #[test]
    fn lines_get_their_shares_every_week() {
        let lines = occupation(&[(OFFICE, 8, 8, 0.8), (DAILY, 16, 8, 0.12), (DAILY, 0, 8, 0.08)]);
        for week in 0..5 {
            let late = (0..13)
                .filter(|rank| {
                    let (shifts, _) = deal(&lines, calendar(), week, *rank, 13, HOUR * 40, Carry::default());
                    shifts[0].start.0.rem_euclid(DAY.0) == 16 * HOUR.0
                })
                .count();
            assert_eq!(late, 2); // 13 x 0.12 = 1.56; remainders 0.4, 0.56, 0.04
        }
    }

    #[test]
    fn breaks_are_in_the_middle_and_do_not_count() {
        let mut occupation = occupation(&[(OFFICE, 8, 9, 1.0)]);
        occupation.pause = HOUR;
        let (shifts, carry) = deal(&occupation, calendar(), 0, 0, 1, HOUR * 40, Carry::default());
        assert_eq!(shifts.len(), 5);
        assert_eq!(shifts[0].pause, Some((Time(12 * HOUR.0), Time(13 * HOUR.0))));
        assert_eq!(carry.owed, Span::ZERO);
    }
}
