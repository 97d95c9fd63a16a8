//! Products come into being and are read.

use crate::model::compile::case_type::SlotKind;
use crate::model::scenario::TechnologyId;
use crate::model::site::Process;
use crate::model::site::cases::{Carried, Made, Slot};
use crate::model::site::notes::What;
use crate::model::site::rows::CaseNo;
use crate::units::Bits;

impl Process<'_> {
    /// A product comes into being.
    pub(super) fn write(
        &mut self,
        case: CaseNo,
        slot: usize,
        carried: &Carried,
        tool: Option<TechnologyId>,
        making: u64,
    ) {
        let now = self.schedule.now();
        self.cases.write(case, slot, Made { carried: carried.clone(), tool, at: now, making });
        let case_type = self.cases[case].case_type as usize;
        if let SlotKind::Own(kind) = self.schema.case_types[case_type].slots[slot] {
            self.note(What::Written(kind));
            self.record.written(kind, making, carried.len());
        }
        self.settled(case, slot);
    }

    /// Marks a product as read.
    pub(super) fn mark_read(&mut self, case: CaseNo, slot: usize) {
        // Only the first reading counts: age and share of what is read are of products.
        if self.cases.mark_read(case, slot) {
            self.record_first_reading(case, slot);
        }
    }

    /// Counts the first reading of a product.
    pub(super) fn record_first_reading(&mut self, case: CaseNo, slot: usize) {
        let row = &self.cases[case];
        let case_type = row.case_type as usize;
        let SlotKind::Own(kind) = self.schema.case_types[case_type].slots[slot] else { return };
        // At another site a first reading counts only if nobody reads it where it is written.
        let view = &self.plan.case_types[case_type].views[self.site_type];
        if view.mine.has(slot) || self.is_unread_at_home(case, slot) {
            let Slot { at, making, .. } = self.cases[case].slots[slot];
            self.record.read(kind, at, making, self.schedule.now());
        }
    }

    fn is_unread_at_home(&self, case: CaseNo, slot: usize) -> bool {
        let case_type = &self.plan.case_types[self.cases[case].case_type as usize];
        let written_at = case_type.views.ids().find(|kind| case_type.views[*kind].mine.has(slot));
        !case_type.tasks.iter().any(|task| task.on && Some(task.kind) == written_at && task.reads.has(slot))
    }
}
