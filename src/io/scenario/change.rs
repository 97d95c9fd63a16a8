//! Technologies and policies: what changes.

use super::distribution::Of;
use super::fields;
use super::is_one;
use super::names::{Names, entries};
use super::node::{Node, Value};
use super::reader::{Cites, Reader, Table};
use super::values::{Length, percent};
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::{Calendar, IdVec, MINUTE, Span, WEEK};

impl Reader {
    pub(super) fn technologies(
        &mut self,
        root: &Node,
        names: &Names,
        calendar: Calendar,
    ) -> IdVec<TechnologyId, Technology> {
        let mut technologies = IdVec::new();
        for (name, _, node) in entries(root, "technology") {
            let Some(table) = self.open(node, &fields::TECHNOLOGY, format!("technology.{}", key(name))) else {
                continue;
            };
            let adoption = match table.get("adoption") {
                Some(node) => self.adoption(node, &table, calendar),
                None => None,
            };
            let plain = Adoption { by: AdoptedBy::Site, start: vec![Start::Before], curve: Curve::Step, ceiling: 1.0 };
            let dip = table.get("dip").and_then(|node| {
                let dip = self.open(node, &fields::DIP, table.below("dip"))?;
                let required = [self.require(&dip, "depth"), self.require(&dip, "recovery")];
                let depth = self.part_of_value(&dip, "depth");
                self.record(&dip.path, node, node.entry("depth").unwrap_or(node));
                let recovery = self.span(&dip, "recovery");
                (required == [true; 2]).then_some(Dip { depth: depth?, recovery: recovery? })
            });
            let downtime = table.get("downtime").and_then(|node| {
                let downtime = self.open(node, &fields::DOWNTIME, table.below("downtime"))?;
                let required = [self.require(&downtime, "every"), self.require(&downtime, "lasts")];
                let (every, lasts) = (self.times(&downtime, "every"), self.times(&downtime, "lasts"));
                if let (Some(node), true) =
                    (downtime.get("every"), every.as_ref().is_some_and(|every| every.mean() < MINUTE.ms()))
                {
                    let title = format!("`{}` is too short", downtime.below("every"));
                    self.complain(title, "expected a minute or more", &node.place, None);
                }
                (required == [true; 2]).then_some(Downtime { every: every?, lasts: lasts? })
            });
            let expects = table.get("expects").and_then(|node| {
                let expects = self.open(node, &fields::EXPECTS, table.below("expects"))?;
                let required = [self.require(&expects, "occupation"), self.require(&expects, "hours_saved")];
                let occupation = self.name(names, &expects, "occupation", "occupation");
                let hours_saved = self.part_of_value(&expects, "hours_saved");
                self.record_citing(&expects.path, node, node.entry("hours_saved").unwrap_or(node), Cites::Outcomes);
                (required == [true; 2]).then_some(Expectation { occupation: occupation?, hours_saved: hours_saved? })
            });
            let price = table.get("price").and_then(|node| {
                let price = self.open(node, &fields::PRICE, table.below("price"))?;
                let [once, per_user_year, per_use] =
                    ["once", "per_user_year", "per_use"].map(|key| self.number(&price, key).unwrap_or(0.0));
                Some(Price { once, per_user_year, per_use })
            });
            technologies.push(Technology {
                name: name.clone(),
                on: true,
                adoption: adoption.unwrap_or(plain),
                dip,
                downtime,
                uptake: table.get("uptake").and_then(|node| self.uptake(&table, node)),
                trust: self.trust(&table),
                price,
                expects,
            });
        }
        technologies
    }

    /// Shares: what reaches beyond 1 by its largest value is a mistake, what does so by a tail is cut there.
    fn uptake(&mut self, table: &Table<'_>, node: &Node) -> Option<Dist> {
        let uptake = self.dist_at(&table.below("uptake"), node, Of::Numbers)?;
        let largest = match uptake {
            Dist::Constant(share) => share,
            Dist::Triangular { max, .. } => max,
            _ => 0.0,
        };
        if largest > 1.0 {
            let title = format!("`{}` is out of range", table.below("uptake"));
            self.complain(title, "expected shares from 0 to 1", &node.place, None);
        }
        Some(uptake)
    }

    fn adoption(&mut self, node: &Node, technology: &Table<'_>, calendar: Calendar) -> Option<Adoption> {
        let table = self.open(node, &fields::ADOPTION, technology.below("adoption"))?;
        let by = if self.word(&table, "by") == Some(1) { AdoptedBy::Worker } else { AdoptedBy::Site };
        let starts: Vec<&Node> = match table.get("start").map(|node| (&node.value, node)) {
            Some((Value::List(items), _)) => items.iter().collect(),
            Some((_, node)) => vec![node],
            None => Vec::new(),
        };
        let mut start = Vec::new();
        for node in starts {
            match &node.value {
                Value::Text(text) if text == "before" => start.push(Start::Before),
                _ => start.extend(self.time_at(&table.below("start"), node, calendar).map(Start::At)),
            }
        }
        if start.is_empty() {
            start.push(Start::Before);
        }
        let curve = match self.word(&table, "curve") {
            Some(1) => Curve::Logistic {
                midpoint: self.span(&table, "midpoint").unwrap_or(WEEK * 26),
                scale: self.span(&table, "scale").unwrap_or(WEEK * 8),
            },
            Some(2) => Curve::Bass {
                p: self.number(&table, "p").unwrap_or(0.03).max(1e-9),
                q: self.number(&table, "q").unwrap_or(0.38),
            },
            _ => Curve::Step,
        };
        Some(Adoption { by, start, curve, ceiling: self.number(&table, "ceiling").unwrap_or(1.0) })
    }

    pub(super) fn policies(&mut self, root: &Node, names: &Names, calendar: Calendar) -> IdVec<PolicyId, Policy> {
        let mut policies = IdVec::new();
        for (name, _, node) in entries(root, "policy") {
            let Some(table) = self.open(node, &fields::POLICY, format!("policy.{}", key(name))) else { continue };
            let trigger = self.trigger(&table, names, calendar);
            let scope = if self.word(&table, "each") == Some(1) { Scope::All } else { Scope::Site };
            let action = match self.require(&table, "action").then(|| table.get("action")).flatten() {
                Some(node) => self.action(node, &table, names),
                None => None,
            };
            policies.push(Policy {
                name: name.clone(),
                on: true,
                trigger: trigger.unwrap_or(Trigger::At(crate::units::Time::NEVER)),
                scope,
                action: action.unwrap_or(Action::Set),
            });
        }
        policies
    }

    fn trigger(&mut self, table: &Table<'_>, names: &Names, calendar: Calendar) -> Option<Trigger> {
        let given = ["at", "every", "when"].map(|key| table.get(key).is_some());
        match given {
            [true, false, false] => self.time_at(&table.below("at"), table.get("at")?, calendar).map(Trigger::At),
            [false, true, false] => Some(Trigger::Every(self.length_of_looks(table, "every")?.recurrence())),
            [false, again, true] => {
                let condition = self.condition(table.get("when")?, &table.below("when"), names)?;
                for key in ["found", "missing", "trait", "reading", "differ"] {
                    if let Some(clause) = table.get("when").and_then(|when| when.entry(key)) {
                        let title = format!("`{}.{key}` is about a case", table.below("when"));
                        self.complain(title, "a policy looks at sites", &clause.place, None);
                    }
                }
                let check = match self.length_of_looks(table, "check") {
                    Some(Length::Exact(span)) => span,
                    _ => self.span(table, "check").unwrap_or(WEEK),
                };
                let again = if again { Some(self.length(table, "every")?.recurrence()) } else { None };
                Some(Trigger::When { condition, check, again })
            }
            _ => {
                let label = "expected one of `at`, `every`, `when` (and `every` beside `when`)";
                self.complain(format!("`{}` does not say when", table.path), label, &table.node.place, None);
                None
            }
        }
    }

    fn action(&mut self, node: &Node, policy: &Table<'_>, names: &Names) -> Option<Action> {
        let table = self.open(node, &fields::ACTION, policy.below("action"))?;
        const VERBS: [&str; 6] = ["dismiss", "hire", "retrain", "replace", "staff_to", "set"];
        let given: Vec<&str> = VERBS.into_iter().filter(|verb| table.get(verb).is_some()).collect();
        let [verb] = given[..] else {
            self.complain(
                format!("`{}` must be one thing", table.path),
                format!("expected one of {}", VERBS.join(", ")),
                &node.place,
                None,
            );
            return None;
        };
        if verb == "set" {
            return Some(Action::Set);
        }
        if verb == "staff_to" {
            let rule = self.open(table.get("staff_to")?, &fields::STAFF_TO, table.below("staff_to"))?;
            self.require(&rule, "utilisation");
            let most = match rule.get("most").map(|node| (&node.value, node)) {
                None => 0.1,
                Some((Value::Number(most, _), _)) if (0.0..=1.0).contains(most) => *most,
                Some((Value::Text(text), _)) if percent(text).is_some() => percent(text).unwrap_or(0.1),
                Some((_, node)) => {
                    self.expected(&rule, "most", node);
                    0.1
                }
            };
            let occupations = self.name(names, &rule, "occupation", "occupation").into_iter().collect();
            return Some(Action::StaffTo {
                occupations,
                utilisation: self.number(&rule, "utilisation")?.max(0.01),
                most,
            });
        }
        let occupation = self.name::<OccupationId>(names, &table, verb, "occupation");
        let amount = match (table.get("share"), table.get("heads")) {
            (Some(_), None) => self.number(&table, "share").map(Amount::Share),
            (None, Some(_)) => self.whole(&table, "heads").map(|heads| Amount::Heads(heads as u32)),
            _ => {
                self.complain(
                    format!("`{}` does not say how many", table.path),
                    "expected `share` or `heads`",
                    &node.place,
                    None,
                );
                None
            }
        };
        match verb {
            "dismiss" => Some(Action::Dismiss { occupation: occupation?, amount: amount? }),
            "hire" => Some(Action::Hire { occupation: occupation?, amount: amount? }),
            "retrain" => {
                let to = self.targets(&table, names);
                let takes = self.span(&table, "takes").unwrap_or(Span::ZERO);
                Some(Action::Retrain { occupation: occupation?, to: to?, amount: amount?, takes })
            }
            _ => {
                self.require(&table, "by");
                let by = self.name(names, &table, "by", "occupation");
                let keep = if self.word(&table, "keep") == Some(0) { Keep::Payroll } else { Keep::Heads };
                Some(Action::Replace { occupation: occupation?, by: by?, amount: amount?, keep })
            }
        }
    }

    fn targets(&mut self, table: &Table<'_>, names: &Names) -> Option<Vec<(OccupationId, f64)>> {
        self.require(table, "to");
        let node = table.get("to")?;
        if let Value::Text(name) = &node.value {
            return Some(vec![(self.id(names, "occupation", name, &node.place)?, 1.0)]);
        }
        let mut to = Vec::new();
        for (name, place, value) in node.table().unwrap_or_default() {
            let id = self.id(names, "occupation", name, place);
            match value.value {
                Value::Number(share, _) if (0.0..=1.0).contains(&share) => to.extend(id.map(|id| (id, share))),
                _ => self.complain(
                    format!("`{}.{name}` is out of range", table.below("to")),
                    "expected a share from 0 to 1",
                    &value.place,
                    None,
                ),
            }
        }
        let sum = to.iter().fold(0.0, |sum, (_, share)| sum + share);
        if !is_one(sum) {
            self.complain(
                format!("`{}` sums to {sum}", table.below("to")),
                "expected shares that sum to 1",
                &node.place,
                None,
            );
            return None;
        }
        Some(to)
    }
}
