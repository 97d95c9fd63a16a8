//! Lists that run along the copies of a site: as long as there are copies, or one value for all.

use super::{ArmView, Findings, quoted};
use crate::model::scenario::{Clause, Condition, SiteTypeId, TechnologyId};
use std::collections::BTreeSet;

pub(super) fn check(view: &ArmView, findings: &mut Findings) {
    for (id, tool) in view.config.technologies.enumerate().filter(|(_, tool)| tool.on) {
        let dates = tool.adoption.start.len();
        let misfits: Vec<SiteTypeId> =
            kinds_with(view, id).into_iter().filter(|&site| view.config.sites[site].staff.len() != dates).collect();
        if dates < 2 || misfits.is_empty() {
            continue; // One date is for all copies.
        }
        let copies = |site: &SiteTypeId| {
            let site = &view.config.sites[*site];
            let noun = if site.staff.len() == 1 { "copy" } else { "copies" };
            format!("`{}` has {} {noun}", site.name, site.staff.len())
        };
        let message =
            format!("`start` has {dates} dates, but {}", misfits.iter().map(copies).collect::<Vec<_>>().join(", "));
        let names = quoted(misfits.iter().map(|&site| view.config.sites[site].name.as_str()));
        let help = if misfits.len() > 1 {
            format!(
                "a list has a date for each copy of one site type; for {names} write one date, or a technology each"
            )
        } else {
            format!("write one date for each copy of {names}, or one for all")
        };
        findings.error(format!("technology.{}.adoption.start", tool.name), message, Some(help));
    }
}

/// The site types where it matters when a tool comes: where a task may run that has it on a way or in a condition.
/// All, if it matters to no task.
fn kinds_with(view: &ArmView, tool: TechnologyId) -> BTreeSet<SiteTypeId> {
    let asks = |condition: &Option<Condition>| {
        condition.iter().flat_map(|condition| &condition.all).any(|clause| match clause {
            Clause::Tool { technology, .. } | Clause::Without(technology) => *technology == tool,
            _ => false,
        })
    };
    let tasks = view.config.tasks.enumerate().filter(|(_, task)| {
        let ways = || task.ways.iter().filter(|way| way.on);
        task.on && (asks(&task.when) || ways().any(|way| way.tool == Some(tool) || asks(&way.when)))
    });
    let kinds: BTreeSet<SiteTypeId> = tasks.flat_map(|(id, _)| view.places(id)).collect();
    if kinds.is_empty() { view.config.sites.ids().collect() } else { kinds }
}
