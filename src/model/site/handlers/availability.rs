//! What tools, figures and staff leave of each task's ways at this site: the same for all cases until one of them
//! changes, so that looking at a case need not ask again.

use crate::model::compile::plan::{CaseTypePlan, Mask};
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

    /// By case type.
    pub(super) fn stock(&self) -> Vec<Availabilities> {
        let mut all = Vec::with_capacity(self.plan.case_types.len());
        for case_type in &self.plan.case_types {
            let order = &case_type.views[self.site_type].readers_first;
            let rows = order.iter().map(|slot| self.availability(case_type, *slot)).collect();
            all.push(Availabilities::new(case_type.tasks.len(), rows));
        }
        all
    }

    fn availability(&self, case_type: &CaseTypePlan, slot: u8) -> Availability {
        let task = &case_type.tasks[slot as usize];
        let spec = &self.plan.config.tasks[task.task];
        let mut availability = Availability { task: task.task, slot, ..Availability::default() };
        for (way, (plan, spec)) in task.ways.iter().zip(&spec.ways).enumerate() {
            let bit = 1 << way;
            if plan.out || self.prospects.is_never(task.task, way) {
                continue;
            }
            // Asked again for each case; the others are decided here for all cases.
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
        // If all open ways read and write the same and none is in doubt, a case need not look at each.
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
