//! Speed on the flagship, frozen in `benches/flagship.toml`: finished task instances a second on one thread, without
//! reading and writing files; and what kind of instances they are. Each arm is run alone; the best of the rounds
//! counts, for noise only ever slows.
//!
//!     cargo bench --bench flagship

#[path = "measure/mod.rs"]
mod measure;

use measure::{Clock, pair, timed};
use sim::experiment::{Progress, RunPlan, run};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::outcome::Outcome;
use sim::model::scenario::{Configuration, Scenario, Source, Task};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

const ROUNDS: usize = 3;

struct Silent;
impl Progress for Silent {
    fn week_done(&self) {}
    fn replication_done(&self) {}
}

fn main() -> ExitCode {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/flagship.toml");
    let request = Request { path: path.into(), replications: Some(1), ..Request::default() };
    let loaded = match read(&request) {
        Ok(loaded) => loaded,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(2);
        }
    };
    let scenario = &loaded.scenario;
    let simulation = Simulation::new(scenario).expect("a stated warm-up");
    println!(
        "{:<14}{:>8}{:>11}{:>13}{:>9}{:>9}{:>10}{:>10}{:>9}",
        "arm", "seconds", "instances", "instances/s", "events/i", "stale", "2 occup.", "patience", "defects"
    );
    for (arm, named) in scenario.arms.enumerate() {
        let mut best = f64::INFINITY;
        let mut outcome = Outcome::default();
        for _ in 0..ROUNDS {
            let (run, seconds) = timed(Clock::Processor, || black_box(simulation.run(arm, 0, &|_| true)));
            outcome = run.expect("a run nobody stops");
            best = best.min(seconds);
        }
        let statistics = outcome.statistics;
        let share = |has: fn(&Task) -> bool| 100.0 * share(&outcome, &named.configs[0], has);
        println!(
            "{:<14}{best:>8.2}{:>11}{:>13.0}{:>9.2}{:>8.1}%{:>9.0}%{:>9.0}%{:>8.0}%",
            named.name,
            statistics.done,
            statistics.done as f64 / best,
            statistics.events as f64 / statistics.done as f64,
            100.0 * statistics.stale as f64 / statistics.events as f64,
            share(two_occupations),
            share(patience),
            share(defects),
        );
    }
    println!("target: 2,500,000 instances/s; stale at most 5%");
    everything_on(&loaded.scenario, path);
    // The whole job - two arms, two replications, statistics included - on all cores against one.
    let seconds = |threads| {
        let plan = RunPlan::new(&scenario_with(scenario, 2), &[], threads);
        timed(Clock::Wall, || black_box(run(scenario, &plan, &simulation, &Silent, &AtomicBool::new(false))).is_ok()).1
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (one, all) = (seconds(1), seconds(cores));
    println!("all arms, 2 replications: {one:.1} s on one thread, {all:.1} s on {cores}: {:.2} times", one / all);
    ExitCode::SUCCESS
}

/// What it costs when people learn, tire, trust, quit and are replaced, urgent work interrupts, patients have traits,
/// readings differ and money counts: time for each instance, all of it on beside all of it off, in alternation.
fn everything_on(scenario: &Scenario, path: &str) {
    let (arm, named) = scenario.arms.enumerate().last().expect("an arm");
    let config = &named.configs[0];
    let mut sets = Vec::new();
    for occupation in config.occupations.iter().filter(|occupation| !occupation.unlimited) {
        for mechanism in [
            "learning={ start = 0.9, scale = 50, half_life = \"10 weeks\" }",
            "strain={ half_life = \"4 weeks\", from = 1, defects = 0.5, quits = 1 }",
            "quits=\"20% per year\"",
            "vacancy=\"1 week\"",
            "to_replace=1000",
            "on_cost=0.25",
        ] {
            sets.push(format!("occupation.{}.{mechanism}", occupation.name));
        }
    }
    for technology in config.technologies.iter() {
        sets.push(format!("technology.{}.trust={{ shortens = 0.02, complacency = 0.4 }}", technology.name));
        sets.push(format!("technology.{}.price={{ per_use = 0.5 }}", technology.name));
    }
    for demand in config.demands.iter().filter(|demand| !matches!(demand.source, Source::Children { .. })) {
        sets.push(format!("demand.{}.traits={{ low_literacy = 0.3 }}", demand.name));
    }
    for (id, product) in config.products.enumerate() {
        sets.push(format!("product.{}.worth=1", product.name));
        let begins = config.demands.iter().any(|demand| demand.writes.contains(&id));
        if begins || !config.tasks.iter().any(|task| task.ways.iter().any(|way| way.writes.contains(&id))) {
            continue; // What a case begins with, nobody reads off it.
        }
        sets.push(format!("product.{}.reading={{ between_cases = 2, between_people = 1, within = 1 }}", product.name));
    }
    for (number, task) in config.tasks.iter().enumerate() {
        sets.push(format!("task.{}.{}=true", task.name, if number % 20 == 0 { "urgent" } else { "preemptible" }));
    }
    let request = Request { path: path.into(), sets, replications: Some(1), ..Request::default() };
    let on = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let speed = |scenario: &Scenario| {
        let simulation = Simulation::new(scenario).expect("a stated warm-up");
        let (outcome, seconds) = timed(Clock::Processor, || simulation.run(arm, 0, &|_| true));
        outcome.expect("a run nobody stops").statistics.done as f64 / seconds
    };
    let pair = pair(|_| speed(scenario), |_| speed(&on));
    println!(
        "everything on, {}: {:.0} instances/s; each takes {:.2} times as long (target at most 1.3)",
        named.name, pair.theirs, pair.ratio
    );
}

/// Share of the done instances whose task is such.
fn share(outcome: &Outcome, config: &Configuration, has: fn(&Task) -> bool) -> f64 {
    let (mut all, mut such) = (0, 0);
    for week in &outcome.weeks {
        for (task, queue) in week.queues.enumerate() {
            all += queue.done;
            such += if has(&config.tasks[task]) { queue.done } else { 0 };
        }
    }
    such as f64 / all as f64
}

/// People of two or more occupations may do it.
fn two_occupations(task: &Task) -> bool {
    let mut leads: Vec<_> = task.ways.iter().filter(|way| way.on).filter_map(|way| way.lead()).collect();
    leads.sort();
    leads.dedup();
    leads.len() > 1
}

/// A way opens later, or it is given up.
fn patience(task: &Task) -> bool {
    task.expires.is_some() || task.ways.iter().any(|way| way.on && way.after.is_some())
}

/// It may make defects, or look for them.
fn defects(task: &Task) -> bool {
    task.ways.iter().any(|way| way.on && (way.defects.is_some() || way.finds.iter().any(|share| *share > 0.0)))
}

/// The same scenario with another number of replications.
fn scenario_with(scenario: &Scenario, replications: u32) -> Scenario {
    Scenario { replications, ..scenario.clone() }
}
