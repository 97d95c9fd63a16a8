//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.

mod alike;
pub mod analysis;
mod arrivals;
mod compiled;
mod decide;
mod fork;
mod layout;
pub mod ledger;
mod log;
mod minutes;
pub mod outcome;
mod pilot;
mod plan;
mod process;
mod roster;
pub mod scenario;
mod sessions;
mod simulation;
mod skills;
mod staffing;
#[cfg(test)]
pub(crate) mod tests;
mod totals;

pub use fork::{Done, Watch, Weeks};
pub use log::LogSink;
pub use process::{Drawn, Logged, Step, What};
pub use simulation::{NoWarmUp, Simulation};
