//! Reading numbers and lengths of time from a table: each within its field's range, with what it rests on.

use super::fields::Holds;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use super::values::{Length, length, percent};
use crate::units::{MINUTE, Span};

impl Reader {
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

    /// A number a year, also as a percentage.
    pub fn hazard(&mut self, table: &Table<'_>, key: &str) -> Option<f64> {
        let node = table.get(key)?;
        let path = table.below(key);
        let value = self.unwrap_quoted(&path, node, &Holds::Rate.expected(), false)?;
        let rate = match &value.value {
            Value::Number(number, _) => Some(*number),
            Value::Text(text) => percent(text),
            _ => None,
        };
        if rate.is_none() {
            let label = format!("expected {}", Holds::Rate.expected());
            self.complain(format!("`{path}` is {}", value.kind()), label, &value.place, None);
        } else if rate.is_some_and(|rate| !(0.0..=1e3).contains(&rate)) {
            let label = format!("expected {}", Holds::Rate.expected());
            self.complain(format!("`{path}` is out of range"), label, &value.place, None);
            return None;
        }
        rate
    }

    /// A whole number.
    pub fn whole(&mut self, table: &Table<'_>, key: &str) -> Option<u64> {
        self.number(table, key).map(|number| number as u64)
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

    /// A length of time after which everybody stands still to look: not so short that a run would never end.
    pub fn length_of_looks(&mut self, table: &Table<'_>, key: &str) -> Option<Length> {
        let length = self.length(table, key)?;
        if matches!(length, Length::Exact(span) if span < MINUTE) {
            let place = table.get(key)?.place.clone();
            let title = format!("`{}` is too short", table.below(key));
            self.complain(title, "expected a minute or more", &place, None);
            return None;
        }
        Some(length)
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
}
