//! What a scenario leads one to expect, stated before it was run.

use super::{Activity, ArmId, OccupationId, TaskId};

/// Which way an outcome is expected to differ from the control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Larger by at least the smallest effect.
    More,
    /// Smaller by at least the smallest effect.
    Less,
    /// Neither: closer to it than the smallest effect.
    None,
}

/// An expected outcome: the paired difference of a metric between an arm and the control.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What leads one to expect it.
    pub because: String,
    /// The arm.
    pub arm: ArmId,
    /// The metric, as in `summary.csv`.
    pub metric: String,
    /// The group.
    pub occupation: Option<OccupationId>,
    /// Activity of the group.
    pub activity: Option<Activity>,
    /// Order of the group.
    pub order: Option<u16>,
    /// Task of the group.
    pub task: Option<TaskId>,
    /// Which way.
    pub direction: Direction,
    /// The smallest effect of interest, in the unit of the metric.
    pub smallest: f64,
}
