//! The exercises say what comes out (`scenarios/teaching/README.md`), and it does.
//!
//! Where there is a closed form, the mean over replications is compared with it by a t test at a false-alarm rate of
//! 1e-3 (two-sided); each comparison also states the relative error that its bound must be able to show, so that it can
//! fail.

use crate::support::{load, results};
use sim::experiment::{Estimate, Group, Results, RunPlan};
use sim::io::scenario::{Request, read};
use sim::io::shipped;
use sim::model::Simulation;
use sim::model::scenario::{ArmId, Scenario};
use sim::theory::{mmc_mean_wait, pollaczek_khinchine};
use sim::units::Id;
use statrs::distribution::{ContinuousCDF, StudentsT};

const FALSE_ALARM: f64 = 1e-3;

/// An exercise that was run.
struct Exercise {
    scenario: Scenario,
    results: Results,
}

impl Exercise {
    fn new(name: &str, sets: &[&str]) -> Exercise {
        let scenario = load(name, sets);
        let arms: Vec<ArmId> = scenario.arms.ids().collect();
        let plan = RunPlan::new(&scenario, &arms, 2);
        let simulation = Simulation::new(&scenario).expect("a stated warm-up").ledgered();
        Exercise { results: results(&scenario, &plan, &simulation), scenario }
    }

    /// A metric of an occupation or a task, if it is of one.
    fn group(&self, metric: &str, of: &str) -> Group {
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let occupation = config.occupations.enumerate().find(|(_, occupation)| occupation.name == of);
        let task = config.tasks.enumerate().find(|(_, task)| task.name == of);
        assert!(of.is_empty() || occupation.is_some() || task.is_some(), "nothing is called {of}");
        Group {
            metric: metric.into(),
            occupation: occupation.map(|(id, _)| id.index() as u16),
            task: task.map(|(id, _)| id.index() as u16),
            ..Group::default()
        }
    }

    /// Its value in each replication of an arm.
    fn values(&self, arm: usize, metric: &str, of: &str) -> Vec<f64> {
        self.results.values(arm, &self.group(metric, of)).expect("a metric").into_iter().flatten().collect()
    }

    /// The paired difference of the second arm to the control, with its 95% interval.
    fn difference(&self, metric: &str, of: &str) -> Estimate {
        self.results.difference(1, 0, &self.group(metric, of)).expect("a metric").expect("both arms have it")
    }
}

/// Fails if the mean is not the expected value, or if `error` of it might go unseen.
fn agrees(what: &str, values: &[f64], expected: f64, error: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("degrees of freedom").inverse_cdf(1.0 - FALSE_ALARM / 2.0);
    let bound = t * (variance / n).sqrt();
    println!("{what}: {mean:.5}, expected {expected:.5}, bound {bound:.5} ({:.1}%)", 100.0 * bound / expected);
    assert!((mean - expected).abs() <= bound, "{what}: {mean} instead of {expected}, and the bound is {bound}");
    assert!(bound <= error * expected, "{what}: a bound of {bound} shows no error of {error}");
}

/// Fails if the 95% interval is not within a range.
fn between(what: &str, estimate: Estimate, low: f64, high: f64) {
    let half = estimate.half_width.expect("several replications");
    println!("{what}: {} +-{half}", estimate.mean);
    assert!(low <= estimate.mean - half && estimate.mean + half <= high, "{what}: {} +-{half}", estimate.mean);
}

/// Hours of a mean job.
const JOB: f64 = 0.1;

#[test]
fn one_queue_is_erlangs() {
    let exercise = Exercise::new("one_queue", &[]);
    agrees("M/M/1", &exercise.values(0, "wait.mean", "serve"), mmc_mean_wait(1, 0.8) * JOB, 0.06);
    agrees("M/D/1", &exercise.values(1, "wait.mean", "serve"), pollaczek_khinchine(0.8, 0.0) * JOB, 0.06);
    agrees("utilisation", &exercise.values(0, "utilisation", "clerk"), 0.8, 0.01);
}

#[test]
fn two_desks_are_pooled() {
    let exercise = Exercise::new("two_desks", &[]);
    for task in ["serve_medical", "serve_surgical"] {
        agrees("apart", &exercise.values(0, "wait.mean", task), mmc_mean_wait(1, 0.8) * JOB, 0.08);
        agrees("together", &exercise.values(1, "wait.mean", task), mmc_mean_wait(2, 1.6) * JOB, 0.08);
    }
}

#[test]
fn the_busier_the_longer() {
    for (rate, error) in [(5.0, 0.06), (8.0, 0.08), (9.0, 0.08), (9.5, 0.15)] {
        let set = format!("demand.letter.arrivals.per_hour={rate}");
        let waits = Exercise::new("busier", &[&set]).values(0, "wait.mean", "type");
        agrees(&set, &waits, pollaczek_khinchine(rate * JOB, 1.5) * JOB, error);
    }
}

#[test]
fn nobody_saves_the_typists_hours() {
    let exercise = Exercise::new("typist_leaves", &[]);
    // Nine minutes for six: half as much again, of which what is not done at the end is missing.
    let before = exercise.values(0, "hours.data_work", "").iter().sum::<f64>();
    let after = exercise.values(1, "hours.data_work", "").iter().sum::<f64>();
    assert!((1.48..1.5).contains(&(after / before)), "{}", after / before);
    assert!(exercise.values(1, "hours.data_work", "typist").iter().all(|hours| *hours == 0.0));
    // What nurses can spare, 3 x 40 - 240 x 24 / 60 = 24 h, they use nearly all of; physicians do the rest of 36 h.
    between("nurses", exercise.difference("hours.data_work", "nurse"), 20.0, 24.0);
    between("physicians", exercise.difference("hours.data_work", "physician"), 11.0, 16.0);
    between("removed", exercise.difference("ledger.not_needed", ""), -0.01, 0.01);
    between("payroll", exercise.difference("payroll", ""), -840.0, -700.0);
    // With a fourth nurse little is left to physicians.
    let exercise = Exercise::new("typist_leaves", &["site.clinic.staff.nurse=4"]);
    between("physicians", exercise.difference("hours.data_work", "physician"), 0.0, 2.0);
}

#[test]
fn who_finds_a_defect_decides_who_pays() {
    let exercise = Exercise::new("one_defect", &[]);
    for (arm, coder) in [(0, 0.4), (1, 0.8)] {
        let missed = 1.0 - coder;
        agrees("found", &exercise.values(arm, "defects.found_share", ""), 1.0 - missed * 0.5, 0.03);
        agrees("coder", &exercise.values(arm, "defects.cost_each", "coder"), coder * 24.0 * 3.0 / 60.0, 0.03);
        // Questions for each defect made: a case has one if the abstractor notices any of a Poisson number.
        let asked = (1.0 - libm::exp(-0.5 * missed * 0.5)) / 0.5;
        agrees("nurse", &exercise.values(arm, "defects.cost_each", "nurse"), asked * 45.0 * 12.0 / 60.0, 0.1);
        agrees("abstractor", &exercise.values(arm, "defects.cost_each", "abstractor"), asked * 32.0 * 5.0 / 60.0, 0.1);
    }
    between("hours", exercise.difference("hours.data_work", ""), -0.5, 0.5);
}

#[test]
fn the_software_pays_while_nobody_waits() {
    // Wages of 80 h at 21 with a quarter on top, less five licences; a few minutes of overrun are paid, too.
    let saved = 80.0 * 21.0 * 1.25 - 5.0 * 2400.0 / 52.1775;
    let exercise = Exercise::new("keep_or_buy", &[]);
    between("net", exercise.difference("net", ""), saved - 1.0, saved * 1.01);
    between("patients", exercise.difference("patients.seen", ""), 0.0, 0.0);
    // With a waiting list all 200 h of the physicians are patients of 21.5 and 23 minutes, with what is under way at
    // ends of shifts.
    let list = "demand.from_list.pull.at_most=40 per shift";
    let exercise = Exercise::new("keep_or_buy", &[list]);
    let patients = |minutes: f64| 200.0 * 60.0 / minutes;
    for (arm, minutes) in [(0, 21.5), (1, 23.0)] {
        let seen = exercise.values(arm, "patients.seen", "");
        let mean = seen.iter().sum::<f64>() / seen.len() as f64;
        assert!((0.99..1.02).contains(&(mean / patients(minutes))), "{mean}");
    }
    between("net", exercise.difference("net", ""), -2500.0, -1500.0);
    // Where it breaks even: what is saved over the patients lost.
    let even = [list, "product.encounter.worth=52"];
    between("net", Exercise::new("keep_or_buy", &even).difference("net", ""), -50.0, 50.0);
}

/// Each is listed with its question, and few enough numbers that a class can read it.
#[test]
fn six_exercises_come_in_order() {
    let names: Vec<String> = shipped::exercises().into_iter().map(|exercise| exercise.name).collect();
    assert_eq!(names, ["one_queue", "two_desks", "busier", "typist_leaves", "one_defect", "keep_or_buy"]);
    for (number, exercise) in shipped::exercises().into_iter().enumerate() {
        assert!(exercise.title.starts_with(&format!("Exercise {}: ", number + 1)), "{}", exercise.title);
        let request = Request { path: exercise.path(), ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        assert!(scenario.provenance.assumed() < 25, "{}", exercise.name);
    }
}
