//! Posts that nobody works in at the moment: vacant ones, and those of people in training.

use crate::model::scenario::OccupationId;
use crate::units::Time;

/// A post that nobody holds.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Vacancy {
    pub occupation: OccupationId,
    /// Share of a full-time contract, in thousandths.
    pub share: u32,
    /// Filled at the first week boundary from then on.
    pub until: Time,
}

/// Somebody who is trained for another occupation.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Trainee {
    pub from: OccupationId,
    pub to: OccupationId,
    /// Share of a full-time contract, in thousandths.
    pub share: u32,
    pub back: Time,
}

/// Vacant posts and people in training.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Posts {
    vacancies: Vec<Vacancy>,
    trainees: Vec<Trainee>,
}

impl Posts {
    pub fn add_vacancy(&mut self, vacancy: Vacancy) {
        self.vacancies.push(vacancy);
    }

    pub fn add_trainee(&mut self, trainee: Trainee) {
        self.trainees.push(trainee);
    }

    pub fn any_vacant(&self) -> bool {
        !self.vacancies.is_empty()
    }

    /// How many posts of an occupation are vacant.
    pub fn vacant(&self, occupation: OccupationId) -> usize {
        self.vacant_of(occupation).count()
    }

    /// Vacant posts of an occupation, in thousandths of a full-time equivalent.
    pub fn vacant_fte(&self, occupation: OccupationId) -> u64 {
        self.vacant_of(occupation).map(|vacancy| u64::from(vacancy.share)).sum()
    }

    /// People of an occupation in training for another, in thousandths of a full-time equivalent.
    pub fn in_training(&self, occupation: OccupationId) -> u64 {
        let of = self.trainees.iter().filter(|trainee| trainee.from == occupation);
        of.map(|trainee| u64::from(trainee.share)).sum()
    }

    /// Takes the posts that are filled by `now`.
    pub fn take_filled(&mut self, now: Time) -> Vec<Vacancy> {
        let (filled, still) = self.vacancies.iter().copied().partition(|vacancy| vacancy.until <= now);
        self.vacancies = still;
        filled
    }

    /// Takes those whose training is over by `now`.
    pub fn take_trained(&mut self, now: Time) -> Vec<Trainee> {
        let (back, still) = self.trainees.iter().copied().partition(|trainee| trainee.back <= now);
        self.trainees = still;
        back
    }

    /// Gives up so many vacant posts, those first that would be filled last. Returns what they were in thousandths of a
    /// full-time equivalent.
    pub fn close(&mut self, occupation: OccupationId, posts: usize) -> u32 {
        let mut of: Vec<(Time, usize)> = self
            .vacancies
            .iter()
            .enumerate()
            .filter(|(_, vacancy)| vacancy.occupation == occupation)
            .map(|(place, vacancy)| (vacancy.until, place))
            .collect();
        of.sort_unstable_by(|a, b| b.cmp(a));
        let mut closed: Vec<usize> = of.into_iter().take(posts).map(|(_, place)| place).collect();
        closed.sort_unstable_by(|a, b| b.cmp(a));
        closed.into_iter().map(|place| self.vacancies.remove(place).share).sum()
    }

    fn vacant_of(&self, occupation: OccupationId) -> impl Iterator<Item = &Vacancy> {
        self.vacancies.iter().filter(move |vacancy| vacancy.occupation == occupation)
    }
}
