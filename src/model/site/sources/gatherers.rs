//! What gatherers have collected so far.

use crate::model::scenario::{ProductId, TaskId, TechnologyId};
use crate::model::site::rows::CaseNo;
use crate::units::Time;
use std::collections::BTreeMap;

/// What is kept of a case whose products are gathered: not the case.
#[derive(Clone, Copy, Debug)]
pub(in crate::model::site) struct Item {
    pub case: CaseNo,
    /// Rank for samples.
    pub rank: u64,
    pub defects: u32,
    pub tool: Option<TechnologyId>,
    pub product: ProductId,
    pub written: Time,
    pub making: u64,
    pub read: bool,
}

/// Copies made by one trigger, on their way.
#[derive(Clone, Debug, Default)]
struct GatherGroup {
    expected: u32,
    settled: BTreeMap<u64, Option<Item>>,
}

/// A collecting task at a site.
#[derive(Clone, Debug)]
pub(in crate::model::site) struct Gatherer {
    pub task: TaskId,
    /// Type of the cases it makes.
    pub case_type: usize,
    pub here: bool,
    pool: BTreeMap<u64, Item>,
    /// Cases (by what they are called everywhere, with their row here) that are still open and were gathered: a product
    /// written again is not gathered again.
    done: BTreeMap<u64, CaseNo>,
    /// How often it has made cases.
    triggers: u64,
    groups: BTreeMap<u64, GatherGroup>,
}

/// The collecting tasks of a site.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct Gatherers(Vec<Gatherer>);

impl std::ops::Index<usize> for Gatherers {
    type Output = Gatherer;
    #[inline]
    fn index(&self, number: usize) -> &Gatherer {
        &self.0[number]
    }
}

impl Gatherer {
    pub fn triggers(&self) -> u64 {
        self.triggers
    }

    /// How many cases are in the pool.
    pub fn pooled(&self) -> usize {
        self.pool.len()
    }

    /// Whether a case that is still open was gathered before.
    pub fn has_gathered(&self, gid: u64) -> bool {
        self.done.contains_key(&gid)
    }
}

impl Gatherers {
    pub fn add(&mut self, task: TaskId, case_type: usize, here: bool) {
        let (pool, done, groups) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        self.0.push(Gatherer { task, case_type, here, pool, done, triggers: 0, groups });
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A case goes into a pool.
    pub fn pool(&mut self, number: usize, gid: u64, item: Item) {
        self.0[number].pool.insert(gid, item);
    }

    /// Takes what is in a pool, and remembers of which cases, as long as these are open.
    pub fn empty_pool(&mut self, number: usize, is_open: impl Fn(CaseNo, u64) -> bool) -> Vec<Item> {
        let gatherer = &mut self.0[number];
        let pool = std::mem::take(&mut gatherer.pool);
        gatherer.done.extend(pool.iter().map(|(gid, item)| (*gid, item.case)));
        gatherer.done.retain(|gid, case| is_open(*case, *gid));
        pool.into_values().collect()
    }

    /// A gatherer makes cases; how often it has done so before.
    pub fn trigger(&mut self, number: usize) -> u64 {
        self.0[number].triggers += 1;
        self.0[number].triggers - 1
    }

    /// A gatherer waits for all copies that a trigger of another has made.
    pub fn await_copies(&mut self, number: usize, trigger: u64, copies: u32) {
        self.0[number].groups.insert(trigger, GatherGroup { expected: copies, settled: BTreeMap::new() });
    }

    /// A copy has settled, with an item or without: the items of all copies once the last of them has.
    pub fn settle_copy(&mut self, number: usize, trigger: u64, gid: u64, item: Option<Item>) -> Option<Vec<Item>> {
        let groups = &mut self.0[number].groups;
        let group = groups.get_mut(&trigger)?;
        group.settled.insert(gid, item);
        if group.settled.len() as u32 != group.expected {
            return None;
        }
        let settled = groups.remove(&trigger).unwrap_or_default().settled;
        Some(settled.into_values().flatten().collect())
    }

    /// What is withdrawn before the close is not gathered.
    pub fn take_back(&mut self, number: usize, gid: u64, trigger: u64) {
        let gatherer = &mut self.0[number];
        gatherer.pool.remove(&gid);
        if let Some(group) = gatherer.groups.get_mut(&trigger) {
            group.settled.remove(&gid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_gatherer() -> Gatherers {
        let mut gatherers = Gatherers::default();
        gatherers.add(TaskId(0), 0, true);
        gatherers
    }

    fn item(rank: u64) -> Item {
        let (case, tool, product, written) = (CaseNo::default(), None, ProductId(0), Time::ZERO);
        Item { case, rank, defects: 0, tool, product, written, making: 0, read: false }
    }

    fn ranks(items: &[Item]) -> Vec<u64> {
        items.iter().map(|item| item.rank).collect()
    }

    /// A case that is written again replaces what was kept of it; one that is withdrawn is not gathered.
    #[test]
    fn a_pool_holds_each_case_once() {
        let mut gatherers = one_gatherer();
        [(3, 30), (1, 10), (2, 20), (3, 31)].into_iter().for_each(|(gid, rank)| gatherers.pool(0, gid, item(rank)));
        gatherers.take_back(0, 2, 0);
        assert_eq!(gatherers[0].pooled(), 2);
        assert_eq!(ranks(&gatherers.empty_pool(0, |_, gid| gid == 3)), [10, 31]);
        assert!(gatherers[0].has_gathered(3) && !gatherers[0].has_gathered(1), "case 1 has closed");
        assert_eq!(gatherers[0].pooled(), 0);
    }

    /// Of three copies one brings nothing and one settles twice.
    #[test]
    fn copies_are_gathered_once_all_have_settled() {
        let mut gatherers = one_gatherer();
        assert_eq!([gatherers.trigger(0), gatherers.trigger(0)], [0, 1]);
        gatherers.await_copies(0, 1, 3);
        let settled = [(7, Some(item(70))), (7, Some(item(71))), (8, None), (9, Some(item(90)))];
        let found: Vec<_> =
            settled.into_iter().filter_map(|(gid, item)| gatherers.settle_copy(0, 1, gid, item)).collect();
        assert_eq!(found.iter().map(|items| ranks(items)).collect::<Vec<_>>(), [[71, 90]]);
        assert!(gatherers.settle_copy(0, 1, 9, None).is_none(), "nobody waits any more");
    }
}
