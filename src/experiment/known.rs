//! What can be asked of results. Of an amount that a run does not mention there was nothing, but what nobody can know,
//! or what is no metric, is absent and not zero.

use super::metrics::{By, Group, MetricKind, Needs, Over};
use crate::model::scenario::Scenario;
use crate::units::Id;
use std::collections::BTreeSet;

/// Why results have no value of something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
    /// No metric has this name.
    #[error("no metric is called `{0}`; `sim explain` lists all of them")]
    UnknownMetric(String),
    /// The metric is not summed or split in this way.
    #[error("`{metric}` has no such row; it has rows by {rows}")]
    NoSuchRow {
        /// The metric.
        metric: String,
        /// The columns that are filled in its rows.
        rows: String,
    },
    /// The scenario has no such period, occupation, order or task.
    #[error("the scenario has no {what} number {number}")]
    NotThere {
        /// What is not there.
        what: &'static str,
        /// Its index.
        number: usize,
    },
    /// The runs wrote no lines for the hours ledger.
    #[error(
        "`{0}` is made from the hours ledger, which these runs did not keep: that takes an arm besides the control, no \
         `run.ledger = false`, and `Simulation::ledgered` or an `Experiment` that is not told to keep other metrics only"
    )]
    NoLedger(String),
    /// The scenario states no money of that kind.
    #[error("`{0}` is unknown: the scenario states no price or worth that it is made from")]
    NotStated(String),
    /// The metric is a state at the end of the run, and the period ends before.
    #[error("`{0}` is known at the end of the run, so in the last period alone")]
    AtEndOnly(String),
    /// There are fewer arms.
    #[error("there is no arm at place {0} of the results")]
    NoArm(usize),
}

/// What a scenario and its runs have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Names of all arms, whether or not they were run.
    pub(super) arms: Vec<String>,
    /// The place of the control among them.
    pub(super) control: usize,
    /// Names of the periods.
    pub(super) periods: Vec<String>,
    /// Names of the occupations.
    pub(super) occupations: Vec<String>,
    /// Names of the tasks.
    pub(super) tasks: Vec<String>,
    orders: BTreeSet<u16>,
    ledger: bool,
}

impl Known {
    /// What runs of a scenario have; `ledger`: they keep the lines that arms are compared by.
    pub fn of(scenario: &Scenario, ledger: bool) -> Known {
        let configs = || scenario.arms.iter().flat_map(|arm| arm.configs.iter());
        let first = configs().next();
        let orders = configs().flat_map(|config| {
            let of_tasks = config.tasks.iter().map(|task| task.order);
            of_tasks.chain(config.products.iter().map(|product| product.order))
        });
        Known {
            arms: scenario.arms.iter().map(|arm| arm.name.clone()).collect(),
            control: scenario.control.index(),
            periods: scenario.periods.iter().map(|period| period.name.clone()).collect(),
            occupations: first
                .map_or(Vec::new(), |config| config.occupations.iter().map(|of| of.name.clone()).collect()),
            tasks: first.map_or(Vec::new(), |config| config.tasks.iter().map(|task| task.name.clone()).collect()),
            orders: orders.collect(),
            ledger,
        }
    }

    /// All metrics; one that names an occupation, with each of them.
    pub(super) fn metrics(&self) -> impl Iterator<Item = String> {
        MetricKind::all().flat_map(|kind| match kind.name.strip_suffix('X') {
            Some(prefix) => self.occupations.iter().map(|name| format!("{prefix}{name}")).collect(),
            None => vec![kind.name.to_owned()],
        })
    }

    /// Whether a metric has this name. Of one that names an occupation the scenario must have that.
    pub(super) fn is_metric(&self, name: &str) -> bool {
        MetricKind::find(name).is_some_and(|kind| match kind.name.strip_suffix('X') {
            Some(prefix) => self.occupations.iter().any(|occupation| *occupation == name[prefix.len()..]),
            None => true,
        })
    }

    /// The kind of a metric, if what it is made from was kept and stated. `has` tells whether any run mentions a
    /// metric.
    pub(super) fn metric(&self, name: &str, has: &dyn Fn(&str) -> bool) -> Result<&'static MetricKind, NoValue> {
        let found = MetricKind::find(name).filter(|_| self.is_metric(name));
        let kind = found.ok_or_else(|| NoValue::UnknownMetric(name.into()))?;
        match kind.needs {
            Needs::Ledger if !self.ledger => Err(NoValue::NoLedger(name.into())),
            Needs::Money if !has(kind.name) => Err(NoValue::NotStated(name.into())),
            _ => Ok(kind),
        }
    }

    /// The kind of a group's metric, if there can be such a group. `has` tells whether any run mentions a metric.
    pub(super) fn kind(&self, group: &Group, has: &dyn Fn(&str) -> bool) -> Result<&'static MetricKind, NoValue> {
        let metric = || group.metric.clone();
        let kind = self.metric(&group.metric, has)?;
        let filled = [
            group.occupation.map(|_| By::Occupation),
            group.activity.map(|_| By::Activity),
            group.order.map(|_| By::Order),
            group.task.map(|_| By::Task),
        ];
        let filled: Vec<By> = filled.into_iter().flatten().collect();
        if !kind.has_rows_by(&filled) {
            return Err(NoValue::NoSuchRow { metric: metric(), rows: kind.rows() });
        }
        let bounds = [
            ("period", Some(group.period), self.periods.len()),
            ("occupation", group.occupation.map(usize::from), self.occupations.len()),
            ("task", group.task.map(usize::from), self.tasks.len()),
        ];
        for (what, number, count) in bounds {
            if let Some(number) = number.filter(|number| *number >= count) {
                return Err(NoValue::NotThere { what, number });
            }
        }
        if let Some(order) = group.order.filter(|order| !self.orders.contains(order)) {
            return Err(NoValue::NotThere { what: "order", number: order.into() });
        }
        // There is no row of it, which is not to say that there was nothing.
        if kind.over == Over::End && group.period + 1 < self.periods.len() {
            return Err(NoValue::AtEndOnly(metric()));
        }
        Ok(kind)
    }
}
