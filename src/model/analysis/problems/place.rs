//! Where products are made and read, and how they get from there to here.

use super::{ArmView, Findings, task_path, way_path};
use crate::model::analysis::graph::{live_ways, writers};
use crate::model::analysis::reach::{Origin, StreamReach, gathers_from, parent_of};
use crate::model::scenario::{Configuration, Gather, OnFound, ProductId, QueryTo, SiteTypeId, TaskId, key};
use std::collections::BTreeSet;

pub(super) fn check(view: &ArmView, findings: &mut Findings) {
    for (product, _) in view.config.products.enumerate() {
        check_one_place(view, product, findings);
    }
    for stream in &view.streams {
        for &home in &stream.homes {
            for &task in &stream.reach.tasks {
                check_task(view, stream, home, task, findings);
            }
        }
    }
}

/// Those who write one product are all at home, or all at one site type.
fn check_one_place(view: &ArmView, product: ProductId, findings: &mut Findings) {
    let config = view.config;
    let of_product = |stream: &&StreamReach| stream.reach.products.contains(&product);
    let homes: BTreeSet<SiteTypeId> =
        view.streams.iter().filter(of_product).flat_map(|stream| stream.homes.iter().copied()).collect();
    // A site type that is every such case's home is home.
    let place = |at: Option<SiteTypeId>| at.filter(|&site| !(homes.len() == 1 && homes.contains(&site)));
    let mut places: BTreeSet<Option<SiteTypeId>> = writers(config, product).map(|(_, task)| place(task.at)).collect();
    if config.demands.iter().any(|demand| demand.on && demand.writes.contains(&product)) {
        places.insert(None);
    }
    if places.len() > 1 {
        let names: Vec<String> = places
            .iter()
            .map(|site| site.map_or("the case's home".to_owned(), |site| format!("`{}`", config.sites[site].name)))
            .collect();
        let name = &config.products[product].name;
        let tasks = writers(config, product).map(|(_, task)| task.name.as_str());
        findings.error(
            format!("product.{}", key(name)),
            format!("`{name}` is written at two site types: {}", names.join(" and ")),
            Some(format!(
                "give its writers ({}) the same `at`, or write a product of its own at each",
                super::quoted(tasks)
            )),
        );
    }
}

/// The site types where a product is written in the cases of a stream with this home; with what its children, its
/// parent or the gathered cases write, as far as `task` reads from there.
fn written_at(
    view: &ArmView,
    stream: &StreamReach,
    home: SiteTypeId,
    task: TaskId,
    product: ProductId,
) -> BTreeSet<SiteTypeId> {
    let config = view.config;
    let in_cases_of = |stream: &StreamReach, home: SiteTypeId| {
        let mut places = BTreeSet::new();
        if let Origin::Demand(demand) = stream.origin
            && config.demands[demand].writes.contains(&product)
        {
            places.insert(home);
        }
        let tasks = stream
            .reach
            .tasks
            .iter()
            .filter(|&&task| live_ways(&config.tasks[task]).any(|w| w.writes.contains(&product)));
        places.extend(tasks.map(|&task| StreamReach::place(&config.tasks[task], home)));
        places
    };
    let mut places = BTreeSet::new();
    let spec = &config.tasks[task];
    // It reads what the gathered cases wrote, at their homes.
    if stream.origin == Origin::Collect(task) {
        for source in view.streams.iter().filter(|source| gathers_from(spec, source)) {
            for &its_home in source.homes.iter().filter(|&&its_home| StreamReach::place(spec, its_home) == home) {
                places.extend(in_cases_of(source, its_home));
            }
        }
        return places;
    }
    places.extend(in_cases_of(stream, home));
    for other in &view.streams {
        let (Origin::Demand(demand), Origin::Demand(other_demand)) = (stream.origin, other.origin) else { continue };
        let gathers = spec.collect.as_ref().is_some_and(|collect| collect.gather == Gather::Children(other_demand));
        if gathers || is_ancestor(config, other_demand, demand) {
            places.extend(in_cases_of(other, home));
        }
    }
    places
}

fn is_ancestor(
    config: &Configuration,
    elder: crate::model::scenario::DemandId,
    child: crate::model::scenario::DemandId,
) -> bool {
    let mut next = parent_of(&config.demands[child]);
    while let Some(parent) = next {
        if parent == elder {
            return true;
        }
        next = parent_of(&config.demands[parent]);
    }
    false
}

fn need_link(view: &ArmView, from: SiteTypeId, to: SiteTypeId, path: String, why: String, findings: &mut Findings) {
    findings.travelled.insert((from, to));
    if from == to || view.config.link(from, to).is_some() {
        return;
    }
    let (from, to) = (&view.config.sites[from].name, &view.config.sites[to].name);
    let help = format!("add `[link.{from}_to_{to}]` with `from = \"{from}\"`, `to = \"{to}\"` and a `latency`");
    findings.error(path, format!("{why}, and no link leads from `{from}` to `{to}`"), Some(help));
}

fn check_task(view: &ArmView, stream: &StreamReach, home: SiteTypeId, task: TaskId, findings: &mut Findings) {
    let config = view.config;
    let spec = &config.tasks[task];
    let here = StreamReach::place(spec, home);
    for (i, way) in spec.ways.iter().enumerate().filter(|(_, way)| way.on) {
        for read in &way.reads {
            let product = &config.products[read.product].name;
            for there in written_at(view, stream, home, task, read.product) {
                let (at_there, at_here) = (&config.sites[there].name, &config.sites[here].name);
                let why = format!("`{product}` is written at `{at_there}` and read at `{at_here}` by `{}`", spec.name);
                need_link(view, there, here, way_path(config, task, i, ".reads"), why, findings);
                // What sends something back needs a way back.
                let back = |what: &str| format!("{what} of `{product}` from `{at_here}` must go back to `{at_there}`");
                if spec.rejects.is_some_and(|rejects| rejects.product == read.product) {
                    need_link(view, here, there, task_path(config, task, ".rejects"), back("a rejection"), findings);
                }
                if matches!(way.on_found, OnFound::Query { to: QueryTo::Origin | QueryTo::Author, .. })
                    && way.finds.iter().any(|share| *share > 0.0)
                {
                    need_link(view, here, there, way_path(config, task, i, ".on_found"), back("a query"), findings);
                }
            }
        }
        if let OnFound::Query { task: answer, .. } = way.on_found
            && let Some(there) = config.tasks[answer].at
        {
            let path = way_path(config, task, i, ".on_found");
            let name = &config.tasks[answer].name;
            let why = format!("queries of `{}` go to `{name}` at `{}`", spec.name, config.sites[there].name);
            need_link(view, here, there, path.clone(), why, findings);
            let why = format!("answers of `{name}` come from `{}`", config.sites[there].name);
            need_link(view, there, here, path, why, findings);
        }
    }
    if let Some(rejects) = spec.rejects
        && writers(config, rejects.product).next().is_none()
    {
        let product = &config.products[rejects.product].name;
        let message = format!("nobody makes `{product}` again once `{}` has rejected it", spec.name);
        findings.warn(task_path(config, task, ".rejects"), message, Some("reject what a task writes".into()));
    }
}
