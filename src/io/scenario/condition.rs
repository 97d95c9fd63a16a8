//! Conditions: the one language for tasks, ways and policies.

use super::fields;
use super::names::Names;
use super::node::Node;
use super::problem::Position;
use super::reader::{Reader, Table};
use crate::experiment::did_you_mean;
use crate::model::scenario::*;
use crate::units::Span;

impl Reader {
    /// A condition.
    pub(super) fn condition(&mut self, node: &Node, path: &str, names: &Names) -> Option<Condition> {
        let table = self.open(node, &fields::CONDITION, path.into())?;
        let mut all = Vec::new();
        if let Some(technology) = self.name(names, &table, "tool", "technology") {
            let lasting = self.span(&table, "for").unwrap_or(Span::ZERO);
            all.push(Clause::Tool { technology, lasting });
        } else if let Some(node) = table.get("for")
            && table.get("tool").is_none()
        {
            self.complain(
                format!("`{}` without `tool`", table.below("for")),
                "for how long what?",
                &node.place,
                Some("`for` says how long a `tool` has been adopted".into()),
            );
        }
        if let Some(technology) = self.name(names, &table, "without", "technology") {
            all.push(Clause::Without(technology));
        }
        if let Some(task) = self.name(names, &table, "found", "task") {
            all.push(Clause::Found(task));
        }
        if let Some(product) = self.name(names, &table, "missing", "product") {
            all.push(Clause::Missing(product));
        }
        if let Some(id) = self.name(names, &table, "trait", "trait") {
            all.push(Clause::Trait(id));
        }
        if let Some(by) = self.number(&table, "differ") {
            all.push(Clause::Differ { among: Vec::new(), by }); // among what is read, see `compares`
        }
        let (over, under) = (self.number(&table, "over"), self.number(&table, "under"));
        let threshold = Threshold { over, under };
        let figures: Vec<&str> = ["reading", "backlog", "on_time", "utilisation"]
            .into_iter()
            .filter(|key| table.get(key).is_some())
            .collect();
        if !figures.is_empty() && over.is_none() && under.is_none() {
            self.complain(format!("`{path}` has no bound"), "expected `over` or `under`", &node.place, None);
        }
        for key in figures {
            let clause = match key {
                "reading" => self.name(names, &table, key, "product").map(|of| Clause::Reading(of, threshold)),
                "backlog" => self.measured(&table, key, names).map(|of| Clause::Backlog(of, threshold)),
                "on_time" => self.measured(&table, key, names).map(|of| Clause::OnTime(of, threshold)),
                _ => self.name(names, &table, key, "occupation").map(|of| Clause::Utilisation(of, threshold)),
            };
            all.extend(clause);
        }
        if all.is_empty() && self.problems.is_empty() {
            self.complain(
                format!("`{path}` says nothing"),
                "expected a condition",
                &node.place,
                Some("such as { tool = \"ehr\" } or { backlog = \"coder\", over = 200 }".into()),
            );
        }
        Some(Condition { all })
    }

    /// A condition of work that reads this: `differ` is about it.
    pub(super) fn compares(condition: Option<Condition>, reads: &[Read]) -> Option<Condition> {
        let mut condition = condition?;
        for clause in &mut condition.all {
            if let Clause::Differ { among, .. } = clause {
                for read in reads {
                    if !among.iter().any(|other| (other.product, other.previous) == (read.product, read.previous)) {
                        among.push(*read);
                    }
                }
            }
        }
        Some(condition)
    }

    fn measured(&mut self, table: &Table<'_>, key: &str, names: &Names) -> Option<Measured> {
        let text = self.text(table, key)?;
        let place: Position = table.get(key)?.place.clone();
        match (names.position("task", text), names.position("occupation", text)) {
            (Some(task), None) => Some(Measured::Task(TaskId(task as u16))),
            (None, Some(occupation)) => Some(Measured::Occupation(OccupationId(occupation as u16))),
            (Some(_), Some(_)) => {
                self.complain(
                    format!("`{text}` is a task and an occupation"),
                    "which one?",
                    &place,
                    Some("give one of them another name".into()),
                );
                None
            }
            (None, None) => {
                let known = names.of("task").iter().chain(names.of("occupation")).map(String::as_str);
                self.complain(
                    format!("`{text}` is neither a task nor an occupation"),
                    "expected a task or an occupation",
                    &place,
                    did_you_mean(text, known),
                );
                None
            }
        }
    }
}
