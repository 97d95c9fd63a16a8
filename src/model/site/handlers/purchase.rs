//! What was bought of tools that have a price, and who uses them.

use crate::model::scenario::{AdoptedBy, TechnologyId};
use crate::model::site::Process;

impl Process<'_> {
    /// Time zero: what the control had before is not bought again.
    pub(super) fn forget_purchases(&mut self) {
        for technology in self.tools.ids() {
            if self.arm.config.technologies[technology].price.is_some() {
                self.tools.forget_purchases(technology, self.adopters(technology).0);
            }
        }
    }

    /// The week ends: who adopted in it, and who has the tool now.
    pub(super) fn record_purchases(&mut self) {
        for technology in self.tools.ids() {
            if self.plan.config.technologies[technology].price.is_none() {
                continue;
            }
            // The number that the week's table has, so that both agree.
            let adopters = self.record.week().tools[technology].adopters;
            let users = self.users(technology, adopters);
            let bought = self.tools.buy(technology, adopters);
            self.record.bought(technology, bought, users);
        }
    }

    fn users(&self, technology: TechnologyId, adopters: u64) -> u64 {
        let config = &self.plan.config;
        if config.technologies[technology].adoption.by == AdoptedBy::Worker || adopters == 0 {
            return adopters;
        }
        let ways = config.tasks.iter().flat_map(|task| &task.ways).filter(|way| way.on && way.tool == Some(technology));
        let uses = |occupation| ways.clone().any(|way| way.team.contains(&occupation));
        self.staff
            .occupations()
            .filter(|occupation| uses(*occupation))
            .map(|occupation| self.heads(occupation) as u64)
            .sum()
    }
}
