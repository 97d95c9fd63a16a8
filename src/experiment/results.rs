//! What the runs of an experiment come to, and what can be asked of it.

use super::attributed_costs::AttributedCosts;
use super::estimate::{Estimate, estimate, variance_reduction};
use super::known::{Known, NoValue};
use super::ledger::Ledger;
use super::metrics::{Empty, Group, MetricKind, WeeklyTable, WeeklyTableKind};
use super::warnings::{Seen, warnings};
use super::width::Width;
use crate::model::Weeks;
use crate::model::analysis::Warning;
use crate::model::outcome::RunStatistics;
use crate::model::scenario::{ArmId, Scenario};
use crate::units::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What decided on the number of replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Whether all targets were met; else the largest number of replications came first.
    pub met: bool,
    /// Which target took longest (or is farthest from being met), by its place in the scenario.
    pub target: usize,
    /// In which arm.
    pub arm: ArmId,
    /// Its interval at the end.
    pub width: Width,
}

/// Values of one arm: by group, by replication (none where a run had no value).
pub type ReplicationValues = BTreeMap<Group, Vec<Option<f64>>>;

/// Everything the runs of an experiment come to.
///
/// [`Results::metric`] asks for a value by names. What programs of ours use (tables, reports) goes by places and
/// [`Group`]s.
#[derive(Clone, Debug)]
pub struct Results {
    /// Arms, in file order.
    pub arms: Vec<ArmId>,
    /// Number of replications.
    pub replications: u32,
    /// Length of the warm-up: the scenario's, or what a pilot has found.
    pub warm_up: Span,
    /// What decided on their number, if the scenario asks for a precision.
    pub precision: Option<Reached>,
    /// By arm (as in `arms`).
    pub cells: Vec<ReplicationValues>,
    /// By arm: the weekly tables.
    pub weekly_tables: Vec<BTreeMap<WeeklyTableKind, WeeklyTable>>,
    /// By arm: the hours ledger, summed over replications; empty for the control.
    pub ledgers: Vec<Ledger>,
    /// By arm: what defects cost, summed over replications.
    pub attributed_costs: Vec<AttributedCosts>,
    /// By arm: fingerprints combined over replications, and what the runs cost, or would have cost had they shared
    /// nothing.
    pub statistics: Vec<RunStatistics>,
    /// How many weeks were simulated, and how many were not since another arm's run had them.
    pub weeks: Weeks,
    /// What warnings about the results rest on.
    pub seen: Seen,
    /// What can be asked of them.
    pub known: Known,
}

impl Results {
    /// The place of an arm among the results.
    pub fn place(&self, arm: ArmId) -> Option<usize> {
        self.arms.iter().position(|other| *other == arm)
    }

    /// The values of a group in the arm at a place, by replication. Of an amount that a run does not mention there was
    /// nothing; of a metric that is no amount there is no value then.
    ///
    /// # Errors
    /// If there can be no such value: no such metric, row, period or arm, or nobody has kept or stated what it is made
    /// from.
    pub fn values(&self, place: usize, group: &Group) -> Result<Vec<Option<f64>>, NoValue> {
        let cells = self.cells.get(place).ok_or(NoValue::NoArm(place))?;
        let kind = match cells.get(group) {
            Some(_) => MetricKind::of(&group.metric),
            None => self.known.kind(group, &|metric| self.mentions(metric))?,
        };
        let nothing = (kind.empty == Empty::Zero).then_some(0.0);
        Ok(match cells.get(group) {
            Some(values) => values.iter().map(|value| value.or(nothing)).collect(),
            None => vec![nothing; self.replications as usize],
        })
    }

    /// Whether any run has a value of a metric.
    pub(super) fn mentions(&self, metric: &str) -> bool {
        self.cells.iter().any(|cells| cells.keys().any(|group| group.metric == metric))
    }

    /// The groups to report of the arm at a place: its own, and what the control has of an amount of which it may have
    /// nothing.
    pub fn groups(&self, place: usize, control: usize) -> BTreeSet<&Group> {
        let is_amount = |group: &&Group| MetricKind::of(&group.metric).empty == Empty::Zero;
        let of = |place: usize| self.cells.get(place).into_iter().flat_map(ReplicationValues::keys);
        of(place).chain(of(control).filter(is_amount)).collect()
    }

    /// The estimate of the mean of a group in the arm at a place; none if no replication has a value.
    ///
    /// # Errors
    /// As [`Results::values`].
    pub fn mean(&self, place: usize, group: &Group) -> Result<Option<Estimate>, NoValue> {
        Ok(estimate(self.values(place, group)?.into_iter().flatten()))
    }

    /// The estimate of the paired difference of a group between the arms at two places; none if no replication has
    /// both.
    ///
    /// # Errors
    /// As [`Results::values`].
    pub fn difference(&self, place: usize, control: usize, group: &Group) -> Result<Option<Estimate>, NoValue> {
        let pairs = self.values(place, group)?.into_iter().zip(self.values(control, group)?);
        Ok(estimate(pairs.filter_map(|(value, before)| Some(value? - before?))))
    }

    /// The share of that difference's variance that common draws remove, over the replications in which both have a
    /// value.
    ///
    /// # Errors
    /// As [`Results::values`].
    pub fn variance_reduction(&self, place: usize, control: usize, group: &Group) -> Result<Option<f64>, NoValue> {
        let pairs = self.values(place, group)?.into_iter().zip(self.values(control, group)?);
        let (values, before): (Vec<f64>, Vec<f64>) =
            pairs.filter_map(|(value, before)| Some((value?, before?))).unzip();
        Ok(variance_reduction(&values, &before))
    }

    /// The warnings that the results show: climbing backlogs first, then sessions, each in the order of tasks.
    pub fn warnings(&self, scenario: &Scenario) -> Vec<Warning> {
        warnings(scenario, &self.arms, &self.seen)
    }
}
