//! Turnover: people who quit, the posts they leave vacant, and the novices who fill them. All at week boundaries,
//! before policies and rosters.

use crate::engine::Salt;
use crate::model::scenario::{OccupationId, Turnover};
use crate::model::site::Process;
use crate::model::site::people::Comes;
use crate::model::site::staff::Vacancy;
use crate::units::{Span, WEEK};

impl Process<'_> {
    /// Who quits at the boundary before this week leaves; posts vacant for long enough are filled.
    pub fn turn_over(&mut self, week: i64) {
        let plan = self.plan;
        for (occupation, spec) in plan.config.occupations.enumerate() {
            if let Some(turnover) = &spec.people.turnover {
                self.quit(occupation, turnover, week);
            }
        }
        if self.staff.posts().any_vacant() {
            self.fill_vacancies();
        }
    }

    /// Each worker by their own draw for the week: with hazard h they are gone within a week with probability
    /// 1 - exp(-h x week).
    fn quit(&mut self, occupation: OccupationId, turnover: &Turnover, week: i64) {
        for worker in self.staff[occupation].members.clone() {
            // Members are listed before: the list changes as people leave.
            let key = self.staff[worker].key;
            let raised = self.strained_by(worker, |strain| strain.quits);
            let hazard = raised * turnover.quits * WEEK.ms() / Turnover::year().ms();
            // By worker and week: who else is there does not matter.
            let draw = key.child(week as u64).unit(Salt::of("worker", "quits"));
            if draw >= 1.0 - libm::exp(-hazard) {
                continue;
            }
            let share = self.share_of(worker);
            self.dismiss(worker);
            // Nobody quits twice, so one draw for each worker is enough.
            let stays_vacant = turnover.vacancy.quantile(key.unit(Salt::of("worker", "vacancy")));
            let until = self.schedule.now() + Span::from_ms(stays_vacant);
            self.staff.posts_mut().add_vacancy(Vacancy { occupation, share, until });
            self.record.quit(occupation);
        }
    }

    fn fill_vacancies(&mut self) {
        for Vacancy { occupation, share, .. } in self.staff.posts_mut().take_filled(self.schedule.now()) {
            self.add_worker(occupation, share, Comes::Novice);
            self.record.replaced(occupation);
        }
    }

    /// How many posts of an occupation are vacant.
    pub fn vacant_posts(&self, occupation: OccupationId) -> usize {
        self.staff.posts().vacant(occupation)
    }

    /// Gives up so many vacant posts ([`Posts::close`](crate::model::site::staff::Posts)).
    pub fn close_posts(&mut self, occupation: OccupationId, posts: usize) -> u32 {
        self.staff.posts_mut().close(occupation, posts)
    }
}
