//! Distributions: of times, or of plain numbers.

use super::document::{Node, Value};
use super::fields;
use super::problem::{Place, did_you_mean};
use super::reader::{Reader, Table};
use super::values::{Length, length};
use crate::engine::{Dist, DistError};

/// The ways to state a distribution, for remedies.
const SHAPES_OF: &str = "a distribution is { mean, cv }, { median, p90 }, { min, mode, max }, { mean, dist = \"exponential\" } or { samples = \"file.csv\" }";

impl Reader {
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
        let known = || fields::DISTRIBUTION.fields.iter().chain(fields::EVIDENCE.fields).map(|field| field.name);
        for (key, place, _) in entries {
            if !known().any(|name| name == key) {
                let help = did_you_mean(key, known());
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
                    ("lognormal", None) => Err(DistError::Variation),
                    ("weibull", None) => Err(DistError::WeibullVariation),
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
                    DistError::Variation | DistError::WeibullVariation => node.entry("cv").or(node.entry("dist")),
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
        let read = |text: &str| -> Option<f64> {
            match length(text) {
                Ok(Length::Exact(span)) if of_times => Some(span.ms()),
                _ if of_times => text.parse().ok().map(|minutes: f64| minutes * 60_000.0),
                _ => text.parse().ok(),
            }
        };
        let rows = self.csv_column(path, file, &node.place, |text| read(text).is_some())?;
        let mut values = Vec::new();
        for (row, text) in rows {
            match read(&text).filter(|value: &f64| value.is_finite() && *value >= 0.0) {
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

    /// The first column of a CSV file with a header, with row numbers. A header that `is_value` is a first row without one.
    pub fn csv_column(
        &mut self,
        path: &str,
        file: &str,
        place: &Place,
        is_value: impl Fn(&str) -> bool,
    ) -> Option<Vec<(usize, String)>> {
        let (mut reader, header) = self.open_csv(path, file, place)?;
        self.check_header(file, &header, place, is_value)?;
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
}
