//! Who goes before whom.

use crate::units::Time;

/// The one order of a site: (stage, priority negated, time ready, keyed rank): smaller goes first.
pub(in crate::model) type Turn = (TeamStage, i32, Time, u64);

/// What goes before what at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum TeamStage {
    /// Workers take up the work they had to leave,
    Own,
    /// suspended teams theirs, if all are free,
    Team,
    /// what waits begins,
    Begin,
    /// and who has nothing else to do calls a patient.
    Call,
}
