//! Reading lengths of time.

use super::fields::Holds;
use super::node::{Node, Value};
use super::reader::{Cites, Reader, Table};
use super::values::{Length, length};
use crate::units::{MINUTE, Span};

/// Whether a length of time may be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zero {
    Allowed,
    Refused,
}

impl Reader {
    /// A length of time that rests on the evidence of its table.
    pub fn span_of_value(&mut self, table: &Table<'_>, key: &str) -> Option<Span> {
        self.quiet = true;
        let span = self.span(table, key);
        self.quiet = false;
        span
    }

    /// A length of time, exact or of months.
    pub fn length(&mut self, table: &Table<'_>, key: &str) -> Option<Length> {
        let node = table.get(key)?;
        let value = self.unwrap_quoted(&table.below(key), node, &table.field(key).holds.expected(), Cites::Inputs)?;
        let zero = if table.field(key).holds == Holds::Duration { Zero::Refused } else { Zero::Allowed };
        self.length_at(&table.below(key), value, zero)
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
    pub fn length_at(&mut self, path: &str, value: &Node, zero: Zero) -> Option<Length> {
        match &value.value {
            Value::Text(text) => match length(text) {
                Ok(Length::Exact(Span::ZERO)) if zero == Zero::Refused => {
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
