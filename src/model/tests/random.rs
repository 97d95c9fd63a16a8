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

#[test]
#[ignore]
fn one() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let scenario = random_scenario(seed);
    for (_, a) in scenario.arms.enumerate() {
        for t in a.worlds[0].tasks.iter() {
            println!(
                "{} on {} at {:?} share {} when {:?} owner {:?} exp {:?} rep {} rej {:?} col {:?}",
                t.name, t.on, t.at, t.share, t.when, t.owner, t.expires, t.repeat, t.rejects, t.collect
            );
            for w in &t.ways {
                println!(
                    "    {} on {} reads {:?} writes {:?} team {:?} tool {:?} when {:?} after {:?} chance {} {:?}",
                    w.name,
                    w.on,
                    w.reads.iter().map(|r| (r.product.0, r.optional, r.previous)).collect::<Vec<_>>(),
                    w.writes,
                    w.team,
                    w.tool,
                    w.when,
                    w.after,
                    w.chance,
                    w.on_found
                );
            }
        }
        println!("{:?}", a.worlds[0].sites);
        println!("{:?}", a.worlds[0].technologies);
        println!("{:?}", a.worlds[0].products.enumerate().map(|(i, p)| (i.0, p.name.clone())).collect::<Vec<_>>());
    }
    let simulation = Simulation::new(&scenario).audited();
    for arm in scenario.arms.ids() {
        run(&simulation, arm);
    }
}
