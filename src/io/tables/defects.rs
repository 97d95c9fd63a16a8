//! `defects.csv`.

use super::columns::defects::{COLUMNS, DefectRow};
use super::columns::file;
use crate::experiment::Results;
use crate::model::scenario::Scenario;

/// The text of `defects.csv`: means over replications.
pub fn defects_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("defects.csv").columns.iter().map(|column| column.name))?;
    for (arm, attributed_costs) in results.arms.iter().zip(&results.attributed_costs) {
        for (key, attribution) in attributed_costs {
            let row = DefectRow { scenario, arm: *arm, key, attribution, replications: results.replications };
            csv.write_record(COLUMNS.iter().map(|column| (column.of)(&row)))?;
        }
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
