//! People who change: small scenarios with one or two workers whose course is known exactly.

use crate::support;
use crate::support::run;
use sim::experiment::metrics;
use sim::model::Simulation;
use sim::model::outcome::{Outcome, StaffTotals, Week};
use sim::model::scenario::{ArmId, DemandId, OccupationId, ProductId, Scenario, Source, TechnologyId};
use sim::units::{HOUR, MINUTE, Recurrence, Span, WEEK};

fn load(name: &str, sets: &[&str]) -> Scenario {
    support::load(format!("tests/model/people/{name}.toml"), sets)
}

/// ms worked by an occupation in a week.
fn worked(week: &Week, occupation: u16) -> u64 {
    let staff = &week.staff[OccupationId(occupation)];
    staff.regular + staff.overrun + staff.after_hours
}

fn total(outcome: &Outcome, occupation: u16) -> u64 {
    outcome.weeks.iter().map(|week| worked(week, occupation)).sum()
}

/// How long a task of half an hour takes, in whole ms.
fn half_hour(proficiency: f64) -> u64 {
    (30.0 * MINUTE.ms() / proficiency).round() as u64
}

/// 102 repetitions from 1/2 towards 1 with a scale of 20: the sum of T / (1 - 1/2 exp(-n/20)) over n.
#[test]
fn hours_on_a_learning_curve_are_the_exact_sum() {
    let scenario = load("learning", &["occupation.clerk.learning={ start = 0.5, scale = 20, staff = 0.5 }"]);
    let outcome = run(&scenario, 0);
    let proficiency = |n: u32| 1.0 - 0.5 * libm::exp(-f64::from(n) / 20.0);
    assert_eq!(total(&outcome, 0), (0..102).map(|n| half_hour(proficiency(n))).sum::<u64>());
    let staff = &outcome.weeks.last().expect("weeks").staff[OccupationId(0)];
    assert_eq!((staff.proficiency, staff.skills), ((proficiency(102) * 1e6).round() as u64, 1));
    let values = metrics(&scenario, ArmId(0), &outcome, &outcome);
    assert!(values.keys().any(|group| group.metric == "proficiency"));
}

/// What is above the floor halves every two weeks in which the task is not done: between the requests of each hour, in
/// the four weeks' pause after the hundredth, and until the end.
#[test]
fn what_is_not_practised_is_forgotten_by_its_half_life() {
    let scenario = load("learning", &[]);
    let outcome = run(&scenario, 0);
    let faded =
        |p: f64, unused: f64| if p > 0.6 { 0.6 + (p - 0.6) * libm::exp2(-unused / (2.0 * WEEK.ms())) } else { p };
    let hours = (0..100).chain([772, 773]);
    let (mut proficiency, mut idle_since, mut sum, mut longest_after_pause) = (0.5, 0.0, 0, 0);
    for hour in hours {
        let start = f64::from(hour) * HOUR.ms();
        proficiency = faded(proficiency, start - idle_since);
        let takes = half_hour(proficiency);
        if hour == 772 {
            longest_after_pause = takes;
        }
        sum += takes;
        idle_since = start + takes as f64;
        proficiency = 1.0 - (1.0 - proficiency) * libm::exp(-1.0 / 20.0);
    }
    assert_eq!(total(&outcome, 0), sum);
    // Of 0.39 above the floor a quarter is left: 30 min / 0.7.
    assert!((41 * MINUTE.0 as u64..44 * MINUTE.0 as u64).contains(&longest_after_pause));
    let left = faded(proficiency, (WEEK * 12).ms() - idle_since);
    assert_eq!(outcome.weeks[11].staff[OccupationId(0)].proficiency, (left * 1e6).round() as u64);
}

/// With learning off a task takes its time and nothing is reported.
#[test]
fn without_learning_everybody_is_experienced() {
    let scenario =
        load("retraining", &["site.office.staff.clerk=1", "occupation.clerk.learning={ start = 1, scale = 1 }"]);
    let mut plain = scenario.clone();
    for arm in plain.arms.iter_mut() {
        arm.configs[0].occupations[OccupationId(0)].people.learning = None;
    }
    let (with, without) = (run(&scenario, 0), run(&plain, 0));
    assert_eq!(total(&without, 0), 102 * half_hour(1.0));
    assert_eq!(total(&with, 0), total(&without, 0));
    assert_eq!(without.weeks[0].staff[OccupationId(0)].skills, 0);
}

/// Hired at the end of week 0, or in training during week 1: who comes is a novice and takes an hour for the first
/// request.
#[test]
fn who_is_hired_or_retrained_is_a_novice() {
    let scenario = load("retraining", &[]);
    // Requests from before wait for the first clerk; the first of them is done in the first hour.
    for (arm, from) in [(0, 1), (1, 2)] {
        let outcome = run(&scenario, arm);
        let done: Vec<u64> =
            outcome.weeks.iter().map(|week| week.queues.iter().map(|queue| queue.done).sum()).collect();
        let first = done.iter().position(|done| *done > 0).expect("somebody works");
        assert_eq!(first, from, "arm {arm}");
        let proficiency = |n: u32| 1.0 - 0.5 * libm::exp(-f64::from(n) / 20.0);
        assert_eq!(total(&outcome, 0), (0..102).map(|n| half_hour(proficiency(n))).sum::<u64>());
        assert_eq!(Span(half_hour(proficiency(0)) as i64), HOUR);
    }
}

/// Who quits with near certainty is gone after a week; the post is filled at the third boundary from then, fifteen days
/// rounded up, by a novice who is gone a week later: held in weeks 0 and 4, vacant in 1-3 and 5-7, and so on.
#[test]
fn who_quits_leaves_a_vacancy_that_a_novice_fills() {
    let scenario = load("turnover", &[]);
    let outcome = run(&scenario, 0);
    let staff = |week: &Week| week.staff[OccupationId(0)];
    let by_week = |of: fn(&StaffTotals) -> u64| outcome.weeks.iter().map(|week| of(&staff(week))).collect::<Vec<u64>>();
    assert_eq!(by_week(|staff| staff.heads), [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(
        by_week(|staff| staff.milli_fte_vacant),
        [0, 1000, 1000, 1000, 0, 1000, 1000, 1000, 0, 1000, 1000, 1000]
    );
    assert_eq!(by_week(|staff| staff.quits), [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(by_week(|staff| staff.hires), [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    let values = metrics(&scenario, ArmId(0), &outcome, &outcome);
    let of = |metric: &str| values.iter().find(|(group, _)| group.metric == metric).map(|(_, value)| *value);
    assert_eq!(of("cost.replacing"), Some(2.0 * 700.0 / 12.0));
    assert_eq!(of("quits"), Some(3.0));
    assert_eq!(of("fte.vacant"), Some(9.0 / 12.0));
    // The requests of the last two hours before the pause of week 1 wait for the novice of week 4.
    let done: Vec<u64> = outcome.weeks.iter().map(|week| week.queues.iter().map(|queue| queue.done).sum()).collect();
    assert_eq!((done[0], done[4]), (100, 2));
    assert_eq!(worked(&outcome.weeks[4], 0), half_hour(0.5) + half_hour(1.0 - 0.5 * libm::exp(-1.0 / 20.0)));
}

/// A task of half an hour every hour, and a contract of 40 h: 84 h of load 1.5 and 44 h beyond the contract are 4.25
/// contracts.
const OVERLOAD: f64 = (84.0 * 1.5 + 44.0) / 40.0;

fn strained(sets: &[&str]) -> Scenario {
    let mut scenario = load("strain", sets);
    let hourly = Source::Every(Recurrence::Exact(HOUR));
    scenario.arms[ArmId(0)].configs[0].demands[DemandId(0)].source = hourly;
    scenario
}

/// A constant load L gives L (1 - 2^(-n/4)) after n weeks with a half-life of four weeks.
#[test]
fn strain_under_a_constant_overload_is_the_weighted_mean() {
    let outcome = run(&strained(&[]), 0);
    for (week, n) in outcome.weeks.iter().zip(1i32..) {
        let staff = &week.staff[OccupationId(0)];
        let expected = OVERLOAD * (1.0 - libm::exp2(-f64::from(n) / 4.0));
        assert_eq!((staff.strain, staff.strained), ((expected * 1e6).round() as u64, 1), "week {n}");
    }
}

const AT_ONCE: &str = "occupation.clerk.strain={ half_life = \"1 ms\", from = 0.25, defects = 2, quits = 2 }";

/// If only the last week counts, strain is the overload from the second week on: beyond 0.25 it is 4, and raises by 1 +
/// 2 x 4.
#[test]
fn strain_raises_defects_by_its_factor() {
    let defects = |sets: &[&str]| -> Vec<u64> {
        let outcome = run(&strained(sets), 0);
        outcome.weeks.iter().map(|week| week.products.iter().map(|products| products.defects).sum()).collect()
    };
    let raised = defects(&[AT_ONCE]);
    let none = "occupation.clerk.strain={ half_life = \"1 ms\" }";
    let [low, high] =
        ["0.2", "1.8"].map(|mean| defects(&[none, &format!("task.serve.defects={{ introduced = {mean} }}")]));
    assert_eq!(raised[0], low[0]);
    assert_eq!(raised[1..], high[1..]);
    assert!(low[1..].iter().zip(&high[1..]).all(|(low, high)| high > low));
}

/// The same for the hazard of quitting: who quits when is what a hazard nine times as high gives under the same draws.
#[test]
fn strain_raises_the_hazard_of_quitting_by_its_factor() {
    let quits = |sets: &[&str]| -> Vec<Option<usize>> {
        let simulation = Simulation::new(&strained(sets)).expect("a stated warm-up");
        let first = |replication| {
            let outcome = simulation.run(ArmId(0), replication, &|_| true).expect("nobody stops it");
            outcome.weeks.iter().position(|week| week.staff[OccupationId(0)].quits > 0)
        };
        (0..60).map(first).collect()
    };
    let raised = quits(&[AT_ONCE, "occupation.clerk.quits=0.5"]);
    let none = "occupation.clerk.strain={ half_life = \"1 ms\" }";
    assert_eq!(raised, quits(&[none, "occupation.clerk.quits=450% per year"]));
    assert_ne!(raised, quits(&[none, "occupation.clerk.quits=0.5"]));
}

/// The easy draft of each hour is reviewed before the hard one of every third hour. A clean review counts for the tool,
/// one with a find against it: the belief is Beta(2 + clean, 3 + found), and each review takes 10 min x (1 - 0.3
/// trust).
#[test]
fn trust_is_the_mean_of_the_belief_after_a_known_series() {
    let scenario = load("trust", &[]);
    let outcome = run(&scenario, 0);
    let trust = |clean: u64, found: u64| (2 + clean) as f64 / (5 + clean + found) as f64;
    for (week, n) in outcome.weeks.iter().zip(1u64..) {
        let tool = &week.tools[TechnologyId(0)];
        assert_eq!((tool.trust, tool.trusting), ((trust(168 * n, 56 * n) * 1e6).round() as u64, 1), "week {n}");
    }
    let (mut clean, mut found, mut sum) = (0, 0, 0);
    let takes = |clean, found| (10.0 * MINUTE.ms() * (1.0 - 0.3 * trust(clean, found))).round() as u64;
    for hour in 0..4 * 168 {
        sum += takes(clean, found);
        clean += 1;
        if hour % 3 == 0 {
            sum += takes(clean, found);
            found += 1;
        }
    }
    assert_eq!(total(&outcome, 0), sum);
}

/// Who trusts fully (a belief that nothing moves) notices 1 - 0.4 of what they would: as many as with that probability.
#[test]
fn complacency_lowers_what_is_noticed_by_its_factor() {
    let defects = |sets: &[&str]| -> u64 {
        let mut all = vec!["task.review_hard.on_found=fix", "task.review_hard.finds=0.5"];
        all.extend(sets);
        let outcome = run(&load("trust", &all), 0);
        outcome.weeks.iter().map(|week| week.products[ProductId(5)].defects).sum()
    };
    let trusting = "technology.drafter.trust={ prior = [1e15, 1e-9], complacency = 0.4 }";
    let wary = "technology.drafter.trust={ prior = [1e-9, 1e15], complacency = 0.4 }";
    let less = defects(&[trusting]);
    assert_eq!(less, defects(&[wary, "task.review_hard.finds=0.3"]));
    assert!(less > defects(&[wary]));
}

/// The post of the clerk who quit after week 0 is given up with the occupation at the end of week 1: nobody comes any
/// more.
#[test]
fn a_share_that_is_dismissed_takes_its_vacant_posts_with_it() {
    let outcome = run(&load("closed", &[]), 0);
    let by_week = |of: fn(&StaffTotals) -> u64| -> Vec<u64> {
        outcome.weeks.iter().map(|week| of(&week.staff[OccupationId(0)])).collect()
    };
    assert_eq!(by_week(|staff| staff.milli_fte_vacant)[..4], [0, 1000, 0, 0]);
    assert_eq!(by_week(|staff| staff.hires).iter().sum::<u64>(), 0);
}
