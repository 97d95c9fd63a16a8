//! Speed on the flagship, frozen in `benches/flagship.toml`: finished task instances a second on one thread, without
//! reading and writing files. Each arm is run alone; the best of the rounds counts, for noise only ever slows.
//!
//!     cargo bench --bench flagship

use sim::experiment::{Plan, Progress, run};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const ROUNDS: usize = 3;

struct Silent;
impl Progress for Silent {
    fn week_done(&self) {}
    fn replication_done(&self) {}
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time; results do not depend on it")]
fn main() -> ExitCode {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/flagship.toml");
    let request = Request { path: path.into(), sets: Vec::new(), seed: None, replications: Some(1) };
    let loaded = match read(&request) {
        Ok(loaded) => loaded,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(2);
        }
    };
    let scenario = &loaded.scenario;
    let simulation = Simulation::new(scenario);
    println!(
        "{:<14}{:>10}{:>14}{:>14}{:>12}{:>10}",
        "arm", "seconds", "instances", "instances/s", "events/inst", "stale"
    );
    for (arm, named) in scenario.arms.enumerate() {
        let mut best = f64::INFINITY;
        let mut effort = sim::model::outcome::Effort::default();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let outcome = black_box(simulation.run(arm, 0, &|_| true)).expect("a run nobody stops");
            best = best.min(start.elapsed().as_secs_f64());
            effort = outcome.effort;
        }
        println!(
            "{:<14}{best:>10.2}{:>14}{:>14.0}{:>12.2}{:>9.1}%",
            named.name,
            effort.done,
            effort.done as f64 / best,
            effort.events as f64 / effort.done as f64,
            100.0 * effort.stale as f64 / effort.events as f64,
        );
    }
    // The whole job - two arms, two replications, statistics included - on all cores against one.
    let seconds = |threads| {
        let plan = Plan::new(&scenario_with(scenario, 2), &[], threads);
        let simulate = |arm, replication, watch: &dyn Fn(i64) -> bool| simulation.run(arm, replication, watch);
        let start = Instant::now();
        black_box(run(scenario, &plan, &simulate, &Silent, &AtomicBool::new(false))).ok();
        start.elapsed().as_secs_f64()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (one, all) = (seconds(1), seconds(cores));
    println!("all arms, 2 replications: {one:.1} s on one thread, {all:.1} s on {cores}: {:.2} times", one / all);
    ExitCode::SUCCESS
}

/// The same scenario with another number of replications.
fn scenario_with(scenario: &sim::model::scenario::Scenario, replications: u32) -> sim::model::scenario::Scenario {
    sim::model::scenario::Scenario { replications, ..scenario.clone() }
}
