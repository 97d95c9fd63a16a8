//! What somebody needs.

use super::graph::live_ways;
use super::reach::{Origin, StreamReach, gathers_from, parent_of};
use crate::model::scenario::{Configuration, Gather, ProductId, Task, TaskId, Way};
use std::collections::BTreeSet;

/// What is wanted in the cases of a stream: end products, and what is read, by a way that `may` be used (task, number
/// of the way), by who writes something wanted, or by another case.
pub(super) fn wanted_products(
    config: &Configuration,
    streams: &[StreamReach],
    stream: &StreamReach,
    may: &dyn Fn(TaskId, usize) -> bool,
) -> BTreeSet<ProductId> {
    let reads = |way: &Way, product| way.reads.iter().any(|read| read.product == product);
    let read_anywhere = |product| config.tasks.iter().flat_map(live_ways).any(|way| reads(way, product));
    let mut wanted: BTreeSet<ProductId> = stream
        .reach
        .products
        .iter()
        .copied()
        .filter(|&product| !read_anywhere(product) || read_elsewhere(config, streams, stream, product))
        .collect();
    // Wants go from readers to writers, against the order of tasks, so this repeats until nothing is added.
    let mut grew = true;
    while std::mem::take(&mut grew) {
        for &task in &stream.reach.tasks {
            let calls = |task: &Task| live_ways(task).any(|way| way.writes.iter().any(|made| wanted.contains(made)));
            if !calls(&config.tasks[task]) {
                continue;
            }
            let ways = config.tasks[task].ways.iter().enumerate();
            for (_, way) in ways.filter(|(i, way)| way.on && may(task, *i)) {
                for read in way.reads.iter().filter(|read| stream.reach.products.contains(&read.product)) {
                    grew |= wanted.insert(read.product);
                }
            }
        }
    }
    wanted
}

/// Whether a task of another case reads it: one that gathers, a sibling's, a child's.
fn read_elsewhere(config: &Configuration, streams: &[StreamReach], stream: &StreamReach, product: ProductId) -> bool {
    streams.iter().any(|other| {
        other.reach.tasks.iter().any(|&task| {
            let spec = &config.tasks[task];
            let gathers = match (other.origin, spec.collect.as_ref().map(|collect| collect.gather)) {
                (Origin::Collect(collector), _) if collector == task => gathers_from(spec, stream),
                (_, Some(Gather::Children(child))) => stream.origin == Origin::Demand(child),
                _ => false,
            };
            let of_parent = match (stream.origin, other.origin) {
                (Origin::Demand(demand), Origin::Demand(child)) => parent_of(&config.demands[child]) == Some(demand),
                _ => false,
            };
            live_ways(spec).any(|way| {
                way.reads
                    .iter()
                    .any(|read| read.product == product && (gathers || of_parent || (read.previous && stream == other)))
            })
        })
    })
}
