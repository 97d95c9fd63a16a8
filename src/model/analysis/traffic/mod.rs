//! The traffic equations of the graph: how often each task is done in a case and how many hours of whom that takes,
//! at the end of a run, to first order: nothing expires, tools are never down, newcomers are as good as others. Streams
//! of cases feed each other (children, collections), so all are evaluated until nothing changes.

mod case;
mod choice;
mod rework;

use super::bernoulli::All;
use super::rates;
use super::reach::{Origin, StreamReach, collects_apart, gathers_from, parent_of};
use crate::model::scenario::{
    Configuration, DefectKindId, Demand, DemandId, Gather, OccupationId, ProductId, Scenario, SiteTypeId, Source,
    TaskId,
};
use crate::units::{IdVec, WEEK};
use std::collections::BTreeMap;

/// Which of several open ways is taken, where that depends on waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WaitBound {
    /// Nobody ever waits: always the first way that is not ruled out.
    None,
    /// Everybody waits long: always the last way that somebody else could take.
    Long,
}

/// Expected defects in a product, by the task that made them and kind.
pub(super) type DefectLoad = BTreeMap<(TaskId, DefectKindId), f64>;

/// A product in the cases of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct MadeLoad {
    /// The events on which it depends; the draws are those of its own stream.
    pub events: All,
    /// How likely it is ever written.
    pub probability: f64,
    /// Defects in it, if written.
    pub defects: DefectLoad,
}

/// What goes on in the cases of one stream with one home.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flow {
    /// Cases a week over all copies of the home.
    pub cases: f64,
    /// Their products.
    pub products: BTreeMap<ProductId, MadeLoad>,
    /// Instances done in a case by task, rework and answers included.
    pub instances: BTreeMap<TaskId, f64>,
    /// Hours in a case.
    pub hours: BTreeMap<(SiteTypeId, OccupationId, TaskId), f64>,
}

/// What a collecting task or a child finds when its case begins.
#[derive(Clone, Debug, Default)]
pub(super) struct GatheredFlow {
    /// Cases a week.
    pub cases: f64,
    /// Items in each.
    pub items: f64,
    /// Mean defects in what is read, by product.
    pub defects: BTreeMap<ProductId, DefectLoad>,
}

/// The flows of a configuration by stream and home.
pub(super) struct Traffic<'a> {
    pub scenario: &'a Scenario,
    pub config: &'a Configuration,
    pub streams: &'a [StreamReach],
    pub waiting: WaitBound,
    /// Cases called from waiting lists.
    called: Called,
    /// Cases a week that each demand brings to a copy of a site, or to a case of its parent.
    rates: IdVec<DemandId, f64>,
    pub flows: BTreeMap<(Origin, SiteTypeId), Flow>,
}

/// Cases called a week from a waiting list at a site type, over all its copies.
pub(super) type Called = BTreeMap<(DemandId, SiteTypeId), f64>;

impl<'a> Traffic<'a> {
    /// Solves the equations where nobody is called from a waiting list.
    #[cfg(test)]
    pub fn of(
        scenario: &'a Scenario,
        config: &'a Configuration,
        streams: &'a [StreamReach],
        waiting: WaitBound,
    ) -> Traffic<'a> {
        Traffic::with_calls(scenario, config, streams, waiting, Called::new())
    }

    /// Solves the equations with so many cases called from waiting lists.
    pub fn with_calls(
        scenario: &'a Scenario,
        config: &'a Configuration,
        streams: &'a [StreamReach],
        waiting: WaitBound,
        called: Called,
    ) -> Traffic<'a> {
        let rate = |demand: &Demand| {
            let parent = parent_of(demand).map(|parent| &config.demands[parent]);
            rates::cases(scenario, demand, parent)
        };
        let rates = config.demands.iter().map(rate).collect();
        let mut traffic = Traffic { scenario, config, streams, waiting, called, rates, flows: BTreeMap::new() };
        // Each round settles at least one more stream of a chain in which each feeds the next.
        for round in 0..=streams.len().min(16) {
            let mut settled = true;
            for stream in streams {
                if round > 0 && !traffic.is_fed(stream) {
                    continue;
                }
                for &home in &stream.homes {
                    let flow = case::evaluate(&traffic, stream, home);
                    settled &= traffic.flow(stream.origin, home) == Some(&flow);
                    traffic.flows.insert((stream.origin, home), flow);
                }
            }
            if settled {
                break;
            }
        }
        traffic
    }

    /// Whether a stream depends on others: on its parent's, on its children's, or on those it collects.
    fn is_fed(&self, stream: &StreamReach) -> bool {
        let of_children = |task: &TaskId| {
            let collect = self.config.tasks[*task].collect.as_ref();
            collect.is_some_and(|collect| matches!(collect.gather, Gather::Children(_)))
        };
        match stream.origin {
            Origin::Demand(demand) => {
                parent_of(&self.config.demands[demand]).is_some() || stream.reach.tasks.iter().any(of_children)
            }
            Origin::Collect(_) => true,
        }
    }

    pub(super) fn flow(&self, origin: Origin, home: SiteTypeId) -> Option<&Flow> {
        self.flows.get(&(origin, home))
    }

    /// Cases of a stream a week, and what a collecting task finds in each.
    fn begin(&self, stream: &StreamReach, home: SiteTypeId) -> GatheredFlow {
        match stream.origin {
            Origin::Demand(demand) => {
                let spec = &self.config.demands[demand];
                let parent = parent_of(spec);
                if let Source::Pull { .. } = spec.source {
                    let cases = self.called.get(&(demand, home)).copied().unwrap_or(0.0);
                    return GatheredFlow { cases, ..GatheredFlow::default() };
                }
                let times = match parent {
                    Some(parent) => self.flow(Origin::Demand(parent), home).map_or(0.0, |flow| flow.cases),
                    None => self.config.sites[home].staff.len() as f64,
                };
                GatheredFlow { cases: self.rates[demand] * times, ..GatheredFlow::default() }
            }
            Origin::Collect(task) => self.gather(task, home),
        }
    }

    /// What a task that gathers on cases of its own gathers at a site type.
    fn gather(&self, task: TaskId, here: SiteTypeId) -> GatheredFlow {
        let spec = &self.config.tasks[task];
        let Some(collect) = spec.collect.as_ref().filter(|_| collects_apart(spec)) else {
            return GatheredFlow::default();
        };
        let mut found = 0.0;
        let mut triggers_of_copies = 0.0;
        let mut defects: BTreeMap<ProductId, DefectLoad> = BTreeMap::new();
        for source in self.streams.iter().filter(|source| gathers_from(spec, source)) {
            // A task does not gather what it makes itself; of copies it takes those of its own source.
            if source.origin == Origin::Collect(task)
                || matches!(collect.gather, Gather::CopiesOf(of) if source.origin != Origin::Collect(of))
            {
                continue;
            }
            for &home in source.homes.iter().filter(|&&home| StreamReach::place(spec, home) == here) {
                let Some(flow) = self.flow(source.origin, home) else { continue };
                let written = spec.ways.iter().filter(|way| way.on).map(|way| {
                    let reads = way.reads.iter().filter(|read| !read.optional);
                    reads
                        .map(|read| flow.products.get(&read.product).map_or(0.0, |made| made.probability))
                        .fold(1.0, f64::min)
                });
                let items = flow.cases * written.fold(0.0, f64::max);
                found += items;
                if let Origin::Collect(of) = source.origin {
                    triggers_of_copies += flow.cases / copies(self.config, of);
                }
                for (product, made) in &flow.products {
                    let sum = defects.entry(*product).or_default();
                    for (key, mean) in &made.defects {
                        *sum.entry(*key).or_default() += mean * items;
                    }
                }
            }
        }
        for load in defects.values_mut().flat_map(|load| load.values_mut()) {
            *load /= if found > 0.0 { found } else { 1.0 };
        }
        let sites = self.config.sites[here].staff.len() as f64;
        let (triggers, items) = match collect.gather {
            Gather::Every(recurrence) => {
                let closes = sites * WEEK.ms() / recurrence.mean().ms();
                let items = found / closes;
                // An empty period triggers nothing unless asked for; arrivals are taken as Poisson.
                let any = if collect.empty { 1.0 } else { 1.0 - libm::exp(-items) };
                (closes * any, if any > 0.0 { items / any } else { 0.0 })
            }
            Gather::Size(size) => (found / f64::from(size.max(1)), f64::from(size)),
            Gather::CopiesOf(_) if triggers_of_copies > 0.0 => (triggers_of_copies, found / triggers_of_copies),
            Gather::CopiesOf(_) | Gather::Children(_) => (0.0, 0.0),
        };
        let items = collect.sample.map_or(items, |most| items.min(f64::from(most)));
        GatheredFlow { cases: triggers * f64::from(collect.copies.max(1)), items, defects }
    }

    /// What a task that gathers from the children of a case finds there.
    fn of_children(
        &self,
        task: TaskId,
        child: crate::model::scenario::DemandId,
        home: SiteTypeId,
    ) -> (f64, GatheredFlow) {
        let spec = &self.config.tasks[task];
        if parent_of(&self.config.demands[child]).is_none() {
            return (0.0, GatheredFlow::default());
        }
        let children = self.rates[child];
        let Some(flow) = self.flow(Origin::Demand(child), home) else { return (0.0, GatheredFlow::default()) };
        let written = spec.ways.iter().filter(|way| way.on).map(|way| {
            let reads = way.reads.iter().filter_map(|read| flow.products.get(&read.product));
            reads.map(|made| made.probability).fold(1.0, f64::min)
        });
        let written = written.fold(0.0, f64::max);
        let most = spec.collect.as_ref().and_then(|collect| collect.sample).map_or(f64::MAX, f64::from);
        // At least one child has it; children are taken as independent.
        let any = 1.0 - libm::pow(1.0 - written, children);
        let defects = flow.products.iter().map(|(product, made)| (*product, made.defects.clone())).collect();
        (any, GatheredFlow { cases: 0.0, items: (children * written / any.max(1e-12)).min(most), defects })
    }
}

fn copies(config: &Configuration, task: TaskId) -> f64 {
    config.tasks[task].collect.as_ref().map_or(1.0, |collect| f64::from(collect.copies.max(1)))
}

#[cfg(test)]
mod tests;
