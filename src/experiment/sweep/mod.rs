//! Sweeps: which points of the input space are run, and who runs them.
//!
//! A *factor* is an input that is varied, by its path; a *level* one of its values as it would be written in the
//! scenario; a
//! *design point* one level of each factor. All points share the scenario's seed, so that they are run on common random
//! numbers and a difference between two points is an effect of their levels. What a point gives depends on nothing but
//! the point: not on the design it is part of, the shard or the thread that ran it.

mod design;
mod point;
mod work;

pub use design::{Design, DesignError, Factor, Levels, Points};
pub use point::{Point, Shard, ShardError};
pub use work::work;
