//! What a site writes down: integer sums of the current week.

mod defects;
mod staff;
#[cfg(test)]
mod tests;

pub(in crate::model::site) use defects::Charge;
pub(in crate::model::site) use staff::Roll;

use super::sample::{DurationSample, DurationSamples};
use crate::model::outcome::{AbsenceCause, Queue, RunStatistics, StaffTotals, Week, Work, work_slots};
use crate::model::scenario::{Configuration, DemandId, OccupationId, ProductId, TaskId, TechnologyId};
use crate::model::site::cases::DefectFound;
use crate::model::site::instances::{Instances, State};
use crate::units::{IdVec, Span, Time};
use std::collections::BTreeMap;

/// The first reading of a product: when it was written, which it is, ms that made it.
pub(in crate::model) type FirstReading = (Time, ProductId, u64);

/// Sums of the week so far.
#[derive(Clone, Debug)]
pub(in crate::model) struct Record {
    week: Week,
    /// Waits, turnarounds and ages of the week.
    samples: DurationSamples,
    reads: Vec<FirstReading>,
    /// Defects noticed.
    findings: Vec<DefectFound>,
    /// Live instances, and those ready and never started.
    live: IdVec<TaskId, i64>,
    backlog: IdVec<TaskId, i64>,
    /// Standard time \[ms\] of the work requested in the week, by whom it is offered to: those who took it, or else
    /// those who are planned to; only if some policy staffs by it.
    offered: IdVec<OccupationId, i64>,
    statistics: RunStatistics,
}

impl Record {
    pub fn new(config: &Configuration) -> Record {
        Record {
            week: Week::empty(config),
            samples: DurationSamples::default(),
            reads: Vec::new(),
            findings: Vec::new(),
            live: IdVec::filled(0, config.tasks.len()),
            backlog: IdVec::filled(0, config.tasks.len()),
            offered: IdVec::filled(0, config.occupations.len()),
            statistics: RunStatistics::default(),
        }
    }

    /// What the warm-up left unfinished.
    fn carry_in(&mut self, instances: &Instances) {
        for (_, instance) in instances.live() {
            self.live[instance.task] += 1;
            if instance.state == State::Waiting && !instance.started {
                self.backlog[instance.task] += 1;
            }
        }
    }

    pub fn born(&mut self, demand: DemandId) {
        self.week.cases[demand] += 1;
    }

    pub fn called(&mut self, task: TaskId) {
        self.week.queues[task].requested += 1;
        self.live[task] += 1;
    }

    pub fn readied(&mut self, task: TaskId) {
        self.backlog[task] += 1;
    }

    pub fn unreadied(&mut self, task: TaskId) {
        self.backlog[task] -= 1;
    }

    /// `wait` at the first start.
    pub fn started(&mut self, task: TaskId, wait: Option<Span>) {
        if let Some(wait) = wait {
            self.backlog[task] -= 1;
            self.samples.add(DurationSample::Wait(task, wait));
        }
    }

    pub fn superseded(&mut self, task: TaskId, waiting: bool) {
        self.week.queues[task].superseded += 1;
        self.live[task] -= 1;
        self.backlog[task] -= waiting as i64;
    }

    pub fn abandoned(&mut self, task: TaskId, cause: AbsenceCause, waiting: bool) {
        let queue = &mut self.week.queues[task];
        queue.abandoned += 1;
        queue.expired += (cause == AbsenceCause::Expired) as u64;
        self.live[task] -= 1;
        self.backlog[task] -= waiting as i64;
    }

    pub fn absent(&mut self, product: ProductId, cause: AbsenceCause) {
        self.week.products[product].absent[cause as usize] += 1;
    }

    pub fn written(&mut self, product: ProductId, making: u64, defects: u32) {
        let products = &mut self.week.products[product];
        products.written += 1;
        products.making += making;
        products.defects += defects as u64;
        products.defective += (defects > 0) as u64;
    }

    pub fn withdrawn(&mut self, product: ProductId) {
        self.week.products[product].withdrawn += 1;
    }

    pub fn read(&mut self, product: ProductId, written: Time, making: u64, now: Time) {
        self.reads.push((written, product, making));
        self.samples.add(DurationSample::Age(product, now - written));
    }

    /// Work \[ms\] is requested of those it is meant for.
    pub fn demanded(&mut self, occupation: OccupationId, ms: u64) {
        self.week.staff[occupation].demanded += ms;
    }

    pub fn attempted(&mut self, tool: Option<TechnologyId>) {
        if let Some(tool) = tool {
            self.week.tools[tool].attempted += 1;
        }
    }

    pub fn automated(&mut self, tool: Option<TechnologyId>, succeeded: bool) {
        if let Some(tool) = tool {
            let tool = &mut self.week.tools[tool];
            if succeeded { tool.succeeded += 1 } else { tool.exceptions += 1 }
        }
    }

    pub fn used(&mut self, tool: Option<TechnologyId>) {
        if let Some(tool) = tool {
            self.week.tools[tool].used += 1;
        }
    }

    /// Standard time \[ms\] of work is offered to somebody, or no longer (negative).
    pub fn offered_to(&mut self, occupation: OccupationId, ms: i64) {
        self.offered[occupation] += ms;
    }

    /// An attempt has introduced so many defects.
    pub fn introduced(&mut self, task: TaskId, defects: u32) {
        self.week.made[task] += u64::from(defects);
    }

    /// A first start of what has waited from the end of a session into a later one.
    pub fn waited_over_gap(&mut self, task: TaskId) {
        self.week.queues[task].over_gap += 1;
    }

    /// An instance is done, `shifted`: by others than it is meant for.
    pub fn done(&mut self, task: TaskId, (ready, due): (Time, Time), now: Time, shifted: bool) {
        let queue = &mut self.week.queues[task];
        queue.done += 1;
        if due < Time::NEVER {
            queue.with_due += 1;
            queue.in_time += u64::from(now <= due);
        }
        queue.shifted += u64::from(shifted);
        self.samples.add(DurationSample::Turnaround(task, now - ready));
        self.live[task] -= 1;
        self.statistics.done += 1;
    }

    /// So many of all who could have adopted a tool.
    pub fn adopted(&mut self, tool: TechnologyId, adopters: u64, units: u64) {
        (self.week.tools[tool].adopters, self.week.tools[tool].units) = (adopters, units);
    }

    /// Units have bought a tool, and this number of people use it.
    pub fn bought(&mut self, tool: TechnologyId, units: u64, users: u64) {
        (self.week.tools[tool].bought, self.week.tools[tool].users) = (units, users);
    }
}

/// The run.
impl Record {
    /// An event was handled; the bits of its key, unless it no longer counted.
    #[inline]
    pub fn handled(&mut self, bits: Option<u128>) {
        self.statistics.events += 1;
        match bits {
            Some(bits) => {
                let print = mix(self.statistics.fingerprint, (bits >> 64) as u64);
                self.statistics.fingerprint = mix(print, (bits >> 26) as u64);
            }
            None => self.statistics.stale += 1,
        }
    }

    /// Dispatch has run.
    #[inline]
    pub fn dispatched(&mut self, now: Time) {
        self.statistics.fingerprint = mix(self.statistics.fingerprint, now.0 as u64);
    }

    /// Time zero: nothing has been counted but the run statistics, and what is live now.
    pub(in crate::model::site) fn begin(&mut self, config: &Configuration, live: &Instances) {
        *self = Record { statistics: self.statistics, ..Record::new(config) };
        self.carry_in(live);
    }

    /// The week is over: hands over its sums, and begins those of the next.
    pub fn close(&mut self, config: &Configuration) -> Record {
        let Record { ref samples, ref live, ref backlog, statistics, .. } = *self;
        let (samples, live, backlog) = (DurationSamples::like(samples), live.clone(), backlog.clone());
        let next = Record { samples, live, backlog, statistics, ..Record::new(config) };
        std::mem::replace(self, next)
    }

    /// What is left at the end of the week.
    pub fn count_left(&mut self) {
        for task in self.live.ids() {
            let queue = &mut self.week.queues[task];
            queue.unfinished = self.live[task].max(0) as u64;
            queue.backlog = self.backlog[task].max(0) as u64;
        }
    }

    /// Adds another site's sums.
    pub fn add(&mut self, other: &Record) {
        self.week.add(&other.week);
        self.reads.extend_from_slice(&other.reads);
        self.findings.extend_from_slice(&other.findings);
    }

    /// Hands over the week, first readings and findings.
    pub fn into_sums(self) -> (Week, Vec<FirstReading>, Vec<DefectFound>) {
        (self.week, self.reads, self.findings)
    }
}

/// What was noted.
impl Record {
    pub fn week(&self) -> &Week {
        &self.week
    }

    pub fn samples(&self) -> &DurationSamples {
        &self.samples
    }

    /// Live instances of a task.
    pub fn live(&self, task: TaskId) -> i64 {
        self.live[task]
    }

    /// Instances of all tasks that are ready and were never started.
    pub fn backlog(&self) -> i64 {
        self.backlog.iter().sum()
    }

    /// Standard time \[ms\] of the work offered to an occupation in the week.
    pub fn offered(&self, occupation: OccupationId) -> i64 {
        self.offered[occupation]
    }

    pub fn statistics(&self) -> RunStatistics {
        self.statistics
    }
}

fn mix(print: u64, word: u64) -> u64 {
    (print ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

impl Week {
    /// A week in which nothing happened yet.
    pub(in crate::model) fn empty(config: &Configuration) -> Week {
        Week {
            work: vec![Work::default(); work_slots(config).len()],
            queues: IdVec::filled(Queue::default(), config.tasks.len()),
            staff: IdVec::filled(StaffTotals::default(), config.occupations.len()),
            products: IdVec::filled(Default::default(), config.products.len()),
            tools: IdVec::filled(Default::default(), config.technologies.len()),
            cases: IdVec::filled(0, config.demands.len()),
            made: IdVec::filled(0, config.tasks.len()),
            found: BTreeMap::new(),
            defect_work: BTreeMap::new(),
        }
    }
}
