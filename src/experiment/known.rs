//! What can be asked of results. Of an amount that a run does not mention there was nothing, but what nobody can know, or what is no
//! metric, is absent and not zero.

use super::metrics::{By, Group, MetricKind, Needs};
use crate::model::scenario::Scenario;
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
        "`{0}` is made from the hours ledger, which these runs did not keep; make them with `Simulation::ledgered`"
    )]
    NoLedger(String),
    /// The scenario states no money of that kind.
    #[error("`{0}` is unknown: the scenario states no price or worth that it is made from")]
    NotStated(String),
    /// There are fewer arms.
    #[error("there is no arm at place {0} of the results")]
    NoArm(usize),
}

/// What a scenario and its runs have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    periods: usize,
    occupations: Vec<String>,
    tasks: usize,
    orders: BTreeSet<u16>,
    ledger: bool,
}

impl Known {
    /// What runs of a scenario have; `ledger`: they keep the lines that arms are compared by.
    pub fn of(scenario: &Scenario, ledger: bool) -> Known {
        let worlds = || scenario.arms.iter().flat_map(|arm| arm.worlds.iter());
        let first = worlds().next();
        let orders = worlds().flat_map(|world| {
            let of_tasks = world.tasks.iter().map(|task| task.order);
            of_tasks.chain(world.products.iter().map(|product| product.order))
        });
        Known {
            periods: scenario.periods.len(),
            occupations: first.map_or(Vec::new(), |world| world.occupations.iter().map(|of| of.name.clone()).collect()),
            tasks: first.map_or(0, |world| world.tasks.len()),
            orders: orders.collect(),
            ledger,
        }
    }

    /// The kind of a group's metric, if there can be such a group. `has` tells whether any run mentions a metric.
    pub(super) fn kind(&self, group: &Group, has: &dyn Fn(&str) -> bool) -> Result<&'static MetricKind, NoValue> {
        let metric = || group.metric.clone();
        let kind = MetricKind::find(&group.metric).ok_or_else(|| NoValue::UnknownMetric(metric()))?;
        if let Some(prefix) = kind.name.strip_suffix('X')
            && !self.occupations.iter().any(|name| *name == group.metric[prefix.len()..])
        {
            return Err(NoValue::UnknownMetric(metric()));
        }
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
            ("period", Some(group.period), self.periods),
            ("occupation", group.occupation.map(usize::from), self.occupations.len()),
            ("task", group.task.map(usize::from), self.tasks),
        ];
        for (what, number, count) in bounds {
            if let Some(number) = number.filter(|number| *number >= count) {
                return Err(NoValue::NotThere { what, number });
            }
        }
        if let Some(order) = group.order.filter(|order| !self.orders.contains(order)) {
            return Err(NoValue::NotThere { what: "order", number: order.into() });
        }
        match kind.needs {
            Needs::Ledger if !self.ledger => Err(NoValue::NoLedger(metric())),
            Needs::Money if !has(kind.name) => Err(NoValue::NotStated(metric())),
            _ => Ok(kind),
        }
    }
}
