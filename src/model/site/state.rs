//! What one site remembers: cases, instances, tools. Plain data; what happens to it is in the sibling files.

use super::cases::{Carried, Defects};
use super::rows::{CaseNo, InstanceNo, JobNo, WorkerNo};
use crate::engine::Key;
use crate::model::compile::plan::Mask;
use crate::model::scenario::{TaskId, TechnologyId};
use crate::units::{Span, Time};
use smallvec::SmallVec;

/// What an instance is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum State {
    #[default]
    Free,
    Gathering,
    Waiting,
    InService,
    Suspended,
    Blocked,
}

/// One live piece of work: what is known of it while it waits, in one cache line. What it takes to do it is in its
/// [`Job`], which it has from its first start on.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Instance {
    pub case: CaseNo,
    pub task: TaskId,
    /// Task slot in the case; 255 for answers.
    pub slot: u8,
    /// Way in service, suspended or to be resumed (`fixed`).
    pub way: u8,
    /// Unique among all instances ever made here.
    pub serial: u32,
    /// Which timers count.
    pub clock: u32,
    /// Which queue entries count.
    pub offer: u32,
    /// None before its first start.
    pub job: Option<JobNo>,
    /// Ways that have failed.
    pub failed: u32,
    /// Ways whose `after` has passed.
    pub opened: u32,
    /// Ways open when it was last offered.
    pub offered: u32,
    /// Whose in-basket it belongs in.
    pub owner: Option<WorkerNo>,
    pub ready: Time,
    pub due: Time,
    pub attempt: u16,
    pub state: State,
    pub started: bool,
    /// Only this way is left: it has been begun on it.
    pub fixed: bool,
    /// Only the owner may start it, until then.
    pub owner_waiting: bool,
    /// Sent back to gathering by a withdrawal.
    pub sent_back: bool,
    /// Something it may read was withdrawn since its case was last looked at.
    pub lost_read: bool,
}

impl Instance {
    /// The job of an instance that has begun.
    pub fn job(&self) -> JobNo {
        self.job.expect("an instance that has begun has a job")
    }

    pub fn is_answer(&self) -> bool {
        self.slot == 255
    }

    /// Whether it does again what was done before.
    pub fn is_rework(&self) -> bool {
        self.attempt > 1 && !self.is_answer()
    }

    /// In service, suspended, blocked, or on its way back to somebody: no longer superseded.
    pub fn is_under_way(&self) -> bool {
        self.fixed || matches!(self.state, State::InService | State::Suspended | State::Blocked)
    }
}

/// What it takes to do an instance: from its first start, or for an answer from the question, to its end.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Job {
    pub team: SmallVec<[WorkerNo; 4]>,
    /// Factor of dip and proficiency under which it runs.
    pub factor: f64,
    /// Standard time \[ms\] of the whole work on this way, as it was when it was first begun.
    pub whole: f64,
    /// Standard time left while not in service, in ms.
    pub left: f64,
    pub until: Time,
    /// ms spent on it.
    pub spent: u64,
    /// Of this fixing, and finding back after a query.
    pub charged: u64,
    /// Work of an unlimited occupation is counted up to here.
    pub counted: Time,
    /// What it reads, and what that carries.
    pub read: Mask,
    pub carried: Carried,
    pub found: Defects,
    /// What an answer is about.
    pub query: Option<Box<Query>>,
    /// Which completion counts.
    pub service: u32,
    pub rejected_count: u32,
    /// The tool whose product it reviews.
    pub review: Option<TechnologyId>,
    pub unlimited: bool,
    pub obsolete: bool,
    pub asked: bool,
}

impl Job {
    /// Ready for another instance: as good as new, with its room for a team. What the start sets anyway stays.
    pub fn clear(&mut self) {
        self.team.clear();
        (self.spent, self.charged) = (0, 0);
        self.carried.clear();
        self.found.clear();
        self.query = None;
        self.service = 0;
        self.review = None;
        (self.unlimited, self.obsolete, self.asked) = (false, false, false);
    }
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Asker {
    pub place: u16,
    pub instance: InstanceNo,
    pub serial: u32,
    pub task: TaskId,
}

/// What an instance that answers is about.
#[derive(Clone, Debug)]
pub(in crate::model) struct Query {
    pub asker: Asker,
    /// The identity under which its draws are made.
    pub key: Key,
    /// Whom it is for, and the task slot that made most of what it is about; 255 if none in particular.
    pub asked_for: Option<WorkerNo>,
    pub origin: u8,
    pub defects: Defects,
}

/// A tool here.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct ToolState {
    /// Since when it is adopted here (by anybody); `Time::NEVER` if not.
    pub since: Time,
    /// When it will be.
    pub date: Time,
    pub up: bool,
    pub cycle: u64,
    /// Under which the event is scheduled that the site adopts it.
    pub number: u64,
}

/// Standard time a worker's current work still needs at `now`.
pub(in crate::model) fn left_at(job: &Job, now: Time) -> f64 {
    Span(job.until.0 - now.0).ms().max(0.0) / job.factor
}

/// What there is most of stays as small as it is: a cache line for what waits.
const _: () = assert!(size_of::<Instance>() == 64);
