//! What a scenario means before anything runs: derived orders, mistakes of meaning, reach and offered load. Pure
//! functions over the checked types; the run itself uses none of the estimates.

mod coin;
mod graph;
mod load;
mod order;
mod problems;
mod rates;
mod reach;
mod readings;
mod staff;
mod traffic;
mod wanted;

pub use load::{Load, Volume, offered_load, volume};
pub use order::derive_orders;
pub use problems::{LONGEST_RUN, LONGEST_WARM_UP, Problem, Severity, problems};
pub use reach::{Origin, Reach, Stream, reach_of_collect, reach_of_demand, streams};

#[cfg(test)]
mod tests;
