//! The people of one occupation at a site.

use super::super::rows::WorkerNo;
use super::worker::QueueHeap;
use crate::model::roster::Dealt;
use crate::units::Time;
use std::collections::VecDeque;
use std::sync::OnceLock;

/// Workers of an occupation here.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct OccupationStaff {
    /// Everybody employed, by hire.
    pub members: Vec<WorkerNo>,
    /// How many were ever hired.
    pub hired: u64,
    /// Idle since, rank, worker; longest idle first.
    pub idle: VecDeque<(Time, u64, WorkerNo)>,
    pub queue: QueueHeap,
    /// How many are on shift.
    pub present: u32,
    /// What the rosters dealt so far leave to those to come.
    pub dealt: Dealt,
    /// First shifts of next week by worker, if somebody has asked since the staff last changed.
    pub next_starts: OnceLock<Vec<(WorkerNo, Time)>>,
}
