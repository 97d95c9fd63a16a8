//! How instances end without being done, and how products settle.

use super::state::{Instance, NO_JOB, NONE, State};
use super::{Process, What};
use crate::model::compile::layout::SlotKind;
use crate::model::ledger::Fate;
use crate::model::outcome::Cause;
use crate::model::scenario::ProductId;

impl Process<'_> {
    /// Nothing it would write is missing and wanted any longer.
    pub(super) fn overtake(&mut self, number: u32) {
        let Instance { case, slot, task, state, started, .. } = self.instances[number as usize];
        self.cases[case as usize].overtaken |= 1 << slot;
        self.note(What::Overtaken(task));
        let fate = self.fate_of_unwanted(case, slot);
        self.book(number, fate);
        self.record.overtaken(task, state == State::Waiting && !started);
        if state == State::Waiting {
            self.count_on_meant(number, -1);
        }
        self.release(number, true, None);
    }

    /// Gives an instance up.
    pub(super) fn abandon(&mut self, number: u32, cause: Cause) {
        let Instance { task, state, started, case, slot, .. } = self.instances[number as usize];
        self.note(What::Abandoned(task, cause));
        self.book(number, Fate::Abandoned);
        self.cases[case as usize].given_up |= 1 << slot;
        self.record.abandoned(task, cause, state == State::Waiting && !started);
        self.release(number, true, Some(cause));
    }

    pub(super) fn expire(&mut self, number: u32, clock: u32) -> bool {
        let instance = &self.instances[number as usize];
        if !self.alive(number, clock) || instance.started || instance.state != State::Waiting {
            return false;
        }
        if instance.is_answer() {
            self.answer_fails(number, Cause::Expired);
        } else {
            self.abandon(number, Cause::Expired);
        }
        true
    }

    /// Frees an instance; its task has ended, or is open again.
    pub(super) fn release(&mut self, number: u32, ended: bool, cause: Option<Cause>) {
        let Instance { case, slot, failed, job, .. } = self.instances[number as usize];
        let stamp = self.stamp();
        let instance = &mut self.instances[number as usize];
        instance.state = State::Free;
        instance.clock = stamp;
        instance.offer = stamp;
        instance.serial = stamp;
        instance.job = NO_JOB;
        if job != NO_JOB {
            self.jobs[job as usize].clear();
            self.free_jobs.push(job);
        }
        self.free_instances.push(number);
        let case_row = &mut self.cases[case as usize];
        case_row.instances -= 1;
        if slot != 255 {
            case_row.live &= !(1 << slot);
            case_row.under_way &= !(1 << slot);
            case_row.failing -= (failed != 0) as u32;
            let task = &mut case_row.tasks[slot as usize];
            task.instance = NONE;
            if ended {
                task.cause = cause;
                case_row.ended |= 1 << slot;
            }
        }
        self.look_at(case);
    }

    /// A product is absent for good.
    pub(super) fn settle_absent(&mut self, number: u32, slot: usize, cause: Cause) {
        let case = &mut self.cases[number as usize];
        case.absent |= 1 << slot;
        let class = case.class as usize;
        if let SlotKind::Own(product) = self.layout.classes[class].slots[slot] {
            self.note(What::Absent(product, cause));
            self.record.absent(product, cause);
        }
        self.settled(number, slot);
    }

    /// A demand's own product, there from birth.
    pub(super) fn write_first(&mut self, number: u32, slot: usize, product: ProductId) {
        let now = self.now;
        let case = &mut self.cases[number as usize];
        case.written |= 1 << slot;
        case.slots[slot].attempt = 1;
        case.slots[slot].at = now;
        self.note(What::Written(product));
        self.record.written(product, 0, 0);
        self.settled(number, slot);
    }

    /// Tells everybody who waits for a product that it is settled.
    pub(super) fn settled(&mut self, number: u32, slot: usize) {
        let class = self.cases[number as usize].class;
        if self.plan.classes[class as usize].private >> slot & 1 == 0 {
            self.announce(number, slot);
            self.offer_to_gatherers(number, slot);
            self.tell_younger(number, slot);
        }
        self.look_at(number);
    }
}
