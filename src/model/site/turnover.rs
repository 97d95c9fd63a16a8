//! Turnover: people who quit, the posts they leave vacant, and the novices who fill them. All at week boundaries, before
//! policies and rosters.

use super::{Comes, Process};
use crate::engine::Salt;
use crate::model::scenario::{OccupationId, Turnover};
use crate::units::{Span, Time, WEEK};

/// A post nobody holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vacancy {
    occupation: OccupationId,
    /// Share of a full-time contract, in thousandths.
    share: u32,
    /// Filled at the first week boundary from then on.
    until: Time,
}

impl Process<'_> {
    /// Who quits at the boundary before this week leaves; posts vacant for long enough are filled.
    pub fn turn_over(&mut self, week: i64) {
        let plan = self.plan;
        for (occupation, spec) in plan.world.occupations.enumerate() {
            if let Some(turnover) = &spec.people.turnover {
                self.quit(occupation, turnover, week);
            }
        }
        if !self.vacancies.is_empty() {
            self.fill_vacancies();
        }
    }

    /// Each worker by their own draw for the week: with hazard h they are gone within a week with probability
    /// 1 - exp(-h x week).
    fn quit(&mut self, occupation: OccupationId, turnover: &Turnover, week: i64) {
        for worker in self.crews[occupation].members.clone() {
            let key = self.workers[worker].key;
            let raised = self.strained_by(worker, |strain| strain.quits);
            let hazard = raised * turnover.quits * WEEK.ms() / Turnover::year().ms();
            let draw = key.child(week as u64).unit(Salt::of("worker", "quits"));
            if draw >= 1.0 - libm::exp(-hazard) {
                continue;
            }
            let share = self.share_of(worker);
            self.dismiss(worker);
            let stays_vacant = turnover.vacancy.quantile(key.unit(Salt::of("worker", "vacancy")));
            let until = self.schedule.now() + Span::from_ms(stays_vacant);
            self.vacancies.push(Vacancy { occupation, share, until });
            self.record.week.staff[occupation].quits += 1;
        }
    }

    fn fill_vacancies(&mut self) {
        let now = self.schedule.now();
        let (filled, still): (Vec<Vacancy>, Vec<Vacancy>) =
            self.vacancies.iter().copied().partition(|vacancy| vacancy.until <= now);
        self.vacancies = still;
        for Vacancy { occupation, share, .. } in filled {
            self.add_worker(occupation, share, Comes::Novice);
            let staff = &mut self.record.week.staff[occupation];
            staff.hires += 1;
            staff.replaced += 1;
        }
    }

    /// How many posts of an occupation are vacant.
    pub fn vacant_posts(&self, occupation: OccupationId) -> usize {
        self.vacancies.iter().filter(|vacancy| vacancy.occupation == occupation).count()
    }

    /// Gives up so many vacant posts, those first that would be filled last. Returns what they were in thousandths of a
    /// full-time equivalent.
    pub fn close_posts(&mut self, occupation: OccupationId, posts: usize) -> u32 {
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

    /// Vacant posts of an occupation, in thousandths of a full-time equivalent.
    pub(super) fn vacant_fte(&self, occupation: OccupationId) -> u64 {
        self.vacancies
            .iter()
            .filter(|vacancy| vacancy.occupation == occupation)
            .map(|vacancy| vacancy.share as u64)
            .sum()
    }
}
