//! The raw scenario: a tree of values that know where they were written, merged from a file and what it extends, and
//! edited by `--set` and by arms before anything is read from it.

use super::merge::{Loss, excludes, merge};
use super::node::{Node, Value, convert, convert_table};
use super::problem::{Diagnostic, Position, Problems, SourceText};
use super::syntax::remedy;
use crate::io::shipped;
use crate::model::scenario::end_of_path;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// All sources read so far, and the merged tree.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub sources: Vec<SourceText>,
    pub root: Node,
    /// Folder of the file that was asked for.
    folder: PathBuf,
    /// So many sources are files, the first ones; the others are edits.
    pub(super) files: usize,
    /// What replaced values said and their replacements do not.
    pub(super) losses: Vec<Loss>,
    /// Values that an edit has put outside the range of what they replace.
    pub(super) outside: Vec<String>,
}

impl Document {
    /// Reads a file and everything it extends.
    pub fn read(path: &Path) -> Result<Document, Problems> {
        let (mut sources, mut losses) = (Vec::new(), Vec::new());
        let root = read_merged(path, &mut sources, &mut losses, &mut Vec::new(), None)?;
        Ok(Document::of(path, root, sources, losses))
    }

    /// Reads a text as if it stood in a file, and everything it extends.
    pub fn of_text(path: &Path, text: &str) -> Result<Document, Problems> {
        let (mut sources, mut losses) = (Vec::new(), Vec::new());
        let root = merged(path, text.into(), &mut sources, &mut losses, &mut Vec::new(), None)?;
        Ok(Document::of(path, root, sources, losses))
    }

    fn of(path: &Path, mut root: Node, sources: Vec<SourceText>, losses: Vec<Loss>) -> Document {
        place_ways(&mut root);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Document { files: sources.len(), sources, root, folder, losses, outside: Vec::new() }
    }

    /// By source: the folder that names of files in it are relative to. What is not a file has that of the file asked
    /// for.
    pub fn folders(&self) -> Vec<PathBuf> {
        let of_file = |source: &SourceText| Path::new(&source.name).parent().map(Path::to_path_buf);
        let (files, edits) = self.sources.split_at(self.files);
        let of_files = files.iter().map(|source| of_file(source).unwrap_or_default());
        of_files.chain(edits.iter().map(|_| self.folder.clone())).collect()
    }

    /// Adds a source that is not a file and parses `path = value` from it. Says in which arms it stands in place of
    /// what they set themselves.
    pub fn edit_from(&mut self, edit: &SourceText) -> Result<Vec<String>, Diagnostic> {
        let source = self.sources.len();
        self.sources.push(edit.clone());
        let argument = edit.text.as_str();
        let whole = Position { source, span: 0..argument.len() };
        let wrong = |title: &str, place: Position| Diagnostic {
            title: title.into(),
            label: "expected `path=value`, such as `run.seed=7`".into(),
            place: Some(place),
            help: None,
        };
        let Some(equals) = end_of_path(argument) else {
            return Err(wrong(&format!("no `=` in `{}`", edit.name), whole));
        };
        let path = argument[..equals].trim();
        let offset = equals + 1;
        let text = &argument[offset..];
        // A bare word is a text: `--set run.title=Test` need not be quoted twice.
        let parsed = toml::de::DeValue::parse(text.trim());
        let place = Position { source, span: offset..argument.len() };
        let node = match parsed {
            Ok(value) => {
                let lead = text.len() - text.trim_start().len();
                convert(value.get_ref(), value.span(), source, offset + lead)
            }
            Err(_) => Node { value: Value::Text(text.trim().into()), place },
        };
        let path_place = Position { source, span: 0..equals };
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
    pub fn line_of(&self, place: &Position) -> String {
        let source = &self.sources[place.source];
        let before = &source.text[..place.span.start.min(source.text.len())];
        format!("{}, line {}", source.name, before.matches('\n').count() + 1)
    }

    /// A place as messages name it: file and line, or the argument.
    pub fn origin_of(&self, place: &Position) -> String {
        if place.source < self.files { self.line_of(place) } else { format!("`{}`", self.sources[place.source].name) }
    }
}

/// Reads one file and merges it onto what it extends.
fn read_merged(
    path: &Path,
    sources: &mut Vec<SourceText>,
    losses: &mut Vec<Loss>,
    chain: &mut Vec<PathBuf>,
    asked_at: Option<Position>,
) -> Result<Node, Problems> {
    let text = match shipped::text(path) {
        Ok(text) => text,
        Err(error) => {
            let Some(place) = asked_at else {
                return Err(Problems::unreadable(path, &error.to_string(), shipped::meant_by(path)));
            };
            let title = format!("cannot read {}: {error}", path.display());
            let help = shipped::near(path).map(|name| format!("did you mean `{name}`?"));
            let expected = "expected a file beside this one, or the name of a scenario in `sim list`";
            let problem = Diagnostic { title, label: expected.into(), place: Some(place), help };
            return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
        }
    };
    merged(path, text, sources, losses, chain, asked_at)
}

/// Merges the text of one file onto what it extends.
fn merged(
    path: &Path,
    text: String,
    sources: &mut Vec<SourceText>,
    losses: &mut Vec<Loss>,
    chain: &mut Vec<PathBuf>,
    asked_at: Option<Position>,
) -> Result<Node, Problems> {
    let source = sources.len();
    sources.push(SourceText { name: path.display().to_string(), text: text.clone() });
    let identity = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if chain.contains(&identity) {
        let problem = Diagnostic {
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
            let problem = Diagnostic {
                title: "this is not valid TOML".into(),
                label: error.message().to_string(),
                help: remedy(&text, span.start),
                place: Some(Position { source, span }),
            };
            return Err(Problems { sources: std::mem::take(sources), list: vec![problem] });
        }
    };
    let root = convert_table(table.get_ref(), 0..0, source, 0);
    let merged = match root.entry("extends") {
        Some(Node { value: Value::Text(base), place }) => {
            let base = shipped::find_base(path.parent().unwrap_or(Path::new("")), base);
            let base = read_merged(&base, sources, losses, chain, Some(place.clone()))?;
            merge(base, root, sources, losses)
        }
        Some(other) => {
            let problem = Diagnostic {
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
