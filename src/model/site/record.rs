//! What a site writes down: integer sums of the current week, and the time people spend.

use super::Process;
use super::cases::Finding;
use super::condition::Staffing;
use super::instances::{Instance, Job, State};
use super::lapse::{Lapse, Lapses};
use super::rows::{InstanceNo, WorkerNo};
use super::staff::{Doing, Part};
use crate::model::ledger::Fate;
use crate::model::outcome::{Cause, Queue, RunStatistics, Staff, Waits, Week, Work, work_slots};
use crate::model::scenario::{DemandId, OccupationId, ProductId, TaskId, TechnologyId, World};
use crate::model::sessions::LONG_GAP;
use crate::units::{Id, IdVec, Span, Time};
use std::collections::BTreeMap;

/// Sums of the week so far.
#[derive(Clone, Debug)]
pub(in crate::model) struct Record {
    pub week: Week,
    /// Waits, turnarounds and ages of the week.
    pub lapses: Lapses,
    /// First readings of products: when the product was written, which, ms that made it.
    pub reads: Vec<(Time, ProductId, u64)>,
    /// Defects noticed.
    pub findings: Vec<Finding>,
    /// Live instances, and those ready and never started.
    pub live: IdVec<TaskId, i64>,
    pub backlog: IdVec<TaskId, i64>,
    /// Standard time \[ms\] of the work requested in the week, by whom it is offered to: those who took it, or else those who
    /// are planned to; only if some policy staffs by it.
    pub offered: IdVec<OccupationId, i64>,
    pub effort: RunStatistics,
}

impl Record {
    pub fn new(world: &World) -> Record {
        Record {
            week: Week::empty(world),
            lapses: Lapses::default(),
            reads: Vec::new(),
            findings: Vec::new(),
            live: IdVec::filled(0, world.tasks.len()),
            backlog: IdVec::filled(0, world.tasks.len()),
            offered: IdVec::filled(0, world.occupations.len()),
            effort: RunStatistics::default(),
        }
    }

    /// At time zero: what the warm-up left unfinished.
    pub(super) fn carry_in<'i>(&mut self, live: impl Iterator<Item = &'i Instance>) {
        for instance in live {
            self.live[instance.task] += 1;
            if instance.state == State::Waiting && !instance.started {
                self.backlog[instance.task] += 1;
            }
        }
    }

    pub(super) fn born(&mut self, demand: DemandId) {
        self.week.cases[demand] += 1;
    }

    pub(super) fn called(&mut self, task: TaskId) {
        self.week.queues[task].requested += 1;
        self.live[task] += 1;
    }

    pub(super) fn readied(&mut self, task: TaskId) {
        self.backlog[task] += 1;
    }

    pub(super) fn unreadied(&mut self, task: TaskId) {
        self.backlog[task] -= 1;
    }

    /// `wait` at the first start.
    pub(super) fn started(&mut self, task: TaskId, wait: Option<Span>) {
        if let Some(wait) = wait {
            self.backlog[task] -= 1;
            self.lapses.add(Lapse::Wait(task, wait));
        }
    }

    pub(super) fn superseded(&mut self, task: TaskId, waiting: bool) {
        self.week.queues[task].superseded += 1;
        self.live[task] -= 1;
        self.backlog[task] -= waiting as i64;
    }

    pub(super) fn abandoned(&mut self, task: TaskId, cause: Cause, waiting: bool) {
        let queue = &mut self.week.queues[task];
        queue.abandoned += 1;
        queue.expired += (cause == Cause::Expired) as u64;
        self.live[task] -= 1;
        self.backlog[task] -= waiting as i64;
    }

    pub(super) fn absent(&mut self, product: ProductId, cause: Cause) {
        self.week.products[product].absent[cause as usize] += 1;
    }

    pub(super) fn written(&mut self, product: ProductId, making: u64, defects: u32) {
        let products = &mut self.week.products[product];
        products.written += 1;
        products.making += making;
        products.defects += defects as u64;
        products.defective += (defects > 0) as u64;
    }

    pub(super) fn withdrawn(&mut self, product: ProductId) {
        self.week.products[product].withdrawn += 1;
    }

    pub(super) fn read(&mut self, product: ProductId, written: Time, making: u64, now: Time) {
        self.reads.push((written, product, making));
        self.lapses.add(Lapse::Age(product, now - written));
    }

    pub(super) fn demanded(&mut self, occupation: OccupationId, ms: u64) {
        self.week.staff[occupation].demanded += ms;
    }

    pub(super) fn attempted(&mut self, tool: Option<TechnologyId>) {
        if let Some(tool) = tool {
            self.week.tools[tool].attempted += 1;
        }
    }

    pub(super) fn automated(&mut self, tool: Option<TechnologyId>, succeeded: bool) {
        if let Some(tool) = tool {
            let tool = &mut self.week.tools[tool];
            if succeeded { tool.succeeded += 1 } else { tool.exceptions += 1 }
        }
    }

    pub(super) fn used(&mut self, tool: Option<TechnologyId>) {
        if let Some(tool) = tool {
            self.week.tools[tool].used += 1;
        }
    }
}

impl Record {
    /// Adds another site's sums.
    pub fn add(&mut self, other: &Record) {
        self.week.add(&other.week);
        self.reads.extend_from_slice(&other.reads);
        self.findings.extend_from_slice(&other.findings);
    }
}

impl Week {
    /// A week in which nothing happened yet.
    pub(in crate::model) fn empty(world: &World) -> Week {
        Week {
            work: vec![Work::default(); work_slots(world).len()],
            queues: IdVec::filled(Queue::default(), world.tasks.len()),
            staff: IdVec::filled(Staff::default(), world.occupations.len()),
            products: IdVec::filled(Default::default(), world.products.len()),
            tools: IdVec::filled(Default::default(), world.technologies.len()),
            cases: IdVec::filled(0, world.demands.len()),
            made: IdVec::filled(0, world.tasks.len()),
            found: BTreeMap::new(),
            toil: BTreeMap::new(),
        }
    }
}

impl Process<'_> {
    /// Counts a worker's time up to now, by what they are doing.
    pub(super) fn count_time(&mut self, worker: WorkerNo) {
        let ms = self.staff.count_until(worker, self.schedule.now());
        let row = &self.staff[worker];
        if ms == 0 || matches!(row.doing, Doing::Off | Doing::Pause | Doing::Lingering) {
            return;
        }
        if self.plan.compiled.strains {
            self.tire(worker, ms);
        }
        let row = &self.staff[worker];
        let occupation = OccupationId::from_index(row.occupation as usize);
        let staff = &mut self.record.week.staff[occupation];
        if row.doing != Doing::Busy {
            staff.on_shift += ms;
            staff.paid += ms;
            if row.doing == Doing::Held {
                staff.waiting_for_team += ms;
            }
            return;
        }
        let part = row.part;
        match part {
            Part::Regular => {
                staff.on_shift += ms;
                staff.paid += ms;
                staff.regular += ms;
            }
            Part::Overrun => {
                staff.overrun += ms;
                staff.paid += ms;
            }
            Part::AfterHours => {
                staff.after_hours += ms;
                let paid = self.plan.world.occupations[occupation].after_hours.is_some_and(|rule| rule.paid);
                if paid { staff.paid += ms } else { staff.unpaid += ms }
            }
        }
        let instance = &self.instances[row.at()];
        let job = self.instances.job(row.at());
        let position = job.team.iter().position(|member| *member == worker);
        let position = position.expect("a busy worker is in the team of their instance");
        let base = self.plan.compiled.way(instance.task, instance.way).work_base as usize;
        let work = &mut self.record.week.work[base + position];
        work.total += ms;
        work.overrun += if part == Part::Overrun { ms } else { 0 };
        work.after_hours += if part == Part::AfterHours { ms } else { 0 };
        work.rework += if instance.is_rework() || job.obsolete { ms } else { 0 };
        work.review += if job.review.is_some() { ms } else { 0 };
        self.instances.spend(row.at(), ms);
    }

    /// Counts the time of somebody nobody queues for.
    pub(super) fn count_unlimited(&mut self, number: InstanceNo) {
        if !self.instances.job(number).unlimited {
            return;
        }
        let ms = self.instances.count_until(number, self.schedule.now());
        let (instance, job) = (&self.instances[number], self.instances.job(number));
        let base = self.plan.compiled.way(instance.task, instance.way).work_base as usize;
        let work = &mut self.record.week.work[base];
        work.total += ms;
        work.rework += if instance.is_rework() || job.obsolete { ms } else { 0 };
        work.review += if job.review.is_some() { ms } else { 0 };
    }

    /// What was done for an instance so far turns out to have been for nothing (this week's part of it is marked).
    pub(super) fn record_as_rework(&mut self, number: InstanceNo) {
        let Instance { task, way, .. } = self.instances[number];
        let Job { spent, obsolete, ref team, .. } = *self.instances.job(number);
        let members = team.len().max(1) as u64;
        if obsolete || self.instances[number].is_rework() {
            return;
        }
        let base = self.plan.compiled.way(task, way).work_base as usize;
        for position in 0..self.instances.job(number).team.len() {
            let work = &mut self.record.week.work[base + position];
            work.rework = (work.rework + spent / members).min(work.total);
        }
    }

    /// A first start: whether the instance waited from the end of a session into a later one.
    pub(super) fn record_session(&mut self, task: TaskId, ready: Time) {
        if self.schedule.now() - ready < LONG_GAP {
            return;
        }
        let sessions = self.plan.sessions[self.kind][task].as_ref();
        let over_gap = sessions.is_some_and(|of| of.waited_over_gap(self.calendar, ready, self.schedule.now()));
        self.record.week.queues[task].over_gap += u64::from(over_gap);
    }

    /// An instance is done.
    pub(super) fn record_done(&mut self, number: InstanceNo) {
        let Instance { task, ready, due, way, .. } = self.instances[number];
        self.note(super::What::Done(task));
        self.book(number, Fate::Done);
        self.log_done(number);
        let queue = &mut self.record.week.queues[task];
        queue.done += 1;
        if due < Time::NEVER {
            queue.with_due += 1;
            queue.in_time += (self.schedule.now() <= due) as u64;
        }
        let lead = self.plan.compiled.way(task, way).lead();
        queue.shifted += (lead.is_some() && lead != self.plan.compiled.task(task).meant_for) as u64;
        self.record.lapses.add(Lapse::Turnaround(task, self.schedule.now() - ready));
        self.record.live[task] -= 1;
        self.record.effort.done += 1;
    }

    /// Counts everybody's time up to now.
    pub fn count_all_time(&mut self) {
        for worker in self.staff.numbers() {
            self.count_time(worker);
        }
        for number in self.instances.unlimited() {
            self.count_unlimited(number);
        }
    }

    /// Counts everybody's time and hands over the week's sums. The figures policies look at are made from them.
    pub fn close_week(&mut self) -> Record {
        self.count_all_time();
        self.measure_skills();
        self.settle_strain();
        self.measure_trust();
        let tools = self.tools.ids();
        for technology in tools {
            let (adopters, units) = self.adopters(technology);
            let tool = &mut self.record.week.tools[technology];
            (tool.adopters, tool.units) = (adopters, units);
        }
        self.record_purchases();
        let record = &mut self.record;
        for task in record.live.ids() {
            let queue = &mut record.week.queues[task];
            queue.unfinished = record.live[task].max(0) as u64;
            queue.backlog = record.backlog[task].max(0) as u64;
            self.figures.backlog[task] = queue.backlog;
            self.figures.on_time[task] = (queue.in_time, queue.with_due);
            queue.waits = Waits::default();
        }
        for occupation in record.week.staff.ids() {
            let staff = &record.week.staff[occupation];
            self.figures.utilisation[occupation] = (staff.regular, staff.on_shift);
            let offered = record.offered[occupation];
            self.figures.staffing[occupation] =
                Staffing { offered, on_shift: staff.on_shift, milli_fte: staff.milli_fte };
        }
        for (slot, occupation) in &self.plan.compiled.uncounted {
            let work = &record.week.work[*slot];
            let busy = &mut self.figures.utilisation[*occupation].0;
            *busy = busy.saturating_sub(work.total - work.overrun - work.after_hours);
        }
        self.take_stock();
        let record = &mut self.record;
        let mut next = Record::new(&self.plan.world);
        next.lapses = Lapses::like(&record.lapses);
        next.live = record.live.clone();
        next.backlog = record.backlog.clone();
        next.effort = record.effort;
        std::mem::replace(record, next)
    }

    pub(super) fn adopters(&self, technology: TechnologyId) -> (u64, u64) {
        use crate::model::scenario::AdoptedBy;
        match self.plan.world.technologies[technology].adoption.by {
            AdoptedBy::Site => (u64::from(self.tools.is_in_use(technology, self.schedule.now())), 1),
            AdoptedBy::Worker => {
                let employed = || self.staff.workers().filter(|(_, worker)| worker.employed);
                let adopted =
                    employed().filter(|(_, worker)| worker.tools[technology.index()].0 <= self.schedule.now()).count();
                (adopted as u64, employed().count() as u64)
            }
        }
    }

    /// Expected time of work requested and not done, by whom it is meant for, in ms.
    pub fn unfinished(&self) -> IdVec<OccupationId, u64> {
        let mut unfinished = IdVec::filled(0, self.plan.world.occupations.len());
        for (number, instance) in self.instances.live() {
            let spec = &self.plan.world.tasks[instance.task];
            let Some(meant_for) = spec.meant_for else { continue };
            let started = matches!(instance.state, State::InService | State::Suspended) || instance.fixed;
            // What planners do not see when it is requested they do not see when it is left over.
            let Some(way) = spec.meant_way().filter(|_| !started || spec.ways[instance.way as usize].counted) else {
                continue;
            };
            let ms = match instance.state {
                State::InService => self.instances.job(number).left_at(self.schedule.now()),
                State::Blocked => 0.0,
                _ if started => self.instances.job(number).left,
                _ => self.expected_ms(number, way),
            };
            unfinished[meant_for] += ms as u64;
        }
        unfinished
    }
}
