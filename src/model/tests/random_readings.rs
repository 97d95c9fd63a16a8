//! Observers who differ, in random scenarios. Their dice are their own, so that the scenarios are otherwise what they
//! were.

use super::dice::Dice;
use crate::model::scenario::*;

/// Makes readings of some products of a configuration, and lets some work depend on what they say and on whether they
/// agree.
pub fn observe(seed: u64, config: &mut Configuration) {
    let mut dice = Dice::new(seed ^ 0x7265_6164);
    if !dice.chance(40) {
        return;
    }
    let begins: Vec<ProductId> = config.demands.iter().flat_map(|demand| &demand.writes).copied().collect();
    for id in config.products.ids() {
        let reading = Reading { between_cases: dice.pick(&[0.0, 1.0]), between_people: 0.5, within: 0.5 };
        config.products[id].reading = (!begins.contains(&id) && dice.chance(60)).then_some(reading);
    }
    let readings: Vec<bool> = config.products.iter().map(|product| product.reading.is_some()).collect();
    let is_reading = |product: ProductId| readings[product.0 as usize];
    for task in config.tasks.iter_mut() {
        let read: Vec<Read> = task.ways.iter().flat_map(|way| way.reads.iter().copied()).collect();
        let among: Vec<Read> = read.iter().copied().filter(|read| is_reading(read.product)).collect();
        let clause = match (among.len(), dice.below(3)) {
            (0, _) | (_, 0) => continue,
            (1, _) | (_, 1) => Clause::Reading(among[0].product, Threshold { over: Some(-0.3), under: None }),
            _ => Clause::Differ { among, by: 0.5 },
        };
        let condition = Some(Condition { all: vec![clause] });
        match dice.below(2) {
            0 if task.when.is_none() => task.when = condition,
            _ => task.ways[0].when = condition.filter(|_| task.ways[0].when.is_none()).or(task.ways[0].when.take()),
        }
    }
}
