//! Makes the runs and folds them.
//!
//! Runs are pure functions of (arm, replication), made on all threads; results are folded strictly in the order of
//! replications, so that every sum is the same whatever the threads.

use super::attributed_costs::{self, AttributedCosts};
use super::known::Known;
use super::ledger::{Ledger, compare};
use super::metrics::{Group, SHEETS, WeeklyTable, WeeklyTableKind, metrics, of_ledger};
use super::precision::Looks;
use super::results::{ReplicationValues, Results};
use super::warnings::Seen;
use crate::model::ledger::LedgerRecord;
use crate::model::outcome::{Outcome, RunStatistics};
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::model::{NoWarmUp, Simulation, Weeks};
use crate::units::{Id, WEEK};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

/// What is spread over the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parallel {
    /// Whole runs: the first choice while there are as many as threads.
    Replications,
    /// The sites within a run; runs are made one after the other.
    Sites,
}

impl Parallel {
    /// Chooses run-level or site-level parallelism for a number of runs, sites and threads.
    pub fn fitting(runs: usize, sites: usize, threads: usize) -> Parallel {
        if runs >= threads || sites < 2 { Parallel::Replications } else { Parallel::Sites }
    }
}

/// What to run.
#[derive(Clone, Debug)]
pub struct RunPlan {
    /// Arms to report; the control is always among them.
    pub arms: Vec<ArmId>,
    /// Number of replications.
    pub replications: u32,
    /// Number of threads.
    pub threads: usize,
    /// What is spread over them.
    pub parallel: Parallel,
}

impl RunPlan {
    /// All arms and replications of a scenario, or only some arms with the control.
    pub fn new(scenario: &Scenario, only: &[ArmId], threads: usize) -> RunPlan {
        let wanted = |arm: &ArmId| only.is_empty() || only.contains(arm) || *arm == scenario.control;
        let arms: Vec<ArmId> = scenario.arms.ids().filter(wanted).collect();
        let sites = scenario.arms[scenario.control].configs[0].sites.iter().map(|site| site.staff.len()).sum();
        let parallel = Parallel::fitting(arms.len() * scenario.replications as usize, sites, threads);
        RunPlan { arms, replications: scenario.replications, threads, parallel }
    }

    /// Simulated weeks of all the runs, warm-up included; of those that arms have in common each counts once for each
    /// arm.
    pub fn weeks(&self, scenario: &Scenario) -> u64 {
        let weeks = (scenario.warm_up.0 + scenario.end.0 + WEEK.0 - 1) / WEEK.0;
        weeks as u64 * self.arms.len() as u64 * u64::from(self.replications)
    }
}

/// How many threads there are to use, if nobody says: one per core.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Is told how the runs get on, from any thread. Who does not care need not say so.
pub trait Progress: Sync {
    /// A simulated week of some run is done.
    fn week_done(&self) {}
    /// A replication of all arms is folded.
    fn replication_done(&self) {}
}

/// Progress that nobody hears of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}

/// Why there are no results.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Stopped {
    /// The runs were stopped from outside.
    #[error("stopped before all runs were made")]
    Interrupted,
    /// The system gave no threads; what it said.
    #[error("cannot start the threads: {0}")]
    NoThreads(String),
    /// The warm-up was to be found, and the control does not settle.
    #[error(
        "no warm-up: in {weeks} weeks the control does not settle; {before:.1} task instances wait at the end of a day in \
         their third quarter, {after:.1} in the last. If that grows, more work comes than can be done (`sim check` shows the loads); \
         else state `warm_up` as a length"
    )]
    NotSteady {
        /// Length of the pilot.
        weeks: i64,
        /// Task instances waiting at the end of a day, mean of the third quarter of the pilot.
        before: f64,
        /// The same of the last quarter.
        after: f64,
    },
    /// The warm-up is still to be found: [`super::find_warm_up`] does that.
    #[error("{NoWarmUp}")]
    NoWarmUp,
    /// The plan does not fit the scenario; why.
    #[error("this cannot be run: {0}")]
    WrongPlan(&'static str),
}

/// What is wrong with a plan for a scenario.
fn check(scenario: &Scenario, plan: &RunPlan, simulation: &Simulation) -> Result<(), Stopped> {
    if scenario.warm_up_from == WarmUpFrom::ToFind {
        return Err(Stopped::NoWarmUp);
    }
    let wrong = [
        (!simulation.is_of(scenario), "the simulation was compiled from another scenario"),
        (!plan.arms.contains(&scenario.control), "the control is not among the arms"),
        (plan.arms.iter().any(|arm| arm.index() >= scenario.arms.len()), "an arm is not in the scenario"),
        (plan.arms.iter().collect::<BTreeSet<_>>().len() < plan.arms.len(), "an arm is named twice"),
        (plan.replications == 0, "there are no replications"),
        (plan.threads == 0, "there are no threads"),
    ];
    wrong.into_iter().find(|(is, _)| *is).map_or(Ok(()), |(_, why)| Err(Stopped::WrongPlan(why)))
}

/// Builds a pool of `threads` threads.
pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Stopped::NoThreads(error.to_string()))
}

/// Runs all arms in all replications.
///
/// # Errors
/// If `stop` was set before all runs were made, the threads could not be started, the plan does not fit the scenario,
/// or its warm-up is still to be found.
pub fn run(
    scenario: &Scenario,
    plan: &RunPlan,
    simulation: &Simulation,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Results, Stopped> {
    check(scenario, plan, simulation)?;
    // Both have to agree: the scenario asks for it, and the simulation writes the lines.
    let keeps_ledger = scenario.ledger && simulation.keeps_ledger();
    let mut results = Results {
        arms: plan.arms.clone(),
        replications: 0,
        warm_up: scenario.warm_up,
        precision: None,
        cells: vec![ReplicationValues::new(); plan.arms.len()],
        weekly_tables: plan.arms.iter().map(|_| SHEETS.map(|kind| (kind, WeeklyTable::default())).into()).collect(),
        ledgers: vec![Ledger::default(); plan.arms.len()],
        attributed_costs: vec![AttributedCosts::new(); plan.arms.len()],
        statistics: vec![RunStatistics::default(); plan.arms.len()],
        weeks: Weeks::default(),
        seen: Seen::default(),
        known: Known::of(scenario, keeps_ledger),
    };
    let pool = pool(plan.threads)?;
    let watch = |_: i64| {
        progress.week_done();
        !stop.load(Ordering::Relaxed)
    };
    // The control first, since the others' ledgers are compared with its.
    let mut order = plan.arms.clone();
    order.sort_by_key(|arm| (*arm != scenario.control, *arm));
    // A few replications at a time: enough to keep the threads busy, also while the arms of one have their run in
    // common, and few enough to keep in memory.
    let in_flight = if plan.parallel == Parallel::Sites { 1 } else { 2 * plan.threads };
    let together = if plan.parallel == Parallel::Sites { 1 } else { plan.threads.min(2) };
    let chunk = in_flight.div_ceil(plan.arms.len()).max(together) as u32;
    let mut looks = Looks::default();
    let mut next = 0;
    while results.precision.is_none() && next < plan.replications {
        let until = (next + chunk).min(plan.replications);
        let replications: Vec<Replication> = (next..until).map(|_| Replication::default()).collect();
        let job = |replication: u32| {
            let made = &replications[(replication - next) as usize];
            simulation.run_arms(&order, replication, &watch, &|arm, outcome| made.keep(scenario, arm, outcome))
        };
        let weeks: Vec<Option<Weeks>> = pool.install(|| match plan.parallel {
            Parallel::Replications => (next..until).into_par_iter().map(job).collect(),
            Parallel::Sites => (next..until).map(job).collect(),
        });
        let weeks: Vec<Weeks> = weeks.into_iter().collect::<Option<_>>().ok_or(Stopped::Interrupted)?;
        for ((replication, made), weeks) in (next..until).zip(replications).zip(weeks) {
            results.weeks.add(weeks);
            let control = made.control.into_inner().unwrap_or_default();
            let mut of_arms = made.runs.into_inner().expect("nobody panicked");
            of_arms.sort_by_key(|(arm, _)| results.place(*arm));
            let mut outcomes = Vec::with_capacity(of_arms.len());
            for (place, (arm, run)) in of_arms.into_iter().enumerate() {
                if arm != scenario.control && scenario.ledger {
                    let ledger = run.ledger.unwrap_or_else(|| compare(scenario, arm, &control, &run.lines));
                    note(scenario, &mut results, place, replication, &ledger);
                }
                outcomes.push(run.outcome);
            }
            fold(scenario, &mut results, replication, &outcomes);
            results.replications = replication + 1;
            progress.replication_done();
            results.precision =
                scenario.precision.as_ref().and_then(|precision| looks.look(scenario, precision, &results));
            if results.precision.is_some() {
                break; // Whatever was made beyond is thrown away.
            }
        }
        next = until;
    }
    for weekly_tables in &mut results.weekly_tables {
        for kind in [WeeklyTableKind::Staffing, WeeklyTableKind::Queues, WeeklyTableKind::Products] {
            weekly_tables.get_mut(&kind).into_iter().for_each(WeeklyTable::drop_empty_rows);
        }
    }
    Ok(results)
}

/// The runs of one replication, as they come.
#[derive(Default)]
struct Replication {
    /// The control's lines.
    control: OnceLock<Vec<LedgerRecord>>,
    runs: Mutex<Vec<(ArmId, FinishedRun)>>,
}

impl Replication {
    fn keep(&self, scenario: &Scenario, arm: ArmId, mut outcome: Outcome) {
        let lines = std::mem::take(&mut outcome.lines);
        let mut run = FinishedRun { outcome, lines: Vec::new(), ledger: None };
        // The control may be ready before the arm or after it, as threads have it.
        match self.control.get() {
            _ if arm == scenario.control => self.control.set(lines).expect("one run of the control"),
            // Compared at once, so that the lines need not be kept.
            Some(control) => run.ledger = Some(compare(scenario, arm, control, &lines)),
            None => run.lines = lines,
        }
        self.runs.lock().expect("nobody panicked").push((arm, run));
    }
}

/// A run that is made: with the arm's ledger, or the lines to make it from.
struct FinishedRun {
    outcome: Outcome,
    lines: Vec<LedgerRecord>,
    ledger: Option<Ledger>,
}

/// Adds the ledger of an arm in one replication.
fn note(scenario: &Scenario, results: &mut Results, place: usize, replication: u32, ledger: &Ledger) {
    results.ledgers[place].add(ledger);
    set(&mut results.cells[place], replication, of_ledger(scenario, ledger));
}

/// Sets the values of one replication.
fn set(cells: &mut ReplicationValues, replication: u32, values: BTreeMap<Group, f64>) {
    for (group, value) in values {
        let values = cells.entry(group).or_default();
        values.resize(replication as usize, None);
        values.push(Some(value));
    }
}

/// Adds one replication of all arms.
fn fold(scenario: &Scenario, results: &mut Results, replication: u32, outcomes: &[Outcome]) {
    let control = &outcomes[results.place(scenario.control).expect("the control is always run")];
    for (place, outcome) in outcomes.iter().enumerate() {
        let arm = results.arms[place];
        results.seen.add_run(scenario, place, arm, outcome);
        set(&mut results.cells[place], replication, metrics(scenario, arm, outcome, control));
        for (kind, weekly_table) in &mut results.weekly_tables[place] {
            kind.add_run(weekly_table, scenario, arm, outcome, control);
        }
        attributed_costs::add_run(&mut results.attributed_costs[place], &scenario.arms[arm].configs[0], outcome);
        let statistics = &mut results.statistics[place];
        statistics.events += outcome.statistics.events;
        statistics.stale += outcome.statistics.stale;
        statistics.done += outcome.statistics.done;
        statistics.windows += outcome.statistics.windows;
        // Rotated, so that the same runs in another order do not look the same.
        statistics.fingerprint = statistics.fingerprint.rotate_left(17) ^ outcome.statistics.fingerprint;
        debug_assert!(arm.index() < scenario.arms.len());
    }
    // A group that this replication does not mention has no value in it; the next one's must not take its place.
    for cells in &mut results.cells {
        for values in cells.values_mut() {
            values.resize(replication as usize + 1, None);
        }
    }
}
