//! Readings: what observers make of a case, and how far they are apart.
//!
//! A reading is the case's own value, the same for all who look at it, plus the lean of who looks, the same in all
//! cases, plus noise of that one look: the two-way random effects of Shrout & Fleiss (1979), "Intraclass correlations:
//! uses in assessing rater reliability", Psychological Bulletin 86:420-428. Readings are few and rare: they stand
//! beside the cases, not in them.

use crate::engine::{Key, Salt, normal_quantile};
use crate::model::compile::case_type::SlotKind;
use crate::model::compile::plan::Mask;
use crate::model::scenario::{ProductId, Read};
use crate::model::site::Process;
use crate::model::site::instances::{Instance, Job};
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::units::{Bits, bits};

const CASE: Salt = Salt::of("reading", "case");
const RATER_BIAS: Salt = Salt::of("reading", "lean");

impl Process<'_> {
    /// Somebody has looked: what they are about to write is their reading of the case.
    pub(super) fn take_readings(&mut self, number: InstanceNo, writes: Mask) {
        let case = self.instances[number].case;
        let case_type = self.cases[case].case_type as usize;
        for slot in bits(writes) {
            let SlotKind::Own(product) = self.schema.case_types[case_type].slots[slot] else { continue };
            let spec = &self.plan.config.products[product];
            let Some(reading) = spec.reading else { continue };
            let row = &self.cases[case];
            // Each write of a product is a look of its own.
            let noise = Salt::of(&spec.name, "reading").at(row.slots[slot].attempt + 1, 0);
            let draw = |key: Key, salt: Salt| normal_quantile(key.unit(salt));
            let lean = self.observer(number).map_or(0.0, |observer| draw(observer, RATER_BIAS));
            let value = reading.between_cases * draw(row.key, CASE)
                + reading.between_people * lean
                + reading.within * draw(row.key, noise);
            self.cases.note_reading(case, slot, value);
        }
    }

    /// Whose lean counts: the lead's. Of an unlimited occupation each patient, a topmost parent, has their own; a
    /// machine has none.
    fn observer(&self, number: InstanceNo) -> Option<Key> {
        let Instance { case, .. } = self.instances[number];
        let Job { unlimited, ref team, .. } = *self.instances.job(number);
        if unlimited {
            let mut top = case;
            while let Some(parent) = self.cases[top].parent {
                top = parent;
            }
            return Some(self.cases[top].key);
        }
        team.first().map(|lead| self.staff[*lead].key)
    }

    fn reading_in(&self, case: CaseNo, kinds: &[SlotKind]) -> Option<f64> {
        let row = &self.cases[case];
        let case_type = &self.schema.case_types[row.case_type as usize];
        let written = |slot: &usize| row.written.has(*slot);
        let slot = kinds.iter().filter_map(|kind| case_type.slot(*kind)).find(written)?;
        self.cases.reading(case, slot)
    }

    /// What a case's product says, if it is written.
    pub(super) fn reading(&self, case: CaseNo, product: ProductId) -> Option<f64> {
        self.reading_in(case, &[SlotKind::Own(product), SlotKind::Parent(product)])
    }

    /// Distance between the largest and the smallest of the readings that are there.
    pub(super) fn range_of_readings(&self, case: CaseNo, among: &[Read]) -> f64 {
        let of = |read: &Read| match read.previous {
            true => self.reading_in(case, &[SlotKind::Previous(read.product)]),
            false => self.reading(case, read.product),
        };
        let (least, most) = among
            .iter()
            .filter_map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (value.min(least), value.max(most)));
        // Of no or one reading the range is zero.
        (most - least).max(0.0)
    }
}
