//! Urgent work interrupts: a task that is `urgent` and finds nobody free takes the lowest-ranked busy worker away from
//! work that may be interrupted. What they leave waits for them, and is taken up again or begun anew.

use crate::model::scenario::{OccupationId, Preempted};
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{DayPart, Doing, QueueEntry};
use crate::units::Bits;

impl Process<'_> {
    /// Starts urgent instances that still wait, in their order, by interrupting somebody.
    pub(super) fn preempt(&mut self) {
        let mut urgent = self.waiting.take_urgent();
        urgent.retain(|number| {
            let instance = &self.instances[*number];
            instance.state == State::Waiting && self.plan.compiled.task(instance.task).urgent
        });
        urgent.sort_unstable_by_key(|number| self.turn(*number));
        // An instance is noted at every offer.
        urgent.dedup();
        for number in &urgent {
            if let Some((way, worker)) = self.somebody_to_interrupt(*number) {
                let left = self.staff[worker].at();
                self.suspend(left, worker);
                self.interrupt(left);
                self.free(worker);
                self.start(*number, way, &[worker]);
                self.waiting.look_at_held(); // As for what begins without anybody.
            }
        }
        // Who still waits has found nobody to interrupt, and is looked at again whenever somebody begins something.
        urgent.retain(|number| self.instances[*number].state == State::Waiting);
        self.waiting.keep_urgent(urgent);
    }

    /// The first open way that a busy worker may lead, with the one whose work ranks lowest.
    fn somebody_to_interrupt(&self, number: InstanceNo) -> Option<(usize, WorkerNo)> {
        let Instance { offered, task, .. } = self.instances[number];
        let rows = self.plan.compiled.ways(task);
        let solo = (0..rows.len()).filter(|way| offered.has(*way) && rows[*way].members == 1);
        for way in solo {
            let Some(lead) = rows[way].lead() else { continue };
            let at = |worker: &&WorkerNo| {
                self.interruptible(**worker, lead).filter(|_| self.may_lead(**worker, number, way))
            };
            let members = self.staff[lead].members.iter();
            // The largest entry ranks last.
            let lowest = members.filter_map(|worker| at(&worker).map(|entry| (entry, *worker))).max();
            if let Some((_, worker)) = lowest {
                return Some((way, worker));
            }
        }
        None
    }

    /// The rank of what a worker does, if that may be interrupted: preemptible work done alone, in the shift.
    fn interruptible(&self, worker: WorkerNo, occupation: OccupationId) -> Option<QueueEntry> {
        let row = &self.staff[worker];
        if row.doing != Doing::Busy || row.part != DayPart::Regular || !row.on_shift {
            return None;
        }
        let way = self.instances[row.at()].way;
        self.may_be_interrupted(row.at()).then(|| self.entry(row.at(), occupation, way as usize))
    }

    /// What becomes of interrupted work: it costs time to find back into it, and it may have to be begun anew.
    fn interrupt(&mut self, number: InstanceNo) {
        let Instance { task, way, .. } = self.instances[number];
        let spec = &self.plan.config.tasks[task];
        let cost = spec.ways[way as usize].resume_cost;
        let restarts = spec.preempted == Preempted::Restart;
        self.instances.interrupt(number, restarts, cost);
    }
}
