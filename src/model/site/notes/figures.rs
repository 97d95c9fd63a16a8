//! Figures of a week, which conditions and policies look at.

use super::Record;
use crate::model::scenario::{Clause, Configuration, Measured, OccupationId, TaskId};
use crate::units::IdVec;

/// Figures of the week before the last boundary, summed over the sites somebody looks at.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Figures {
    /// Instances waiting at the boundary.
    backlog: IdVec<TaskId, u64>,
    /// Done in time, and done with a due time.
    on_time: IdVec<TaskId, (u64, u64)>,
    /// Regular busy ms, and ms on shift.
    utilisation: IdVec<OccupationId, (u64, u64)>,
    staffing: IdVec<OccupationId, Staffing>,
}

/// What staffing to a utilisation looks at.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Staffing {
    /// Standard time \[ms\] of the work requested.
    pub offered: i64,
    /// Time on shift \[ms\].
    pub on_shift: u64,
    /// Staff when the week's roster was dealt, in thousandths of a full-time equivalent.
    pub milli_fte: u64,
}

impl Figures {
    pub fn new(config: &Configuration) -> Figures {
        Figures {
            backlog: IdVec::filled(0, config.tasks.len()),
            on_time: IdVec::filled((0, 0), config.tasks.len()),
            utilisation: IdVec::filled((0, 0), config.occupations.len()),
            staffing: IdVec::filled(Staffing::default(), config.occupations.len()),
        }
    }

    /// Takes what a site noted in the week that closes. `uncounted`: slots of work that nobody is meant to see, with
    /// the occupation.
    pub fn take(&mut self, record: &Record, uncounted: &[(usize, OccupationId)]) {
        let week = record.week();
        for (task, queue) in week.queues.enumerate() {
            self.backlog[task] = queue.backlog;
            self.on_time[task] = (queue.in_time, queue.with_due);
        }
        for (occupation, staff) in week.staff.enumerate() {
            self.utilisation[occupation] = (staff.regular, staff.on_shift);
            let offered = record.offered(occupation);
            self.staffing[occupation] = Staffing { offered, on_shift: staff.on_shift, milli_fte: staff.milli_fte };
        }
        for (slot, occupation) in uncounted {
            let work = &week.work[*slot];
            let busy = &mut self.utilisation[*occupation].0;
            *busy = busy.saturating_sub(work.total - work.overrun - work.after_hours);
        }
    }

    /// Adds another site's figures.
    pub fn add(&mut self, other: &Figures) {
        let pairs = |a: &mut (u64, u64), b: &(u64, u64)| (a.0, a.1) = (a.0 + b.0, a.1 + b.1);
        self.backlog.iter_mut().zip(other.backlog.iter()).for_each(|(a, b)| *a += b);
        self.on_time.iter_mut().zip(other.on_time.iter()).for_each(|(a, b)| pairs(a, b));
        self.utilisation.iter_mut().zip(other.utilisation.iter()).for_each(|(a, b)| pairs(a, b));
        for (sum, of_site) in self.staffing.iter_mut().zip(other.staffing.iter()) {
            sum.offered += of_site.offered;
            sum.on_shift += of_site.on_shift;
            sum.milli_fte += of_site.milli_fte;
        }
    }

    /// What staffing to a utilisation looks at of an occupation.
    pub fn staffing(&self, occupation: OccupationId) -> Staffing {
        self.staffing[occupation]
    }

    /// Whether a clause about these figures holds; figures nobody made satisfy no bound.
    pub fn hold(&self, clause: &Clause, config: &Configuration) -> bool {
        let tasks = |measured: &Measured| {
            let measured = *measured;
            config.tasks.enumerate().filter_map(move |(task, spec)| match measured {
                Measured::Task(only) => (only == task).then_some(task),
                Measured::Occupation(occupation) => {
                    (spec.meant_for == Some(occupation) && spec.meant_way().is_some()).then_some(task)
                }
            })
        };
        match clause {
            Clause::Backlog(measured, threshold) => {
                threshold.holds(tasks(measured).map(|task| self.backlog[task]).sum::<u64>() as f64)
            }
            Clause::OnTime(measured, threshold) => {
                let (done, due) = tasks(measured)
                    .map(|task| self.on_time[task])
                    .fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
                due > 0 && threshold.holds(done as f64 / due as f64)
            }
            Clause::Utilisation(occupation, threshold) => {
                let (busy, on_shift) = self.utilisation[*occupation];
                on_shift > 0 && threshold.holds(busy as f64 / on_shift as f64)
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::Threshold;
    use crate::model::site::staff::{DayPart, Doing};
    use crate::units::HOUR;

    /// Of two hours on shift one is worked regularly, at work that planners do not count; and the same at another site
    /// where they do: utilisation is a quarter. Nobody made figures about what was due: they satisfy no bound.
    #[test]
    fn figures_of_sites_add_up_without_what_is_not_counted() {
        let mut config = crate::model::scenario::build::config();
        let clerk = config.add_occupation("clerk");
        let task = config.add_task("note", &[], &[], &[clerk], HOUR);
        let mut record = Record::new(&config);
        let hour = HOUR.0 as u64;
        record.was_idle(clerk, Doing::Idle, hour);
        record.was_busy(clerk, DayPart::Regular, hour, false);
        record.worked(0, DayPart::Regular, hour, (false, false));
        let [mut sum, mut other] = [Figures::new(&config), Figures::new(&config)];
        sum.take(&record, &[(0, clerk)]);
        other.take(&record, &[]);
        sum.add(&other);
        let under = |bound| Threshold { over: None, under: Some(bound) };
        let holds = |clause: Clause| sum.hold(&clause, &config);
        assert!(holds(Clause::Utilisation(clerk, under(0.26))));
        assert!(!holds(Clause::Utilisation(clerk, under(0.25))));
        assert!(!holds(Clause::OnTime(Measured::Task(task), under(1.0))));
        assert_eq!(sum.staffing(clerk).on_shift, 4 * hour);
    }
}
