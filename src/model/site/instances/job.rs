//! What it takes to do an instance that has begun, or to answer a question.

use super::super::cases::{Carried, Defects};
use super::super::rows::{InstanceNo, WorkerNo};
use crate::engine::Key;
use crate::model::compile::plan::{Mask, SlotNo};
use crate::model::scenario::{TaskId, TechnologyId};
use crate::units::{Span, Time};
use smallvec::SmallVec;

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
    pub(super) fn clear(&mut self) {
        self.team.clear();
        (self.spent, self.charged) = (0, 0);
        self.carried.clear();
        self.found.clear();
        self.query = None;
        self.service = 0;
        self.review = None;
        (self.unlimited, self.obsolete, self.asked) = (false, false, false);
    }

    /// Standard time \[ms\] that work in service still needs at `now`.
    pub fn left_at(&self, now: Time) -> f64 {
        Span(self.until.0 - now.0).ms().max(0.0) / self.factor
    }

    /// Whether one worker does it alone.
    pub fn is_solo_of(&self, worker: WorkerNo) -> bool {
        self.team[..] == [worker]
    }
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Asker {
    pub site: u16,
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
    /// Whom it is for, and the task slot that made most of what it is about.
    pub asked_for: Option<WorkerNo>,
    pub origin: Option<SlotNo>,
    pub defects: Defects,
}
