//! `[expectation]`: what the scenario leads one to expect.

use super::fields;
use super::names::Names;
use super::node::Node;
use super::problem::Position;
use super::reader::{Reader, Table};
use crate::experiment::did_you_mean;
use crate::experiment::{By, MetricKind};
use crate::model::scenario::{Activity, ArmId, Direction, Prediction};

impl Reader {
    /// The expectation, if there is one.
    pub(super) fn prediction(&mut self, node: &Node, names: &Names, control: Option<ArmId>) -> Option<Prediction> {
        let table = self.open(node, &fields::PREDICTION, "expectation".into())?;
        let required = ["arm", "metric", "direction", "smallest"];
        let missing = required.iter().filter(|key| !self.require(&table, key)).count();
        if missing > 0 {
            return None;
        }
        // Everything is looked at before anything is missed: all mistakes are told at once.
        let arm: Option<ArmId> = self.name(names, &table, "arm", "arm");
        if arm.is_some() && arm == control {
            let place = table.get("arm")?.place.clone();
            self.complain("the control is compared with itself", "expected another arm", &place, None);
        }
        let metric =
            self.text(&table, "metric").and_then(|text| self.metric_at(names, text, &table.get("metric")?.place));
        let activities: Vec<&str> = Activity::ALL.iter().map(|activity| activity.name()).collect();
        let occupation = table.get("occupation").and_then(|_| self.name(names, &table, "occupation", "occupation"));
        let task = table.get("task").and_then(|_| self.name(names, &table, "task", "task"));
        let activity = table.get("activity").and_then(|_| self.one_of(&table, "activity", &activities));
        let order = self.whole(&table, "order").map(|order| order as u16);
        let direction = self.word(&table, "direction");
        if let (Some(metric), Some(node)) = (&metric, table.get("metric")) {
            let filled = [occupation.map(|_| By::Occupation), activity.map(|_| By::Activity)];
            let filled = filled.into_iter().chain([order.map(|_| By::Order), task.map(|_| By::Task)]);
            self.check_row(metric, &filled.flatten().collect::<Vec<_>>(), &node.place);
        }
        let smallest = self.number(&table, "smallest");
        // 0, 1 and 2 are more, less and none.
        if direction == Some(2) && smallest == Some(0.0) {
            let place = table.get("smallest")?.place.clone();
            let help = "say from which difference on an effect would matter".to_string();
            let title = "no difference is smaller than `smallest`, which is 0";
            self.complain(title, "`direction = \"none\"` needs a number above 0", &place, Some(help));
        }
        Some(Prediction {
            because: self.text(&table, "because").unwrap_or_default().into(),
            arm: arm?,
            metric: metric?,
            occupation,
            activity: activity.map(|number| Activity::ALL[number]),
            order,
            task,
            direction: [Direction::More, Direction::Less, Direction::None][direction?],
            smallest: smallest?,
        })
    }

    /// What has no row in `summary.csv` would be taken for zero.
    pub(super) fn check_row(&mut self, metric: &str, filled: &[By], place: &Position) {
        let Some(kind) = MetricKind::find(metric).filter(|kind| !kind.has_rows_by(filled)) else { return };
        let by = |filled: &[By]| filled.iter().map(|by| by.name()).collect::<Vec<_>>().join(" and ");
        let title = match filled {
            [] => format!("`{metric}` has no sum over all in summary.csv"),
            filled => format!("`{metric}` has no rows by {} in summary.csv", by(filled)),
        };
        let help = format!("it has rows by {}", kind.rows());
        self.complain(title, "there is no such value", place, Some(help));
    }

    /// The place of a name among the known ones.
    pub(super) fn one_of(&mut self, table: &Table<'_>, key: &str, known: &[&str]) -> Option<usize> {
        let text = self.text(table, key)?;
        let found = known.iter().position(|name| *name == text);
        if found.is_none() {
            let place = table.get(key)?.place.clone();
            let help = did_you_mean(text, known.iter().copied());
            self.complain(format!("unknown {key} `{text}`"), format!("no such {key}"), &place, help);
        }
        found
    }
}
