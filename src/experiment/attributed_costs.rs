//! What defects cost and who pays: the rows of `defects.csv`.

use super::metrics::{cost_of_defect_work, in_hours};
use crate::model::outcome::Outcome;
use crate::model::scenario::{Configuration, OccupationId, TaskId};
use std::collections::BTreeMap;

/// What a row of `defects.csv` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributionKey {
    /// The task that made the defects; none for those that are only counted, in collected products.
    pub made_at: Option<TaskId>,
    /// The task that found them, or whose finding took the time; none: never found.
    pub found_at: Option<TaskId>,
    /// Whose time; none: everybody's.
    pub paid_by: Option<OccupationId>,
}

/// Sums over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AttributedCost {
    /// Defects, each counted once.
    pub count: f64,
    /// Hours of fixing, of queries and of doing again.
    pub hours: [f64; 3],
    /// All of these times the wage.
    pub cost: f64,
}

/// The rows of one arm.
pub type AttributedCosts = BTreeMap<AttributionKey, AttributedCost>;

/// Adds one replication.
pub(super) fn add_run(attributed_costs: &mut AttributedCosts, config: &Configuration, outcome: &Outcome) {
    // Made less found; a defect is found at most once, so this does not fall below zero.
    let mut never: BTreeMap<TaskId, u64> = BTreeMap::new();
    for week in &outcome.weeks {
        for (task, made) in week.made.enumerate().filter(|(_, made)| **made > 0) {
            *never.entry(task).or_default() += made;
        }
    }
    for (&(made_at, found_at), &count) in outcome.weeks.iter().flat_map(|week| &week.found) {
        *never.entry(made_at).or_default() -= count;
        let key = AttributionKey { made_at: Some(made_at), found_at: Some(found_at), paid_by: None };
        attributed_costs.entry(key).or_default().count += count as f64;
    }
    for (made_at, count) in never {
        let key = AttributionKey { made_at: Some(made_at), found_at: None, paid_by: None };
        attributed_costs.entry(key).or_default().count += count as f64;
    }
    for (&(made_at, found_at, occupation), defect_work) in outcome.weeks.iter().flat_map(|week| &week.defect_work) {
        // A row for everybody together, and one for each occupation that pays.
        for paid_by in [None, Some(occupation)] {
            let attribution =
                attributed_costs.entry(AttributionKey { made_at, found_at: Some(found_at), paid_by }).or_default();
            let parts = [defect_work.fix, defect_work.query, defect_work.again];
            attribution.hours.iter_mut().zip(parts).for_each(|(sum, ms)| *sum += in_hours(ms));
            attribution.cost += cost_of_defect_work(config, occupation, defect_work);
        }
    }
}
