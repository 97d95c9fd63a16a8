//! One person, and the places they have in queues.

use super::super::rows::InstanceNo;
use crate::engine::Key;
use crate::model::roster::{Carry, Shift};
use crate::model::scenario::OccupationId;
use crate::units::{Id, Time};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// A place in a queue: smaller goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct QueueEntry {
    /// Priority, negated.
    pub priority: i32,
    pub discipline: i64,
    /// The upper half of the instance's: two of the same moment share it once in four billion.
    pub rank: u32,
    pub instance: InstanceNo,
    pub offer: u32,
}

pub(in crate::model) type QueueHeap = BinaryHeap<Reverse<QueueEntry>>;

/// What a worker is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum Doing {
    #[default]
    Off,
    Idle,
    /// Held for a team that is not complete.
    Held,
    Busy,
    Pause,
    /// Past the end of the shift, with time for owned work that falls due.
    AfterHoursPool,
}

/// In which part of the day busy time falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum DayPart {
    #[default]
    Regular,
    Overrun,
    AfterHours,
}

/// One person.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Worker {
    pub occupation: u16,
    pub key: Key,
    pub rank: u64,
    /// Share of a full-time contract, in thousandths.
    pub share: u32,
    pub employed: bool,
    /// Whether they came without having done the work before.
    pub novice: bool,
    pub doing: Doing,
    pub part: DayPart,
    pub on_shift: bool,
    pub instance: Option<InstanceNo>,
    pub since: Time,
    /// From when on time is not yet counted.
    pub counted: Time,
    pub shifts: VecDeque<Shift>,
    pub shift_end: Time,
    pub after_until: Time,
    pub carry: Carry,
    /// Which shift events count.
    pub roster: u32,
    pub basket: QueueHeap,
    pub suspended: Vec<InstanceNo>,
    /// In-basket work that waits for the next roster to know how long it stays.
    pub expecting: Vec<(InstanceNo, u32)>,
    /// In-basket work that waits until the end of a shift: until when, instance, clock.
    pub waiting: Vec<(Time, InstanceNo, u32)>,
    /// By waiting list: how many they have called in this shift; and whether they have begun nothing since they called
    /// last.
    pub called: Vec<u32>,
    pub called_in_vain: bool,
    /// By technology adopted by worker: since when, and how intensely.
    pub tools: Vec<(Time, f64)>,
}

impl Worker {
    pub fn occupation(&self) -> OccupationId {
        OccupationId::from_index(self.occupation as usize)
    }

    /// The instance that a busy worker is at.
    pub fn at(&self) -> InstanceNo {
        self.instance.expect("a busy worker is at an instance")
    }
}

/// What waits is in queues many times over: an entry stays at 24 bytes.
const _: () = assert!(size_of::<QueueEntry>() == 24);
