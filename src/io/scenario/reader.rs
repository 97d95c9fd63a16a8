//! Reading typed values from raw tables, collecting every mistake on the way.

use super::fields::{Field, Holds, Kind, is_evidence};
use super::node::{Node, Value};
use super::problem::{Diagnostic, Position, SourceText};
use crate::experiment::did_you_mean;
use crate::model::scenario::Quoted;
use chrono::FixedOffset;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Which sources a number may cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cites {
    /// Those for calibration.
    Inputs,
    /// Also those for validation, which are outcomes to compare with.
    Outcomes,
}

/// More keys than these are not listed in a message.
const MOST_LISTED: usize = 12;

/// A table being read: its fields are known, unknown keys have been complained about.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    pub node: &'a Node,
    pub kind: &'static Kind,
    pub path: String,
}

/// What a source in the bibliography is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reference {
    pub validation: bool,
    /// The work, with its DOI if that is stated.
    pub citation: String,
}

/// The clock of the run, once something has said how far it is ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunClock {
    /// How far it is ahead of UTC.
    pub offset: FixedOffset,
    /// `start` has said it, so that others can be put onto it.
    pub by_start: bool,
}

/// A currency that a unit names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Money {
    pub currency: String,
    pub path: String,
    pub place: Position,
}

/// Collects mistakes and numbers.
pub(super) struct Reader {
    pub problems: Vec<Diagnostic>,
    pub numbers: Vec<Quoted>,
    pub bibliography: Option<BTreeMap<String, Reference>>,
    /// By source: the folder that names of files in it are relative to.
    pub folders: Vec<PathBuf>,
    /// CSV files read so far.
    pub files: Vec<SourceText>,
    /// Numbers read now rest on the evidence of the table they stand in, which is recorded for them.
    pub quiet: bool,
    /// The clock that the run follows; none while no time has said its offset to UTC.
    pub clock: Option<RunClock>,
    /// Sources from this one on are edits, not files.
    pub edits_from: usize,
    /// What is allowed but may not be meant.
    pub remarks: Vec<String>,
    /// Currencies that units have named so far.
    pub money: Vec<Money>,
}

/// Kinds of table that are about one number, whose evidence stands in the table.
const ONE_NUMBER: [&str; 6] = ["after-hours rule", "learning", "defects", "dip", "expectation", "trust"];

impl Reader {
    /// Notes a mistake at a place.
    pub fn complain(
        &mut self,
        title: impl Into<String>,
        label: impl Into<String>,
        place: &Position,
        help: Option<String>,
    ) {
        let problem = Diagnostic { title: title.into(), label: label.into(), place: Some(place.clone()), help };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Opens a table of a kind: complains about keys it does not have.
    pub fn open<'n>(&mut self, node: &'n Node, kind: &'static Kind, path: String) -> Option<Table<'n>> {
        let Some(entries) = node.table() else {
            let label = format!("expected a table, found {}", node.kind());
            self.complain(format!("`{path}` must be a table"), label, &node.place, None);
            return None;
        };
        for (key, place, _) in entries {
            let known = kind.fields.iter().any(|field| field.name == key);
            let evidence = kind.name != "scenario" && is_evidence(key);
            if key == "unit" && evidence && !known && !ONE_NUMBER.contains(&kind.name) {
                let label = "a unit stands beside its number, such as { value = 420, unit = \"per week\" }";
                self.complain(format!("`{path}` has a `unit`"), label, place, None);
            }
            if known || evidence {
                continue;
            }
            let help = did_you_mean(key, kind.fields.iter().map(|field| field.name)).or_else(|| Some(keys_of(kind)));
            self.complain(
                format!("unknown key `{key}`"),
                format!("no such key in {}", article(kind.name)),
                place,
                help,
            );
        }
        Some(Table { node, kind, path })
    }

    /// Complains that a value is not what its field holds.
    pub fn expected(&mut self, table: &Table<'_>, key: &str, node: &Node) {
        let holds = table.field(key).holds;
        let label = format!("expected {}", holds.expected());
        self.complain(format!("`{}` is {}", table.below(key), node.kind()), label, &node.place, None);
    }

    /// A value that may be a table with evidence: the value itself, with what it rests on recorded.
    pub fn unwrap_quoted<'n>(&mut self, path: &str, node: &'n Node, wants: &str, cites: Cites) -> Option<&'n Node> {
        let Some(entries) = node.table() else {
            if !self.quiet {
                self.record_citing(path, node, node, cites);
            }
            return Some(node);
        };
        match node.entry("value") {
            Some(value) => {
                for (key, place, _) in entries {
                    let known = key == "value" || is_evidence(key);
                    if !known {
                        self.complain(format!("unknown key `{key}`"), "no such key in a value", place, None);
                    }
                }
                self.record_citing(path, node, value, cites);
                Some(value)
            }
            None => {
                self.complain(format!("`{path}` has no `value`"), format!("expected {wants}"), &node.place, None);
                None
            }
        }
    }

    /// A text.
    pub fn text<'n>(&mut self, table: &Table<'n>, key: &str) -> Option<&'n str> {
        let node = table.get(key)?;
        match &node.value {
            Value::Text(text) => Some(text),
            _ => {
                self.expected(table, key, node);
                None
            }
        }
    }

    /// One of a field's words: its place among them.
    pub fn word(&mut self, table: &Table<'_>, key: &str) -> Option<usize> {
        let text = self.text(table, key)?;
        let Holds::Word(words) = table.field(key).holds else { return None };
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            let place = table.get(key)?.place.clone();
            let label = format!("expected {}", table.field(key).holds.expected());
            self.complain(format!("unknown {key} `{text}`"), label, &place, did_you_mean(text, words.iter().copied()));
        }
        found
    }

    /// True or false.
    pub fn truth(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let node = table.get(key)?;
        match node.value {
            Value::Truth(truth) => Some(truth),
            _ => {
                self.expected(table, key, node);
                None
            }
        }
    }

    /// Texts of a list (a single text counts as a list of one).
    pub fn texts<'n>(&mut self, table: &Table<'n>, key: &str) -> Option<Vec<(&'n str, &'n Position)>> {
        let node = table.get(key)?;
        let items: Vec<&Node> = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push((text.as_str(), &item.place)),
                _ => {
                    self.expected(table, key, item);
                    return None;
                }
            }
        }
        Some(texts)
    }

    /// Complains that a required key is missing.
    pub fn require(&mut self, table: &Table<'_>, key: &str) -> bool {
        if table.get(key).is_some() {
            return true;
        }
        let label = format!("expected `{key}`: {}", table.field(key).holds.expected());
        self.complain(format!("`{}` has no `{key}`", table.path), label, &table.node.place, None);
        false
    }
}

impl<'a> Table<'a> {
    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.kind.fields.iter().any(|field| field.name == key), "no field {key} in {}", self.kind.name);
        self.node.entry(key)
    }

    /// What a key holds.
    pub fn field(&self, key: &str) -> &'static Field {
        self.kind.fields.iter().find(|field| field.name == key).expect("a field of the kind")
    }

    /// The path of a key.
    pub fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.into() } else { format!("{}.{key}", self.path) }
    }
}

impl Node {
    /// The value as it would be written.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Text(text) => text.clone(),
            Value::Number(number, _) => number.to_string(),
            Value::Truth(truth) => truth.to_string(),
            Value::Date(date) => date.clone(),
            Value::List(items) => format!("[{}]", items.iter().map(Node::shown).collect::<Vec<_>>().join(", ")),
            Value::Table(entries) => {
                let parts: Vec<String> =
                    entries.iter().map(|(key, _, node)| format!("{key} = {}", node.shown())).collect();
                format!("{{ {} }}", parts.join(", "))
            }
        }
    }
}

/// "a task", "an occupation".
pub(super) fn article(noun: &str) -> String {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {noun}") } else { format!("a {noun}") }
}

/// The keys of a kind of table for a message, or where they are listed if there are many.
fn keys_of(kind: &Kind) -> String {
    let names: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
    match kind.at.first() {
        Some(at) if names.len() > MOST_LISTED && !at.is_empty() => {
            format!("`sim explain {}` lists the keys of {}", at.replace(".NAME", ""), article(kind.name))
        }
        _ => format!("{} has {}", article(kind.name), names.join(", ")),
    }
}
