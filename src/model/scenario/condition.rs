//! The one condition language of tasks, ways and policies.

use super::{OccupationId, ProductId, Read, TaskId, TechnologyId, TraitId};
use crate::units::Span;

/// Holds when all its clauses hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// The clauses.
    pub all: Vec<Clause>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// The tool is adopted at the site (by anybody, if by worker) and has been for so long.
    Tool {
        /// Which.
        technology: TechnologyId,
        /// For how long; zero: as it is now.
        lasting: Span,
    },
    /// The tool is not adopted at the site.
    Without(TechnologyId),
    /// That task noticed at least one defect in this case.
    Found(TaskId),
    /// The product is absent in this case.
    Missing(ProductId),
    /// Whom the case is about has the trait.
    Trait(TraitId),
    /// The reading of the product, in its units, if it is written.
    Reading(ProductId, Threshold),
    /// The readings that are there are further apart than this.
    Differ {
        /// What the task (or the way) reads; what is no reading is not compared.
        among: Vec<Read>,
        /// In the units of the readings.
        by: f64,
    },
    /// Instances waiting at the last week boundary.
    Backlog(Measured, Threshold),
    /// Share of instances with `due` that were done in time in the week before the last boundary (holds for no value if
    /// none was done).
    OnTime(Measured, Threshold),
    /// Regular busy hours over hours on shift in the week before the last boundary.
    Utilisation(OccupationId, Threshold),
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// A task.
    Task(TaskId),
    /// All tasks meant for an occupation.
    Occupation(OccupationId),
}

/// Bounds, either of which may be missing; both are strict.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Threshold {
    /// Holds above this.
    pub over: Option<f64>,
    /// Holds below this.
    pub under: Option<f64>,
}

impl Threshold {
    /// Whether `value` is within the bounds.
    pub fn holds(self, value: f64) -> bool {
        self.over.is_none_or(|bound| value > bound) && self.under.is_none_or(|bound| value < bound)
    }
}

impl Clause {
    /// Whether it looks at a case; others look at a site.
    pub fn is_about_a_case(&self) -> bool {
        matches!(
            self,
            Clause::Found(_) | Clause::Missing(_) | Clause::Trait(_) | Clause::Reading(..) | Clause::Differ { .. }
        )
    }

    /// Whether it looks at the figures of the week before.
    pub fn looks_back(&self) -> bool {
        matches!(self, Clause::Backlog(..) | Clause::OnTime(..) | Clause::Utilisation(..))
    }
}
