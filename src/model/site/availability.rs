//! What tools, figures and staff leave of each task's ways at this site: the same for all cases until one of them changes,
//! so that looking at a case need not ask again.

use super::Process;
use super::decision::DecisionCache;
use crate::model::compile::plan::{ClassPlan, Mask};
use crate::model::scenario::{Clause, TaskId, Way};
use crate::units::bits;

/// Whether a way is ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Out {
    No,
    /// Ruled out, but it can come back.
    Now,
    Forever,
}

/// The tasks of a class that run here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Availabilities {
    /// Readers of a product before its writers.
    pub rows: Vec<Availability>,
    /// By task slot: which row; those that run elsewhere have none.
    row: Vec<Option<u8>>,
    /// Some way is decided by the case.
    pub by_case: bool,
}

impl Availabilities {
    /// The row of a task, if it is on and runs here.
    pub fn of(&self, slot: usize) -> Option<&Availability> {
        self.row[slot].map(|row| &self.rows[row as usize])
    }
}

/// The ways of a task, as sets of way numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Availability {
    pub task: TaskId,
    pub slot: u8,
    /// Whether the open ways, of which there are, all read and write the same and no other way is or may come to be open.
    pub alike: bool,
    /// Not ruled out.
    pub open: u32,
    /// Ruled out now, and can come back.
    pub closed: u32,
    /// The case decides.
    pub by_case: u32,
    /// Their tool, if any, is up.
    pub up: u32,
    /// They open some time after the instance is ready.
    pub timed: u32,
    /// What `alike` ways read and write.
    pub needs: Mask,
    pub settles: Mask,
    pub writes: Mask,
}

impl Availability {
    /// Ways whose tool is up and whose time has come.
    pub fn passed(&self, opened: u32) -> u32 {
        self.up & (!self.timed | opened)
    }
}

impl Process<'_> {
    /// Looks at tools, figures and staff again, after one of them changed.
    pub(super) fn take_stock(&mut self) {
        let stock = self.stock();
        if stock != self.availabilities {
            self.availabilities = stock;
            self.decisions.resize_with(self.availabilities.len(), DecisionCache::default);
            self.decisions.iter_mut().for_each(DecisionCache::forget);
        }
    }

    /// By class.
    pub(super) fn stock(&self) -> Vec<Availabilities> {
        let mut all = Vec::with_capacity(self.plan.classes.len());
        for class in &self.plan.classes {
            let order = &class.views[self.kind].readers_first;
            let mut row = vec![None; class.tasks.len()];
            for (number, slot) in order.iter().enumerate() {
                row[*slot as usize] = Some(number as u8);
            }
            let rows: Vec<Availability> = order.iter().map(|slot| self.availability(class, *slot)).collect();
            let by_case = rows.iter().any(|availability| availability.by_case != 0);
            all.push(Availabilities { rows, row, by_case });
        }
        all
    }

    fn availability(&self, class: &ClassPlan, slot: u8) -> Availability {
        let task = &class.tasks[slot as usize];
        let spec = &self.plan.world.tasks[task.task];
        let mut availability = Availability { task: task.task, slot, ..Availability::default() };
        for (way, (plan, spec)) in task.ways.iter().zip(&spec.ways).enumerate() {
            let bit = 1 << way;
            if plan.out || self.never[task.task] & bit != 0 {
                continue;
            }
            if decided_by_case(spec) {
                availability.by_case |= bit;
            } else {
                match self.conditional_way_out(None, task.task, way) {
                    Out::No => availability.open |= bit,
                    Out::Now => availability.closed |= bit,
                    Out::Forever => continue,
                }
            }
            availability.up |= if self.is_up(spec.tool) { bit } else { 0 };
            availability.timed |= if self.plan.compiled.way(task.task, way as u8).late { bit } else { 0 };
        }
        let sets = |way: usize| (task.ways[way].needs, task.ways[way].settles, task.ways[way].writes);
        let mut open = bits(availability.open as Mask).map(sets);
        if let Some(first) = open.next() {
            availability.alike = availability.by_case | availability.closed == 0 && open.all(|way| way == first);
            (availability.needs, availability.settles, availability.writes) = first;
        }
        availability
    }
}

fn decided_by_case(way: &Way) -> bool {
    let asks = |clause: &Clause| clause.is_about_a_case();
    way.chance < 1.0 || way.when.as_ref().is_some_and(|when| when.all.iter().any(asks))
}
