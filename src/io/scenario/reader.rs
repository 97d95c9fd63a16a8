//! Reading typed values from raw tables, collecting every mistake on the way.

use super::document::{EVIDENCE, Node, Value};
use super::fields::{Field, Holds, Kind, LATER};
use super::problem::{Place, Problem, did_you_mean};
use super::values::{Length, length};
use crate::engine::{Dist, DistError};
use crate::model::scenario::Quoted;
use crate::units::Span;
use std::collections::BTreeMap;
use std::path::Path;

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
}

/// Collects mistakes and numbers.
pub(super) struct Reader<'a> {
    pub problems: Vec<Problem>,
    pub numbers: Vec<Quoted>,
    pub bibliography: Option<BTreeMap<String, Reference>>,
    pub folder: &'a Path,
    /// Numbers read now rest on the evidence of the table they stand in, which is recorded for them.
    pub quiet: bool,
}

impl<'a> Reader<'a> {
    /// Notes a mistake at a place.
    pub fn complain(
        &mut self,
        title: impl Into<String>,
        label: impl Into<String>,
        place: &Place,
        help: Option<String>,
    ) {
        let problem = Problem { title: title.into(), label: label.into(), place: Some(place.clone()), help };
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
        let extra = ["unit", "fixed"];
        for (key, place, _) in entries {
            let known = kind.fields.iter().any(|field| field.name == key);
            let evidence =
                kind.name != "scenario" && (EVIDENCE.contains(&key.as_str()) || extra.contains(&key.as_str()));
            if known || evidence {
                continue;
            }
            if LATER.contains(&key.as_str()) {
                let title = format!("`{key}` is not supported yet");
                self.complain(title, "this version does not know it", place, Some("remove it".into()));
                continue;
            }
            let help = did_you_mean(key, kind.fields.iter().map(|field| field.name)).or_else(|| {
                let names: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
                Some(format!("{} has {}", article(kind.name), names.join(", ")))
            });
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
    fn unwrap_quoted<'n>(
        &mut self,
        path: &str,
        node: &'n Node,
        wants: &str,
        allow_validation: bool,
    ) -> Option<&'n Node> {
        let Some(entries) = node.table() else {
            if !self.quiet {
                self.record(path, node, node, allow_validation);
            }
            return Some(node);
        };
        match node.entry("value") {
            Some(value) => {
                for (key, place, _) in entries {
                    let known = ["value", "unit", "fixed"].contains(&key.as_str()) || EVIDENCE.contains(&key.as_str());
                    if !known {
                        self.complain(format!("unknown key `{key}`"), "no such key in a value", place, None);
                    }
                }
                self.record(path, node, value, allow_validation);
                Some(value)
            }
            None => {
                self.complain(format!("`{path}` has no `value`"), format!("expected {wants}"), &node.place, None);
                None
            }
        }
    }

    /// Records a number with its evidence, and checks that.
    pub fn record(&mut self, path: &str, node: &Node, shown: &Node, allow_validation: bool) {
        let text = |key: &str| match node.entry(key).map(|entry| &entry.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let source = text("source");
        if let (Some(key), Some(entry)) = (&source, node.entry("source")) {
            self.check_source(key, &entry.place, allow_validation);
        }
        let number = |key: &str| node.entry(key).and_then(number_of);
        let range = match (number("low"), number("high"), text("range")) {
            (Some(low), Some(high), Some(kind)) => {
                if low > high {
                    let place = &node.entry("low").expect("just read").place;
                    self.complain(format!("`{path}`: `low` is above `high`"), "this is above `high`", place, None);
                }
                if low <= high && number_of(shown).is_some_and(|given| given < low || given > high) {
                    let place = &node.entry("low").expect("just read").place;
                    let help = "`low` and `high` say how far the truth may be from the value".to_string();
                    self.complain(
                        format!("`{path}`: the value {} is outside its range", shown.shown()),
                        "the range is from here",
                        place,
                        Some(help),
                    );
                }
                const RANGES: [&str; 6] = ["ci95", "iqr", "sd", "studies", "population", "judgement"];
                if !RANGES.contains(&kind.as_str()) {
                    let place = &node.entry("range").expect("just read").place;
                    let help = did_you_mean(&kind, RANGES);
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
        let quoted = Quoted { path: path.into(), value, source, from: text("from"), range, fixed: text("fixed") };
        if !self.numbers.iter().any(|other| other.path == quoted.path && other.value == quoted.value) {
            self.numbers.push(quoted);
        }
    }

    fn check_source(&mut self, key: &str, place: &Place, allow_validation: bool) {
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
            Some(reference) if reference.validation && !allow_validation => {
                let help = "it is an outcome to compare with; only `expects` may cite it".to_string();
                self.complain(format!("source `{key}` is for validation"), "not an input", place, Some(help));
            }
            Some(_) => {}
        }
    }

    /// A number that rests on the evidence of its table.
    pub fn part_of_value(&mut self, table: &Table<'_>, key: &str) -> Option<f64> {
        self.quiet = true;
        let number = self.number(table, key);
        self.quiet = false;
        number
    }

    /// A length of time that rests on the evidence of its table.
    pub fn span_of_value(&mut self, table: &Table<'_>, key: &str) -> Option<Span> {
        self.quiet = true;
        let span = self.span(table, key);
        self.quiet = false;
        span
    }

    /// A number within its field's range.
    pub fn number(&mut self, table: &Table<'_>, key: &str) -> Option<f64> {
        let node = table.get(key)?;
        self.number_at(table, key, node, &table.below(key))
    }

    /// A number that follows a field's range, at another node.
    pub fn number_at(&mut self, table: &Table<'_>, key: &str, node: &Node, path: &str) -> Option<f64> {
        let holds = table.field(key).holds;
        let (low, high, whole) = match holds {
            Holds::Number(low, high, _) => (low, high, false),
            Holds::Whole(low, high) => (low, high, true),
            _ => (0.0, 1.0, false),
        };
        let allow_validation = table.kind.name == "expectation";
        let value = self.unwrap_quoted(path, node, &holds.expected(), allow_validation)?;
        let Value::Number(number, is_whole) = value.value else {
            let label = format!("expected {}", holds.expected());
            self.complain(format!("`{path}` is {}", value.kind()), label, &value.place, None);
            return None;
        };
        if !number.is_finite() || !(low..=high).contains(&number) || whole && !is_whole {
            let label = format!("expected {}", holds.expected());
            self.complain(format!("`{path}` is out of range"), label, &value.place, None);
            return None;
        }
        Some(number)
    }

    /// A length of time, exact or of months.
    pub fn length(&mut self, table: &Table<'_>, key: &str) -> Option<Length> {
        let node = table.get(key)?;
        let value = self.unwrap_quoted(&table.below(key), node, &table.field(key).holds.expected(), false)?;
        self.length_at(&table.below(key), value, table.field(key).holds != Holds::Duration)
    }

    /// A length of time at a node.
    pub fn length_at(&mut self, path: &str, value: &Node, zero: bool) -> Option<Length> {
        match &value.value {
            Value::Text(text) => match length(text) {
                Ok(Length::Exact(Span::ZERO)) if !zero => {
                    self.complain(
                        format!("`{path}` must be above zero"),
                        "zero means nothing here",
                        &value.place,
                        None,
                    );
                    None
                }
                Ok(length) => Some(length),
                Err(expected) => {
                    self.complain(
                        format!("`{path}` is not a length of time"),
                        format!("expected {expected}"),
                        &value.place,
                        None,
                    );
                    None
                }
            },
            Value::Number(number, _) => {
                let help = format!("write the unit: \"{number} min\", \"{number} h\" or \"{number} days\"");
                self.complain(
                    format!("`{path}` has no unit"),
                    "a length of time needs a unit",
                    &value.place,
                    Some(help),
                );
                None
            }
            _ => {
                let label = format!("expected {}", Holds::Duration.expected());
                self.complain(format!("`{path}` is {}", value.kind()), label, &value.place, None);
                None
            }
        }
    }

    /// An exact length of time.
    pub fn span(&mut self, table: &Table<'_>, key: &str) -> Option<Span> {
        match self.length(table, key)? {
            Length::Exact(span) => Some(span),
            Length::Months(_) => {
                let place = table.get(key)?.place.clone();
                let label = "expected s, min, h, days or weeks: months and years differ in length";
                self.complain(format!("`{}` must be exact", table.below(key)), label, &place, None);
                None
            }
        }
    }

    /// A distribution of times, in ms.
    pub fn times(&mut self, table: &Table<'_>, key: &str) -> Option<Dist> {
        let node = table.get(key)?;
        let path = table.below(key);
        self.dist_at(&path, node, true)
    }

    /// A distribution at a node: of times (in ms) or of plain numbers.
    pub fn dist_at(&mut self, path: &str, node: &Node, of_times: bool) -> Option<Dist> {
        let Some(entries) = node.table() else {
            self.record(path, node, node, false);
            return self.quantity(path, node, of_times).map(Dist::Constant);
        };
        let known = ["value", "mean", "cv", "median", "p90", "min", "mode", "max", "dist", "samples", "unit", "fixed"];
        for (key, place, _) in entries {
            if !known.contains(&key.as_str()) && !EVIDENCE.contains(&key.as_str()) {
                let help = did_you_mean(key, known);
                self.complain(format!("unknown key `{key}`"), "no such key in a distribution", place, help);
                return None;
            }
        }
        let shown =
            ["value", "mean", "median", "mode", "samples"].iter().find_map(|key| node.entry(key)).unwrap_or(node);
        self.record(path, node, shown, false);
        const SHAPES: [&[&str]; 5] =
            [&["value"], &["samples"], &["median", "p90"], &["min", "mode", "max"], &["mean", "cv", "dist"]];
        let given: Vec<_> = SHAPES.iter().filter(|keys| keys.iter().any(|key| node.entry(key).is_some())).collect();
        if let [_, second, ..] = given[..] {
            let place = second.iter().find_map(|key| node.entry(key)).map_or(&node.place, |node| &node.place);
            let label = "this belongs to another way of saying it";
            self.complain(format!("`{path}` is said in more than one way"), label, place, Some(SHAPES_OF.into()));
            return None;
        }
        let has = |key: &str| node.entry(key).is_some();
        let (shape, dist) = match () {
            () if has("value") => {
                return self.quantity(path, node.entry("value")?, of_times).map(Dist::Constant);
            }
            () if has("samples") => return self.samples(path, node.entry("samples")?, of_times),
            () if has("median") => {
                let median = self.quantity(path, node.entry("median")?, of_times)?;
                let p90 = self.part(path, node, "p90", of_times)?;
                ("median", Dist::lognormal_by_percentiles(median, p90))
            }
            () if has("mode") || has("min") => {
                let [min, mode, max] = ["min", "mode", "max"].map(|key| self.part(path, node, key, of_times));
                ("mode", Dist::triangular(min?, mode?, max?))
            }
            () => {
                let mean = self.part(path, node, "mean", of_times)?;
                let cv = match node.entry("cv").map(|cv| (&cv.value, &cv.place)) {
                    None => None,
                    Some((Value::Number(cv, _), _)) => Some(*cv),
                    Some((_, place)) => {
                        let place = place.clone();
                        self.complain(format!("`{path}.cv` is not a number"), "expected a number", &place, None);
                        return None;
                    }
                };
                let family = match node.entry("dist").map(|dist| &dist.value) {
                    None => "lognormal",
                    Some(Value::Text(family)) => family.as_str(),
                    Some(_) => "?",
                };
                let dist = match (family, cv) {
                    ("exponential", None) => Dist::exponential(mean),
                    ("lognormal", Some(cv)) => Dist::lognormal(mean, cv),
                    ("weibull", Some(cv)) => Dist::weibull(mean, cv),
                    ("lognormal" | "weibull", None) if node.entry("dist").is_none() => Ok(Dist::Constant(mean)),
                    ("lognormal" | "weibull", None) => Err(DistError::Variation),
                    ("exponential", Some(_)) => {
                        let place = &node.entry("cv")?.place;
                        self.complain(
                            format!("`{path}` is exponential and has a cv"),
                            "it is always 1",
                            place,
                            Some("remove `cv`".into()),
                        );
                        return None;
                    }
                    _ => {
                        let place = &node.entry("dist")?.place;
                        let help = did_you_mean(family, ["exponential", "lognormal", "weibull"]);
                        self.complain(
                            format!("unknown distribution `{family}`"),
                            "expected exponential, lognormal or weibull",
                            place,
                            help,
                        );
                        return None;
                    }
                };
                ("mean", dist)
            }
        };
        match dist {
            Ok(dist) => Some(dist),
            Err(error) => {
                let place = match error {
                    DistError::Variation => node.entry("cv").or(node.entry("dist")),
                    DistError::Percentiles => node.entry("p90"),
                    _ => node.entry(shape),
                };
                let place = place.map_or(&node.place, |node| &node.place).clone();
                self.complain(format!("`{path}` makes no distribution"), format!("expected {error}"), &place, None);
                None
            }
        }
    }

    fn part(&mut self, path: &str, node: &Node, key: &str, of_times: bool) -> Option<f64> {
        match node.entry(key) {
            Some(part) => self.quantity(&format!("{path}.{key}"), part, of_times),
            None => {
                let label = format!("expected `{key}`");
                self.complain(format!("`{path}` has no `{key}`"), label, &node.place, Some(SHAPES_OF.into()));
                None
            }
        }
    }

    fn quantity(&mut self, path: &str, node: &Node, of_times: bool) -> Option<f64> {
        if of_times {
            return match self.length_at(path, node, true)? {
                Length::Exact(span) => Some(span.ms()),
                Length::Months(_) => {
                    let label = "expected s, min, h, days or weeks: months and years differ in length";
                    self.complain(format!("`{path}` must be exact"), label, &node.place, None);
                    None
                }
            };
        }
        match node.value {
            Value::Number(number, _) if number.is_finite() && number >= 0.0 => Some(number),
            _ => {
                self.complain(
                    format!("`{path}` is {}", node.kind()),
                    "expected a number, 0 or more",
                    &node.place,
                    None,
                );
                None
            }
        }
    }

    fn samples(&mut self, path: &str, node: &Node, of_times: bool) -> Option<Dist> {
        let Value::Text(file) = &node.value else {
            self.complain(
                format!("`{path}.samples` is {}", node.kind()),
                "expected the name of a CSV file",
                &node.place,
                None,
            );
            return None;
        };
        let rows = self.csv_column(path, file, &node.place)?;
        let mut values = Vec::new();
        for (row, text) in rows {
            let value = if of_times {
                match length(&text) {
                    Ok(Length::Exact(span)) => Some(span.ms()),
                    _ => text.parse().ok().map(|minutes: f64| minutes * 60_000.0),
                }
            } else {
                text.parse().ok()
            };
            match value.filter(|value: &f64| value.is_finite() && *value >= 0.0) {
                Some(value) => values.push(value),
                None => {
                    self.complain(
                        format!("{file}, row {row}: `{text}` cannot be read"),
                        "read from here",
                        &node.place,
                        Some("samples are lengths of time such as 6 min, or minutes".into()),
                    );
                    return None;
                }
            }
        }
        match Dist::empirical(values) {
            Ok(dist) => Some(dist),
            Err(error) => {
                self.complain(format!("{file} makes no distribution"), format!("expected {error}"), &node.place, None);
                None
            }
        }
    }

    /// The first column of a CSV file with a header, with row numbers.
    pub fn csv_column(&mut self, path: &str, file: &str, place: &Place) -> Option<Vec<(usize, String)>> {
        let full = self.folder.join(file);
        let mut reader = match csv::Reader::from_path(&full) {
            Ok(reader) => reader,
            Err(error) => {
                self.complain(
                    format!("cannot read {}: {error}", full.display()),
                    format!("`{path}` asks for it"),
                    place,
                    None,
                );
                return None;
            }
        };
        let mut rows = Vec::new();
        for (number, record) in reader.records().enumerate() {
            match record {
                Ok(record) => rows.push((number + 2, record.get(0).unwrap_or("").trim().to_string())),
                Err(error) => {
                    self.complain(format!("{file}, row {}: {error}", number + 2), "read from here", place, None);
                    return None;
                }
            }
        }
        Some(rows)
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
    pub fn texts<'n>(&mut self, table: &Table<'n>, key: &str) -> Option<Vec<(&'n str, &'n Place)>> {
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
/// The ways to state a distribution, for remedies.
const SHAPES_OF: &str = "a distribution is { mean, cv }, { median, p90 }, { min, mode, max }, { mean, dist = \"exponential\" } or { samples = \"file.csv\" }";

/// A plain number, or a length of time in ms.
fn number_of(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number, _) => Some(*number),
        Value::Text(text) => match length(text) {
            Ok(Length::Exact(span)) => Some(span.ms()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn article(noun: &str) -> String {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {noun}") } else { format!("a {noun}") }
}
