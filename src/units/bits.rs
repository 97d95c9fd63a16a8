//! Sets of small numbers, as the bits of a word.

/// The bits of a set, lowest first.
pub fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = set.trailing_zeros() as usize;
        (set != 0).then(|| {
            set &= set - 1;
            bit
        })
    })
}

/// A set of numbers, one bit each.
pub trait Bits: Copy {
    /// Whether a number is in the set.
    fn has(self, number: impl Into<usize>) -> bool;
}

impl Bits for u64 {
    #[inline(always)]
    fn has(self, number: impl Into<usize>) -> bool {
        self >> number.into() & 1 == 1
    }
}

impl Bits for u32 {
    #[inline(always)]
    fn has(self, number: impl Into<usize>) -> bool {
        self >> number.into() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::{Bits, bits};

    #[test]
    fn bits_come_lowest_first() {
        assert_eq!(bits(1 << 63 | 0b1001).collect::<Vec<_>>(), [0, 3, 63]);
        assert_eq!(bits(0).next(), None);
    }

    #[test]
    fn a_set_has_what_its_bits_say() {
        assert_eq!([0u8, 1, 3].map(|number| 0b1001u32.has(number)), [true, false, true]);
        assert!((1u64 << 63).has(63usize));
    }
}
