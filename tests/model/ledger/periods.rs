//! The ledger by period where a case comes at another time in the arm: hours of each belong to its own period.

use crate::support;
use crate::support::scenario;
use sim::experiment::{LedgerKey, Parallel, Results, RunPlan};
use sim::model::Simulation;
use sim::model::scenario::Scenario;

fn results(text: &str) -> (Scenario, Results) {
    let scenario = scenario(text);
    let plan = RunPlan { parallel: Parallel::Replications, ..RunPlan::new(&scenario, &[], 1) };
    let simulation = Simulation::new(&scenario).expect("a stated warm-up").audited().ledgered();
    let results = support::results(&scenario, &plan, &simulation);
    (scenario, results)
}

/// Four physicians, always at work, each calling the next patient when the last one's note is written: 20 min and then
/// 10 min for the note, or 5 in the arm. Two periods of two weeks.
const CALLED: &str = r#"
start = 2024-01-01
length = "4 weeks"
[period]
first = "0..2 weeks"
later = "2..4 weeks"
[run]
replications = 1
[site.c]
staff = { physician = 4 }
[occupation.physician]
shift = "always"
[product.a]
[product.b]
[product.n]
[demand.v]
pull = { by = "physician" }
writes = ["a"]
[task.see]
reads = ["a"]
writes = ["b"]
[task.see.way.p]
team = ["physician"]
time = "20 min"
[task.note]
reads = ["b"]
writes = ["n"]
owner = "see"
due = "0 min"
[task.note.way.p]
team = ["physician"]
time = "10 min"
[arm.slow]
control = true
[arm.fast]
set = { "task.note.way.p.time" = "5 min" }
"#;

/// Each period has 4 x 336 h on shift, all of them worked, in both arms: no row holds more than that, and the two arms'
/// hours do not differ by more than what is under way when a period ends (4 patients of half an hour).
#[test]
fn called_cases_are_booked_when_each_arm_calls_them() {
    let (scenario, results) = results(CALLED);
    let hours = |ms: u64| ms as f64 / 3_600_000.0;
    let on_shift = 4.0 * 336.0;
    for period in [1, 2] {
        let mut sum = sim::experiment::Flows::default();
        let of_period = |key: &&LedgerKey| key.0 == period;
        results.ledgers[1].rows.keys().filter(of_period).for_each(|key| sum.add(&results.ledgers[1].rows[key]));
        assert!(sum.adds_up());
        for booked in [sum.control, sum.arm] {
            assert!((hours(booked) - on_shift).abs() <= 2.0, "period {period}: {} h of {on_shift}", hours(booked));
        }
        // The notes of cases that both have in the period take half the time; more cases are created.
        assert!(sum.faster > 0 && sum.created[3] > 0 && sum.not_needed == 0, "{sum:?}");
    }
    // The control sees 4 x 672 = 2688 patients in a period, the arm 4 x 336 x 60 / 25 = 3225.6: of the control's second
    // 2688 the arm has called 3225 - 2688 = about 538 in the first period, half an hour each.
    let second: u64 =
        results.ledgers[1].rows.iter().filter(|(key, _)| key.0 == 2).map(|(_, flows)| flows.unfinished).sum();
    assert!((hours(second) - 538.0 * 0.5).abs() <= 4.0, "{} h", hours(second));
    assert_eq!(scenario.arms.len(), 2);
}

/// Where every case comes at the same time in both nothing is split: six minutes for ten are `faster`, in each period.
#[test]
fn cases_that_come_at_the_same_time_are_compared_one_by_one() {
    let text = CALLED.replace("pull = { by = \"physician\" }", "every = \"1 h\"");
    let (_, results) = results(&text);
    for (key, flows) in &results.ledgers[1].rows {
        assert_eq!((flows.unfinished, flows.all_created()), (0, 0), "{key:?}");
    }
    let faster: Vec<u64> = [1, 2]
        .map(|period| results.ledgers[1].rows.iter().filter(|(key, _)| key.0 == period).map(|(_, f)| f.faster).sum())
        .to_vec();
    // 336 cases in each period, five minutes less.
    assert_eq!(faster, [336 * 5 * 60_000; 2]);
}
