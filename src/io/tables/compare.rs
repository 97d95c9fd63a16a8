//! Where two folders of results begin to differ.

use super::columns::{FILES, File};
use crate::experiment::Type;
use std::collections::BTreeMap;
use std::path::Path;

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// First day of the week; empty in tables without weeks.
    pub week: String,
    /// The table.
    pub table: &'static str,
    /// The names in front of the value's row.
    pub row: String,
    /// The column.
    pub column: &'static str,
    /// The value in the first folder; none: there is no such row.
    pub one: Option<String>,
    /// The value in the second folder.
    pub other: Option<String>,
}

/// Rows by week and names: a row's values follow its last text or date column, and what else identifies it.
type RowsByWeek = BTreeMap<(String, String), Vec<String>>;

fn rows(folder: &Path, file: &File) -> Result<RowsByWeek, csv::Error> {
    let mut reader = csv::Reader::from_path(folder.join(file.name))?;
    let names = name_columns(file);
    let week = file.columns.iter().position(|column| column.kind == Type::Date);
    let mut rows = RowsByWeek::new();
    // By header: a folder may lack optional columns.
    let headers = reader.headers()?.clone();
    let places: Vec<Option<usize>> =
        file.columns.iter().map(|column| headers.iter().position(|header| header == column.name)).collect();
    for record in reader.records() {
        let record = record?;
        let field = |place: &Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned();
        let fields: Vec<String> = places.iter().map(field).collect();
        let at = week.and_then(|week| fields.get(week).cloned()).unwrap_or_default();
        let name: Vec<&str> = (0..names)
            .filter(|column| Some(*column) != week)
            .filter_map(|column| fields.get(column))
            .map(String::as_str)
            .collect();
        rows.insert((at, name.join(", ")), fields.get(names..).unwrap_or_default().to_vec());
    }
    Ok(rows)
}

/// How many columns name a row.
fn name_columns(file: &File) -> usize {
    let is_name = |kind| matches!(kind, Type::Text | Type::Date);
    file.columns.iter().rposition(|column| is_name(column.kind)).map_or(0, |last| last + 1).max(file.key)
}

/// The values that differ in the first week in which any does, by table; values without a week count as of the end.
/// Rows of arms that only one folder has are left out.
///
/// # Errors
/// If a table of either folder cannot be read.
pub fn first_difference(one: &Path, other: &Path) -> Result<Vec<Difference>, csv::Error> {
    let mut found: Vec<Difference> = Vec::new();
    // Weekly tables say when. Whether a product is ever read is known later only, so those columns cannot.
    for file in FILES.iter().filter(|file| file.columns.iter().any(|column| column.kind == Type::Date)) {
        let (one, other) = (rows(one, file)?, rows(other, file)?);
        let names = name_columns(file);
        let looks_ahead = |column: &str| matches!(column, "read_share" | "hours_spent_unread");
        let arm = |name: &str| name.split(", ").next().unwrap_or_default().to_owned();
        let arms =
            |rows: &RowsByWeek| rows.keys().map(|(_, name)| arm(name)).collect::<std::collections::BTreeSet<_>>();
        let (arms_of_one, arms_of_other) = (arms(&one), arms(&other));
        for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
            if !arms_of_one.contains(&arm(&key.1)) || !arms_of_other.contains(&arm(&key.1)) {
                continue;
            }
            let (left, right) = (one.get(key), other.get(key));
            for (place, column) in file.columns[names..].iter().enumerate().filter(|(_, c)| !looks_ahead(c.name)) {
                let value = |row: Option<&Vec<String>>| row.and_then(|row| row.get(place).cloned());
                if value(left) != value(right) {
                    found.push(Difference {
                        week: key.0.clone(),
                        table: file.name,
                        row: key.1.clone(),
                        column: column.name,
                        one: value(left),
                        other: value(right),
                    });
                }
            }
        }
    }
    let first = found.iter().map(|difference| difference.week.clone()).min().unwrap_or_default();
    found.retain(|difference| difference.week == first);
    Ok(found)
}
