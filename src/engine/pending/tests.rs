//! The pending-event set against a set that is simply sorted.

use super::*;
use crate::units::Time;
use std::collections::BTreeSet;

/// A pending set beside a model of it, and what has been seen of the structures.
struct Pair {
    pending: Pending<u64>,
    model: BTreeSet<EventKey>,
    now: i64,
    state: u64,
    sequence: u64,
    calendars: u32,
}

impl Pair {
    fn new() -> Pair {
        let (pending, model) = (Pending::new(), BTreeSet::new());
        Pair { pending, model, now: -1_000_000_000_000, state: 1, sequence: 0, calendars: 0 }
    }

    fn dice(&mut self, n: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 20) % n
    }

    fn push(&mut self, wait: u64) {
        let (class, origin) = (self.dice(8) as u8, self.dice(3) as u16);
        let event = EventKey::new(Time(self.now + wait as i64), class, origin, self.sequence, 0);
        self.pending.push(event, self.sequence);
        self.model.insert(event);
        self.sequence += 1;
        self.check();
    }

    fn pop(&mut self) {
        let popped = self.pending.pop();
        assert_eq!(popped.map(|(event, _)| event.with_handle(0)), self.model.pop_first());
        if let Some((event, payload)) = popped {
            assert_eq!(event.sequence(), payload);
            self.now = event.time().0;
        }
        self.check();
    }

    fn check(&mut self) {
        assert_eq!(self.pending.peek().map(|event| event.with_handle(0)), self.model.first().copied());
        assert_eq!(self.pending.len(), self.model.len());
        assert_eq!(self.pending.is_empty(), self.model.is_empty());
        self.calendars += u32::from(self.pending.calendar.is_some());
    }
}

/// How long the `n`-th event waits, by a roll of the dice.
type Wait = fn(&mut Pair) -> u64;

const WAITS: [(&str, Wait); 8] = [
    ("evenly", |pair| pair.dice(1_000_000)),
    ("at the same instant", |_| 0),
    ("now or at the next full hour", |pair| {
        [0, 3_600_000 - pair.now.rem_euclid(3_600_000) as u64][pair.dice(2) as usize]
    }),
    ("from ms to years", |pair| 1 << pair.dice(35)),
    ("soon, or years ahead", |pair| if pair.dice(50) == 0 { 50_000_000_000 } else { pair.dice(100) }),
    ("with a growing scale", |pair| {
        let scale = 1 + pair.sequence * pair.sequence / 1_000;
        pair.dice(scale)
    }),
    ("with a shrinking scale", |pair| {
        let scale = 1 + 100_000_000_000 / (1 + pair.sequence * pair.sequence);
        pair.dice(scale)
    }),
    ("far apart", |pair| pair.dice(100) * 30_000_000),
];

#[test]
fn events_come_in_order_whatever_the_times_and_numbers() {
    for (name, wait) in WAITS {
        let mut pair = Pair::new();
        // Grows, holds, shrinks to nothing and grows again, through all structures.
        for (pushes, pops, rounds) in
            [(1, 1, 200), (3, 1, 3_000), (1, 1, 20_000), (1, 2, 5_000), (0, 1, 2_000), (9, 8, 3_000)]
        {
            for _ in 0..rounds {
                for _ in 0..pushes {
                    let wait = wait(&mut pair);
                    pair.push(wait);
                }
                (0..pops).for_each(|_| pair.pop());
            }
        }
        while !pair.model.is_empty() {
            pair.pop();
        }
        assert!(pair.pending.pop().is_none() && pair.calendars > 0, "{name}");
    }
}

/// Nothing says that an event must be later than the last one taken out.
#[test]
fn events_before_the_last_one_are_in_order_too() {
    let mut pair = Pair::new();
    for round in 0..30_000u64 {
        pair.now = 0;
        let wait = pair.dice(10_000_000);
        pair.push(wait);
        if round > 4_000 {
            pair.pop();
        }
    }
    assert!(pair.calendars > 20_000);
}

/// Few enough moves that the worst patterns stay within a few times a heap's cost.
#[test]
fn the_calendar_suits_itself_to_the_times() {
    let mut pair = Pair::new();
    (0..4_000).for_each(|_| pair.push(1));
    for scale in [1_000u64, 1_000_000_000, 10] {
        for _ in 0..40_000 {
            pair.pop();
            let wait = pair.dice(scale);
            pair.push(wait);
        }
        let calendar = pair.pending.calendar.as_ref().expect("so many are pending");
        assert!(!calendar.misfits(), "scale {scale}: {calendar:?}");
    }
}
