//! What is remembered of a case: its products, its tasks, and its relatives.

use super::super::prospects::CaseKey;
use super::super::rows::{CaseNo, InstanceNo, WorkerNo};
use super::carried::{Attribution, Carried};
use crate::engine::Key;
use crate::model::compile::plan::Mask;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::TechnologyId;
use crate::units::Time;

/// A product of a case, or what the case sees of another's.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Slot {
    /// How often it was written or, at another site, which of the writes is known.
    pub attempt: u32,
    pub read: bool,
    /// The tool with which it was made: of several the first in the file.
    pub tool: Option<TechnologyId>,
    pub at: Time,
    /// How many items it stands for (what was gathered).
    pub items: u32,
    /// ms of work that made it.
    pub making: u64,
    pub carried: Carried,
}

/// The first tool in the file of those with which things were made.
pub(in crate::model) fn first(one: Option<TechnologyId>, other: Option<TechnologyId>) -> Option<TechnologyId> {
    one.into_iter().chain(other).min()
}

/// Whether a task may be requested in this case at all: which of its questions it has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum Gate {
    #[default]
    Undecided,
    /// Its `share` says yes.
    Drawn,
    Open,
}

/// A task of a case.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct TaskSlot {
    pub gate: Gate,
    pub instance: Option<InstanceNo>,
    pub attempts: u16,
    /// Who led it last.
    pub led_by: Option<WorkerNo>,
    /// What its last attempt read and wrote.
    pub read: Mask,
    pub wrote: Mask,
    pub found: bool,
    /// Why it ended without writing.
    pub cause: Option<AbsenceCause>,
}

/// One case, or what another site's case is here. What every look needs stands in the first 64 bytes.
#[derive(Clone, Debug, Default)]
#[repr(C)]
pub(in crate::model) struct Case {
    pub written: Mask,
    pub absent: Mask,
    /// Tasks that have ended, and how they can open again.
    pub ended: Mask,
    pub live: Mask,
    /// Of the live ones those in service, suspended, blocked, or on their way back to somebody: no longer superseded.
    pub under_way: Mask,
    pub superseded: Mask,
    pub case_type: u16,
    pub used: bool,
    /// On the worklist.
    pub queued: bool,
    pub episode_over: bool,
    /// Its younger sibling was born and has closed since.
    pub younger_closed: bool,
    /// Site types that have closed the case and will send nothing more about it, and how much they sent.
    pub closed_by: u16,
    /// Instances that are live, answers included.
    pub instances: u32,
    /// How many live instances have failed a way.
    pub failing: u32,
    pub slots: Vec<Slot>,
    pub tasks: Vec<TaskSlot>,
    /// Tasks given up, or not requested since others were; and products absent for that reason.
    pub given_up: Mask,
    pub lost: Mask,
    pub key: Key,
    pub complexity: f64,
    /// Number of the home site.
    pub home: u32,
    pub children: u32,
    pub parent: Option<CaseNo>,
    pub elder: Option<CaseNo>,
    pub younger: Option<CaseNo>,
    /// Messages sent to and seen at each other site are counted by the home; here the number seen.
    pub seen: u32,
    pub sent: u32,
    pub close_after: u32,
    /// (site of the home, number there).
    pub gid: u64,
    pub born: Time,
    pub ends: Time,
    /// The last-born child of each type whose siblings look at each other.
    pub newest: Vec<(u16, CaseNo)>,
    /// Trigger whose copies a `copies_of` waits for.
    pub group: u64,
    /// What the latest rejection was due to, if to defects.
    pub attribution: Option<Box<Attribution>>,
    /// Traits of whom it is about, as bits.
    pub traits: u64,
}

impl Case {
    /// As a look at it sees it; `bound_reads`: what work under way on tasks with different ways reads.
    pub fn key(&self, bound_reads: Mask) -> CaseKey {
        let Case { written, absent, ended, live, under_way, superseded, .. } = *self;
        CaseKey { written, absent, ended, live, under_way, superseded, bound_reads }
    }
}

/// A product as it comes into being.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Made {
    pub carried: Carried,
    pub tool: Option<TechnologyId>,
    pub at: Time,
    /// ms of work that made it.
    pub making: u64,
}
