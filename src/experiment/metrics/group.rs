//! What a value of `summary.csv` is about, and the values of one run by that.

use super::kind::{By, MetricKind};
use crate::model::scenario::{Activity, OccupationId, Scenario, TaskId};
use crate::units::Id;
use std::collections::BTreeMap;

/// What a value is about; empty columns are sums over them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Index of the period.
    pub period: usize,
    /// Metric.
    pub metric: String,
    /// Occupation.
    pub occupation: Option<u16>,
    /// Activity.
    pub activity: Option<Activity>,
    /// Order.
    pub order: Option<u16>,
    /// Task.
    pub task: Option<u16>,
}

/// Of whom, of which activity and order, and of which task.
pub(in crate::experiment) type GroupKey = (Option<OccupationId>, Option<Activity>, Option<u16>, Option<TaskId>);

impl Group {
    /// A metric in the last period, which the answer uses.
    pub(in crate::experiment) fn of_last_period(scenario: &Scenario, metric: &str, about: GroupKey) -> Group {
        let (occupation, activity, order, task) = about;
        Group {
            period: scenario.periods.len() - 1,
            metric: metric.into(),
            occupation: occupation.map(|id| id.index() as u16),
            activity,
            order,
            task: task.map(|id| id.index() as u16),
        }
    }

    /// The same with only these columns filled, if they are filled here.
    fn only(&self, columns: &[By]) -> Option<Group> {
        let mut group = Group::default();
        for by in columns {
            match by {
                By::Occupation => group.occupation = Some(self.occupation?),
                By::Activity => group.activity = Some(self.activity?),
                By::Order => group.order = Some(self.order?),
                By::Task => group.task = Some(self.task?),
            }
        }
        Some(group)
    }
}

/// About an occupation.
pub(super) fn of_occupation(occupation: OccupationId) -> Group {
    Group { occupation: Some(occupation.index() as u16), ..Group::default() }
}

/// About a task.
pub(super) fn of_task(task: TaskId) -> Group {
    Group { task: Some(task.index() as u16), ..Group::default() }
}

/// A quotient, if there is anything to divide by.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The values of one run in one period.
pub(super) struct Tally<'a> {
    pub period: usize,
    pub values: &'a mut BTreeMap<Group, f64>,
}

impl Tally<'_> {
    /// Adds a value of a metric to one group; none is no value.
    pub fn put(&mut self, kind: &MetricKind, group: Group, value: impl Into<Option<f64>>) {
        self.put_named(kind.name, group, value);
    }

    fn put_named(&mut self, name: &str, group: Group, value: impl Into<Option<f64>>) {
        if let Some(value) = value.into() {
            let group = Group { period: self.period, metric: name.into(), ..group };
            *self.values.entry(group).or_insert(0.0) += value;
        }
    }

    /// Adds a value about somebody or something to all groups of the metric that it belongs to.
    pub fn add(&mut self, kind: &MetricKind, about: &Group, value: impl Into<Option<f64>>) {
        self.add_named(kind, kind.name, about, value);
    }

    /// The same of a metric that names an occupation.
    pub fn add_named(&mut self, kind: &MetricKind, name: &str, about: &Group, value: impl Into<Option<f64>>) {
        let Some(value) = value.into() else { return };
        for group in kind.groups.iter().filter_map(|by| about.only(by)) {
            self.put_named(name, group, value);
        }
    }

    /// The value of a metric so far.
    pub fn value(&self, kind: &MetricKind, group: Group) -> f64 {
        let group = Group { period: self.period, metric: kind.name.into(), ..group };
        self.values.get(&group).copied().unwrap_or(0.0)
    }
}
