//! The products of a case: written, absent, withdrawn, read, seen from relatives, gathered.

use super::{Attribution, Carried, Cases, Defect, Made, Slot, first};
use crate::model::compile::plan::Mask;
use crate::model::scenario::TechnologyId;
use crate::model::site::rows::CaseNo;
use crate::units::{Bits, Time, bits};

/// Coming into being.
impl Cases {
    /// A product is written here, once more.
    #[inline]
    pub fn write(&mut self, case: CaseNo, slot: usize, made: Made) {
        let attempt = self.rows[case].slots[slot].attempt + 1;
        self.learn(case, slot, attempt, made);
    }

    /// It becomes known which of its writes is there.
    #[inline]
    pub fn learn(&mut self, case: CaseNo, slot: usize, attempt: u32, made: Made) {
        let row = &mut self.rows[case];
        row.written |= 1 << slot;
        let product = &mut row.slots[slot];
        product.attempt = attempt;
        product.read = false;
        product.tool = made.tool;
        product.at = made.at;
        product.making = made.making;
        product.carried = made.carried;
    }

    /// A product is there from birth.
    #[inline]
    pub fn write_first(&mut self, case: CaseNo, slot: usize, now: Time) {
        let row = &mut self.rows[case];
        row.written |= 1 << slot;
        row.slots[slot].attempt = 1;
        row.slots[slot].at = now;
    }

    /// A product of a sibling before the first: it counts as there, empty.
    pub fn find_empty(&mut self, case: CaseNo, slot: usize) {
        let row = &mut self.rows[case];
        row.written |= 1 << slot;
        row.slots[slot].attempt = 1;
    }

    /// A relative's product, which is `scope` away, is seen as it is there, with the reading it stands for.
    pub fn see(&mut self, (from, from_slot): (CaseNo, usize), (to, to_slot): (CaseNo, usize), scope: u8) {
        let Slot { tool, at, ref carried, .. } = self.rows[from].slots[from_slot];
        let carried = carried.seen_from(scope);
        let row = &mut self.rows[to];
        row.slots[to_slot] = Slot { attempt: 1, read: true, tool, at, making: 0, items: 0, carried };
        row.written |= 1 << to_slot;
        if let Some(value) = self.readings.get(from, from_slot) {
            self.readings.set(to, to_slot, value);
        }
    }

    /// A product will never be there.
    #[inline]
    pub fn miss(&mut self, case: CaseNo, slot: usize) {
        self.rows[case].absent |= 1 << slot;
    }

    /// Remembers of an absent product that it is so since work was given up.
    #[inline]
    pub fn lose(&mut self, case: CaseNo, slot: usize) {
        self.rows[case].lost |= 1 << slot;
    }

    /// What a child sees of a relative and is not there is undone, too, unless the relative will never have it, and
    /// needs it no more.
    pub fn lose_unseen(&mut self, child: CaseNo, slot: usize, relative: Option<(CaseNo, usize)>) {
        if let Some((relative, from)) = relative
            && (!self.rows[relative].absent.has(from) || self.is_lost(relative, from))
        {
            self.lose(child, slot);
        }
    }

    /// Whether a product is absent here since work was given up.
    #[inline]
    pub fn is_lost(&self, case: CaseNo, slot: usize) -> bool {
        let row = &self.rows[case];
        (row.lost & row.absent).has(slot)
    }
}

/// Reading, and taking back.
impl Cases {
    /// Marks a product as read; whether it was not before.
    #[inline]
    pub fn mark_read(&mut self, case: CaseNo, slot: usize) -> bool {
        !std::mem::replace(&mut self.rows[case].slots[slot].read, true)
    }

    /// Somebody reads some products: adds what they carry, and returns the first tool with which they were made, and
    /// which of them nobody had read.
    #[inline]
    pub fn read(&mut self, case: CaseNo, slots: Mask, carried: &mut Carried) -> (Option<TechnologyId>, Mask) {
        let row = &mut self.rows[case];
        let (mut tool, mut unread) = (None, 0);
        for slot in bits(slots) {
            let product = &mut row.slots[slot];
            if !product.carried.is_empty() {
                carried.unite(&product.carried);
            }
            tool = tool.or(product.tool);
            unread |= Mask::from(!std::mem::replace(&mut product.read, true)) << slot;
        }
        (tool, unread)
    }

    /// These products no longer carry these defects.
    pub fn cure(&mut self, case: CaseNo, slots: Mask, defects: &[Defect]) {
        for slot in bits(slots) {
            self.rows[case].slots[slot].carried.set.retain(|defect| !defects.contains(defect));
        }
    }

    /// A product is withdrawn; false if it was not there.
    pub fn withdraw(&mut self, case: CaseNo, slot: usize) -> bool {
        let row = &mut self.rows[case];
        let was_there = row.written.has(slot);
        row.written &= !(1 << slot);
        was_there
    }

    /// Which of its writes another site has withdrawn.
    pub fn learn_withdrawn(&mut self, case: CaseNo, slot: usize, attempt: u32) {
        self.rows[case].slots[slot].attempt = attempt;
    }

    /// What the latest rejection was due to, if to defects.
    pub fn attribution(&mut self, case: CaseNo, attribution: Option<Box<Attribution>>) {
        self.rows[case].attribution = attribution;
    }
}

/// What observers made of a case.
impl Cases {
    pub fn reading(&self, case: CaseNo, slot: usize) -> Option<f64> {
        self.readings.get(case, slot)
    }

    /// What is written in a slot says so much.
    pub fn note_reading(&mut self, case: CaseNo, slot: usize, value: f64) {
        self.readings.set(case, slot, value);
    }
}

/// Gathered products.
impl Cases {
    /// A case is made of so many items, by trigger number `group` of who gathers them.
    pub fn fill(&mut self, case: CaseNo, slot: usize, group: u64, items: u32, made: Made) {
        let row = &mut self.rows[case];
        row.episode_over = true;
        row.group = group;
        row.written |= 1 << slot;
        let Made { carried, tool, at, making } = made;
        row.slots[slot] = Slot { attempt: 1, read: true, tool, at, items, making, carried };
    }

    /// A child that closes leaves its parent one more item, with so many defects.
    pub fn add_item(&mut self, parent: CaseNo, slot: usize, defects: u32, tool: Option<TechnologyId>) {
        let gathered = &mut self.rows[parent].slots[slot];
        gathered.items += 1;
        gathered.carried.count += defects;
        gathered.tool = first(gathered.tool, tool);
    }

    /// Once the episode is over and the children have closed, what they left is there, or absent if it is nothing;
    /// whether that is known now and was not before.
    pub fn settle_gathered(&mut self, case: CaseNo, slot: usize) -> bool {
        let row = &mut self.rows[case];
        if (row.written | row.absent).has(slot) || !row.episode_over || row.children > 0 {
            return false;
        }
        row.slots[slot].read = true;
        if row.slots[slot].items > 0 {
            row.written |= 1 << slot;
            row.slots[slot].attempt = 1;
        } else {
            row.absent |= 1 << slot;
        }
        true
    }
}
