//! The graph of products: who reads what to write what.

use crate::model::scenario::{Configuration, ProductId, Scenario, Task, TaskId, Way};
use crate::units::{Id, IdVec};
use std::collections::BTreeSet;

/// The ways of a task that may be used in this configuration at all. A way that reads nothing is none: all it read has
/// no writer here (answers to queries, which read nothing by nature, are not asked about through this function).
pub(super) fn live_ways(task: &Task) -> impl Iterator<Item = &Way> {
    task.ways.iter().filter(|way| task.on && way.on && !way.reads.is_empty())
}

/// Whether a task answers queries: it has ways, and they neither read nor write.
pub(super) fn is_answer(task: &Task) -> bool {
    !task.ways.is_empty() && task.ways.iter().all(|way| way.reads.is_empty() && way.writes.is_empty())
}

/// The tasks that write `product` here.
pub(super) fn writers(config: &Configuration, product: ProductId) -> impl Iterator<Item = (TaskId, &Task)> {
    config.tasks.enumerate().filter(move |(_, task)| live_ways(task).any(|way| way.writes.contains(&product)))
}

/// A step from one product to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GraphStep {
    /// What is read.
    pub from: ProductId,
    /// What is written.
    pub to: ProductId,
    /// Whether it is the elder sibling's that is read.
    pub previous: bool,
}

/// The steps of all ways that are on in any arm, each once.
pub(super) fn steps(scenario: &Scenario) -> Vec<GraphStep> {
    let mut steps = BTreeSet::new();
    for config in scenario.arms.iter().flat_map(|arm| &arm.configs) {
        for way in config.tasks.iter().flat_map(live_ways) {
            for read in &way.reads {
                steps.extend(way.writes.iter().map(|&to| GraphStep {
                    from: read.product,
                    to,
                    previous: read.previous,
                }));
            }
        }
    }
    steps.into_iter().collect()
}

/// For each product, the products from which `steps` lead to it, however many.
pub(super) fn ancestors(products: usize, steps: &[GraphStep]) -> IdVec<ProductId, BTreeSet<ProductId>> {
    (0..products)
        .map(|product| {
            let mut found = BTreeSet::new();
            let mut open = vec![ProductId::from_index(product)];
            while let Some(to) = open.pop() {
                for step in steps.iter().filter(|step| step.to == to) {
                    if found.insert(step.from) {
                        open.push(step.from);
                    }
                }
            }
            found
        })
        .collect()
}
