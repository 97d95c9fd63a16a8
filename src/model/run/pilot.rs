//! The pilot: the control's warm-up alone, looked at day by day, to see when it has settled.

use crate::model::run::log::Steps;
use crate::model::run::replication::{Run, Stage};
use crate::model::run::simulation::Simulation;
use crate::units::{DAY, Time};

impl Simulation {
    /// Runs the warm-up of the control alone and returns how many task instances were ready and not started at the end
    /// of each of its days, over all sites. `watch` may stop it as it may stop a run; then there is nothing.
    pub fn daily_backlog(&self, replication: u32, watch: &dyn Fn(i64) -> bool) -> Option<Vec<f64>> {
        let control = self.scenario.control;
        let mut run = Run::new(self, vec![control], replication, Steps::Dropped);
        let mut backlog = Vec::new();
        while run.now < Time::ZERO {
            match run.stage {
                Stage::Change => run.change(),
                Stage::Decide => run.decide(),
                Stage::Advance => {
                    let next = run.next_boundary(control).min(run.now + DAY);
                    if !run.advance(next, watch) {
                        return None;
                    }
                    backlog.push(run.sites.iter().map(|site| site.record().backlog()).sum::<i64>() as f64);
                }
            }
        }
        Some(backlog)
    }
}
