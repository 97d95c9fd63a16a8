//! Defects found, and the time they take.

use super::Record;
use crate::model::outcome::DefectWork;
use crate::model::scenario::{OccupationId, TaskId};
use crate::model::site::cases::{Defect, DefectFound, Origins};
use crate::units::Time;

/// What time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model::site) enum Charge {
    Fix,
    Query,
    Again,
}

impl Record {
    /// Charges time, in equal parts by the members of the team, to defects.
    pub(in crate::model::site) fn charge(
        &mut self,
        team: &[OccupationId],
        found_at: TaskId,
        what: Charge,
        ms: u64,
        origins: &Origins,
    ) {
        let all: u64 = origins.iter().map(|(_, number)| *number as u64).sum();
        let shares = team.len() as u64 * all;
        // Whole ms that add up to all of it.
        let up_to = |share: u64| (ms as u128 * share as u128 / shares as u128) as u64;
        let mut share = 0;
        for occupation in team {
            for &(made_at, defects) in origins {
                let part = up_to(share + defects as u64) - up_to(share);
                share += defects as u64;
                let defect_work = self.week.defect_work.entry((made_at, found_at, *occupation)).or_default();
                let DefectWork { fix, query, again } = defect_work;
                *match what {
                    Charge::Fix => fix,
                    Charge::Query => query,
                    Charge::Again => again,
                } += part;
            }
        }
    }

    /// Somebody notices a defect.
    pub fn found(&mut self, defect: &Defect, found_at: TaskId, at: Time) {
        // What the warm-up made is in no table.
        if defect.made_in >= 0 {
            let Defect { id, task, made_in, .. } = *defect;
            self.findings.push(DefectFound { id, at, found_at, made_at: task, made_in });
        }
    }
}
