//! The raw scenario: a tree of values that know where they were written, merged from a file and what it extends, and
//! edited by `--set` and by arms before anything is read from it.

use super::problem::{Place, Problem, Problems, SourceText, did_you_mean};
use crate::io::shipped;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub value: Value,
    pub place: Place,
}

/// A raw value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64, bool),
    Truth(bool),
    Date(String),
    List(Vec<Node>),
    Table(Vec<(String, Place, Node)>),
}

impl Node {
    pub fn table(&self) -> Option<&[(String, Place, Node)]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn entry(&self, key: &str) -> Option<&Node> {
        self.table()?.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    pub fn table_mut(&mut self) -> Option<&mut Vec<(String, Place, Node)>> {
        match &mut self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn entry_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.table_mut()?.iter_mut().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Number(..) => "a number",
            Value::Truth(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// All sources read so far, and the merged tree.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub sources: Vec<SourceText>,
    pub root: Node,
    /// Folder of the file that was asked for.
    folder: PathBuf,
    /// So many sources are files, the first ones; the others are edits.
    files: usize,
}

/// Tables that hold named tables; below those names, values are replaced whole.
const NAMED: [&str; 11] =
    ["site", "link", "occupation", "product", "demand", "task", "technology", "policy", "arm", "period", "run"];

impl Document {
    /// Reads a file and everything it extends.
    pub fn read(path: &Path) -> Result<Document, Problems> {
        let mut sources = Vec::new();
        let mut root = read_merged(path, &mut sources, &mut Vec::new(), None)?;
        place_ways(&mut root);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Document { files: sources.len(), sources, root, folder })
    }

    /// By source: the folder that names of files in it are relative to. What is not a file has that of the file asked for.
    pub fn folders(&self) -> Vec<PathBuf> {
        let of_file = |source: &SourceText| Path::new(&source.name).parent().map(Path::to_path_buf);
        let (files, edits) = self.sources.split_at(self.files);
        let of_files = files.iter().map(|source| of_file(source).unwrap_or_default());
        of_files.chain(edits.iter().map(|_| self.folder.clone())).collect()
    }

    /// Adds a source that is not a file and parses `path = value` from it. Says in which arms it stands in place of what they
    /// set themselves.
    pub fn edit_from(&mut self, edit: &SourceText) -> Result<Vec<String>, Problem> {
        let source = self.sources.len();
        self.sources.push(edit.clone());
        let argument = edit.text.as_str();
        let whole = Place { source, span: 0..argument.len() };
        let wrong = |title: &str, place: Place| Problem {
            title: title.into(),
            label: "expected `path=value`, such as `run.seed=7`".into(),
            place: Some(place),
            help: None,
        };
        let Some(equals) = argument.find('=') else { return Err(wrong(&format!("no `=` in `{}`", edit.name), whole)) };
        let path = argument[..equals].trim();
        let offset = equals + 1;
        let text = &argument[offset..];
        // A bare word is a text: `--set run.title=Test` need not be quoted twice.
        let parsed = toml::de::DeValue::parse(text.trim());
        let place = Place { source, span: offset..argument.len() };
        let node = match parsed {
            Ok(value) => {
                let lead = text.len() - text.trim_start().len();
                convert(value.get_ref(), value.span(), source, offset + lead)
            }
            Err(_) => Node { value: Value::Text(text.trim().into()), place },
        };
        let path_place = Place { source, span: 0..equals };
        self.edit(path, &path_place, node.clone())?;
        self.override_arms(path, &path_place, &node)
    }

    /// Removes what a key of `[run]` stands in the place of.
    pub fn remove_excluded(&mut self, key: &str) {
        if let Some(entries) = self.root.entry_mut("run").and_then(Node::table_mut) {
            entries.retain(|(name, _, _)| !excludes(key, name));
        }
    }

    /// A place as file and line, for messages.
    pub fn line_of(&self, place: &Place) -> String {
        let source = &self.sources[place.source];
        let before = &source.text[..place.span.start.min(source.text.len())];
        format!("{}, line {}", source.name, before.matches('\n').count() + 1)
    }

    /// Replaces or adds the value at a dotted path whose tables exist.
    pub fn edit(&mut self, path: &str, path_place: &Place, node: Node) -> Result<(), Problem> {
        let keys: Vec<&str> = path.split('.').collect();
        let mut here = &mut self.root;
        for (depth, key) in keys[..keys.len() - 1].iter().enumerate() {
            let known: Vec<String> = here.table().into_iter().flatten().map(|(name, _, _)| name.clone()).collect();
            let so_far = keys[..=depth].join(".");
            let inside_value = depth >= depth_of_values(&keys);
            let Value::Table(entries) = &mut here.value else {
                return Err(no_such_path(path, &so_far, path_place, &[]));
            };
            if inside_value {
                // One key of a value is set: what the value rested on no longer holds.
                entries.retain(|(name, _, _)| !EVIDENCE.contains(&name.as_str()) || name == keys[depth]);
            }
            let Some(entry) = entries.iter_mut().find(|(name, _, _)| name == key) else {
                return Err(no_such_path(path, &so_far, path_place, &known));
            };
            here = &mut entry.2;
        }
        let last = keys[keys.len() - 1];
        // A plain value becomes a table when one of its keys is set, as in `task.note.way.typist.time.mean`.
        let Value::Table(entries) = &mut here.value else { return Err(no_such_path(path, path, path_place, &[])) };
        if keys.len() > depth_of_values(&keys) + 1 {
            entries.retain(|(name, _, _)| !EVIDENCE.contains(&name.as_str()));
        }
        let way = keys.len() == 4 && keys[0] == "task" && keys[2] == "way";
        let named_table = way || keys.len() == 2 && NAMED.contains(&keys[0]) && keys[0] != "run";
        let known: Vec<String> = entries.iter().map(|(name, _, _)| name.clone()).collect();
        match entries.iter_mut().find(|(name, _, _)| name == last) {
            Some(entry) => entry.2 = node,
            None if named_table => return Err(no_such_path(path, path, path_place, &known)),
            None => entries.push((last.into(), path_place.clone(), node)),
        }
        Ok(())
    }
}

/// A text as a TOML value, if it is one; without places.
pub(super) fn parse_value(text: &str) -> Option<Node> {
    DeValue::parse(text).ok().map(|value| convert(value.get_ref(), 0..text.len(), 0, 0))
}

/// Keys that say what a value rests on.
pub(super) const EVIDENCE: [&str; 6] = ["source", "low", "high", "range", "from", "note"];

/// How many leading keys of a path name tables: what follows is inside a value.
fn depth_of_values(keys: &[&str]) -> usize {
    match keys {
        ["task", _, "way", ..] => 5,
        ["site", _, "staff", ..] => 4,
        [first, ..] if NAMED.contains(first) => 3,
        _ => 1,
    }
}

fn no_such_path(path: &str, so_far: &str, place: &Place, known: &[String]) -> Problem {
    let last = so_far.rsplit('.').next().unwrap_or(so_far);
    Problem {
        title: format!("nothing is called `{so_far}`"),
        label: if path == so_far { "no such path".into() } else { format!("no such path: `{so_far}` is not there") },
        place: Some(place.clone()),
        help: did_you_mean(last, known.iter().map(String::as_str)),
    }
}

/// Reads one file and merges it onto what it extends.
fn read_merged(
    path: &Path,
    sources: &mut Vec<SourceText>,
    chain: &mut Vec<PathBuf>,
    asked_at: Option<Place>,
) -> Result<Node, Problems> {
    let text = match shipped::text(path) {
        Ok(text) => text,
        Err(error) => {
            let Some(place) = asked_at else {
                let why = match shipped::is_name(path) {
                    true => format!("{error}; `sim list` shows the scenarios that come with sim"),
                    false => error.to_string(),
                };
                return Err(Problems::unreadable(path, &why));
            };
            let title = format!("cannot read {}: {error}", path.display());
            let names: Vec<String> = shipped::list().into_iter().map(|shipped| shipped.name).collect();
            let near = path.file_stem().and_then(|stem| stem.to_str());
            let help = near.and_then(|near| did_you_mean(near, names.iter().map(String::as_str)));
            let expected = "expected a file beside this one, or the name of a scenario in `sim list`";
            let problem = Problem { title, label: expected.into(), place: Some(place), help };
            return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
        }
    };
    let source = sources.len();
    sources.push(SourceText { name: path.display().to_string(), text: text.clone() });
    let identity = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if chain.contains(&identity) {
        let problem = Problem {
            title: format!("{} extends itself", path.display()),
            label: "this closes the circle".into(),
            place: asked_at,
            help: None,
        };
        return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
    }
    chain.push(identity);
    let table = match DeTable::parse(&text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let problem = Problem {
                title: "this is not valid TOML".into(),
                label: error.message().to_string(),
                place: Some(Place { source, span }),
                help: None,
            };
            return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
        }
    };
    let root = convert_table(table.get_ref(), 0..0, source, 0);
    let merged = match root.entry("extends") {
        Some(Node { value: Value::Text(base), place }) => {
            let base = shipped::find_base(path.parent().unwrap_or(Path::new("")), base);
            let base = read_merged(&base, sources, chain, Some(place.clone()))?;
            merge(base, root, &mut Vec::new())
        }
        Some(other) => {
            let problem = Problem {
                title: format!("`extends` is {}", other.kind()),
                label: "expected the name of one file".into(),
                place: Some(other.place.clone()),
                help: None,
            };
            return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
        }
        None => root,
    };
    chain.pop();
    Ok(merged)
}

/// Tables that are named merge key by key; anything else is replaced.
fn merge(base: Node, over: Node, path: &mut Vec<String>) -> Node {
    let mergeable = matches!(
        path.iter().map(String::as_str).collect::<Vec<_>>()[..],
        [] | [_] | [_, _] | ["task", _, "way"] | ["task", _, "way", _] | ["site", _, "staff"]
    );
    let top = path.first().is_none_or(|first| NAMED.contains(&first.as_str()));
    match (base.value, over.value) {
        (Value::Table(mut entries), Value::Table(others)) if mergeable && top => {
            if path.first().is_some_and(|first| first == "run") {
                entries.retain(|(base, _, _)| !others.iter().any(|(name, _, _)| excludes(name, base)));
            }
            for (name, place, node) in others {
                path.push(name.clone());
                match entries.iter().position(|(other, _, _)| *other == name) {
                    Some(index) => {
                        let (_, _, old) = entries[index].clone();
                        entries[index] = (name, place, merge(old, node, path));
                    }
                    None => entries.push((name, place, node)),
                }
                path.pop();
            }
            Node { value: Value::Table(entries), place: over.place }
        }
        (_, value) => Node { value, place: over.place },
    }
}

/// Whether a key of `[run]` stands in the place of another: who asks for a number of replications no longer asks for a precision, and
/// the other way round.
fn excludes(key: &str, other: &str) -> bool {
    matches!((key, other), ("replications", "precision") | ("precision", "replications"))
}

/// Puts ways that say `before` where they say: ways are tried in this order.
fn place_ways(root: &mut Node) {
    let tasks = root.entry_mut("task").and_then(Node::table_mut).into_iter().flatten();
    for ways in tasks.filter_map(|(_, _, task)| task.entry_mut("way")?.table_mut()) {
        let wishes: Vec<(String, String)> = ways
            .iter()
            .filter_map(|(name, _, way)| match &way.entry("before")?.value {
                Value::Text(before) if before != name => Some((name.clone(), before.clone())),
                _ => None,
            })
            .collect();
        for (name, before) in wishes {
            let position = |wanted: &str| ways.iter().position(|(name, _, _)| name == wanted);
            if let (Some(from), Some(_)) = (position(&name), position(&before)) {
                let way = ways.remove(from);
                let to =
                    ways.iter().position(|(name, _, _)| *name == before).expect("just found, and not what was removed");
                ways.insert(to, way);
            }
        }
    }
}

fn convert_table(table: &DeTable<'_>, span: std::ops::Range<usize>, source: usize, offset: usize) -> Node {
    let entries = table
        .iter()
        .map(|(key, value)| {
            let key_span = key.span();
            let place = Place { source, span: key_span.start + offset..key_span.end + offset };
            (key.get_ref().to_string(), place, convert(value.get_ref(), value.span(), source, offset))
        })
        .collect();
    let place = Place { source, span: span.start + offset..span.end + offset };
    Node { value: Value::Table(entries), place }
}

fn convert(value: &DeValue<'_>, span: std::ops::Range<usize>, source: usize, offset: usize) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = i64::from_str_radix(number.as_str(), number.radix()).map(|number| number as f64);
            Value::Number(digits.unwrap_or(f64::INFINITY), true)
        }
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN), false),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| convert(item.get_ref(), item.span(), source, offset)).collect())
        }
        DeValue::Table(table) => return convert_table(table, span, source, offset),
    };
    Node { value, place: Place { source, span: span.start + offset..span.end + offset } }
}
