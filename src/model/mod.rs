//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.
//!
//! The steps of one run, in the order in which they are taken:
//!
//! 1. `scenario`: types of a scenario that cannot be wrong; `analysis` finds what can be known before a run (mistakes,
//!    warnings, offered load by the traffic equations).
//! 2. `compile`: a `Schema` shared by all arms, and a `Plan` for each arm and period of validity, with flat tables.
//! 3. [`Simulation`]: a compiled scenario. [`Simulation::run_arms`] makes the runs of one replication; it is pure, so
//!    any number of threads may call it on one value.
//! 4. `run`: one run advances all sites from boundary to boundary (weeks, and whenever a policy looks). At a boundary
//!    years change, policies decide and rosters are dealt (`roster`, `staffing`); between boundaries sites go on alone.
//! 5. `site`: one site handles its own events; `site::handlers` has a file for each aspect.
//! 6. [`outcome`]: what a run delivers, in whole milliseconds and counts by week; [`ledger`]: its records for the hours
//!    ledger. `experiment` combines them.
//!
//! `arrivals`, `minutes`, `sessions` and `skills` are calculations shared by `analysis`, `compile` and `site`.
//!
//! Limits: 64 products and 64 tasks a case (bit masks), runs of at most 104 years; `analysis` refuses more.

pub mod analysis;
mod arrivals;
mod compile;
pub mod ledger;
mod minutes;
pub mod outcome;
mod roster;
mod run;
pub mod scenario;
mod sessions;
mod site;
mod skills;
mod staffing;
#[cfg(test)]
pub(crate) mod tests;

pub use run::{Done, LogSink, NoWarmUp, Simulation, Watch, Weeks};
pub use site::{Drawn, Logged, Step, What};
