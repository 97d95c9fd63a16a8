//! Numbers that cannot move the answer, since no arm has what they are about: people nobody employs, work nobody does,
//! demands that bring no case, tools nobody uses, links nothing travels.

use super::graph::live_ways;
use super::problems::links_travelled;
use super::reach::{Origin, StreamReach, parent_of, streams};
use super::staff::ever_employed;
use super::wanted::wanted_products;
use crate::model::scenario::{
    Action, Amount, Clause, Condition, Configuration, OccupationId, OnFound, ProductId, Roster, Scenario, SiteTypeId,
    Source, Start, TaskId, Technology, TechnologyId, Trigger, Way,
};
use crate::units::Time;
use std::collections::BTreeSet;

/// Paths of tables and values that no arm has any use for; what stands below such a path has none either.
pub fn idle_paths(scenario: &Scenario) -> BTreeSet<String> {
    let mut used = Used::default();
    for (arm, spec) in scenario.arms.enumerate() {
        let configs: Vec<&Configuration> = (0..=scenario.years.len()).map(|year| spec.config_in(year)).collect();
        used.add_arm(scenario, &configs);
        used.links.extend(links_travelled(scenario, arm));
    }
    used.idle(&scenario.arms[scenario.control].configs[0])
}

/// Whether a path is one of these or below one.
pub fn is_idle(idle: &BTreeSet<String>, path: &str) -> bool {
    let ends = path.match_indices('.').map(|(end, _)| end).chain([path.len()]);
    ends.into_iter().any(|end| idle.contains(&path[..end]))
}

/// What some arm has a use for.
#[derive(Default)]
struct Used {
    occupations: BTreeSet<OccupationId>,
    after_hours: BTreeSet<OccupationId>,
    sites: BTreeSet<SiteTypeId>,
    links: BTreeSet<(SiteTypeId, SiteTypeId)>,
    products: BTreeSet<ProductId>,
    demands: BTreeSet<usize>,
    traits: BTreeSet<usize>,
    tasks: BTreeSet<TaskId>,
    ways: BTreeSet<(TaskId, usize)>,
    policies: BTreeSet<usize>,
    /// Adopted somewhere before the end, and used by a way, asked for by a condition, or paid for.
    tools: BTreeSet<TechnologyId>,
    /// Of these, used by a way.
    in_hand: BTreeSet<TechnologyId>,
    /// Adopted, and something is expected of it.
    expected: BTreeSet<TechnologyId>,
}

impl Used {
    /// `configs`: of the arm, by year; they differ in numbers and staff only.
    fn add_arm(&mut self, scenario: &Scenario, configs: &[&Configuration]) {
        let config = configs[0];
        let employed = |site, who| configs.iter().any(|config| ever_employed(config, site, who));
        let comes = |tool: TechnologyId| comes(&config.technologies[tool], scenario.end);
        for (id, occupation) in config.occupations.enumerate().filter(|(_, of)| !of.unlimited) {
            let at: Vec<SiteTypeId> = config.sites.ids().filter(|&site| employed(site, id)).collect();
            if !at.is_empty() {
                self.occupations.insert(id);
                self.sites.extend(at);
            }
            if occupation.after_hours.is_some() && occupation.roster != Roster::Always {
                let owned = config.tasks.iter().filter(|task| task.on && task.owner.is_some() && task.due.is_some());
                let theirs = owned.flat_map(live_ways).any(|way| way.lead() == Some(id));
                self.after_hours.extend(theirs.then_some(id));
            }
        }
        for (id, demand) in config.demands.enumerate().filter(|(_, demand)| demand.on) {
            // Children need a parent that lasts, lists somebody to call.
            let brings = match &demand.source {
                Source::Children { .. } => {
                    parent_of(demand).is_some_and(|parent| config.demands[parent].lasts.is_some())
                }
                Source::Pull { by, .. } => demand.at.iter().any(|&site| employed(site, *by)),
                _ => true,
            };
            self.demands.extend(brings.then_some(crate::units::Id::index(id)));
        }
        let possible = |way: &Way, site: SiteTypeId| {
            way.on
                && way.tool.is_none_or(comes)
                && way.when.as_ref().is_none_or(|when| may_hold(when, &comes))
                && way.team.iter().all(|&member| employed(site, member))
        };
        // Conditions count only where they are asked: on tasks that run.
        let ran = self.add_work(config, &possible, &comes);
        let conditions = |task: TaskId| {
            let spec = &config.tasks[task];
            let ways = spec.ways.iter().filter(|way| way.on).filter_map(|way| way.when.as_ref());
            spec.when.iter().chain(ways).flat_map(|condition| &condition.all).collect::<Vec<&Clause>>()
        };
        let mut asked: Vec<&Clause> = ran.into_iter().flat_map(conditions).collect();
        for (number, policy) in config.policies.iter().enumerate().filter(|(_, policy)| policy.on) {
            let taken = match &policy.trigger {
                Trigger::At(time) => (Time::ZERO..scenario.end).contains(time),
                Trigger::Every(every) => scenario.calendar.occurrence(*every, 1) < scenario.end,
                Trigger::When { condition, .. } => {
                    asked.extend(&condition.all);
                    may_hold(condition, &comes)
                }
            };
            let somebody = |who: OccupationId| config.sites.ids().any(|site| employed(site, who));
            let acts = match &policy.action {
                Action::Hire { amount: Amount::Heads(_), .. } | Action::Set => true,
                Action::Hire { occupation, .. }
                | Action::Dismiss { occupation, .. }
                | Action::Retrain { occupation, .. }
                | Action::Replace { occupation, .. } => somebody(*occupation),
                Action::StaffTo { occupations, .. } => {
                    occupations.is_empty() || occupations.iter().copied().any(somebody)
                }
            };
            self.policies.extend((taken && acts).then_some(number));
        }
        for clause in asked {
            match clause {
                Clause::Trait(id) => self.traits.extend([crate::units::Id::index(*id)]),
                Clause::Tool { technology, .. } | Clause::Without(technology) if comes(*technology) => {
                    self.tools.insert(*technology);
                }
                _ => {}
            }
        }
        for (id, technology) in config.technologies.enumerate().filter(|(id, _)| comes(*id)) {
            self.tools.extend((technology.price.is_some() || self.in_hand.contains(&id)).then_some(id));
            self.expected.extend(technology.expects.is_some().then_some(id));
        }
    }

    /// Adds the work that is done in an arm, and returns its tasks.
    fn add_work(
        &mut self,
        config: &Configuration,
        possible: &dyn Fn(&Way, SiteTypeId) -> bool,
        comes: &dyn Fn(TechnologyId) -> bool,
    ) -> BTreeSet<TaskId> {
        let streams = streams(config);
        let mut ran: BTreeSet<(TaskId, SiteTypeId)> = BTreeSet::new();
        for stream in &streams {
            if let Origin::Demand(demand) = stream.origin {
                self.products.extend(&config.demands[demand].writes);
                if !self.demands.contains(&crate::units::Id::index(demand)) {
                    continue;
                }
            }
            self.sites.extend(&stream.homes);
            // Any way may be used: what is left out here must be idle for certain.
            let wanted = wanted_products(config, &streams, stream, &|_, _| true);
            for &task in &stream.reach.tasks {
                let spec = &config.tasks[task];
                let called = live_ways(spec).any(|way| way.writes.iter().any(|product| wanted.contains(product)));
                if !called || !spec.when.as_ref().is_none_or(|when| may_hold(when, comes)) {
                    continue;
                }
                let places = stream.homes.iter().map(|&home| StreamReach::place(spec, home));
                ran.extend(places.filter(|&site| spec.ways.iter().any(|way| possible(way, site))).map(|at| (task, at)));
            }
        }
        // Answers are reached through those who ask, not through products.
        let asked: BTreeSet<TaskId> = (ran.iter())
            .flat_map(|&(task, site)| config.tasks[task].ways.iter().filter(move |way| possible(way, site)))
            .filter(|way| way.finds.iter().any(|share| *share > 0.0))
            .filter_map(|way| match way.on_found {
                OnFound::Query { task, .. } => Some(task),
                _ => None,
            })
            .collect();
        for task in asked.into_iter().filter(|&task| config.tasks[task].on) {
            let places = config.tasks[task].at.map_or_else(|| config.sites.ids().collect(), |site| vec![site]);
            let staffed =
                places.into_iter().filter(|&site| config.tasks[task].ways.iter().any(|way| possible(way, site)));
            ran.extend(staffed.map(|site| (task, site)));
        }
        for &(task, site) in &ran {
            self.tasks.insert(task);
            self.sites.insert(site);
            for (number, way) in config.tasks[task].ways.iter().enumerate().filter(|(_, way)| possible(way, site)) {
                self.ways.insert((task, number));
                self.products.extend(&way.writes);
                self.in_hand.extend(way.tool);
                self.occupations.extend(way.team.iter().filter(|&&member| config.occupations[member].unlimited));
            }
        }
        ran.into_iter().map(|(task, _)| task).collect()
    }

    /// The paths of all that is left.
    fn idle(&self, config: &Configuration) -> BTreeSet<String> {
        let mut idle = BTreeSet::new();
        for (id, occupation) in config.occupations.enumerate() {
            let name = &occupation.name;
            if !self.occupations.contains(&id) {
                idle.insert(format!("occupation.{name}"));
                idle.extend(config.sites.iter().map(|site| format!("site.{}.staff.{name}", site.name)));
            } else if !self.after_hours.contains(&id) {
                idle.insert(format!("occupation.{name}.after_hours"));
            }
        }
        let sites = config.sites.enumerate().filter(|(id, _)| !self.sites.contains(id));
        idle.extend(sites.map(|(_, site)| format!("site.{}", site.name)));
        let links = config.links.iter().filter(|link| !self.links.contains(&(link.from, link.to)));
        idle.extend(links.map(|link| format!("link.{}", link.name)));
        let products = config.products.enumerate().filter(|(id, _)| !self.products.contains(id));
        idle.extend(products.map(|(_, product)| format!("product.{}", product.name)));
        for (number, demand) in config.demands.iter().enumerate() {
            let name = &demand.name;
            if !self.demands.contains(&number) {
                idle.insert(format!("demand.{name}"));
            }
            let traits = config.traits.iter().enumerate().filter(|(number, _)| !self.traits.contains(number));
            idle.extend(traits.map(|(_, of)| format!("demand.{name}.traits.{of}")));
        }
        for (id, task) in config.tasks.enumerate() {
            let name = &task.name;
            if !self.tasks.contains(&id) {
                idle.insert(format!("task.{name}"));
            }
            let ways = task.ways.iter().enumerate().filter(|(number, _)| !self.ways.contains(&(id, *number)));
            idle.extend(ways.map(|(_, way)| format!("task.{name}.way.{}", way.name)));
        }
        for (id, technology) in config.technologies.enumerate() {
            let name = &technology.name;
            let kept: &[&str] =
                match (self.in_hand.contains(&id), self.tools.contains(&id), self.expected.contains(&id)) {
                    (true, _, true) => continue,
                    (true, _, false) => &["adoption", "dip", "downtime", "uptake", "trust", "price"],
                    (false, true, true) => &["adoption", "price", "expects"],
                    (false, true, false) => &["adoption", "price"],
                    (false, false, true) => &["expects"],
                    (false, false, false) => &[],
                };
            let keys = ["adoption", "dip", "downtime", "uptake", "trust", "price", "expects"];
            let left = keys.iter().filter(|key| !kept.contains(key));
            idle.extend(left.map(|key| format!("technology.{name}.{key}")));
        }
        let policies = config.policies.iter().enumerate().filter(|(number, _)| !self.policies.contains(number));
        idle.extend(policies.map(|(_, policy)| format!("policy.{}", policy.name)));
        idle
    }
}

/// Whether a tool is on and comes to some site before the end.
fn comes(technology: &Technology, end: Time) -> bool {
    let in_time = |start: &Start| matches!(start, Start::Before) || matches!(start, Start::At(time) if *time < end);
    technology.on && technology.adoption.ceiling > 0.0 && technology.adoption.start.iter().any(in_time)
}

/// Whether a condition does not ask for a tool that never comes.
fn may_hold(condition: &Condition, comes: &dyn Fn(TechnologyId) -> bool) -> bool {
    condition.all.iter().all(|clause| match clause {
        Clause::Tool { technology, .. } => comes(*technology),
        _ => true,
    })
}

#[cfg(test)]
mod tests;
