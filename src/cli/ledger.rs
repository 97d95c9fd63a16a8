//! The ledger on the terminal: where each arm's hours went, against the control, per week of the last period.

use crate::experiment::{Estimate, Group, Results, estimate};
use crate::model::scenario::{ArmId, Scenario};
use crate::units::Id;

/// The rows: label, metric and occupation (none: all), and whether it is part of the row above.
fn rows(scenario: &Scenario) -> Vec<(String, &'static str, Option<u16>)> {
    let world = &scenario.arms[scenario.control].worlds[0];
    let mut rows = vec![("Removed: nobody needs it".to_owned(), "ledger.not_needed", None)];
    let mut by_occupation = |metric: &'static str, label: &str, all: bool| {
        if all {
            rows.push((label.into(), metric, None));
        }
        for (id, occupation) in world.occupations.enumerate() {
            let name = if all { format!("  {}", occupation.name) } else { format!("{label} {}", occupation.name) };
            rows.push((name, metric, Some(id.index() as u16)));
        }
    };
    by_occupation("ledger.shifted_to", "Shifted to", false);
    for (label, metric) in [
        ("Slower on the same work", "ledger.slower"),
        ("Created: review of a tool's product", "ledger.created_review"),
        ("Created: answers to queries", "ledger.created_query"),
        ("Created: rework", "ledger.created_rework"),
        ("Created: other work", "ledger.created_other"),
        ("Undone: given up", "ledger.abandoned"),
        ("Undone: unfinished at the end", "ledger.unfinished"),
        ("Hours of the control less the arm's", "ledger.control_less_arm"),
    ] {
        rows.push((label.into(), metric, None));
    }
    for (id, occupation) in world.occupations.enumerate() {
        rows.push((format!("  {}", occupation.name), "ledger.control_less_arm", Some(id.index() as u16)));
    }
    rows
}

/// Labels and values of some arms; rows in which no arm of the results has anything are left out.
pub(super) fn lines(scenario: &Scenario, results: &Results, arms: &[ArmId]) -> Vec<(String, Vec<Option<Estimate>>)> {
    let period = scenario.periods.len() - 1;
    let group = |metric: &str, occupation| Group { period, metric: metric.into(), occupation, ..Group::default() };
    rows(scenario)
        .into_iter()
        .map(|(label, metric, occupation)| (label, group(metric, occupation)))
        .filter(|(_, group)| results.cells.iter().any(|cells| cells.contains_key(group)))
        .map(|(label, group)| {
            let value = |arm: &ArmId| {
                let place = results.place(*arm).expect("an arm of the results");
                estimate(results.values(place, &group).into_iter().flatten())
            };
            (label, arms.iter().map(value).collect())
        })
        .collect()
}
