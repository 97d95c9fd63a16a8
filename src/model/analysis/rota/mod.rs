//! What rosters come to in an average week, from dealing them as the run does: hours on shift, and when nobody is
//! there.

use super::rates::mean_of;
use super::timeline::StaffCount;
use crate::model::roster::{Carry, Deal, Dealt, Shift, rank_at, worked};
use crate::model::scenario::{Occupation, Roster, ShiftLine, Turnover};
use crate::units::{Calendar, DAY, Span, Time, WEEK};

/// Weeks counted: two, five and seven go into them, so that turns of lines and days come round.
const WEEKS: i64 = 70;
/// Weeks counted of larger staffs, whose people average out.
const FEWER_WEEKS: i64 = 35;
/// Weeks dealt before any is counted.
const FIRST: i64 = 8;
/// The largest staff for which all weeks are counted.
const SMALL: usize = 20;
/// Of larger staffs so many heads stand for all.
const HEADS: usize = 100;

/// An average week of the staff of an occupation at one copy of a site, absence apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rota {
    /// Hours that the rosters have if no post is vacant, breaks excluded.
    pub rostered: f64,
    /// Of these on shift, posts vacant after quits excluded.
    pub hours: f64,
    /// Shifts.
    pub shifts: f64,
    /// Contract hours.
    pub contract: f64,
    /// When nobody is there.
    pub gaps: Vec<Gap>,
}

/// Hours of shift lines at which nobody is on shift in some weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Days on which they begin, Monday first.
    pub days: [bool; 7],
    /// Start, from 00:00.
    pub start: Span,
    /// Length.
    pub length: Span,
    /// Share of the weeks in which nobody is there.
    pub weeks: f64,
}

impl Gap {
    /// Hours a week, on average.
    pub fn hours(&self) -> f64 {
        self.days.iter().filter(|on| **on).count() as f64 * self.length.hours() * self.weeks
    }
}

/// The average week of a crew.
pub(super) fn rota(occupation: &Occupation, calendar: Calendar, crew: StaffCount) -> Rota {
    let heads = crew.heads.min(HEADS);
    if heads == 0 {
        return Rota::default();
    }
    let scale = crew.heads as f64 / heads as f64;
    let contracts = contracts(occupation, heads, crew.fte / scale);
    let contract = scale * contracts.iter().map(|contract| contract.hours()).sum::<f64>();
    let Roster::Lines(lines) = &occupation.roster else {
        let rostered = crew.heads as f64 * WEEK.hours();
        return Rota { rostered, hours: rostered * employed(occupation), contract, ..Rota::default() };
    };
    let counted = if heads <= SMALL { WEEKS } else { FEWER_WEEKS };
    // One more, since a shift may end in the week after.
    let weeks = FIRST..FIRST + counted;
    let mut dealt = Dealt::default();
    let mut carry = vec![Carry::default(); heads];
    let mut all: Vec<Shift> = Vec::new();
    let mut shifts_of = vec![0u32; heads];
    let mut hours_of = vec![0.0; heads];
    for week in 0..=weeks.end {
        let Some(mut deal) = Deal::new(occupation, calendar, week, heads, &mut dealt) else { break };
        for rank in (0..heads).map(|place| rank_at(place, week, heads)) {
            let (shifts, next) = deal.next(contracts[rank], carry[rank]);
            carry[rank] = next;
            if weeks.contains(&week) {
                shifts_of[rank] += shifts.len() as u32;
                hours_of[rank] += shifts.iter().map(|shift| on(shift).hours()).sum::<f64>();
            }
            all.extend(shifts);
        }
    }
    let counted = counted as f64;
    let mut rota = Rota { contract, ..Rota::default() };
    for rank in 0..heads {
        // Who is owed nothing has the contract; what is carried only says in which week.
        let owed = contracts[rank].hours() * counted;
        let met = carry[rank].owed <= Span::ZERO && hours_of[rank] > 0.0;
        let exact = if met { owed / hours_of[rank] } else { 1.0 };
        rota.hours += scale * exact * hours_of[rank] / counted;
        rota.shifts += scale * exact * f64::from(shifts_of[rank]) / counted;
    }
    rota.rostered = rota.hours;
    let present = employed(occupation);
    (rota.hours, rota.shifts) = (rota.hours * present, rota.shifts * present);
    let staffed: Vec<&ShiftLine> =
        lines.iter().filter(|line| line.share > 0.0 && worked(occupation, line) > Span::ZERO).collect();
    rota.gaps = gaps(calendar, &staffed, &all, weeks);
    rota
}

fn on(shift: &Shift) -> Span {
    let break_time = shift.break_time.map_or(Span::ZERO, |(from, to)| to - from);
    shift.end - shift.start - break_time
}

/// Contract hours of each head: full-time but for the last, if that is what the full-time equivalents say, else all
/// alike.
fn contracts(occupation: &Occupation, heads: usize, fte: f64) -> Vec<Span> {
    let share = |fte: f64| Span::from_ms(occupation.contract.ms() * libm::round(fte * 1000.0) / 1000.0);
    let full = heads as f64 - 1.0;
    if fte > full && fte <= heads as f64 {
        let mut all = vec![occupation.contract; heads];
        all[heads - 1] = share(fte - full);
        return all;
    }
    vec![share(fte / heads as f64); heads]
}

/// The share of posts that are filled in the long run: somebody is there for 1/p weeks on average, p being the
/// probability of quitting in a week, then nobody until the first week boundary after the vacancy.
fn employed(occupation: &Occupation) -> f64 {
    let Some(turnover) = &occupation.people.turnover else { return 1.0 };
    let quits = 1.0 - libm::exp(-turnover.quits * WEEK.ms() / Turnover::year().ms());
    1.0 / (1.0 + quits * mean_of(&turnover.vacancy, |vacancy| libm::ceil(vacancy / WEEK.ms())))
}

/// A stretch of the week, from Monday 00:00.
#[derive(Clone, Copy)]
struct DutyStretch {
    start: i64,
    length: i64,
    /// Share of the weeks in which nobody is there.
    weeks: f64,
}

/// Shares of weeks that are said as one: no further apart than a percentage point.
fn same_share(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.01
}

/// When nobody is there of those who are dealt `shifts` on `lines`.
fn gaps(calendar: Calendar, lines: &[&ShiftLine], shifts: &[Shift], weeks: std::ops::Range<i64>) -> Vec<Gap> {
    // Lines count from Monday 00:00, shifts from time zero.
    let to_monday = calendar.weekday(Time::ZERO) as i64 * DAY.0;
    let mut open: Vec<(i64, i64)> = Vec::new();
    for line in lines {
        let days = (0..7).filter(|day| line.days[*day as usize]);
        open.extend(days.map(|day| (day * DAY.0 + line.start.0, line.length.0)));
    }
    let mut bounds: Vec<i64> =
        open.iter().flat_map(|(start, length)| [*start, start + length]).map(|at| at.rem_euclid(WEEK.0)).collect();
    // Between two neighbouring bounds the lines that are open do not change.
    bounds.sort_unstable();
    bounds.dedup();
    let within = |at: i64, (start, length): &(i64, i64)| (at - start).rem_euclid(WEEK.0) < *length;
    let stretches: Vec<(i64, i64)> = (0..bounds.len())
        .map(|i| (bounds[i], (bounds[(i + 1) % bounds.len()] - bounds[i] - 1).rem_euclid(WEEK.0) + 1))
        .filter(|(start, _)| open.iter().any(|open| within(*start, open)))
        .collect();
    let mut there = vec![vec![false; stretches.len()]; weeks.end as usize + 3];
    for shift in shifts {
        let start = shift.start.0 + to_monday;
        for (number, stretch) in stretches.iter().enumerate() {
            let after = (stretch.0 - start).rem_euclid(WEEK.0);
            if after < (shift.end - shift.start).0 {
                there[((start + after) / WEEK.0) as usize][number] = true;
            }
        }
    }
    let nobody = |number: usize| weeks.clone().filter(|week| !there[*week as usize][number]).count() as f64;
    let counted = (weeks.end - weeks.start) as f64;
    let mut found: Vec<DutyStretch> = Vec::new();
    for (number, (start, length)) in stretches.iter().copied().enumerate() {
        let stretch = DutyStretch { start, length, weeks: nobody(number) / counted };
        match found.last_mut() {
            // Neighbours with the same share are one stretch, but not beyond a day.
            Some(last)
                if last.start + last.length == start
                    && same_share(last.weeks, stretch.weeks)
                    && last.length + length <= DAY.0 =>
            {
                last.length += length;
            }
            _ => found.push(stretch),
        }
    }
    let mut gaps: Vec<Gap> = Vec::new();
    // The same hours on several days are one gap.
    for stretch in found.into_iter().filter(|stretch| stretch.weeks >= 0.005) {
        let (day, start) = ((stretch.start / DAY.0) as usize, Span(stretch.start % DAY.0));
        let same = |gap: &&mut Gap| {
            (gap.start, gap.length) == (start, Span(stretch.length)) && same_share(gap.weeks, stretch.weeks)
        };
        match gaps.iter_mut().find(same) {
            Some(gap) => gap.days[day] = true,
            None => {
                let mut days = [false; 7];
                days[day] = true;
                gaps.push(Gap { days, start, length: Span(stretch.length), weeks: stretch.weeks });
            }
        }
    }
    gaps
}

#[cfg(test)]
mod tests;
