//! A scenario, compiled, with how its runs are made: audited, with lines for the ledger, logged, executed in turn or in
//! parallel.
//!
//! A simulation is never changed by a run; each run has its own sites, which borrow its plans.

use crate::engine::Execution;
use crate::model::compile::plan::Plan;
use crate::model::compile::schema::Schema;
use crate::model::run::alike::Alike;
use crate::model::run::log::{LogRequest, LogSink};
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::units::{IdVec, Span, WEEK};

/// A scenario, compiled; runs can be made from it on any number of threads.
///
/// [`Simulation::run`] makes one run, [`Simulation::run_arms`] those of one replication.
pub struct Simulation {
    pub(in crate::model) scenario: Scenario,
    pub(super) schema: Schema,
    /// By arm and variant.
    pub(in crate::model) plans: IdVec<ArmId, Vec<Plan>>,
    pub(in crate::model) alike: Alike,
    pub(super) lookahead: Span,
    pub(super) audit: bool,
    pub(super) ledger: bool,
    log: Option<LogRequest>,
    pub(in crate::model) apart: bool,
    pub(in crate::model) execution: Execution,
}

/// The warm-up of a scenario is still to be found, so it cannot be run yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the warm-up is still to be found; `experiment::find_warm_up` finds it, or state it as a length")]
pub struct NoWarmUp;

impl Simulation {
    /// Compiles a checked scenario.
    ///
    /// # Errors
    /// If its warm-up is still to be found (`warm_up = "auto"`): `experiment::find_warm_up` does that.
    pub fn new(scenario: &Scenario) -> Result<Simulation, NoWarmUp> {
        if scenario.warm_up_from == WarmUpFrom::ToFind {
            return Err(NoWarmUp);
        }
        let schema = Schema::new(scenario);
        let plan = |config: &crate::model::scenario::Configuration| Plan::new(config.clone(), &schema);
        let plans: IdVec<ArmId, Vec<Plan>> =
            scenario.arms.iter().map(|arm| arm.configs.iter().map(plan).collect()).collect();
        let links = scenario.arms.iter().flat_map(|arm| &arm.configs).flat_map(|config| &config.links);
        let lookahead = links.map(|link| Span::from_ms(link.latency.minimum()).max(Span(1))).min().unwrap_or(WEEK);
        let alike = Alike::new(scenario, &plans, &schema);
        let (audit, ledger, log, apart, execution) = (false, false, None, false, Execution::InTurn);
        let scenario = scenario.clone();
        Ok(Simulation { scenario, schema, plans, alike, lookahead, audit, ledger, log, apart, execution })
    }

    /// Whether it was compiled from a scenario of this shape: the same arms, length, warm-up, periods and seed.
    pub fn is_of(&self, scenario: &Scenario) -> bool {
        let shape = |of: &Scenario| {
            let arms: Vec<String> = of.arms.iter().map(|arm| arm.name.clone()).collect();
            (arms, of.control, of.end, of.warm_up, of.periods.clone(), of.seed)
        };
        shape(&self.scenario) == shape(scenario)
    }

    /// Whether runs write down lines for the hours ledger.
    pub fn keeps_ledger(&self) -> bool {
        self.ledger
    }

    /// The same, with the model's invariants checked while it runs; a violation panics with instance, time and rule.
    pub fn audited(mut self) -> Simulation {
        self.audit = true;
        self
    }

    /// The same, with each run writing down lines for the hours ledger.
    pub fn ledgered(mut self) -> Simulation {
        self.ledger = true;
        self
    }

    /// The same, with task instances that are done from time zero on handed to `sink`, for the first so many
    /// replications. Outcomes do not depend on it.
    pub fn logged(mut self, replications: u32, sink: std::sync::Arc<LogSink>) -> Simulation {
        self.log = Some(LogRequest { replications, sink });
        self
    }

    /// The log of a replication, if it is logged.
    pub(super) fn log_of(&self, replication: u32) -> Option<&LogRequest> {
        self.log.as_ref().filter(|log| log.wants(replication))
    }

    /// The same, with every arm run from the start, sharing nothing. Outcomes do not depend on it.
    pub fn apart(mut self) -> Simulation {
        self.apart = true;
        self
    }

    /// The same, with the sites of each run executed as said. Outcomes do not depend on it.
    pub fn executed(mut self, execution: Execution) -> Simulation {
        self.execution = execution;
        self
    }
}
