//! What commands that make runs have in common.

use super::progress::Bar;
use super::{FAILED, Failure, INTERRUPTED, WRONG};
use crate::engine::Execution;
use crate::experiment::{self, Parallel, Plan, Results, SHEETS, Stopped};
use crate::io::tables::{defects_csv, ledger_csv, replications_csv, summary_csv, weekly_csv};
use crate::model::Simulation;
use crate::model::scenario::{ArmId, Scenario};
use crate::units::WEEK;
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set when the user interrupts. One for the process, as the signal is.
fn interrupt() -> &'static AtomicBool {
    static STOP: OnceLock<AtomicBool> = OnceLock::new();
    STOP.get_or_init(|| {
        // Without a handler an interrupt ends the process at once, which leaves earlier results as they were, too.
        // Who interrupts twice does not want to wait for the end of a simulated week.
        let _ = ctrlc::set_handler(|| {
            if interrupt().swap(true, Ordering::Relaxed) {
                std::process::exit(INTERRUPTED.into());
            }
        });
        AtomicBool::new(false)
    })
}

/// A progress bar over all the runs of a plan.
pub(super) fn bar(scenario: &Scenario, plan: &Plan, quiet: bool) -> Bar {
    let weeks = (scenario.warm_up.0 + scenario.end.0 + WEEK.0 - 1) / WEEK.0;
    let runs = plan.arms.len() as u64 * plan.replications as u64;
    Bar::new(weeks as u64 * runs, plan.replications, quiet)
}

/// How many threads there are to use, if nobody says.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Writes to standard output; whoever closed it has seen enough.
pub(super) fn show(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(FAILED, format!("error: cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// The arms named on the command line.
pub(super) fn chosen_arms(scenario: &Scenario, names: &[String]) -> Result<Vec<ArmId>, Failure> {
    let all: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    names
        .iter()
        .map(|name| {
            let found = scenario.arms.enumerate().find(|(_, arm)| arm.name == *name).map(|(id, _)| id);
            found.ok_or_else(|| {
                Failure::new(WRONG, format!("error: no arm is called `{name}`; there are {}", all.join(", ")))
            })
        })
        .collect()
}

/// Makes the runs under a progress bar; an interrupt stops them.
pub(super) fn make_runs(scenario: &Scenario, plan: &Plan, audit: bool, bar: &Bar) -> Result<Results, Failure> {
    let mut simulation = Simulation::new(scenario);
    if audit {
        simulation = simulation.audited();
    }
    if plan.arms.len() > 1 {
        simulation = simulation.ledgered(); // Else there is nothing to compare.
    }
    if plan.parallel == Parallel::Sites {
        simulation = simulation.executed(Execution::Parallel);
    }
    let stop = interrupt();
    let simulate = |arm, replication, watch: &dyn Fn(i64) -> bool| simulation.run(arm, replication, watch);
    let results = experiment::run(scenario, plan, &simulate, bar, stop);
    bar.finish();
    results.map_err(|stopped| match stopped {
        Stopped::Interrupted => {
            Failure::new(INTERRUPTED, "interrupted: nothing was written, earlier results are as they were")
        }
        Stopped::NoThreads(why) => Failure::new(
            FAILED,
            format!("error: cannot start {} threads: {why}; ask for fewer with --threads", plan.threads),
        ),
    })
}

/// All tables of a results folder.
pub(super) fn tables(scenario: &Scenario, results: &Results) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let failed = |error: csv::Error| Failure::new(FAILED, format!("error: {error}"));
    let mut files = vec![
        ("summary.csv", summary_csv(scenario, results).map_err(failed)?),
        ("replications.csv", replications_csv(scenario, results).map_err(failed)?),
        ("defects.csv", defects_csv(scenario, results).map_err(failed)?),
    ];
    files.push(("ledger.csv", ledger_csv(scenario, results).map_err(failed)?));
    for kind in SHEETS {
        files.push(weekly_csv(scenario, results, kind).map_err(failed)?);
    }
    Ok(files)
}
