//! What makes people change: learning, strain, turnover, trust in tools.

use super::fields;
use super::node::Value;
use super::reader::{Reader, Table};
use crate::engine::Dist;
use crate::model::scenario::*;

impl Reader {
    /// What an occupation states about its people.
    pub(super) fn people(&mut self, occupation: &Table<'_>, unlimited: bool) -> HumanFactors {
        for key in ["learning", "strain", "quits"] {
            if let Some(node) = occupation.get(key).filter(|_| unlimited) {
                let title = format!("`{}` of an unlimited occupation", occupation.below(key));
                let label = "nobody of an unlimited occupation stays to change";
                self.complain(title, label, &node.place, Some("remove it, or `unlimited`".into()));
            }
        }
        HumanFactors {
            learning: self.learning(occupation),
            strain: self.strain(occupation),
            turnover: self.turnover(occupation),
        }
    }

    /// How a technology comes to be trusted.
    pub(super) fn trust(&mut self, technology: &Table<'_>) -> Option<Trust> {
        let node = technology.get("trust")?;
        let table = self.open(node, &fields::TRUST, technology.below("trust"))?;
        self.record(&table.path, node, node);
        let [shortens, complacency] =
            ["shortens", "complacency"].map(|key| self.part_of_value(&table, key).unwrap_or(0.0));
        let prior = match table.get("prior").map(|node| (&node.value, node)) {
            None => [1.0, 1.0],
            Some((Value::List(items), node)) => match items.iter().map(|item| &item.value).collect::<Vec<_>>()[..] {
                [Value::Number(a, _), Value::Number(b, _)] if a.min(*b) > 0.0 && a.max(*b).is_finite() => [*a, *b],
                _ => {
                    let label = format!("expected {}", table.field("prior").holds.expected());
                    self.complain(format!("`{}` is no belief", table.below("prior")), label, &node.place, None);
                    return None;
                }
            },
            Some((_, node)) => {
                self.expected(&table, "prior", node);
                return None;
            }
        };
        Some(Trust { prior, shortens, complacency })
    }

    fn strain(&mut self, occupation: &Table<'_>) -> Option<Strain> {
        let node = occupation.get("strain")?;
        let table = self.open(node, &fields::STRAIN, occupation.below("strain"))?;
        self.require(&table, "half_life");
        let half_life = self.span(&table, "half_life");
        let [from, defects, quits] = ["from", "defects", "quits"].map(|key| self.number(&table, key).unwrap_or(0.0));
        if let Some(node) = table.get("quits").filter(|_| occupation.get("quits").is_none()) {
            let title = format!("`{}` without `{}`", table.below("quits"), occupation.below("quits"));
            let help = Some("say how often they quit: quits = \"12% per year\"".into());
            self.complain(title, "nobody ever quits", &node.place, help);
        }
        Some(Strain { half_life: half_life?, from, defects, quits })
    }

    /// Without `quits` there is none; what is stated about vacancies would mean nothing.
    fn turnover(&mut self, occupation: &Table<'_>) -> Option<Turnover> {
        let vacancy = self.times(occupation, "vacancy").unwrap_or(Dist::Constant(0.0));
        let to_replace = self.number(occupation, "to_replace").unwrap_or(0.0);
        if occupation.get("quits").is_none() {
            for key in ["vacancy", "to_replace"] {
                if let Some(node) = occupation.get(key) {
                    let title = format!("`{}` without `quits`", occupation.below(key));
                    let help = Some("say how often they quit: quits = \"12% per year\"".into());
                    self.complain(title, "nobody ever quits", &node.place, help);
                }
            }
            return None;
        }
        Some(Turnover { quits: self.hazard(occupation, "quits")?, vacancy, to_replace })
    }

    fn learning(&mut self, occupation: &Table<'_>) -> Option<Learning> {
        let node = occupation.get("learning")?;
        let table = self.open(node, &fields::LEARNING, occupation.below("learning"))?;
        let required = [self.require(&table, "start"), self.require(&table, "scale")];
        let start = self.part_of_value(&table, "start");
        self.record(&table.path, node, node.entry("start").unwrap_or(node));
        let scale = self.number(&table, "scale");
        let floor = self.number(&table, "floor").or(start);
        let half_life = self.span(&table, "half_life");
        let staff = self.number(&table, "staff").unwrap_or(1.0);
        (required == [true; 2]).then_some(Learning { start: start?, scale: scale?, floor: floor?, half_life, staff })
    }
}
