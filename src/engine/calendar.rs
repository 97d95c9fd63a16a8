//! A calendar of later events (Brown 1988): a ring of days, each an unsorted list; a day is sorted when it comes.
//!
//! The lists are threaded through the slab that holds the payloads, so that an event costs no memory of its own here
//! and adding one touches the row that was freed last and one word of the ring. Events beyond the ring wait in a heap.

use super::EventKey;
use super::heap::Heap;
use super::slab::{NIL, Slab};

/// So many events a day are aimed at: few enough to be sorted by insertion, and most days then have some.
const A_DAY: u64 = 4;

#[derive(Clone, Debug)]
pub(super) struct CalendarQueue {
    /// A day is two to this power of ms long.
    shift: u32,
    /// The day that has come; its events and all earlier ones are no longer here.
    today: u64,
    /// The first event of each day's list, by the day's lower bits.
    days: Vec<u32>,
    in_ring: usize,
    /// Those a whole ring or more away from today when they were added.
    beyond: Heap,
    /// Days gone through since the calendar was made, and events of them.
    gone: u64,
    handed: u64,
}

impl CalendarQueue {
    /// A calendar for about as many events as `sorted` has, with days to suit them; it holds none yet.
    pub fn suiting(sorted: &[EventKey]) -> CalendarQueue {
        // The later half may be far away; what comes next is what counts.
        let half = sorted.len() / 2;
        let spread = sorted[half].instant() - sorted[0].instant();
        let width = spread * A_DAY / half as u64;
        let shift = (width + 1).ilog2();
        let ring = sorted.len().next_power_of_two();
        CalendarQueue {
            shift,
            today: sorted[0].instant() >> shift,
            days: vec![NIL; ring],
            in_ring: 0,
            beyond: Heap::default(),
            gone: 0,
            handed: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.in_ring + self.beyond.len()
    }

    /// The instant at which today ends: earlier events do not belong here.
    pub fn horizon(&self) -> u64 {
        (self.today + 1) << self.shift
    }

    /// Adds an event at the horizon or later whose row is in the slab.
    #[inline]
    pub fn add<P>(&mut self, event: EventKey, slab: &mut Slab<P>) {
        let day = event.instant() >> self.shift;
        // Further ahead than the ring is long, a day would share its place with an earlier one.
        if day - self.today < self.days.len() as u64 {
            self.link(day, event, slab);
        } else {
            self.beyond.push(event);
        }
    }

    #[inline]
    fn link<P>(&mut self, day: u64, event: EventKey, slab: &mut Slab<P>) {
        let place = day as usize & (self.days.len() - 1);
        slab.link(event, self.days[place]);
        self.days[place] = event.handle();
        self.in_ring += 1;
    }

    /// Goes on to the next day with events and hands them out, in no order. There must be some.
    #[inline]
    pub fn next_day<P>(&mut self, slab: &mut Slab<P>, mut take: impl FnMut(EventKey)) {
        let from = self.today;
        // Nothing in the ring: straight to the first day beyond it, however far.
        if self.in_ring == 0 {
            let next = self.beyond.peek().expect("asked only if there are events");
            self.today = (next.instant() >> self.shift) - 1;
        }
        loop {
            self.today += 1;
            let last = self.today + self.days.len() as u64;
            // The ring has moved on by a day: what lies on its new last day belongs into it.
            while self.beyond.peek().is_some_and(|event| event.instant() >> self.shift < last) {
                let event = self.beyond.pop().expect("just seen");
                self.link(event.instant() >> self.shift, event, slab);
            }
            let place = self.today as usize & (self.days.len() - 1);
            let mut at = std::mem::replace(&mut self.days[place], NIL);
            if at == NIL {
                continue;
            }
            while at != NIL {
                let (event, next) = slab.linked(at);
                take(event);
                self.in_ring -= 1;
                self.handed += 1;
                at = next;
            }
            self.gone += (self.today - from).min(self.days.len() as u64);
            return;
        }
    }

    /// Whether days of another length would do better: long days cost sorting, short ones walking.
    pub fn misfits(&self) -> bool {
        self.handed > self.gone * 4 * A_DAY || self.gone > self.handed * 2
    }

    /// Events handed out since it was made.
    pub fn handed(&self) -> u64 {
        self.handed
    }

    /// Empties it.
    pub fn drain<P>(&mut self, slab: &Slab<P>, to: &mut Vec<EventKey>) {
        for day in &mut self.days {
            let mut at = std::mem::replace(day, NIL);
            while at != NIL {
                let (event, next) = slab.linked(at);
                to.push(event);
                at = next;
            }
        }
        self.in_ring = 0;
        self.beyond.drain(to);
    }
}
