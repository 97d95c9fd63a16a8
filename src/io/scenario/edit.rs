//! Edits of a document by `path = value`, from an arm's or a policy's `set`, `--set` and `--vary`; and what is said
//! about what they replace.

use super::document::Document;
use super::evidence::number_of;
use super::fields::{is_basis, is_evidence};
use super::merge::{Loss, NAMED, depth_of_values};
use super::node::{Node, Value};
use super::problem::{Diagnostic, Position};
use crate::experiment::did_you_mean;
use crate::model::scenario::{key, keys};

impl Document {
    /// Replaces or adds the value at a path whose tables exist.
    pub fn edit(&mut self, path: &str, path_place: &Position, node: Node) -> Result<(), Diagnostic> {
        let Some(keys) = keys(path) else {
            return Err(Diagnostic {
                title: format!("`{path}` is no path"),
                label: "expected names with dots between them, such as site.clinic.staff.clerk".into(),
                place: Some(path_place.clone()),
                help: Some("a name with dots or quotes in it stands in quotes: site.\"north.west\".staff.clerk".into()),
            });
        };
        let depth_of_value = depth_of_values(&keys);
        let ranges = ranges_on(&self.root, &keys, depth_of_value);
        let mut here = &mut self.root;
        for (depth, name) in keys[..keys.len() - 1].iter().enumerate() {
            let known: Vec<String> = here.table().into_iter().flatten().map(|(name, _, _)| name.clone()).collect();
            let Value::Table(entries) = &mut here.value else {
                return Err(no_such_path(path, &keys[..=depth], path_place, &[]));
            };
            if depth >= depth_of_value {
                drop_evidence(entries, name);
            }
            let Some(entry) = entries.iter_mut().find(|(other, _, _)| other == name) else {
                return Err(no_such_path(path, &keys[..=depth], path_place, &known));
            };
            here = &mut entry.2;
        }
        let last = &keys[keys.len() - 1];
        let Value::Table(entries) = &mut here.value else {
            return Err(no_such_path(path, &keys, path_place, &[]));
        };
        if keys.len() > depth_of_value {
            drop_evidence(entries, last);
        }
        let way = keys.len() == 4 && keys[0] == "task" && keys[2] == "way";
        let named_table = way || keys.len() == 2 && (NAMED.contains(&keys[0].as_str()) || keys[0] == "period");
        let known: Vec<String> = entries.iter().map(|(name, _, _)| name.clone()).collect();
        match entries.iter_mut().find(|(name, _, _)| name == last) {
            Some(entry) => {
                let loss = Loss::of(&keys, &entry.2.value, &node);
                // The argument or the `set` that does it, not a place in it.
                self.losses.extend(loss.map(|loss| Loss { by: path_place.clone(), ..loss }));
                entry.2 = node;
            }
            None if named_table => return Err(no_such_path(path, &keys, path_place, &known)),
            None => entries.push((last.clone(), path_place.clone(), node)),
        }
        for range in ranges {
            self.outside.extend(range.left_by(self, &keys, path_place));
        }
        Ok(())
    }

    /// What the file has from what it extends though it says what the file itself is about.
    pub fn inherited(&self) -> Option<String> {
        let from = |key: &&str| self.root.entry(key).is_some_and(|node| (1..self.files).contains(&node.place.source));
        let inherited: Vec<&str> = ["title", "question", "note", "expectation"].into_iter().filter(from).collect();
        let place = &self.root.entry(inherited.first()?)?.place;
        let names: Vec<String> = inherited.iter().map(|key| format!("`{key}`")).collect();
        let (verb, source) = (if names.len() == 1 { "is" } else { "are" }, &self.sources[place.source].name);
        let help = "state your own if this scenario is about something else";
        Some(format!("{} {verb} inherited from {source} ({help})", names.join(", ")))
    }

    /// States a text at the top, unless it is stated.
    pub fn state(&mut self, key: &str, text: Option<&str>) {
        let stated = self.root.entry(key).is_some();
        if let (false, Some(entries), Some(text)) = (stated, self.root.table_mut(), text) {
            entries.push((
                key.into(),
                Position::default(),
                Node { value: Value::Text(text.into()), place: Position::default() },
            ));
        }
    }

    /// What should be said about what edits and files have replaced.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = self.losses.iter().filter_map(|loss| self.remark(loss)).collect();
        remarks.extend(self.outside.iter().cloned());
        remarks
    }

    /// The remark on a loss; none if something has stated all of it again.
    fn remark(&self, loss: &Loss) -> Option<String> {
        let now = at(&self.root, &loss.path)?;
        let lost: Vec<String> = loss
            .keys
            .iter()
            .filter(|(key, _, _)| now.entry(key).is_none())
            .map(|lost| {
                let (key, value, place) = lost;
                format!("`{key} = {value}` ({})", self.origin_of(place))
            })
            .collect();
        let path = shown(&loss.path);
        let help = match loss.by.source < self.files {
            true => format!("repeat it there if it is meant to stay, or name single keys in a table [{path}]"),
            false => format!("repeat it there if it is meant to stay, or set single keys, such as {path}.KEY=VALUE"),
        };
        (!lost.is_empty()).then(|| {
            let (by, hold) = (self.origin_of(&loss.by), if lost.len() == 1 { "holds" } else { "hold" });
            format!("{path}: {by} replaces the whole value, so {} no longer {hold} ({help})", lost.join(", "))
        })
    }
}

/// A range that a document states for a value.
struct Range {
    path: Vec<String>,
    low: Node,
    high: Node,
    kind: String,
}

/// The ranges of a value on the way to a path in it, and of what stands there.
fn ranges_on(root: &Node, keys: &[String], depth: usize) -> Vec<Range> {
    let prefixes = (depth.min(keys.len())..=keys.len()).map(|end| &keys[..end]);
    let range = |path: &[String]| {
        let node = at(root, path)?;
        let kind = node.entry("range").map_or(String::new(), Node::shown);
        Some(Range { path: path.to_vec(), low: node.entry("low")?.clone(), high: node.entry("high")?.clone(), kind })
    };
    prefixes.filter_map(range).collect()
}

impl Range {
    /// What to say if the value no longer lies in its range.
    fn left_by(&self, document: &Document, keys: &[String], by: &Position) -> Option<String> {
        let node = at(&document.root, &self.path)?;
        if node.entry("low").is_some() || keys.last().is_some_and(|key| is_evidence(key)) {
            return None; // It has a range of its own, which is checked where it is read.
        }
        let value = MAIN.iter().find_map(|key| node.entry(key)).unwrap_or(node);
        let (number, low, high) = (number_of(value)?, number_of(&self.low)?, number_of(&self.high)?);
        (number < low || number > high).then(|| {
            format!(
                "{}: {} ({}) is outside the range {} to {} ({}) that {} states",
                shown(&self.path),
                value.shown(),
                document.origin_of(by),
                self.low.shown(),
                self.high.shown(),
                self.kind,
                document.origin_of(&self.low.place),
            )
        })
    }
}

/// The number that the range of a table is about: the first of these.
const MAIN: [&str; 9] = ["value", "mean", "median", "mode", "depth", "introduced", "up_to", "hours_saved", "start"];

/// One key of a value is set: what the value rested on no longer holds, unless the key says what it rests on.
pub(super) fn drop_evidence(entries: &mut Vec<(String, Position, Node)>, set: &str) {
    if !is_evidence(set) {
        entries.retain(|(name, _, _)| !is_basis(name));
    }
}

/// What stands at a path.
fn at<'n>(root: &'n Node, path: &[String]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, key| node.entry(key))
}

fn shown(path: &[String]) -> String {
    path.iter().map(|name| key(name)).collect::<Vec<_>>().join(".")
}

fn no_such_path(path: &str, so_far: &[String], place: &Position, known: &[String]) -> Diagnostic {
    let last = so_far.last().map_or("", String::as_str);
    let with_dots = known.iter().find(|name| name.strip_prefix(last).is_some_and(|rest| rest.starts_with('.')));
    let quoted = with_dots.map(|name| {
        let path = shown(&[&so_far[..so_far.len() - 1], std::slice::from_ref(name)].concat());
        format!("a name with dots stands in quotes: {path}")
    });
    let so_far = shown(so_far);
    Diagnostic {
        title: format!("unknown path `{path}`"),
        label: format!("there is no `{so_far}`"),
        place: Some(place.clone()),
        help: quoted.or_else(|| did_you_mean(last, known.iter().map(String::as_str))),
    }
}
