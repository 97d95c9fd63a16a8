//! Whether there is anybody to do it.

use super::{ArmView, Counts, Findings, Problem, Severity, quoted, task_path, way_path};
use crate::model::analysis::graph::{is_answer, live_ways, writers};
use crate::model::analysis::staff::ever_employed;
use crate::model::minutes::Minutes;
use crate::model::scenario::{ArmId, Clause, Configuration, OccupationId, SiteTypeId, Task, TaskId, Way, key};
use std::collections::BTreeSet;

pub(super) fn check(view: &ArmView, findings: &mut Findings) {
    for (id, task) in view.config.tasks.enumerate().filter(|(_, task)| task.on) {
        let places = view.places(id);
        check_teams(view, id, task, &places, findings);
        check_somebody(view, id, task, &places, findings);
        check_owner(view, id, task, &places, findings);
        check_not_by(view, id, task, &places, findings);
    }
}

/// All of a team may be employed at one of the sites, in the same year or not.
fn staffed(view: &ArmView, way: &Way, places: &[SiteTypeId]) -> bool {
    places.iter().any(|&site| way.team.iter().all(|&member| employed(view, site, member)))
}

/// Whether anybody of an occupation may ever work at a site type.
fn employed(view: &ArmView, site: SiteTypeId, occupation: OccupationId) -> bool {
    view.years.iter().any(|config| ever_employed(config, site, occupation))
}

/// The ways in question: of an answer, which reads nothing, all that are on.
fn ways_of(task: &Task) -> Vec<&Way> {
    if is_answer(task) { task.ways.iter().filter(|way| way.on).collect() } else { live_ways(task).collect() }
}

fn name_sites(config: &Configuration, places: &[SiteTypeId]) -> String {
    quoted(places.iter().map(|&site| config.sites[site].name.as_str()))
}

fn check_teams(view: &ArmView, id: TaskId, task: &Task, places: &[SiteTypeId], findings: &mut Findings) {
    let config = view.config;
    let name = |occupation: OccupationId| config.occupations[occupation].name.as_str();
    for (i, way) in task.ways.iter().enumerate().filter(|(_, way)| way.on) {
        let path = way_path(config, id, i, ".team");
        if way.team.len() > 1 {
            let alone = way.team.iter().copied().filter(|&member| config.occupations[member].unlimited);
            for member in alone {
                let message = format!("`{}` is unlimited and works alone, not in a team", name(member));
                findings.error(path.clone(), message, Some("give it a task of its own".into()));
            }
            if !common_shift(config, &way.team) {
                let message = format!("{} have no common shift", quoted(way.team.iter().map(|&member| name(member))));
                findings.error(path.clone(), message, Some("a team works together for the whole time".into()));
            }
        }
        let mistake = (!staffed(view, way, places)).then(|| {
            let missing = way.team.iter().copied().filter(|&m| !places.iter().any(|&site| employed(view, site, m)));
            let missing: BTreeSet<&str> = missing.map(name).collect();
            let who = if missing.is_empty() { "the whole team".to_owned() } else { quoted(missing) };
            let message = format!("no arm ever employs {who} at {}", name_sites(config, places));
            (message, Some(format!("`{}` runs there: add them to its `staff`, or move the task by `at`", task.name)))
        });
        // A zero that somebody lists is meant, where another way is left.
        let listed = |member: &OccupationId| {
            places.iter().any(|&site| employed(view, site, *member) || config.sites[site].listed.contains(member))
        };
        let others = task.ways.iter().enumerate().filter(|(other, way)| *other != i && way.on);
        let left = others.filter(|(_, way)| way.lead().is_some()).any(|(_, way)| staffed(view, way, places));
        match mistake {
            Some((message, _)) if left && way.team.iter().all(listed) => {
                let message = format!("{message}, so this way is never used");
                let problem = Problem { path, message, help: None, severity: Severity::Warning };
                findings.add("team", Counts::InAllArms, problem);
            }
            mistake => findings.unless_in_order("team", path, mistake),
        }
    }
}

/// Whether there is an hour of the week in which all are on shift, or a moment: lines are compared by the minute.
fn common_shift(config: &Configuration, team: &[OccupationId]) -> bool {
    !Minutes::of_team(config, team).is_empty()
}

/// Somebody, or a machine, can do it in this arm.
fn check_somebody(view: &ArmView, id: TaskId, task: &Task, places: &[SiteTypeId], findings: &mut Findings) {
    let config = view.config;
    let off = |way: &Way| way.tool.is_some_and(|tool| !config.technologies[tool].on);
    // Never requested where it waits for a tool that is off.
    let waits = task.when.iter().flat_map(|condition| &condition.all).any(|clause| match clause {
        Clause::Tool { technology, .. } => !config.technologies[*technology].on,
        _ => false,
    });
    let ways = ways_of(task);
    if waits || task.ways.is_empty() || (!is_answer(task) && ways.is_empty() && task.ways.iter().any(|way| way.on)) {
        return; // what is wrong with it, if anything, is said elsewhere
    }
    let empty: Vec<SiteTypeId> =
        places.iter().copied().filter(|&site| !ways.iter().any(|way| staffed(view, way, &[site]))).collect();
    if empty.len() == places.len() {
        let message = format!("nobody can ever do `{}` at {}", task.name, name_sites(config, places));
        let leads: BTreeSet<&str> =
            ways.iter().filter_map(|way| way.lead()).map(|lead| config.occupations[lead].name.as_str()).collect();
        let help = match leads.is_empty() {
            true => why_off(view, findings.arm, id),
            false => Some(format!("it takes {} there", quoted(leads))),
        };
        findings.error(task_path(config, id, ""), message, help);
    } else if !empty.is_empty() && view.streams.iter().any(|stream| stream.reach.tasks.contains(&id)) {
        let message = format!(
            "nobody can ever do `{}` at {}: what it writes is absent there",
            task.name,
            name_sites(config, &empty)
        );
        findings.warn(task_path(config, id, ""), message, None);
    } else if ways.iter().all(|way| off(way)) && !written_otherwise(config, id, &ways) {
        let message = format!("every way of `{}` needs a tool that is off: what it writes is absent", task.name);
        findings.warn(task_path(config, id, ""), message, None);
    }
}

/// Why nobody can do a task in this arm though somebody can in another: what brings it something to read, or its ways,
/// are off here. Says what is off, where it is on, and what to do.
fn why_off(view: &ArmView, arm: ArmId, id: TaskId) -> Option<String> {
    let arms = &view.scenario.arms;
    let (here, name) = (view.config, &arms[arm].name);
    let other =
        arms.iter().map(|arm| &arm.configs[0]).find(|config| ways_of(&config.tasks[id]).iter().any(|way| way.on))?;
    let on_in = |is_on: &dyn Fn(&Configuration) -> bool| {
        quoted(arms.iter().filter(|arm| is_on(&arm.configs[0])).map(|arm| arm.name.as_str()))
    };
    let says = |what: String, source: String, on: String| {
        let task = task_path(here, id, "");
        let both =
            if source.starts_with(&task) { String::new() } else { format!("`{task}` in `use` of {on}, too, or ") };
        Some(format!(
            "{what}`{source}`, which is off in arm `{name}` and on in {on}: name {both}`{source}` in `use` of `{name}`"
        ))
    };
    // First what it reads: a missing source explains more than a way that is off.
    for product in ways_of(&other.tasks[id]).iter().flat_map(|way| &way.reads).map(|read| read.product) {
        let what = format!("`{}` comes from ", here.products[product].name);
        for (demand, spec) in other.demands.enumerate().filter(|(_, demand)| demand.writes.contains(&product)) {
            if spec.on && !here.demands[demand].on {
                let on = on_in(&|config| config.demands[demand].on);
                return says(what, format!("demand.{}", key(&spec.name)), on);
            }
        }
        if let Some((task, _)) = writers(other, product).find(|(task, _)| !here.tasks[*task].on) {
            return says(what, task_path(here, task, ""), on_in(&|config| config.tasks[task].on));
        }
    }
    let off =
        (0..here.tasks[id].ways.len()).find(|way| other.tasks[id].ways[*way].on && !here.tasks[id].ways[*way].on)?;
    says("it is done by ".into(), way_path(here, id, off, ""), on_in(&|config| config.tasks[id].ways[off].on))
}

/// Whether other tasks write all that these ways of a task write.
fn written_otherwise(config: &Configuration, id: TaskId, ways: &[&Way]) -> bool {
    ways.iter().flat_map(|way| &way.writes).all(|&product| writers(config, product).any(|(other, _)| other != id))
}

fn leads(task: &Task) -> BTreeSet<OccupationId> {
    ways_of(task).iter().filter_map(|way| way.lead()).collect()
}

/// Who did the one task can be there for the other.
fn check_owner(view: &ArmView, id: TaskId, task: &Task, places: &[SiteTypeId], findings: &mut Findings) {
    let config = view.config;
    let Some(owner) = task.owner.filter(|&owner| config.tasks[owner].on) else { return };
    let owner_name = &config.tasks[owner].name;
    let same_case =
        view.streams.iter().any(|stream| stream.reach.tasks.contains(&id) && stream.reach.tasks.contains(&owner));
    if leads(&config.tasks[owner]).is_empty() {
        return; // an automated owner is none
    }
    let mistake = if leads(task).is_disjoint(&leads(&config.tasks[owner])) {
        Some((format!("the leads of `{owner_name}` can lead no way of `{}`", task.name), "the same occupation"))
    } else if !same_case {
        Some((format!("`{owner_name}` is never done in the same case as `{}`", task.name), "a task of the same case"))
    } else if view.places(owner).iter().all(|site| !places.contains(site)) {
        Some((format!("`{owner_name}` is done at another site type than `{}`", task.name), "the same site"))
    } else {
        None
    };
    let mistake = mistake.map(|(message, what)| (message, Some(format!("an owner is a worker of {what}"))));
    findings.unless_in_order("owner", task_path(config, id, ".owner"), mistake);
}

/// Somebody else is there where the fewest are.
fn check_not_by(view: &ArmView, id: TaskId, task: &Task, places: &[SiteTypeId], findings: &mut Findings) {
    let config = view.config;
    let Some(other) = task.not_by.filter(|&other| config.tasks[other].on) else { return };
    let others = leads(&config.tasks[other]);
    for &site in places {
        for copy in 0..config.sites[site].staff.len() {
            let last = view.last.iter().find(|place| place.site == site && place.copy == copy);
            // The fewest at any time: at the beginning of a year, or when the arm ends.
            let fewest = |occupation: OccupationId| {
                let stated = view.years.iter().map(|config| config.sites[site].staff[copy][occupation].ceil());
                stated.chain(last.map(|place| place.crews[occupation].heads as f64)).fold(f64::INFINITY, f64::min)
            };
            let here =
                |way: &&Way| way.lead().is_none_or(|lead| fewest(lead) > 0.0 || config.occupations[lead].unlimited);
            let possible: Vec<&Way> = ways_of(task).into_iter().filter(here).collect();
            let met = |way: &&Way| match way.lead() {
                Some(lead) => !others.contains(&lead) || fewest(lead) > 1.0,
                None => true,
            };
            if !possible.is_empty() && !possible.iter().any(met) {
                let who = quoted(
                    possible.iter().filter_map(|way| way.lead()).map(|lead| config.occupations[lead].name.as_str()),
                );
                let problem = Problem {
                    path: task_path(config, id, ".not_by"),
                    message: format!(
                        "somebody other than who did `{}` must do `{}`, but `{}` has only one {who} at its smallest",
                        config.tasks[other].name, task.name, config.sites[site].name
                    ),
                    help: Some("employ two, or add a way for another occupation".into()),
                    severity: Severity::Error,
                };
                findings.add("not_by", Counts::PerArm, problem);
            }
        }
    }
}
