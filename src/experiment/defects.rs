//! What defects cost and who pays: `defects.csv`, and the metrics about them.

use super::metrics::{Sheet, hours, of_occupation, of_task};
use crate::model::outcome::{Outcome, Toil, Week};
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
            story.hours.iter_mut().zip(parts).for_each(|(sum, ms)| *sum += hours(ms));
            story.cost += cost(world, occupation, toil);
        }
    }
}

fn cost(world: &World, occupation: OccupationId, toil: &Toil) -> f64 {
    hours(toil.total()) * world.occupations[occupation].cost_of_hour()
}

/// The metrics of a period.
pub(super) fn defects(sheet: &mut Sheet<'_>, world: &World, weeks: &[Week], length: f64) {
    let (mut made, mut found) = (BTreeMap::<TaskId, u64>::new(), BTreeMap::<TaskId, u64>::new());
    let mut toils: BTreeMap<(Option<TaskId>, OccupationId), Toil> = BTreeMap::new();
    for week in weeks {
        for (task, number) in week.made.enumerate().filter(|(_, number)| **number > 0) {
            *made.entry(task).or_default() += number;
        }
        for (&(task, _), number) in &week.found {
            *found.entry(task).or_default() += number;
        }
        for (&(task, _, occupation), toil) in &week.toil {
            toils.entry((task, occupation)).or_default().add(toil);
        }
    }
    for (&task, &number) in &made {
        let found = found.get(&task).copied().unwrap_or(0);
        sheet.add("defects.made", of_task(task), number as f64 / length);
        sheet.ratio("defects.found_share", of_task(task), found as f64, number as f64);
    }
    let all_made: u64 = made.values().sum();
    sheet.add("defects.made", super::Group::default(), all_made as f64 / length);
    sheet.ratio("defects.found_share", super::Group::default(), found.values().sum::<u64>() as f64, all_made as f64);
    for ((task, occupation), toil) in toils {
        let who = of_occupation(occupation);
        let (hours, cost) = (hours(toil.total()), cost(world, occupation, &toil));
        let all = super::Group::default();
        let mut groups = vec![(all, all_made), (who.clone(), all_made)];
        if let Some(task) = task {
            let number = made.get(&task).copied().unwrap_or(0);
            let group = of_task(task);
            groups.push((super::Group { task: group.task, ..who }, number));
            groups.push((group, number));
        }
        for (group, number) in groups {
            sheet.add("defects.hours", group.clone(), hours / length);
            sheet.add("defects.cost", group.clone(), cost / length);
            sheet.ratio("defects.cost_each", group, cost, number as f64);
        }
    }
}
