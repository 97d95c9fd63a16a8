//! Organisational units and what connects them.

use super::{OccupationId, SiteTypeId};
use crate::engine::Dist;
use crate::units::IdVec;

/// A site type; each copy has its own staff, queues and demand.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteType {
    /// Its name.
    pub name: String,
    /// Full-time equivalents by occupation, one column per copy (so its length is the number of copies).
    pub staff: Vec<IdVec<OccupationId, f64>>,
    /// Occupations that `staff` lists, be it with nobody: who lists a zero means it.
    pub listed: Vec<OccupationId>,
}

/// A way for products, rejections, queries and answers to travel between two site types.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// Where it begins.
    pub from: SiteTypeId,
    /// Where it ends.
    pub to: SiteTypeId,
    /// How long a message takes, in ms, drawn per message; its [`Dist::minimum`] is above zero.
    pub latency: Dist,
}
