//! From called for to ready: the lag, the clocks that count from ready, and back to gathering.

use super::state::{Instance, NONE, State};
use super::{Payload, Process, What, class};
use crate::units::{Span, Time};

impl Process<'_> {
    /// A new instance, not yet ready.
    pub(super) fn new_instance(
        &mut self,
        case: u32,
        task: crate::model::scenario::TaskId,
        slot: u8,
        attempt: u32,
    ) -> u32 {
        let number = match self.free_instances.pop() {
            Some(number) => number,
            None => {
                self.instances.push(Instance::default());
                self.instances.len() as u32 - 1
            }
        };
        let serial = self.stamps + 1;
        self.stamps += 4;
        let case_row = &mut self.cases[case as usize];
        case_row.instances += 1;
        let key = case_row.key;
        let instance = &mut self.instances[number as usize];
        let mut reuse = std::mem::take(&mut instance.team);
        reuse.clear();
        *instance = Instance {
            state: State::Gathering,
            serial,
            key,
            clock: serial + 1,
            offer: serial + 2,
            service: serial + 3,
            case,
            task,
            slot,
            attempt,
            due: Time::NEVER,
            rank: key.word(self.layout.salts[task].rank.at(attempt, 0)),
            owner: NONE,
            team: reuse,
            factor: 1.0,
            rework: attempt > 1,
            ..Instance::default()
        };
        self.record.called(task);
        number
    }

    /// Starts the clocks of an instance: its lag if it has one, else it is ready.
    pub(super) fn begin(&mut self, number: u32) {
        let Instance { task, key, attempt, .. } = self.instances[number as usize];
        let clock = self.stamp();
        self.instances[number as usize].clock = clock;
        self.instances[number as usize].state = State::Gathering;
        let lag = &self.timers.tasks[task].lag;
        match lag.span(key, self.layout.salts[task].lag.at(attempt, 0)) {
            Some(span) if span > Span::ZERO => {
                let payload = Payload::Ready { instance: number, clock };
                lag.start(&mut self.future, self.now, span, class::TIMER, payload);
            }
            _ => self.make_ready(number),
        }
    }

    pub(super) fn lag_over(&mut self, number: u32, clock: u32) -> bool {
        let counts = self.alive(number, clock);
        if counts {
            self.make_ready(number);
        }
        counts
    }

    /// The instance is ready: `due`, `expires` and `after` count from here.
    fn make_ready(&mut self, number: u32) {
        let Instance { task, key, attempt, slot, .. } = self.instances[number as usize];
        let row = self.plan.compiled.task(task);
        let (due, owned) = (row.due, row.owned);
        let salts = &self.layout.salts[task];
        let clock = self.stamp();
        let now = self.now;
        let instance = &mut self.instances[number as usize];
        instance.clock = clock;
        instance.state = State::Waiting;
        instance.ready = now;
        instance.opened = 0;
        instance.due = due.map_or(Time::NEVER, |due| now + due);
        let timers = &self.timers.tasks[task];
        if let Some(span) = timers.expires.span(key, salts.expires.at(attempt, 0)) {
            let payload = Payload::Expire { instance: number, clock };
            timers.expires.start(&mut self.future, now, span, class::EXPIRY, payload);
        }
        for (way, after) in &timers.after {
            match after.span(key, salts.ways[*way as usize].after.at(attempt, 0)) {
                Some(span) if span > Span::ZERO => {
                    let payload = Payload::Open { instance: number, clock, way: *way };
                    after.start(&mut self.future, now, span, class::TIMER, payload);
                }
                _ => self.instances[number as usize].opened |= 1 << way,
            }
        }
        if slot == 255 {
            self.address_question(number);
        } else if owned {
            self.find_owner(number);
        }
        self.note(What::Ready(task));
        self.record_demand(number);
        if !self.instances[number as usize].started {
            self.record.readied(task);
        }
        self.offer(number);
    }

    /// A waiting instance whose case changed: back to gathering if nothing it could start on is there any more. `open`:
    /// ways open to it but for their tools and times.
    pub(super) fn keep_waiting(&mut self, number: u32, class: usize, startable: bool, open: u32) {
        match (self.instances[number as usize].state, startable) {
            (State::Waiting, false) => {
                let (clock, offer) = (self.stamp(), self.stamp());
                let instance = &mut self.instances[number as usize];
                instance.state = State::Gathering;
                instance.clock = clock;
                instance.offer = offer;
                instance.sent_back = true;
                let (task, started) = (instance.task, instance.started);
                self.note(What::SentBack(task));
                if !started {
                    self.record.unreadied(task);
                }
            }
            (State::Gathering, true) if self.instances[number as usize].sent_back => {
                self.instances[number as usize].sent_back = false;
                self.begin(number);
            }
            (State::Waiting, true) => {
                let instance = &self.instances[number as usize];
                let standing = self.standings[class].of(instance.slot).expect("what waits here runs here");
                if open & standing.passed(instance.opened) != instance.offered {
                    self.offer(number);
                }
            }
            _ => {}
        }
    }
}
