//! Which metrics the answer shows, and of whom; their names and units are those of the table of metrics.

use super::AnswerPage;
use crate::experiment::{Group, MetricKind};
use crate::model::scenario::{Activity, Configuration, OccupationId, Task, TaskId};
use crate::units::Id;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Of whom a metric is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Of all together.
    All,
    /// Of each occupation, below what is shown of all.
    Each,
    /// Of each occupation, with the metric's own name before it.
    Named,
    /// Of each occupation, and below it to whom, which another metric says.
    To(&'static str),
    /// Of each task that makes documents and has a due time.
    Documents,
}

/// The outcomes.
pub(super) const OUTCOMES: &[(&str, Who)] = &[
    ("hours.data_work", Who::All),
    ("hours.data_work", Who::Each),
    ("hours.shifted", Who::To("hours.shifted_from.X")),
    ("hours.after_hours", Who::All),
    ("after_hours.per_fte_day", Who::Each),
    ("on_time", Who::Documents),
    ("patients.seen", Who::All),
    ("patients.left_unseen", Who::All),
    ("payroll", Who::All),
    ("unfinished", Who::All),
    ("unfinished", Who::Each),
];

/// Where the hours went.
pub(super) const LEDGER: &[(&str, Who)] = &[
    ("ledger.not_needed", Who::All),
    ("ledger.shifted_to", Who::Named),
    ("ledger.slower", Who::All),
    ("ledger.created_review", Who::All),
    ("ledger.created_query", Who::All),
    ("ledger.created_rework", Who::All),
    ("ledger.created_other", Who::All),
    ("ledger.abandoned", Who::All),
    ("ledger.unfinished", Who::All),
    ("ledger.control_less_arm", Who::All),
    ("ledger.control_less_arm", Who::Each),
];

/// What is in sentences only.
const SAID: [&str; 2] = ["saving.expected", "saving.realised"];

/// All metrics that are shown.
pub(super) fn metrics() -> impl Iterator<Item = &'static str> {
    let rows = OUTCOMES.iter().chain(LEDGER).flat_map(|(metric, who)| match who {
        Who::To(parts) => [Some(*metric), Some(*parts)],
        _ => [Some(*metric), None],
    });
    rows.flatten().chain(SAID)
}

/// A row: what it is called, what it shows, and the factor by which it is shown.
pub(super) struct AnswerRow {
    pub label: String,
    pub group: Group,
    pub factor: f64,
}

/// Where the units of rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// In what the row is called.
    Said,
    /// In the heading of the table, which all rows share.
    InHeading,
}

/// The unit a metric is shown in, and the factor to it.
fn shown_in(kind: &MetricKind, currency: Option<&str>) -> (Cow<'static, str>, f64) {
    match kind.name {
        "payroll" => (format!("1000{}/week", currency.map_or(String::new(), |name| format!(" {name}"))).into(), 0.001),
        "on_time" => ("%".into(), 100.0),
        "after_hours.per_fte_day" => ("min per FTE and day".into(), 1.0),
        _ => (kind.unit_in(currency), 1.0),
    }
}

impl AnswerPage<'_> {
    /// Rows of which any arm has anything.
    pub(super) fn rows(&self, lines: &[(&'static str, Who)], units: Units) -> Vec<AnswerRow> {
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let mut rows: Vec<AnswerRow> = Vec::new();
        for (number, &(metric, who)) in lines.iter().enumerate() {
            let kind = MetricKind::of(metric);
            let (unit, factor) = shown_in(kind, self.scenario.currency.as_deref());
            let unit = match units {
                Units::Said => format!(", {unit}"),
                Units::InHeading => String::new(),
            };
            let mut add = |label: String, group: Group| rows.push(AnswerRow { label, group, factor });
            let each: Vec<(Option<u16>, &String)> =
                config.occupations.enumerate().map(|(id, of)| (Some(id.index() as u16), &of.name)).collect();
            match who {
                Who::All => add(format!("{}{unit}", kind.title), self.group(metric, None, None)),
                Who::Each => {
                    // What is said of all says the unit.
                    let above = number > 0 && lines[number - 1].0 == metric;
                    let unit = if above { "" } else { &unit };
                    each.iter().for_each(|(id, name)| add(format!("  {name}{unit}"), self.group(metric, *id, None)));
                }
                Who::Named => {
                    each.iter()
                        .for_each(|(id, name)| add(format!("{} {name}", kind.title), self.group(metric, *id, None)));
                }
                Who::To(parts) => {
                    for (id, name) in &each {
                        add(format!("{} {name}{unit}", kind.title), self.group(metric, *id, None));
                        let parts = parts.replace('X', name);
                        each.iter().for_each(|(to, name)| add(format!("  to {name}"), self.group(&parts, *to, None)));
                    }
                }
                Who::Documents => {
                    for (id, task) in config.tasks.enumerate().filter(|(_, task)| is_document(task)) {
                        let group = self.group(metric, None, Some(id.index() as u16));
                        add(format!("{}: {}{unit}", kind.title, task.name), group);
                    }
                }
            }
        }
        rows.retain(|row| self.present(&row.group));
        rows
    }

    /// The rows of the metrics that the scenario wants shown besides.
    pub(super) fn asked_for(&self) -> Vec<AnswerRow> {
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let mut rows = Vec::new();
        for metric in &self.scenario.show {
            let of_metric = |group: &&Group| group.period == self.period && group.metric == *metric;
            let groups: BTreeSet<&Group> =
                self.results.cells.iter().flat_map(|cells| cells.keys().filter(of_metric)).collect();
            let unit = match MetricKind::of(metric).unit_in(self.scenario.currency.as_deref()) {
                unit if unit == "1" => String::new(),
                unit => format!(", {unit}"),
            };
            let row = |group: &Group| AnswerRow {
                label: format!("{metric}{}{unit}", of(config, group)),
                group: group.clone(),
                factor: 1.0,
            };
            rows.extend(groups.into_iter().map(row));
        }
        rows
    }

    fn present(&self, group: &Group) -> bool {
        let is_some = |values: &Vec<Option<f64>>| values.iter().flatten().any(|value| *value != 0.0);
        self.results.cells.iter().any(|cells| cells.get(group).is_some_and(is_some))
    }
}

/// " of" whom and what a value is, in words; nothing if it is of everything.
pub(super) fn of(config: &Configuration, group: &Group) -> String {
    let mut of: Vec<String> = Vec::new();
    of.extend(group.occupation.map(|id| config.occupations[OccupationId(id)].name.clone()));
    of.extend(group.activity.map(|activity| activity.name().to_string()));
    of.extend(group.task.map(|id| config.tasks[TaskId(id)].name.clone()));
    of.extend(group.order.map(|order| format!("order {order}")));
    if of.is_empty() { String::new() } else { format!(" of {}", of.join(", ")) }
}

fn is_document(task: &Task) -> bool {
    task.due.is_some() && task.ways.iter().any(|way| way.activity.iter().any(|(of, _)| *of == Activity::Create))
}
