//! Random arrivals: rates by hour, season and year.

use super::document::{EVIDENCE, Node, Value};
use super::fields;
use super::reader::{Reader, Table};
use super::values::{hours, percent};
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, Span};

impl Reader {
    pub(super) fn arrivals(&mut self, demand: &Table<'_>) -> Option<Arrivals> {
        let node = demand.get("arrivals")?;
        let table = self.open(node, &fields::ARRIVALS, demand.below("arrivals"))?;
        let rates: Vec<&str> =
            ["per_week", "per_day", "per_hour"].into_iter().filter(|key| table.get(key).is_some()).collect();
        let [key] = rates[..] else {
            let title = format!("`{}` needs one rate", table.path);
            self.complain(title, "expected one of per_week, per_day, per_hour", &node.place, None);
            return None;
        };
        let (rate, by_year) = self.rate(&table, key)?;
        let mut weights = vec![0.0f64; 168];
        match self.texts(&table, "hours") {
            Some(lines) => {
                for (text, place) in lines {
                    match hours(text) {
                        Ok((days, start, length)) => {
                            for (day, _) in days.iter().enumerate().filter(|(_, on)| **on) {
                                add_hours(&mut weights, day, start, length);
                            }
                        }
                        Err(expected) => {
                            self.complain(
                                format!("`{}` are not hours", table.below("hours")),
                                format!("expected {expected}"),
                                place,
                                None,
                            );
                        }
                    }
                }
            }
            None => weights.fill(1.0),
        }
        if let Some(node) = table.get("profile") {
            match self.weights(node) {
                Some(profile) if [24, 168].contains(&profile.len()) => {
                    weights.iter_mut().enumerate().for_each(|(hour, weight)| *weight *= profile[hour % profile.len()]);
                    self.record(&table.below("profile"), node, node.entry("value").unwrap_or(node), false);
                }
                Some(profile) => {
                    let title = format!("`{}` has {} weights", table.below("profile"), profile.len());
                    let label = "expected 24, by hour of the day, or 168, by hour of the week";
                    self.complain(title, label, &node.place, None);
                }
                None => self.expected(&table, "profile", node),
            }
        }
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            self.complain(
                format!("`{}` has no hour with arrivals", table.path),
                "all weights are zero",
                &node.place,
                None,
            );
            return None;
        }
        let scale = match key {
            "per_week" => rate / sum,
            "per_day" => rate * 7.0 / sum,
            // The rate inside the hours, on average over them.
            _ => rate * weights.iter().filter(|weight| **weight > 0.0).count() as f64 / sum,
        };
        let growth = match table.get("growth").map(|node| (&node.value, node)) {
            None => 0.0,
            Some((Value::Text(text), _)) if percent(text).is_some() => {
                self.record(&table.below("growth"), node, table.get("growth")?, false);
                percent(text).unwrap_or(0.0)
            }
            Some((_, node)) => {
                self.expected(&table, "growth", node);
                0.0
            }
        };
        let mut season = [1.0; 12];
        if let Some(node) = table.get("season") {
            match self.weights(node) {
                Some(factors) if factors.len() == 12 => season.copy_from_slice(&factors),
                _ => self.expected(&table, "season", node),
            }
        }
        Some(Arrivals {
            per_hour: weights.iter().map(|weight| weight * scale).collect(),
            growth,
            season,
            daily_cv: self.number(&table, "cv_by_day").unwrap_or(0.0),
            by_year,
        })
    }

    /// A rate that may vary by year: the rate of the first year, and factors.
    fn rate(&mut self, table: &Table<'_>, key: &str) -> Option<(f64, Vec<(i32, f64)>)> {
        let node = table.get(key)?;
        let varies = ["by_year", "series"].into_iter().find(|key| node.entry(key).is_some());
        for (other, place, _) in node.table().filter(|_| varies.is_some()).unwrap_or_default() {
            let known = varies == Some(other.as_str()) || EVIDENCE.contains(&other.as_str());
            if !known && !["unit", "fixed"].contains(&other.as_str()) {
                let label = format!("beside `{}`", varies.unwrap_or_default());
                self.complain(format!("`{}` is said in more than one way", table.below(key)), label, place, None);
            }
        }
        let series: Vec<(i32, f64)> = if let Some(by_year) = node.entry("by_year") {
            let mut years = Vec::new();
            for (year, place, value) in by_year.table().unwrap_or_default() {
                match (year.parse(), &value.value) {
                    (Ok(year), Value::Number(rate, _)) if *rate >= 0.0 && rate.is_finite() => years.push((year, *rate)),
                    _ => self.complain(
                        format!("`{}.by_year` is not by year", table.below(key)),
                        "expected a year and a number, such as 2024 = 420",
                        place,
                        None,
                    ),
                }
            }
            years
        } else if let Some(series) = node.entry("series") {
            let Value::Text(file) = &series.value else {
                self.complain(
                    format!("`{}.series` is {}", table.below(key), series.kind()),
                    "expected the name of a CSV file with the columns year and value",
                    &series.place,
                    None,
                );
                return None;
            };
            self.series(file, series)?
        } else {
            return self.number(table, key).map(|rate| (rate, Vec::new()));
        };
        self.record(&table.below(key), node, node, false);
        let mut series = series;
        series.sort_by_key(|(year, _)| *year);
        let Some((_, first)) = series.iter().copied().find(|(_, rate)| *rate > 0.0) else {
            self.complain(
                format!("`{}` has no year with arrivals", table.below(key)),
                "expected a rate above zero",
                &node.place,
                None,
            );
            return None;
        };
        Some((first, series.into_iter().map(|(year, rate)| (year, rate / first)).collect()))
    }

    fn series(&mut self, file: &str, node: &Node) -> Option<Vec<(i32, f64)>> {
        let mut series = Vec::new();
        let (mut reader, header) = self.open_csv("series", file, &node.place)?;
        self.check_header(file, &header, &node.place, |text| text.parse::<i32>().is_ok())?;
        for (number, record) in reader.records().enumerate() {
            let record = record.ok();
            let field = |column: usize| record.as_ref().and_then(|record| record.get(column));
            match (field(0).and_then(|text| text.parse().ok()), field(1).and_then(|text| text.parse().ok())) {
                (Some(year), Some(rate)) if rate >= 0.0 => series.push((year, rate)),
                _ => {
                    self.complain(
                        format!("{file}, row {}: expected a year and a number", number + 2),
                        "read from here",
                        &node.place,
                        None,
                    );
                    return None;
                }
            }
        }
        Some(series)
    }

    /// A list of numbers, 0 or more, possibly with evidence.
    fn weights(&mut self, node: &Node) -> Option<Vec<f64>> {
        let Value::List(items) = &node.entry("value").unwrap_or(node).value else { return None };
        items
            .iter()
            .map(|item| match item.value {
                Value::Number(number, _) if number >= 0.0 && number.is_finite() => Some(number),
                _ => None,
            })
            .collect()
    }
}

/// Adds weight 1 to every hour (or part of an hour) from `start` on a day.
fn add_hours(weights: &mut [f64], day: usize, start: Span, length: Span) {
    let mut at = day as i64 * DAY.0 + start.0;
    let end = at + length.0;
    while at < end {
        let next = ((at / HOUR.0 + 1) * HOUR.0).min(end);
        weights[(at / HOUR.0) as usize % 168] += (next - at) as f64 / HOUR.ms();
        at = next;
    }
}
