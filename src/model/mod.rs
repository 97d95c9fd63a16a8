//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.

mod arrivals;
mod decide;
mod layout;
pub mod outcome;
mod plan;
mod process;
mod roster;
pub mod scenario;
mod simulation;

pub use simulation::Simulation;
