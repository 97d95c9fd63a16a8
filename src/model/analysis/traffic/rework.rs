//! How much is done again.

use super::super::graph::live_ways;
use super::super::reach::StreamReach;
use super::WaitBound;
use crate::model::scenario::{Configuration, ProductId, Task, TaskId};
use std::collections::{BTreeMap, BTreeSet};

/// Attempts of a task, and rejections by it, for each time it is requested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Attempts {
    /// How often it is done.
    pub done: f64,
    /// How often it sends back what it was given.
    pub rejections: f64,
}

/// An attempt repeats with probability p, else rejects with probability q, unless it is number `attempts`: attempt k +
/// 1 takes place with probability r^k, r = p + (1 - p) q, so (1 - r^n) / (1 - r) are done, all but the last of which
/// may reject.
pub(super) fn attempts(task: &Task, rejects: f64) -> Attempts {
    let rejects = (1.0 - task.repeat) * rejects.clamp(0.0, 1.0);
    let again = task.repeat + rejects;
    let sum = |n: u32| if again < 1.0 { (1.0 - libm::pow(again, n.into())) / (1.0 - again) } else { n.into() };
    let most = task.attempts.max(1);
    Attempts { done: sum(most), rejections: rejects * sum(most - 1) }
}

/// By how much each task is done more often since others reject: a rejection withdraws the product and what is built
/// from it, so what lies between it and who rejects is done again. What else was built from it by then is too; that is
/// counted where all wait long, so that it has been built.
pub(super) fn multipliers(
    config: &Configuration,
    stream: &StreamReach,
    rejections: &BTreeMap<TaskId, f64>,
    waiting: WaitBound,
) -> BTreeMap<TaskId, f64> {
    let mut factors: BTreeMap<TaskId, f64> = stream.reach.tasks.iter().map(|&task| (task, 1.0)).collect();
    for (&rejecter, &times) in rejections.iter().filter(|(_, times)| **times > 0.0) {
        let Some(rejects) = config.tasks[rejecter].rejects else { continue };
        let built = closure(config, stream, rejects.product, Sense::Onwards);
        let given = live_ways(&config.tasks[rejecter]).flat_map(|way| way.reads.iter().map(|read| read.product));
        let behind: BTreeSet<ProductId> =
            given.flat_map(|product| closure(config, stream, product, Sense::Back)).collect();
        for (task, factor) in factors.iter_mut().filter(|(task, _)| **task != rejecter) {
            // Made again: the source of what was sent back, and what is built from it on the way to the rejecting
            // task.
            let again = live_ways(&config.tasks[*task]).any(|way| {
                let source = way.writes.contains(&rejects.product);
                let from_it = way.reads.iter().any(|read| built.contains(&read.product));
                let towards = way.writes.iter().any(|product| behind.contains(product));
                source
                    || (from_it && (towards || waiting == WaitBound::Long && !after(config, stream, rejecter, *task)))
            });
            if again {
                *factor *= 1.0 + times;
            }
        }
    }
    factors
}

/// Whether `task` builds on what `first` writes: it has not been done when that rejects.
fn after(config: &Configuration, stream: &StreamReach, first: TaskId, task: TaskId) -> bool {
    let written = live_ways(&config.tasks[first]).flat_map(|way| way.writes.iter().copied());
    let built: BTreeSet<ProductId> =
        written.flat_map(|product| closure(config, stream, product, Sense::Onwards)).collect();
    live_ways(&config.tasks[task]).any(|way| way.reads.iter().any(|read| built.contains(&read.product)))
}

#[derive(Clone, Copy, PartialEq)]
enum Sense {
    Onwards,
    Back,
}

/// A product with all that is built from it, or all it is built from, in the cases of a stream.
fn closure(config: &Configuration, stream: &StreamReach, start: ProductId, direction: Sense) -> BTreeSet<ProductId> {
    let mut found = BTreeSet::from([start]);
    let mut grew = true;
    while std::mem::take(&mut grew) {
        for way in stream.reach.tasks.iter().flat_map(|&task| live_ways(&config.tasks[task])) {
            let reads = || way.reads.iter().filter(|read| !read.previous).map(|read| read.product);
            let more: Vec<ProductId> = match direction {
                Sense::Onwards if reads().any(|product| found.contains(&product)) => way.writes.clone(),
                Sense::Back if way.writes.iter().any(|product| found.contains(product)) => reads().collect(),
                _ => continue,
            };
            for product in more {
                grew |= found.insert(product);
            }
        }
    }
    found
}
