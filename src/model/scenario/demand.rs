//! What brings cases.

use super::{Arrivals, DemandId, OccupationId, ProductId, SiteTypeId, TraitId};
use crate::engine::Dist;
use crate::units::{Recurrence, Span, Time};

/// A stream of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// The site types that have it; each copy has the full stream. A child demand has those of its parent.
    pub at: Vec<SiteTypeId>,
    /// Where its cases come from.
    pub source: Source,
    /// Length of an episode in ms, drawn per case; none: over at once.
    pub lasts: Option<Dist>,
    /// Coefficient of variation of a lognormal factor (mean 1) on all task times of a case; none: the parent's, or 1.
    pub complexity_cv: Option<f64>,
    /// How likely each trait is; children have those of their topmost parent.
    pub traits: Vec<(TraitId, f64)>,
    /// Products that are there when the case is born.
    pub writes: Vec<ProductId>,
}

impl Demand {
    /// Who calls its cases, if it is a waiting list.
    pub fn called_by(&self) -> Option<OccupationId> {
        match self.source {
            Source::Pull { by, .. } => Some(by),
            _ => None,
        }
    }
}

/// Where cases come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A Poisson process with a varying rate.
    Poisson(Arrivals),
    /// One at each recurrence, the first at the beginning.
    Every(Recurrence),
    /// At these times, sorted, counted from time zero.
    Trace(Vec<Time>),
    /// A waiting list that never empties: a free worker with nothing overdue calls the next.
    Pull {
        /// Who calls, and leads the first task.
        by: OccupationId,
        /// How many each worker calls in a shift; none: any number.
        at_most: Option<u32>,
    },
    /// Child cases while the parent lasts: i = 0, 1, ... at i × `every` after its birth.
    Children {
        /// The parent demand.
        parent: DemandId,
        /// Time between siblings.
        every: Span,
    },
}
