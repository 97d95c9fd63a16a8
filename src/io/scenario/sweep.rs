//! `[sweep]`, `--vary` and files of points: texts -> factors and designs.

use super::csv_text::{Csv, Malformed, parse};
use super::document::Document;
use super::fields;
use super::node::{Node, Value, parse_value, to_toml};
use super::problem::{Diagnostic, Position, Problems, SourceText};
use super::reader::{Reader, Table};
use super::values::{Length, length};
use crate::experiment::MetricKind;
use crate::experiment::did_you_mean;
use crate::experiment::sweep::{Factor, Levels};
use crate::model::scenario::end_of_path;
use crate::units::{DAY, HOUR, MINUTE, SECOND, Span, WEEK};
use std::path::{Path, PathBuf};

/// What `[sweep]` says; nothing where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepSection {
    /// What is varied.
    pub factors: Vec<Factor>,
    /// Name of the design.
    pub design: Option<&'static str>,
    /// Number of points.
    pub points: Option<u32>,
    /// Seed of the design.
    pub seed: Option<u64>,
    /// File of points.
    pub file: Option<PathBuf>,
    /// Metrics to keep; none: all.
    pub metrics: Vec<String>,
}

const DESIGNS: [&str; 4] = ["grid", "lhs", "sobol", "file"];
const WRITTEN: &str = "expected START:END:STEP, START:END or values with commas between them";

impl Reader {
    /// The section, if there is one.
    pub(super) fn sweep(&mut self, document: &Document) -> SweepSection {
        let mut section = SweepSection::default();
        let Some(node) = document.root.entry("sweep") else { return section };
        let Some(table) = self.open(node, &fields::SWEEP, "sweep".into()) else { return section };
        section.design = self.word(&table, "design").map(|place| DESIGNS[place]);
        section.points = self.whole(&table, "points").map(|points| points as u32);
        section.seed = self.whole(&table, "seed");
        if let (Some(file), Some(node)) = (self.text(&table, "file"), table.get("file")) {
            section.file = Some(self.file_named_at(file, &node.place));
        }
        section.metrics = self.metrics(&table, "metrics");
        let Some(vary) = table.get("vary") else { return section };
        let Some(entries) = vary.table() else {
            self.expected(&table, "vary", vary);
            return section;
        };
        for (path, key, node) in entries {
            if node.table().is_some() {
                let label = format!("expected values; a path with dots stands in quotes: \"{path}. ...\"");
                self.complain(format!("`sweep.vary.{path}` is a table"), label, key, None);
                continue;
            }
            match levels_of(node) {
                Ok(levels) => {
                    let origin = document.line_of(&node.place);
                    section.factors.push(Factor { path: path.clone(), levels, origin });
                }
                Err(label) => self.complain(format!("cannot vary `{path}`"), label, &node.place, None),
            }
        }
        section
    }

    /// A list of names of metrics.
    pub(super) fn metrics(&mut self, table: &Table<'_>, key: &str) -> Vec<String> {
        let mut known = Vec::new();
        for (metric, place) in self.texts(table, key).unwrap_or_default() {
            match unknown_metric(metric) {
                None => known.push(metric.into()),
                Some(help) => self.complain(format!("unknown metric `{metric}`"), "no such metric", place, help),
            }
        }
        known
    }
}

/// Nothing if a metric is known; else what may help: perhaps the name that was meant.
fn unknown_metric(metric: &str) -> Option<Option<String>> {
    let known = MetricKind::find(metric).is_some();
    (!known).then(|| did_you_mean(metric, MetricKind::all().map(|kind| kind.name)))
}

/// Checks names of metrics on the command line.
///
/// # Errors
/// The first unknown one, with what may have been meant.
pub fn check_metrics(metrics: &[String]) -> Result<(), String> {
    for metric in metrics {
        if let Some(help) = unknown_metric(metric) {
            let help = help.unwrap_or_else(|| "summary.csv of any run has all of them".into());
            return Err(format!("error: unknown metric `{metric}` ({help})"));
        }
    }
    Ok(())
}

/// The factors of `--vary PATH=...` arguments.
///
/// # Errors
/// All mistakes at once.
pub fn factors_from_arguments(arguments: &[String]) -> Result<Vec<Factor>, Problems> {
    let sources: Vec<SourceText> =
        arguments.iter().map(|text| SourceText { name: "--vary".into(), text: text.clone() }).collect();
    let (mut factors, mut list) = (Vec::new(), Vec::new());
    for (source, argument) in arguments.iter().enumerate() {
        let wrong = |from: usize, title: String, label: String| Diagnostic {
            title,
            label,
            place: Some(Position { source, span: from..argument.len() }),
            help: None,
        };
        match end_of_path(argument).map(|end| (&argument[..end], &argument[end + 1..])) {
            None => list.push(wrong(0, "no `=` in `--vary`".into(), format!("{WRITTEN} behind PATH="))),
            Some((path, text)) => match levels(text) {
                Ok(levels) => factors.push(Factor { path: path.trim().into(), levels, origin: "--vary".into() }),
                Err(label) => list.push(wrong(path.len() + 1, format!("cannot vary `{}`", path.trim()), label)),
            },
        }
    }
    if list.is_empty() { Ok(factors) } else { Err(Problems { sources, list }) }
}

/// The levels a value of `[sweep.vary]` stands for, or what was expected.
fn levels_of(node: &Node) -> Result<Levels, String> {
    match &node.value {
        Value::Text(text) => levels(text),
        Value::List(items) if items.is_empty() => Err("expected at least one value".into()),
        Value::List(items) => Ok(Levels::List(items.iter().map(level).collect())),
        _ => Ok(Levels::List(vec![level(node)])),
    }
}

/// A value as it would be written behind `--set PATH=`: a text without quotes unless it would be taken for something
/// else.
fn level(node: &Node) -> String {
    match &node.value {
        Value::Text(text) if parse_value(text).is_none() => text.clone(),
        _ => to_toml(node).to_string(),
    }
}

/// Reads `START:END:STEP`, `START:END` or values with commas between them.
fn levels(text: &str) -> Result<Levels, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(WRITTEN.into());
    }
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 1 && quantity(parts[0]).is_some() && !text.contains(',') {
        return range(&parts);
    }
    if let Some(Node { value: Value::List(items), .. }) = parse_value(&format!("[{text}]"))
        && !items.is_empty()
    {
        return Ok(Levels::List(items.iter().map(level).collect()));
    }
    // Bare words, such as 5 min, 10 min.
    let values: Vec<String> = text.split(',').map(|value| value.trim().to_string()).collect();
    if values.iter().any(String::is_empty) { Err("a value is missing".into()) } else { Ok(Levels::List(values)) }
}

fn range(parts: &[&str]) -> Result<Levels, String> {
    const SHAPE: &str = "expected START:END:STEP or START:END, numbers or lengths of time with the same unit";
    let read: Option<Vec<(f64, &str)>> = parts.iter().map(|part| quantity(part)).collect();
    let Some(read) = read.filter(|read| read.len() <= 3) else { return Err(SHAPE.into()) };
    let mut units = read.iter().map(|(_, unit)| *unit).filter(|unit| !unit.is_empty());
    let unit = units.next().unwrap_or_default();
    if units.any(|other| other != unit) {
        return Err(SHAPE.into());
    }
    match read[..] {
        [(low, _), (high, _)] if low < high => Ok(Levels::Interval { low, high, unit: unit.into() }),
        [_, _] => Err("expected START below END".into()),
        [(start, _), (end, _), (step, _)] => Levels::range(start, end, step, unit)
            .ok_or("expected a STEP that leads from START to END in at most 100,000 steps".into()),
        _ => Err(SHAPE.into()),
    }
}

/// A finite number and a unit, which may be empty: `8 min`, `0.5`.
pub fn quantity(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || "+-.eE_".contains(c))).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.replace('_', "").trim().parse().ok()?;
    let unit = unit.trim();
    (number.is_finite() && unit.chars().all(char::is_alphabetic)).then_some((number, unit))
}

/// A time of exact length as it is typed: its number, and its unit.
pub fn time_of(text: &str) -> Option<(f64, Span)> {
    let (number, unit) = quantity(text)?;
    match length(&format!("1 {unit}")) {
        Ok(Length::Exact(unit)) => Some((number, unit)),
        _ => None,
    }
}

/// Units of the numbers that stand beside typed times.
const UNITS: [(Span, &str); 6] =
    [(WEEK, "weeks"), (DAY, "days"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (Span(1), "ms")];

/// The header of the column of numbers that stands beside the column of a path whose values are times, if they are in
/// one of our units.
pub fn beside(path: &str, unit: Span) -> Option<String> {
    let (_, name) = UNITS.into_iter().find(|(span, _)| *span == unit)?;
    Some(format!("{path} [{name}]"))
}

/// Whether a column is one of these. A design that is read back leaves it out.
pub fn is_beside(header: &str, headers: &[&str]) -> bool {
    let path = UNITS.iter().find_map(|(_, name)| header.strip_suffix(&format!(" [{name}]")));
    path.is_some_and(|path| headers.contains(&path))
}

/// Factors and rows of a file of points: a column for each path, a row for each point. Columns that are not
/// typed, as `points.csv` has them, are passed over: `point`, and the numbers beside times.
///
/// # Errors
/// If the file cannot be read, a path has two columns, a row is too short or too long, or a value is missing: with file
/// and row.
pub fn points_from_csv(path: &Path) -> Result<(Vec<Factor>, Vec<Vec<String>>), String> {
    let at = |row: u64, what: &str| format!("error: {}, row {row}: {what}", path.display());
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
    let Csv { header, rows: of_file } = parse(&text).map_err(|Malformed { line, what, help }| {
        at(line, &help.map_or(what.clone(), |help| format!("{what} ({help})")))
    })?;
    let headers: Vec<&str> = header.iter().map(String::as_str).collect();
    let is_typed = |name: &str| name != "point" && !is_beside(name, &headers);
    let kept: Vec<usize> = (0..header.len()).filter(|place| is_typed(&header[*place])).collect();
    if let Some(place) = kept.iter().find(|place| header[**place].is_empty() || quantity(&header[**place]).is_some()) {
        let what =
            format!("`{}` is no path; the first row has the path of each column, such as run.seed", &header[*place]);
        return Err(at(1, &what));
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in &of_file {
        if let Some(place) = kept.iter().find(|place| row.field(**place).is_empty()) {
            return Err(at(
                row.line,
                &format!("no value for `{}`; write the one it has in the scenario", &header[*place]),
            ));
        }
        rows.push(kept.iter().map(|place| row.field(*place).to_string()).collect());
    }
    let factor = |(column, place): (usize, &usize)| Factor {
        path: header[*place].clone(),
        levels: Levels::List(rows.iter().map(|row| row[column].clone()).collect()),
        origin: path.display().to_string(),
    };
    Ok((kept.iter().enumerate().map(factor).collect(), rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<String> {
        match levels(text) {
            Ok(Levels::List(list)) => list,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn ranges_and_lists_are_read() {
        assert_eq!(listed("20:60:20"), ["20", "40", "60"]);
        assert_eq!(listed("0:0.3:0.1"), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(listed("3:1:-1"), ["3", "2", "1"]);
        assert_eq!(listed("1:2:0.4"), ["1", "1.4", "1.8"]);
        assert_eq!(listed("5:15:5 min"), ["5 min", "10 min", "15 min"]);
        assert_eq!(listed("0,0.25,0.5"), ["0", "0.25", "0.5"]);
        assert_eq!(listed("5 min, 10 min"), ["5 min", "10 min"]);
        assert_eq!(listed("\"5 min\",\"10\""), ["5 min", "\"10\""]);
        assert_eq!(listed("Mon-Fri 08:00-16:00"), ["Mon-Fri 08:00-16:00"]);
        assert_eq!(listed("[1, 2], [3, 4]"), ["[1, 2]", "[3, 4]"]);
        assert_eq!(listed("{ mean = \"6 min\", cv = 0.5 }"), ["{ mean = \"6 min\", cv = 0.5 }"]);
        assert_eq!(levels("1:3"), Ok(Levels::Interval { low: 1.0, high: 3.0, unit: String::new() }));
        for wrong in ["", "1:2:0", "1:2:-1", "2:1", "1:x:1", "1:2:3:4", "1 min:2 h:1 min", "a,,b", "0:1:1e-9"] {
            assert!(levels(wrong).is_err(), "{wrong}: {:?}", levels(wrong));
        }
    }
}
