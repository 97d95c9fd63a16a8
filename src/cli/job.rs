//! What commands that make runs have in common.

use super::progress::Bar;
use super::terminal::{Style, folded};
use super::{FAILED, Failure, INTERRUPTED, WRONG};
use crate::engine::Execution;
use crate::experiment::{
    self, MetricKind, Needs, PILOT_WEEKS, Parallel, Plan, Progress, Results, SHEETS, Stopped, find_warm_up,
};
use crate::io::tables::{defects_csv, ledger_csv, replications_csv, summary_csv, weekly_csv};
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::model::{LogSink, NoWarmUp, Simulation};
use crate::units::WEEK;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

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
pub(super) fn bar(scenario: &Scenario, plan: &Plan, quiet: bool) -> Bar {
    Bar::new(weeks(scenario, plan), u64::from(plan.replications), "replications", quiet)
}

/// Simulated weeks of all the runs of a plan.
pub(super) fn weeks(scenario: &Scenario, plan: &Plan) -> u64 {
    let weeks = (scenario.warm_up.0 + scenario.end.0 + WEEK.0 - 1) / WEEK.0;
    weeks as u64 * plan.arms.len() as u64 * u64::from(plan.replications)
}

/// How many threads there are to use, if nobody says.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
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

/// The arms to run, all if none is named; what they can never be precise enough for is refused.
pub(super) fn arms_to_run(scenario: &Scenario, names: &[String]) -> Result<Vec<ArmId>, Failure> {
    let arms = chosen_arms(scenario, names)?;
    match never_met(scenario, &Plan::new(scenario, &arms, 1)) {
        Some(why) => Err(Failure::new(WRONG, format!("error: {why}"))),
        None => Ok(arms),
    }
}

/// Why a plan can never be as precise as the scenario asks; nothing if it may be.
pub(super) fn never_met(scenario: &Scenario, plan: &Plan) -> Option<String> {
    scenario.precision.as_ref()?.never_met(scenario, &plan.arms)
}

/// How runs are made, and what they are watched for meanwhile.
#[derive(Clone, Default)]
pub(super) struct Watch {
    /// Check the model's invariants.
    pub audit: bool,
    /// Keep the lines that arms are compared by, instance by instance.
    pub ledger: bool,
    /// Run each arm from its beginning.
    pub apart: bool,
    /// Log what is done in the first so many replications.
    pub log: Option<(u32, Arc<LogSink>)>,
}

/// Has a pilot find the warm-up if the scenario says so; to be done before it is run.
pub(super) fn settle(scenario: &mut Scenario, threads: usize, parallel: Parallel) -> Result<(), Stopped> {
    if scenario.warm_up_from == WarmUpFrom::ToFind {
        scenario.warm_up = find_warm_up(scenario, threads, parallel, interrupt())?;
        scenario.warm_up_from = WarmUpFrom::Pilot;
    }
    Ok(())
}

/// Why no warm-up was found, and what to do about it.
pub(super) fn not_steady(before: f64, after: f64) -> String {
    format!(
        "no warm-up: in {PILOT_WEEKS} weeks the control does not settle; {before:.1} task instances wait at the end of a day in \
         their third quarter, {after:.1} in the last. If that grows, more work comes than can be done (`sim check` shows the loads); \
         else state `warm_up` as a length"
    )
}

/// Whether a metric is made from the hours ledger.
pub(super) fn needs_ledger(metric: &str) -> bool {
    MetricKind::find(metric).is_some_and(|kind| kind.needs == Needs::Ledger)
}

/// Makes the runs; an interrupt stops them.
pub(super) fn simulate(
    scenario: &Scenario,
    plan: &Plan,
    watch: Watch,
    progress: &dyn Progress,
) -> Result<Results, Stopped> {
    let mut simulation = Simulation::new(scenario).map_err(|_| Stopped::NoWarmUp)?;
    if watch.audit {
        simulation = simulation.audited();
    }
    let waits = scenario.precision.iter().flat_map(|precision| &precision.targets);
    let ledger = watch.ledger || waits.map(|target| &target.metric).any(|metric| needs_ledger(metric));
    if ledger && scenario.ledger && plan.arms.len() > 1 {
        simulation = simulation.ledgered(); // With one arm there is nothing to compare.
    }
    if plan.parallel == Parallel::Sites {
        simulation = simulation.executed(Execution::Parallel);
    }
    if let Some((replications, sink)) = watch.log {
        simulation = simulation.logged(replications, sink);
    }
    if watch.apart {
        simulation = simulation.apart();
    }
    experiment::run(scenario, plan, &simulation, progress, interrupt())
}

/// Makes the runs under a progress bar; an interrupt stops them.
pub(super) fn make_runs(scenario: &Scenario, plan: &Plan, watch: Watch, bar: &Bar) -> Result<Results, Failure> {
    let results = simulate(scenario, plan, watch, bar);
    bar.finish();
    results.map_err(|stopped| failure(stopped, plan.threads))
}

/// Runs that were stopped, as a failure of the command.
pub(super) fn failure(stopped: Stopped, threads: usize) -> Failure {
    match stopped {
        Stopped::Interrupted => {
            Failure::new(INTERRUPTED, "interrupted: nothing was written, earlier results are as they were")
        }
        Stopped::NoThreads(why) => no_threads(threads, &why),
        Stopped::NotSteady { before, after } => Failure::new(FAILED, format!("error: {}", not_steady(before, after))),
        Stopped::NoWarmUp => Failure::new(FAILED, format!("error: {NoWarmUp}")),
        Stopped::WrongPlan(why) => Failure::new(FAILED, format!("error: a mistake in sim: {why}")),
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
