//! Decisions that are dated, recurring or conditional.

use super::{Condition, OccupationId};
use crate::units::{Recurrence, Span, Time};

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// When it is taken.
    pub trigger: Trigger,
    /// What it looks at and acts on.
    pub scope: Scope,
    /// What is done.
    pub action: Action,
}

/// When a decision is taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// Once.
    At(Time),
    /// Again and again, first at time zero plus one period.
    Every(Recurrence),
    /// When a condition holds at a look.
    When {
        /// The condition.
        condition: Condition,
        /// Time between looks: a week, or `check`.
        check: Span,
        /// Fires again at the earliest after this long; none: once per site.
        again: Option<Recurrence>,
    },
}

/// What a policy looks at and acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One site at a time.
    Site,
    /// The sum of all sites.
    All,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// A share of all employed in the occupation, in heads rounded half up.
    Share(f64),
    /// Heads.
    Heads(u32),
}

/// What a policy does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Workers leave at once.
    Dismiss {
        /// Who.
        occupation: OccupationId,
        /// How many.
        amount: Amount,
    },
    /// Workers come, with the next roster.
    Hire {
        /// Who.
        occupation: OccupationId,
        /// How many.
        amount: Amount,
    },
    /// Workers leave for training and come back in other occupations.
    Retrain {
        /// Who.
        occupation: OccupationId,
        /// Where to; the shares sum to one.
        to: Vec<(OccupationId, f64)>,
        /// How many.
        amount: Amount,
        /// How long the training takes; paid and off shift.
        takes: Span,
    },
    /// Workers leave and others come for them.
    Replace {
        /// Who leaves.
        occupation: OccupationId,
        /// Who comes.
        by: OccupationId,
        /// How many leave.
        amount: Amount,
        /// What stays the same.
        keep: Keep,
    },
    /// Staff is hired or dismissed to meet a utilisation.
    StaffTo {
        /// Whose; empty: every occupation with a roster.
        occupations: Vec<OccupationId>,
        /// Target: work requested in the week before, in standard time, over hours on shift.
        utilisation: f64,
        /// At most this share of the staff at a time, but one head if it is clear that one is needed or too many; 0: no
        /// change.
        most: f64,
    },
    /// Numbers change: those that this policy sets are valid from now on, until another one sets them.
    Set,
}

/// What stays the same when workers are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The payroll: heads × cost of an hour × contract hours, the last of those who come part-time.
    Payroll,
    /// The number of heads.
    Heads,
}
