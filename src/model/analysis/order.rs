//! Order and depth of products and tasks, over the ways of all arms together.

use super::graph::{GraphStep, ancestors, live_ways, steps};
use crate::model::scenario::{ProductId, Scenario};
use crate::units::{Id, IdVec};

/// Fills in `order` and `depth` of every product and `order` of every task, the same in all configurations.
///
/// What nothing precedes (it was left by an encounter) has order 1 and depth 1. What is written has, at the largest
/// over all ways and reads, the order of what is read, one more if it is for another use, and one more step of depth. A
/// read of the elder sibling's product counts unless it closes a circle, which is unrolled in time and would never end.
pub fn derive_orders(scenario: &mut Scenario) {
    let Some(config) = scenario.arms.iter().flat_map(|arm| &arm.configs).next() else { return };
    let uses: IdVec<ProductId, _> = config.products.iter().map(|product| product.used_for).collect();
    let all_steps = steps(scenario);
    let before = ancestors(uses.len(), &all_steps);
    let counted: Vec<&GraphStep> = all_steps
        .iter()
        .filter(|step| !(step.previous && (step.from == step.to || before[step.from].contains(&step.to))))
        .collect();

    let mut order = IdVec::<ProductId, u16>::filled(1, uses.len());
    let mut depth = IdVec::<ProductId, u16>::filled(1, uses.len());
    // The longest path has fewer steps than there are products; a circle, which is an error of its own, ends here too.
    for _ in 1..uses.len() {
        for step in &counted {
            let rise = u16::from(uses[step.from] != uses[step.to]);
            order[step.to] = order[step.to].max(order[step.from].saturating_add(rise));
            depth[step.to] = depth[step.to].max(depth[step.from].saturating_add(1));
        }
    }

    let mut of_writes = vec![0; config.tasks.len()];
    let mut of_reads = vec![0; config.tasks.len()];
    for config in scenario.arms.iter().flat_map(|arm| &arm.configs) {
        for (id, task) in config.tasks.enumerate() {
            for way in live_ways(task) {
                let (writes, reads) = (&mut of_writes[id.index()], &mut of_reads[id.index()]);
                *writes = way.writes.iter().map(|&product| order[product]).fold(*writes, u16::max);
                *reads = way.reads.iter().map(|read| order[read.product]).fold(*reads, u16::max);
            }
        }
    }
    for config in scenario.arms.iter_mut().flat_map(|arm| &mut arm.configs) {
        for (i, product) in config.products.iter_mut().enumerate() {
            product.order = order[ProductId::from_index(i)];
            product.depth = depth[ProductId::from_index(i)];
        }
        for (i, task) in config.tasks.iter_mut().enumerate() {
            task.order = if of_writes[i] > 0 { of_writes[i] } else { of_reads[i] };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::{Read, TaskId, build};
    use crate::units::MINUTE;

    /// The paper's Figure 1: the clinical record, billing from it, quality measures from billing.
    #[test]
    fn orders_rise_with_each_new_use() {
        let mut config = build::config();
        let encounter = config.add_product("encounter", "care");
        let note = config.add_product("note", "care");
        let codes = config.add_product("codes", "billing");
        let claim = config.add_product("claim", "billing");
        let measure = config.add_product("measure", "quality");
        for (name, reads, writes) in
            [("note", encounter, note), ("code", note, codes), ("claim", codes, claim), ("measure", claim, measure)]
        {
            config.add_task(name, &[reads], &[writes], &[], MINUTE);
        }
        let mut scenario = build::scenario(vec![config]);
        derive_orders(&mut scenario);
        let config = &scenario.arms[scenario.control].configs[0];
        assert_eq!(
            config.products.iter().map(|p| (p.order, p.depth)).collect::<Vec<_>>(),
            [(1, 1), (1, 2), (2, 3), (2, 4), (3, 5)]
        );
        assert_eq!(config.tasks.iter().map(|t| t.order).collect::<Vec<_>>(), [1, 2, 2, 3]);
    }

    #[test]
    fn orders_are_the_largest_over_all_arms_and_the_same_in_each() {
        let mut config = build::config();
        let encounter = config.add_product("encounter", "care");
        let codes = config.add_product("codes", "billing");
        let report = config.add_product("report", "care");
        config.add_task("code", &[encounter], &[codes], &[], MINUTE);
        let task = config.add_task("report", &[encounter], &[report], &[], MINUTE);
        let mut other = config.clone();
        other.add_way(task, "from_codes", &[codes], &[report], &[], MINUTE);
        config.add_way(task, "from_codes", &[codes], &[report], &[], MINUTE).on = false;
        let mut scenario = build::scenario(vec![config, other]);
        derive_orders(&mut scenario);
        for arm in scenario.arms.iter() {
            assert_eq!(arm.configs[0].products[report].order, 3); // care, billing, care again: a third use
            assert_eq!(arm.configs[0].tasks[TaskId(1)].order, 3);
        }
    }

    #[test]
    fn reading_ones_elder_sibling_is_no_new_use() {
        let mut config = build::config();
        let day = config.add_product("day", "care");
        let note = config.add_product("note", "care");
        let bill = config.add_product("bill", "billing");
        let task = config.add_task("note", &[day], &[note], &[], MINUTE);
        config.tasks[task].ways[0].reads.push(Read { product: bill, optional: false, previous: true });
        config.add_task("bill", &[note], &[bill], &[], MINUTE);
        let mut scenario = build::scenario(vec![config]);
        derive_orders(&mut scenario);
        let config = &scenario.arms[scenario.control].configs[0];
        assert_eq!((config.products[note].order, config.products[bill].order, config.products[bill].depth), (1, 2, 3));
    }
}
