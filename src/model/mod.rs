//! The domain: sites, workers, tasks, ways, products, technologies and policies, and how they move through time.

pub mod analysis;
pub mod outcome;
pub mod scenario;
