//! Results do not depend on how the runs are spread over threads.

use super::{Parallel, Plan, Progress, Results, run};
use crate::engine::Execution;
use crate::model::Simulation;
use crate::model::scenario::Scenario;
use crate::model::tests::random_world::{random_scenario, valid_scenarios};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

struct Count(AtomicU32);

impl Progress for Count {
    fn week_done(&self) {}
    fn replication_done(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn results(scenario: &Scenario, threads: usize, parallel: Parallel) -> Results {
    let execution = if parallel == Parallel::Sites { Execution::Parallel } else { Execution::InTurn };
    let simulation = Simulation::new(scenario).audited().executed(execution);
    let plan = Plan { parallel, ..Plan::new(scenario, &[], threads) };
    let simulate = |arm, replication, watch: &dyn Fn(i64) -> bool| simulation.run(arm, replication, watch);
    let count = Count(AtomicU32::new(0));
    let results = run(scenario, &plan, &simulate, &count, &AtomicBool::new(false)).expect("not stopped");
    assert_eq!(count.0.into_inner(), scenario.replications);
    results
}

/// Everything in results, floats to the last bit.
fn bits(results: &Results) -> String {
    format!("{results:?}")
}

#[test]
fn random_scenarios_give_the_same_results_on_any_number_of_threads() {
    for (seed, mut scenario) in valid_scenarios(1000) {
        scenario.replications = 2;
        let one = bits(&results(&scenario, 1, Parallel::Replications));
        for (threads, parallel) in [(2, Parallel::Sites), (3, Parallel::Replications), (8, Parallel::Sites)] {
            assert!(
                one == bits(&results(&scenario, threads, parallel)),
                "seed {seed}: {threads} threads over {parallel:?}"
            );
        }
    }
}

#[test]
fn a_stopped_experiment_says_so() {
    let scenario = random_scenario(1);
    let simulation = Simulation::new(&scenario);
    let simulate = |arm, replication, watch: &dyn Fn(i64) -> bool| simulation.run(arm, replication, watch);
    let count = Count(AtomicU32::new(0));
    let stopped = run(&scenario, &Plan::new(&scenario, &[], 2), &simulate, &count, &AtomicBool::new(true));
    assert!(stopped.is_err());
}
