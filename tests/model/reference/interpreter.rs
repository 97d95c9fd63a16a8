//! A second, plain implementation of the calling rules for scenarios without draws: at each instant everything is
//! worked out anew, and every list is searched from its beginning. It shares the reader of scenario files with the
//! program, and nothing else.
//!
//! Keyed ranks are the one thing drawn: where the rules leave a choice to them, `ties` says how it is made.
//!
//! Where the rules can be read in two ways, this is how they are read here:
//! - The same people resume a team's work; `hand_over` is for the work of one person, and then anybody's.
//! - Suspended work: one person's before a team's; not before urgent work that would interrupt it at once.
//! - The owner is who had led the task when the instance became ready. Waiting work is done after hours only by its
//!   owner, as long as `owner_wait` lasts.
//! - Idle time counts from the beginning of the shift.
//! - A way that waits for the absence of a product is ruled out, so its reads are not wanted yet; it keeps its instance
//!   from being abandoned or superseded.
//! - A way with reads, none of which cases of the demand ever have, is ruled out in them.
//! - What happens to a case at one instant: absence, then what ends with it, then `share`, then `when` (first where it
//!   asks about what is settled), and calls last.
//! - While a task is in service, nothing it might write on another way is absent.

use super::case::{Case, End, Move, Product, Stand};
use super::dispatch::shuffled;
use sim::engine::Dist;
use sim::model::scenario::{ArmId, Configuration, DemandId, Scenario, SiteTypeId, Source, TaskId, Way};
use sim::units::{Span, Time};

/// A case closes though a way waits for the absence of a product that only the close settles. The rules do not say
/// whether it closes then, so nothing is compared from here on.
pub const STALEMATE: &str = "a case waits for itself";

/// What happened, in words, in the order of time.
pub type Line = (Time, String);

/// What an instance does.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Gathering: in `lag` until then.
    Lag(Time),
    Waiting,
    Service {
        since: Time,
        ends: Time,
    },
    Suspended {
        left: Span,
        since: Time,
    },
    Over,
}

#[derive(Clone, Debug)]
pub struct Instance {
    pub case: usize,
    pub task: TaskId,
    pub phase: Phase,
    pub ready: Time,
    pub started: Option<Time>,
    pub way: usize,
    pub members: Vec<usize>,
    /// Who had led the task it belongs to when it became ready.
    pub owner: Option<usize>,
    /// ms of all who worked on it.
    pub worked: i64,
    /// Time still to be worked, if it was handed over.
    pub left: Option<Span>,
}

#[derive(Clone, Debug)]
pub struct Worker {
    pub occupation: usize,
    pub shifts: Vec<(Time, Time)>,
    pub busy: Option<usize>,
    /// When the last work ended.
    pub idle_since: Time,
    /// Held for this instance.
    pub held: Option<usize>,
    /// After hours until then, for owned work that falls due before the next shift.
    pub late: Option<(Time, Time)>,
}

impl Worker {
    pub fn shift(&self, now: Time) -> Option<(Time, Time)> {
        self.shifts.iter().copied().find(|(start, end)| *start <= now && now < *end)
    }

    pub fn next_shift(&self, now: Time) -> Time {
        self.shifts.iter().map(|(start, _)| *start).find(|start| *start > now).unwrap_or(Time::NEVER)
    }

    pub fn is_free(&self, now: Time) -> bool {
        self.busy.is_none() && self.shift(now).is_some()
    }
}

pub struct Interpreter<'w> {
    pub config: &'w Configuration,
    pub ties: u64,
    pub now: Time,
    pub end: Time,
    pub cases: Vec<Case<'w>>,
    pub instances: Vec<Instance>,
    pub workers: Vec<Worker>,
    births: Vec<(Time, DemandId)>,
    heads: Vec<usize>,
    held: Vec<i64>,
    counts: Vec<[usize; 4]>,
    pub lines: Vec<Line>,
}

/// A duration without a draw.
pub fn constant(dist: &Dist) -> Span {
    match dist {
        Dist::Constant(ms) => Span::from_ms(*ms),
        other => panic!("{other:?} is drawn"),
    }
}

/// What happens in the first arm of a scenario, and the sums at its end.
pub fn interpret(scenario: &Scenario, ties: u64) -> Vec<Line> {
    let config = &scenario.arms[ArmId(0)].configs[0];
    let [staff] = &config.sites[SiteTypeId(0)].staff[..] else { panic!("one site") };
    let heads: Vec<usize> = staff.iter().map(|fte| *fte as usize).collect();
    let mut births = Vec::new();
    for (id, demand) in config.demands.enumerate().filter(|(_, demand)| demand.on) {
        let times: Vec<Time> = match &demand.source {
            Source::Every(every) => (0..999).map(|k| scenario.calendar.occurrence(*every, k)).collect(),
            Source::Trace(times) => times.clone(),
            other => panic!("{other:?} is not part of this interpreter"),
        };
        births.extend(times.into_iter().filter(|time| *time < scenario.end).map(|time| (time, id)));
    }
    births.sort_by_key(|(time, _)| *time);
    let mut workers = Vec::new();
    for (id, occupation) in config.occupations.enumerate() {
        let heads = heads[id.0 as usize];
        for _ in 0..heads {
            let shifts = super::shifts::shifts(occupation, scenario.calendar, scenario.end);
            let (busy, idle_since, held, late) = (None, Time::ZERO, None, None);
            workers.push(Worker { occupation: id.0 as usize, shifts, busy, idle_since, held, late });
        }
    }
    let mut run = Interpreter {
        config,
        ties,
        now: Time::ZERO,
        end: scenario.end,
        cases: Vec::new(),
        instances: Vec::new(),
        workers,
        births,
        held: vec![0; heads.len()],
        heads,
        counts: vec![[0; 4]; config.tasks.len()],
        lines: Vec::new(),
    };
    while run.now < run.end {
        run.instant();
        run.advance();
    }
    run.sums();
    run.lines.sort();
    run.lines
}

impl<'w> Interpreter<'w> {
    pub fn note(&mut self, line: String) {
        self.lines.push((self.now, line));
    }

    pub fn name(&self, instance: usize) -> &'w str {
        &self.config.tasks[self.instances[instance].task].name
    }

    pub fn way(&self, instance: usize, number: usize) -> &'w Way {
        &self.config.tasks[self.instances[instance].task].ways[number]
    }

    pub fn stand(&mut self, instance: usize) -> &mut Stand {
        let Instance { case, task, .. } = self.instances[instance];
        &mut self.cases[case].tasks[task.0 as usize]
    }

    pub fn all(&self, phase: impl Fn(&Instance) -> bool) -> Vec<usize> {
        (0..self.instances.len()).filter(|number| phase(&self.instances[*number])).collect()
    }

    /// When a way of a waiting instance opens as far as `after` is concerned.
    pub fn opens(&self, instance: usize, number: usize) -> Time {
        let after = self.way(instance, number).after.as_ref().map_or(Span::ZERO, constant);
        self.instances[instance].ready + after
    }

    fn expires(&self, instance: usize) -> Time {
        let expires = self.config.tasks[self.instances[instance].task].expires.as_ref();
        expires.map_or(Time::NEVER, |span| self.instances[instance].ready + constant(span))
    }

    pub fn due(&self, instance: usize) -> Time {
        let due = self.config.tasks[self.instances[instance].task].due;
        due.map_or(Time::NEVER, |span| self.instances[instance].ready + span)
    }

    /// Who led a task in the same case.
    pub fn led(&self, instance: usize, task: TaskId) -> Option<usize> {
        let case = self.instances[instance].case;
        let other = self.instances.iter().find(|other| other.case == case && other.task == task)?;
        other.members.first().copied()
    }

    /// Until when its owner alone may take it: the end of the first shift that starts after it became ready.
    pub fn owned_until(&self, instance: usize) -> Time {
        let Instance { task, ready, owner, .. } = self.instances[instance];
        let Some(owner) = owner else { return Time::ZERO };
        let next = self.workers[owner].shifts.iter().find(|(start, _)| *start > ready);
        let shift_end = next.map_or(Time::NEVER, |(_, end)| *end);
        self.config.tasks[task].owner_wait.map_or(shift_end, |wait| ready + wait)
    }

    /// Whether it is still in its owner's in-basket: it has been neither given to the occupation nor handed over.
    pub fn is_owned(&self, instance: usize) -> bool {
        self.now < self.owned_until(instance) && self.instances[instance].left.is_none()
    }

    /// When suspended work goes back to the queue: one person's; the same people resume a team's.
    fn handed_over(&self, instance: usize, since: Time) -> Time {
        let rule = match self.way(instance, self.instances[instance].way).team[..] {
            [alone] => self.config.occupations[alone].hand_over,
            _ => None,
        };
        rule.map_or(Time::NEVER, |span| since + span)
    }

    /// On to the next instant at which anything can happen.
    fn advance(&mut self) {
        let mut times: Vec<Time> = vec![self.end];
        times.extend(self.births.iter().map(|(time, _)| *time));
        times.extend(self.workers.iter().flat_map(|worker| &worker.shifts).flat_map(|(start, end)| [*start, *end]));
        times.extend(self.workers.iter().filter_map(|worker| worker.late).map(|(until, _)| until));
        for number in 0..self.instances.len() {
            match self.instances[number].phase {
                Phase::Lag(time) | Phase::Service { ends: time, .. } => times.push(time),
                Phase::Waiting => {
                    times.extend([self.expires(number), self.owned_until(number)]);
                    let ways = self.config.tasks[self.instances[number].task].ways.len();
                    times.extend((0..ways).map(|way| self.opens(number, way)));
                }
                Phase::Suspended { since, .. } => times.push(self.handed_over(number, since)),
                Phase::Over => {}
            }
        }
        let next = times.into_iter().filter(|time| *time > self.now).min().expect("the end").min(self.end);
        for worker in self.workers.iter().filter(|worker| worker.held.is_some()) {
            self.held[worker.occupation] += next.0 - self.now.0;
        }
        self.now = next;
    }

    /// One instant: completions, ends of shifts, arrivals, timers; then dispatch and expiry in turn.
    fn instant(&mut self) {
        let now = self.now;
        let since = |instance: &Instance| match instance.phase {
            Phase::Service { since, ends } if ends == now => Some(since),
            _ => None,
        };
        let mut done = self.all(|instance| since(instance).is_some());
        done.sort_by_key(|number| (since(&self.instances[*number]), shuffled(*number, self.ties)));
        done.into_iter().for_each(|number| self.complete(number));
        self.end_shifts();
        let births: Vec<_> = self.births.iter().filter(|(time, _)| *time == now).map(|(_, demand)| *demand).collect();
        for demand in births {
            self.cases.push(Case::new(self.config, self.heads.clone(), demand, now));
            for product in &self.config.demands[demand].writes {
                self.note(format!("written {}", self.config.products[*product].name));
            }
            self.settle(self.cases.len() - 1);
        }
        for number in self.all(|instance| instance.phase == Phase::Lag(now)) {
            if self.instances[number].phase == Phase::Lag(now) {
                self.become_ready(number);
            }
        }
        for number in self.all(|instance| matches!(instance.phase, Phase::Suspended { .. })) {
            if let Phase::Suspended { left, since } = self.instances[number].phase
                && self.handed_over(number, since) == now
            {
                self.instances[number].phase = Phase::Waiting;
                self.instances[number].left = Some(left);
            }
        }
        loop {
            while self.dispatch() {}
            // What expires at one instant expires together.
            let mut expired = self.all(|instance| instance.phase == Phase::Waiting && instance.started.is_none());
            expired.retain(|number| self.expires(*number) <= now);
            if expired.is_empty() {
                break;
            }
            expired.iter().for_each(|number| self.abandon(*number, "expired"));
            expired.into_iter().for_each(|number| self.settle(self.instances[number].case));
        }
        // Who finds nothing due after the shift goes home.
        self.workers.iter_mut().filter(|worker| worker.busy.is_none()).for_each(|worker| worker.late = None);
    }

    /// All that follows in a case from what has just happened, at once.
    fn settle(&mut self, case: usize) {
        while let Some(next) = self.cases[case].next_move() {
            let live = |task: TaskId| {
                let of = |instance: &Instance| instance.case == case && instance.task == task;
                self.instances.iter().position(of).expect("requested")
            };
            match next {
                Move::Absent(products) => {
                    for product in products {
                        self.cases[case].products[product.0 as usize] = Product::Absent;
                        self.note(format!("absent {}", self.config.products[product].name));
                    }
                }
                Move::RuleOut(task) => self.cases[case].tasks[task.0 as usize] = Stand::Ended(End::RuledOut),
                Move::Abandon(task) => self.abandon(live(task), "given up"),
                Move::Overtake(task) => {
                    let number = live(task);
                    *self.stand(number) = Stand::Ended(End::Superseded);
                    self.instances[number].phase = Phase::Over;
                    self.counts[task.0 as usize][3] += 1;
                    self.note(format!("superseded {}", self.name(number)));
                }
                Move::Look(tasks) => {
                    let case = &mut self.cases[case];
                    let allowed: Vec<bool> = tasks.iter().map(|task| case.is_allowed(*task)).collect();
                    for (task, allowed) in tasks.into_iter().zip(allowed) {
                        match allowed {
                            true => case.allowed[task.0 as usize] = true,
                            false => case.tasks[task.0 as usize] = Stand::Ended(End::Denied),
                        }
                    }
                }
                Move::Call(task) => self.call(case, task),
                Move::Close => {
                    if self.cases[case].waits_for_itself() {
                        self.note(STALEMATE.into());
                    }
                    self.cases[case].closed = true;
                    for product in self.config.products.ids() {
                        if self.cases[case].product(product) == Product::Missing {
                            self.note(format!("absent {}", self.config.products[product].name));
                        }
                    }
                }
            }
        }
    }

    fn call(&mut self, case: usize, task: TaskId) {
        self.counts[task.0 as usize][0] += 1;
        let lag = self.config.tasks[task].lag.as_ref().map_or(Span::ZERO, constant);
        let (started, left, owner, members) = (None, None, None, Vec::new());
        let phase = Phase::Lag(self.now + lag);
        let (ready, way, worked) = (self.now, 0, 0);
        self.instances.push(Instance { case, task, phase, ready, started, way, members, owner, worked, left });
        let number = self.instances.len() - 1;
        *self.stand(number) = Stand::Live { started: None, failed: Vec::new() };
        if lag == Span::ZERO {
            self.become_ready(number);
        }
    }

    fn become_ready(&mut self, number: usize) {
        self.instances[number].phase = Phase::Waiting;
        self.instances[number].ready = self.now;
        let owner = self.config.tasks[self.instances[number].task].owner;
        self.instances[number].owner = owner.and_then(|task| self.led(number, task));
        self.note(format!("ready {}", self.name(number)));
    }

    fn abandon(&mut self, number: usize, why: &str) {
        *self.stand(number) = Stand::Ended(End::Abandoned);
        self.instances[number].phase = Phase::Over;
        self.counts[self.instances[number].task.0 as usize][2] += 1;
        self.note(format!("abandoned {} ({why})", self.name(number)));
    }

    /// Work begins, or is taken up again, on a way by these people.
    pub fn begin(&mut self, number: usize, way: usize, members: Vec<usize>) {
        let suspended = match self.instances[number].phase {
            Phase::Suspended { left, .. } => Some(left),
            _ => None,
        };
        let whole = Span(constant(&self.way(number, way).time).0.max(1));
        let left = suspended.or(self.instances[number].left.take()).unwrap_or(whole);
        members.iter().for_each(|worker| self.workers[*worker].busy = Some(number));
        let instance = &mut self.instances[number];
        instance.phase = Phase::Service { since: self.now, ends: self.now + left };
        (instance.members, instance.way) = (members, way);
        instance.started.get_or_insert(self.now);
        if let Stand::Live { started, .. } = self.stand(number) {
            *started = Some(way);
        }
        let name = self.name(number);
        let way = &self.way(number, way).name;
        self.note(if suspended.is_some() { format!("resume {name}") } else { format!("start {name}/{way}") });
        self.settle(self.instances[number].case);
    }

    /// The people of an instance are free again.
    pub fn release(&mut self, number: usize) {
        if let Phase::Service { since, .. } = self.instances[number].phase {
            self.instances[number].worked +=
                (self.now.0 - since.0) * self.way(number, self.instances[number].way).team.len() as i64;
        }
        for worker in self.instances[number].members.clone() {
            self.workers[worker].busy = None;
            self.workers[worker].idle_since = self.now;
        }
    }

    fn complete(&mut self, number: usize) {
        self.release(number);
        let Instance { case, task, way, ready, started, .. } = self.instances[number];
        let name = self.name(number);
        let spec = self.way(number, way);
        self.instances[number].phase = Phase::Over;
        if spec.success == 0.0 {
            // An exception: on to the next way.
            if let Stand::Live { started, failed } = self.stand(number) {
                *started = None;
                failed.push(way);
            }
            self.instances[number].phase = Phase::Waiting;
            return self.settle(case);
        }
        *self.stand(number) = Stand::Ended(End::Done);
        self.counts[task.0 as usize][1] += 1;
        self.note(format!("done {name}"));
        let mut written = Vec::new();
        for product in &spec.writes {
            // A write that exists by then is discarded.
            if self.cases[case].product(*product) == Product::Missing {
                self.cases[case].products[product.0 as usize] = Product::Written;
                written.push(self.config.products[*product].name.as_str());
                self.note(format!("written {}", self.config.products[*product].name));
            }
        }
        written.sort_unstable();
        let born = self.cases[case].born.0;
        let demand = &self.config.demands[self.cases[case].demand].name;
        let (ready, started) = (ready.0, started.expect("it began").0);
        let ms = self.instances[number].worked;
        self.note(format!(
            "log {name}/{} of {demand} born {born}, ready {ready}, started {started}, {ms} ms, wrote {written:?}",
            spec.name
        ));
        self.settle(case);
    }

    fn sums(&mut self) {
        self.now = self.end;
        for (id, task) in self.config.tasks.enumerate() {
            let [called, done, abandoned, superseded] = self.counts[id.0 as usize];
            let unfinished = called - done - abandoned - superseded;
            let name = &task.name;
            self.note(format!(
                "sum {name}: {called} requested, {done} done, {abandoned} abandoned, {superseded} superseded, {unfinished} unfinished"
            ));
        }
        for (id, occupation) in self.config.occupations.enumerate() {
            self.note(format!("sum {}: held for {} ms", occupation.name, self.held[id.0 as usize]));
        }
    }
}
