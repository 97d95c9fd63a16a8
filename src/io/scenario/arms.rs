//! Arms: the configuration of each, edited and switched.

use super::document::Document;
use super::fields;
use super::names::{Names, defect_kinds, entries};
use super::node::Node;
use super::problem::Position;
use super::reader::{Reader, Table};
use super::years::{MOST_CONFIGURATIONS, Years};
use crate::model::analysis::{Warning, Warnings};
use crate::model::scenario::*;
use crate::units::{Calendar, Id, IdVec};
use std::collections::BTreeSet;

/// Tables and keys of the top that all arms have in common.
const SHARED: [&str; 9] = ["start", "warm_up", "length", "run", "arm", "period", "extends", "evidence", "currency"];

impl Reader {
    /// All arms, each with its configurations; the control; what should be said about switches.
    pub(super) fn arms(
        &mut self,
        document: &Document,
        names: &Names,
        calendar: Calendar,
        years: &Years,
    ) -> (IdVec<ArmId, Arm>, Option<ArmId>, Warnings) {
        let root = &document.root;
        let mut warnings = Warnings::default();
        let tables: Vec<Table<'_>> = entries(root, "arm")
            .iter()
            .filter_map(|(name, _, node)| self.open(node, &fields::ARM, format!("arm.{}", key(name))))
            .collect();
        let (used, switched) = self.switches(names, &tables);
        let mut arms = IdVec::new();
        if tables.is_empty() {
            let configs = self.configs(document, names, (calendar, years), &BTreeSet::new(), &switched, &mut warnings);
            let (configs, set_policies, variants) = configs;
            arms.push(Arm { name: "base".into(), set_policies, variants, configs });
            return (arms, Some(ArmId(0)), warnings);
        }
        let controls: Vec<usize> =
            (0..tables.len()).filter(|arm| self.truth(&tables[*arm], "control") == Some(true)).collect();
        let control = match controls[..] {
            [control] => Some(ArmId::from_index(control)),
            [] if tables.len() == 1 => Some(ArmId(0)),
            [] => {
                let place = entries(root, "arm")[0].1.clone();
                self.complain(
                    "no arm is the control",
                    "the others are compared with it",
                    &place,
                    Some("write `control = true` in one arm".into()),
                );
                None
            }
            _ => {
                let place = entries(root, "arm")[controls[1]].1.clone();
                self.complain(
                    "two arms are the control",
                    "this is the second",
                    &place,
                    Some("only one arm is `control = true`".into()),
                );
                None
            }
        };
        for ((name, _, _), (table, used)) in entries(root, "arm").iter().zip(tables.iter().zip(&used)) {
            let mut own = document.clone();
            if let Some(set) = table.get("set").filter(|set| set.table().is_none()) {
                self.expected(table, "set", set);
            }
            for (path, place, node) in table.get("set").and_then(Node::table).unwrap_or_default() {
                let keys = keys(path).unwrap_or_default();
                let shared = |first: &String| SHARED.contains(&first.as_str());
                if keys.len() == 1 || keys.first().is_some_and(shared) || keys.last().is_some_and(|key| key == "count")
                {
                    self.complain(format!("an arm may not set `{path}`"), "all arms share it", place, None);
                } else if let Err(problem) = own.edit(path, place, node.clone()) {
                    self.problems.push(problem);
                }
            }
            own.remarks().into_iter().for_each(|remark| warnings.push(remark));
            let (configs, set_policies, variants) =
                self.configs(&own, names, (calendar, years), used, &switched, &mut warnings);
            arms.push(Arm { name: name.clone(), set_policies, variants, configs });
        }
        if let (Some(control), true) = (control, self.problems.is_empty() && root.entry("warm_up").is_some()) {
            self.same_teams(root, &arms, control);
        }
        (arms, control, warnings)
    }

    /// Who is at work when the warm-up ends goes on in the arm's configuration: hours are booked to the team that a way
    /// has there.
    fn same_teams(&mut self, root: &Node, arms: &IdVec<ArmId, Arm>, control: ArmId) {
        let of_control = &arms[control].configs[0].tasks;
        for ((_, _, table), arm) in entries(root, "arm").iter().zip(arms.iter()) {
            for (task, in_control) in arm.configs[0].tasks.iter().zip(of_control.iter()) {
                let pairs = task.ways.iter().zip(&in_control.ways);
                for (way, _) in pairs.filter(|(way, before)| way.team != before.team) {
                    let place = table.entry("set").map_or(&table.place, |set| &set.place);
                    let help =
                        format!("add a way with the other team to `task.{}` and name it in `use`", key(&task.name));
                    self.complain(
                        format!("an arm may not set the team of `task.{}.way.{}`", key(&task.name), key(&way.name)),
                        "work that is under way when the warm-up ends would change hands",
                        place,
                        Some(help),
                    );
                }
            }
        }
    }

    /// The configurations of an arm: for each edition of the numbers each variant that its policies that set some can
    /// lead to.
    fn configs(
        &mut self,
        document: &Document,
        names: &Names,
        (calendar, years): (Calendar, &Years),
        used: &BTreeSet<String>,
        switched: &BTreeSet<String>,
        warnings: &mut Warnings,
    ) -> (Vec<Configuration>, Vec<PolicyId>, Variants) {
        let is_on = |path: &str| !switched.contains(path) || used.contains(path);
        let mut setting: Vec<(PolicyId, &Node)> = Vec::new();
        for (number, (name, place, node)) in entries(&document.root, "policy").iter().enumerate() {
            let set = node.entry("action").and_then(|action| action.entry("set"));
            if let Some(set) = set.filter(|_| is_on(&format!("policy.{}", key(name)))) {
                if setting.len() == 6 {
                    self.complain("more than six policies set numbers", "this is the seventh", place, None);
                    break;
                }
                setting.push((PolicyId::from_index(number), set));
            }
        }
        let values = |set: &Node| -> Vec<(String, Position, Node)> { set.table().unwrap_or_default().to_vec() };
        let values: Vec<Vec<(String, Position, Node)>> = setting.iter().map(|(_, set)| values(set)).collect();
        let is_money = |path: &str| {
            let keys = keys(path).unwrap_or_default();
            keys.get(2).is_some_and(|key| ["wage", "on_cost", "to_replace"].contains(&key.as_str()))
        };
        let may_be_set = |path: &str| fields::is_number_of_work(path) && !is_money(path);
        for (path, place, _) in values.iter().flatten() {
            let money = is_money(path);
            if !may_be_set(path) {
                let label = "expected a number of a task, way or occupation other than what they cost";
                let help = money.then(|| "an arm may set it, and it may change by the year".to_string());
                self.complain(format!("a policy may not set `{path}`"), label, place, help);
            }
        }
        let paths: Vec<Vec<String>> =
            values.iter().map(|values| values.iter().map(|(path, _, _)| path.clone()).collect()).collect();
        let (variants, edits) = Variants::of(&paths);
        if let Some((_, set)) = setting.last() {
            self.not_too_many(years, variants.count(), &set.place);
        }
        let mut configs = Vec::new();
        for (year, edits) in (0..years.count()).flat_map(|year| edits.iter().map(move |edits| (year, edits))) {
            if !self.problems.is_empty() && (year > 0 || configs.len() == MOST_CONFIGURATIONS) {
                break; // Further configurations would repeat what is wrong, or are too many.
            }
            let mut own = document.clone();
            for (policy, value) in edits {
                let (path, place, node) = &values[*policy][*value];
                if may_be_set(path)
                    && let Err(problem) = own.edit(path, place, node.clone())
                {
                    self.complain(problem.title, problem.label, place, problem.help);
                }
            }
            own.remarks().into_iter().for_each(|remark| warnings.push(remark));
            years.edit(&mut own.root, year);
            configs.push(self.config(&own.root, names, calendar, &is_on, warnings));
        }
        (configs, setting.into_iter().map(|(policy, _)| policy).collect(), variants)
    }

    /// Reads one configuration and applies its switches.
    fn config(
        &mut self,
        root: &Node,
        names: &Names,
        calendar: Calendar,
        is_on: &dyn Fn(&str) -> bool,
        warnings: &mut Warnings,
    ) -> Configuration {
        let defect_kinds: IdVec<DefectKindId, String> = defect_kinds(root).into();
        let mut uses = IdVec::new();
        let mut config = Configuration {
            sites: self.sites(root, names),
            links: self.links(root, names),
            occupations: self.occupations(root),
            products: self.products(root, &mut uses),
            uses,
            demands: self.demands(root, names, calendar),
            tasks: self.tasks(root, names, &defect_kinds),
            technologies: self.technologies(root, names, calendar),
            policies: self.policies(root, names, calendar),
            traits: names.of("trait").iter().cloned().collect(),
            defect_kinds,
        };
        if config.sites.is_empty() || config.demands.is_empty() || config.tasks.is_empty() {
            let place = Position { source: 0, span: 0..0 };
            let title = "a scenario needs a site, a demand and a task";
            self.complain(title, "expected [site.NAME], [demand.NAME] and [task.NAME]", &place, None);
        }
        if !self.problems.is_empty() {
            return config; // Identifiers may be missing: switches would not find their tables.
        }
        for demand in config.demands.iter_mut() {
            demand.on = is_on(&format!("demand.{}", key(&demand.name)));
        }
        for task in config.tasks.iter_mut() {
            let path = format!("task.{}", key(&task.name));
            task.on = is_on(&path);
            task.ways.iter_mut().for_each(|way| way.on = is_on(&format!("{path}.way.{}", key(&way.name))));
        }
        for technology in config.technologies.iter_mut() {
            technology.on = is_on(&format!("technology.{}", key(&technology.name)));
        }
        for policy in config.policies.iter_mut() {
            policy.on = is_on(&format!("policy.{}", key(&policy.name)));
        }
        apply_switches(&mut config, warnings);
        config
    }
}

/// What follows from something being off: children of what is off, reads nobody writes, names that lose their meaning.
fn apply_switches(config: &mut Configuration, warnings: &mut Warnings) {
    for _ in 0..config.demands.len() {
        for id in config.demands.ids() {
            if let Source::Children { parent, .. } = config.demands[id].source
                && !config.demands[parent].on
            {
                config.demands[id].on = false;
            }
        }
    }
    loop {
        let written = |product: ProductId, only_on: bool| {
            let by_demand =
                config.demands.iter().any(|demand| (demand.on || !only_on) && demand.writes.contains(&product));
            by_demand
                || config.tasks.iter().any(|task| {
                    (task.on || !only_on)
                        && task.ways.iter().any(|way| (way.on || !only_on) && way.writes.contains(&product))
                })
        };
        let dropped: BTreeSet<ProductId> =
            config.products.ids().filter(|product| written(*product, false) && !written(*product, true)).collect();
        let mut changed = false;
        for task in config.tasks.iter_mut() {
            for way in &mut task.ways {
                let before = way.reads.len();
                way.reads.retain(|read| !dropped.contains(&read.product));
                if way.reads.len() < before && way.on && task.on {
                    changed = true;
                    if way.reads.is_empty() {
                        way.on = false; // All it needs is off.
                    } else {
                        let place = format!("task.{}.way.{}", task.name, way.name);
                        let message = "reads what nobody writes in some arm; the read is dropped there".into();
                        warnings.push(Warning { place, message, remedy: None });
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
    let on: Vec<bool> = config.tasks.iter().map(|task| task.on).collect();
    for task in config.tasks.iter_mut() {
        task.owner = task.owner.filter(|owner| on[owner.index()]);
        task.not_by = task.not_by.filter(|other| on[other.index()]);
        for way in &mut task.ways {
            if matches!(way.on_found, OnFound::Query { task, .. } if !on[task.index()]) {
                way.on_found = OnFound::Ignore;
            }
        }
    }
}
