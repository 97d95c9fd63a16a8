//! The event log of a run: what was done, handed over week by week, so that nobody need keep all of it.

use crate::model::scenario::ArmId;
use crate::model::site::{Logged, Process};
use std::sync::Arc;

/// Whether a run keeps its steps, of which a trace is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Steps {
    Dropped,
    Kept,
}

/// Takes what was done in a week of a run, in the order of time and site: in which arms all of it happened, in which
/// replication, and what. Weeks of one arm and replication come in their order; others may come at the same time from
/// other threads.
pub type LogSink = dyn Fn(&[ArmId], u32, &[Logged]) + Send + Sync;

/// Who wants an event log.
#[derive(Clone)]
pub(in crate::model) struct LogRequest {
    /// Of the first so many replications.
    pub replications: u32,
    /// Who is handed what was done.
    pub sink: Arc<LogSink>,
}

impl LogRequest {
    /// Whether a replication is logged.
    pub fn wants(&self, replication: u32) -> bool {
        replication < self.replications
    }

    /// Hands over what sites have done since the last time, if anything, in a replication that is logged.
    pub fn hand_over(&self, arms: &[ArmId], replication: u32, sites: &mut [Process]) {
        let mut done: Vec<Logged> = sites.iter_mut().flat_map(Process::take_log).collect();
        done.sort_by_key(|logged| (logged.done, logged.site)); // Stable: what a site did at one moment stays in order.
        if !done.is_empty() {
            (self.sink)(arms, replication, &done);
        }
    }
}
