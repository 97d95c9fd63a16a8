//! The clock of a site, what is still to happen to it, and the generation counters that say which of that still counts.
//!
//! Nothing is cancelled: what starts a timer remembers the generation it has given out, and what has a newer one since
//! lets the timer pass.

mod payload;
mod timer;

pub(super) use payload::{Payload, class};

use crate::engine::{Class, Event, EventKey, EventQueue, Key, Salt};
use crate::model::compile::plan::Plan;
use crate::model::scenario::{OccupationId, TaskId};
use crate::units::{Span, Time};
use timer::{TaskTimers, Timer, Timers};

/// A site's clock and its events to come.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    now: Time,
    /// The last generation given out.
    generation: u32,
    future: EventQueue<Payload>,
    timers: Timers,
}

impl Schedule {
    /// Of site number `site`, whose clock stands at `begin`; what would happen at `end` or later does not.
    pub fn new(site: usize, begin: Time, end: Time) -> Schedule {
        Schedule { now: begin, generation: 0, future: EventQueue::new(site as u16, end), timers: Timers::default() }
    }

    #[inline(always)]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Puts the clock forward without an event: at boundaries of the run.
    pub fn advance(&mut self, to: Time) {
        debug_assert!(to >= self.now, "a clock does not go back");
        self.now = to;
    }

    /// A new generation.
    #[inline]
    pub fn generation(&mut self) -> u32 {
        self.generations(1)
    }

    /// The first of so many new generations in a row. One given out twice would bring stale timers back to life.
    #[inline]
    pub fn generations(&mut self, count: u32) -> u32 {
        let first = self.generation + 1;
        let last = self.generation.checked_add(count);
        self.generation = last.expect("a site makes at most about 500 million task instances");
        first
    }

    /// The last generation given out so far.
    pub fn last_generation(&self) -> u32 {
        self.generation
    }

    /// Schedules an event of this site.
    #[inline]
    pub fn at(&mut self, time: Time, class: Class, payload: Payload) {
        debug_assert!(time >= self.now, "an event in the past");
        self.future.schedule(time, class, payload);
    }

    /// Schedules an event under a number taken before ([`Schedule::number`]).
    pub fn at_as(&mut self, number: u64, time: Time, class: Class, payload: Payload) {
        self.future.schedule_as(number, time, class, payload);
    }

    /// The next number under which this site sends, which is used up.
    #[inline]
    pub fn number(&mut self) -> u64 {
        self.future.number()
    }

    /// An event that another site sent under its own number.
    pub fn accept(&mut self, time: Time, class: Class, (from, number): (u16, u64), payload: Payload) {
        self.future.accept(time, class, from, number, payload);
    }

    /// When and of what class the next event is.
    #[inline]
    pub fn next(&self) -> Option<EventKey> {
        self.future.peek()
    }

    /// Takes the next event, which must be there, and puts the clock at it. Timers that do not count are dropped.
    pub fn take(&mut self, counts: impl Fn(&Payload) -> bool) -> Event<Payload> {
        let happening = self.future.next(counts);
        self.now = happening.key.time();
        happening
    }

    /// Another configuration is valid, with other timers.
    pub fn use_timers_of(&mut self, plan: &Plan) {
        self.timers.set(plan, &mut self.future);
    }

    /// The timers of a task.
    #[inline]
    pub fn timers(&self, task: TaskId) -> &TaskTimers {
        &self.timers.tasks[task]
    }

    /// How long the lag of a task is this time; none without one.
    #[inline]
    pub fn lag(&self, task: TaskId, key: Key, salt: Salt) -> Option<Span> {
        self.timers.tasks[task].lag.span(key, salt).filter(|span| *span > Span::ZERO)
    }

    pub fn start_lag(&mut self, task: TaskId, span: Span, payload: Payload) {
        self.timers.tasks[task].lag.start(&mut self.future, self.now, span, class::TIMER, payload);
    }

    /// Starts the clock after which an instance of a task expires, if there is one.
    #[inline]
    pub fn start_expiry(&mut self, task: TaskId, key: Key, salt: Salt, payload: Payload) {
        let timer = &self.timers.tasks[task].expires;
        if let Some(span) = timer.span(key, salt) {
            timer.start(&mut self.future, self.now, span, class::EXPIRY, payload);
        }
    }

    /// Starts the clock after which late way number `late` of a task opens; false if it opens at once. `after` and
    /// `response` are the salts of its `after` and of the response of those who lead it.
    pub fn start_opening(
        &mut self,
        task: TaskId,
        late: usize,
        key: Key,
        (after, response): (Salt, Salt),
        payload: Payload,
    ) -> bool {
        let (_, timer, delay): &(u8, Timer, Timer) = &self.timers.tasks[task].after[late];
        let opens = timer.span(key, after);
        if let Some(responds) = delay.span(key, response) {
            let opens = opens.unwrap_or(Span::ZERO) + responds;
            self.future.schedule(self.now + opens.max(Span(1)), class::TIMER, payload);
            return true;
        }
        let opens = opens.filter(|span| *span > Span::ZERO);
        if let Some(span) = opens {
            timer.start(&mut self.future, self.now, span, class::TIMER, payload);
        }
        opens.is_some()
    }

    /// Starts the clock after which work that one of an occupation has left goes to the others, if there is one.
    pub fn start_hand_over(&mut self, occupation: OccupationId, payload: Payload) {
        if let Some(ring) = self.timers.hand_over[occupation] {
            self.future.start(ring, self.now, payload);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    #[test]
    fn events_come_in_the_order_of_time_and_class_and_put_the_clock_forward() {
        let mut schedule = Schedule::new(0, Time::ZERO, Time::of_week(1));
        schedule.at(Time::ZERO + HOUR * 2, class::TIMER, Payload::Reconsider);
        schedule.at(Time::ZERO + HOUR * 2, class::SHIFT_END, Payload::Close { gatherer: 0, period: 0 });
        schedule.at(Time::of_week(1), class::TIMER, Payload::Reconsider);
        assert!(matches!(schedule.take(|_| true).payload, Payload::Close { .. }));
        assert!(matches!(schedule.take(|_| true).payload, Payload::Reconsider));
        assert_eq!((schedule.now(), schedule.next()), (Time::ZERO + HOUR * 2, None), "nothing happens at the end");
    }

    #[test]
    fn no_generation_is_given_out_twice() {
        let mut schedule = Schedule::new(0, Time::ZERO, Time::of_week(1));
        assert_eq!([schedule.generation(), schedule.generations(3), schedule.generation()], [1, 2, 5]);
        assert_eq!(schedule.last_generation(), 5);
    }
}
