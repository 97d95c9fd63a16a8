//! What a task and its ways must look like.

use super::{ArmView, Findings, task_path, way_path};
use crate::model::analysis::graph::{is_answer, live_ways};
use crate::model::analysis::reach::{Origin, collects_apart, gathers_from, parent_of};
use crate::model::scenario::{
    Action, AdoptedBy, Clause, Configuration, Gather, Keep, OnFound, ProductId, Roster, Source, Task, TaskId, key,
};

/// The ways of a task are kept in words of 32 bits.
pub(super) const MOST_WAYS: usize = 32;

pub(super) fn check(view: &ArmView, findings: &mut Findings) {
    let config = view.config;
    for (id, task) in config.tasks.enumerate().filter(|(_, task)| task.on) {
        check_ways(config, id, task, findings);
        if let Some(rejects) = task.rejects {
            let mistake = (!live_ways(task).any(|way| way.reads.iter().any(|read| read.product == rejects.product)))
                .then(|| {
                    let product = &config.products[rejects.product].name;
                    let message = format!("`{}` rejects `{product}`, which it does not read", task.name);
                    (message, Some(format!("add `{product}` to its `reads`")))
                });
            findings.unless_in_order("rejects", task_path(config, id, ".rejects"), mistake);
        }
        check_queries(config, id, task, findings);
        check_tools(config, id, task, findings);
        check_collect(view, id, task, findings);
        if !is_answer(task) {
            check_called_for(view, id, task, findings);
            check_readings(config, id, task, findings);
        }
    }
    check_payrolls(config, findings);
    check_waiting_lists(config, findings);
    for demand in config.demands.iter().filter(|demand| demand.on) {
        for product in demand.writes.iter().map(|product| &config.products[*product]) {
            if product.reading.is_some() {
                let message = format!("nobody reads `{}`: cases begin with it", product.name);
                let help = Some("a reading is made by a task; here begins what it is a reading of".into());
                findings.error(format!("product.{}.reading", key(&product.name)), message, help);
            }
        }
    }
}

/// A payroll buys somebody only if they have a wage.
fn check_payrolls(config: &Configuration, findings: &mut Findings) {
    for policy in config.policies.iter().filter(|policy| policy.on) {
        if let Action::Replace { by, keep: Keep::Payroll, .. } = policy.action
            && config.occupations[by].wage <= 0.0
        {
            let by = &config.occupations[by].name;
            let message = format!("`{}` keeps the payroll, but `{by}` has no wage", policy.name);
            findings.error(format!("policy.{}.action", key(&policy.name)), message, Some("state their `wage`".into()));
        }
    }
}

/// Who is always on shift has no shift in which to call so many.
fn check_waiting_lists(config: &Configuration, findings: &mut Findings) {
    for demand in config.demands.iter().filter(|demand| demand.on) {
        let Source::Pull { by, at_most } = demand.source else { continue };
        let (path, caller) = (format!("demand.{}.pull", key(&demand.name)), &config.occupations[by]);
        if caller.unlimited {
            let message = format!("`{}` are unlimited: nobody of them is ever free to call", caller.name);
            findings.error(path, message, Some("name an occupation with staff".into()));
        } else if at_most.is_some() && caller.roster == Roster::Always {
            let message = format!("`{}` has a limit per shift, but `{}` is always on shift", demand.name, caller.name);
            findings.error(path, message, Some("give them a `shift`, or drop `at_most`".into()));
        }
    }
}

fn check_ways(config: &Configuration, id: TaskId, task: &Task, findings: &mut Findings) {
    if task.ways.is_empty() {
        let help = Some(format!("add a table `[task.{}.way.NAME]` with `team` and `time`", key(&task.name)));
        findings.error(task_path(config, id, ""), format!("`{}` has no way to be done", task.name), help);
    }
    if task.ways.len() > MOST_WAYS {
        let message = format!("`{}` has {} ways, at most {MOST_WAYS} are possible", task.name, task.ways.len());
        findings.error(task_path(config, id, ".way"), message, None);
    }
    // Answers neither read nor write; what follows asks for both.
    if is_answer(task) {
        return;
    }
    let writes = task.ways.iter().any(|way| !way.writes.is_empty());
    let mistake = (!task.ways.is_empty() && !writes).then(|| {
        (
            format!("`{}` writes nothing, so nobody ever requests it", task.name),
            Some("name a product in `writes`; only answers to queries neither read nor write".into()),
        )
    });
    findings.unless_in_order("writes", task_path(config, id, ""), mistake);
    for (i, way) in task.ways.iter().enumerate().filter(|(_, way)| way.on) {
        let mistake = way.reads.is_empty().then(|| {
            (
                format!("way `{}` of `{}` reads nothing", way.name, task.name),
                Some("a way needs at least one read".into()),
            )
        });
        findings.unless_in_order("reads", way_path(config, id, i, ".reads"), mistake);
        if way.standard_time().is_itemised() && task.collect.is_none() {
            let message = format!("`{}` has a time per item but gathers none", task.name);
            findings.warn(way_path(config, id, i, ".per_item"), message, Some("`collect` gathers items".into()));
        }
        if way.reads.iter().any(|read| read.previous) && task.collect.is_some() {
            let message = format!("`{}` gathers products of many cases, and none of those is a sibling", task.name);
            findings.error(way_path(config, id, i, ".reads"), message, Some("drop `@previous`".into()));
        }
    }
}

/// Queries go to tasks that neither read nor write, and only such tasks are requested by nothing else.
fn check_queries(config: &Configuration, id: TaskId, task: &Task, findings: &mut Findings) {
    for (i, way) in task.ways.iter().enumerate().filter(|(_, way)| way.on) {
        let OnFound::Query { task: answer, .. } = way.on_found else { continue };
        let answer = &config.tasks[answer];
        if !answer.ways.is_empty() && !is_answer(answer) {
            let message = format!("`{}` cannot answer queries: it reads or writes products", answer.name);
            let help = Some("an answer to a query has neither `reads` nor `writes`".into());
            findings.error(way_path(config, id, i, ".on_found"), message, help);
        }
    }
    if is_answer(task) {
        let asks = |other: &Task| {
            let asks = |on_found| matches!(on_found, OnFound::Query { task, .. } if task == id);
            other.on && other.ways.iter().any(|way| way.on && asks(way.on_found))
        };
        let mistake = (!config.tasks.iter().any(asks)).then(|| {
            (
                format!("`{}` neither reads nor writes, and no query goes to it", task.name),
                Some("name what it reads and writes, or send it queries by `on_found`".into()),
            )
        });
        findings.unless_in_order("asked", task_path(config, id, ""), mistake);
    }
}

/// People who have not adopted a tool need a way without it.
fn check_tools(config: &Configuration, id: TaskId, task: &Task, findings: &mut Findings) {
    for (i, way) in task.ways.iter().enumerate().filter(|(_, way)| way.on) {
        let (Some(tool), Some(lead)) = (way.tool, way.lead()) else { continue };
        if config.technologies[tool].adoption.by != AdoptedBy::Worker {
            continue;
        }
        let mut others = task.ways.iter().filter(|other| other.on && other.lead() == Some(lead));
        if !others.any(|other| other.tool != Some(tool)) {
            let (tool, lead) = (&config.technologies[tool].name, &config.occupations[lead].name);
            let message =
                format!("`{tool}` is adopted by worker, but `{lead}` has no way of `{}` without it", task.name);
            let help = Some(format!("add a way led by `{lead}` for those who have not adopted `{tool}`"));
            findings.error(way_path(config, id, i, ".tool"), message, help);
        }
    }
}

fn check_collect(view: &ArmView, id: TaskId, task: &Task, findings: &mut Findings) {
    let config = view.config;
    let Some(collect) = &task.collect else { return };
    let path = task_path(config, id, ".collect");
    let nothing = |what: String| Some((what, Some("name in `reads` what those cases write".to_owned())));
    let mistake = match collect.gather {
        Gather::Children(child) => {
            let name = &config.demands[child].name;
            match config.demands[child].source {
                Source::Children { .. } => {
                    let reaches = view.streams.iter().any(|stream| stream.reach.tasks.contains(&id));
                    (!reaches && config.demands[child].on)
                        .then(|| {
                            nothing(format!(
                                "`{}` gathers nothing: `{name}` cases cannot have what it reads",
                                task.name
                            ))
                        })
                        .flatten()
                }
                _ => Some((format!("`{name}` is no child demand"), Some("state its parent by `of`".into()))),
            }
        }
        Gather::CopiesOf(of) => {
            let (of, origin) = (&config.tasks[of], Origin::Collect(of));
            if !collects_apart(of) {
                Some((format!("`{}` makes no copies", of.name), Some("it needs a `collect` with `copies`".into())))
            } else {
                let reaches = view.streams.iter().any(|stream| stream.origin == origin && gathers_from(task, stream));
                (!reaches && of.on)
                    .then(|| {
                        nothing(format!(
                            "`{}` gathers nothing: the copies of `{}` lack what it reads",
                            task.name, of.name
                        ))
                    })
                    .flatten()
            }
        }
        Gather::Every(_) | Gather::Size(_) => {
            let origin = Origin::Collect(id);
            let gathers = view.streams.iter().any(|stream| stream.origin == origin);
            (!gathers)
                .then(|| nothing(format!("`{}` gathers nothing: no case can have all that it reads", task.name)))
                .flatten()
        }
    };
    // A second message about the same table would only distract from the first.
    let found = mistake.is_none();
    findings.unless_in_order("collect", path.clone(), mistake);
    if found && collect.copies > 1 && matches!(collect.gather, Gather::Children(_)) {
        let message = format!("`{}` gathers on the parent's case, of which there is one", task.name);
        findings.error(path, message, Some("drop `copies`".into()));
    }
}

/// A task that no case can request.
fn check_called_for(view: &ArmView, id: TaskId, task: &Task, findings: &mut Findings) {
    let config = view.config;
    let writes = task.ways.iter().any(|way| !way.writes.is_empty());
    if task.collect.is_some() || !writes || !task.ways.iter().any(|way| way.on) {
        return; // said elsewhere
    }
    let children = config.demands.iter().any(|demand| demand.on && parent_of(demand).is_some());
    if !children && live_ways(task).any(|way| way.reads.iter().any(|read| read.previous)) {
        let message = format!("`{}` reads from an elder sibling, but no case has one", task.name);
        let help = Some("`@previous` is for cases of a child demand (`of`)".into());
        findings.unless_in_order("previous", task_path(config, id, ".reads"), Some((message, help)));
        return;
    }
    findings.unless_in_order("previous", task_path(config, id, ".reads"), None);
    let reached = view.streams.iter().any(|stream| stream.reach.tasks.contains(&id));
    let mistake = (!reached).then(|| {
        let unwritten: Vec<&str> = config
            .products
            .enumerate()
            .filter(|(product, _)| task.ways.iter().any(|way| way.reads.iter().any(|read| read.product == *product)))
            .filter(|(product, _)| !view.streams.iter().any(|stream| stream.reach.products.contains(product)))
            .map(|(_, product)| product.name.as_str())
            .collect();
        let help = if unwritten.is_empty() {
            "the products it reads never come together in one case".to_owned()
        } else {
            format!("nothing that ever happens writes {}", super::quoted(unwritten))
        };
        (format!("`{}` can never be requested", task.name), Some(help))
    });
    findings.unless_in_order("requested", task_path(config, id, ""), mistake);
    if let Some(condition) = &task.when {
        for clause in &condition.all {
            let Clause::Found(other) = clause else { continue };
            let finds = config.tasks[*other].ways.iter().any(|way| way.finds.iter().any(|share| *share > 0.0));
            if !finds {
                let message = format!("`{}` never notices a defect", config.tasks[*other].name);
                let help = Some("give it `finds`".into());
                findings.warn(task_path(config, id, ".when"), message, help);
            }
        }
    }
}

/// Conditions about readings that can never hold.
fn check_readings(config: &Configuration, id: TaskId, task: &Task, findings: &mut Findings) {
    let is_reading = |product: ProductId| config.products[product].reading.is_some();
    let of_ways = task.ways.iter().map(|way| (format!(".way.{}.when", way.name), way.when.as_ref()));
    for (path, condition) in std::iter::once((".when".into(), task.when.as_ref())).chain(of_ways) {
        for clause in condition.iter().flat_map(|condition| &condition.all) {
            let (message, help) = match clause {
                Clause::Reading(product, _) if !is_reading(*product) => {
                    let help = "say how observers differ: reading = { between_cases = 1, within = 0.5 }";
                    (format!("`{}` is no reading", config.products[*product].name), help)
                }
                Clause::Differ { among, .. } if among.iter().filter(|read| is_reading(read.product)).count() < 2 => {
                    let help = "`differ` compares products with a `reading` that the work reads";
                    (format!("`{}` reads fewer than two readings", task.name), help)
                }
                _ => continue,
            };
            findings.error(task_path(config, id, &path), message, Some(help.into()));
        }
    }
}
