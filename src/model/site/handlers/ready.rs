//! From requested to ready: the lag, the clocks that count from ready, and back to gathering.

use crate::engine::Key;
use crate::model::compile::plan::SlotNo;
use crate::model::scenario::TaskId;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::notes::{Drawn, What};
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::model::site::schedule::Payload;
use crate::units::Time;

impl Process<'_> {
    /// A new instance, not yet ready.
    pub(super) fn new_instance(
        &mut self,
        case: CaseNo,
        task: TaskId,
        slot: Option<SlotNo>,
        attempt: u16,
    ) -> InstanceNo {
        // Serial, clock and offer of the instance: timers and queue entries of an earlier one in the same row are
        // stale.
        let serial = self.schedule.generations(3);
        let number = self.instances.request(case, task, slot, attempt, serial);
        self.cases.count_instance(case);
        self.record.called(task);
        number
    }

    /// The identity under which an instance's draws are made.
    #[inline]
    pub(super) fn key_of(&self, number: InstanceNo) -> Key {
        let instance = &self.instances[number];
        match &self.instances.job(number).query {
            Some(query) => query.key,
            None => self.cases[instance.case].key,
        }
    }

    /// Its place among instances that became ready at the same moment.
    #[inline]
    pub(super) fn rank_of(&self, number: InstanceNo) -> u64 {
        let instance = &self.instances[number];
        let salt = self.schema.salts[instance.task].rank;
        self.key_of(number).word(if instance.is_answer() { salt } else { salt.at(instance.attempt, 0) })
    }

    /// Starts the clocks of an instance: its lag if it has one, else it is ready.
    pub(super) fn begin(&mut self, number: InstanceNo) {
        let Instance { task, attempt, .. } = self.instances[number];
        let key = self.key_of(number);
        let clock = self.schedule.generation();
        self.instances.gather(number, clock);
        let salt = self.schema.salts[task].lag.at(attempt, 0);
        match self.schedule.lag(task, key, salt) {
            Some(span) => {
                self.schedule.start_lag(task, span, Payload::Ready { instance: number, clock });
                self.note_draw(Drawn::Lag(task), key, salt, span.hours());
            }
            None => self.make_ready(number),
        }
    }

    pub(super) fn lag_over(&mut self, number: InstanceNo, clock: u32) -> bool {
        let counts = self.instances.is_timed_by(number, clock);
        if counts {
            self.make_ready(number);
        }
        counts
    }

    /// The instance is ready: `due`, `expires` and `after` count from here.
    fn make_ready(&mut self, number: InstanceNo) {
        let Instance { task, attempt, slot, .. } = self.instances[number];
        let key = self.key_of(number);
        let row = self.plan.compiled.task(task);
        let (due, owned) = (row.due, row.owned);
        let salts = &self.schema.salts[task];
        // A new clock outdates the timers of an earlier time at which it was ready, before it was sent back.
        let clock = self.schedule.generation();
        let now = self.schedule.now();
        self.instances.become_ready(number, clock, now, due.map_or(Time::NEVER, |due| now + due));
        let payload = Payload::Expire { instance: number, clock };
        self.schedule.start_expiry(task, key, salts.expires.at(attempt, 0), payload);
        // A late way opens after its own delay; one whose delay is drawn as zero is open at once, without an event.
        for late in 0..self.schedule.timers(task).after.len() {
            let way = self.schedule.timers(task).after[late].0;
            let of_way = &salts.ways[way as usize];
            let salts = (of_way.after.at(attempt, 0), of_way.delay.at(attempt, 0));
            let payload = Payload::Open { instance: number, clock, way };
            if !self.schedule.start_opening(task, late, key, salts, payload) {
                self.instances.open_way(number, way);
            }
        }
        if self.trace.is_on() {
            self.note_timers(number);
        }
        // Before the offer, which puts the instance into an in-basket or a queue.
        if slot.is_none() {
            self.address_question(number);
        } else if owned {
            self.find_owner(number);
        }
        self.note(What::Ready(task));
        self.record_demand(number);
        // The backlog is of work that nobody has begun: what is offered again after that is not in it.
        if !self.instances[number].started {
            self.record.readied(task);
        }
        self.offer(number);
    }

    /// A waiting instance whose case changed: back to gathering if nothing it could start on is there any more since a
    /// product was withdrawn. `open`: ways open to it but for their tools and times.
    pub(super) fn keep_waiting(&mut self, number: InstanceNo, case_type: usize, startable: bool, open: u32) {
        match (self.instances[number].state, startable) {
            (State::Waiting, false) if self.instances[number].lost_read => {
                // A new clock stops `due`, `expires` and `after`: they count from ready, and it no longer is.
                let (clock, offer) = (self.schedule.generation(), self.schedule.generation());
                self.instances.send_back(number, clock, offer);
                let Instance { task, started, .. } = self.instances[number];
                self.note(What::SentBack(task));
                if !started {
                    self.record.unreadied(task);
                }
            }
            // It has been ready and waits on, with no way open.
            (State::Waiting, false) if self.instances[number].offered != 0 => self.offer(number),
            (State::Gathering, true) if self.instances[number].sent_back => self.begin(number),
            (State::Waiting, true) => {
                self.instances.keep(number);
                let instance = &self.instances[number];
                let row = instance.slot.and_then(|slot| self.prospects[case_type].of(slot.place()));
                let availability = row.expect("what waits here runs here");
                if open & availability.passed(instance.opened) != instance.offered {
                    self.offer(number);
                }
            }
            _ => {}
        }
    }
}
