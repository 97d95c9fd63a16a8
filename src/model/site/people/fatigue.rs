//! Fatigue: the load since the last boundary, and the strain of all weeks before.

use super::People;
use crate::model::scenario::Strain;
use crate::model::site::rows::WorkerNo;
use crate::units::{Span, Time, WEEK};

/// Load since the last boundary.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fatigue {
    /// ms at work.
    at_work: u64,
    /// ms worked, weighted by `load`.
    weighted: f64,
    /// That boundary, or the beginning.
    since: Time,
}

impl Fatigue {
    pub fn from(since: Time) -> Fatigue {
        Fatigue { since, ..Fatigue::default() }
    }
}

impl People {
    /// A worker was on shift or busy for so long \[ms\], of which `weighted` ms count beyond that as a load.
    pub fn tire(&mut self, worker: WorkerNo, at_work: u64, weighted: f64) {
        let fatigue = &mut self.0[worker].fatigue;
        fatigue.at_work += at_work;
        fatigue.weighted += weighted;
    }

    /// Load is counted from now on; at time zero nothing has been counted since the last boundary.
    pub fn begin_load(&mut self, now: Time) {
        self.0.iter_mut().for_each(|person| person.fatigue.since = now);
    }

    /// A week closes: the load in it becomes part of a worker's strain, which is returned. `contract`: ms a week.
    pub fn settle_load(&mut self, worker: WorkerNo, strain: &Strain, contract: f64, now: Time) -> f64 {
        let person = &mut self.0[worker];
        let Fatigue { at_work, weighted, since } = std::mem::replace(&mut person.fatigue, Fatigue::from(now));
        let span = now - since;
        if span > Span::ZERO {
            let owed = contract * span.ms() / WEEK.ms();
            let beyond = (at_work as f64 - owed).max(0.0);
            person.strain = strain.after(person.strain, (beyond + weighted) / owed, span);
        }
        person.strain
    }
}
