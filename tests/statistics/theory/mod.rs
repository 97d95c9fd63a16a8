//! The model with everything off is a queueing network, and must agree with queueing theory.
//!
//! Each comparison is a t test over replications of the mean of independent replications against a closed form from
//! `sim::theory`: false-alarm rate 1e-3 (two-sided). It is only valid with power: an error of 1% in the mean must be
//! seen with probability 0.99, else the test fails as uninformative. The initial state is warmed away (relaxation times
//! here are hours, warm-ups weeks). Mutants, made by editing the scenario and keeping the expectation, must be caught.

use crate::support::load;
use rayon::prelude::*;
use sim::io::scenario::{Request, read};
use sim::model::outcome::{Outcome, Week};
use sim::model::scenario::{ArmId, OccupationId, TaskId, TechnologyId};
use sim::model::{Simulation, What};
use sim::theory::*;
use sim::units::HOUR;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::VecDeque;

const FALSE_ALARM: f64 = 1e-3;
const POWER: f64 = 0.99;

/// The value of a statistic in each replication.
fn replications<T: Send>(name: &str, sets: &[&str], statistic: impl Fn(&Outcome) -> T + Sync) -> Vec<T> {
    let scenario = load(format!("tests/statistics/theory/{name}.toml"), sets);
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    (0..scenario.replications)
        .into_par_iter()
        .map(|replication| statistic(&simulation.run(ArmId(0), replication, &|_| true).expect("nobody stops it")))
        .collect()
}

/// What a comparison says.
#[derive(Debug, PartialEq)]
enum Verdict {
    Agrees,
    Differs,
    /// An error of the size asked for might go unseen.
    Powerless,
}

/// Compares the mean of replications with an expected value; `error` is the relative error that must be seen.
fn compare(values: &[f64], expected: f64, error: f64) -> Verdict {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    let standard_error = (variance / n).sqrt();
    let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("degrees of freedom");
    let bound = t.inverse_cdf(1.0 - FALSE_ALARM / 2.0) * standard_error;
    // Seen with probability POWER: the error exceeds the bound by the POWER-quantile of the same t.
    let visible = bound + t.inverse_cdf(POWER) * standard_error;
    let verdict = if (mean - expected).abs() > bound {
        Verdict::Differs
    } else if visible > error * expected {
        Verdict::Powerless
    } else {
        Verdict::Agrees
    };
    println!(
        "mean {mean:.5} expected {expected:.5} bound {bound:.5} visible {:.3}%: {verdict:?}",
        visible / expected * 100.0
    );
    verdict
}

fn total(outcome: &Outcome, part: impl Fn(&Week) -> u64) -> f64 {
    outcome.weeks.iter().map(part).sum::<u64>() as f64
}

/// Mean wait of a task in hours.
fn wait(task: u16) -> impl Fn(&Outcome) -> f64 {
    move |outcome| {
        let n = total(outcome, |week| week.queues[TaskId(task)].waits.wait.n);
        total(outcome, |week| week.queues[TaskId(task)].waits.wait.sum) / n / HOUR.ms()
    }
}

/// Mean wait per customer at the arrival rate that was asked for: the number waiting by Little's law over the given
/// rate. The randomness of the count of arrivals is taken out as a control variate with known mean: wait - b
/// (utilisation - known).
fn controlled_wait(task: u16, known: f64) -> impl Fn(&Outcome) -> (f64, f64) {
    move |outcome| (wait(task)(outcome), utilisation(outcome) - known)
}

fn utilisation(outcome: &Outcome) -> f64 {
    let regular = total(outcome, |week| week.staff[OccupationId(0)].regular);
    regular / total(outcome, |week| week.staff[OccupationId(0)].on_shift)
}

/// Takes out of a statistic what a control variate of known mean explains (Lavenberg & Welch 1981, Management Science
/// 27:322-335).
fn without_control(pairs: &[(f64, f64)]) -> Vec<f64> {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (y, x) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let covariance: f64 = pairs.iter().map(|pair| (pair.0 - y) * (pair.1 - x)).sum();
    let variance: f64 = pairs.iter().map(|pair| (pair.1 - x) * (pair.1 - x)).sum();
    pairs.iter().map(|pair| pair.0 - covariance / variance * pair.1).collect()
}

/// M/M/3 at load 0.6: mean wait by Erlang C.
fn mmc(mutant: &[&str]) -> Verdict {
    let expected = mmc_mean_wait(3, 1.8) * 0.1;
    compare(&without_control(&replications("mmc", mutant, controlled_wait(0, 0.6))), expected, 0.01)
}

#[test]
fn mmc_waits_are_erlangs() {
    assert_eq!(mmc(&[]), Verdict::Agrees);
}

#[test]
fn mmc_utilisation_is_the_load() {
    assert_eq!(compare(&replications("mmc", &[], utilisation), 0.6, 0.01), Verdict::Agrees);
}

#[test]
fn one_server_more_is_caught() {
    assert_eq!(mmc(&["site.office.staff.clerk=4", "run.replications=10"]), Verdict::Differs);
}

#[test]
fn two_percent_slower_service_is_caught() {
    let slower = ["task.serve.way.clerk.time={ mean = \"6.12 min\", dist = \"exponential\" }", "run.replications=30"];
    assert_eq!(compare(&replications("mmc", &slower, utilisation), 0.6, 0.01), Verdict::Differs);
    // And the wait without the control variate's help, against the unchanged expectation.
    let expected = mmc_mean_wait(3, 1.8) * 0.1;
    assert_eq!(compare(&replications("mmc", &slower, wait(0)), expected, 0.01), Verdict::Differs);
}

/// The order of service does not change the mean wait unless it looks at times, but it changes how waits are spread:
/// the share of first-come-first-served waits above the 90th percentile is a tenth.
fn p90(mutant: &[&str]) -> Verdict {
    // P(W > t) = C exp(-(c - a) t) = 0.1
    let expected = libm::log(erlang_c(3, 1.8) / 0.1) / 1.2 * 0.1;
    let p90 = |outcome: &Outcome| outcome.periods[0][TaskId(0)].wait.p90 / HOUR.ms();
    // The histogram adds up to 1.6%, which is within the error asked for.
    let values = replications("mmc", mutant, p90);
    compare(&values, expected, 0.03)
}

#[test]
fn the_90th_percentile_of_waits_is_erlangs() {
    assert_eq!(p90(&[]), Verdict::Agrees);
}

/// The 90th percentile of waits if each start takes the oldest of those that wait, or the youngest. Service times are
/// exponential and nobody knows them, so starts are at the same instants under any order of service: who starts is all
/// that an order decides, and the starts of a run can be dealt anew. Dealt to the oldest they are the run's own.
fn p90_dealt(take: fn(&mut VecDeque<i64>) -> Option<i64>) -> Verdict {
    let request = Request {
        path: "tests/statistics/theory/mmc.toml".into(),
        sets: vec!["length=\"26 weeks\"".into()],
        ..Default::default()
    };
    let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    let p90 = |replication| {
        let (_, steps) = simulation.trace(ArmId(0), replication);
        let (mut waiting, mut waits) = (VecDeque::new(), Vec::new());
        for step in steps {
            match step.what {
                What::Ready(_) => waiting.push_back(step.time.0),
                What::Start(..) => waits.push(step.time.0 - take(&mut waiting).expect("somebody waits")),
                _ => {}
            }
        }
        waits.sort_unstable();
        waits[waits.len() * 9 / 10] as f64 / HOUR.ms()
    };
    let values: Vec<f64> = (0..20).into_par_iter().map(p90).collect();
    let expected = libm::log(erlang_c(3, 1.8) / 0.1) / 1.2 * 0.1;
    compare(&values, expected, 0.1)
}

#[test]
fn last_in_first_out_is_caught() {
    assert_eq!(p90_dealt(VecDeque::pop_front), Verdict::Agrees);
    assert_eq!(p90_dealt(VecDeque::pop_back), Verdict::Differs);
}

#[test]
fn shortest_first_is_caught_where_times_differ() {
    // Two classes of known mean time: `shortest` serves the short one first.
    let sets = [
        "occupation.clerk.discipline=\"shortest\"",
        "task.serve_urgent.priority=0",
        "task.serve_urgent.way.clerk.time=\"3 min\"",
    ];
    let classes = [(2.0, 0.05, 0.0), (3.0, 0.1, 0.0)];
    let rho: f64 = classes.iter().map(|(rate, mean, _)| rate * mean).sum();
    let residual: f64 = classes.iter().map(|(rate, mean, _)| rate * mean * mean / 2.0).sum();
    let fifo = residual / (1.0 - rho);
    assert_eq!(compare(&replications("priority", &sets, wait(1)), fifo, 0.01), Verdict::Differs);
    let first_in = [&sets[1..], &["occupation.clerk.discipline=\"fifo\""]].concat();
    assert_eq!(compare(&replications("priority", &first_in, wait(1)), fifo, 0.01), Verdict::Agrees);
}

#[test]
fn mg1_waits_are_pollaczek_and_khinchines() {
    let expected = pollaczek_khinchine(0.5, 1.0) * 0.1;
    let values = without_control(&replications("mg1", &[], controlled_wait(0, 0.5)));
    assert_eq!(compare(&values, expected, 0.01), Verdict::Agrees);
    assert_eq!(compare(&values, pollaczek_khinchine(0.5, 0.98) * 0.1, 0.01), Verdict::Differs, "cv matters");
}

#[test]
fn lost_customers_are_erlangs() {
    let lost = |outcome: &Outcome| {
        total(outcome, |week| week.queues[TaskId(0)].expired) / total(outcome, |week| week.queues[TaskId(0)].requested)
    };
    assert_eq!(compare(&replications("loss", &[], lost), erlang_b(3, 2.4), 0.01), Verdict::Agrees);
    let more = replications("loss", &["site.office.staff.clerk=4"], lost);
    assert_eq!(compare(&more, erlang_b(3, 2.4), 0.01), Verdict::Differs);
}

/// Urgent customers interrupt others, who are taken up again where they were left.
#[test]
fn interrupted_customers_take_as_long_as_white_and_christie_say() {
    let expected = preemptive_resume_times(&[(2.0, 0.1, 1.0), (3.0, 0.1, 1.0)]);
    let turnaround = |task: u16| {
        move |outcome: &Outcome| {
            let n = total(outcome, |week| week.queues[TaskId(task)].waits.turnaround.n);
            total(outcome, |week| week.queues[TaskId(task)].waits.turnaround.sum) / n / HOUR.ms()
        }
    };
    for task in 0..2u16 {
        let values = replications("preemption", &[], turnaround(task));
        assert_eq!(compare(&values, expected[task as usize], 0.01), Verdict::Agrees, "class {task}");
    }
    let politely = ["task.serve_urgent.urgent=false", "task.serve_urgent.priority=1"];
    assert_eq!(compare(&replications("preemption", &politely, turnaround(0)), expected[0], 0.01), Verdict::Differs);
    let anew = ["task.serve.preempted=\"restart\""];
    assert_eq!(compare(&replications("preemption", &anew, turnaround(1)), expected[1], 0.01), Verdict::Differs);
}

/// Customers who give up: `expires` is exponential patience, and the load is the number of servers.
#[test]
fn who_gives_up_and_how_long_the_others_wait_is_palms() {
    let lost = |outcome: &Outcome| {
        total(outcome, |week| week.queues[TaskId(0)].expired) / total(outcome, |week| week.queues[TaskId(0)].requested)
    };
    let expected = erlang_a(3, 30.0, 10.0, 5.0);
    assert_eq!(compare(&replications("erlang_a", &[], lost), expected.abandons, 0.01), Verdict::Agrees);
    assert_eq!(compare(&replications("erlang_a", &[], wait(0)), expected.wait_of_served, 0.01), Verdict::Agrees);
    let patient = ["task.serve.expires={ mean = \"12.5 min\", dist = \"exponential\" }"];
    assert_eq!(compare(&replications("erlang_a", &patient, lost), expected.abandons, 0.01), Verdict::Differs);
}

/// Feedback by `repeat`: the second station sees what the first lets go. Mean numbers by Little's law from turnarounds.
#[test]
fn two_stations_are_jacksons() {
    let stations = [
        Station { outside: 6.0, service: 5.0 / 60.0, servers: 1, routes: vec![0.2, 0.8] },
        Station { outside: 0.0, service: 13.0 / 60.0, servers: 2, routes: vec![0.0, 0.0] },
    ];
    let rates = jackson_arrivals(&stations);
    let expected = jackson_mean_number(&stations);
    for station in 0..2u16 {
        let turnaround = |outcome: &Outcome| {
            let n = total(outcome, |week| week.queues[TaskId(station)].waits.turnaround.n);
            total(outcome, |week| week.queues[TaskId(station)].waits.turnaround.sum) / n / HOUR.ms()
        };
        let values = replications("jackson", &[], turnaround);
        let mean = expected[station as usize] / rates[station as usize];
        assert_eq!(compare(&values, mean, 0.01), Verdict::Agrees, "station {station}");
    }
    let counted = |outcome: &Outcome| total(outcome, |week| week.queues[TaskId(0)].done) / (104.0 * 168.0);
    assert_eq!(compare(&replications("jackson", &[], counted), rates[0], 0.01), Verdict::Agrees);
}

#[test]
fn without_queues_the_number_in_service_is_the_offered_load() {
    // Hours worked per hour: the time average of the number in service.
    let in_service = |outcome: &Outcome| total(outcome, |week| week.work[0].total) / HOUR.ms() / (52.0 * 168.0);
    let values = replications("mminf", &[], in_service);
    assert_eq!(compare(&values, mm_infinity_mean(10.0), 0.01), Verdict::Agrees);
}

#[test]
fn priorities_are_cobhams() {
    let expected = cobham_wait(&[(2.0, 0.1, 1.0), (3.0, 0.1, 0.0)]);
    for task in 0..2u16 {
        let values = replications("priority", &[], wait(task));
        assert_eq!(compare(&values, expected[task as usize], 0.01), Verdict::Agrees, "class {task}");
    }
}

#[test]
fn a_shift_five_minutes_short_is_caught() {
    // Four clerks, forty hours: exact, without a test of statistics.
    let on_shift = |outcome: &Outcome| total(outcome, |week| week.staff[OccupationId(0)].on_shift) / HOUR.ms() / 52.0;
    assert!(replications("shift", &["run.replications=2"], on_shift).iter().all(|hours| *hours == 160.0));
    let short = [
        "run.replications=2",
        "occupation.clerk.shift=\"Mon-Fri 08:00-15:55\"",
        "occupation.clerk.contract=\"39.5 h\"",
    ];
    assert!(replications("shift", &short, on_shift).iter().all(|hours| *hours < 160.0));
    // And by what it does to utilisation: 1,120 x 0.1 h / 160 h = 0.7.
    assert_eq!(compare(&replications("shift", &[], utilisation), 0.7, 0.01), Verdict::Agrees);
    let short = &short[1..];
    assert_eq!(compare(&replications("shift", short, utilisation), 0.7, 0.01), Verdict::Differs);
}

/// Downtime alternates: up 20 h on average, down 4 h. Customers come at random and so see the share of time (Wolff
/// 1982, Operations Research 30:223-231): those who find the tool down are served by hand. Beyond the kernel, a
/// mechanism.
#[test]
fn the_share_of_time_a_tool_is_down_is_that_of_an_alternating_renewal_process() {
    let by_hand = |outcome: &Outcome| {
        let served = total(outcome, |week| week.queues[TaskId(0)].done);
        1.0 - total(outcome, |week| week.tools[TechnologyId(0)].succeeded) / served
    };
    let down = |mutant: &[&str]| compare(&replications("downtime", mutant, by_hand), share_off(20.0, 4.0), 0.02);
    assert_eq!(down(&[]), Verdict::Agrees);
    let longer =
        "technology.scanner.downtime={ every = { mean = \"20 h\", dist = \"exponential\" }, lasts = \"4.3 h\" }";
    assert_eq!(down(&[longer]), Verdict::Differs);
}

/// Each post alternates: held for 1/q weeks on average, vacant for v = 8: q v / (1 + q v) of the posts are vacant, q
/// the probability of quitting within a week; and quits over heads employed are the hazard that was stated.
#[test]
fn the_share_of_vacant_posts_is_quits_times_vacancy() {
    let hazard = 7.0 / 365.2425;
    let q = 1.0 - libm::exp(-hazard);
    let vacant = |outcome: &Outcome| {
        let vacant = total(outcome, |week| week.staff[OccupationId(0)].milli_fte_vacant);
        vacant / (vacant + total(outcome, |week| week.staff[OccupationId(0)].milli_fte))
    };
    let share = |mutant: &[&str]| compare(&replications("turnover", mutant, vacant), share_off(1.0 / q, 8.0), 0.03);
    assert_eq!(share(&[]), Verdict::Agrees);
    assert_eq!(share(&["occupation.clerk.vacancy=57 days"]), Verdict::Differs);
    let quits = |outcome: &Outcome| {
        let quits = total(outcome, |week| week.staff[OccupationId(0)].quits);
        quits / total(outcome, |week| week.staff[OccupationId(0)].heads)
    };
    assert_eq!(compare(&replications("turnover", &[], quits), q, 0.03), Verdict::Agrees);
}
