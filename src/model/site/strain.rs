//! Strain: what a week's work leaves behind in people, and what it does to the work.

use super::Process;
use super::rows::WorkerNo;
use super::staff::Doing;
use crate::model::outcome::MILLION;
use crate::model::scenario::{OccupationId, Roster, Strain};
use crate::units::{Id, Span, Time, WEEK};

/// What work leaves behind.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Fatigue {
    /// Exponentially weighted mean of weekly loads, as of the last boundary.
    pub strain: f64,
    /// Since that boundary: ms at work, and ms worked weighted by `load`.
    at_work: u64,
    weighted: f64,
    /// That boundary, or the beginning.
    since: Time,
}

impl Fatigue {
    pub fn from(since: Time) -> Fatigue {
        Fatigue { since, ..Fatigue::default() }
    }

    /// Load is counted from now on; at time zero nothing has been counted since the last boundary.
    pub fn begin(&mut self, now: Time) {
        self.since = now;
    }
}

impl Process<'_> {
    /// Counts `ms` in which a worker was on shift or busy.
    pub(super) fn tire(&mut self, worker: WorkerNo, ms: u64) {
        let row = &self.staff[worker];
        let spec = &self.plan.world.occupations[OccupationId::from_index(row.occupation as usize)];
        let busy = row.doing == Doing::Busy;
        // Those who are never off are at work only when they are busy.
        if spec.people.strain.is_none() || !busy && spec.roster == Roster::Always {
            return;
        }
        let fatigue = &mut self.people[worker].fatigue;
        fatigue.at_work += ms;
        if busy {
            let instance = &self.instances[row.at()];
            fatigue.weighted += ms as f64 * self.plan.compiled.way(instance.task, instance.way).load;
        }
    }

    /// A week closes: everybody's load in it becomes part of their strain.
    pub(super) fn settle_strain(&mut self) {
        let now = self.schedule.now();
        for (occupation, crew) in self.staff.crews() {
            let spec = &self.plan.world.occupations[occupation];
            let Some(strain) = &spec.people.strain else { continue };
            let staff = &mut self.record.week.staff[occupation];
            for worker in &crew.members {
                let row = &self.staff[*worker];
                let fatigue = &mut self.people[*worker].fatigue;
                let Fatigue { strain: before, at_work, weighted, since } = *fatigue;
                let span = now - since;
                let mut after = before;
                if span > Span::ZERO {
                    let owed = spec.contract.ms() * row.share as f64 / 1000.0 * span.ms() / WEEK.ms();
                    let beyond = (at_work as f64 - owed).max(0.0);
                    after = strain.after(before, (beyond + weighted) / owed, span);
                }
                *fatigue = Fatigue { strain: after, ..Fatigue::from(now) };
                staff.strain += libm::round(after * MILLION) as u64;
                staff.strained += 1;
            }
        }
    }

    /// By what factor a worker's strain raises something.
    pub(super) fn strained_by(&self, worker: WorkerNo, factor: fn(&Strain) -> f64) -> f64 {
        let strain = &self.plan.world.occupations[self.staff.occupation_of(worker)].people.strain;
        strain.map_or(1.0, |strain| strain.raises(factor(&strain), self.people[worker].fatigue.strain))
    }
}
