//! What is to be done about a case, remembered: cases of one class come into few different situations, and what follows
//! from a situation is the same for all of them until tools, figures or staff change.

use crate::model::compile::plan::Mask;
use crate::model::outcome::Cause;

/// All that looking at a case depends on, if no way is decided by the case itself and no instance has failed a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Situation {
    pub written: Mask,
    pub absent: Mask,
    pub ended: Mask,
    pub live: Mask,
    pub under_way: Mask,
    pub overtaken: Mask,
    pub bound_reads: Mask,
}

impl Situation {
    /// Folded multiplicative hashing (the high half of a 128-bit product, added to the low one).
    fn hash(&self) -> u64 {
        let fold = |a: u64, b: u64| {
            let product = (a ^ 0x9E37_79B9_7F4A_7C15) as u128 * (b ^ 0xD1B5_4A32_D192_ED03) as u128;
            product as u64 ^ (product >> 64) as u64
        };
        let one = fold(self.written ^ self.absent.rotate_left(32), self.ended);
        let other = fold(self.live ^ self.overtaken.rotate_left(32), self.under_way ^ self.bound_reads.rotate_left(32));
        fold(one, other)
    }
}

/// What is to be done about one task of the case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub slot: u8,
    pub what: Deed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Deed {
    /// It ends without an instance.
    End(Cause),
    Call,
    /// Its instance is given up.
    Abandon,
    Overtake,
    /// Its instance waits on: whether it could start, and the ways open to it but for their tools and times.
    Keep {
        startable: bool,
        open: u32,
    },
}

/// What follows from a look at a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Verdict {
    /// Writers before readers.
    pub steps: Vec<Step>,
    /// Slots nobody can write any more.
    pub absent: Mask,
    /// Tasks that may still run, or come back.
    pub may_run: Mask,
    /// Tasks to be called for that ask their `share` or `when` first.
    pub gated: Mask,
}

impl Verdict {
    /// Leaves only what is to be done first: to settle what has ended, else to overtake what nobody wants, else the rest.
    /// Each may change what comes after it, so that the case is looked at again in between.
    pub fn keep_first(&mut self) {
        let stage = |deed: &Deed| match deed {
            Deed::End(_) | Deed::Abandon => 0,
            Deed::Overtake => 1,
            Deed::Call | Deed::Keep { .. } => 2,
        };
        let first =
            if self.absent != 0 { 0 } else { self.steps.iter().map(|step| stage(&step.what)).min().unwrap_or(2) };
        self.steps.retain(|step| stage(&step.what) == first);
        self.gated = if first == 2 { self.gated } else { 0 };
    }
}

/// The verdicts on the cases of one class so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdicts {
    /// Open addressing, a power of two; row numbers from one on, zero for free places.
    places: Vec<u32>,
    rows: Vec<(Situation, Verdict)>,
}

/// Whoever has more situations than this begins again: the memory is bounded, results do not depend on it.
const MOST: usize = 1 << 12;

impl Verdicts {
    /// Which verdict there is.
    #[inline]
    pub fn find(&self, situation: &Situation) -> Option<usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut place = situation.hash() as usize & mask;
        loop {
            let row = (*self.places.get(place)? as usize).checked_sub(1)?;
            if self.rows[row].0 == *situation {
                return Some(row);
            }
            place = (place + 1) & mask;
        }
    }

    /// A verdict found or added.
    #[inline]
    pub fn get(&self, row: usize) -> &Verdict {
        &self.rows[row].1
    }

    pub fn add(&mut self, situation: Situation, verdict: Verdict) -> usize {
        if self.rows.len() == MOST {
            self.forget();
        }
        if 2 * (self.rows.len() + 1) > self.places.len() {
            self.places = vec![0; (2 * self.places.len()).max(16)];
            for row in 0..self.rows.len() {
                self.put(row);
            }
        }
        self.rows.push((situation, verdict));
        self.put(self.rows.len() - 1);
        self.rows.len() - 1
    }

    /// What verdicts rest on has changed.
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
        let situation = |n: u64| Situation {
            written: n,
            absent: n >> 3,
            ended: n & 7,
            live: n & 56,
            under_way: n & 8,
            overtaken: 0,
            bound_reads: 0,
        };
        let mut verdicts = Verdicts::default();
        for n in 0..1_000 {
            assert_eq!(verdicts.find(&situation(n)), None);
            verdicts.add(situation(n), Verdict { may_run: n, ..Verdict::default() });
            for known in [0, n / 2, n] {
                let row = verdicts.find(&situation(known)).expect("added before");
                assert_eq!(verdicts.get(row).may_run, known);
            }
        }
        verdicts.forget();
        assert_eq!(verdicts.find(&situation(5)), None);
        for n in 0..3 * MOST as u64 {
            verdicts.add(situation(n), Verdict::default());
        }
        assert!(verdicts.rows.len() <= MOST);
    }
}
