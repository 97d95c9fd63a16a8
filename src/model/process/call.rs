//! When a task is called for: data work behaves like `make`. Looking at a case again after anything in it changed.

use super::state::{Gate, Instance, NONE, State};
use super::{Payload, Process, What, class};
use crate::model::layout::SlotKind;
use crate::model::outcome::Cause;
use crate::model::plan::{Mask, bits};
use crate::model::scenario::ProductId;
use crate::units::{Span, Time};

/// Whether a way is ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Out {
    No,
    /// Ruled out, but it can come back.
    Now,
    Forever,
}

/// What the ways of a task come to at the moment.
#[derive(Clone, Copy, Default)]
pub(super) struct Chances {
    /// Reads and writes of ways not ruled out.
    reads: Mask,
    writes: Mask,
    /// Writes of ways not ruled out for good.
    possible: Mask,
    /// Some way not ruled out has what it reads.
    startable: bool,
    /// Some way may come back, or is not ruled out.
    alive: bool,
}

impl Process<'_> {
    /// Whether way number `way` of a case's task is ruled out.
    pub(super) fn way_out(&self, number: u32, slot: usize, way: usize) -> Out {
        let case = &self.cases[number as usize];
        let class = &self.plan.classes[case.class as usize];
        let task = &class.tasks[slot];
        let plan = &task.ways[way];
        let never = self.never[task.task] >> way & 1 == 1;
        let instance = case.tasks[slot].instance;
        let failed = instance != NONE && self.instances[instance as usize].failed >> way & 1 == 1;
        if plan.out || never || failed || plan.needs & (case.absent | !class.reach) != 0 {
            return Out::Forever;
        }
        if plan.conditional { self.conditional_way_out(number, task.task, way) } else { Out::No }
    }

    fn chances(&self, number: u32, slot: usize) -> Chances {
        let case = &self.cases[number as usize];
        let class = &self.plan.classes[case.class as usize];
        let task = &class.tasks[slot];
        let absent = case.absent | !class.reach;
        let settled = case.written | absent;
        let instance = case.tasks[slot].instance;
        // Ways that are out for good whatever the case: nobody here can lead them, or they failed this time.
        let failed = if instance == NONE { 0 } else { self.instances[instance as usize].failed };
        let gone = self.never[task.task] | failed;
        let mut chances = Chances::default();
        for (way, plan) in task.ways.iter().enumerate() {
            if plan.out || gone >> way & 1 == 1 || plan.needs & absent != 0 {
                continue;
            }
            let out = if plan.conditional { self.conditional_way_out(number, task.task, way) } else { Out::No };
            if out == Out::Forever {
                continue;
            }
            chances.alive = true;
            chances.possible |= plan.writes;
            if out == Out::No {
                chances.reads |= plan.needs | plan.settles;
                chances.writes |= plan.writes;
                chances.startable |= plan.needs & !case.written == 0 && plan.settles & !settled == 0;
            }
        }
        chances
    }

    /// Looks at a case: ends what cannot be done any more, settles what is absent, calls for what is wanted, overtakes what
    /// is not; and closes it when nothing is left.
    pub(super) fn evaluate(&mut self, number: u32) {
        let plan = self.plan;
        let class_number = self.cases[number as usize].class as usize;
        let class = &plan.classes[class_number];
        let view = &class.views[self.kind];
        let mut chances = std::mem::take(&mut self.chances);
        chances.clear();
        chances.resize(class.tasks.len(), Chances::default());
        let may_run = loop {
            let mut changed = self.settle_gathered(number, class);
            let case = &self.cases[number as usize];
            let missing = class.reach & !(case.written | case.absent);
            let mut wanted = view.always_wanted & missing;
            let mut possible: Mask = 0;
            let mut may_run: Mask = 0;
            let mut dormant: Mask = 0;
            for &slot in &class.readers_first {
                let bit = 1u64 << slot;
                if view.local & bit == 0 || case.ended & bit != 0 {
                    continue;
                }
                let found = self.chances(number, slot);
                chances[slot] = found;
                possible |= found.possible;
                let instance = case.tasks[slot].instance;
                if instance != NONE && self.is_under_way(instance) {
                    possible |= class.tasks[slot].writes; // What is under way may still write.
                }
                if found.writes & missing & wanted != 0 || instance != NONE && self.is_under_way(instance) {
                    may_run |= bit;
                    wanted |= found.reads & missing;
                } else if found.possible & missing & wanted != 0 {
                    dormant |= bit; // Its ways are ruled out now, and can come back.
                }
            }
            for &slot in class.readers_first.iter().rev() {
                let bit = 1u64 << slot;
                let case = &self.cases[number as usize];
                if view.local & bit == 0 || case.ended & bit != 0 {
                    continue;
                }
                let Chances { writes, startable, alive, .. } = chances[slot];
                let needed = writes & missing & wanted != 0;
                let instance = case.tasks[slot].instance;
                if instance == NONE {
                    if !alive {
                        let needs = class.tasks[slot].ways.iter().any(|way| way.needs & case.absent != 0);
                        let cause = if needs { Cause::Upstream } else { Cause::RuledOut };
                        self.end_task(number, slot, Some(cause));
                        changed = true;
                    } else if needed && startable {
                        self.call(number, slot);
                        changed = true;
                    }
                } else if matches!(self.instances[instance as usize].state, State::Waiting | State::Gathering)
                    && !self.is_under_way(instance)
                {
                    if !alive {
                        self.abandon(instance, Cause::RuledOut);
                        changed = true;
                    } else if !needed {
                        self.overtake(instance);
                        changed = true;
                    } else {
                        self.keep_waiting(instance, startable);
                    }
                }
            }
            // Absent: every task that could write it has ended without it. What only an overtaken task could have written
            // and nobody wants stays open until the case closes.
            let case = &self.cases[number as usize];
            let mut absent = class.reach & view.mine & missing & !possible & !case.written;
            let overtaken = bits(case.overtaken).fold(0, |mask, slot| mask | class.tasks[slot].writes);
            absent &= !(overtaken & !wanted);
            for slot in bits(absent) {
                if !matches!(self.layout.classes[class_number].slots[slot], SlotKind::Own(_)) {
                    continue;
                }
                let writers = bits(view.local).filter(|task| class.tasks[*task].writes >> slot & 1 == 1);
                let cause = writers.filter_map(|task| self.cases[number as usize].tasks[task].cause).last();
                self.settle_absent(number, slot, cause.unwrap_or(Cause::RuledOut));
                changed = true;
            }
            if !changed {
                break may_run | dormant;
            }
        };
        self.chances = chances;
        self.close_if_over(number, may_run);
    }

    /// In service, suspended, blocked, or on its way back to somebody: no longer overtaken.
    pub(super) fn is_under_way(&self, number: u32) -> bool {
        let instance = &self.instances[number as usize];
        instance.fixed || matches!(instance.state, State::InService | State::Suspended | State::Blocked)
    }

    /// Ends a task of a case without an instance.
    fn end_task(&mut self, number: u32, slot: usize, cause: Option<Cause>) {
        let case = &mut self.cases[number as usize];
        case.ended |= 1 << slot;
        case.tasks[slot].cause = cause;
    }

    /// Calls for a task, unless its `share` or `when` says no.
    fn call(&mut self, number: u32, slot: usize) {
        let case = &self.cases[number as usize];
        let task = self.plan.classes[case.class as usize].tasks[slot].task;
        let spec = &self.plan.world.tasks[task];
        let salts = &self.layout.salts[task];
        if case.tasks[slot].gate == Gate::Undecided {
            if spec.share < 1.0 && case.key.unit(salts.share) >= spec.share {
                self.end_task(number, slot, Some(Cause::Share));
                return;
            }
            if spec.when.as_ref().is_some_and(|when| !self.holds(when, Some(number))) {
                self.end_task(number, slot, Some(Cause::When));
                return;
            }
            self.cases[number as usize].tasks[slot].gate = Gate::Open;
        }
        let case = &mut self.cases[number as usize];
        case.live |= 1 << slot;
        case.tasks[slot].attempts += 1;
        let attempt = case.tasks[slot].attempts;
        let instance = self.new_instance(number, task, slot as u8, attempt);
        self.cases[number as usize].tasks[slot].instance = instance;
        self.begin(instance);
    }

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
        let (serial, clock, offer, service) = (self.stamp(), self.stamp(), self.stamp(), self.stamp());
        let key = self.cases[case as usize].key;
        self.cases[case as usize].instances += 1;
        let instance = &mut self.instances[number as usize];
        let mut reuse = std::mem::take(&mut instance.team);
        reuse.clear();
        *instance = Instance {
            state: State::Gathering,
            serial,
            key,
            clock,
            offer,
            service,
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
        match &self.plan.world.tasks[task].lag {
            Some(lag) => {
                let salt = self.layout.salts[task].lag.at(attempt, 0);
                let span = Span::from_ms(lag.quantile(key.unit(salt)));
                if span > Span::ZERO {
                    self.schedule(self.now + span, class::TIMER, Payload::Ready { instance: number, clock });
                    return;
                }
                self.make_ready(number);
            }
            None => self.make_ready(number),
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
        let spec = &self.plan.world.tasks[task];
        let salts = &self.layout.salts[task];
        let clock = self.stamp();
        let now = self.now;
        let instance = &mut self.instances[number as usize];
        instance.clock = clock;
        instance.state = State::Waiting;
        instance.ready = now;
        instance.opened = 0;
        instance.due = spec.due.map_or(Time::NEVER, |due| now + due);
        if let Some(expires) = &spec.expires {
            let span = Span::from_ms(expires.quantile(key.unit(salts.expires.at(attempt, 0))));
            self.schedule(now + span.max(Span::ZERO), class::EXPIRY, Payload::Expire { instance: number, clock });
        }
        for (way, after) in spec.ways.iter().enumerate().filter_map(|(way, spec)| Some((way, spec.after.as_ref()?))) {
            let span = Span::from_ms(after.quantile(key.unit(salts.ways[way].after.at(attempt, 0))));
            if span <= Span::ZERO {
                self.instances[number as usize].opened |= 1 << way;
            } else {
                let payload = Payload::Open { instance: number, clock, way: way as u8 };
                self.schedule(now + span, class::TIMER, payload);
            }
        }
        if slot == 255 {
            self.address_question(number);
        } else {
            self.find_owner(number);
        }
        self.note(What::Ready(task));
        self.record_demand(number);
        if !self.instances[number as usize].started {
            self.record.readied(task);
        }
        self.offer(number);
    }

    /// A waiting instance whose case changed: back to gathering if nothing it could start on is there any more.
    fn keep_waiting(&mut self, number: u32, startable: bool) {
        match (self.instances[number as usize].state, startable) {
            (State::Waiting, false) => {
                let (clock, offer) = (self.stamp(), self.stamp());
                let instance = &mut self.instances[number as usize];
                instance.state = State::Gathering;
                instance.clock = clock;
                instance.offer = offer;
                instance.held_by_team = false;
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
            (State::Waiting, true) => self.offer_if_changed(number),
            _ => {}
        }
    }

    /// Nothing it would write is missing and wanted any longer.
    fn overtake(&mut self, number: u32) {
        let Instance { case, slot, task, state, started, .. } = self.instances[number as usize];
        self.cases[case as usize].overtaken |= 1 << slot;
        self.note(What::Overtaken(task));
        self.record.overtaken(task, state == State::Waiting && !started);
        self.release(number, true, None);
    }

    /// Gives an instance up.
    pub(super) fn abandon(&mut self, number: u32, cause: Cause) {
        let Instance { task, state, started, .. } = self.instances[number as usize];
        self.note(What::Abandoned(task, cause));
        self.record.abandoned(task, cause, state == State::Waiting && !started);
        self.release(number, true, Some(cause));
    }

    pub(super) fn expire(&mut self, number: u32, clock: u32) -> bool {
        let instance = &self.instances[number as usize];
        if !self.alive(number, clock) || instance.started || instance.state != State::Waiting {
            return false;
        }
        if instance.is_answer() {
            self.answer_fails(number, Cause::Expired);
        } else {
            self.abandon(number, Cause::Expired);
        }
        true
    }

    /// Frees an instance; its task has ended, or is open again.
    pub(super) fn release(&mut self, number: u32, ended: bool, cause: Option<Cause>) {
        let Instance { case, slot, .. } = self.instances[number as usize];
        let stamp = self.stamp();
        let instance = &mut self.instances[number as usize];
        instance.state = State::Free;
        instance.clock = stamp;
        instance.offer = stamp;
        instance.service = stamp;
        instance.serial = stamp;
        self.free_instances.push(number);
        let case_row = &mut self.cases[case as usize];
        case_row.instances -= 1;
        if slot != 255 {
            case_row.live &= !(1 << slot);
            let task = &mut case_row.tasks[slot as usize];
            task.instance = NONE;
            if ended {
                task.cause = cause;
                case_row.ended |= 1 << slot;
            }
        }
        self.look_at(case);
    }

    /// A product is absent for good.
    pub(super) fn settle_absent(&mut self, number: u32, slot: usize, cause: Cause) {
        let case = &mut self.cases[number as usize];
        case.absent |= 1 << slot;
        let class = case.class as usize;
        if let SlotKind::Own(product) = self.layout.classes[class].slots[slot] {
            self.note(What::Absent(product, cause));
            self.record.absent(product, cause);
        }
        self.settled(number, slot);
    }

    /// A demand's own product, there from birth.
    pub(super) fn write_first(&mut self, number: u32, slot: usize, product: ProductId) {
        let now = self.now;
        let case = &mut self.cases[number as usize];
        case.written |= 1 << slot;
        case.slots[slot].attempt = 1;
        case.slots[slot].at = now;
        self.note(What::Written(product));
        self.record.written(product, 0, 0);
        self.settled(number, slot);
    }

    /// Tells everybody who waits for a product that it is settled.
    pub(super) fn settled(&mut self, number: u32, slot: usize) {
        self.announce(number, slot);
        self.offer_to_gatherers(number, slot);
        self.tell_younger(number, slot);
        self.look_at(number);
    }
}
