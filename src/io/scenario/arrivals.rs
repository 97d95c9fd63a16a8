//! Random arrivals: rates by hour, season and year.

use super::fields;
use super::fields::is_evidence;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use super::values::{hours, percent};
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, Span, WEEK};

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
        let windows = self.windows(&table);
        let profile = self.profile(&table);
        let within = |time| windows.as_ref().is_none_or(|windows| windows.iter().any(|window| window.contains(time)));
        let hour = |time: Span| (time.0 / HOUR.0) as usize;
        let weight = |time| if within(time) { profile[hour(time) % profile.len()] } else { 0.0 };
        let changes = windows.iter().flatten().flat_map(|window| [window.from, window.to]);
        let weights = WeeklyRate::new(changes, weight);
        let sum = weights.per_week();
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
            // The rate while cases come, on average.
            _ => rate * weights.open_hours() / sum,
        };
        let growth = self.growth(&table);
        let season = self.season(&table);
        Some(Arrivals {
            week: weights.scaled(scale),
            growth,
            season,
            daily_cv: self.number(&table, "cv_by_day").unwrap_or(0.0),
            by_year,
        })
    }

    /// The times of the week at which cases come, in order; none stated: always. Two lines for the same time are a
    /// mistake, since they could mean one rate or twice that.
    fn windows(&mut self, table: &Table<'_>) -> Option<Vec<RateWindow>> {
        let lines = self.texts(table, "hours")?;
        let mut windows: Vec<RateWindow> = Vec::new();
        for (line, (text, place)) in lines.iter().enumerate() {
            match hours(text) {
                Ok((days, start, length)) => windows.extend(RateWindow::of_line(line, days, start, length)),
                Err(expected) => {
                    let title = format!("`{}` are not hours", table.below("hours"));
                    self.complain(title, format!("expected {expected}"), place, None);
                }
            }
        }
        windows.sort_by_key(|window| (window.from, window.to));
        for pair in windows.windows(2).filter(|pair| pair[1].from < pair[0].to) {
            let (first, second) = (pair[0].line.min(pair[1].line), pair[0].line.max(pair[1].line));
            let title = format!("`{}` has the same time twice", table.below("hours"));
            let label = format!("overlaps \"{}\"", lines[first].0);
            let help = "say each time in one line; `profile` gives some hours more cases than others".to_string();
            self.complain(title, label, lines[second].1, Some(help));
        }
        Some(windows)
    }

    /// Weights by hour of the day or of the week.
    fn profile(&mut self, table: &Table<'_>) -> Vec<f64> {
        let even = vec![1.0; 24];
        let Some(node) = table.get("profile") else { return even };
        match self.weights(node) {
            Some(profile) if [24, 168].contains(&profile.len()) => {
                self.record(&table.below("profile"), node, node.entry("value").unwrap_or(node));
                profile
            }
            Some(profile) => {
                let title = format!("`{}` has {} weights", table.below("profile"), profile.len());
                let label = "expected 24, by hour of the day, or 168, by hour of the week";
                self.complain(title, label, &node.place, None);
                even
            }
            None => {
                self.expected(table, "profile", node);
                even
            }
        }
    }

    /// Growth a year, as a share: not below -1, where nothing is left, nor beyond what a number of cases can stand for
    /// years.
    fn growth(&mut self, table: &Table<'_>) -> f64 {
        let Some(node) = table.get("growth") else { return 0.0 };
        let growth = match &node.value {
            Value::Text(text) => percent(text),
            _ => None,
        };
        match growth {
            Some(growth) if (-1.0..=10.0).contains(&growth) => {
                self.record(&table.below("growth"), node, node);
                growth
            }
            Some(_) => {
                let title = format!("`{}` is out of range", table.below("growth"));
                let help = "-100% leaves no case at all; write \"-20% per year\" for a fifth less each year".into();
                self.complain(title, "expected -100% to 1000% per year", &node.place, Some(help));
                0.0
            }
            None => {
                self.expected(table, "growth", node);
                0.0
            }
        }
    }

    /// Factors by month.
    fn season(&mut self, table: &Table<'_>) -> [f64; 12] {
        let even = [1.0; 12];
        let Some(node) = table.get("season") else { return even };
        let factors = self.weights(node);
        match factors.as_deref().map(<[f64; 12]>::try_from) {
            Some(Ok(season)) if season == [0.0; 12] => {
                let title = format!("`{}` has no month with cases", table.below("season"));
                let help = Some("write 1 for an average month, or leave `season` out".to_string());
                self.complain(title, "all factors are zero", &node.place, help);
                even
            }
            Some(Ok(season)) => season,
            Some(Err(_)) => {
                let title = format!("`{}` has {} factors", table.below("season"), factors.map_or(0, |list| list.len()));
                self.complain(title, "expected 12, January first", &node.place, None);
                even
            }
            None => {
                self.expected(table, "season", node);
                even
            }
        }
    }

    /// A rate that may vary by year: the rate of the first year, and factors.
    fn rate(&mut self, table: &Table<'_>, key: &str) -> Option<(f64, Vec<(i32, f64)>)> {
        let node = table.get(key)?;
        let varies = ["by_year", "series"].into_iter().find(|key| node.entry(key).is_some());
        for (other, place, _) in node.table().filter(|_| varies.is_some()).unwrap_or_default() {
            if varies != Some(other.as_str()) && !is_evidence(other) {
                let label = format!("beside `{}`", varies.unwrap_or_default());
                self.complain(format!("`{}` is said in more than one way", table.below(key)), label, place, None);
            }
        }
        let path = table.below(key);
        let read;
        let entries = match (node.entry("by_year"), node.entry("series")) {
            (Some(by_year), _) => by_year.table().unwrap_or_default(),
            (None, Some(series)) => {
                read = self.series_table(&path, series)?;
                &read
            }
            (None, None) => return self.number(table, key).map(|rate| (rate, Vec::new())),
        };
        let mut series = Vec::new();
        for (year, value) in self.years_of(&path, entries) {
            match value.value {
                Value::Number(rate, _) if rate >= 0.0 && rate.is_finite() => series.push((year, rate)),
                _ => {
                    let title = format!("`{path}` is no rate in {year}");
                    self.complain(title, "expected a number, 0 or more", &value.place, None);
                }
            }
        }
        self.record(&path, node, node);
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

/// A part of the week, counted from Monday 00:00.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RateWindow {
    from: Span,
    to: Span,
    /// The line of `hours` that says it.
    line: usize,
}

impl RateWindow {
    /// The windows of a line: one for each of its days, and another for what reaches into the next week.
    fn of_line(line: usize, days: [bool; 7], start: Span, length: Span) -> Vec<RateWindow> {
        let mut windows = Vec::new();
        for (day, _) in days.iter().enumerate().filter(|(_, on)| **on) {
            let from = DAY * day as i64 + start;
            let to = from + length;
            windows.push(RateWindow { from, to: to.min(WEEK), line });
            windows.extend((to > WEEK).then_some(RateWindow { from: Span::ZERO, to: to - WEEK, line }));
        }
        windows
    }

    fn contains(&self, time: Span) -> bool {
        (self.from..self.to).contains(&time)
    }
}
