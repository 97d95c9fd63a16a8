//! Demands: what brings cases, and when.

use super::fields;
use super::names::{Names, entries};
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use crate::model::scenario::*;
use crate::units::{Calendar, Id, IdVec};

impl Reader {
    pub(super) fn demands(&mut self, root: &Node, names: &Names, calendar: Calendar) -> IdVec<DemandId, Demand> {
        let mut demands: IdVec<DemandId, Demand> = IdVec::new();
        for (name, _, node) in entries(root, "demand") {
            let Some(table) = self.open(node, &fields::DEMAND, format!("demand.{}", key(name))) else { continue };
            let given: Vec<&str> = ["arrivals", "every", "trace", "pull", "of"]
                .into_iter()
                .filter(|key| table.get(key).is_some())
                .collect();
            let source = match given[..] {
                ["arrivals"] => self.arrivals(&table).map(Source::Poisson),
                ["every"] => self.length(&table, "every").map(|length| Source::Every(length.recurrence())),
                ["trace"] => self.trace(&table, calendar).map(Source::Trace),
                ["pull"] => self.pull(&table, names),
                ["every", "of"] | ["of"] => {
                    self.require(&table, "every");
                    let parent = self.name(names, &table, "of", "demand");
                    let every = self.span(&table, "every");
                    parent.zip(every).map(|(parent, every)| Source::Children { parent, every })
                }
                [] => {
                    let label = "expected `arrivals`, `every`, `trace`, `pull`, or `of` with `every`";
                    self.complain(format!("`{}` brings no cases", table.path), label, &node.place, None);
                    None
                }
                _ => {
                    let title = format!("`{}` has {}", table.path, given.join(" and "));
                    self.complain(title, "expected one of them", &node.place, None);
                    None
                }
            };
            let at = match table.get("at") {
                Some(_) => self.names(names, &table, "at", "site").unwrap_or_default(),
                None if names.of("site").len() == 1 => vec![SiteTypeId(0)],
                None if given.contains(&"of") => Vec::new(),
                None => {
                    self.require(&table, "at");
                    Vec::new()
                }
            };
            let complexity_cv = table.get("complexity").and_then(|node| match node.entry("cv").map(|cv| &cv.value) {
                Some(Value::Number(cv, _)) if (0.0..=20.0).contains(cv) => {
                    self.record(&table.below("complexity"), node, node.entry("cv")?);
                    Some(*cv)
                }
                _ => {
                    self.expected(&table, "complexity", node);
                    None
                }
            });
            let traits = self.traits(&table, names);
            self.require(&table, "writes");
            demands.push(Demand {
                name: name.clone(),
                on: true,
                at,
                source: source.unwrap_or(Source::Trace(Vec::new())),
                lasts: self.times(&table, "lasts"),
                complexity_cv,
                traits,
                writes: self.names(names, &table, "writes", "product").unwrap_or_default(),
            });
        }
        self.place_children(root, &mut demands);
        demands
    }

    fn pull(&mut self, demand: &Table<'_>, names: &Names) -> Option<Source> {
        let table = self.open(demand.get("pull")?, &fields::PULL, demand.below("pull"))?;
        self.require(&table, "by");
        let by = self.name(names, &table, "by", "occupation");
        let at_most = match table.get("at_most").map(|node| (&node.value, node)) {
            None => None,
            Some((Value::Text(text), node)) => {
                let count = text.strip_suffix("per shift").and_then(|count| count.trim().parse().ok());
                if count.is_none() {
                    self.expected(&table, "at_most", node);
                }
                Some(count.unwrap_or(1))
            }
            Some((_, node)) => {
                self.expected(&table, "at_most", node);
                None
            }
        };
        Some(Source::Pull { by: by?, at_most })
    }

    /// How likely each trait is.
    fn traits(&mut self, demand: &Table<'_>, names: &Names) -> Vec<(TraitId, f64)> {
        let Some(node) = demand.get("traits") else { return Vec::new() };
        let Some(entries) = node.table() else {
            self.expected(demand, "traits", node);
            return Vec::new();
        };
        if demand.get("of").is_some() {
            let help = Some("state them at the topmost parent".into());
            self.complain(
                format!("`{}` belong to the parent", demand.below("traits")),
                "of a child",
                &node.place,
                help,
            );
        }
        if names.of("trait").len() > 64 {
            self.complain("more than 64 traits", "in all demands together", &node.place, None);
        }
        let mut traits = Vec::new();
        for (name, _, value) in entries {
            let path = format!("{}.{}", demand.below("traits"), key(name));
            let share = self.number_at(demand, "traits", value, &path);
            let id = names.position("trait", name).map(TraitId::from_index);
            traits.extend(id.zip(share));
        }
        traits
    }

    /// Children are at home where their parent is.
    fn place_children(&mut self, root: &Node, demands: &mut IdVec<DemandId, Demand>) {
        for _ in 0..demands.len() {
            for id in demands.ids() {
                if let Source::Children { parent, .. } = demands[id].source
                    && parent.index() < demands.len()
                {
                    demands[id].at = demands[parent].at.clone();
                }
            }
        }
        for id in demands.ids() {
            let mut at = id;
            let mut steps = 0;
            while let Source::Children { parent, .. } = demands[at].source {
                at = parent;
                steps += 1;
                if steps > demands.len() {
                    let name = &demands[id].name;
                    let place = entries(root, "demand")[id.index()].1.clone();
                    self.complain(
                        format!("`demand.{}` is its own ancestor", key(name)),
                        "`of` goes round in a circle",
                        &place,
                        None,
                    );
                    demands[id].source = Source::Trace(Vec::new());
                    break;
                }
            }
        }
    }
}
