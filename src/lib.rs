//! `sim`: a simulator of the labour behind healthcare data.
pub mod engine;
pub mod model;
pub mod units;
