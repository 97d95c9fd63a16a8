//! The weekly files.

use super::columns::weekly::{file_of, labels};
use super::number::number;
use crate::experiment::{Estimate, Mean, Results, WeeklyTableKind};
use crate::model::scenario::Scenario;
use crate::units::Time;

/// The values of a row, and the half-widths behind them.
fn values(kind: WeeklyTableKind, means: &[Mean]) -> Vec<String> {
    let text = |value: Option<f64>| value.map_or(String::new(), number);
    let mean = |mean: &Mean| text(mean.estimate().map(|estimate| estimate.mean));
    let half_width = |mean: &Mean| text(mean.estimate().and_then(|Estimate { half_width, .. }| half_width));
    let with_half_width = means.iter().zip(kind.columns()).filter(|(_, column)| column.half_width.is_some());
    means.iter().map(mean).chain(with_half_width.map(|(mean, _)| half_width(mean))).collect()
}

/// Which columns of a file are written: optional ones only if some row has a value there.
fn shown_columns(results: &Results, kind: WeeklyTableKind) -> Vec<bool> {
    let file = file_of(kind);
    let before = 2 + labels(kind).len();
    let rows = || {
        results
            .weekly_tables
            .iter()
            .filter_map(|weekly_tables| weekly_tables.get(&kind))
            .flat_map(|weekly_table| weekly_table.rows.values())
    };
    let has_value = |place: usize| rows().any(|means| means[place].estimate().is_some());
    let columns = file.columns.iter().enumerate();
    columns.map(|(place, column)| !column.optional || has_value(place - before)).collect()
}

/// The name and text of a weekly file.
pub fn weekly_csv(
    scenario: &Scenario,
    results: &Results,
    kind: WeeklyTableKind,
) -> csv::Result<(&'static str, Vec<u8>)> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let file = file_of(kind);
    let config = &scenario.arms[scenario.control].configs[0];
    let shown = shown_columns(results, kind);
    let pick = |row: Vec<String>| row.into_iter().zip(&shown).filter(|(_, shown)| **shown).map(|(text, _)| text);
    csv.write_record(pick(file.columns.iter().map(|column| column.name.into()).collect()))?;
    for (place, arm) in results.arms.iter().enumerate() {
        for (key, means) in &results.weekly_tables[place][&kind].rows {
            let week = scenario.calendar.date_of(Time::of_week(key[0] as i64));
            let mut row = vec![scenario.arms[*arm].name.clone(), week.format("%Y-%m-%d").to_string()];
            row.extend(labels(kind).iter().map(|label| (label.of)(config, *key)));
            row.extend(values(kind, means));
            csv.write_record(pick(row))?;
        }
    }
    Ok((file.name, csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))?))
}
