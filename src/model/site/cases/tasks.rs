//! The tasks of a case: requested, begun, ended, and open again.

use super::{Cases, Gate};
use crate::model::compile::plan::Mask;
use crate::model::outcome::AbsenceCause;
use crate::model::site::rows::{CaseNo, InstanceNo, WorkerNo};
use crate::units::Bits;

/// Before and during.
impl Cases {
    /// A task has passed another of its questions.
    pub fn pass_gate(&mut self, case: CaseNo, task: usize, gate: Gate) {
        self.rows[case].tasks[task].gate = gate;
    }

    /// A task is attempted once more; which attempt it is.
    #[inline]
    pub fn attempt(&mut self, case: CaseNo, task: usize) -> u16 {
        let attempts = &mut self.rows[case].tasks[task].attempts;
        // Who does it more than 65,535 times does it under the same draws from then on.
        *attempts = attempts.saturating_add(1);
        *attempts
    }

    /// A task has an instance.
    #[inline]
    pub fn begin_task(&mut self, case: CaseNo, task: usize, instance: InstanceNo) {
        let row = &mut self.rows[case];
        row.live |= 1 << task;
        row.tasks[task].instance = Some(instance);
    }

    /// One more instance is live, of a task or an answer.
    #[inline]
    pub fn count_instance(&mut self, case: CaseNo) {
        self.rows[case].instances += 1;
    }

    /// Somebody, or a tool, takes a task in hand. Returns the case's type, so that nobody has to look it up again.
    #[inline]
    pub fn take_in_hand(&mut self, case: CaseNo, task: usize, lead: Option<WorkerNo>) -> u16 {
        let row = &mut self.rows[case];
        row.tasks[task].led_by = lead;
        row.under_way |= 1 << task;
        row.case_type
    }

    /// A way of a task has failed: it waits for the next; `first`: it is the first of this attempt.
    pub fn fail_way(&mut self, case: CaseNo, task: usize, first: bool) {
        let row = &mut self.rows[case];
        row.under_way &= !(1 << task);
        row.failing += first as u32;
    }

    /// An attempt is done: what it read and wrote, and whether it found defects.
    #[inline]
    pub fn finish_attempt(&mut self, case: CaseNo, task: usize, read: Mask, wrote: Mask, found: bool) {
        let done = &mut self.rows[case].tasks[task];
        done.read = read;
        done.wrote |= wrote;
        done.found |= found;
    }
}

/// Afterwards.
impl Cases {
    /// One instance less, of an answer.
    #[inline]
    pub fn release_answer(&mut self, case: CaseNo) {
        self.rows[case].instances -= 1;
    }

    /// A task has its instance no longer; `failed`: some way of it has failed.
    #[inline]
    pub fn release(&mut self, case: CaseNo, task: usize, failed: bool) {
        let row = &mut self.rows[case];
        row.instances -= 1;
        row.live &= !(1 << task);
        row.under_way &= !(1 << task);
        row.failing -= failed as u32;
        row.tasks[task].instance = None;
    }

    /// A task has ended; with a cause: without writing.
    #[inline]
    pub fn end_task(&mut self, case: CaseNo, task: usize, cause: Option<AbsenceCause>) {
        let row = &mut self.rows[case];
        row.ended |= 1 << task;
        row.tasks[task].cause = cause;
    }

    /// Nobody wants what a task would write.
    #[inline]
    pub fn supersede(&mut self, case: CaseNo, task: usize) {
        self.rows[case].superseded |= 1 << task;
    }

    /// A task is given up, or not requested since others were.
    #[inline]
    pub fn give_up(&mut self, case: CaseNo, task: usize) {
        self.rows[case].given_up |= 1 << task;
    }
}

/// Open again, since something was withdrawn.
impl Cases {
    /// What nobody wanted may be wanted again.
    pub fn reopen_superseded(&mut self, case: CaseNo) {
        let row = &mut self.rows[case];
        row.ended &= !row.superseded;
        row.superseded = 0;
    }

    /// If a task wrote a product that is withdrawn, it is open again.
    pub fn undo_write(&mut self, case: CaseNo, task: usize, slot: usize) {
        let state = &mut self.rows[case].tasks[task];
        if state.wrote.has(slot) {
            state.wrote &= !(1 << slot);
            self.reopen(case, task);
        }
    }

    /// If a task read a product that is withdrawn, it is open again; what it wrote then, which is stale.
    pub fn undo_read(&mut self, case: CaseNo, task: usize, slot: usize) -> Mask {
        let state = &mut self.rows[case].tasks[task];
        if !state.read.has(slot) {
            return 0;
        }
        state.read = 0;
        let stale = std::mem::take(&mut state.wrote);
        self.reopen(case, task);
        stale
    }

    fn reopen(&mut self, case: CaseNo, task: usize) {
        self.rows[case].ended &= !(1 << task);
        self.charge_to_rejection(case, task);
    }

    /// What is done again on a task is due to what was sent back.
    pub fn charge_to_rejection(&mut self, case: CaseNo, task: usize) {
        if let Some(attribution) = &mut self.rows[case].attribution {
            attribution.opened |= 1 << task;
        }
    }
}
