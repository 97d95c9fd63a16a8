//! Strain: what a week's work leaves behind in people, and what it does to the work.

use crate::model::scenario::{OccupationId, Roster, Strain};
use crate::model::site::Process;
use crate::model::site::rows::WorkerNo;
use crate::model::site::staff::Doing;
use crate::units::Id;

impl Process<'_> {
    /// Counts `ms` in which a worker was on shift or busy.
    pub(super) fn tire(&mut self, worker: WorkerNo, ms: u64) {
        let row = &self.staff[worker];
        let spec = &self.plan.config.occupations[OccupationId::from_index(row.occupation as usize)];
        let busy = row.doing == Doing::Busy;
        // Those who are never off are at work only when they are busy.
        if spec.people.strain.is_none() || !busy && spec.roster == Roster::Always {
            return;
        }
        let mut weighted = 0.0;
        if busy {
            let instance = &self.instances[row.at()];
            weighted = ms as f64 * self.plan.compiled.way(instance.task, instance.way).load;
        }
        self.people.tire(worker, ms, weighted);
    }

    /// A week closes: everybody's load in it becomes part of their strain.
    pub(super) fn settle_strain(&mut self) {
        let now = self.schedule.now();
        for (occupation, crew) in self.staff.crews() {
            let spec = &self.plan.config.occupations[occupation];
            let Some(strain) = &spec.people.strain else { continue };
            for worker in &crew.members {
                let contract = spec.contract.ms() * self.staff[*worker].share as f64 / 1000.0;
                let after = self.people.settle_load(*worker, strain, contract, now);
                self.record.is_strained(occupation, after);
            }
        }
    }

    /// By what factor a worker's strain raises something.
    pub(super) fn strained_by(&self, worker: WorkerNo, factor: fn(&Strain) -> f64) -> f64 {
        let strain = &self.plan.config.occupations[self.staff.occupation_of(worker)].people.strain;
        strain.map_or(1.0, |strain| strain.raises(factor(&strain), self.people[worker].strain))
    }
}
