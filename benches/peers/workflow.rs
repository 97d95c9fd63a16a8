//! The clinic of `workflow.toml` beside the same written out for SimPy: seconds of a replication, ours with the
//! statistics over replications. That both give the same is tested by `equivalence.py` and `tests/statistics/simpy`.

use crate::measure::{Clock, pair, target, timed};
use crate::peer::{output, python, this_folder};
use sim::experiment::{Progress, RunPlan, run};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;

struct Silent;
impl Progress for Silent {
    fn week_done(&self) {}
    fn replication_done(&self) {}
}

const REPLICATIONS: u32 = 30;

pub fn compare() {
    let Some(python) = python() else {
        println!("{:<28}{:<16}not installed: run benches/peers/install.sh", "clinic", "SimPy");
        return;
    };
    let path = this_folder().join("workflow.toml");
    let ours = |round: u64| {
        let request =
            Request { path: path.clone(), seed: Some(round), replications: Some(REPLICATIONS), ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let simulation = Simulation::new(&scenario).expect("a stated warm-up");
        let plan = RunPlan::new(&scenario, &[], 1);
        let all = || black_box(run(&scenario, &plan, &simulation, &Silent, &AtomicBool::new(false))).is_ok();
        let (done, seconds) = timed(Clock::Processor, all);
        assert!(done);
        REPLICATIONS as f64 / seconds
    };
    let script = this_folder().join("workflow.py").display().to_string();
    let theirs = |round: u64| {
        let text = output(&[python.clone(), script.clone(), "1".into(), (round + 1).to_string()]);
        let run: serde_json::Value = serde_json::from_str(&text).expect("a line of JSON");
        1.0 / run["seconds"].as_f64().expect("seconds")
    };
    let both = pair(ours, theirs);
    println!(
        "{:<28}{:<16}{:>10.2}{:>10.2}{:>9.1}{:>8}   replications/s",
        "clinic, six occupations",
        "SimPy",
        both.ours,
        both.theirs,
        both.ratio,
        target(Some(50.0))
    );
}
