//! What a scenario means before anything runs: derived orders, mistakes of meaning, reach and offered load. Pure
//! functions over the checked types; the run itself uses none of the estimates.

mod bernoulli;
mod calls;
mod checked;
mod estimate;
mod graph;
mod idle;
mod load;
mod order;
mod problems;
mod rates;
mod reach;
mod readings;
mod rota;
mod staff;
mod timeline;
mod traffic;
mod wanted;
mod warnings;

pub use checked::{Mistakes, checked};
pub use idle::{idle_paths, is_idle};
pub use load::{Load, Volume, offered_load, volume};
pub use order::derive_orders;
pub use problems::{LONGEST_RUN, LONGEST_WARM_UP, Problem, Severity, problems};
pub use reach::{Origin, Reach, StreamReach, reach_of_collect, reach_of_demand, streams};
pub use rota::Gap;
pub use warnings::{SESSION_REMEDY, Warning, Warnings, opens_in_few_hours, warnings};

#[cfg(test)]
mod tests;
