//! What makes people change: learning.

use super::fields;
use super::reader::{Reader, Table};
use crate::model::scenario::*;

impl Reader {
    /// What an occupation states about its people.
    pub(super) fn people(&mut self, occupation: &Table<'_>, unlimited: bool) -> People {
        for key in ["learning"] {
            if let Some(node) = occupation.get(key).filter(|_| unlimited) {
                let title = format!("`{}` of an unlimited occupation", occupation.below(key));
                let label = "nobody of an unlimited occupation stays to change";
                self.complain(title, label, &node.place, Some("remove it, or `unlimited`".into()));
            }
        }
        People { learning: self.learning(occupation) }
    }

    fn learning(&mut self, occupation: &Table<'_>) -> Option<Learning> {
        let node = occupation.get("learning")?;
        let table = self.open(node, &fields::LEARNING, occupation.below("learning"))?;
        let required = [self.require(&table, "start"), self.require(&table, "scale")];
        let start = self.part_of_value(&table, "start");
        self.record(&table.path, node, node.entry("start").unwrap_or(node), false);
        let scale = self.number(&table, "scale");
        let floor = self.number(&table, "floor").or(start);
        let half_life = self.span(&table, "half_life");
        let staff = self.number(&table, "staff").unwrap_or(1.0);
        (required == [true; 2]).then_some(Learning { start: start?, scale: scale?, floor: floor?, half_life, staff })
    }
}
