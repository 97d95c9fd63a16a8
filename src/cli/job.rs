//! What commands that make runs have in common.

use super::progress::Bar;
use super::terminal::{Style, folded};
use super::{FAILED, Failure, INTERRUPTED, WRONG};
use crate::experiment::{Error, Experiment, Results, RunPlan, SHEETS, Stopped};
use crate::io::tables::{defects_csv, ledger_csv, replications_csv, summary_csv, weekly_csv};
use crate::model::scenario::Scenario;
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set when the user interrupts. One for the process, as the signal is.
pub(super) fn interrupt() -> &'static AtomicBool {
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
pub(super) fn bar(scenario: &Scenario, plan: &RunPlan, quiet: bool) -> Bar {
    Bar::new(plan.weeks(scenario), u64::from(plan.replications), "replications", quiet)
}

/// Writes text for people to standard output, its long lines folded.
pub(super) fn show(text: &str) -> Result<(), Failure> {
    show_as_is(&folded(text, Style::of_output().width))
}

/// Writes to standard output what programs read, or what is laid out already. A closed pipe is ignored.
pub(super) fn show_as_is(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(FAILED, format!("error: cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// Makes the runs under a progress bar; an interrupt stops them.
pub(super) fn make_runs(experiment: Experiment<'_>, bar: &Bar, threads: usize) -> Result<Results, Failure> {
    let results = experiment.watched_by(bar).run();
    bar.finish();
    results.map_err(|error| failure(error, threads))
}

/// Turns an error of an experiment into the failure of a command; `threads` is the number it was to run on.
pub(super) fn failure(error: Error, threads: usize) -> Failure {
    match error {
        Error::Stopped(Stopped::Interrupted) => {
            Failure::new(INTERRUPTED, "interrupted: nothing was written, earlier results are as they were")
        }
        Error::Stopped(Stopped::NoThreads(why)) => no_threads(threads, &why),
        // The arguments are checked before.
        Error::Stopped(Stopped::WrongPlan(why)) => Failure::new(FAILED, format!("error: a mistake in sim: {why}")),
        Error::Stopped(_) => Failure::new(FAILED, format!("error: {error}")),
        _ => Failure::new(WRONG, format!("error: {error}")),
    }
}

/// The system gives no threads.
pub(super) fn no_threads(threads: usize, why: &str) -> Failure {
    Failure::new(FAILED, format!("error: cannot start {threads} threads: {why}; ask for fewer with --threads"))
}

/// All tables of a results folder.
pub(super) fn tables(scenario: &Scenario, results: &Results) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let failed = |error: csv::Error| Failure::new(FAILED, format!("error: {error}"));
    let mut files = vec![
        ("summary.csv", summary_csv(scenario, results).map_err(failed)?),
        ("replications.csv", replications_csv(scenario, results).map_err(failed)?),
        ("defects.csv", defects_csv(scenario, results).map_err(failed)?),
    ];
    if scenario.ledger {
        files.push(("ledger.csv", ledger_csv(scenario, results).map_err(failed)?));
    }
    for kind in SHEETS {
        files.push(weekly_csv(scenario, results, kind).map_err(failed)?);
    }
    Ok(files)
}
