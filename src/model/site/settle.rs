//! How instances end without being done, and how products settle.

use super::rows::{CaseNo, InstanceNo};
use super::state::{Instance, State};
use super::{Process, What};
use crate::model::compile::layout::SlotKind;
use crate::model::ledger::Fate;
use crate::model::outcome::Cause;
use crate::model::scenario::ProductId;

impl Process<'_> {
    /// Nothing it would write is missing and wanted any longer.
    pub(super) fn supersede(&mut self, number: InstanceNo) {
        let Instance { case, slot, task, state, started, .. } = self.instances[number];
        self.cases[case].superseded |= 1 << slot;
        self.note(What::Superseded(task));
        let fate = self.fate_of_unwanted(case, slot);
        self.book(number, fate);
        self.record.superseded(task, state == State::Waiting && !started);
        if state == State::Waiting {
            self.count_on_meant(number, -1);
        }
        self.release(number, true, None);
    }

    /// Gives an instance up.
    pub(super) fn abandon(&mut self, number: InstanceNo, cause: Cause) {
        let Instance { task, state, started, case, slot, .. } = self.instances[number];
        self.note(What::Abandoned(task, cause));
        self.book(number, Fate::Abandoned);
        self.cases[case].given_up |= 1 << slot;
        self.record.abandoned(task, cause, state == State::Waiting && !started);
        self.release(number, true, Some(cause));
    }

    pub(super) fn expire(&mut self, number: InstanceNo, clock: u32) -> bool {
        let instance = &self.instances[number];
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
    pub(super) fn release(&mut self, number: InstanceNo, ended: bool, cause: Option<Cause>) {
        let Instance { case, slot, failed, job, .. } = self.instances[number];
        let stamp = self.schedule.generation();
        let instance = &mut self.instances[number];
        instance.state = State::Free;
        instance.clock = stamp;
        instance.offer = stamp;
        instance.serial = stamp;
        instance.job = None;
        if let Some(job) = job {
            self.jobs[job].clear();
            self.jobs.give_back(job);
        }
        self.instances.give_back(number);
        let case_row = &mut self.cases[case];
        case_row.instances -= 1;
        if slot != 255 {
            case_row.live &= !(1 << slot);
            case_row.under_way &= !(1 << slot);
            case_row.failing -= (failed != 0) as u32;
            let task = &mut case_row.tasks[slot as usize];
            task.instance = None;
            if ended {
                task.cause = cause;
                case_row.ended |= 1 << slot;
            }
        }
        self.look_at(case);
    }

    /// A product is absent for good.
    pub(super) fn settle_absent(&mut self, number: CaseNo, slot: usize, cause: Cause) {
        let case = &mut self.cases[number];
        case.absent |= 1 << slot;
        let class = case.class as usize;
        if let SlotKind::Own(product) = self.layout.classes[class].slots[slot] {
            self.note(What::Absent(product, cause));
            self.record.absent(product, cause);
        }
        self.settled(number, slot);
    }

    /// A demand's own product, there from birth.
    pub(super) fn write_first(&mut self, number: CaseNo, slot: usize, product: ProductId) {
        let now = self.schedule.now();
        let case = &mut self.cases[number];
        case.written |= 1 << slot;
        case.slots[slot].attempt = 1;
        case.slots[slot].at = now;
        self.note(What::Written(product));
        self.record.written(product, 0, 0);
        self.settled(number, slot);
    }

    /// Tells everybody who waits for a product that it is settled.
    pub(super) fn settled(&mut self, number: CaseNo, slot: usize) {
        let class = self.cases[number].class;
        if self.plan.classes[class as usize].private >> slot & 1 == 0 {
            self.announce(number, slot);
            self.offer_to_gatherers(number, slot);
            self.tell_younger(number, slot);
        }
        self.look_at(number);
    }
}
