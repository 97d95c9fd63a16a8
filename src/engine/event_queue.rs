//! What is still to happen to one logical process: its pending events with their payloads, numbered as they are sent.
//!
//! Nothing is cancelled. The caller who scheduled an event remembers which one still counts and lets the others pass;
//! the process says which those are when it asks for the next event.
//!
//! **Fixed delays.** Timers that all wait equally long (two days, say) come due in the order in which
//! they were started. They stand in a first-in-first-out ring, and only the ring's head is a pending event; most of
//! them no longer count by the time they reach the head and are dropped there without ever becoming events. Their place
//! in the total order is that of the moment they were sent, as if they had been pending all the time.

use super::{Class, EventKey, Pending};
use crate::units::{Span, Time};
use std::collections::VecDeque;

/// A fixed delay that many timers share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingId(u16);

const NO_RING: u16 = u16::MAX;

/// The pending events of one logical process.
#[derive(Clone, Debug)]
pub struct EventQueue<P> {
    origin: u16,
    sequence: u64,
    end: Time,
    /// Each with the ring whose head it is.
    pending: Pending<(P, u16)>,
    rings: Vec<Ring<P>>,
}

#[derive(Clone, Debug)]
struct Ring<P> {
    delay: Span,
    class: Class,
    /// Timers behind the head, each with its own key.
    waiting: VecDeque<(EventKey, P)>,
    /// Whether the head is pending.
    armed: bool,
}

/// An event that happens now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<P> {
    /// Its place in the total order.
    pub key: EventKey,
    /// What happens.
    pub payload: P,
}

impl<P: Copy> EventQueue<P> {
    /// An empty future of the process that sends under the number `origin`; what would happen at `end` or later does
    /// not.
    ///
    /// # Panics
    /// If `end` is later than [`EventKey::TOO_LATE`].
    pub fn new(origin: u16, end: Time) -> EventQueue<P> {
        assert!(end <= EventKey::TOO_LATE, "the end, {end:?}, is later than {:?}", EventKey::TOO_LATE);
        EventQueue { origin, sequence: 0, end, pending: Pending::new(), rings: Vec::new() }
    }

    /// Adds a ring for timers of this delay and class.
    ///
    /// # Panics
    /// With more than 65,535 rings.
    pub fn ring(&mut self, delay: Span, class: Class) -> RingId {
        let id = u16::try_from(self.rings.len()).ok().filter(|id| *id != NO_RING).expect("at most 65,535 rings");
        self.rings.push(Ring { delay, class, waiting: VecDeque::new(), armed: false });
        RingId(id)
    }

    /// Number of pending events: heads of rings count, timers behind them do not.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// The next number under which this process sends, which is used up.
    #[inline]
    pub fn number(&mut self) -> u64 {
        let sequence = self.sequence;
        self.sequence += 1;
        sequence
    }

    /// Schedules an event of this process.
    #[inline]
    pub fn schedule(&mut self, time: Time, class: Class, payload: P) {
        // What lies beyond the end would never be handled, and takes no number.
        if time < self.end {
            let sequence = self.number();
            self.schedule_as(sequence, time, class, payload);
        }
    }

    /// Schedules an event of this process under a number it has taken before ([`EventQueue::number`]).
    #[inline]
    pub fn schedule_as(&mut self, sequence: u64, time: Time, class: Class, payload: P) {
        self.accept(time, class, self.origin, sequence, payload);
    }

    /// Accepts an event that another process sent under its own number.
    pub fn accept(&mut self, time: Time, class: Class, origin: u16, sequence: u64, payload: P) {
        if time < self.end {
            self.pending.push(EventKey::new(time, class, origin, sequence, 0), (payload, NO_RING));
        }
    }

    /// Starts a timer on a ring at `now`.
    #[inline]
    pub fn start(&mut self, ring: RingId, now: Time, payload: P) {
        let Ring { delay, class, .. } = self.rings[ring.0 as usize];
        let time = now + delay;
        if time >= self.end {
            return;
        }
        let key = EventKey::new(time, class, self.origin, self.number(), 0);
        let row = &mut self.rings[ring.0 as usize];
        // Timers of one delay end in the order in which they start, so only the first needs to be pending.
        if row.armed {
            row.waiting.push_back((key, payload));
        } else {
            row.armed = true;
            self.pending.push(key, (payload, ring.0));
        }
    }

    /// When and of what class the next event is.
    #[inline]
    pub fn peek(&self) -> Option<EventKey> {
        self.pending.peek()
    }

    /// Takes the next event, which must be there. Timers behind it on its ring that do not count any longer are
    /// dropped.
    ///
    /// # Panics
    /// If nothing is pending.
    #[inline]
    pub fn next(&mut self, counts: impl Fn(&P) -> bool) -> Event<P> {
        let (key, (payload, ring)) = self.pending.pop().expect("asked for only after a look");
        if ring != NO_RING {
            self.arm(ring, counts);
        }
        Event { key, payload }
    }

    /// Makes the next timer of a ring that still counts its head.
    fn arm(&mut self, ring: u16, counts: impl Fn(&P) -> bool) {
        let row = &mut self.rings[ring as usize];
        // Those that no longer count never become events.
        while let Some((key, payload)) = row.waiting.pop_front() {
            if counts(&payload) {
                self.pending.push(key, (payload, ring));
                return;
            }
        }
        row.armed = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Rings only save work: the events that count happen in the same order as without them.
    #[test]
    fn rings_keep_the_order() {
        let end = Time(1 << 40);
        let (mut with, mut without) = (EventQueue::new(3, end), EventQueue::new(3, end));
        let delays = [Span(50), Span(400), Span(400)];
        let rings = delays.map(|delay| with.ring(delay, 6));
        let mut dead: BTreeMap<u64, bool> = BTreeMap::new();
        let (mut state, mut id, mut now) = (7u64, 0u64, Time(0));
        let mut dice = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        let mut happened = 0;
        for _ in 0..50_000 {
            let kind = dice(5) as usize;
            dead.insert(id, false);
            if kind < 3 {
                with.start(rings[kind], now, id);
                without.schedule(now + delays[kind], 6, id);
            } else {
                let time = now + Span(dice(300) as i64);
                with.schedule(time, 2, id);
                without.schedule(time, 2, id);
            }
            id += 1;
            if dice(3) == 0 {
                dead.insert(dice(id), true);
            }
            if dice(2) == 0 {
                now += Span(dice(40) as i64);
            }
            // Whatever is due by now happens, in both alike.
            let mut orders = [Vec::new(), Vec::new()];
            for (future, order) in [&mut with, &mut without].into_iter().zip(&mut orders) {
                while future.peek().is_some_and(|event| event.time() <= now) {
                    let event = future.next(|id| !dead[id]);
                    if !dead[&event.payload] {
                        order.push((event.key.with_handle(0), event.payload));
                    }
                }
            }
            assert_eq!(orders[0], orders[1]);
            happened += orders[0].len();
            assert!(with.pending() <= without.pending());
        }
        assert!(happened > 10_000, "the test is about something");
    }

    #[test]
    fn nothing_happens_at_the_end() {
        let mut future = EventQueue::new(0, Time(10));
        let ring = future.ring(Span(10), 1);
        future.schedule(Time(10), 0, 'a');
        future.start(ring, Time(0), 'b');
        assert_eq!(future.peek(), None);
    }
}
