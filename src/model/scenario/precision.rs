//! How sure the answer is to be: when there are enough replications.

use super::{Activity, ArmId, OccupationId, TaskId};

/// The largest half-width of an interval that is precise enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfWidth {
    /// A share of the mean's absolute value.
    Relative(f64),
    /// In the unit of the metric.
    Absolute(f64),
}

/// One metric that is to be known well, in the last period.
#[derive(Clone, Debug, PartialEq)]
pub struct PrecisionTarget {
    /// The metric, as in `summary.csv`.
    pub metric: String,
    /// The arm whose paired difference to the control is meant; none: the mean, in every arm that is run.
    pub difference: Option<ArmId>,
    /// Occupation of the group.
    pub occupation: Option<OccupationId>,
    /// Activity of the group.
    pub activity: Option<Activity>,
    /// Order of the group.
    pub order: Option<u16>,
    /// Task of the group.
    pub task: Option<TaskId>,
    /// How wide its interval may be.
    pub width: HalfWidth,
    /// Confidence of the interval, such as 0.95.
    pub confidence: f64,
}

/// When to stop: as soon as all targets are met.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// What is to be known well.
    pub targets: Vec<PrecisionTarget>,
    /// Replications after which to stop anyway.
    pub at_most: u32,
}
