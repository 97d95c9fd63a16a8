//! `precision` in `[run]`: when there are enough replications.

use super::fields;
use super::names::Names;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use crate::experiment::{By, FIRST_LOOK, MetricKind};
use crate::model::scenario::{Activity, ArmId, HalfWidth, OccupationId, Precision, PrecisionTarget};

/// Replications to stop at where nothing is said.
const AT_MOST: u32 = 200;

/// The arm and the metric of `ARM, METRIC`. Both may have commas in their names, and an arm may stand in quotes: they
/// are parted where an arm and a metric of these names are there, else where an arm is, else at the first comma.
fn parts<'t>(names: &Names, text: &'t str) -> Option<(&'t str, &'t str)> {
    let is_arm = |name: &str| names.position("arm", name).is_some();
    let bare = |name: &'t str| {
        let inside = ['"', '\''].into_iter().find_map(|quote| name.strip_prefix(quote)?.strip_suffix(quote));
        inside.filter(|_| !is_arm(name)).unwrap_or(name)
    };
    let parted = text.match_indices(',').map(|(at, _)| (bare(text[..at].trim()), text[at + 1..].trim()));
    let parted: Vec<(&str, &str)> = parted.collect();
    let both = parted.iter().find(|(arm, metric)| is_arm(arm) && MetricKind::find(metric).is_some());
    both.or_else(|| parted.iter().find(|(arm, _)| is_arm(arm))).or(parted.first()).copied()
}

impl Reader {
    /// The rule, if there is one: a table, or a list of them that are all to be met.
    pub(super) fn precision(&mut self, node: &Node, names: &Names, control: Option<ArmId>) -> Option<Precision> {
        let nodes: Vec<&Node> = match &node.value {
            Value::List(items) if !items.is_empty() => items.iter().collect(),
            _ => vec![node],
        };
        let read: Vec<_> = nodes.into_iter().map(|node| self.target(node, names, control)).collect();
        let read: Vec<(PrecisionTarget, Option<u32>)> = read.into_iter().collect::<Option<_>>()?;
        let at_most = read.iter().filter_map(|(_, at_most)| *at_most).max().unwrap_or(AT_MOST);
        Some(Precision { targets: read.into_iter().map(|(target, _)| target).collect(), at_most })
    }

    fn target(&mut self, node: &Node, names: &Names, control: Option<ArmId>) -> Option<(PrecisionTarget, Option<u32>)> {
        let table = self.open(node, &fields::PRECISION, "run.precision".into())?;
        if !self.require(&table, "metric") {
            return None;
        }
        let difference = self.metric_or_difference(&table, names, control);
        let activities: Vec<&str> = Activity::ALL.iter().map(|activity| activity.name()).collect();
        let occupation = table.get("occupation").and_then(|_| self.name(names, &table, "occupation", "occupation"));
        let task = table.get("task").and_then(|_| self.name(names, &table, "task", "task"));
        let activity = table.get("activity").and_then(|_| self.one_of(&table, "activity", &activities));
        let order = self.whole(&table, "order").map(|order| order as u16);
        let confidence = if table.get("confidence").is_some() { self.number(&table, "confidence") } else { Some(0.95) };
        let at_most = if table.get("at_most").is_some() { Some(self.whole(&table, "at_most")? as u32) } else { None };
        let width = match (table.get("relative"), table.get("absolute")) {
            (Some(_), None) => self.number(&table, "relative").map(HalfWidth::Relative),
            (None, Some(_)) => self.number(&table, "absolute").map(HalfWidth::Absolute),
            _ => {
                let label = "expected `relative` (a share of the mean) or `absolute` (in the unit of the metric)";
                self.complain("`run.precision` does not say how wide the interval may be", label, &node.place, None);
                None
            }
        };
        let (metric, difference) = difference?;
        let filled = [occupation.map(|_| By::Occupation), activity.map(|_| By::Activity)];
        let filled = filled.into_iter().chain([order.map(|_| By::Order), task.map(|_| By::Task)]);
        self.check_row(&metric, &filled.flatten().collect::<Vec<_>>(), &table.get("metric")?.place);
        if difference.is_some() && matches!(width, Some(HalfWidth::Relative(_))) {
            let place = table.get("relative")?.place.clone();
            let help = "a difference may be zero, of which no share is narrow enough: state `absolute`".to_string();
            self.complain("the precision of a difference is absolute", "not of a difference", &place, Some(help));
            return None;
        }
        let target = PrecisionTarget {
            metric,
            difference,
            occupation,
            activity: activity.map(|number| Activity::ALL[number]),
            order,
            task,
            width: width?,
            confidence: confidence?,
        };
        Some((target, at_most))
    }

    /// `hours.data_work`, or `diff(arm, hours.data_work)`.
    fn metric_or_difference(
        &mut self,
        table: &Table<'_>,
        names: &Names,
        control: Option<ArmId>,
    ) -> Option<(String, Option<ArmId>)> {
        let text = self.text(table, "metric")?;
        let place = table.get("metric")?.place.clone();
        let inside = text.trim().strip_prefix("diff(").and_then(|rest| rest.strip_suffix(')'));
        let Some(inside) = inside else {
            return self.metric_at(names, text.trim(), &place).map(|metric| (metric, None));
        };
        let Some((arm, metric)) = parts(names, inside) else {
            self.complain("`diff` names an arm and a metric", "expected diff(ARM, METRIC)", &place, None);
            return None;
        };
        let arm: Option<ArmId> = self.id(names, "arm", arm, &place);
        let metric = self.metric_at(names, metric, &place);
        if arm.is_some() && arm == control {
            self.complain("the control is compared with itself", "expected another arm", &place, None);
            return None;
        }
        Some((metric?, Some(arm?)))
    }

    /// The metric of this name.
    pub(super) fn metric_at(&mut self, names: &Names, metric: &str, place: &super::Position) -> Option<String> {
        let Some(kind) = MetricKind::find(metric) else {
            let help = crate::experiment::did_you_mean(metric, MetricKind::all().map(|kind| kind.name));
            self.complain(format!("unknown metric `{metric}`"), "no such metric", place, help);
            return None;
        };
        if let Some(prefix) = kind.name.strip_suffix('X') {
            let _: OccupationId = self.id(names, "occupation", &metric[prefix.len()..], place)?;
        }
        Some(metric.into())
    }

    /// The place of `precision` and `replications`, of which there may be one.
    pub(super) fn not_both(&mut self, run: &Table<'_>) {
        if let (Some(precision), Some(_)) = (run.get("precision"), run.get("replications")) {
            let help =
                format!("remove one; `at_most` bounds the replications, of which there are at least {FIRST_LOOK}");
            self.complain(
                "`run` states both `replications` and `precision`",
                "this says when to stop",
                &precision.place,
                Some(help),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An arm's name may have commas and parentheses, a metric's ends in an occupation's: both are known, which says
    /// where one ends and the other begins.
    #[test]
    fn a_difference_is_parted_where_both_names_are_known() {
        let arms = ["a", "a, b", "c (d)", "e, \"f\""].map(String::from).into();
        let names = Names { lists: vec![("arm", arms)], ways: Vec::new() };
        let cases = [
            ("a, hours.care", ("a", "hours.care")),
            ("a, b, hours.care", ("a, b", "hours.care")),
            ("\"a, b\", hours.care", ("a, b", "hours.care")),
            ("c (d), hours.care", ("c (d)", "hours.care")),
            ("e, \"f\", hours.care", ("e, \"f\"", "hours.care")),
            ("a, nothing", ("a", "nothing")),
            ("x, y, hours.care", ("x", "y, hours.care")),
        ];
        for (text, parted) in cases {
            assert_eq!(parts(&names, text), Some(parted), "{text}");
        }
        assert_eq!(parts(&names, "hours.care"), None);
    }
}
