//! What defects cost and who pays: the rows of `defects.csv`.

use super::metrics::{cost_of_toil, in_hours};
use crate::model::outcome::Outcome;
use crate::model::scenario::{OccupationId, TaskId, World};
use std::collections::BTreeMap;

/// What a row of `defects.csv` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoryKey {
    /// The task that made the defects; none for those that are only counted, in collected products.
    pub made_at: Option<TaskId>,
    /// The task that found them, or whose finding took the time; none: never found.
    pub found_at: Option<TaskId>,
    /// Whose time; none: everybody's.
    pub paid_by: Option<OccupationId>,
}

/// Sums over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Story {
    /// Defects, each counted once.
    pub count: f64,
    /// Hours of fixing, of queries and of doing again.
    pub hours: [f64; 3],
    /// All of these times the wage.
    pub cost: f64,
}

/// The rows of one arm.
pub type Stories = BTreeMap<StoryKey, Story>;

/// Adds one replication.
pub(super) fn add_run(stories: &mut Stories, world: &World, outcome: &Outcome) {
    let mut never: BTreeMap<TaskId, u64> = BTreeMap::new();
    for week in &outcome.weeks {
        for (task, made) in week.made.enumerate().filter(|(_, made)| **made > 0) {
            *never.entry(task).or_default() += made;
        }
    }
    for (&(made_at, found_at), &count) in outcome.weeks.iter().flat_map(|week| &week.found) {
        *never.entry(made_at).or_default() -= count;
        let key = StoryKey { made_at: Some(made_at), found_at: Some(found_at), paid_by: None };
        stories.entry(key).or_default().count += count as f64;
    }
    for (made_at, count) in never {
        let key = StoryKey { made_at: Some(made_at), found_at: None, paid_by: None };
        stories.entry(key).or_default().count += count as f64;
    }
    for (&(made_at, found_at, occupation), toil) in outcome.weeks.iter().flat_map(|week| &week.toil) {
        for paid_by in [None, Some(occupation)] {
            let story = stories.entry(StoryKey { made_at, found_at: Some(found_at), paid_by }).or_default();
            let parts = [toil.fix, toil.query, toil.again];
            story.hours.iter_mut().zip(parts).for_each(|(sum, ms)| *sum += in_hours(ms));
            story.cost += cost_of_toil(world, occupation, toil);
        }
    }
}
