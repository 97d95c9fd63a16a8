//! Numbers that change by the calendar year: `{ by_year = { 2024 = 6, 2026 = 5 } }`, or `{ series = "file.csv" }`.
//!
//! Each year of the run in which something changes has its own edition of the document, with the numbers that are valid
//! then in place of the tables. Rates of arrivals are read by themselves: they change within a stream, not in a
//! configuration.

use super::document::Document;
use super::fields::{is_evidence, is_number_of_work};
use super::names::NAMED_KINDS;
use super::node::{Node, Value};
use super::problem::Position;
use super::reader::Reader;
use crate::model::scenario::{key, keys};
use crate::units::{Calendar, Time};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// More configurations than these are not compiled.
pub(super) const MOST_CONFIGURATIONS: usize = 256;

/// The calendar years of a run in which numbers change.
#[derive(Clone, Debug, Default)]
pub(super) struct Years {
    /// The first year of each edition; none: nothing changes by the year.
    editions: Vec<i32>,
    /// When the editions after the first become valid.
    pub begin: Vec<Time>,
}

impl Years {
    /// How many editions there are.
    pub fn count(&self) -> usize {
        self.editions.len().max(1)
    }

    /// Puts the values of an edition in the place of the tables that say them by year.
    pub fn edit(&self, root: &mut Node, edition: usize) {
        let Some(&year) = self.editions.get(edition) else { return };
        for_each_by_year(root, &mut Vec::new(), &mut |_, node| *node = in_year(node, year));
    }
}

impl Reader {
    /// Reads the files of all series in place of their names, and finds the years in which something changes between
    /// `begin` and `end`. What may not change by the year is a mistake.
    pub(super) fn years(&mut self, document: &mut Document, calendar: Calendar, begin: Time, end: Time) -> Years {
        let mut listed = BTreeSet::new();
        for_each_by_year(&mut document.root, &mut Vec::new(), &mut |path, node| {
            self.year_table(path, node, &mut listed)
        });
        if listed.is_empty() {
            return Years::default();
        }
        let begins = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map(|date| calendar.time_of(date));
        let (first, last) = (calendar.date_of(begin).year(), calendar.date_of(end).year());
        let changes: Vec<i32> = listed
            .into_iter()
            .filter(|year| (first + 1..=last).contains(year) && begins(*year).is_some_and(|time| time < end))
            .collect();
        let begin = changes.iter().filter_map(|year| begins(*year)).collect();
        Years { editions: std::iter::once(first).chain(changes).collect(), begin }
    }

    /// More editions times variants than can be compiled are a mistake.
    pub(super) fn not_too_many(&mut self, years: &Years, variants: usize, place: &Position) {
        let configs = years.count() * variants;
        if configs > MOST_CONFIGURATIONS {
            let label =
                format!("{} years times {variants} states that policies that set numbers can lead to", years.count());
            self.complain(
                format!("{configs} configurations in an arm are more than {MOST_CONFIGURATIONS}"),
                label,
                place,
                None,
            );
        }
    }

    /// Checks one table by year and notes its years; a series becomes one.
    fn year_table(&mut self, path: &[String], node: &mut Node, listed: &mut BTreeSet<i32>) {
        let shown = shown_path(path);
        let (key, help) = match node.entry("by_year") {
            Some(_) => {
                ("by_year", "write a year and a value for each change: { by_year = { 2024 = 420, 2026 = 450 } }")
            }
            None => ("series", "name a CSV file with the columns year and value"),
        };
        for (other, place, _) in node.table().unwrap_or_default() {
            if other != key && !is_evidence(other) {
                self.complain(
                    format!("`{shown}` is said in more than one way"),
                    format!("beside `{key}`"),
                    place,
                    None,
                );
            }
        }
        if let Some(series) = node.entry("series").cloned() {
            let Some(table) = self.series_table(&shown, &series) else { return };
            let place = series.place;
            let entries = node.table_mut().expect("a table with `series`");
            entries.retain(|(key, _, _)| key != "series");
            entries.insert(0, ("by_year".into(), place.clone(), Node { value: Value::Table(table), place }));
        }
        let Some(table) = node.entry("by_year").and_then(Node::table).filter(|table| !table.is_empty()) else {
            self.complain(
                format!("`{shown}` is not by year"),
                "expected years and values",
                &node.place,
                Some(help.into()),
            );
            return;
        };
        listed.extend(self.years_of(&shown, table).into_iter().map(|(year, _)| year));
        // What arms and policies set is checked where it is set.
        let whole = joined(path);
        if path.first().is_none_or(|first| first != "arm" && first != "policy") && !may_change(&whole) {
            let label =
                "only numbers of tasks, ways and occupations, staff, `worth`, `price` and rates of arrivals may";
            self.complain(format!("`{shown}` may not change by the year"), label, &node.place, None);
        }
    }
}

/// Whether the value at a path may change by the year.
fn may_change(path: &str) -> bool {
    let keys = keys(path).unwrap_or_default();
    matches!(
        keys.iter().map(String::as_str).collect::<Vec<_>>()[..],
        ["site", _, "staff", _] | ["product", _, "worth"] | ["technology", _, "price", _]
    ) || is_number_of_work(path)
}

/// Calls `change` for each table that says a value by year, outermost first, below tables with names. Rates of arrivals
/// are left out.
fn for_each_by_year(node: &mut Node, path: &mut Vec<String>, change: &mut dyn FnMut(&[String], &mut Node)) {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    match keys[..] {
        [first] if !NAMED_KINDS.contains(&first) => return,
        ["demand", _, "arrivals", ..] => return,
        // A path in quotes: the value it sets is looked at where it comes to stand, and its years are noted here.
        ["arm", _, "set", set] | ["policy", _, "action", "set", set] if is_rate_of_arrivals(set) => return,
        _ => {}
    }
    if path.len() > 2 && ["by_year", "series"].iter().any(|key| node.entry(key).is_some()) {
        change(path, node);
        return;
    }
    for (key, _, child) in node.table_mut().into_iter().flatten() {
        path.push(key.clone());
        for_each_by_year(child, path, change);
        path.pop();
    }
}

fn is_rate_of_arrivals(path: &str) -> bool {
    let keys = keys(path).unwrap_or_default();
    matches!(keys.iter().map(String::as_str).collect::<Vec<_>>()[..], ["demand", _, "arrivals", ..])
}

/// The value that is valid in a year, with the evidence of the table: the last one listed by then, or the first.
fn in_year(node: &Node, year: i32) -> Node {
    let mut listed: Vec<(i32, &Node)> = Vec::new();
    for (key, _, value) in node.entry("by_year").and_then(Node::table).unwrap_or_default() {
        listed.extend(key.parse().ok().map(|year| (year, value)));
    }
    listed.sort_by_key(|(year, _)| *year);
    let by_then = listed.iter().rev().find(|(from, _)| *from <= year);
    let Some((_, value)) = by_then.or(listed.first()) else { return node.clone() };
    let mut entries = match &value.value {
        Value::Table(entries) => entries.clone(),
        _ => vec![("value".into(), value.place.clone(), (*value).clone())],
    };
    for (key, place, evidence) in node.table().unwrap_or_default() {
        if key != "by_year" && !entries.iter().any(|(known, _, _)| known == key) {
            entries.push((key.clone(), place.clone(), evidence.clone()));
        }
    }
    Node { value: Value::Table(entries), place: node.place.clone() }
}

/// A path as it is written in messages: one set in quotes by an arm or a policy is that path.
fn shown_path(path: &[String]) -> String {
    match path.iter().position(|key| key == "set") {
        Some(set) if ["arm", "policy"].contains(&path[0].as_str()) => path[set + 1..].join("."),
        _ => joined(path),
    }
}

fn joined(path: &[String]) -> String {
    path.iter().map(|name| key(name)).collect::<Vec<_>>().join(".")
}
