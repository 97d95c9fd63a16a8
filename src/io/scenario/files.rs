//! CSV files that a scenario names. A name is relative to the file it is written in.

use super::columns::NamedFile;
use super::csv_text::{Csv, Malformed, parse};
use super::node::{Node, Value};
use super::problem::{Position, SourceText};
use super::reader::Reader;
use crate::io::shipped;
use std::path::{Path, PathBuf};

impl Reader {
    /// Where a file is that is named at a place.
    pub fn file_named_at(&self, file: &str, place: &Position) -> PathBuf {
        self.folders.get(place.source).map_or(Path::new(""), PathBuf::as_path).join(file)
    }

    /// Reads a CSV file that is named by a text, or by a table with `file` and keys that name its columns.
    pub(super) fn named_file(&mut self, path: &str, node: &Node, keys: &[&str]) -> Option<NamedFile> {
        let shape = || {
            let named: Vec<String> = keys.iter().map(|key| format!("{key} = ...")).collect();
            format!(
                "expected the name of a CSV file such as \"a.csv\", or {{ file = \"a.csv\", {} }}",
                named.join(", ")
            )
        };
        let (file, place) = match (&node.value, node.entry("file")) {
            (Value::Text(file), _) => (file, &node.place),
            (_, Some(Node { value: Value::Text(file), place })) => (file, place),
            (Value::Table(_), _) => {
                self.complain(format!("`{path}` names no file"), shape(), &node.place, None);
                return None;
            }
            _ => {
                self.complain(format!("`{path}` is {}", node.kind()), shape(), &node.place, None);
                return None;
            }
        };
        let mut columns = Vec::new();
        for (key, key_place, value) in node.table().unwrap_or_default() {
            match &value.value {
                _ if key == "file" => {}
                _ if !keys.contains(&key.as_str()) => {
                    self.complain(format!("unknown key `{key}`"), shape(), key_place, None);
                    return None;
                }
                Value::Text(name) if key != "where" => columns.push((key.clone(), name.clone(), value.place.clone())),
                Value::Table(_) if key == "where" => {}
                _ => {
                    self.complain(format!("`{path}.{key}` is {}", value.kind()), shape(), &value.place, None);
                    return None;
                }
            }
        }
        let csv = self.open_csv(path, file, place)?;
        Some(NamedFile::new(file.clone(), place.clone(), columns, csv))
    }

    /// Reads a CSV file.
    pub(super) fn open_csv(&mut self, path: &str, file: &str, place: &Position) -> Option<Csv> {
        let full = self.file_named_at(file, place);
        let text = match shipped::text(&full) {
            Ok(text) => text,
            Err(error) => {
                let label = format!("`{path}` asks for it");
                self.complain(format!("cannot read {}: {error}", full.display()), label, place, None);
                return None;
            }
        };
        let csv = parse(&text);
        self.remember(&full, text);
        match csv {
            Ok(csv) => Some(csv),
            Err(Malformed { line, what, help }) => {
                self.complain(format!("{file}, row {line}: {what}"), "read from here", place, help);
                None
            }
        }
    }

    /// What a scenario was read from is part of its fingerprint.
    fn remember(&mut self, path: &Path, text: String) {
        let name = path.display().to_string();
        if !self.files.iter().any(|file| file.name == name) {
            self.files.push(SourceText { name, text });
        }
    }
}
