//! The site's events: what they are about, in which order those of one instant happen, and how each is handled.

use crate::engine::{Envelope, Event, LogicalProcess};
use crate::model::site::Process;
use crate::model::site::mail::Body;
use crate::model::site::schedule::{Payload, class};
use crate::units::Time;

impl Process<'_> {
    /// Handles one event; false if it no longer counts.
    fn handle(&mut self, payload: Payload) -> bool {
        let counts = match payload {
            Payload::Arrival { stream, ordinal } => self.arrive(stream, ordinal),
            Payload::Child { case } => self.bear_child(case),
            Payload::EpisodeEnd { case } => {
                self.cases.end_episode(case);
                true
            }
            Payload::Message { message } => {
                let body = self.mail.open(message);
                self.receive(body)
            }
            Payload::Complete { instance, service } => self.complete(instance, service),
            Payload::Ready { instance, clock } => self.lag_over(instance, clock),
            Payload::Open { instance, clock, way } => self.way_opens(instance, clock, way),
            Payload::OwnerWaited { instance, clock } => self.owner_waited(instance, clock),
            Payload::OwnersShiftOver { worker } => self.owners_shift_over(worker),
            Payload::HandOver { instance, service } => self.hand_over(instance, service),
            Payload::Expire { instance, clock } => {
                let counts = self.expire(instance, clock);
                self.waiting.expire(counts);
                // What expires at one instant expires together: none of it is looked at before all of it has.
                if self
                    .schedule
                    .next()
                    .is_some_and(|next| next.time() == self.schedule.now() && next.class() == class::EXPIRY)
                {
                    return counts;
                }
                self.waiting.end_expiry();
                counts
            }
            Payload::ShiftStart { worker, roster, shift } => self.start_shift(worker, roster, shift),
            Payload::ShiftEnd { worker } => self.end_shift(worker),
            Payload::PauseStart { worker, end } => self.start_pause(worker, end),
            Payload::PauseEnd { worker } => self.end_pause(worker),
            Payload::AbsenceEnd { worker, paid } => self.end_absence(worker, paid),
            Payload::AfterHoursEnd { worker } => self.end_after_hours(worker),
            Payload::Close { gatherer, period } => self.close_period(gatherer, period),
            Payload::Adopt { technology } => self.adopt(technology),
            Payload::AdoptWorker { technology } => self.worker_adopts(technology),
            Payload::Toggle { technology } => self.toggle(technology),
            Payload::Reconsider => {
                self.reconsider_all();
                true
            }
        };
        // Before the next event of the instant, so that every handler finds all cases evaluated.
        self.work_off_worklist();
        if counts {
            self.waiting.look_at_held();
        }
        counts
    }
}

impl LogicalProcess for Process<'_> {
    type Message = Body;

    fn next_time(&self) -> Option<Time> {
        // Dispatch is still due at this instant, though no event of it is left.
        if self.waiting.is_pending() {
            Some(self.schedule.now())
        } else {
            self.schedule.next().map(|event| event.time())
        }
    }

    fn run_until(&mut self, until: Time) {
        loop {
            let next = self.schedule.next();
            // Dispatch comes after everything of its instant that brings or frees work, so that the order of those
            // events cannot decide who gets what; and before expiry: what can start at the moment it expires starts.
            if self.waiting.is_to_be_looked_at()
                && next.is_none_or(|event| event.time() > self.schedule.now() || event.class() > class::DISPATCH)
            {
                self.waiting.take_look();
                self.dispatch();
                self.record.dispatched(self.schedule.now());
                continue;
            }
            // Only between instants: within one, people may be idle while dispatch is still to come.
            if self.audit && next.is_none_or(|event| event.time() > self.schedule.now()) {
                self.audit_instant();
            }
            if next.is_none_or(|event| event.time() >= until) {
                return;
            }
            let instances = &self.instances;
            let Event { key, payload } = self.schedule.take(|timer| match *timer {
                Payload::Ready { instance, clock } => instances.is_timed_by(instance, clock),
                Payload::Open { instance, clock, .. } => instances.is_timed_by(instance, clock),
                Payload::Expire { instance, clock } => {
                    let row = &instances[instance];
                    row.clock == clock && !row.started
                }
                Payload::HandOver { instance, service } => instances.job(instance).service == service,
                _ => true,
            });
            // Stale events are counted, but not part of the fingerprint: they change nothing.
            let counts = self.handle(payload);
            self.record.handled(counts.then(|| key.bits()));
        }
    }

    fn accept(&mut self, envelope: Envelope<Body>) {
        // Never handled; but the ledger has to know of work that was on its way when the run ended.
        if envelope.time >= self.end {
            self.mail.count_late();
            self.book_late(&envelope.message);
            return;
        }
        let Envelope { time, from, sequence, message, .. } = envelope;
        let message = self.mail.keep(message);
        self.schedule.accept(time, class::ARRIVAL, (from, sequence), Payload::Message { message });
    }

    fn take_sent(&mut self, to: &mut Vec<Envelope<Body>>) {
        self.mail.take_sent(to);
    }

    fn work_done(&self) -> u64 {
        self.record.statistics().events
    }
}
