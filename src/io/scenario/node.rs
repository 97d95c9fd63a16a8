//! A raw value that knows where it was written: text -> TOML -> node, and back to TOML.

use super::problem::Position;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub value: Value,
    pub place: Position,
}

/// A raw value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64, bool),
    Truth(bool),
    Date(String),
    List(Vec<Node>),
    Table(Vec<(String, Position, Node)>),
}

impl Node {
    pub fn table(&self) -> Option<&[(String, Position, Node)]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn entry(&self, key: &str) -> Option<&Node> {
        self.table()?.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    pub fn table_mut(&mut self) -> Option<&mut Vec<(String, Position, Node)>> {
        match &mut self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn entry_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.table_mut()?.iter_mut().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Number(..) => "a number",
            Value::Truth(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// A text as a TOML value, if it is one; without places.
pub(super) fn parse_value(text: &str) -> Option<Node> {
    DeValue::parse(text).ok().map(|value| convert(value.get_ref(), 0..text.len(), 0, 0))
}

/// A table as a node: of source number `source`, in which its text begins at `offset`.
pub(super) fn convert_table(table: &DeTable<'_>, span: std::ops::Range<usize>, source: usize, offset: usize) -> Node {
    let entries = table
        .iter()
        .map(|(key, value)| {
            let key_span = key.span();
            let place = Position { source, span: key_span.start + offset..key_span.end + offset };
            (key.get_ref().to_string(), place, convert(value.get_ref(), value.span(), source, offset))
        })
        .collect();
    let place = Position { source, span: span.start + offset..span.end + offset };
    Node { value: Value::Table(entries), place }
}

/// A value as a node.
pub(super) fn convert(value: &DeValue<'_>, span: std::ops::Range<usize>, source: usize, offset: usize) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = i64::from_str_radix(number.as_str(), number.radix()).map(|number| number as f64);
            Value::Number(digits.unwrap_or(f64::INFINITY), true)
        }
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN), false),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| convert(item.get_ref(), item.span(), source, offset)).collect())
        }
        DeValue::Table(table) => return convert_table(table, span, source, offset),
    };
    Node { value, place: Position { source, span: span.start + offset..span.end + offset } }
}

/// A node as a TOML value, without `extends`.
pub(super) fn to_toml(node: &Node) -> toml::Value {
    match &node.value {
        Value::Text(text) => toml::Value::String(text.clone()),
        Value::Number(number, true) => toml::Value::Integer(*number as i64),
        Value::Number(number, false) => toml::Value::Float(*number),
        Value::Truth(truth) => toml::Value::Boolean(*truth),
        Value::Date(date) => {
            date.parse().map(toml::Value::Datetime).unwrap_or_else(|_| toml::Value::String(date.clone()))
        }
        Value::List(items) => toml::Value::Array(items.iter().map(to_toml).collect()),
        Value::Table(entries) => toml::Value::Table(
            entries
                .iter()
                .filter(|(key, _, _)| key != "extends")
                .map(|(key, _, node)| (key.clone(), to_toml(node)))
                .collect(),
        ),
    }
}
