//! The valid name that somebody may have meant by a wrong one: the same words for scenarios and for what is asked of results.

pub use crate::experiment::{did_you_mean, nearest};
