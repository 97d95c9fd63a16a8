//! The event log of a run: what was done, handed over week by week, so that nobody need keep all of it.

use crate::model::run::simulation::{Run, Simulation};
use crate::model::scenario::ArmId;
use crate::model::site::{Logged, Process};
use std::sync::Arc;

/// Takes what was done in a week of a run, in the order of time and place: in which arms all of it happened, in which
/// replication, and what. Weeks of one arm and replication come in their order; others may come at the same time from other
/// threads.
pub type LogSink = dyn Fn(&[ArmId], u32, &[Logged]) + Send + Sync;

/// Who wants an event log.
#[derive(Clone)]
pub(in crate::model) struct Log {
    /// Of the first so many replications.
    replications: u32,
    sink: Arc<LogSink>,
}

impl Simulation {
    /// The same, with task instances that are done from time zero on handed to `sink`, for the first so many replications.
    /// Outcomes do not depend on it.
    pub fn logged(mut self, replications: u32, sink: Arc<LogSink>) -> Simulation {
        self.log = Some(Log { replications, sink });
        self
    }

    /// Whether a replication is logged.
    pub(in crate::model) fn logs(&self, replication: u32) -> bool {
        self.log.as_ref().is_some_and(|log| replication < log.replications)
    }
}

impl Run<'_> {
    /// Hands over what was done in the week that ends now.
    pub(in crate::model) fn hand_over_log(&mut self) {
        let Some(log) = self.simulation.log.as_ref().filter(|_| self.simulation.logs(self.replication)) else { return };
        let mut done: Vec<Logged> = self.sites.iter_mut().flat_map(Process::take_log).collect();
        done.sort_by_key(|logged| (logged.done, logged.place)); // Stable: what a site did at one moment stays in order.
        if !done.is_empty() {
            (log.sink)(&self.arms, self.replication, &done);
        }
    }
}
