//! One case: its tasks in the order in which products allow them.

use super::super::bernoulli::{All, Draws, Need, Possibility};
use super::super::graph::{is_answer, live_ways};
use super::super::reach::{Origin, StreamReach, parent_of};
use super::super::staff::ever_employed;
use super::super::wanted::wanted_products;
use super::choice::CaseDraws;
use super::rework::{attempts, multipliers};
use super::{DefectLoad, Flow, GatheredFlow, MadeLoad, Traffic};
use crate::model::scenario::{
    Configuration, Gather, OccupationId, OnFound, ProductId, QueryTo, SiteTypeId, Task, TaskId, Way,
};
use crate::units::HOUR;
use std::collections::{BTreeMap, BTreeSet};

/// A task as done in a case, each time it is requested.
#[derive(Default)]
struct Completed {
    instances: f64,
    hours: BTreeMap<(SiteTypeId, OccupationId, TaskId), f64>,
    /// Answers to its queries: which task, how many.
    answers: BTreeMap<TaskId, f64>,
}

/// What goes on in a case of `stream` with this home.
pub(super) fn evaluate(traffic: &Traffic, stream: &StreamReach, home: SiteTypeId) -> Flow {
    let config = traffic.config;
    let begin = traffic.begin(stream, home);
    let mut case = CaseDraws::new(traffic.scenario, config, traffic.waiting);
    if let Origin::Demand(demand) = stream.origin {
        see_parents(traffic, &mut case, demand, home);
        for &product in &config.demands[demand].writes {
            case.products.insert(product, MadeLoad { probability: 1.0, ..MadeLoad::default() });
        }
    }
    let usable = usable_ways(traffic, stream, home);
    let wanted = wanted_products(config, traffic.streams, stream, &|task, way| usable.contains(&(task, way)));
    let mut done: BTreeMap<TaskId, Completed> = BTreeMap::new();
    let mut rejections = BTreeMap::new();
    // Writers before readers, so that what a task reads is known when it is its turn.
    for task in in_order(config, stream) {
        let spec = &config.tasks[task];
        let place = StreamReach::place(spec, home);
        let mut gathered = None;
        let mut needs = vec![case.draws.need(spec.share)];
        match spec.collect.as_ref().map(|collect| collect.gather) {
            Some(Gather::Children(child)) => {
                let (any, items) = traffic.of_children(task, child, home);
                needs.push(case.draws.need(any));
                gathered = Some(items);
            }
            Some(_) => gathered = Some(begin.clone()),
            None => {}
        }
        needs.extend(case.condition(spec.when.as_ref(), place));
        needs.push(something_missing(&case, spec, &wanted));
        let mut step = TaskStep { case: &mut case, stream, home, task, spec, place, gathered: gathered.as_ref() };
        let (result, rejected) = step.take(needs);
        done.insert(task, result);
        rejections.insert(task, rejected);
    }
    // Rework last: how often a task is done again depends on the rejections of all others.
    let factors = multipliers(config, stream, &rejections, traffic.waiting);
    let mut flow = Flow { cases: begin.cases, ..Flow::default() };
    for (task, result) in done {
        let factor = factors.get(&task).copied().unwrap_or(1.0);
        *flow.instances.entry(task).or_default() += factor * result.instances;
        for (answer, number) in result.answers {
            *flow.instances.entry(answer).or_default() += factor * number;
        }
        for (key, hours) in result.hours {
            *flow.hours.entry(key).or_default() += factor * hours;
        }
    }
    flow.products = case.products;
    flow
}

/// The ways (by task and number) that may be used in some case.
fn usable_ways(traffic: &Traffic, stream: &StreamReach, home: SiteTypeId) -> BTreeSet<(TaskId, usize)> {
    let mut usable = BTreeSet::new();
    // Asked of a case in which nothing is settled, so that only what can never hold rules a way out.
    let mut blank = CaseDraws::new(traffic.scenario, traffic.config, traffic.waiting);
    for &task in &stream.reach.tasks {
        let spec = &traffic.config.tasks[task];
        let place = StreamReach::place(spec, home);
        for (i, way) in spec.ways.iter().enumerate() {
            let mut needs = blank.way(way, place);
            needs.extend(blank.condition(spec.when.as_ref(), place));
            if blank.draws.verdict(&needs, &All::new()) != Possibility::No {
                usable.insert((task, i));
            }
        }
    }
    usable
}

/// A child sees what its parents have, as far as that has not yet been said of it.
fn see_parents(traffic: &Traffic, case: &mut CaseDraws, demand: crate::model::scenario::DemandId, home: SiteTypeId) {
    let mut next = parent_of(&traffic.config.demands[demand]);
    while let Some(parent) = next {
        if let Some(flow) = traffic.flow(Origin::Demand(parent), home) {
            for (&product, made) in &flow.products {
                // The draws of the parent's stream mean nothing here, so a new draw with the same probability stands
                // for them.
                if let Need::All(events) = case.draws.need(made.probability) {
                    let made = MadeLoad { events, probability: made.probability, defects: made.defects.clone() };
                    case.products.entry(product).or_insert(made);
                }
            }
        }
        next = parent_of(&traffic.config.demands[parent]);
    }
}

/// The tasks of a stream such that every task comes after those that write what it reads, else in file order.
fn in_order(config: &Configuration, stream: &StreamReach) -> Vec<TaskId> {
    let mut left: Vec<TaskId> = stream.reach.tasks.clone();
    let mut order = Vec::new();
    while !left.is_empty() {
        let free = left.iter().position(|&task| {
            let reads: BTreeSet<ProductId> = live_ways(&config.tasks[task])
                .flat_map(|way| way.reads.iter().filter(|read| !read.previous).map(|read| read.product))
                .collect();
            let writes_it =
                |other: &Task| live_ways(other).any(|way| way.writes.iter().any(|made| reads.contains(made)));
            !left.iter().any(|&other| other != task && writes_it(&config.tasks[other]))
        });
        // A circle is an error of its own; here it only must not loop.
        order.push(left.remove(free.unwrap_or(0)));
    }
    order
}

/// A task is requested while something it writes is wanted and has not been written by another.
fn something_missing(case: &CaseDraws, task: &Task, wanted: &BTreeSet<ProductId>) -> Need {
    let writes: BTreeSet<ProductId> =
        live_ways(task).flat_map(|way| way.writes.iter().copied()).filter(|product| wanted.contains(product)).collect();
    if writes.is_empty() {
        return Need::Never;
    }
    let mut all = All::new();
    for product in writes {
        match case.products.get(&product) {
            Some(made) => all.extend(made.events.clone()),
            None => return Need::All(All::new()),
        }
    }
    // No draw decides: others have written all of it for certain.
    if all.is_empty() { Need::Never } else { Need::NotAll(all) }
}

struct TaskStep<'c, 'w> {
    case: &'c mut CaseDraws<'w>,
    stream: &'c StreamReach,
    home: SiteTypeId,
    task: TaskId,
    spec: &'w Task,
    place: SiteTypeId,
    gathered: Option<&'c GatheredFlow>,
}

/// Defects noticed in one attempt by one way, and what the products carry on.
struct Noticed {
    found: f64,
    asked: f64,
    source: Option<TaskId>,
    carried: DefectLoad,
}

impl TaskStep<'_, '_> {
    /// Does the task: its hours, and how often it rejects; what it writes is added to the case.
    fn take(&mut self, base: Vec<Need>) -> (Completed, f64) {
        let ways = &self.spec.ways;
        let mut needs = Vec::new();
        for way in ways {
            let mut all = base.clone();
            // A way that is off keeps its number, so that choices can be read as numbers of ways.
            if !way.on || way.reads.is_empty() {
                all.push(Need::Never);
            }
            all.extend(self.reads(way));
            all.extend(self.case.way(way, self.place));
            needs.push(all);
        }
        let leaves = self.case.choose(ways, &needs);
        let mut done = Completed::default();
        let mut rejected = 0.0;
        let mut found = 0.0;
        let mut written: BTreeMap<ProductId, (Vec<(f64, All)>, DefectLoad)> = BTreeMap::new();
        for (i, way) in ways.iter().enumerate() {
            let outcomes: Vec<(f64, All)> = leaves
                .iter()
                .filter(|leaf| leaf.choice == Some(i))
                .map(|leaf| (leaf.probability, leaf.known.clone()))
                .collect();
            let weight: f64 = outcomes.iter().map(|(probability, _)| probability).sum();
            if weight <= 0.0 {
                continue;
            }
            let noticed = self.notice(way);
            let tries = attempts(self.spec, self.chance_to_reject());
            rejected += weight * tries.rejections;
            // The number found is taken as Poisson, so none is found with probability exp(-mean).
            found += weight * (1.0 - libm::exp(-noticed.found));
            done.instances += weight * tries.done;
            self.work(way, weight * tries.done, &noticed, &mut done);
            for product in &way.writes {
                let entry = written.entry(*product).or_default();
                entry.0.extend(outcomes.iter().cloned());
                for (key, mean) in &noticed.carried {
                    *entry.1.entry(*key).or_default() += weight * mean;
                }
            }
        }
        self.case.found.insert(self.task, found);
        for (product, (outcomes, defects)) in written {
            self.write(product, outcomes, defects);
        }
        (done, rejected)
    }

    /// What reading needs; what a case of its own gathers is there when it begins.
    fn reads(&self, way: &Way) -> Vec<Need> {
        if self.gathered.is_some() {
            return Vec::new();
        }
        let needed = way.reads.iter().filter(|read| !read.optional && !read.previous);
        needed
            .map(|read| {
                self.case.products.get(&read.product).map_or(Need::Never, |made| Need::All(made.events.clone()))
            })
            .collect()
    }

    /// Mean defects of a product as read here.
    fn defects(&self, product: ProductId) -> Option<&DefectLoad> {
        let gathered = self.gathered.and_then(|gathered| gathered.defects.get(&product));
        gathered.or_else(|| self.case.products.get(&product).map(|made| &made.defects))
    }

    fn chance_to_reject(&self) -> f64 {
        let Some(rejects) = self.spec.rejects else { return 0.0 };
        let defects: f64 = self.defects(rejects.product).map_or(0.0, |load| load.values().sum());
        rejects.base + rejects.per_defect * defects
    }

    /// Defects inherited are a set within a case: what came by two paths counts once.
    fn notice(&self, way: &Way) -> Noticed {
        let mut inherited = DefectLoad::new();
        for read in &way.reads {
            for (key, mean) in self.defects(read.product).into_iter().flatten() {
                let entry = inherited.entry(*key).or_default();
                *entry = entry.max(*mean);
            }
        }
        let cured = match way.on_found {
            OnFound::Ignore => 0.0,
            OnFound::Fix => 1.0,
            OnFound::Query { task, .. } => self.answer(task, None, None).map_or(0.0, |(_, way)| way.success),
        };
        let mut found = 0.0;
        let mut by_source: BTreeMap<TaskId, f64> = BTreeMap::new();
        let mut carried = DefectLoad::new();
        for (&(source, kind), mean) in &inherited {
            let finds = way.finds.get(crate::units::Id::index(kind)).copied().unwrap_or(0.0);
            found += mean * finds;
            *by_source.entry(source).or_default() += mean * finds;
            carried.insert((source, kind), mean * (1.0 - finds * cured));
        }
        if let Some(defects) = &way.defects {
            for (kind, share) in &defects.kinds {
                *carried.entry((self.task, *kind)).or_default() += defects.introduced * share;
            }
        }
        // One query carries all that was found; the number found is taken as Poisson.
        let asked = if matches!(way.on_found, OnFound::Query { .. }) { 1.0 - libm::exp(-found) } else { 0.0 };
        let source = by_source.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(source, _)| source);
        Noticed { found, asked, source, carried }
    }

    /// Where and in which way a query is answered: where the task asked about was done, else here, unless answers have
    /// a place of their own; by that occupation if it can, else in the first way that anybody can.
    fn answer(&self, task: TaskId, about: Option<TaskId>, by: Option<OccupationId>) -> Option<(SiteTypeId, &Way)> {
        let config = self.case.config;
        let source = about.map_or(self.place, |source| StreamReach::place(&config.tasks[source], self.home));
        let place = StreamReach::place(&config.tasks[task], source);
        let possible = |way: &&Way| way.on && way.team.iter().all(|&member| ever_employed(config, place, member));
        let ways = || config.tasks[task].ways.iter().filter(possible);
        let way = ways().find(|way| by.is_some() && way.lead() == by).or_else(|| ways().next());
        way.filter(|_| is_answer(&config.tasks[task])).map(|way| (place, way))
    }

    /// Adds the hours of so many attempts by one way, and of the answers to their queries.
    fn work(&self, way: &Way, number: f64, noticed: &Noticed, done: &mut Completed) {
        let items = self.gathered.map_or(0.0, |gathered| gathered.items);
        let mut time = way.standard_time().with(items);
        if way.on_found == OnFound::Fix {
            time += noticed.found * way.fix_time.mean();
        }
        let mut add = |place: SiteTypeId, task: TaskId, team: &[OccupationId], ms: f64| {
            for &member in team {
                *done.hours.entry((place, member, task)).or_default() += ms / HOUR.ms();
            }
        };
        if let OnFound::Query { task, to } = way.on_found {
            time += noticed.asked * way.resume_cost;
            let config = self.case.config;
            let led = |task: TaskId| config.tasks[task].ways.iter().filter(|way| way.on).find_map(|way| way.lead());
            let author = || {
                let read = way.reads.first()?;
                let writes =
                    |task: &&TaskId| live_ways(&config.tasks[**task]).any(|way| way.writes.contains(&read.product));
                self.stream.reach.tasks.iter().find(writes).copied()
            };
            let (by, from) = match to {
                QueryTo::Origin => (noticed.source.and_then(led), noticed.source),
                QueryTo::Author => (author().and_then(led), author()),
                QueryTo::Occupation(occupation) => (Some(occupation), None),
            };
            if let Some((place, answer)) = self.answer(task, from, by) {
                add(place, task, &answer.team, number * noticed.asked * answer.standard_time().with(0.0));
            }
        }
        add(self.place, self.task, &way.team, number * time);
        if let OnFound::Query { task, .. } = way.on_found {
            *done.answers.entry(task).or_default() += number * noticed.asked;
        }
    }

    /// Adds a product, or another chance of it.
    fn write(&mut self, product: ProductId, mut outcomes: Vec<(f64, All)>, defects: DefectLoad) {
        let draws: &mut Draws = &mut self.case.draws;
        let weight: f64 = outcomes.iter().map(|(probability, _)| probability).sum();
        let mut sum = defects;
        let mut total = weight;
        if let Some(before) = self.case.products.get(&product) {
            outcomes.push((before.probability, before.events.clone()));
            total += before.probability;
            for (key, mean) in &before.defects {
                *sum.entry(*key).or_default() += mean * before.probability;
            }
        }
        for mean in sum.values_mut() {
            // The mean of several chances, weighted by how likely each is.
            *mean /= total;
        }
        let Some(events) = draws.any(&outcomes) else { return };
        let probability = draws.probability(&events);
        self.case.products.insert(product, MadeLoad { events, probability, defects: sum });
    }
}
