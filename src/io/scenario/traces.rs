//! `trace`: arrival times from a CSV file, one row for each case; or from an event log, one case for all of its rows.

use super::columns::{NamedFile, Wanted};
use super::csv_text::{CsvRow, comma_in};
use super::dates::Moment;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use super::values::{Length, length};
use crate::units::{Calendar, HOUR, Span, Time};
use std::collections::{BTreeMap, BTreeSet};

/// The column that makes a file an event log (XES, IEEE 1849).
const CASE: &str = "case:concept:name";
/// When a case of an event log arrived: as our own log says it, else when its first event was.
const BORN: [&str; 2] = ["case:born", "time:timestamp"];
/// What an event log of ours has several of, while a trace is of one.
const ONE_OF: [&str; 3] = ["case:arm", "case:replication", "case:kind"];

impl Reader {
    pub(super) fn trace(&mut self, table: &Table<'_>, calendar: Calendar) -> Option<Vec<Time>> {
        let node = table.get("trace")?;
        let path = table.below("trace");
        let named = self.named_file(&path, node, &["column", "case", "where"])?;
        let rows = self.chosen_rows(&path, node, &named)?;
        let column_of = |name: &str| named.csv.header.iter().position(|column| column == name);
        let case = self.named_column(&named, "case")?.or(column_of(CASE));
        let of_log = if column_of(CASE).is_some() { BORN.into_iter().find_map(column_of) } else { None };
        let column = match (self.named_column(&named, "column")?, of_log) {
            (Some(column), _) | (None, Some(column)) => column,
            (None, None) => self.column(&named, Wanted::Times)?,
        };
        if column_of(CASE).is_some() {
            self.check_one_run(&named, &rows)?;
        }
        let mut times = Vec::with_capacity(rows.len());
        for row in &rows {
            times.push(self.arrival(&named, row, column, calendar)?);
        }
        if let Some(case) = case {
            let mut first: BTreeMap<&str, Time> = BTreeMap::new();
            for (row, time) in rows.iter().zip(times) {
                first.entry(row.field(case)).and_modify(|first| *first = time.min(*first)).or_insert(time);
            }
            times = first.into_values().collect();
        }
        if times.is_empty() {
            let title = format!("{} has no arrivals", named.file);
            self.complain(title, "expected a row for each case", &named.place, None);
        }
        times.sort_unstable();
        Some(times)
    }

    /// The rows that have the values that `where` asks for.
    fn chosen_rows<'c>(&mut self, path: &str, node: &Node, named: &'c NamedFile) -> Option<Vec<&'c CsvRow>> {
        let mut rows: Vec<&CsvRow> = named.csv.rows.iter().collect();
        for (name, place, value) in node.entry("where").and_then(Node::table).unwrap_or_default() {
            let column = self.find_column(named, name, place)?;
            let wanted = match &value.value {
                Value::Text(_) | Value::Number(..) => value.shown(),
                _ => {
                    let title = format!("`{path}.where.{name}` is {}", value.kind());
                    self.complain(title, "expected a text or a number", &value.place, None);
                    return None;
                }
            };
            rows.retain(|row| row.field(column) == wanted);
            if rows.is_empty() {
                let title = format!("{} has no row in which `{name}` is `{wanted}`", named.file);
                self.complain(title, "so nothing would arrive", &value.place, None);
                return None;
            }
        }
        Some(rows)
    }

    /// A log of several arms, replications or demands would bring the cases of all of them.
    fn check_one_run(&mut self, named: &NamedFile, rows: &[&CsvRow]) -> Option<()> {
        for name in ONE_OF {
            let Some(column) = named.csv.header.iter().position(|column| column == name) else { continue };
            let values: BTreeSet<&str> = rows.iter().map(|row| row.field(column)).collect();
            if let (Some(first), true) = (values.first(), values.len() > 1) {
                let shown: Vec<&str> = values.iter().copied().take(5).collect();
                let more = if values.len() > 5 { ", ..." } else { "" };
                let title = format!("{} has several values of `{name}`: {}{more}", named.file, shown.join(", "));
                let help = format!(
                    "say which: {{ file = \"{}\", where = {{ \"{name}\" = \"{first}\" }} }}; each value has cases of its own",
                    named.file
                );
                self.complain(title, "expected the cases of one run and one demand", &named.place, Some(help));
                return None;
            }
        }
        Some(())
    }

    /// The time in a row: a date, a length of time since the start, or a number in the unit of the column (hours, if it
    /// says none).
    fn arrival(&mut self, named: &NamedFile, row: &CsvRow, column: usize, calendar: Calendar) -> Option<Time> {
        let text = row.field(column);
        let unit = named.unit_of(column).unwrap_or(HOUR);
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        let (what, help) = match (Moment::read(text), number, length(text)) {
            (Some(moment), _, _) => match self.point(moment, calendar) {
                Ok(time) => return Some(time),
                Err(why) => (format!("`{text}` {why}"), Reader::help_with_offsets(calendar)),
            },
            (None, Some(number), _) if named.is_of_times(column) => {
                return Some(Time::ZERO + Span::from_ms(number * unit.ms()));
            }
            (None, Some(_), _) => {
                let name = &named.csv.header[column];
                let help = format!(
                    "call it `time` or `hours`, or name it: {{ file = \"{}\", column = \"{name}\" }}",
                    named.file
                );
                (format!("`{text}` is a number, and `{name}` no name of a column of times"), help)
            }
            (None, None, Ok(Length::Exact(span))) => return Some(Time::ZERO + span),
            _ => {
                let shown = "write 2024-01-31T14:05 or hours since the start".to_string();
                (format!("`{text}` is no time"), comma_in(text).unwrap_or(shown))
            }
        };
        let title = format!("{}, row {}: {what}", named.file, row.line);
        let label = if named.csv.header.len() > 1 {
            format!("read from the column `{}`", named.csv.header[column])
        } else {
            "read from here".into()
        };
        self.complain(title, label, &named.place, Some(help));
        None
    }
}
