//! Comparisons that need many replications: with queueing theory, with another simulator, with the exact answers of the
//! exercises, and how often intervals cover what they say. They take longer than all other tests; each states its rate
//! of false alarms.

mod coverage;
mod simpy;
mod teaching;
mod theory;

#[path = "../support/mod.rs"]
mod support;
