//! Scenarios read and run through the library. What cannot be read fails the test with what is wrong.

pub use sim::experiment::Silent;
use sim::experiment::{Results, RunPlan};
use sim::io::scenario::{Loaded, Request, read};
use sim::model::Simulation;
use sim::model::outcome::Outcome;
use sim::model::scenario::{ArmId, Scenario};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// Reads a file with values set as by `--set`.
pub fn load(path: impl Into<PathBuf>, sets: &[&str]) -> Scenario {
    let sets = sets.iter().map(|set| set.to_string()).collect();
    let request = Request { path: path.into(), sets, ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

/// Reads a text as a scenario file with values set as by `--set`; else what is wrong, as people see it.
pub fn try_read(text: &str, sets: &[&str]) -> Result<Loaded, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).expect("written");
    let sets = sets.iter().map(|set| set.to_string()).collect();
    read(&Request { path, sets, ..Request::default() }).map_err(|problems| problems.to_string())
}

/// Reads a text as a scenario file, with the warnings.
pub fn loaded(text: &str) -> Loaded {
    try_read(text, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Reads a text as a scenario file.
pub fn scenario(text: &str) -> Scenario {
    loaded(text).scenario
}

/// The first replication of an arm, under audit.
pub fn run(scenario: &Scenario, arm: u16) -> Outcome {
    Simulation::new(scenario)
        .expect("a stated warm-up")
        .audited()
        .run(ArmId(arm), 0, &|_| true)
        .expect("nobody stops it")
}

/// The first replication of the first arm of a scenario file, under audit.
pub fn run_text(text: &str) -> Outcome {
    run(&scenario(text), 0)
}

/// An experiment that nobody watches or stops.
pub fn results(scenario: &Scenario, plan: &RunPlan, simulation: &Simulation) -> Results {
    sim::experiment::run(scenario, plan, simulation, &Silent, &AtomicBool::new(false)).expect("nobody stops it")
}
