//! What is known of an instance while it waits.

use super::super::rows::{CaseNo, JobNo, WorkerNo};
use crate::model::compile::plan::SlotNo;
use crate::model::scenario::TaskId;
use crate::units::Time;

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
/// [`Job`](super::Job), which it has from its first start on.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Instance {
    pub case: CaseNo,
    pub task: TaskId,
    /// Task slot in the case; none for answers.
    pub slot: Option<SlotNo>,
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
    pub fn is_answer(&self) -> bool {
        self.slot.is_none()
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

/// What there is most of stays as small as it is: a cache line for what waits.
const _: () = assert!(size_of::<Instance>() == 64);
