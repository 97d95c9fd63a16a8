//! What the cases of each demand and of each collecting task can have.

use super::graph::live_ways;
use crate::model::scenario::{
    Configuration, Demand, DemandId, Gather, ProductId, SiteTypeId, Source, Task, TaskId, Way,
};
use std::collections::BTreeSet;

/// The products and tasks that cases of one origin can have, in file order; answers to queries are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// What can be written in such a case, or is there from its birth.
    pub products: Vec<ProductId>,
    /// What can be requested in it.
    pub tasks: Vec<TaskId>,
}

/// Where cases come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A demand.
    Demand(DemandId),
    /// A task that gathers on cases of its own.
    Collect(TaskId),
}

/// Cases of one origin, with the site types that are their homes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamReach {
    /// Where they come from.
    pub origin: Origin,
    /// Their homes.
    pub homes: Vec<SiteTypeId>,
    /// What they can have.
    pub reach: Reach,
}

impl StreamReach {
    /// The site type where `task` runs for a case with this home.
    pub fn place(task: &Task, home: SiteTypeId) -> SiteTypeId {
        task.at.unwrap_or(home)
    }
}

/// The parent of a child demand.
pub(super) fn parent_of(demand: &Demand) -> Option<DemandId> {
    match demand.source {
        Source::Children { parent, .. } => Some(parent),
        _ => None,
    }
}

/// Whether a task gathers on cases of its own.
pub(super) fn collects_apart(task: &Task) -> bool {
    task.collect.as_ref().is_some_and(|collect| !matches!(collect.gather, Gather::Children(_)))
}

/// What is known while a set grows.
struct Growth<'a> {
    config: &'a Configuration,
    /// Products of the parent, which are seen but never made.
    seen: BTreeSet<ProductId>,
    /// Whether these are child cases, for which `@previous` has a meaning.
    child: bool,
    products: BTreeSet<ProductId>,
    tasks: BTreeSet<TaskId>,
}

impl Growth<'_> {
    /// Whether a case may use this way: it reads something of the case, and nothing that the case cannot have unless
    /// it is optional (absent from birth is settled) or a sibling's.
    fn possible(&self, way: &Way) -> bool {
        let has = |product| self.products.contains(&product) || self.seen.contains(&product);
        way.reads.iter().any(|read| !read.previous && has(read.product))
            && way.reads.iter().all(|read| if read.previous { self.child } else { read.optional || has(read.product) })
    }

    /// Adds what a task writes by the ways for which `possible` holds; whether that was anything new.
    fn add(&mut self, task: TaskId, possible: impl Fn(&Self, &Way) -> bool) -> bool {
        let mut grew = false;
        for way in live_ways(&self.config.tasks[task]) {
            if possible(self, way) && way.writes.iter().any(|product| !self.seen.contains(product)) {
                grew |= self.tasks.insert(task);
                for product in way.writes.iter().filter(|product| !self.seen.contains(product)) {
                    grew |= self.products.insert(*product);
                }
            }
        }
        grew
    }

    /// Repeats over all tasks that do not gather until nothing is added.
    fn grow(&mut self) {
        let mut grew = true;
        while std::mem::take(&mut grew) {
            for (task, spec) in self.config.tasks.enumerate() {
                if spec.collect.is_none() {
                    grew |= self.add(task, Self::possible);
                }
            }
        }
    }

    fn reach(self) -> Reach {
        Reach { products: self.products.into_iter().collect(), tasks: self.tasks.into_iter().collect() }
    }
}

/// A demand's set without what is gathered from its children, which they cannot see: the episode is over by then.
fn while_it_lasts(config: &Configuration, demand: DemandId) -> Growth<'_> {
    let spec = &config.demands[demand];
    let mut seen = BTreeSet::new();
    let mut next = parent_of(spec);
    while let Some(parent) = next {
        seen.extend(while_it_lasts(config, parent).products);
        next = parent_of(&config.demands[parent]);
    }
    // What the parent has already is seen, not made again.
    let products = spec.writes.iter().copied().filter(|product| !seen.contains(product)).collect();
    let mut growth = Growth { config, seen, child: parent_of(spec).is_some(), products, tasks: BTreeSet::new() };
    growth.grow();
    growth
}

/// What a case of `demand` can have (rulings, Reachable).
pub fn reach_of_demand(config: &Configuration, demand: DemandId) -> Reach {
    let mut growth = while_it_lasts(config, demand);
    let mut grew = true;
    while std::mem::take(&mut grew) {
        for (task, spec) in config.tasks.enumerate() {
            let Some(Gather::Children(child)) = spec.collect.as_ref().map(|collect| collect.gather) else { continue };
            if parent_of(&config.demands[child]) != Some(demand) || !config.demands[child].on {
                continue;
            }
            let of_children: BTreeSet<ProductId> = reach_of_demand(config, child).products.into_iter().collect();
            grew |= growth.add(task, |growth, way| {
                way.reads.iter().any(|read| of_children.contains(&read.product))
                    && way.reads.iter().all(|read| {
                        read.optional || of_children.contains(&read.product) || growth.products.contains(&read.product)
                    })
            });
        }
        growth.grow();
    }
    growth.reach()
}

/// What a case made by the collecting task `task` can have: what the task writes and what follows from it.
pub fn reach_of_collect(config: &Configuration, task: TaskId) -> Reach {
    let (seen, products) = (BTreeSet::new(), BTreeSet::new());
    let mut growth = Growth { config, seen, child: false, products, tasks: BTreeSet::new() };
    growth.add(task, |_, _| true);
    growth.grow();
    growth.reach()
}

/// All streams of cases: of demands that are on, then of collecting tasks that find something to gather.
pub fn streams(config: &Configuration) -> Vec<StreamReach> {
    let mut streams: Vec<StreamReach> = config
        .demands
        .enumerate()
        .filter(|(_, demand)| demand.on)
        .map(|(id, demand)| StreamReach {
            origin: Origin::Demand(id),
            homes: demand.at.clone(),
            reach: reach_of_demand(config, id),
        })
        .collect();
    // What one collecting task makes another may gather, so they are found in rounds.
    let mut grew = true;
    while std::mem::take(&mut grew) {
        for (id, task) in config.tasks.enumerate().filter(|(_, task)| collects_apart(task)) {
            let origin = Origin::Collect(id);
            let sources = streams.iter().filter(|stream| stream.origin != origin && gathers_from(task, stream));
            let found: BTreeSet<SiteTypeId> =
                sources.flat_map(|stream| &stream.homes).map(|&home| StreamReach::place(task, home)).collect();
            let homes: Vec<SiteTypeId> = found.into_iter().collect();
            match streams.iter_mut().find(|stream| stream.origin == origin) {
                Some(stream) if stream.homes != homes => (stream.homes, grew) = (homes, true),
                None if !homes.is_empty() => {
                    streams.push(StreamReach { origin, homes, reach: reach_of_collect(config, id) });
                    grew = true;
                }
                _ => {}
            }
        }
    }
    streams
}

/// Whether a collecting task may gather from the cases of a stream: they can have all that one of its ways reads.
pub(super) fn gathers_from(task: &Task, stream: &StreamReach) -> bool {
    live_ways(task)
        .any(|way| way.reads.iter().all(|read| read.optional || stream.reach.products.contains(&read.product)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::{Collect, Read, build};
    use crate::units::{DAY, MINUTE, Recurrence};

    #[test]
    fn a_demand_reaches_what_follows_from_its_writes_alone() {
        let mut config = build::config();
        let site = config.add_site("hospital", 1);
        let [visit, stay, note, both, letter] =
            ["visit", "stay", "note", "both", "letter"].map(|name| config.add_product(name, "care"));
        let visits = config.add_demand("visits", site, 1.0, &[visit]);
        config.add_demand("stays", site, 1.0, &[stay]);
        let write_note = config.add_task("note", &[visit], &[note], &[], MINUTE);
        config.add_task("both", &[note, stay], &[both], &[], MINUTE);
        let write_letter = config.add_task("letter", &[note, both], &[letter], &[], MINUTE);
        assert_eq!(reach_of_demand(&config, visits), Reach { products: vec![visit, note], tasks: vec![write_note] });
        config.tasks[write_letter].ways[0].reads[1].optional = true; // `both` is absent there, so settled
        assert_eq!(reach_of_demand(&config, visits).tasks, vec![write_note, write_letter]);
    }

    #[test]
    fn children_see_their_parent_and_collectors_have_cases_of_their_own() {
        let mut config = build::config();
        let site = config.add_site("hospital", 1);
        let registry = config.add_site("registry", 1);
        let [stay, plan, day, note, summary, figure, board] =
            ["stay", "plan", "day", "note", "summary", "figure", "board"].map(|name| config.add_product(name, "care"));
        let stays = config.add_demand("stays", site, 1.0, &[stay]);
        let days = config.add_child("days", stays, DAY, &[day]);
        let make_plan = config.add_task("plan", &[stay], &[plan], &[], MINUTE);
        let make_note = config.add_task("note", &[day, plan], &[note], &[], MINUTE);
        config.tasks[make_note].ways[0].reads.push(Read { product: note, optional: false, previous: true });
        let make_summary = config.add_task("summary", &[note], &[summary], &[], MINUTE);
        let collect = |gather| Some(Collect { gather, sample: None, empty: false, copies: 1 });
        config.tasks[make_summary].collect = collect(Gather::Children(days));
        let make_figure = config.add_task("figure", &[summary], &[figure], &[], MINUTE);
        config.tasks[make_figure].collect = collect(Gather::Every(Recurrence::Months(1)));
        config.tasks[make_figure].at = Some(registry);
        let make_board = config.add_task("board", &[figure], &[board], &[], MINUTE);

        let expected = Reach { products: vec![stay, plan, summary], tasks: vec![make_plan, make_summary] };
        assert_eq!(reach_of_demand(&config, stays), expected);
        assert_eq!(reach_of_demand(&config, days), Reach { products: vec![day, note], tasks: vec![make_note] });
        let streams = streams(&config);
        assert_eq!(streams.len(), 3);
        assert_eq!(
            streams[2],
            StreamReach {
                origin: Origin::Collect(make_figure),
                homes: vec![registry],
                reach: Reach { products: vec![figure, board], tasks: vec![make_figure, make_board] },
            }
        );
    }
}
