//! The audit passes on random scenarios, and a run is the same however it is made.

use super::random_config::valid_scenarios;
use crate::model::Simulation;
use crate::model::outcome::Outcome;
use crate::model::scenario::{ArmId, Scenario};
use rayon::prelude::*;

fn run(simulation: &Simulation, arm: ArmId) -> Outcome {
    simulation.run(arm, 0, &|_| true).expect("nobody stops it")
}

/// Every arm of every scenario passes the audit (which panics), and gives the same outcome twice.
#[test]
fn audited_runs_of_random_scenarios_hold_every_invariant() {
    valid_scenarios(400).par_bridge().for_each(|(seed, scenario)| audit(seed, &scenario));
}

fn audit(seed: u64, scenario: &Scenario) {
    let named = NameIt(seed);
    let simulation = Simulation::new(scenario).expect("a stated warm-up").audited();
    for arm in scenario.arms.ids() {
        let outcome = run(&simulation, arm);
        assert!(
            outcome == run(&Simulation::new(scenario).expect("a stated warm-up"), arm),
            "arm {arm:?} is another when it is run again"
        );
        for (task, spec) in scenario.arms[arm].configs[0].tasks.enumerate() {
            let mut unfinished = None;
            for week in &outcome.weeks {
                let queue = &week.queues[task];
                if let Some(before) = unfinished {
                    let ended = queue.done + queue.abandoned + queue.superseded;
                    assert_eq!(before + queue.requested, ended + queue.unfinished, "counts of {}", spec.name);
                }
                unfinished = Some(queue.unfinished);
            }
        }
    }
    drop(named);
}

/// Says which seed it was when a test panics.
struct NameIt(u64);

impl Drop for NameIt {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("random scenario of seed {}", self.0);
        }
    }
}
