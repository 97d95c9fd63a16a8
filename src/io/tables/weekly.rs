//! The weekly files.

use super::columns::{File, file};
use super::number::number;
use crate::experiment::{Key, Mean, Results, Sheet, SheetKind};
use crate::model::scenario::{Category, OccupationId, ProductId, Scenario, TaskId, TechnologyId};
use crate::units::Time;

/// The name of a weekly table's file.
fn name(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Workload => "workload.csv",
        SheetKind::Staffing => "staffing.csv",
        SheetKind::Queues => "queues.csv",
        SheetKind::Products => "products.csv",
        SheetKind::Automation => "automation.csv",
    }
}

/// The names in front of a row's values.
fn labels(scenario: &Scenario, kind: SheetKind, key: Key) -> Vec<String> {
    let world = &scenario.arms[scenario.control].worlds[0];
    match kind {
        SheetKind::Workload => vec![
            world.occupations[OccupationId(key[1])].name.clone(),
            Sheet::activity(key).name().into(),
            key[3].to_string(),
        ],
        SheetKind::Staffing => vec![world.occupations[OccupationId(key[1])].name.clone()],
        SheetKind::Queues => vec![world.tasks[TaskId(key[1])].name.clone()],
        SheetKind::Automation => vec![world.technologies[TechnologyId(key[1])].name.clone()],
        SheetKind::Products => {
            let product = &world.products[ProductId(key[1])];
            let category = match product.category {
                Category::Observational => "observational",
                Category::Computational => "computational",
                Category::Experimental => "experimental",
                Category::Record => "record",
            };
            vec![
                product.name.clone(),
                product.order.to_string(),
                product.depth.to_string(),
                world.uses[product.used_for].clone(),
                category.into(),
            ]
        }
    }
}

/// Columns of a workload row that also show their half-width.
const WITH_INTERVALS: [usize; 3] = [0, 2, 4];

fn values(kind: SheetKind, means: &[Mean]) -> Vec<String> {
    let mean = |mean: &Mean| mean.estimate().map_or(String::new(), |estimate| number(estimate.mean));
    let mut texts: Vec<String> = means.iter().map(mean).collect();
    if kind == SheetKind::Workload {
        let half = |column: usize| means[column].estimate().and_then(|estimate| estimate.half_width);
        texts.extend(WITH_INTERVALS.map(|column| half(column).map_or(String::new(), number)));
    }
    texts
}

/// Which columns of a file are written: optional ones only if some row has a value there.
fn shown_columns(file: &File, results: &Results, kind: SheetKind) -> Vec<bool> {
    let rows = || results.sheets.iter().filter_map(|sheets| sheets.get(&kind)).flat_map(|sheet| sheet.rows.values());
    // Optional columns stand last, as the last of a row's means do.
    let has_value = |from_last: usize| {
        rows().any(|means| means.iter().rev().nth(from_last).is_some_and(|mean| mean.estimate().is_some()))
    };
    let from_last = (0..file.columns.len()).rev();
    file.columns.iter().zip(from_last).map(|(column, last)| !column.optional || has_value(last)).collect()
}

/// The name and text of a weekly file.
pub fn weekly_csv(scenario: &Scenario, results: &Results, kind: SheetKind) -> csv::Result<(&'static str, Vec<u8>)> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let name = name(kind);
    let shown = shown_columns(file(name), results, kind);
    let pick = |row: Vec<String>| row.into_iter().zip(&shown).filter(|(_, shown)| **shown).map(|(text, _)| text);
    csv.write_record(pick(file(name).columns.iter().map(|column| column.name.into()).collect()))?;
    for (place, arm) in results.arms.iter().enumerate() {
        for (key, means) in &results.sheets[place][&kind].rows {
            let week = scenario.calendar.date_of(Time::of_week(key[0] as i64));
            let mut row = vec![scenario.arms[*arm].name.clone(), week.format("%Y-%m-%d").to_string()];
            row.extend(labels(scenario, kind, *key));
            row.extend(values(kind, means));
            csv.write_record(pick(row))?;
        }
    }
    Ok((name, csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))?))
}
