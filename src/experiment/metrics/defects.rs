//! Defects: how many are made and found, and what they cost.

use super::group::{Group, Tally, of_occupation, of_task, ratio};
use super::kind::Over::{PerWeek, Quotient};
use super::kind::{ALL_AND_TASK, By, Groups, MetricKind, metric};
use super::stretch::{PeriodRun, hours};
use crate::model::outcome::DefectWork;
use crate::model::scenario::{Configuration, OccupationId, TaskId};
use std::collections::BTreeMap;

/// Who made a defect, and who spends time on it.
const MADE_AND_PAID: Groups = &[&[], &[By::Occupation], &[By::Task], &[By::Occupation, By::Task]];

const MADE: MetricKind = metric("defects.made", "Defects made", "1/week", PerWeek, ALL_AND_TASK)
    .is("defects made, each counted once")
    .computed("by the task that made them");

const FOUND_SHARE: MetricKind = metric("defects.found_share", "Share of defects found", "1", Quotient, ALL_AND_TASK)
    .better_if_more()
    .is("share of the defects made that anybody found before the end of the run")
    .computed("by the task that made them");

const HOURS: MetricKind = metric("defects.hours", "Hours defects took", "h/week", PerWeek, MADE_AND_PAID)
    .is("hours of fixing, of queries and of work done again")
    .computed("by the task that made the defects and by who spent the hours, in the period in which they were spent");

const COST: MetricKind = metric("defects.cost", "Cost of defects", "currency/week", PerWeek, MADE_AND_PAID)
    .is("hours that defects took times wage with on-costs")
    .computed("by the task that made the defects and by who pays");

const COST_EACH: MetricKind = metric("defects.cost_each", "Cost of a defect", "currency", Quotient, MADE_AND_PAID)
    .is("what one defect costs")
    .computed("defects.cost of the period for each defect made in it");

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&[MADE, FOUND_SHARE, HOURS, COST, COST_EACH]];

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    let all = Group::default;
    let (mut made, mut found) = (BTreeMap::<TaskId, u64>::new(), BTreeMap::<TaskId, u64>::new());
    let mut defect_works: BTreeMap<(Option<TaskId>, OccupationId), DefectWork> = BTreeMap::new();
    for week in of.weeks {
        for (task, number) in week.made.enumerate().filter(|(_, number)| **number > 0) {
            *made.entry(task).or_default() += number;
        }
        for (&(task, _), number) in &week.found {
            *found.entry(task).or_default() += number;
        }
        for (&(task, _, occupation), defect_work) in &week.defect_work {
            defect_works.entry((task, occupation)).or_default().add(defect_work);
        }
    }
    for (&task, &number) in &made {
        let found = found.get(&task).copied().unwrap_or(0);
        tally.put(&MADE, of_task(task), number as f64 / of.length);
        tally.put(&FOUND_SHARE, of_task(task), ratio(found as f64, number as f64));
    }
    let all_made: u64 = made.values().sum();
    tally.put(&MADE, all(), all_made as f64 / of.length);
    tally.put(&FOUND_SHARE, all(), ratio(found.values().sum::<u64>() as f64, all_made as f64));
    for ((task, occupation), defect_work) in defect_works {
        let (hours, cost) = (hours(defect_work.total()), cost_of_defect_work(of.config, occupation, &defect_work));
        let who = Group { task: task.and_then(|task| of_task(task).task), ..of_occupation(occupation) };
        tally.add(&HOURS, &who, hours / of.length);
        tally.add(&COST, &who, cost / of.length);
        // For each defect made: by the occupation that pays, of all; and by the task that made them of that task's.
        let mut each = vec![(all(), all_made), (of_occupation(occupation), all_made)];
        if let Some(task) = task {
            let number = made.get(&task).copied().unwrap_or(0);
            each.extend([(who, number), (of_task(task), number)]);
        }
        for (group, number) in each {
            tally.put(&COST_EACH, group, ratio(cost, number as f64));
        }
    }
}

/// What time that defects took costs.
pub(in crate::experiment) fn cost_of_defect_work(
    config: &Configuration,
    occupation: OccupationId,
    defect_work: &DefectWork,
) -> f64 {
    hours(defect_work.total()) * config.occupations[occupation].cost_of_hour()
}
