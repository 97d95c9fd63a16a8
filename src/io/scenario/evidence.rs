//! What a number rests on: its source, its range, or nothing.

use super::derived::{admits_assumption, is_made_of};
use super::fields::{EVIDENCE, Field, Holds, RANGES};
use super::node::{Node, Value};
use super::problem::{Position, SourceText};
use super::reader::{Cites, Reader, Reference, Table};
use super::values::{Length, length, percent};
use crate::experiment::did_you_mean;
use crate::io::shipped;
use crate::model::scenario::{Provenance, Quoted};
use std::collections::BTreeMap;

impl Reader {
    /// The bibliography: one table per source, with at least `citation` and `kind`.
    pub(super) fn read_bibliography(&mut self, top: &Table<'_>) {
        let Some(file) = self.text(top, "evidence") else { return };
        let place = top.get("evidence").map(|node| node.place.clone()).unwrap_or_default();
        let path = self.file_named_at(file, &place);
        let read = shipped::text(&path).map_err(|error| error.to_string()).and_then(|text| {
            let table = text.parse().map_err(|error: toml::de::Error| error.message().to_string())?;
            Ok((text, table))
        });
        let table: toml::Table = match read {
            Ok((text, table)) => {
                self.files.push(SourceText { name: path.display().to_string(), text });
                table
            }
            Err(error) => {
                self.complain(format!("cannot read {}: {error}", path.display()), "the bibliography", &place, None);
                return;
            }
        };
        let mut bibliography = BTreeMap::new();
        for (key, entry) in &table {
            let text = |field: &str| entry.get(field).and_then(toml::Value::as_str);
            if text("citation").is_none() {
                let title = format!("{}: `{key}` has no `citation`", path.display());
                self.complain(title, "the bibliography", &place, None);
            }
            let validation = match text("kind") {
                Some("validation") => true,
                Some("calibration") => false,
                _ => {
                    let title = format!("{}: `{key}` has no `kind`", path.display());
                    let help = "kind is calibration or validation".to_string();
                    self.complain(title, "the bibliography", &place, Some(help));
                    false
                }
            };
            let doi = text("doi").filter(|doi| !doi.is_empty()).map_or(String::new(), |doi| format!(", doi:{doi}"));
            let citation = text("citation").map_or(String::new(), |citation| format!("{citation}{doi}"));
            bibliography.insert(key.clone(), Reference { validation, citation });
        }
        self.bibliography = Some(bibliography);
    }

    /// The numbers read so far, with the works they cite.
    pub(super) fn provenance(&mut self) -> Provenance {
        let numbers = std::mem::take(&mut self.numbers);
        let cited = |key: &String| numbers.iter().any(|number: &Quoted| number.source.as_ref() == Some(key));
        let bibliography = self.bibliography.iter().flatten().filter(|(key, _)| cited(key));
        let citations = bibliography.map(|(key, reference)| (key.clone(), reference.citation.clone())).collect();
        Provenance { numbers, idle: Vec::new(), citations }
    }

    /// Records an input with its evidence, and checks that. `shown` is the number itself.
    pub fn record(&mut self, path: &str, node: &Node, shown: &Node) {
        self.record_citing(path, node, shown, Cites::Inputs);
    }

    /// The same of a number that may cite other sources.
    pub fn record_citing(&mut self, path: &str, node: &Node, shown: &Node, cites: Cites) {
        let is_text = |field: &&Field| matches!(field.holds, Holds::Text | Holds::Word(_)) && field.name != "unit";
        for key in EVIDENCE.fields.iter().filter(is_text).map(|field| field.name) {
            if let Some(entry) = node.entry(key).filter(|entry| !matches!(entry.value, Value::Text(_))) {
                let title = format!("`{key}` of `{path}` is {}", entry.kind());
                self.complain(title, "expected a text", &entry.place, None);
            }
        }
        let text = |key: &str| match node.entry(key).map(|entry| &entry.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let source = text("source");
        if let (Some(key), Some(entry)) = (&source, node.entry("source")) {
            self.check_source(key, &entry.place, cites);
        }
        self.check_unit(path, node, shown);
        let number = |key: &str| node.entry(key).and_then(number_of);
        let range = match (number("low"), number("high"), text("range")) {
            (Some(low), Some(high), Some(kind)) => {
                if low > high {
                    let place = &node.entry("low").expect("just read").place;
                    self.complain(format!("`{path}`: `low` is above `high`"), "this is above `high`", place, None);
                }
                let outside = low <= high && number_of(shown).is_some_and(|given| given < low || given > high);
                // What somebody tries from outside may lie there; what a file says contradicts itself.
                let edited = ["low", "high"].iter().filter_map(|key| node.entry(key)).chain([shown]);
                if outside && edited.into_iter().any(|node| node.place.source >= self.edits_from) {
                    let of_range = |key: &str| node.entry(key).map_or(String::new(), Node::shown);
                    let (low, high) = (of_range("low"), of_range("high"));
                    let value = shown.shown();
                    self.remarks.push(format!("{path}: {value} is outside its range {low} to {high} ({kind})"));
                } else if outside {
                    let place = &node.entry("low").expect("just read").place;
                    let help = "`low` and `high` say how far the truth may be from the value".to_string();
                    self.complain(
                        format!("`{path}`: the value {} is outside its range", shown.shown()),
                        "the range is from here",
                        place,
                        Some(help),
                    );
                }
                if !RANGES.contains(&kind.as_str()) {
                    let place = &node.entry("range").expect("just read").place;
                    let help = did_you_mean(&kind, RANGES.iter().copied());
                    self.complain(
                        format!("unknown range `{kind}`"),
                        format!("expected one of {}", RANGES.join(", ")),
                        place,
                        help,
                    );
                }
                Some((low, high, kind))
            }
            (None, None, None) => None,
            _ => {
                let title = format!("`{path}` has an incomplete range");
                let place = ["low", "high", "range"]
                    .iter()
                    .find_map(|key| node.entry(key))
                    .map_or(&node.place, |entry| &entry.place);
                self.complain(
                    title,
                    "`low`, `high` and `range` go together",
                    place,
                    Some("range says what low and high mean: ci95, iqr, sd, studies, population or judgement".into()),
                );
                None
            }
        };
        let value = shown.shown();
        let (from, fixed) = (text("from"), text("fixed"));
        let made_of_cited = from.iter().chain(text("note").iter()).all(|text| !admits_assumption(text))
            && from.as_deref().is_none_or(|from| self.rests_on_sources(from));
        let cited = source.is_some() && made_of_cited;
        let quoted = Quoted { path: path.into(), value, source, cited, from, range, fixed };
        if !self.numbers.iter().any(|other| other.path == quoted.path && other.value == quoted.value) {
            self.numbers.push(quoted);
        }
    }

    /// Whether every number in a conversion is the source's own, a constant of units, or has its own source.
    fn rests_on_sources(&self, from: &str) -> bool {
        let is_source = |key: &str| {
            self.bibliography.as_ref().and_then(|known| known.get(key)).is_some_and(|reference| !reference.validation)
        };
        is_made_of(from, &is_source)
    }

    fn check_source(&mut self, key: &str, place: &Position, cites: Cites) {
        let Some(bibliography) = &self.bibliography else {
            let help = "name a bibliography at the top: evidence = \"evidence.toml\"".to_string();
            self.complain(format!("source `{key}` without a bibliography"), "cited here", place, Some(help));
            return;
        };
        match bibliography.get(key) {
            None => {
                let help = did_you_mean(key, bibliography.keys().map(String::as_str));
                self.complain(format!("unknown source `{key}`"), "not in the bibliography", place, help);
            }
            Some(reference) if reference.validation && cites == Cites::Inputs => {
                let help = "it is an outcome to compare with; only `expects` may cite it".to_string();
                self.complain(format!("source `{key}` is for validation"), "not an input", place, Some(help));
            }
            Some(_) => {}
        }
    }
}

/// A plain number, or a length of time in ms.
pub(super) fn number_of(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number, _) => Some(*number),
        Value::Text(text) => match length(text) {
            Ok(Length::Exact(span)) => Some(span.ms()),
            _ => percent(text),
        },
        _ => None,
    }
}
