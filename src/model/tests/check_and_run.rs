//! What `sim check` predicts, against the run: random small scenarios with rosters, contracts, part-timers, absence,
//! breaks, policies and waiting lists. Heads agree exactly, as do hours on shift but for what is carried from week to
//! week; cases and work agree within 4.5 standard deviations of what is drawn (one false alarm in 150,000 looks).

use super::dice::Dice;
use crate::model::Simulation;
use crate::model::analysis::{Load, offered_load};
use crate::model::outcome::Outcome;
use crate::model::scenario::*;
use crate::units::{Calendar, DAY, HOUR, MINUTE, Recurrence, Span, Time, WEEK};
use chrono::NaiveDate;
use rayon::prelude::*;

/// Policies are over by this week; what is compared is the mean of the weeks after it.
const FROM: i64 = 12;
/// Weeks compared: days of five and of seven come round in them.
const WEEKS: i64 = 70;
/// Standard deviations.
const Z: f64 = 4.5;

const OFFICE: [bool; 7] = [true, true, true, true, true, false, false];
const DAILY: [bool; 7] = [true; 7];

fn line(days: [bool; 7], start: i64, hours: i64, share: f64) -> ShiftLine {
    ShiftLine { days, start: HOUR * start, length: HOUR * hours, share }
}

fn roster(dice: &mut Dice) -> Roster {
    let weekend = [false, false, false, false, false, true, true];
    let some = [true, false, true, false, true, false, false];
    let all = [
        vec![line(OFFICE, 8, 8, 1.0)],
        vec![line(DAILY, 8, 10, 1.0)],
        vec![line(some, 9, 12, 1.0)],
        vec![line(DAILY, 8, 24, 1.0)],
        vec![line(OFFICE, 6, 8, 0.5), line(OFFICE, 14, 8, 0.5)],
        vec![line(DAILY, 7, 8, 0.5), line(DAILY, 15, 8, 0.25), line(DAILY, 23, 8, 0.25)],
        vec![line(OFFICE, 8, 8, 0.7), line(weekend, 9, 6, 0.3)],
    ];
    match dice.below(all.len() + 1) {
        number if number < all.len() => Roster::Lines(all[number].clone()),
        _ => Roster::Always,
    }
}

fn longest_shift(occupation: &Occupation) -> f64 {
    match &occupation.roster {
        Roster::Always => 0.0,
        Roster::Lines(lines) => lines.iter().map(|line| line.length.hours()).fold(0.0, f64::max),
    }
}

/// A decision of some week whose outcome in heads does not depend on who is drawn to leave.
fn policy(dice: &mut Dice, config: &mut Configuration, week: i64, whole: bool, last: bool) {
    let occupations: Vec<OccupationId> = config.occupations.ids().collect();
    let (one, other) = (dice.pick(&occupations), occupations[occupations.len() - 1]);
    let amount = if dice.chance(50) { Amount::Share(dice.pick(&[0.15, 0.25, 0.5])) } else { Amount::Heads(1) };
    let keep = dice.pick(&[Keep::Heads, Keep::Payroll]);
    let action = match dice.below(4) {
        0 if whole => Action::Dismiss { occupation: one, amount },
        1 if whole && one != other => {
            Action::Retrain { occupation: one, to: vec![(other, 1.0)], amount, takes: DAY * dice.pick(&[0, 9, 14]) }
        }
        2 if whole && last && one != other => Action::Replace { occupation: one, by: other, amount, keep },
        _ => Action::Hire { occupation: one, amount },
    };
    let id = config.add_policy(&format!("policy{week}"), Time::of_week(week) + DAY * dice.pick(&[0, 0, 3]), action);
    if dice.chance(30) && last {
        config.policies[id].scope = Scope::All;
    } else if dice.chance(25) && matches!(amount, Amount::Heads(_)) {
        config.policies[id].trigger = Trigger::Every(Recurrence::Exact(WEEK * 30));
    }
}

/// Each occupation has work of its own at every copy of every site type: tasks of ten minutes that take 40% of the
/// time of one head. The first may also call from a waiting list.
fn random(seed: u64) -> Scenario {
    let mut dice = Dice::new(seed);
    let mut config = build::config();
    let sites: Vec<SiteTypeId> =
        (0..1 + dice.below(2)).map(|number| config.add_site(&format!("site{number}"), 1 + dice.below(3))).collect();
    let whole = dice.chance(50);
    for number in 0..1 + dice.below(2) {
        let id = config.add_occupation(&format!("occupation{number}"));
        let spec = &mut config.occupations[id];
        spec.roster = roster(&mut dice);
        spec.contract = MINUTE * dice.pick(&[16 * 60, 37 * 60 + 30, 40 * 60, 168 * 60]);
        spec.absent = dice.pick(&[0.0, 0.0, 0.15]);
        spec.break_time = dice.pick(&[Span::ZERO, MINUTE * 30]);
        spec.wage = dice.pick(&[20.0, 30.0]);
        spec.overrun = Span::ZERO;
        for &site in &sites {
            let fte = if whole { dice.pick(&[1.0, 2.0, 5.0]) } else { dice.pick(&[0.4, 1.0, 2.5, 3.7]) };
            config.employ(site, id, fte);
            let name = format!("{number}_{}", site.0);
            let [in_, out] = ["in", "out"].map(|what| config.add_product(&format!("{what}{name}"), "care"));
            config.add_demand(&format!("work{name}"), site, 20.0, &[in_]);
            let task = config.add_task(&format!("do{name}"), &[in_], &[out], &[id], MINUTE * 10);
            config.tasks[task].at = Some(site);
        }
    }
    if dice.chance(50) {
        let by = OccupationId(0);
        let [patient, seen] = ["patient", "seen"].map(|name| config.add_product(name, "care"));
        let list = config.add_demand("list", sites[0], 0.0, &[patient]);
        config.demands[list].source = Source::Pull { by, at_most: dice.pick(&[None, Some(3)]) };
        let task = config.add_task("see", &[patient], &[seen], &[by], MINUTE * 25);
        config.tasks[task].at = Some(sites[0]);
    }
    for number in 0..dice.below(4) {
        policy(&mut dice, &mut config, 1 + 2 * number as i64, whole, number == 2);
    }
    let mut scenario = build::scenario(vec![config]);
    let start = NaiveDate::from_ymd_opt(2024, 1, 1 + dice.below(7) as u32).expect("a date");
    scenario.calendar = Calendar { start };
    scenario.end = Time::of_week(FROM + WEEKS);
    scenario.periods[0].to_week = FROM + WEEKS;
    scenario.seed = seed;
    scenario
}

/// The mean of something over the weeks compared.
fn mean(outcome: &Outcome, value: impl Fn(&crate::model::outcome::Week) -> f64) -> f64 {
    outcome.weeks[FROM as usize..].iter().map(value).sum::<f64>() / WEEKS as f64
}

#[track_caller]
fn close(seed: u64, what: &str, run: f64, check: f64, tolerance: f64) {
    assert!((run - check).abs() <= tolerance, "seed {seed}: {what}: run {run}, check {check}, tolerance {tolerance}");
}

fn compare(seed: u64) {
    let scenario = random(seed);
    let config = &scenario.arms[scenario.control].configs[0];
    let outcome = Simulation::new(&scenario)
        .expect("a stated warm-up")
        .audited()
        .run(scenario.control, 0, &|_| true)
        .expect("nobody stops it");
    let loads = offered_load(&scenario);
    for (id, spec) in config.occupations.enumerate() {
        let own: Vec<&Load> = loads.iter().filter(|load| load.occupation == id).collect();
        let sum = |value: fn(&Load) -> f64| own.iter().map(|load| value(load)).sum::<f64>();
        let last = &outcome.weeks[outcome.weeks.len() - 1].staff[id];
        let heads = sum(|load| load.heads as f64);
        assert_eq!(heads, last.heads as f64, "seed {seed}: heads of {}", spec.name);
        // A staff that goes on changing is there at the end only.
        if config.policies.iter().any(|policy| matches!(policy.trigger, Trigger::Every(_))) {
            continue;
        }
        let hours = |ms: u64| ms as f64 / HOUR.ms();
        // Each head may carry one shift in and one out; each shift is taken with probability 1 - absent.
        let shift = longest_shift(spec);
        let shifts = sum(|load| load.rostered) / shift.max(1.0) * WEEKS as f64;
        let absent = Z * shift * libm::sqrt(shifts * spec.absent * (1.0 - spec.absent)) / WEEKS as f64;
        let on_shift = mean(&outcome, |week| hours(week.staff[id].on_shift));
        // Who goes from one line to another may lose a shift to the rest of 11 hours. How often depends on the week in
        // which the rotation and the remainders of the shares meet; `check` deals 70 weeks, the run these: within 1%.
        let rotates = matches!(&spec.roster, Roster::Lines(lines) if lines.len() > 1);
        let met = if rotates { 0.01 * sum(|load| load.rostered) } else { 0.0 };
        let carried = 2.0 * heads * shift / WEEKS as f64 + met;
        close(seed, "hours on shift", on_shift, sum(|load| load.on_shift), absent + carried + 1e-6);

        let busy = mean(&outcome, |week| hours(week.staff[id].regular + week.staff[id].overrun));
        for load in &own {
            for (list, calls) in &load.calls {
                // Calls vary with what is drawn of shifts and of other work: by as many cases as fit into it.
                let cases = mean(&outcome, |week| week.cases[*list] as f64);
                let drawn = (absent + carried + work_drawn(&own)) / (25.0 / 60.0);
                close(seed, "cases called", cases, *calls, drawn.max(0.02 * calls));
            }
        }
        let tolerance = work_drawn(&own) + absent + carried;
        // With too little time for it work piles up and all are always busy.
        let expected: f64 = own.iter().map(|load| load.hours_first.min(load.on_shift)).sum();
        if own.iter().all(|load| (load.hours_first / load.on_shift) < 0.8 || load.filled) {
            close(seed, "hours of work", busy, expected, tolerance + 0.01 * expected);
        }
    }
}

/// Poisson arrivals of tasks of ten minutes: h hours a week are 6 h of them; and half a week's work may be left at both
/// ends.
fn work_drawn(own: &[&Load]) -> f64 {
    let work: f64 = own.iter().map(|load| load.hours_first - 25.0 / 60.0 * calls(load)).sum();
    let work = work.max(0.0);
    Z * libm::sqrt(6.0 * work * WEEKS as f64) / 6.0 / WEEKS as f64 + 0.5 * work / WEEKS as f64
}

fn calls(load: &Load) -> f64 {
    load.calls.iter().map(|(_, calls)| calls).sum()
}

#[test]
fn check_predicts_heads_hours_and_cases_of_the_run() {
    (0..60).into_par_iter().for_each(compare);
}
