//! Distributions: of times, or of plain numbers.

use super::columns::Wanted;
use super::csv_text::comma_in;
use super::fields;
use super::lengths::Zero;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use super::values::{Length, length};
use crate::engine::{Dist, DistError};
use crate::experiment::did_you_mean;

/// The ways to state a distribution, for remedies.
const SHAPES_OF: &str = "a distribution is { mean, cv }, { median, p90 }, { min, mode, max }, { mean, dist = \"exponential\" } or { samples = \"file.csv\" }";

/// What a distribution is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Lengths of time, in ms.
    Times,
    /// Plain numbers, 0 or more.
    Numbers,
}

impl Reader {
    /// A distribution of times, in ms. Lengths of time are read exactly, as whole ms; from here to the moment at which
    /// an event is scheduled they are real numbers, since draws, complexity and tools change them.
    pub fn times(&mut self, table: &Table<'_>, key: &str) -> Option<Dist> {
        let node = table.get(key)?;
        let path = table.below(key);
        self.dist_at(&path, node, Of::Times)
    }

    /// A distribution at a node: of times (in ms) or of plain numbers.
    pub fn dist_at(&mut self, path: &str, node: &Node, of: Of) -> Option<Dist> {
        let Some(entries) = node.table() else {
            self.record(path, node, node);
            return self.quantity(path, node, of).map(Dist::Constant);
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
        self.record(path, node, shown);
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
                return self.quantity(path, node.entry("value")?, of).map(Dist::Constant);
            }
            () if has("samples") => return self.samples(path, node.entry("samples")?, of),
            () if has("median") => {
                let median = self.quantity(path, node.entry("median")?, of)?;
                let p90 = self.part(path, node, "p90", of)?;
                ("median", Dist::lognormal_by_percentiles(median, p90))
            }
            () if has("mode") || has("min") => {
                let [min, mode, max] = ["min", "mode", "max"].map(|key| self.part(path, node, key, of));
                ("mode", Dist::triangular(min?, mode?, max?))
            }
            () => {
                let mean = self.part(path, node, "mean", of)?;
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

    fn part(&mut self, path: &str, node: &Node, key: &str, of: Of) -> Option<f64> {
        match node.entry(key) {
            Some(part) => self.quantity(&format!("{path}.{key}"), part, of),
            None => {
                let label = format!("expected `{key}`");
                self.complain(format!("`{path}` has no `{key}`"), label, &node.place, Some(SHAPES_OF.into()));
                None
            }
        }
    }

    fn quantity(&mut self, path: &str, node: &Node, of: Of) -> Option<f64> {
        if of == Of::Times {
            return match self.length_at(path, node, Zero::Allowed)? {
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

    fn samples(&mut self, path: &str, node: &Node, of: Of) -> Option<Dist> {
        let named = self.named_file(path, node, &["column"])?;
        let wanted = match of {
            Of::Times => Wanted::Lengths,
            Of::Numbers => Wanted::Numbers,
        };
        let column = self.column(&named, wanted)?;
        let unit = named.unit_of(column);
        let mut values = Vec::with_capacity(named.csv.rows.len());
        for row in &named.csv.rows {
            let text = row.field(column);
            let number = text.parse::<f64>().ok();
            let value = match (of, number, length(text), unit) {
                (Of::Numbers, number, _, _) => number,
                (Of::Times, Some(number), _, Some(unit)) => Some(number * unit.ms()),
                (Of::Times, _, Ok(Length::Exact(span)), _) => Some(span.ms()),
                _ => None,
            };
            if let Some(value) = value.filter(|value| value.is_finite() && *value >= 0.0) {
                values.push(value);
                continue;
            }
            let name = &named.csv.header[column];
            let (what, help) = if of == Of::Times && unit.is_none() && number.is_some() {
                let named = format!("say it in the name of the column, such as `minutes` or `{name} [min]`");
                (format!("`{text}` has no unit"), format!("{named}, or in each row: {text} min"))
            } else if of == Of::Times {
                (format!("`{text}` is no length of time"), "write 6 min, or numbers in a column `minutes`".into())
            } else {
                (format!("`{text}` is no number, 0 or more"), format!("the column `{name}` has numbers"))
            };
            let title = format!("{}, row {}: {what}", named.file, row.line);
            self.complain(title, "read from here", &named.place, Some(comma_in(text).unwrap_or(help)));
            return None;
        }
        match Dist::empirical(values) {
            Ok(dist) => Some(dist),
            Err(error) => {
                let title = format!("{} makes no distribution", named.file);
                self.complain(title, format!("expected {error}"), &named.place, None);
                None
            }
        }
    }
}
