//! From requested to ready: the lag, the clocks that count from ready, and back to gathering.

use super::rows::{CaseNo, InstanceNo};
use super::state::{Instance, Job, State};
use super::{Drawn, Payload, Process, What};
use crate::engine::Key;
use crate::units::Time;

impl Process<'_> {
    /// A new instance, not yet ready.
    pub(super) fn new_instance(
        &mut self,
        case: CaseNo,
        task: crate::model::scenario::TaskId,
        slot: u8,
        attempt: u16,
    ) -> InstanceNo {
        let number = self.instances.take();
        let serial = self.schedule.generations(3);
        self.cases.count_instance(case);
        self.instances[number] = Instance {
            state: State::Gathering,
            serial,
            clock: serial + 1,
            offer: serial + 2,
            case,
            task,
            slot,
            attempt,
            due: Time::NEVER,
            ..Instance::default()
        };
        self.record.called(task);
        number
    }

    /// The identity under which an instance's draws are made.
    #[inline]
    pub(super) fn key_of(&self, number: InstanceNo) -> Key {
        let instance = &self.instances[number];
        match &self.jobs.get_or_default(instance.job).query {
            Some(query) => query.key,
            None => self.cases[instance.case].key,
        }
    }

    /// Its place among instances that became ready at the same moment.
    #[inline]
    pub(super) fn rank_of(&self, number: InstanceNo) -> u64 {
        let instance = &self.instances[number];
        let salt = self.layout.salts[instance.task].rank;
        self.key_of(number).word(if instance.is_answer() { salt } else { salt.at(instance.attempt, 0) })
    }

    /// What it takes to do an instance; an empty job before its first start.
    #[inline]
    pub(super) fn job(&self, number: InstanceNo) -> &Job {
        self.jobs.get_or_default(self.instances[number].job)
    }

    #[inline]
    pub(super) fn job_mut(&mut self, number: InstanceNo) -> &mut Job {
        let job = self.instances[number].job.expect("an instance that has begun has a job");
        &mut self.jobs[job]
    }

    /// Gives an instance a job if it has none.
    pub(super) fn take_job(&mut self, number: InstanceNo) {
        self.instances[number].job.get_or_insert_with(|| self.jobs.take());
    }

    /// Starts the clocks of an instance: its lag if it has one, else it is ready.
    pub(super) fn begin(&mut self, number: InstanceNo) {
        let Instance { task, attempt, .. } = self.instances[number];
        let key = self.key_of(number);
        let clock = self.schedule.generation();
        self.instances[number].clock = clock;
        self.instances[number].state = State::Gathering;
        let salt = self.layout.salts[task].lag.at(attempt, 0);
        match self.schedule.lag(task, key, salt) {
            Some(span) => {
                self.schedule.start_lag(task, span, Payload::Ready { instance: number, clock });
                self.note_draw(Drawn::Lag(task), key, salt, span.hours());
            }
            None => self.make_ready(number),
        }
    }

    pub(super) fn lag_over(&mut self, number: InstanceNo, clock: u32) -> bool {
        let counts = self.alive(number, clock);
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
        let salts = &self.layout.salts[task];
        let clock = self.schedule.generation();
        let now = self.schedule.now();
        let instance = &mut self.instances[number];
        instance.clock = clock;
        instance.state = State::Waiting;
        instance.ready = now;
        instance.opened = 0;
        instance.due = due.map_or(Time::NEVER, |due| now + due);
        let payload = Payload::Expire { instance: number, clock };
        self.schedule.start_expiry(task, key, salts.expires.at(attempt, 0), payload);
        for late in 0..self.schedule.timers(task).after.len() {
            let way = self.schedule.timers(task).after[late].0;
            let of_way = &salts.ways[way as usize];
            let salts = (of_way.after.at(attempt, 0), of_way.delay.at(attempt, 0));
            let payload = Payload::Open { instance: number, clock, way };
            if !self.schedule.start_opening(task, late, key, salts, payload) {
                self.instances[number].opened |= 1 << way;
            }
        }
        if self.steps.is_some() {
            self.note_timers(number);
        }
        if slot == 255 {
            self.address_question(number);
        } else if owned {
            self.find_owner(number);
        }
        self.note(What::Ready(task));
        self.record_demand(number);
        if !self.instances[number].started {
            self.record.readied(task);
        }
        self.offer(number);
    }

    /// A waiting instance whose case changed: back to gathering if nothing it could start on is there any more since a
    /// product was withdrawn. `open`: ways open to it but for their tools and times.
    pub(super) fn keep_waiting(&mut self, number: InstanceNo, class: usize, startable: bool, open: u32) {
        match (self.instances[number].state, startable) {
            (State::Waiting, false) if self.instances[number].lost_read => {
                let (clock, offer) = (self.schedule.generation(), self.schedule.generation());
                let instance = &mut self.instances[number];
                instance.state = State::Gathering;
                instance.clock = clock;
                instance.offer = offer;
                instance.sent_back = true;
                instance.lost_read = false;
                let (task, started) = (instance.task, instance.started);
                self.note(What::SentBack(task));
                if !started {
                    self.record.unreadied(task);
                }
            }
            // It has been ready and waits on, with no way open.
            (State::Waiting, false) if self.instances[number].offered != 0 => self.offer(number),
            (State::Gathering, true) if self.instances[number].sent_back => {
                self.instances[number].sent_back = false;
                self.begin(number);
            }
            (State::Waiting, true) => {
                let instance = &mut self.instances[number];
                instance.lost_read = false;
                let instance = &self.instances[number];
                let availability = self.availabilities[class].of(instance.slot).expect("what waits here runs here");
                if open & availability.passed(instance.opened) != instance.offered {
                    self.offer(number);
                }
            }
            _ => {}
        }
    }
}
