//! Reading numbers and lengths of time from a table: each within its field's range, with what it rests on.

use super::fields::Holds;
use super::node::{Node, Value};
use super::reader::{Cites, Reader, Table};
use super::values::percent;

impl Reader {
    /// A number that rests on the evidence of its table.
    pub fn part_of_value(&mut self, table: &Table<'_>, key: &str) -> Option<f64> {
        self.quiet = true;
        let number = self.number(table, key);
        self.quiet = false;
        number
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
        let value = self.unwrap_quoted(&path, node, &Holds::Rate.expected(), Cites::Inputs)?;
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
        let cites = if table.kind.name == "expectation" { Cites::Outcomes } else { Cites::Inputs };
        let value = self.unwrap_quoted(path, node, &holds.expected(), cites)?;
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
}
