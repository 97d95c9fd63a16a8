//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.

mod alike;
pub mod analysis;
mod arrivals;
mod compiled;
mod decide;
mod fork;
mod layout;
pub mod ledger;
pub mod outcome;
mod pilot;
mod plan;
mod process;
mod roster;
pub mod scenario;
mod simulation;
#[cfg(test)]
pub(crate) mod tests;

pub use fork::{Done, Watch, Weeks};
pub use process::{Drawn, Step, What};
pub use simulation::Simulation;
