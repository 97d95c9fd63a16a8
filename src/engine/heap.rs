//! A 4-ary implicit heap of packed event keys.

use super::EventKey;

/// Event keys, earliest first.
///
/// Whatever happens usually schedules something else, so the place of an event taken out stays vacant until the next
/// one comes in: that one goes down from the top, and one walk through the heap does the work of two.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap {
    heap: Vec<EventKey>,
    /// The event at the top has been taken out.
    vacant: bool,
}

const ARITY: usize = 4;

impl Heap {
    /// Number of events.
    #[inline]
    pub fn len(&self) -> usize {
        self.heap.len() - usize::from(self.vacant)
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The earliest event.
    #[inline]
    pub fn peek(&self) -> Option<EventKey> {
        // The top is vacant: the earliest is among its children.
        if self.vacant { self.heap.iter().skip(1).take(ARITY).min().copied() } else { self.heap.first().copied() }
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: EventKey) {
        // Most events are followed by another that they schedule: it takes the vacant place without a rise from the
        // bottom.
        if std::mem::take(&mut self.vacant) {
            self.settle_from_top(event);
        } else {
            self.heap.push(event);
            let bottom = self.heap.len() - 1;
            self.rise(bottom, event);
        }
    }

    /// Takes the earliest event out.
    #[inline]
    pub fn pop(&mut self) -> Option<EventKey> {
        if std::mem::take(&mut self.vacant) {
            // Nobody took the vacant place: the last event does.
            let last = self.heap.pop()?;
            if !self.heap.is_empty() {
                self.settle_from_top(last);
            }
        }
        let first = self.heap.first().copied()?;
        self.vacant = true;
        Some(first)
    }

    /// Empties it.
    pub fn drain(&mut self, to: &mut Vec<EventKey>) {
        let vacant = usize::from(std::mem::take(&mut self.vacant));
        to.extend(self.heap.drain(..).skip(vacant));
    }

    /// Fills the empty heap with sorted events, which are a heap as they stand.
    pub fn fill_sorted(&mut self, events: Vec<EventKey>) {
        self.vacant = false;
        self.heap = events;
    }

    /// Puts an event into the vacant top.
    ///
    /// The vacancy goes down to a leaf along the least children - chosen without branches, since which of four is least
    /// cannot be predicted - and the event comes up from there (Wegener 1993, bottom-up heapsort): it belongs near the
    /// bottom almost always.
    #[inline]
    fn settle_from_top(&mut self, event: EventKey) {
        let heap = &mut self.heap[..];
        let mut hole = 0;
        loop {
            let child = hole * ARITY + 1;
            let Some(family) = heap.get(child..child + ARITY) else {
                // The last family may be incomplete.
                let rest = heap.get(child..).unwrap_or_default();
                let least = rest.iter().enumerate().min_by_key(|(_, event)| **event);
                if let Some((place, least)) = least.map(|(place, event)| (place, *event)) {
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
        self.rise(hole, event);
    }

    /// Puts an event into a hole, or as far above it as it belongs.
    #[inline]
    fn rise(&mut self, mut hole: usize, event: EventKey) {
        let heap = &mut self.heap[..];
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if heap[parent] <= event {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = event;
    }
}
