//! Decisions on cases, cached: cases of one type have few different keys, and the decision that follows from a key is
//! valid for all of them until tools, figures or staff change.

use crate::model::compile::plan::Mask;
use crate::model::outcome::AbsenceCause;

/// All that looking at a case depends on, if no way is decided by the case itself and no instance has failed a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model::site) struct CaseKey {
    pub written: Mask,
    pub absent: Mask,
    pub ended: Mask,
    pub live: Mask,
    pub under_way: Mask,
    pub superseded: Mask,
    pub bound_reads: Mask,
}

impl CaseKey {
    /// Folded multiplicative hashing (the high half of a 128-bit product, added to the low one).
    fn hash(&self) -> u64 {
        let fold = |a: u64, b: u64| {
            let product = (a ^ 0x9E37_79B9_7F4A_7C15) as u128 * (b ^ 0xD1B5_4A32_D192_ED03) as u128;
            product as u64 ^ (product >> 64) as u64
        };
        let one = fold(self.written ^ self.absent.rotate_left(32), self.ended);
        let other =
            fold(self.live ^ self.superseded.rotate_left(32), self.under_way ^ self.bound_reads.rotate_left(32));
        fold(one, other)
    }
}

/// What is to be done about one task of the case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model::site) struct WayStep {
    pub slot: u8,
    pub what: Deed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model::site) enum Deed {
    /// It ends without an instance.
    End(AbsenceCause),
    Request,
    /// Its instance is given up.
    Abandon,
    Supersede,
    /// Its instance waits on: whether it could start, and the ways open to it but for their tools and times.
    Keep {
        startable: bool,
        open: u32,
    },
}

/// What follows from a look at a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model::site) struct Decision {
    /// Writers before readers.
    pub steps: Vec<WayStep>,
    /// Slots nobody can write any more.
    pub absent: Mask,
    /// Tasks that may still run, or come back.
    pub may_run: Mask,
    /// Tasks to be requested that ask their `share` or `when` first.
    pub gated: Mask,
}

impl Decision {
    /// Leaves only what is to be done first: to settle what has ended, else to supersede what nobody wants, else the
    /// rest. Each may change what comes after it, so that the case is looked at again in between.
    pub fn keep_first(&mut self) {
        let stage = |deed: &Deed| match deed {
            Deed::End(_) | Deed::Abandon => 0,
            Deed::Supersede => 1,
            Deed::Request | Deed::Keep { .. } => 2,
        };
        let first =
            if self.absent != 0 { 0 } else { self.steps.iter().map(|step| stage(&step.what)).min().unwrap_or(2) };
        self.steps.retain(|step| stage(&step.what) == first);
        self.gated = if first == 2 { self.gated } else { 0 };
    }
}

/// The decisions on the cases of one type so far.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct DecisionCache {
    /// Open addressing, a power of two; row numbers from one on, zero for free places.
    places: Vec<u32>,
    rows: Vec<(CaseKey, Decision)>,
}

/// Cache capacity per case type. A full cache is cleared, so memory is bounded; results do not depend on it.
const MOST: usize = 1 << 12;

impl DecisionCache {
    /// Which decision there is.
    #[inline]
    pub fn find(&self, key: &CaseKey) -> Option<usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut place = key.hash() as usize & mask;
        loop {
            let row = (*self.places.get(place)? as usize).checked_sub(1)?;
            if self.rows[row].0 == *key {
                return Some(row);
            }
            place = (place + 1) & mask;
        }
    }

    /// A decision found or added.
    #[inline]
    pub fn get(&self, row: usize) -> &Decision {
        &self.rows[row].1
    }

    pub fn add(&mut self, key: CaseKey, decision: Decision) -> usize {
        if self.rows.len() == MOST {
            self.forget();
        }
        if 2 * (self.rows.len() + 1) > self.places.len() {
            self.places = vec![0; (2 * self.places.len()).max(16)];
            for row in 0..self.rows.len() {
                self.put(row);
            }
        }
        self.rows.push((key, decision));
        self.put(self.rows.len() - 1);
        self.rows.len() - 1
    }

    /// What decisions rest on has changed.
    pub fn forget(&mut self) {
        self.places.fill(0);
        self.rows.clear();
    }

    fn put(&mut self, row: usize) {
        let mask = self.places.len() - 1;
        let mut place = self.rows[row].0.hash() as usize & mask;
        while self.places[place] != 0 {
            place = (place + 1) & mask;
        }
        self.places[place] = row as u32 + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_found_until_it_is_forgotten() {
        let key = |n: u64| CaseKey {
            written: n,
            absent: n >> 3,
            ended: n & 7,
            live: n & 56,
            under_way: n & 8,
            superseded: 0,
            bound_reads: 0,
        };
        let mut decisions = DecisionCache::default();
        for n in 0..1_000 {
            assert_eq!(decisions.find(&key(n)), None);
            decisions.add(key(n), Decision { may_run: n, ..Decision::default() });
            for known in [0, n / 2, n] {
                let row = decisions.find(&key(known)).expect("added before");
                assert_eq!(decisions.get(row).may_run, known);
            }
        }
        decisions.forget();
        assert_eq!(decisions.find(&key(5)), None);
        for n in 0..3 * MOST as u64 {
            decisions.add(key(n), Decision::default());
        }
        assert!(decisions.rows.len() <= MOST);
    }
}
