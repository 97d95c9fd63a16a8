//! A set of occupations that is walked through in order while it changes.

use crate::model::scenario::OccupationId;
use crate::units::Id;

/// A bit for each occupation.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub fn add(&mut self, occupation: OccupationId) {
        let word = occupation.index() / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (occupation.index() % 64);
    }

    /// Whether they have one in common.
    pub fn meet(&self, other: &Marks) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    /// Takes out the first one that is not before `from`.
    pub fn take_from(&mut self, from: usize) -> Option<OccupationId> {
        let first = from / 64;
        let mut seen = !0u64 << (from % 64);
        for (word, bits) in self.0.iter_mut().enumerate().skip(first) {
            let found = *bits & std::mem::replace(&mut seen, !0);
            if found != 0 {
                let bit = found.trailing_zeros() as usize;
                *bits &= !(1 << bit);
                return Some(OccupationId::from_index(64 * word + bit));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_in_order_from_a_place_on() {
        let mut marks = Marks::default();
        [70, 3, 64, 200, 63].into_iter().for_each(|mark| marks.add(OccupationId(mark)));
        let mut taken = |from| marks.take_from(from).map(|mark| mark.0);
        assert_eq!(
            [taken(4), taken(64), taken(65), taken(71), taken(201)],
            [Some(63), Some(64), Some(70), Some(200), None]
        );
        assert_eq!([taken(0), taken(0)], [Some(3), None]);
    }
}
