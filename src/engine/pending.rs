//! The pending-event set: a 4-ary implicit heap of packed event keys.

use super::EventKey;

/// Events still to come, earliest first. Nothing is cancelled: whoever scheduled an event remembers which one still
/// counts, and lets the others pass as stale.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    heap: Vec<EventKey>,
}

const ARITY: usize = 4;

impl Pending {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of pending events, stale ones included.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The earliest event.
    #[inline]
    pub fn peek(&self) -> Option<EventKey> {
        self.heap.first().copied()
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: EventKey) {
        let mut hole = self.heap.len();
        self.heap.push(event);
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if self.heap[parent] <= event {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = event;
    }

    /// Takes the earliest event out.
    ///
    /// The hole goes down to a leaf along the least children - chosen without branches, since which of four is least
    /// cannot be predicted - and the last event comes up from there (Wegener 1993, bottom-up heapsort): it belongs
    /// near the bottom almost always.
    #[inline]
    pub fn pop(&mut self) -> Option<EventKey> {
        let last = self.heap.pop()?;
        let Some(&first) = self.heap.first() else { return Some(last) };
        let heap = &mut self.heap[..];
        let mut hole = 0;
        loop {
            let child = hole * ARITY + 1;
            let Some(family) = heap.get(child..child + ARITY) else {
                // The last family may be incomplete.
                if let Some((place, least)) = heap.get(child..).and_then(|rest| {
                    rest.iter().enumerate().min_by_key(|(_, event)| **event).map(|(place, event)| (place, *event))
                }) {
                    heap[hole] = least;
                    hole = child + place;
                }
                break;
            };
            let left = usize::from(family[1] < family[0]);
            let right = 2 + usize::from(family[3] < family[2]);
            let place = if family[right] < family[left] { right } else { left };
            let least = family[place];
            heap[hole] = least;
            hole = child + place;
        }
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if heap[parent] <= last {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = last;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Time;
    use std::collections::BTreeSet;

    #[test]
    fn pops_in_order_whatever_the_pushes() {
        let mut pending = Pending::new();
        let mut model = BTreeSet::new();
        let mut state = 1u64;
        for sequence in 0..20_000u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let event = EventKey::new(Time((state >> 50) as i64), (state >> 40) as u8 & 7, 0, sequence, 0);
            pending.push(event);
            model.insert(event);
            if state >> 62 != 0 {
                assert_eq!(pending.pop(), model.pop_first());
            }
        }
        while let Some(event) = model.pop_first() {
            assert_eq!(pending.pop(), Some(event));
        }
        assert!(pending.is_empty());
    }
}
