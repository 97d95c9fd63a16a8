//! Weekly tables: for each arm, week and group the mean over replications of each column.

use super::estimate::Mean;
use crate::model::outcome::{Outcome, WorkSlot, work_slots};
use crate::model::scenario::{Activity, ArmId, Scenario, World};
use crate::units::{HOUR, Id};
use std::collections::BTreeMap;

/// The mean of what was summed in millionths, if there is anything.
fn mean_of_millionths(sum: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| sum as f64 / 1e6 / n as f64)
}

/// One of the weekly tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetKind {
    /// Hours by occupation, activity and order.
    Workload,
    /// Staff by occupation.
    Staffing,
    /// Instances by task.
    Queues,
    /// Products.
    Products,
    /// Tools.
    Automation,
}

/// All weekly tables.
pub const SHEETS: [SheetKind; 5] =
    [SheetKind::Workload, SheetKind::Staffing, SheetKind::Queues, SheetKind::Products, SheetKind::Automation];

/// (week, up to three identifiers).
pub type Key = [u16; 4];

/// One weekly table of one arm: means by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Rows in order.
    pub rows: BTreeMap<Key, Vec<Mean>>,
}

impl Sheet {
    fn add(&mut self, key: Key, values: &[Option<f64>]) {
        let row = self.rows.entry(key).or_insert_with(|| vec![Mean::default(); values.len()]);
        for (mean, value) in row.iter_mut().zip(values) {
            if let Some(value) = value {
                mean.add(*value);
            }
        }
    }

    /// Leaves out rows of which nothing happened in any replication. Until all are in, nobody knows: in the mean over
    /// replications those without anything count.
    pub fn drop_empty_rows(&mut self) {
        let empty = |mean: &Mean| mean.estimate().is_none_or(|estimate| estimate.mean == 0.0);
        self.rows.retain(|_, row| !row.iter().all(empty));
    }

    /// Adds one replication.
    pub fn add_run(&mut self, kind: SheetKind, scenario: &Scenario, arm: ArmId, outcome: &Outcome, control: &Outcome) {
        match kind {
            SheetKind::Workload => self.workload(scenario, arm, outcome),
            SheetKind::Staffing => self.staffing(scenario, arm, outcome),
            SheetKind::Queues => self.queues(outcome),
            SheetKind::Products => self.products(outcome),
            SheetKind::Automation => self.automation(scenario, arm, outcome, control),
        }
    }

    fn workload(&mut self, scenario: &Scenario, arm: ArmId, outcome: &Outcome) {
        let world = &scenario.arms[arm].worlds[0];
        let slots = work_slots(world);
        for (number, week) in outcome.weeks.iter().enumerate() {
            let mut sums: BTreeMap<Key, [f64; 7]> = BTreeMap::new();
            for (slot, work) in slots.iter().zip(&week.work) {
                let task = &world.tasks[slot.task];
                let way = &task.ways[slot.way];
                if !way.counted {
                    continue;
                }
                let occupation = &world.occupations[slot.occupation];
                let shifted = task.meant_for.is_some() && way.lead() != task.meant_for;
                let paid_after = occupation.after_hours.is_some_and(|rule| rule.paid);
                let unpaid = if paid_after { 0 } else { work.after_hours };
                let parts = [
                    work.total,
                    work.overrun,
                    work.after_hours,
                    work.total - unpaid,
                    if shifted { work.total } else { 0 },
                    work.rework,
                    work.review,
                ];
                for &(activity, share) in &way.activity {
                    let key = [number as u16, slot.occupation.index() as u16, activity as u16, task.order];
                    let row = sums.entry(key).or_default();
                    row.iter_mut().zip(parts).for_each(|(sum, ms)| *sum += ms as f64 * share / HOUR.ms());
                }
            }
            for (key, sums) in sums {
                self.add(key, &sums.map(Some));
            }
        }
    }

    fn staffing(&mut self, scenario: &Scenario, arm: ArmId, outcome: &Outcome) {
        let world = &scenario.arms[arm].worlds[0];
        for (number, week) in outcome.weeks.iter().enumerate() {
            for (occupation, staff) in week.staff.enumerate() {
                if world.occupations[occupation].unlimited {
                    continue;
                }
                let fte = staff.milli_fte as f64 / 1000.0;
                let turnover = world.occupations[occupation].people.turnover.is_some();
                let on_shift_per_fte = staff.on_shift as f64 / fte;
                let demanded = (fte > 0.0 && staff.on_shift > 0).then(|| staff.demanded as f64 / on_shift_per_fte);
                let utilisation = (staff.on_shift > 0).then(|| staff.regular as f64 / staff.on_shift as f64);
                self.add(
                    [number as u16, occupation.index() as u16, 0, 0],
                    &[
                        Some(fte),
                        demanded,
                        utilisation,
                        Some(staff.on_shift as f64 / HOUR.ms()),
                        Some(staff.paid as f64 / HOUR.ms()),
                        Some(staff.waiting_for_team as f64 / HOUR.ms()),
                        Some(staff.hires as f64),
                        Some(staff.dismissals as f64),
                        Some(staff.retrained as f64),
                        turnover.then_some(staff.milli_fte_vacant as f64 / 1000.0),
                        turnover.then_some(staff.quits as f64),
                        mean_of_millionths(staff.strain, staff.strained),
                        mean_of_millionths(staff.proficiency, staff.skills),
                    ],
                );
            }
        }
    }

    fn queues(&mut self, outcome: &Outcome) {
        for (number, week) in outcome.weeks.iter().enumerate() {
            for (task, queue) in week.queues.enumerate() {
                let mut values: Vec<Option<f64>> = [
                    queue.called_for,
                    queue.done,
                    queue.abandoned,
                    queue.expired,
                    queue.overtaken,
                    queue.unfinished,
                    queue.backlog,
                    queue.shifted,
                ]
                .iter()
                .map(|count| Some(*count as f64))
                .collect();
                for summary in [queue.waits.wait, queue.waits.turnaround] {
                    let mean = summary.sum as f64 / summary.n.max(1) as f64;
                    for ms in [mean, summary.p50, summary.p90, summary.p95] {
                        values.push((summary.n > 0).then(|| ms / HOUR.ms()));
                    }
                }
                values.push((queue.with_due > 0).then(|| queue.in_time as f64 / queue.with_due as f64));
                self.add([number as u16, task.index() as u16, 0, 0], &values);
            }
        }
    }

    fn products(&mut self, outcome: &Outcome) {
        for (number, week) in outcome.weeks.iter().enumerate() {
            for (product, of) in week.products.enumerate() {
                let written = of.written as f64;
                let per_written = |count: f64| (of.written > 0).then(|| count / written);
                let mut values = vec![Some(written), Some(of.withdrawn as f64)];
                values.extend(of.absent.iter().map(|count| Some(*count as f64)));
                values.extend([
                    per_written(of.read as f64),
                    Some(of.making.saturating_sub(of.making_read) as f64 / HOUR.ms()),
                    per_written(of.defects as f64),
                    per_written(of.defective as f64),
                    (of.age.n > 0).then(|| of.age.p50 / HOUR.ms()),
                ]);
                self.add([number as u16, product.index() as u16, 0, 0], &values);
            }
        }
    }

    fn automation(&mut self, scenario: &Scenario, arm: ArmId, outcome: &Outcome, control: &Outcome) {
        let world = &scenario.arms[arm].worlds[0];
        let control_world = &scenario.arms[scenario.control].worlds[0];
        let (slots, control_slots) = (work_slots(world), work_slots(control_world));
        for (technology, spec) in world.technologies.enumerate().filter(|(_, spec)| spec.on) {
            let seen_with_tool = |of: &World, slot: &WorkSlot| {
                of.tasks[slot.task].ways[slot.way].counted
                    && world.tasks[slot.task].ways.iter().any(|way| way.tool == Some(technology))
            };
            for (number, (week, before)) in outcome.weeks.iter().zip(&control.weeks).enumerate() {
                let tool = &week.tools[technology];
                let mut difference = vec![0i64; world.tasks.len()];
                for (slot, work) in slots.iter().zip(&week.work).filter(|(slot, _)| seen_with_tool(world, slot)) {
                    difference[slot.task.index()] += work.total as i64;
                }
                let before_by_slot = control_slots.iter().zip(&before.work);
                for (slot, work) in before_by_slot.filter(|(slot, _)| seen_with_tool(control_world, slot)) {
                    difference[slot.task.index()] -= work.total as i64;
                }
                let saved: i64 = difference.iter().map(|ms| (-ms).max(0)).sum();
                let made: i64 = difference.iter().map(|ms| (*ms).max(0)).sum();
                let expected = spec.expects.map(|expects| {
                    super::metrics::hours_of(control_world, std::slice::from_ref(before), expects.occupation)
                        * expects.hours_saved
                });
                self.add(
                    [number as u16, technology.index() as u16, 0, 0],
                    &[
                        (tool.units > 0).then(|| tool.adopters as f64 / tool.units as f64),
                        Some(tool.used as f64),
                        Some(tool.attempted as f64),
                        Some(tool.succeeded as f64),
                        Some(tool.exceptions as f64),
                        Some(saved as f64 / HOUR.ms()),
                        Some(made as f64 / HOUR.ms()),
                        expected,
                        mean_of_millionths(tool.trust, tool.trusting),
                    ],
                );
            }
        }
    }
}

impl Sheet {
    /// The activity of a workload row.
    pub fn activity(key: Key) -> Activity {
        Activity::ALL[key[2] as usize]
    }
}
