//! The names of a scenario: which identifier each has, and what is switched on where.

use super::node::{Node, Value};
use super::problem::Position;
use super::reader::{Reader, Table, article};
use crate::experiment::did_you_mean;
use crate::model::scenario::{key, keys};
use crate::units::{Id, MOST_ROWS};
use std::collections::BTreeSet;

/// Names by kind of table, in file order.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub lists: Vec<(&'static str, Vec<String>)>,
    pub ways: Vec<(String, String)>,
}

/// The kinds that have named tables.
pub(super) const NAMED_KINDS: [&str; 9] =
    ["site", "link", "occupation", "product", "demand", "task", "technology", "policy", "arm"];

impl Names {
    /// Collects the names of a document.
    pub fn new(root: &Node) -> Names {
        let named = |kind: &str| -> Vec<String> {
            root.entry(kind).and_then(Node::table).into_iter().flatten().map(|(name, _, _)| name.clone()).collect()
        };
        let ways = root.entry("task").and_then(Node::table).into_iter().flatten().flat_map(|(task, _, node)| {
            let ways = node.entry("way").and_then(Node::table).into_iter().flatten();
            ways.map(|(way, _, _)| (task.clone(), way.clone())).collect::<Vec<_>>()
        });
        let mut traits: Vec<String> = Vec::new();
        let demands = root.entry("demand").and_then(Node::table).into_iter().flatten();
        let stated = demands.filter_map(|(_, _, demand)| demand.entry("traits").and_then(Node::table)).flatten();
        for (name, _, _) in stated {
            if !traits.contains(name) {
                traits.push(name.clone());
            }
        }
        let lists = NAMED_KINDS.iter().map(|kind| (*kind, named(kind))).chain([("trait", traits)]);
        Names { lists: lists.collect(), ways: ways.collect() }
    }

    pub fn of(&self, kind: &str) -> &[String] {
        self.lists.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, names)| names)
    }

    pub fn position(&self, kind: &str, name: &str) -> Option<usize> {
        self.of(kind).iter().position(|other| other == name)
    }

    /// The path of what an arm's `use` names: a unique name, or a path such as `technology.ehr` or
    /// `task.note.way.typist`.
    fn switch(&self, name: &str) -> Result<String, Vec<String>> {
        let mut paths: Vec<String> = Vec::new();
        for kind in ["technology", "policy", "demand", "task"] {
            for other in self.of(kind) {
                let path = format!("{kind}.{}", key(other));
                if other == name || path == name || keys(name).is_some_and(|keys| keys == [kind, other]) {
                    paths.push(path);
                }
            }
        }
        for (task, way) in &self.ways {
            let path = format!("task.{}.way.{}", key(task), key(way));
            let named = keys(name).unwrap_or_default();
            if way == name
                || named == [task.as_str(), way.as_str()]
                || named == ["task", task.as_str(), "way", way.as_str()]
            {
                paths.push(path);
            }
        }
        if paths.len() == 1 { Ok(paths.remove(0)) } else { Err(paths) }
    }

    fn switchable(&self) -> Vec<String> {
        let mut all: Vec<String> =
            ["technology", "policy", "demand", "task"].iter().flat_map(|kind| self.of(kind).to_vec()).collect();
        all.extend(self.ways.iter().map(|(_, way)| way.clone()));
        all
    }
}

impl Reader {
    /// Whether each kind has few enough tables for its identifiers, which have 16 bits.
    pub(super) fn few_enough(&mut self, root: &Node, names: &Names) -> bool {
        let counted = names.lists.iter().map(|(kind, names)| (*kind, names.len()));
        let other = [("period", entries(root, "period").len()), ("defect kind", defect_kinds(root).len())];
        let too_many: Vec<_> = counted.chain(other).filter(|(_, number)| *number > MOST_ROWS).collect();
        for (kind, number) in &too_many {
            let place = entries(root, kind).get(MOST_ROWS).map(|(_, place, _)| place.clone()).unwrap_or_default();
            let title = format!("{number} tables of kind `{kind}`");
            self.complain(title, format!("at most {MOST_ROWS} are possible: this is one more"), &place, None);
        }
        too_many.is_empty()
    }

    /// The identifier of a name of a kind.
    pub fn id<I: Id>(&mut self, names: &Names, kind: &'static str, name: &str, place: &Position) -> Option<I> {
        let found = names.position(kind, name);
        if found.is_none() {
            let help = did_you_mean(name, names.of(kind).iter().map(String::as_str)).or_else(|| {
                let known = names.of(kind);
                (!known.is_empty() && known.len() <= 12)
                    .then(|| format!("there {} {}", if known.len() == 1 { "is" } else { "are" }, known.join(", ")))
            });
            self.complain(
                format!("unknown {kind} `{name}`"),
                if kind == "trait" { "no demand states it".into() } else { format!("no [{kind}.{name}]") },
                place,
                help,
            );
        }
        found.map(I::from_index)
    }

    /// The identifier a field names.
    pub fn name<I: Id>(&mut self, names: &Names, table: &Table<'_>, key: &str, kind: &'static str) -> Option<I> {
        let text = self.text(table, key)?;
        let place = table.get(key)?.place.clone();
        self.id(names, kind, text, &place)
    }

    /// The identifiers a field lists.
    pub fn names<I: Id>(&mut self, names: &Names, table: &Table<'_>, key: &str, kind: &'static str) -> Option<Vec<I>> {
        let texts = self.texts(table, key)?;
        // Two of an occupation may be in a team; anything else would count twice, or not at all.
        if kind != "occupation" {
            self.each_once(&table.below(key), &texts);
        }
        let found: Vec<Option<I>> = texts.into_iter().map(|(text, place)| self.id(names, kind, text, place)).collect();
        found.into_iter().collect()
    }

    /// Complains about what is listed twice.
    pub fn each_once(&mut self, path: &str, texts: &[(&str, &Position)]) {
        for (number, (text, place)) in texts.iter().enumerate() {
            if texts[..number].iter().any(|(other, _)| other == text) {
                let help = Some("remove one of them".to_string());
                self.complain(format!("`{path}` lists `{text}` twice"), "the second one", place, help);
            }
        }
    }

    /// What arms switch: the paths each uses, and all paths that some arm uses.
    pub fn switches(&mut self, names: &Names, arms: &[Table<'_>]) -> (Vec<BTreeSet<String>>, BTreeSet<String>) {
        let mut of_arms = Vec::new();
        for arm in arms {
            let mut used = BTreeSet::new();
            for (name, place) in self.texts(arm, "use").unwrap_or_default() {
                match names.switch(name) {
                    Ok(path) => {
                        used.insert(path);
                    }
                    Err(paths) if paths.is_empty() => {
                        let known = names.switchable();
                        let help = did_you_mean(name, known.iter().map(String::as_str));
                        let title = format!("{} uses `{name}`, which is not there", article(&arm.path));
                        let label = "no technology, policy, demand, task or way of this name";
                        self.complain(title.replacen("an arm", "arm", 1), label, place, help);
                    }
                    Err(paths) => {
                        let help = format!("say which: {}", paths.join(", "));
                        self.complain(
                            format!("`{name}` is not unique"),
                            "several things have this name",
                            place,
                            Some(help),
                        );
                    }
                }
            }
            of_arms.push(used);
        }
        let all = of_arms.iter().flatten().cloned().collect();
        (of_arms, all)
    }
}

/// The entries of a table of named tables.
pub(super) fn entries<'n>(root: &'n Node, kind: &str) -> &'n [(String, Position, Node)] {
    match root.entry(kind) {
        Some(Node { value: Value::Table(entries), .. }) => entries,
        _ => &[],
    }
}

/// The kinds of defect that some work introduces, in file order; `error` if some work does not say.
pub(super) fn defect_kinds(root: &Node) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for (_, _, task) in entries(root, "task") {
        let ways = task.entry("way").and_then(Node::table).unwrap_or_default();
        for holder in std::iter::once(task).chain(ways.iter().map(|(_, _, way)| way)) {
            let Some(defects) = holder.entry("defects") else { continue };
            let named = defects.entry("kinds").and_then(Node::table).unwrap_or_default();
            let mut add = |name: &str| {
                if !kinds.iter().any(|other| other == name) {
                    kinds.push(name.into());
                }
            };
            named.iter().for_each(|(name, _, _)| add(name));
            if named.is_empty() {
                add("error");
            }
        }
    }
    kinds
}
