//! The pending-event set: small sets in a sorted run and a heap, large ones in a calendar of which the run is today.

use super::EventKey;
use super::calendar::CalendarQueue;
use super::heap::Heap;
use super::slab::Slab;

/// Events still to come, earliest first, with their payloads. Nothing is cancelled: the caller who scheduled an event
/// remembers which one still counts, and lets the others pass as stale.
///
/// The order is total, so the structure decides nothing but speed:
///
/// - up to a couple of dozen events are a sorted run: inserting beats every heap;
/// - up to a few hundred are a 4-ary heap;
/// - more are a calendar. When a day comes, its events become the run; what is then still added to it goes to the
///   run or the heap. A day with very many events (all at the same instant, say) is thus no worse than sorting them.
#[derive(Clone, Debug)]
pub struct Pending<P> {
    /// Latest first.
    run: Vec<EventKey>,
    heap: Heap,
    calendar: Option<Box<CalendarQueue>>,
    /// Events at this instant or later belong to the calendar.
    horizon: u64,
    slab: Slab<P>,
    /// With so many events in the heap or in the calendar, or ...
    crowd: usize,
    /// ... after so many handed out by the calendar, it is seen to whether another structure suits better.
    review: u64,
}

/// The longest run that is added to.
const RUN: usize = 24;
/// More events than this are worth a calendar.
const LARGE: usize = 256;
/// Fewer than this are not.
const SMALL: usize = 64;

impl<P: Copy> Default for Pending<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Copy> Pending<P> {
    /// An empty set.
    pub fn new() -> Self {
        Pending {
            run: Vec::new(),
            heap: Heap::default(),
            calendar: None,
            horizon: u64::MAX,
            slab: Slab::new(),
            crowd: LARGE,
            review: 0,
        }
    }

    /// Number of pending events, stale ones included.
    pub fn len(&self) -> usize {
        self.run.len() + self.heap.len() + self.calendar.as_ref().map_or(0, |calendar| calendar.len())
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.run.is_empty() && self.heap.is_empty()
    }

    /// The earliest event.
    #[inline]
    pub fn peek(&self) -> Option<EventKey> {
        let Some(first) = self.run.last().copied() else { return self.heap.peek() };
        if self.heap.is_empty() { Some(first) } else { self.heap.peek().map(|top| top.min(first)) }
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: EventKey, payload: P) {
        let event = self.slab.insert(event, payload);
        // Without a calendar the horizon is the end of time.
        if event.instant() >= self.horizon {
            self.push_later(event);
        } else if self.run.len() < RUN && self.heap.is_empty() {
            insert(&mut self.run, event);
        } else {
            self.heap.push(event);
            if self.heap.len() > self.crowd {
                self.rebuild();
            }
        }
    }

    #[inline]
    fn push_later(&mut self, event: EventKey) {
        let calendar = self.calendar.as_mut().expect("a horizon is a calendar's");
        calendar.add(event, &mut self.slab);
        let later = calendar.len();
        if later > self.crowd {
            self.rebuild();
        } else if later == 1 && self.is_empty() {
            self.next_day();
        }
    }

    /// Takes the earliest event out.
    #[inline]
    pub fn pop(&mut self) -> Option<(EventKey, P)> {
        // The run ends with its earliest event, the heap begins with its own: the earlier of the two goes first.
        let of_run = match self.run.last() {
            None => false,
            Some(first) => self.heap.is_empty() || self.heap.peek().is_some_and(|top| *first < top),
        };
        let event = if of_run { self.run.pop() } else { self.heap.pop() }?;
        let payload = self.slab.take(event.handle());
        if self.is_empty() && self.horizon != u64::MAX {
            self.next_day();
        }
        Some((event, payload))
    }

    /// Makes the calendar's next day with events the run: run and heap are empty only if the calendar is, too.
    fn next_day(&mut self) {
        let Some(calendar) = &mut self.calendar else { return };
        if calendar.len() > 0 {
            let run = &mut self.run;
            calendar
                .next_day(&mut self.slab, |event| if run.len() < RUN { insert(run, event) } else { run.push(event) });
            // A short run was sorted by insertion; a long one is sorted once.
            if run.len() > RUN {
                run.sort_unstable_by(|one, other| other.cmp(one));
            }
            self.horizon = calendar.horizon();
        }
        // Looked at rarely, so that its cost is spread over many events.
        if calendar.handed() >= self.review {
            if calendar.misfits() || calendar.len() < SMALL {
                self.rebuild();
            } else {
                self.review = calendar.handed() + 4 * calendar.len() as u64;
            }
        }
    }

    /// Puts all events into the structure that suits their number and times.
    #[cold]
    fn rebuild(&mut self) {
        let mut all = std::mem::take(&mut self.run);
        self.heap.drain(&mut all);
        if let Some(calendar) = &mut self.calendar {
            calendar.drain(&self.slab, &mut all);
        }
        all.sort_unstable();
        (self.calendar, self.horizon, self.crowd) = (None, u64::MAX, LARGE);
        // Half of what leads to a calendar: a set about that size does not go back and forth.
        if all.len() >= LARGE / 2 {
            let calendar = CalendarQueue::suiting(&all);
            // Twice as many before the next time: the cost is spread over as many insertions.
            self.crowd = 2 * all.len();
            self.review = 4 * all.len() as u64;
            self.horizon = calendar.horizon();
            self.calendar = Some(Box::new(calendar));
        }
        let later = all.partition_point(|event| event.instant() < self.horizon);
        for event in all.drain(later..) {
            self.calendar.as_mut().expect("a horizon is a calendar's").add(event, &mut self.slab);
        }
        if all.len() > RUN && self.calendar.is_none() {
            self.heap.fill_sorted(all);
        } else {
            all.reverse();
            self.run = all;
        }
    }
}

/// Puts an event into its place in a run, latest first.
#[inline]
fn insert(run: &mut Vec<EventKey>, event: EventKey) {
    let mut place = run.len();
    run.push(event);
    while place > 0 && run[place - 1] < event {
        run[place] = run[place - 1];
        place -= 1;
    }
    run[place] = event;
}

#[cfg(test)]
mod tests;
