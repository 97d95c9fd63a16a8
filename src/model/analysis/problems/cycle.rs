//! Products that need themselves.

use super::{Counts, Findings, Problem, Severity, quoted};
use crate::model::analysis::graph::{GraphStep, ancestors, live_ways, steps};
use crate::model::scenario::{Clause, ProductId, Scenario, Way, key};
use std::collections::BTreeSet;

/// Names every circle of products once, over all arms together, since orders are the same in each. A rejection is no
/// step, nor is a read of the elder sibling's product.
pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    let Some(config) = scenario.arms.iter().flat_map(|arm| &arm.configs).next() else { return };
    let mut steps: Vec<GraphStep> = steps(scenario).into_iter().filter(|step| !step.previous).collect();
    steps.extend(waits_for_absence(scenario));
    let before = ancestors(config.products.len(), &steps);
    let mut named = BTreeSet::new();
    for product in config.products.ids() {
        if named.contains(&product) || !before[product].contains(&product) {
            continue;
        }
        let circle = shortest_circle(product, &steps);
        // What is in a circle with this one is not reported again.
        named.extend(config.products.ids().filter(|&p| before[product].contains(&p) && before[p].contains(&product)));
        let name = |product: ProductId| format!("`{}`", config.products[product].name);
        let ring: Vec<String> = circle.iter().chain([&product]).map(|&product| name(product)).collect();
        let tasks = config.tasks.iter().filter(|task| {
            let over = |way: &Way| {
                let reads = way.reads.iter().any(|read| !read.previous && circle.contains(&read.product));
                let waits = asked_to_be_missing(way).any(|product| circle.contains(&product));
                (reads || waits) && way.writes.iter().any(|written| circle.contains(written))
            };
            task.ways.iter().any(over)
        });
        let problem = Problem {
            path: format!("product.{}", key(&config.products[product].name)),
            message: format!("a cycle of products: {}", ring.join(" -> ")),
            help: Some(format!(
                "the steps are made by {}; what goes back must be a `rejects` or a read `@previous`, and no way may wait \
                 until something is missing that needs what it writes",
                quoted(tasks.map(|task| task.name.as_str()))
            )),
            severity: Severity::Error,
        };
        findings.add("cycle", Counts::InAllArms, problem);
    }
}

/// A way whose `when` asks for the absence of a product waits until that is settled: if this needs what the way writes,
/// both would wait for ever.
fn waits_for_absence(scenario: &Scenario) -> BTreeSet<GraphStep> {
    let configs = scenario.arms.iter().flat_map(|arm| &arm.configs);
    let ways = configs.flat_map(|config| config.tasks.iter().flat_map(live_ways));
    let step = |from, to| GraphStep { from, to, previous: false };
    let of = |way: &Way| {
        let pairs = asked_to_be_missing(way).flat_map(|from| way.writes.iter().map(move |&to| step(from, to)));
        pairs.collect::<Vec<GraphStep>>()
    };
    ways.flat_map(of).collect()
}

fn asked_to_be_missing(way: &Way) -> impl Iterator<Item = ProductId> {
    way.when.iter().flat_map(|when| &when.all).filter_map(|clause| match clause {
        Clause::Missing(product) => Some(*product),
        _ => None,
    })
}

/// The products from `start` around to itself by the fewest steps.
fn shortest_circle(start: ProductId, steps: &[GraphStep]) -> Vec<ProductId> {
    let mut paths = vec![vec![start]];
    let mut seen = BTreeSet::new();
    loop {
        let mut longer = Vec::new();
        for path in &paths {
            let last = path[path.len() - 1];
            for step in steps.iter().filter(|step| step.from == last) {
                if step.to == start {
                    return path.clone();
                }
                if seen.insert(step.to) {
                    longer.push(path.iter().copied().chain([step.to]).collect());
                }
            }
        }
        assert!(!longer.is_empty(), "a product that is its own ancestor lies on a circle");
        paths = longer;
    }
}
