//! `sim`: a simulator of the labour behind healthcare data.
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod io;
pub mod model;
pub mod theory;
pub mod units;
