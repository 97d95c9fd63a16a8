//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.

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
