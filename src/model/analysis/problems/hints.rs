//! What runs but may not be meant.

use super::{ArmView, Findings, quoted};
use crate::model::analysis::graph::writers;
use crate::model::analysis::reach::{Origin, StreamReach, parent_of};
use crate::model::analysis::wanted::wanted_products;
use crate::model::scenario::{
    Action, Amount, Configuration, ProductId, Scenario, Scope, Source, Trigger, WarmUpFrom, key,
};
use crate::units::Time;
use chrono::{Datelike, Weekday};
use std::collections::BTreeSet;

pub(super) fn check(scenario: &Scenario, view: &ArmView, findings: &mut Findings) {
    let start = scenario.calendar.start;
    if start.weekday() != Weekday::Mon {
        let message = format!("{start} is a {}: weeks are counted from `start`", start.format("%A"));
        findings.warn("start".into(), message, Some("start on a Monday for weeks that begin on Mondays".into()));
    }
    dropped_reads(scenario, view.config, findings);
    for demand in view.config.demands.iter().filter(|demand| demand.on) {
        let Some(parent) = parent_of(demand).map(|parent| &view.config.demands[parent]) else { continue };
        if parent.lasts.is_none() {
            let message = format!("`{}` is over at once, so no case of `{}` ever comes", parent.name, demand.name);
            findings.warn(format!("demand.{}.of", key(&demand.name)), message, Some("give the parent `lasts`".into()));
        }
    }
    for policy in view.config.policies.iter().filter(|policy| policy.on) {
        if matches!(policy.trigger, Trigger::At(time) if time < Time::ZERO || time >= view.end) {
            let message = format!("`{}` falls outside the run and is never taken", policy.name);
            let help = "set `at` within `length`, or give the run a longer `length`".into();
            findings.warn(format!("policy.{}.at", key(&policy.name)), message, Some(help));
        }
    }
    traces(scenario, view.config, findings);
    shares_of_nobody(view, findings);
    for stream in &view.streams {
        never_wanted(view, stream, findings);
    }
}

/// Times of a trace that no run reaches, and traces that come more than once.
fn traces(scenario: &Scenario, config: &Configuration, findings: &mut Findings) {
    for demand in config.demands.iter().filter(|demand| demand.on) {
        let Source::Trace(times) = &demand.source else { continue };
        let (path, all) = (format!("demand.{}.trace", demand.name), times.len());
        // A pilot finds how long the warm-up is: until then nothing is known to be too early.
        let begin = match scenario.warm_up_from {
            WarmUpFrom::ToFind => Time(i64::MIN),
            _ => Time::ZERO - scenario.warm_up,
        };
        let early = times.partition_point(|time| *time < begin);
        let late = all - times.partition_point(|time| *time < scenario.end);
        if early + late > 0 {
            let lost = if early + late == all { "all".to_owned() } else { format!("{} of {all}", early + late) };
            let date = |time| scenario.calendar.date_of(time);
            let from = match scenario.warm_up_from {
                WarmUpFrom::ToFind => "its warm-up".to_owned(),
                _ => date(begin).to_string(),
            };
            let last = date(Time(scenario.end.0 - 1));
            let message = format!(
                "{lost} times of the trace are outside the run and bring no case: {early} before it begins, {late} after its end"
            );
            let help =
                format!("the run goes from {from} to {last}: change `start`, `length` or `warm_up`, or the times");
            findings.warn(path.clone(), message, Some(help));
        }
        let sites: usize = demand.at.iter().map(|&site| config.sites[site].staff.len()).sum();
        if sites > 1 {
            let message = format!("the whole trace comes at each of {sites} sites: {} cases in all", sites * all);
            let help =
                "if the cases are divided among sites, give each a site type and a demand with its own rows (`where`)";
            findings.warn(path, message, Some(help.into()));
        }
    }
}

/// Shares of the staff that are less than half a head wherever anybody is employed: rounded, they move nobody, however
/// often the policy fires.
fn shares_of_nobody(view: &ArmView, findings: &mut Findings) {
    let config = view.config;
    for policy in config.policies.iter().filter(|policy| policy.on) {
        let (occupation, share) = match policy.action {
            Action::Dismiss { occupation, amount: Amount::Share(share) }
            | Action::Hire { occupation, amount: Amount::Share(share) }
            | Action::Retrain { occupation, amount: Amount::Share(share), .. }
            | Action::Replace { occupation, amount: Amount::Share(share), .. } => (occupation, share),
            _ => continue,
        };
        let configs = view.years.iter().flat_map(|config| config.sites.iter());
        let copies = configs.flat_map(|site| &site.staff).map(|staff| libm::ceil(staff[occupation]));
        let most = match policy.scope {
            Scope::Site => copies.fold(0.0, f64::max),
            Scope::All => copies.sum(),
        };
        if share > 0.0 && most > 0.0 && share * most < 0.5 {
            let name = &config.occupations[occupation].name;
            let message = format!(
                "`{}` moves nobody of {most} `{name}` at first: {share} of them is less than half a head, and is rounded",
                policy.name
            );
            let help = match policy.scope {
                Scope::Site => "take a larger share, `heads = 1`, or `each = \"all\"` to look at all sites together",
                Scope::All => "take a larger share, or `heads = 1`",
            };
            findings.warn(format!("policy.{}.action", key(&policy.name)), message, Some(help.into()));
        }
    }
}

/// Reads that some other arm has, whose writers are off in this one.
fn dropped_reads(scenario: &Scenario, config: &Configuration, findings: &mut Findings) {
    for (id, task) in config.tasks.enumerate().filter(|(_, task)| task.on) {
        for (i, way) in task.ways.iter().enumerate().filter(|(_, way)| way.on) {
            let elsewhere = scenario
                .arms
                .iter()
                .flat_map(|arm| arm.configs.first())
                .filter_map(|other| other.tasks[id].ways.get(i))
                .flat_map(|way| &way.reads);
            let lost: BTreeSet<ProductId> = elsewhere
                .map(|read| read.product)
                .filter(|&product| !way.reads.iter().any(|read| read.product == product))
                .filter(|&product| writers(config, product).next().is_none())
                .collect();
            if lost.is_empty() {
                continue;
            }
            let names = quoted(lost.iter().map(|&product| config.products[product].name.as_str()));
            let then = if way.reads.is_empty() { "so this way is off too" } else { "so it is not waited for" };
            let path = super::way_path(config, id, i, ".reads");
            findings.warn(path, format!("every task that writes {names} is off, {then}"), None);
        }
    }
}

/// Products that the cases of a stream can have while nobody there, or who gathers from there, ever needs them.
fn never_wanted(view: &ArmView, stream: &StreamReach, findings: &mut Findings) {
    let config = view.config;
    let wanted = wanted_products(config, &view.streams, stream, &|_, _| true);
    let Origin::Demand(demand) = stream.origin else { return };
    for &product in stream.reach.products.iter().filter(|product| !wanted.contains(product)) {
        if config.demands[demand].writes.contains(&product) {
            continue; // it costs nothing to be there
        }
        let (demand, product) = (&config.demands[demand].name, &config.products[product].name);
        let message =
            format!("cases of `{demand}` can have `{product}`, but nobody there needs it, so it is never made");
        findings.warn(
            format!("demand.{}", key(demand)),
            message,
            Some(format!("the readers of `{product}` lack something else they read")),
        );
    }
}
