//! A file is merged onto what it extends, by one rule:
//!
//! - tables with names (`[task.note]`, `[task.note.way.typist]`) and `staff` merge key by key;
//! - a value written in braces, or plain, stands in place of the whole inherited value;
//! - a value written as a table of its own (`[policy.dismiss_half.action]`) or with dotted keys (`action.share = 0.25`)
//!   sets the keys that it names, as `--set` does: what the inherited number rested on is then dropped;
//! - `[expectation]` and `[sweep]` are one statement each, and are replaced whole.
//!
//! What a replaced value said and its replacement does not is kept as a [`Loss`], for `sim check` to list.

use super::fields::{is_basis, is_evidence};
use super::node::{Node, Value};
use super::problem::{Position, SourceText};

/// Tables that hold named tables.
pub(super) const NAMED: [&str; 9] =
    ["site", "link", "occupation", "product", "demand", "task", "technology", "policy", "arm"];

/// How many leading keys of a path lead to a value; what follows is inside that value.
pub(super) fn depth_of_values<K: AsRef<str>>(keys: &[K]) -> usize {
    match keys.iter().map(K::as_ref).collect::<Vec<&str>>()[..] {
        ["task", _, "way", ..] => 5,
        ["site", _, "staff", ..] => 4,
        ["run" | "period", ..] => 2,
        [first, ..] if NAMED.contains(&first) => 3,
        _ => 1,
    }
}

/// Keys that a value said and what stands in its place does not.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Loss {
    /// Path of the value.
    pub path: Vec<String>,
    /// Key, value as written, and where it was.
    pub keys: Vec<(String, String, Position)>,
    /// Where the value is that stands in its place.
    pub by: Position,
}

/// Merges a file onto its base.
pub(super) fn merge(base: Node, over: Node, sources: &[SourceText], losses: &mut Vec<Loss>) -> Node {
    Merger { sources, losses, path: Vec::new() }.merge(base, over)
}

struct Merger<'a> {
    sources: &'a [SourceText],
    losses: &'a mut Vec<Loss>,
    path: Vec<String>,
}

impl Merger<'_> {
    fn merge(&mut self, base: Node, over: Node) -> Node {
        let depth = self.path.len();
        // Above its values a document has tables of tables.
        let names_tables = depth < depth_of_values(&self.path);
        let sets_keys = !names_tables && depth > 1 && self.stands_alone(&over.place);
        match (base.value, over.value) {
            (Value::Table(mut entries), Value::Table(others)) if names_tables || sets_keys => {
                if self.path == ["run"] {
                    entries.retain(|(base, _, _)| !others.iter().any(|(name, _, _)| excludes(name, base)));
                }
                if sets_keys && others.iter().any(|(name, _, _)| !is_evidence(name)) {
                    entries.retain(|(name, _, _)| !is_basis(name));
                }
                for (name, place, node) in others {
                    self.path.push(name.clone());
                    match entries.iter().position(|(other, _, _)| *other == name) {
                        Some(index) => {
                            let (_, _, old) = entries[index].clone();
                            entries[index] = (name, place, self.merge(old, node));
                        }
                        None => entries.push((name, place, node)),
                    }
                    self.path.pop();
                }
                Node { value: Value::Table(entries), place: over.place }
            }
            (base, value) => {
                let over = Node { value, place: over.place };
                if depth > 1 {
                    self.losses.extend(Loss::of(&self.path, &base, &over));
                }
                over
            }
        }
    }

    /// Whether a table is written under a header or with dotted keys, not in braces.
    fn stands_alone(&self, place: &Position) -> bool {
        let text = self.sources.get(place.source).map_or("", |source| source.text.as_str());
        text.as_bytes().get(place.span.start) != Some(&b'{')
    }
}

/// Whether a key of `[run]` stands in the place of another: who asks for a number of replications no longer asks for a
/// precision, and the other way round.
pub(super) fn excludes(key: &str, other: &str) -> bool {
    matches!((key, other), ("replications", "precision") | ("precision", "replications"))
}

/// Keys of which one says what another one says, too.
const ALTERNATIVES: [&[&str]; 5] = [
    &["per_week", "per_day", "per_hour"],
    &["share", "heads"],
    &["every", "size", "children", "copies_of"],
    &["relative", "absolute"],
    &["by_year", "series", "value"],
];
/// What an action does: with another one the rest has another meaning.
const ACTIONS: [&str; 6] = ["dismiss", "hire", "retrain", "replace", "staff_to", "set"];
/// Ways to state a distribution, by the key that each needs.
const SHAPES: [&str; 4] = ["mean", "median", "mode", "samples"];
/// Keys that say how a distribution spreads.
const SPREAD: [&str; 7] = ["cv", "dist", "p90", "min", "mode", "max", "samples"];
/// Tables whose entries sum to one, or are named by what they are about: each is a statement of its own.
const WHOLE: [&str; 4] = ["activity", "kinds", "to", "by_year"];

impl Loss {
    /// What a value said and another one in its place does not; none if that is nothing.
    pub fn of(path: &[String], before: &Value, after: &Node) -> Option<Loss> {
        let Value::Table(before) = before else { return None };
        let has = |key: &str| before.iter().any(|(name, _, _)| name == key);
        let states = |key: &str| after.entry(key).is_some();
        let shape = SHAPES.into_iter().find(|key| has(key));
        let is_lost = |key: &str| {
            if is_evidence(key) || states(key) {
                return false;
            }
            if shape.is_some() {
                // Of another distribution the spread is stated in another way; a constant has none.
                return SPREAD.contains(&key) && !SPREAD.iter().any(|key| states(key));
            }
            let otherwise = |keys: &[&str]| keys.contains(&key) && keys.iter().any(|key| states(key));
            after.table().is_some() && !ALTERNATIVES.iter().any(|keys| otherwise(keys))
        };
        let another_action = ACTIONS.iter().any(|key| has(key) && !states(key));
        if another_action || path.last().is_some_and(|key| WHOLE.contains(&key.as_str())) {
            return None;
        }
        let lost = before.iter().filter(|(key, _, _)| is_lost(key));
        let keys: Vec<_> = lost.map(|(key, place, node)| (key.clone(), node.shown(), place.clone())).collect();
        (!keys.is_empty()).then(|| Loss { path: path.to_vec(), keys, by: after.place.clone() })
    }
}
