//! What has changed in people: what they have learnt, how tired they are, and what they have seen of tools. There is a
//! row for each worker, or none for anybody where nothing is stated that could change them.

mod fatigue;
mod skills;
#[cfg(test)]
mod tests;
mod trust;

pub(in crate::model) use skills::{Comes, Skill};
pub(in crate::model) use trust::ReviewsSeen;

use super::rows::{Rows, WorkerNo};
use crate::units::Time;
use fatigue::Fatigue;
use std::ops::Index;

/// What has changed in a worker.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Person {
    /// By number of the skill ([`crate::model::skills::TaskSkills`]); empty if they do not learn.
    pub skills: Vec<Skill>,
    /// Exponentially weighted mean of weekly loads, as of the last boundary.
    pub strain: f64,
    fatigue: Fatigue,
    /// By technology; empty before the first review.
    seen: Vec<ReviewsSeen>,
}

/// Everybody at a site who can change.
#[derive(Clone, Debug, Default)]
pub(super) struct People(Rows<WorkerNo, Person>);

impl Index<WorkerNo> for People {
    type Output = Person;
    #[inline(always)]
    fn index(&self, worker: WorkerNo) -> &Person {
        &self.0[worker]
    }
}

impl People {
    pub fn numbers(&self) -> impl Iterator<Item = WorkerNo> + use<> {
        self.0.numbers()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.0.iter()
    }

    /// Sees to it that there is a row for each of so many workers.
    pub fn admit(&mut self, workers: usize, now: Time) {
        for _ in self.0.len()..workers {
            self.0.add(Person { fatigue: Fatigue::from(now), ..Person::default() });
        }
    }
}
