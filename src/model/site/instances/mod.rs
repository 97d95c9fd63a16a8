//! Instances of tasks at a site, and the jobs of those that have begun.
//!
//! Others read any instance and its job, and change them only by what is below, `waiting` and `work`. Both tables are
//! one part: a job is found by its instance alone, and what begins, suspends or ends an instance changes both at once.
//! What an instance waits for in queues and timers is out of date once its `clock` or `offer` is another.

mod instance;
mod job;
#[cfg(test)]
mod tests;
mod waiting;
mod work;

pub(in crate::model) use instance::{Instance, State};
pub(in crate::model) use job::{Asker, Job, Query};
pub(in crate::model) use work::Begun;

use super::cases::Defects;
use super::rows::{CaseNo, InstanceNo, JobNo, Rows, WorkerNo};
use crate::model::compile::plan::SlotNo;
use crate::model::scenario::TaskId;
use crate::units::Time;
use std::collections::BTreeSet;
use std::ops::Index;

/// All instances of a site.
#[derive(Clone, Debug)]
pub(super) struct Instances {
    rows: Rows<InstanceNo, Instance>,
    jobs: Rows<JobNo, Job>,
    /// Done by occupations that nobody queues for.
    unlimited: BTreeSet<InstanceNo>,
}

impl Index<InstanceNo> for Instances {
    type Output = Instance;
    #[inline(always)]
    fn index(&self, instance: InstanceNo) -> &Instance {
        &self.rows[instance]
    }
}

/// Which there are.
impl Instances {
    pub fn new() -> Instances {
        Instances { rows: Rows::new(), jobs: Rows::new(), unlimited: BTreeSet::new() }
    }

    /// All numbers given out so far, whether or not an instance has them now.
    pub fn numbers(&self) -> impl Iterator<Item = InstanceNo> + use<> {
        self.rows.numbers()
    }

    /// How many numbers were given out so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Instances that have not ended.
    pub fn live(&self) -> impl Iterator<Item = (InstanceNo, &Instance)> {
        self.rows.enumerate().filter(|(_, instance)| instance.state != State::Free)
    }

    /// What it takes to do an instance; an empty job before its first start.
    #[inline]
    pub fn job(&self, instance: InstanceNo) -> &Job {
        self.jobs.get_or_default(self.rows[instance].job)
    }

    /// Who has a place in the team that does an instance; none after the last.
    #[inline]
    pub fn member(&self, instance: InstanceNo, place: usize) -> Option<WorkerNo> {
        self.job(instance).team.get(place).copied()
    }

    /// Whether a timer that was started under a clock still counts.
    #[inline]
    pub fn is_timed_by(&self, instance: InstanceNo, clock: u32) -> bool {
        self.rows[instance].clock == clock
    }

    /// Those that occupations do that nobody queues for.
    pub fn unlimited(&self) -> Vec<InstanceNo> {
        self.unlimited.iter().copied().collect()
    }

    fn job_mut(&mut self, instance: InstanceNo) -> &mut Job {
        let job = self.rows[instance].job.expect("an instance that has begun has a job");
        &mut self.jobs[job]
    }

    /// Gives an instance a job if it has none.
    #[inline]
    fn take_job(&mut self, instance: InstanceNo) -> JobNo {
        *self.rows[instance].job.get_or_insert_with(|| self.jobs.take())
    }
}

/// Beginning and end.
impl Instances {
    /// A task of a case is requested, or an answer (without a slot). `serial` and the two numbers after it are its own.
    #[inline]
    pub fn request(
        &mut self,
        case: CaseNo,
        task: TaskId,
        slot: Option<SlotNo>,
        attempt: u16,
        serial: u32,
    ) -> InstanceNo {
        let number = self.rows.take();
        self.rows[number] = Instance {
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
        number
    }

    /// An instance ends: what refers to it from elsewhere is out of date, and its number may be another's.
    #[inline]
    pub fn release(&mut self, instance: InstanceNo, stamp: u32) {
        let row = &mut self.rows[instance];
        row.state = State::Free;
        row.clock = stamp;
        row.offer = stamp;
        row.serial = stamp;
        if let Some(job) = row.job.take() {
            self.jobs[job].clear();
            self.jobs.give_back(job);
        }
        self.rows.give_back(instance);
    }
}

/// Questions.
impl Instances {
    /// What an answer is about becomes known.
    pub fn put_question(&mut self, answer: InstanceNo, query: Query) {
        let job = self.take_job(answer);
        self.jobs[job].query = Some(Box::new(query));
    }

    /// What an answer is about.
    pub fn query(&self, answer: InstanceNo) -> &Query {
        self.job(answer).query.as_ref().expect("an answer has a query")
    }

    /// Takes the defects that an answer is about.
    pub fn take_question(&mut self, answer: InstanceNo) -> Defects {
        let query = self.job_mut(answer).query.as_mut().expect("an answer has a query");
        std::mem::take(&mut query.defects)
    }

    /// An instance waits for an answer.
    pub fn block(&mut self, asker: InstanceNo) {
        self.rows[asker].state = State::Blocked;
        self.job_mut(asker).asked = true;
    }

    /// An answer cures these defects in what the asker has in hand.
    pub fn cure(&mut self, asker: InstanceNo, defects: &[super::cases::Defect]) {
        self.job_mut(asker).carried.set.retain(|defect| !defects.contains(defect));
    }

    /// An asker has to find back into its work, which costs so much standard time \[ms\]; anybody may do it.
    pub fn come_back(&mut self, asker: InstanceNo, clock: u32, cost: f64) {
        self.rows[asker].clock = clock;
        self.hand_over(asker);
        self.job_mut(asker).left = cost;
    }
}
