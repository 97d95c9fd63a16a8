//! An experiment: a scenario with what is to be run of it and how. Everything that a run needs is decided here, so that
//! the command line and a program that uses the library get the same results: which arms, whether lines for the hours
//! ledger are kept, the warm-up that is to be found, what is spread over the threads.

use super::error::{Error, Noun, unknown};
use super::metrics::{MetricKind, Needs};
use super::results::Results;
use super::run::{Parallel, Progress, RunPlan, Silent, Stopped, cores, run};
use super::warm_up::find_warm_up;
use crate::engine::Execution;
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::model::{LogSink, Simulation};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A scenario with what is to be run of it, and how.
///
/// By itself an experiment runs all arms and replications of the scenario on all cores, keeps the hours ledger if the
/// scenario does, finds the warm-up if that is to be found, and tells nobody how far it is. Each method changes one of
/// these.
///
/// ```
/// use sim::experiment::{Error, Experiment};
///
/// let scenario = sim::io::scenario::from_file("typist_leaves")?;
/// let results = Experiment::new(&scenario).arms(["gone"]).threads(2).replications(2).run()?;
/// let data_work = results.metric("hours.data_work")?.of_occupation("physician")?;
/// assert_eq!(data_work.difference("gone")?.n, 2);
/// // What is misspelt is an error and not zero.
/// let error = data_work.difference("gnoe").unwrap_err();
/// assert_eq!(error.to_string(), "no arm is called `gnoe`; did you mean `gone`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Experiment<'e> {
    scenario: Cow<'e, Scenario>,
    arms: Vec<String>,
    threads: usize,
    parallel: Option<Parallel>,
    only: Vec<String>,
    audit: bool,
    apart: bool,
    log: Option<(u32, Arc<LogSink>)>,
    progress: &'e dyn Progress,
    stop: Option<&'e AtomicBool>,
}

impl<'e> Experiment<'e> {
    /// All of a scenario, on all cores.
    pub fn new(scenario: &'e Scenario) -> Experiment<'e> {
        Experiment {
            scenario: Cow::Borrowed(scenario),
            arms: Vec::new(),
            threads: cores(),
            parallel: None,
            only: Vec::new(),
            audit: false,
            apart: false,
            log: None,
            progress: &Silent,
            stop: None,
        }
    }

    /// The same of another scenario, such as the one that [`Experiment::settled`] returns.
    pub fn of<'s>(&'s self, scenario: &'s Scenario) -> Experiment<'s> {
        Experiment { scenario: Cow::Borrowed(scenario), ..self.clone() }
    }

    /// Runs these arms and the control; all if none is named.
    pub fn arms<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Experiment<'e> {
        self.arms = names.into_iter().map(Into::into).collect();
        self
    }

    /// Number of threads. Results do not depend on it.
    pub fn threads(mut self, threads: usize) -> Experiment<'e> {
        self.threads = threads;
        self
    }

    /// So many replications instead of the scenario's, or instead of as many as its `run.precision` takes.
    pub fn replications(mut self, replications: u32) -> Experiment<'e> {
        let scenario = self.scenario.to_mut();
        (scenario.replications, scenario.precision) = (replications, None);
        self
    }

    /// This seed of all draws instead of the scenario's.
    pub fn seed(mut self, seed: u64) -> Experiment<'e> {
        self.scenario.to_mut().seed = seed;
        self
    }

    /// Spreads this over the threads, instead of what fits the number of runs and of sites. Results do not depend on
    /// it.
    pub fn parallel(mut self, parallel: Parallel) -> Experiment<'e> {
        self.parallel = Some(parallel);
        self
    }

    /// Only these metrics will be asked for, so that the hours ledger need not be kept if none of them is made from it;
    /// all if none is named.
    pub fn only<N: Into<String>>(mut self, metrics: impl IntoIterator<Item = N>) -> Experiment<'e> {
        self.only = metrics.into_iter().map(Into::into).collect();
        self
    }

    /// Checks the model's invariants while it runs (slower). A violation panics with instance, time and rule.
    pub fn audited(mut self, audit: bool) -> Experiment<'e> {
        self.audit = audit;
        self
    }

    /// Runs each arm from its beginning, sharing nothing (slower). Results are identical, but for the known fault that
    /// `CHANGELOG.md` names.
    pub fn apart(mut self, apart: bool) -> Experiment<'e> {
        self.apart = apart;
        self
    }

    /// Hands what is done in the first so many replications to a log. Results do not depend on it.
    pub fn logged(mut self, log: Option<(u32, Arc<LogSink>)>) -> Experiment<'e> {
        self.log = log;
        self
    }

    /// Tells this how the runs get on.
    pub fn watched_by(mut self, progress: &'e dyn Progress) -> Experiment<'e> {
        self.progress = progress;
        self
    }

    /// Stops, with an error, soon after this has become true.
    pub fn stopped_by(mut self, stop: &'e AtomicBool) -> Experiment<'e> {
        self.stop = Some(stop);
        self
    }

    /// What would be run.
    ///
    /// # Errors
    /// If there is no arm of a name, or the scenario asks for a precision that these arms can never have.
    pub fn plan(&self) -> Result<RunPlan, Error> {
        let plan = self.plan_of(&self.named_arms()?);
        match self.scenario.precision.as_ref().and_then(|wanted| wanted.never_met(&self.scenario, &plan.arms)) {
            Some(why) => Err(Error::NeverMet(why)),
            None => Ok(plan),
        }
    }

    fn named_arms(&self) -> Result<Vec<ArmId>, Error> {
        self.arms.iter().map(|name| arm_called(&self.scenario, name)).collect()
    }

    fn plan_of(&self, arms: &[ArmId]) -> RunPlan {
        let fitting = RunPlan::new(&self.scenario, arms, self.threads);
        RunPlan { parallel: self.parallel.unwrap_or(fitting.parallel), ..fitting }
    }

    /// The scenario as it is run, with the warm-up that a pilot has found if it is to be found (`warm_up = "auto"`).
    ///
    /// # Errors
    /// If there is no arm of a name, the control does not settle, or the pilot was stopped.
    pub fn settled(&self) -> Result<Cow<'_, Scenario>, Error> {
        self.settled_for(&self.plan_of(&self.named_arms()?))
    }

    fn settled_for(&self, plan: &RunPlan) -> Result<Cow<'_, Scenario>, Error> {
        if self.scenario.warm_up_from != WarmUpFrom::ToFind {
            return Ok(Cow::Borrowed(&self.scenario));
        }
        if plan.threads == 0 {
            return Err(Stopped::WrongPlan("there are no threads").into());
        }
        let warm_up = find_warm_up(&self.scenario, plan.threads, plan.parallel, self.stop.unwrap_or(&NEVER))?;
        Ok(Cow::Owned(Scenario { warm_up, warm_up_from: WarmUpFrom::Pilot, ..self.scenario.as_ref().clone() }))
    }

    /// Whether lines for the hours ledger are kept: if somebody will ask for what is made from them, and there are arms
    /// to compare.
    fn keeps_ledger(&self, plan: &RunPlan) -> bool {
        let waits_for = self.scenario.precision.iter().flat_map(|precision| &precision.targets);
        let is_asked = self.only.is_empty()
            || self.only.iter().any(|metric| needs_ledger(metric))
            || waits_for.map(|target| &target.metric).any(|metric| needs_ledger(metric));
        is_asked && self.scenario.ledger && plan.arms.len() > 1
    }

    /// Finds the warm-up if that is to be found, and makes all runs.
    ///
    /// # Errors
    /// If there is no arm of a name, the scenario asks for a precision that these arms can never have, no warm-up is
    /// found, there are no threads or replications, or the experiment was stopped.
    pub fn run(&self) -> Result<Results, Error> {
        let plan = self.plan()?;
        let scenario = self.settled_for(&plan)?;
        // From the settled scenario, whose warm-up is a length.
        let mut simulation = Simulation::new(&scenario).map_err(|_| Stopped::NoWarmUp)?;
        if self.audit {
            simulation = simulation.audited();
        }
        if self.keeps_ledger(&plan) {
            simulation = simulation.ledgered();
        }
        if plan.parallel == Parallel::Sites {
            simulation = simulation.executed(Execution::Parallel);
        }
        if let Some((replications, sink)) = &self.log {
            simulation = simulation.logged(*replications, sink.clone());
        }
        if self.apart {
            simulation = simulation.apart();
        }
        Ok(run(&scenario, &plan, &simulation, self.progress, self.stop.unwrap_or(&NEVER))?)
    }
}

/// What stops an experiment that nobody stops.
static NEVER: AtomicBool = AtomicBool::new(false);

/// The arm of a name.
///
/// # Errors
/// If there is none.
pub fn arm_called(scenario: &Scenario, name: &str) -> Result<ArmId, Error> {
    let found = scenario.arms.enumerate().find(|(_, arm)| arm.name == name).map(|(id, _)| id);
    found.ok_or_else(|| unknown(Noun::Arm, name, scenario.arms.iter().map(|arm| arm.name.as_str())))
}

/// Whether a metric is made from the hours ledger.
fn needs_ledger(metric: &str) -> bool {
    MetricKind::find(metric).is_some_and(|kind| kind.needs == Needs::Ledger)
}
