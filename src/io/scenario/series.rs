//! Values by the calendar year: tables of years, and the CSV files that stand for them.

use super::columns::Wanted;
use super::csv_text::{comma_in, listed};
use super::node::{Node, Value, parse_value};
use super::problem::Position;
use super::reader::Reader;
use crate::units::{DAY, HOUR, MINUTE, SECOND, Span, WEEK};

/// What a year is, and what is to be done about anything else.
const YEARS: &str = "values change on the first of January of a year such as 2024";

impl Reader {
    /// The years of a table, in its order: each at most once.
    pub(super) fn years_of<'n>(&mut self, path: &str, entries: &'n [(String, Position, Node)]) -> Vec<(i32, &'n Node)> {
        let mut years: Vec<(i32, &Node)> = Vec::new();
        for (text, place, value) in entries {
            match year(text) {
                Some(year) if years.iter().any(|(other, _)| *other == year) => {
                    let title = format!("`{path}.by_year` has the year {year} twice");
                    self.complain(title, "the second one", place, Some("remove one of them".into()));
                }
                Some(year) => years.push((year, value)),
                None => {
                    let title = format!("`{path}.by_year` has no year `{text}`");
                    self.complain(title, "expected a year", place, Some(YEARS.into()));
                }
            }
        }
        years
    }

    /// A series as the table that it stands for.
    pub(super) fn series_table(&mut self, path: &str, node: &Node) -> Option<Vec<(String, Position, Node)>> {
        let named = self.named_file(path, node, &["column", "year"])?;
        let header = &named.csv.header;
        let years = match self.named_column(&named, "year")? {
            Some(column) => column,
            None => match header.iter().position(|name| name.eq_ignore_ascii_case("year")) {
                Some(column) => column,
                None => {
                    let title = format!("{} has no column `year`", named.file);
                    let help = format!("name it: {{ file = \"{}\", year = \"...\", column = \"...\" }}", named.file);
                    self.complain(title, format!("it has {}", listed(header)), &named.place, Some(help));
                    return None;
                }
            },
        };
        let column = match (self.named_column(&named, "column")?, header.len()) {
            (Some(column), _) => column,
            (None, 2) => 1 - years,
            (None, _) => self.column(&named, Wanted::Numbers)?,
        };
        let unit = named.unit_of(column).and_then(unit_name);
        let mut table: Vec<(String, Position, Node)> = Vec::new();
        for row in &named.csv.rows {
            let (when, text) = (row.field(years), row.field(column));
            let wrong = match (year(when), comma_in(text)) {
                (None, _) => Some((format!("`{when}` is no year"), YEARS.to_string())),
                (Some(year), _) if table.iter().any(|(other, _, _)| *other == year.to_string()) => {
                    Some((format!("the year {year} stands there twice"), "remove one of the rows".into()))
                }
                (_, Some(help)) => Some((format!("`{text}` is no number"), help)),
                _ if text.is_empty() => Some(("a value is missing".into(), "write it, or remove the row".into())),
                _ => None,
            };
            if let Some((what, help)) = wrong {
                let title = format!("{}, row {}: {what}", named.file, row.line);
                self.complain(title, "read from here", &named.place, Some(help));
                return None;
            }
            let value = match (parse_value(text).map(|node| node.value), unit) {
                (Some(Value::Number(..)), Some(unit)) => Value::Text(format!("{text} {unit}")),
                (Some(number @ Value::Number(..)), None) => number,
                _ => Value::Text(text.into()),
            };
            let place = named.place.clone();
            let year = year(when).expect("just read").to_string();
            table.push((year, place.clone(), Node { value, place }));
        }
        Some(table)
    }
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1..=9999).contains(year))
}

fn unit_name(unit: Span) -> Option<&'static str> {
    let units = [(Span(1), "ms"), (SECOND, "s"), (MINUTE, "min"), (HOUR, "h"), (DAY, "days"), (WEEK, "weeks")];
    units.into_iter().find(|(span, _)| *span == unit).map(|(_, name)| name)
}
