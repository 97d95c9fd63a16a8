//! The one total order of events: (time, class, origin site, origin sequence), packed so that it is one integer
//! compare.

use crate::units::Time;

/// What kind of thing happens, in the order in which things of one instant happen. The numbers are the model's; the
/// kernel only compares them.
pub type Class = u8;

/// An event: its place in the total order and a 26-bit handle to what it concerns.
///
/// Bits from the top: time 42 (ms, biased so that a warm-up fits; 139 years), class 4, origin 16, sequence 40, handle
/// 26. The constants say what fits. A part that does not fit is refused, in optimised builds too: it would spill into
/// the part above it and change the order without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey(u128);

const BIAS: i64 = 1 << 40;
const TIME_BITS: u32 = 42;
const CLASS_BITS: u32 = 4;
const SEQUENCE_BITS: u32 = 40;
const HANDLE_BITS: u32 = 26;

#[cold]
#[inline(never)]
fn refuse(time: Time, class: Class, sequence: u64, handle: u32) -> ! {
    panic!("an event does not fit its key: {time:?}, class {class}, number {sequence} of its sender, handle {handle}")
}

impl EventKey {
    /// The earliest instant there is: 34.8 years before time zero.
    pub const EARLIEST: Time = Time(-BIAS);
    /// The first instant that is too late: 104.5 years after time zero.
    pub const TOO_LATE: Time = Time((1 << TIME_BITS) - BIAS);
    /// Processes that can be told apart.
    pub const MOST_ORIGINS: usize = 1 << 16;
    /// Events that one process can number in a run.
    pub const MOST_SENT: u64 = 1 << SEQUENCE_BITS;
    /// Events that can be pending at once in one process.
    pub const MOST_PENDING: u32 = 1 << HANDLE_BITS;

    /// Packs an event. `sequence` is the sender's own running number.
    ///
    /// # Panics
    /// If a part does not fit; scenarios are limited when they are read so that this is a bug of ours.
    #[inline]
    pub fn new(time: Time, class: Class, origin: u16, sequence: u64, handle: u32) -> EventKey {
        let biased = time.0 + BIAS;
        // All parts in one branch: of those that fit no bit is left.
        let spilled = (biased as u64) >> TIME_BITS
            | sequence >> SEQUENCE_BITS
            | u64::from(handle >> HANDLE_BITS)
            | u64::from(class >> CLASS_BITS);
        if spilled != 0 {
            refuse(time, class, sequence, handle);
        }
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
        debug_assert!(handle < EventKey::MOST_PENDING, "checked where handles are made");
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

    /// The largest value of each part comes back, and one more of any of them is refused. Nothing here is a
    /// `debug_assert`.
    #[test]
    fn the_largest_parts_fit_and_one_more_is_refused() {
        let last = Time(EventKey::TOO_LATE.0 - 1);
        let (sent, handle) = (EventKey::MOST_SENT - 1, EventKey::MOST_PENDING - 1);
        for time in [EventKey::EARLIEST, last] {
            let event = EventKey::new(time, 15, u16::MAX, sent, handle);
            assert_eq!((event.time(), event.class(), event.origin()), (time, 15, u16::MAX));
            assert_eq!((event.sequence(), event.handle()), (sent, handle));
        }
        assert!(EventKey::new(last, 0, 0, 0, 0) > EventKey::new(EventKey::EARLIEST, 15, u16::MAX, sent, handle));
        let too_much: [(Time, Class, u64, u32); 5] = [
            (Time(EventKey::EARLIEST.0 - 1), 0, 0, 0),
            (EventKey::TOO_LATE, 0, 0, 0),
            (Time(0), 16, 0, 0),
            (Time(0), 0, sent + 1, 0),
            (Time(0), 0, 0, handle + 1),
        ];
        for (time, class, sequence, handle) in too_much {
            let packed = std::panic::catch_unwind(|| EventKey::new(time, class, 0, sequence, handle));
            assert!(packed.is_err(), "{time:?}, {class}, {sequence}, {handle}");
        }
    }
}
