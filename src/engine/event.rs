//! The one total order of events: (time, class, origin site, origin sequence), packed so that it is one integer compare.

use crate::units::Time;

/// What kind of thing happens, in the order in which things of one instant happen. The numbers are the model's; the
/// kernel only compares them.
pub type Class = u8;

/// An event: its place in the total order and a 26-bit handle to what it concerns.
///
/// Bits from the top: time 42 (ms, biased so that a warm-up fits; 139 years), class 4, origin 16, sequence 40, handle 26.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey(u128);

const BIAS: i64 = 1 << 40;

impl EventKey {
    /// Packs an event. `sequence` is the sender's own running number.
    ///
    /// # Panics
    /// If a part does not fit; scenarios are limited when they are read so that this is a bug of ours.
    #[inline]
    pub fn new(time: Time, class: Class, origin: u16, sequence: u64, handle: u32) -> EventKey {
        let biased = time.0 + BIAS;
        debug_assert!((0..1 << 42).contains(&biased), "event time {time:?} outside 139 years");
        debug_assert!(class < 16 && sequence < 1 << 40 && handle < 1 << 26, "event part too large");
        EventKey(
            ((biased as u128) << 86)
                | ((class as u128) << 82)
                | ((origin as u128) << 66)
                | ((sequence as u128) << 26)
                | handle as u128,
        )
    }

    /// When it happens.
    #[inline]
    pub fn time(self) -> Time {
        Time((self.0 >> 86) as i64 - BIAS)
    }

    /// When it happens, counted from the earliest instant there is.
    #[inline]
    pub(super) fn instant(self) -> u64 {
        (self.0 >> 86) as u64
    }

    /// Its class.
    #[inline]
    pub fn class(self) -> Class {
        (self.0 >> 82) as u8 & 15
    }

    /// The site that numbered it.
    #[inline]
    pub fn origin(self) -> u16 {
        (self.0 >> 66) as u16
    }

    /// The sender's number.
    #[inline]
    pub fn sequence(self) -> u64 {
        (self.0 >> 26) as u64 & ((1 << 40) - 1)
    }

    /// What it concerns.
    #[inline]
    pub fn handle(self) -> u32 {
        self.0 as u32 & ((1 << 26) - 1)
    }

    /// The same event with another handle.
    #[inline]
    pub fn with_handle(self, handle: u32) -> EventKey {
        debug_assert!(handle < 1 << 26, "more than 67 million events pending");
        EventKey(self.0 & !((1 << 26) - 1) | handle as u128)
    }

    /// The packed order key.
    #[inline]
    pub fn bits(self) -> u128 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_and_order_is_by_importance() {
        let event = EventKey::new(Time(-5), 7, 65_535, 1 << 39, 12_345);
        assert_eq!(
            (event.time(), event.class(), event.origin(), event.sequence(), event.handle()),
            (Time(-5), 7, 65_535, 1 << 39, 12_345)
        );
        assert!(EventKey::new(Time(1), 0, 0, 0, 0) > EventKey::new(Time(0), 15, 9, 9, 9));
        assert!(EventKey::new(Time(1), 1, 0, 0, 0) > EventKey::new(Time(1), 0, 9, 9, 9));
        assert!(EventKey::new(Time(1), 1, 2, 0, 0) > EventKey::new(Time(1), 1, 1, 9, 9));
        assert!(EventKey::new(Time(1), 1, 1, 2, 0) > EventKey::new(Time(1), 1, 1, 1, 9));
    }
}
