//! The same clinic in another simulator: `benches/peers/workflow.py` writes it out for SimPy 4.1.2, independently of
//! this code; `outcomes.csv` beside this file is what 600 replications of it gave (`python3 benches/peers/workflow.py
//! 300 SEED` with the seeds 7 and 8).
//!
//! Two one-sided tests (Schuirmann 1987) at 5% each: means and utilisations are within 2% of SimPy's, 90th percentiles
//! and the nurse's small utilisation within 5%. Not shown is failed, so the test needs its power.

use crate::support::load;
use rayon::prelude::*;
use sim::experiment::{estimate, metrics};
use sim::model::Simulation;
use sim::model::scenario::ArmId;
use sim::units::Id;
use std::collections::BTreeMap;

/// Replications of ours: so many that the longest-tailed outcome (registration) can be shown.
const REPLICATIONS: u32 = 500;
/// The 95% point of the normal: the replications are many.
const Z95: f64 = 1.644_854;

/// Our outcomes by SimPy's names, with a value for each replication.
fn ours(sets: &[&str], replications: u32) -> BTreeMap<String, Vec<f64>> {
    let scenario = load("benches/peers/workflow.toml", sets);
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    let config = &scenario.arms[ArmId(0)].configs[0];
    let runs: Vec<Vec<(String, f64)>> = (0..replications)
        .into_par_iter()
        .map(|replication| {
            let outcome = simulation.run(ArmId(0), replication, &|_| true).expect("nobody stops it");
            let named = |group: &sim::experiment::Group| {
                let task = group.task.map(|task| &config.tasks.iter().nth(task as usize).expect("a task").name);
                let occupation =
                    group.occupation.map(|id| &config.occupations.iter().nth(id as usize).expect("an occupation").name);
                match (group.metric.as_ref(), task, occupation) {
                    ("turnaround.mean", Some(task), _) => Some(format!("{task}.mean")),
                    ("turnaround.p90", Some(task), _) => Some(format!("{task}.p90")),
                    ("utilisation", None, Some(occupation)) => Some(format!("{occupation}.utilisation")),
                    _ => None,
                }
            };
            metrics(&scenario, ArmId(0), &outcome, &outcome)
                .into_iter()
                .filter_map(|(group, value)| Some((named(&group)?, value)))
                .collect()
        })
        .collect();
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    runs.into_iter().flatten().for_each(|(name, value)| values.entry(name).or_default().push(value));
    assert_eq!(config.tasks.ids().last().map(Id::index), Some(5));
    values
}

/// What is not shown to be equivalent.
fn not_shown(ours: &BTreeMap<String, Vec<f64>>) -> Vec<String> {
    let mut failed = Vec::new();
    let mut compared = 0;
    for row in csv::Reader::from_path("tests/statistics/simpy/outcomes.csv").expect("the outcomes").records() {
        let row = row.expect("a row");
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        let (name, theirs, their_error) = (&row[0], number(1), number(2));
        let values = ours.get(name).unwrap_or_else(|| panic!("no {name}"));
        let mine = estimate(values.iter().copied()).expect("values");
        let error = mine.sd.expect("replications") / (mine.n as f64).sqrt();
        let difference = mine.mean / theirs - 1.0;
        let half = Z95 * (error * error + their_error * their_error).sqrt() / theirs;
        let margin = if name.ends_with("p90") || name.starts_with("nurse") { 0.05 } else { 0.02 };
        println!("{name:<24}{:>10.4}{theirs:>10.4}{:>9.2}% +-{:.2}%", mine.mean, 100.0 * difference, 100.0 * half);
        if difference.abs() + half >= margin {
            failed.push(format!("{name}: {:+.2}% +-{:.2}%", 100.0 * difference, 100.0 * half));
        }
        compared += 1;
    }
    assert_eq!(compared, 18);
    failed
}

#[test]
fn the_clinic_is_the_same_in_simpy() {
    let failed = not_shown(&ours(&[], REPLICATIONS));
    assert!(failed.is_empty(), "{failed:#?}");
}

/// The comparison sees work that takes 3% longer.
#[test]
fn a_slower_coder_is_caught() {
    let failed = not_shown(&ours(&["task.code.way.coder.time.mean=\"9.27 min\""], 60));
    assert!(failed.iter().any(|name| name.starts_with("coder.utilisation")), "{failed:#?}");
}
