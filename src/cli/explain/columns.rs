//! Columns of the tables that a run or a sweep writes.

use super::{Explained, Lines, sentence, with_unit};
use crate::experiment::{Column, MetricKind, Type};
use crate::io::tables::{EVENT_LOG, FILES, File, SWEEP_FILES};
use crate::report::SECTIONS;

/// All tables.
pub(super) fn files() -> impl Iterator<Item = &'static File> {
    FILES.iter().chain(std::iter::once(&EVENT_LOG)).chain(SWEEP_FILES)
}

/// Whether a file has such a column.
pub(super) fn is_column(file: &str, column: &str) -> bool {
    files().any(|of| of.name == file && of.columns.iter().any(|known| known.name == column))
}

/// Columns of a name, with or without their file, or all of a file.
pub(super) fn find(name: &str) -> Vec<Explained> {
    let (file, column) = match name.split_once(".csv") {
        Some((file, column)) => (Some(format!("{file}.csv")), column.trim_start_matches(['.', ':', '/', ' '])),
        None => (None, name),
    };
    let mut found = Vec::new();
    for of in files().filter(|of| file.as_ref().is_none_or(|file| of.name == file)) {
        if column.is_empty() && file.is_some() {
            found.push(table(of));
        }
        found.extend(of.columns.iter().filter(|known| known.name == column).map(|column| entry(of, column)));
    }
    found
}

/// A whole file.
fn table(file: &File) -> Explained {
    let lines =
        file.columns.iter().map(|column| format!("{}: {}", column.name, with_unit(column.meaning, column.unit)));
    let paragraphs = [format!("A row: {}. Columns:", file.row)].into_iter().chain(lines).collect();
    Explained { name: file.name.into(), kind: "table".into(), paragraphs }
}

/// The type of a column in words.
pub(super) fn kind(kind: Type) -> &'static str {
    match kind {
        Type::Text => "text",
        Type::Date => "date",
        Type::DateTime => "date and time",
        Type::Number => "number",
        Type::Integer => "whole number",
    }
}

fn entry(file: &File, column: &Column) -> Explained {
    let mut paragraphs = vec![sentence(column.meaning), format!("A row: {}.", file.row)];
    if column.optional {
        paragraphs.push("Left out where nothing in the scenario gives it a value.".into());
    }
    if let Some(metric) = MetricKind::find(column.metric) {
        let computed = if metric.computed.is_empty() { String::new() } else { format!(": {}", metric.computed) };
        paragraphs.push(format!("The same as the metric {}{computed}.", metric.name));
    }
    let sections = SECTIONS.iter().filter(|of| of.columns.0 == file.name && of.columns.1.contains(&column.name));
    let sections: Vec<String> = sections.map(|section| format!("report, \"{}\"", section.title)).collect();
    if !sections.is_empty() {
        paragraphs.push(format!("Used in: {}.", sections.join("; ")));
    }
    let unit = if ["", "1"].contains(&column.unit) { String::new() } else { format!(", {}", column.unit) };
    Explained {
        name: format!("{} {}", file.name, column.name),
        kind: format!("column, {}{unit}", kind(column.kind)),
        paragraphs,
    }
}

/// All of them.
pub(super) fn lines() -> Lines {
    let line = |column: &Column| (column.name.to_owned(), with_unit(column.meaning, column.unit));
    files().map(|file| (file.name.to_owned(), file.columns.iter().map(line).collect())).collect()
}
