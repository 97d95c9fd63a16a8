//! What the ledger of one run comes to in the metrics of `summary.csv`.

use super::super::metrics::{Group, hours, length_in_weeks};
use super::{Flows, Ledger};
use crate::model::scenario::Scenario;
use std::collections::BTreeMap;

/// The metrics of a row, in hours.
fn values(flows: &Flows) -> [(&'static str, f64); 10] {
    let less = |more: u64, less: u64| hours(more) - hours(less);
    let [review, query, rework, other] = flows.created.map(hours);
    [
        ("ledger.control_less_arm", less(flows.control, flows.arm)),
        ("ledger.not_needed", hours(flows.not_needed)),
        ("ledger.abandoned", hours(flows.abandoned)),
        ("ledger.unfinished", hours(flows.unfinished)),
        ("ledger.shifted_to", less(flows.shifted_in, flows.shifted_out)),
        ("ledger.slower", less(flows.slower, flows.faster)),
        ("ledger.created_review", review),
        ("ledger.created_query", query),
        ("ledger.created_rework", rework),
        ("ledger.created_other", other),
    ]
}

/// Values by group: for each occupation, and for all.
pub(in crate::experiment) fn cells(scenario: &Scenario, ledger: &Ledger) -> BTreeMap<Group, f64> {
    let mut sums: BTreeMap<(u16, Option<u16>), Flows> = BTreeMap::new();
    for (&(period, occupation, _), flows) in ledger.rows.iter().filter(|((period, ..), _)| *period > 0) {
        for who in [Some(occupation), None] {
            sums.entry((period - 1, who)).or_default().add(flows);
        }
    }
    let mut cells = BTreeMap::new();
    for ((period, occupation), flows) in sums {
        let period = period as usize;
        let length = length_in_weeks(scenario, &scenario.periods[period]);
        for (metric, value) in values(&flows).into_iter().filter(|(_, value)| *value != 0.0) {
            cells.insert(Group { period, metric: metric.into(), occupation, ..Group::default() }, value / length);
        }
    }
    cells
}
