//! Rosters: who works when in one week. Pure functions; the caller draws absence.
//!
//! Each week the workers of an occupation at a site take places in keyed order, rotated by the week number:
//!
//! - Lines: each shift line gets its share of the places. What is left of a share when places are whole is carried to
//!   the next week, so a line with a small share is staffed in some weeks rather than never.
//! - Days: place after place, each worker takes shifts while hours are owed: on the day with the fewest people so far
//!   among those that leave 11 h of rest; ties go to the next day after the last day dealt. So each day of a line has
//!   as many people as any other, give or take one, and the next place and the next week go on where the last ended.
//! - Who works less than half of a line's days has them apart, d div k days from each other (k of d days).
//! - Hours: what a whole number of shifts leaves of the contract is carried to the next week; at most one contract is.
//!
//! The run and the estimates of `sim check` both deal by [`Deal`].

use super::scenario::{Occupation, Roster, ShiftLine};
use crate::units::{Calendar, DAY, HOUR, Span, Time, WEEK};

/// Rest between shifts.
const REST: Span = Span(11 * HOUR.0);

/// One rostered shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub start: Time,
    pub end: Time,
    /// The break, in the middle.
    pub break_time: Option<(Time, Time)>,
}

/// What a worker carries from week to week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Carry {
    /// Hours owed beyond the contract of the week; negative if too many were worked.
    pub owed: Span,
    pub last_end: Option<Time>,
}

/// What the staff of an occupation at a site carries from week to week, by shift line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dealt(Vec<DealtLine>);

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct DealtLine {
    /// Places owed beyond the line's share of the week; negative if it had too many.
    owed: f64,
    /// Where dealing goes on: a position among the line's days.
    next: usize,
}

/// Hours that one shift of a line counts for a contract: all but the break.
pub(super) fn worked(occupation: &Occupation, line: &ShiftLine) -> Span {
    Span(line.length.0 - occupation.break_time.0.min(line.length.0))
}

/// How many of `heads` places each line has: its share and what it is owed, by largest remainder, ties to the first
/// line.
fn places(lines: &[ShiftLine], heads: usize, dealt: &mut [DealtLine]) -> Vec<usize> {
    let mut left = heads;
    let mut places = Vec::with_capacity(lines.len());
    for (line, dealt) in lines.iter().zip(dealt.iter_mut()) {
        dealt.owed += line.share * heads as f64;
        let whole = (libm::floor(dealt.owed + 1e-9).max(0.0) as usize).min(left);
        dealt.owed -= whole as f64;
        left -= whole;
        places.push(whole);
    }
    for _ in 0..left {
        // In millionths, so that a last bit of a sum decides no tie.
        let owed = |line: &usize| libm::round(dealt[*line].owed * 1e6) as i64;
        let Some(line) = (0..lines.len()).min_by_key(|line| (-owed(line), *line)) else { break };
        dealt[line].owed -= 1.0;
        places[line] += 1;
    }
    places
}

/// The rank in keyed order of the worker who has a place in a week: place = (rank + week) mod heads.
pub(super) fn rank_at(place: usize, week: i64, heads: usize) -> usize {
    (place as i64 - week).rem_euclid(heads.max(1) as i64) as usize
}

/// A week's roster of one occupation at one site, dealt to one place after another.
pub(super) struct Deal<'a> {
    occupation: &'a Occupation,
    lines: &'a [ShiftLine],
    dealt: &'a mut [DealtLine],
    week: i64,
    monday_first: usize,
    /// Places that lines still have, those before the current one excluded.
    places: Vec<usize>,
    line: usize,
    /// Days of the current line, counted from the beginning of the week, and how many people each has.
    days: Vec<i64>,
    people: [u32; 7],
}

impl<'a> Deal<'a> {
    /// The roster of a week for so many heads; none for those who are never off.
    pub fn new(
        occupation: &'a Occupation,
        calendar: Calendar,
        week: i64,
        heads: usize,
        dealt: &'a mut Dealt,
    ) -> Option<Deal<'a>> {
        let Roster::Lines(lines) = &occupation.roster else { return None };
        dealt.0.resize(lines.len(), DealtLine::default());
        let places = places(lines, heads, &mut dealt.0);
        let monday_first = calendar.weekday(Time::of_week(week));
        let dealt = &mut dealt.0[..];
        let mut deal =
            Deal { occupation, lines, dealt, week, monday_first, places, line: 0, days: Vec::new(), people: [0; 7] };
        deal.begin_line();
        Some(deal)
    }

    fn begin_line(&mut self) {
        let on = self.lines.get(self.line).map_or([false; 7], |line| line.days);
        self.days = (0..7).filter(|day| on[(self.monday_first + *day as usize) % 7]).collect();
        self.people = [0; 7];
    }

    /// The line of the next place, the last one if all places are taken; none if there is no line.
    fn line_of_next(&mut self) -> Option<usize> {
        while self.line + 1 < self.lines.len() && self.places[self.line] == 0 {
            self.line += 1;
            self.begin_line();
        }
        let places = self.places.get_mut(self.line)?;
        *places = places.saturating_sub(1);
        Some(self.line)
    }

    /// The shifts of the worker in the next place, and what they carry to the next week.
    pub fn next(&mut self, contract: Span, carry: Carry) -> (Vec<Shift>, Carry) {
        let Some(number) = self.line_of_next() else { return (Vec::new(), carry) };
        let line = &self.lines[number];
        let worked = worked(self.occupation, line);
        let break_time = line.length - worked;
        let mut owed = contract + carry.owed;
        let count = self.days.len();
        let wanted = (owed.0.max(0) as usize).div_ceil(worked.0.max(1) as usize).clamp(1, count.max(1));
        let apart = count / wanted;
        let mut shifts: Vec<Shift> = Vec::with_capacity(wanted);
        let mut next = self.dealt[number].next;
        let mut first = None;
        let mut taken = [false; 7];
        while owed > Span::ZERO {
            let start = |position: usize| Time(self.week * WEEK.0 + self.days[position] * DAY.0 + line.start.0);
            let rested = |position: usize| {
                let (start, end) = (start(position), start(position) + line.length);
                carry.last_end.is_none_or(|last| start >= last + REST)
                    && shifts.iter().all(|other| start >= other.end + REST || other.start >= end + REST)
            };
            let best = (0..count)
                .filter(|position| !taken[*position] && rested(*position))
                .min_by_key(|position| (self.people[*position], (position + count - next % count) % count));
            let Some(position) = best else { break };
            let (start, end) = (start(position), start(position) + line.length);
            let begins = start + Span(worked.0 / 2);
            shifts.push(Shift {
                start,
                end,
                break_time: (break_time > Span::ZERO).then_some((begins, begins + break_time)),
            });
            taken[position] = true;
            self.people[position] += 1;
            next = (position + apart) % count;
            first = first.or(Some(position));
            owed -= worked;
        }
        // Who has come round to their own first day leaves it: else the same days would be theirs every week.
        if first == Some(next) {
            next = (next + 1) % count;
        }
        self.dealt[number].next = next;
        shifts.sort_unstable_by_key(|shift| shift.start);
        let owed = Span(owed.0.clamp(-worked.0, contract.0));
        let last_end = shifts.last().map(|shift| shift.end).or(carry.last_end);
        (shifts, Carry { owed, last_end })
    }
}

#[cfg(test)]
mod tests;
