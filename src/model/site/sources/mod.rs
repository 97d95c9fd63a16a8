//! Where cases come from: streams of arrivals, waiting lists, and gatherers that make cases out of products of others.

mod gatherers;
mod lists;
mod streams;

pub(super) use gatherers::{Gatherers, Item};
pub(super) use lists::{WaitingList, WaitingLists};
pub(super) use streams::{DemandStream, Streams};
