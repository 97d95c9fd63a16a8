//! The audit passes on random scenarios, and a run is the same however it is made.

use super::random_world::random_scenario;
use crate::model::Simulation;
use crate::model::analysis::{Severity, problems};
use crate::model::outcome::Outcome;
use crate::model::scenario::{ArmId, Scenario};
use proptest::prelude::*;

fn is_valid(scenario: &Scenario) -> bool {
    problems(scenario).iter().all(|problem| problem.severity != Severity::Error)
}

fn run(simulation: &Simulation, arm: ArmId) -> Outcome {
    simulation.run(arm, 0, &|_| true).expect("nobody stops it")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every arm of every scenario passes the audit (which panics), and gives the same outcome twice.
    #[test]
    fn audited_runs_of_random_scenarios_hold_every_invariant(seed in any::<u64>()) {
        let scenario = random_scenario(seed);
        prop_assume!(is_valid(&scenario));
        let simulation = Simulation::new(&scenario).audited();
        for arm in scenario.arms.ids() {
            let outcome = run(&simulation, arm);
            prop_assert_eq!(&outcome, &run(&Simulation::new(&scenario), arm));
            for (task, spec) in scenario.arms[arm].worlds[0].tasks.enumerate() {
                let mut unfinished = None;
                for week in &outcome.weeks {
                    let queue = &week.queues[task];
                    if let Some(before) = unfinished {
                        let ended = queue.done + queue.abandoned + queue.overtaken;
                        prop_assert_eq!(before + queue.called_for, ended + queue.unfinished, "counts of {}", spec.name);
                    }
                    unfinished = Some(queue.unfinished);
                }
            }
        }
    }
}
