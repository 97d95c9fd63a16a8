//! How instances end without being done, and how products settle.

use crate::model::compile::case_type::SlotKind;
use crate::model::ledger::Fate;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::ProductId;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::notes::What;
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::units::Bits;

impl Process<'_> {
    /// Nothing it would write is missing and wanted any longer.
    pub(super) fn supersede(&mut self, number: InstanceNo) {
        let Instance { case, slot, task, state, started, .. } = self.instances[number];
        let slot = slot.expect("answers are not superseded");
        self.cases.supersede(case, slot.place());
        self.note(What::Superseded(task));
        // Booked before the row is freed.
        let fate = self.fate_of_unwanted(case, slot);
        self.book(number, fate);
        self.record.superseded(task, state == State::Waiting && !started);
        // Only what waits is in the planned work of those it is meant for.
        if state == State::Waiting {
            self.count_on_meant(number, -1);
        }
        self.release(number, true, None);
    }

    /// Gives an instance up.
    pub(super) fn abandon(&mut self, number: InstanceNo, cause: AbsenceCause) {
        let Instance { task, state, started, case, slot, .. } = self.instances[number];
        self.note(What::Abandoned(task, cause));
        self.book(number, Fate::Abandoned);
        self.cases.give_up(case, slot.expect("answers fail").place());
        self.record.abandoned(task, cause, state == State::Waiting && !started);
        self.release(number, true, Some(cause));
    }

    pub(super) fn expire(&mut self, number: InstanceNo, clock: u32) -> bool {
        let instance = &self.instances[number];
        if !self.instances.is_timed_by(number, clock) || instance.started || instance.state != State::Waiting {
            return false;
        }
        // An answer that expires releases its asker; other work leaves its products absent.
        if instance.is_answer() {
            self.answer_fails(number, AbsenceCause::Expired);
        } else {
            self.abandon(number, AbsenceCause::Expired);
        }
        true
    }

    /// Frees an instance; its task has ended, or is open again.
    pub(super) fn release(&mut self, number: InstanceNo, ended: bool, cause: Option<AbsenceCause>) {
        let Instance { case, slot, failed, .. } = self.instances[number];
        // A new generation: timers and queue entries of this instance must not meet the next one in its row.
        self.instances.release(number, self.schedule.generation());
        match slot {
            None => self.cases.release_answer(case),
            Some(slot) => {
                self.cases.release(case, slot.place(), failed != 0);
                if ended {
                    self.cases.end_task(case, slot.place(), cause);
                }
            }
        }
        self.cases.look_at(case);
    }

    /// A product is absent for good.
    pub(super) fn settle_absent(&mut self, number: CaseNo, slot: usize, cause: AbsenceCause) {
        self.cases.miss(number, slot);
        let case_type = self.cases[number].case_type as usize;
        if let SlotKind::Own(product) = self.schema.case_types[case_type].slots[slot] {
            self.note(What::Absent(product, cause));
            self.record.absent(product, cause);
        }
        self.settled(number, slot);
    }

    /// A demand's own product, there from birth.
    pub(super) fn write_first(&mut self, number: CaseNo, slot: usize, product: ProductId) {
        self.cases.write_first(number, slot, self.schedule.now());
        self.note(What::Written(product));
        self.record.written(product, 0, 0);
        self.settled(number, slot);
    }

    /// Tells everybody who waits for a product that it is settled.
    pub(super) fn settled(&mut self, number: CaseNo, slot: usize) {
        let case_type = self.cases[number].case_type;
        // Most products concern their own case alone; the others are told to sites, gatherers and siblings.
        if !self.plan.case_types[case_type as usize].private.has(slot) {
            self.announce(number, slot);
            self.offer_to_gatherers(number, slot);
            self.tell_younger(number, slot);
        }
        self.cases.look_at(number);
    }
}
