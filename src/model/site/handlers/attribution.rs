//! Attribution of defects: where each was made, where it was found first, and whose time it took.
//!
//! A defect is counted once, by (instance where it was made, number): when an attempt writes, and in the week of it. It
//! is found by the first instance anywhere that notices it, or that sends a product back because of it; sites write
//! down what they find, and the run keeps the first finding of each. Time is charged to the task that made the defect
//! and to the task whose finding took the time:
//!
//! - fixing: the `fix_time` of all, in equal parts to each, under the tool's dip in which the work ended;
//! - queries: all time of the answer and the asker's `resume_cost`, in equal parts to the defects asked about;
//! - rework: a rejection is due to defects if the draw that sent the product back would not have done so without them.
//!   Then all that is done again in the case, or for nothing, on tasks that the rejection has opened again, until
//!   another rejection, is charged to the defects of the product sent back, in equal parts.
//!
//! Collected products carry counts: their part of the time is charged to no task. Reviews that find nothing are the
//! cost of looking, not of a defect.

use crate::model::compile::plan::SlotNo;
use crate::model::scenario::TaskId;
use crate::model::site::Process;
use crate::model::site::cases::{Attribution, Defect, Origins};
use crate::model::site::instances::{Instance, Job};
use crate::model::site::notes::Charge;
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::units::Bits;

fn origins(set: &[Defect], count: u32) -> Origins {
    let mut origins = Origins::new();
    for defect in set {
        match origins.last_mut() {
            Some((task, number)) if *task == Some(defect.task) => *number += 1,
            _ => origins.push((Some(defect.task), 1)),
        }
    }
    if count > 0 {
        origins.push((None, count));
    }
    origins
}

impl Process<'_> {
    /// What the lead noticed is found, and fixing it took part of the time. Not called again after a query.
    pub(super) fn tell_found(&mut self, number: InstanceNo) {
        let Process { instances, record, plan, schedule, .. } = self;
        let Instance { task, way, .. } = instances[number];
        let Job { factor, ref found, .. } = *instances.job(number);
        for defect in found {
            record.found(defect, task, schedule.now());
        }
        if plan.compiled.way(task, way).fixes {
            let found = &self.instances.job(number).found;
            let origins = origins(found, 0);
            // Under the factor (dip, proficiency) in which the work ended, since fixing is at its end.
            let ms = (self.fixing_time(number, way, found) * factor).round() as u64;
            self.charge_each(number, task, Charge::Fix, ms, &origins);
        }
    }

    /// The asker has found back into the work.
    pub(super) fn tell_resumed(&mut self, number: InstanceNo) {
        let Instance { task, way, .. } = self.instances[number];
        let Job { factor, ref found, .. } = *self.instances.job(number);
        let origins = origins(found, 0);
        let ms = (self.plan.config.tasks[task].ways[way as usize].resume_cost * factor).round() as u64;
        self.charge_each(number, task, Charge::Query, ms, &origins);
    }

    /// An answer has ended, given or not.
    pub(super) fn tell_answered(&mut self, number: InstanceNo) {
        let Job { spent, ref query, .. } = *self.instances.job(number);
        if let Some(query) = query.as_ref().filter(|_| spent > 0) {
            let (origins, asking) = (origins(&query.defects, 0), query.asker.task);
            self.charge(number, asking, Charge::Query, spent, &origins);
        }
    }

    /// Work done again, or for nothing, has ended.
    pub(super) fn tell_again(&mut self, number: InstanceNo) {
        let Instance { case, slot, .. } = self.instances[number];
        let Job { obsolete, spent, charged, .. } = *self.instances.job(number);
        if !obsolete && !self.instances[number].is_rework() {
            return;
        }
        let Process { instances, cases, record, plan, .. } = self;
        let Some(slot) = slot else { return };
        let Some(attribution) =
            cases[case].attribution.as_ref().filter(|attribution| attribution.opened.has(slot.place()))
        else {
            return;
        };
        let Instance { task, way, .. } = instances[number];
        let team = &plan.config.tasks[task].ways[way as usize].team;
        // Fixing and queries within it have been charged before.
        record.charge(team, attribution.found_at, Charge::Again, spent.saturating_sub(charged), &attribution.origins);
    }

    /// A task sends a product back because of what it carries.
    pub(super) fn tell_rejected(
        &mut self,
        task: TaskId,
        slot: SlotNo,
        case: CaseNo,
        product: usize,
    ) -> Option<Box<Attribution>> {
        let Process { cases, record, schedule, .. } = self;
        let carried = &cases[case].slots[product].carried;
        for defect in &carried.set {
            record.found(defect, task, schedule.now());
        }
        let origins = origins(&carried.set, carried.count);
        (!origins.is_empty()).then(|| Box::new(Attribution { found_at: task, origins, opened: 1 << slot.place() }))
    }

    /// Charges so much time of each member of the team.
    fn charge_each(&mut self, number: InstanceNo, found_at: TaskId, what: Charge, ms: u64, origins: &Origins) {
        let Instance { task, way, .. } = self.instances[number];
        let ms = ms * self.plan.config.tasks[task].ways[way as usize].team.len() as u64;
        self.instances.charge(number, ms);
        self.charge(number, found_at, what, ms, origins);
    }

    /// Charges time, in equal parts by the members of the team, to defects.
    fn charge(&mut self, number: InstanceNo, found_at: TaskId, what: Charge, ms: u64, origins: &Origins) {
        let Instance { task, way, .. } = self.instances[number];
        self.record.charge(&self.plan.config.tasks[task].ways[way as usize].team, found_at, what, ms, origins);
    }
}
