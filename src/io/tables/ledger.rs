//! `ledger.csv`.

use super::columns::file;
use super::columns::ledger::{COLUMNS, LedgerRow};
use crate::experiment::Results;
use crate::model::scenario::{OccupationId, Scenario, TaskId};

/// The text of `ledger.csv`: mean hours over replications, of every arm but the control.
pub fn ledger_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("ledger.csv").columns.iter().map(|column| column.name))?;
    for (ledger, arm) in results.ledgers.iter().zip(&results.arms) {
        for (&(period, occupation, task), flows) in &ledger.rows {
            let (occupation, task) = (OccupationId(occupation), TaskId(task));
            let replications = results.replications;
            let row = LedgerRow { scenario, arm: *arm, period, occupation, task, flows, replications };
            csv.write_record(COLUMNS.iter().map(|column| (column.of)(&row)))?;
        }
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
