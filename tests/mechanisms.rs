//! Mechanisms that are off unless a scenario states them, each against a result that is known exactly or in closed form.
//! Runs are audited.

use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::outcome::{Outcome, Week};
use sim::model::scenario::{ArmId, Scenario, TaskId};

fn load(name: &str, sets: &[&str]) -> Scenario {
    let sets = sets.iter().map(|set| set.to_string()).collect();
    let request = Request { path: format!("tests/mechanisms/{name}.toml").into(), sets, ..Default::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn run(scenario: &Scenario, arm: u16) -> Outcome {
    Simulation::new(scenario).audited().run(ArmId(arm), 0, &|_| true).expect("nobody stops it")
}

fn total(outcome: &Outcome, part: impl Fn(&Week) -> u64) -> u64 {
    outcome.weeks.iter().map(part).sum()
}

/// Three physicians, ten shifts of eight hours: whoever is free calls the next, a note of ten minutes after each visit of
/// thirty. Who saves eight minutes of each note has time for three visits more in a shift; who may call eight sees eight.
#[test]
fn saved_time_becomes_visits() {
    for (note, limit, visits) in [
        ("10 min", "", 12),
        ("2 min", "", 15),
        ("10 min", "8 per shift", 8),
        // Overload becomes fewer patients.
        ("50 min", "", 6),
    ] {
        let mut sets = vec![format!("task.note.way.physician.time=\"{note}\"")];
        if !limit.is_empty() {
            sets.push(format!("demand.visit.pull={{ by = \"physician\", at_most = \"{limit}\" }}"));
        }
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let outcome = run(&load("pull", &sets), 0);
        assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].done), visits * 30, "{note}, {limit}");
        assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].called_for), visits * 30, "nobody is called in vain");
    }
}

/// A note that may wait (`due`) is written when it is overdue, or when nobody may be called any more.
#[test]
fn what_is_not_overdue_waits_for_the_next_patient() {
    let limited = "demand.visit.pull={ by = \"physician\", at_most = \"12 per shift\" }";
    let outcome = run(&load("pull", &[limited, "task.note.due=\"7 h\""]), 0);
    // Twelve visits fill six hours, the notes of the first two hours before the end become overdue or are written then.
    assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].done), 12 * 30);
    assert_eq!(total(&outcome, |week| week.queues[TaskId(1)].done), 12 * 30);
    assert_eq!(total(&outcome, |week| week.queues[TaskId(1)].waits.wait.n), 12 * 30);
    // Note k waits from the end of visit k, 30 k minutes, to 360 + 10 (k - 1): 5.5 h less 20 min for each further one.
    let waited = total(&outcome, |week| week.queues[TaskId(1)].waits.wait.sum);
    assert_eq!(waited, 30 * (1..=12u64).map(|k| (360 + 10 * (k - 1) - 30 * k) * 60_000).sum::<u64>());
}
