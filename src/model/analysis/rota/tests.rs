//! Average weeks by hand.

use super::*;
use crate::engine::Dist;
use crate::model::scenario::build;
use crate::units::{HOUR, MINUTE};
use chrono::NaiveDate;

const OFFICE: [bool; 7] = [true, true, true, true, true, false, false];
const DAILY: [bool; 7] = [true; 7];

/// Lines of days, first hour, hours; equal shares.
fn occupation(lines: &[([bool; 7], i64, i64)]) -> Occupation {
    let mut config = build::config();
    let id = config.add_occupation("nurse");
    let share = 1.0 / lines.len() as f64;
    let line = |(days, start, hours): &([bool; 7], i64, i64)| ShiftLine {
        days: *days,
        start: HOUR * *start,
        length: HOUR * *hours,
        share,
    };
    config.occupations[id].roster = Roster::Lines(lines.iter().map(line).collect());
    config.occupations[id].clone()
}

fn week(occupation: &Occupation, heads: usize, fte: f64) -> Rota {
    // A Wednesday: days are named by the calendar, not by the week of the run.
    let calendar = Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 3).expect("a date") };
    rota(occupation, calendar, StaffCount { heads, fte })
}

#[track_caller]
fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-9 * expected.max(1.0), "{actual} instead of {expected}");
}

#[test]
fn hours_are_the_contract_where_the_lines_offer_it() {
    let mut nurse = occupation(&[(OFFICE, 8, 8)]);
    (nurse.contract, nurse.break_time) = (HOUR * 37, MINUTE * 30);
    let rota = week(&nurse, 3, 2.4);
    close(rota.hours, 37.0 * 2.4);
    close(rota.contract, 37.0 * 2.4);
    // 7.5 h each without the break.
    close(rota.shifts, 37.0 * 2.4 / 7.5);
    nurse.roster = Roster::Always;
    close(week(&nurse, 3, 2.4).hours, 3.0 * 168.0);
}

/// Five days of 6 h are 30 h, whatever the contract; and of 24 h, with 11 h of rest, every other day: 3.5 a week.
#[test]
fn hours_are_what_lines_and_rest_leave_of_the_contract() {
    let short = week(&occupation(&[(OFFICE, 8, 6)]), 2, 2.0);
    close(short.hours, 60.0);
    close(short.contract, 80.0);
    let mut nurse = occupation(&[(DAILY, 8, 24)]);
    nurse.contract = HOUR * 168;
    let rota = week(&nurse, 2, 2.0);
    close(rota.hours, 168.0);
    assert_eq!(rota.gaps, []);
}

/// One head with 40 h has four of the seven 10 h shifts. The others come to three days a week, the same of each day.
#[test]
fn gaps_say_when_nobody_is_there() {
    let rota = week(&occupation(&[(DAILY, 8, 10)]), 1, 1.0);
    let [gap] = &rota.gaps[..] else { panic!("{:?}", rota.gaps) };
    assert_eq!((gap.days, gap.start, gap.length), (DAILY, HOUR * 8, HOUR * 10));
    assert!((gap.weeks - 3.0 / 7.0).abs() < 0.01, "{}", gap.weeks);
    assert_eq!(week(&occupation(&[(DAILY, 8, 10)]), 2, 2.0).gaps, []);
}

/// One head takes the early and the late line in turn: at noon somebody is always there.
#[test]
fn lines_that_overlap_cover_each_other() {
    let gaps = week(&occupation(&[(OFFICE, 6, 8), (OFFICE, 10, 8)]), 1, 1.0).gaps;
    let found: Vec<_> = gaps.iter().map(|gap| (gap.days, gap.start, gap.length, gap.weeks)).collect();
    assert_eq!(found, [(OFFICE, HOUR * 6, HOUR * 4, 0.5), (OFFICE, HOUR * 14, HOUR * 4, 0.5)]);
}

/// Nights are named by the day on which they begin.
#[test]
fn nights_belong_to_the_day_on_which_they_begin() {
    let sunday = [false, false, false, false, false, false, true];
    let gaps = week(&Occupation { contract: HOUR * 4, ..occupation(&[(sunday, 23, 8)]) }, 1, 1.0).gaps;
    let found: Vec<_> = gaps.iter().map(|gap| (gap.days, gap.start, gap.length, gap.weeks)).collect();
    assert_eq!(found, [(sunday, HOUR * 23, HOUR * 8, 0.5)]);
}

/// Half quit in a year, posts are vacant for 3.5 weeks and so until the fourth boundary: they stay 1/p weeks on
/// average, with p = 1 - exp(-0.5 x 7 / 365.2425).
#[test]
fn vacant_posts_have_no_shifts() {
    let mut nurse = occupation(&[(OFFICE, 8, 8)]);
    let vacancy = Dist::Constant(3.5 * WEEK.ms());
    nurse.people.turnover = Some(Turnover { quits: 0.5, vacancy, to_replace: 0.0 });
    let p = 1.0 - libm::exp(-0.5 * 7.0 / 365.2425);
    close(week(&nurse, 10, 10.0).hours, 400.0 * (1.0 / p) / (1.0 / p + 4.0));
}
