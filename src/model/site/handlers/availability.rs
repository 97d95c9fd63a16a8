//! What tools, figures and staff leave of each task's ways at this site: the same for all cases until one of them changes,
//! so that looking at a case need not ask again.

use crate::model::compile::plan::{ClassPlan, Mask};
use crate::model::scenario::{Clause, Way};
use crate::model::site::Process;
use crate::model::site::prospects::{Availabilities, Availability, Out};
use crate::units::bits;

impl Process<'_> {
    /// Looks at tools, figures and staff again, after one of them changed.
    pub(super) fn take_stock(&mut self) {
        let stock = self.stock();
        self.prospects.change(stock);
    }

    /// By class.
    pub(super) fn stock(&self) -> Vec<Availabilities> {
        let mut all = Vec::with_capacity(self.plan.classes.len());
        for class in &self.plan.classes {
            let order = &class.views[self.kind].readers_first;
            let rows = order.iter().map(|slot| self.availability(class, *slot)).collect();
            all.push(Availabilities::new(class.tasks.len(), rows));
        }
        all
    }

    fn availability(&self, class: &ClassPlan, slot: u8) -> Availability {
        let task = &class.tasks[slot as usize];
        let spec = &self.plan.world.tasks[task.task];
        let mut availability = Availability { task: task.task, slot, ..Availability::default() };
        for (way, (plan, spec)) in task.ways.iter().zip(&spec.ways).enumerate() {
            let bit = 1 << way;
            if plan.out || self.prospects.is_never(task.task, way) {
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
            availability.up |= if self.tools.is_up(spec.tool) { bit } else { 0 };
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
