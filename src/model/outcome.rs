//! What one run (one arm, one replication) delivers: integer sums by week and, for distributions, their summaries.
//! Everything is additive over sites; times are whole ms of one person.
//!
//! Sites count into records by week; at each week's end the run adds them to [`Week`]s. Integer sums do not depend on
//! the order of sites, so they are the same for any number of threads. Weeks of the warm-up are not kept.

use super::ledger::LedgerRecord;
use super::scenario::{Configuration, DemandId, OccupationId, ProductId, TaskId, TechnologyId};
use crate::engine::Histogram;
use crate::units::IdVec;
use std::collections::BTreeMap;

/// Adds field by field.
macro_rules! add_fields {
    ($a:expr, $b:expr; $($field:ident),+) => { $($a.$field += $b.$field;)+ };
}

/// The outcome of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Weeks 0, 1, ... from time zero; the last may be partial.
    pub weeks: Vec<Week>,
    /// Waits and turnarounds over each of the scenario's periods.
    pub periods: Vec<IdVec<TaskId, Waits>>,
    /// Expected ms of work requested and not done at the end, by the occupation it is meant for.
    pub unfinished: IdVec<OccupationId, u64>,
    /// Counters of the machinery.
    pub statistics: RunStatistics,
    /// Lines for the hours ledger, in order; none unless they were asked for.
    pub lines: Vec<LedgerRecord>,
}

/// What the run cost the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunStatistics {
    /// Events handled, stale ones included.
    pub events: u64,
    /// Events that no longer counted.
    pub stale: u64,
    /// Windows in which the sites went on without each other.
    pub windows: u64,
    /// Task instances done, warm-up included.
    pub done: u64,
    /// Hash of the trajectory.
    pub fingerprint: u64,
}

/// Sums of one week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    /// Work by slot (see [`work_slots`]).
    pub work: Vec<Work>,
    /// Instances by task.
    pub queues: IdVec<TaskId, Queue>,
    /// Staff by occupation.
    pub staff: IdVec<OccupationId, StaffTotals>,
    /// Products.
    pub products: IdVec<ProductId, Products>,
    /// Tools.
    pub tools: IdVec<TechnologyId, Tool>,
    /// Cases born by demand.
    pub cases: IdVec<DemandId, u64>,
    /// Defects made, by the task that made them.
    pub made: IdVec<TaskId, u64>,
    /// Of these found before the end of the run, by the task that made them and the one that found them first.
    pub found: BTreeMap<(TaskId, TaskId), u64>,
    /// Time defects took in this week, by the task that made them (none: only counted, in collected products), the task
    /// whose finding took it, and who spent it.
    pub defect_work: BTreeMap<(Option<TaskId>, TaskId, OccupationId), DefectWork>,
}

/// Time that defects took, in ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DefectWork {
    /// Fixing on the spot.
    pub fix: u64,
    /// Answering queries, and finding back into the work after them.
    pub query: u64,
    /// Doing again, or for nothing, after rejections that were due to defects.
    pub again: u64,
}

impl DefectWork {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.fix + self.query + self.again
    }

    /// Adds more of it.
    pub fn add(&mut self, other: &DefectWork) {
        add_fields!(self, other; fix, query, again);
    }
}

/// One member's place in the team of one way: the finest grain at which work is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkSlot {
    /// The task.
    pub task: TaskId,
    /// Index of the way in the task.
    pub way: usize,
    /// Position in the team; 0 leads.
    pub position: usize,
    /// The member's occupation.
    pub occupation: OccupationId,
}

/// All work slots of a configuration, by task, way and position.
pub fn work_slots(config: &Configuration) -> Vec<WorkSlot> {
    let mut slots = Vec::new();
    for (task, spec) in config.tasks.enumerate() {
        for (way, spec) in spec.ways.iter().enumerate() {
            for (position, &occupation) in spec.team.iter().enumerate() {
                slots.push(WorkSlot { task, way, position, occupation });
            }
        }
    }
    slots
}

/// Work of one slot in one week, in ms; `rework` and `review` are parts of `total`, as are `overrun` and `after_hours`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// All of it.
    pub total: u64,
    /// Past the end of the shift, to finish.
    pub overrun: u64,
    /// After hours, with owned work that falls due.
    pub after_hours: u64,
    /// Done again, or for nothing.
    pub rework: u64,
    /// Review of what was made with a tool.
    pub review: u64,
}

/// Sums of shares and beliefs are kept in millionths, so that they do not depend on the order of addition.
pub const MILLION: f64 = 1e6;

/// Instances of one task in one week. Requested = done + abandoned + superseded + change in unfinished.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// Instances requested (attempts and answers count).
    pub requested: u64,
    /// Done.
    pub done: u64,
    /// Given up, expired ones included.
    pub abandoned: u64,
    /// Of these expired.
    pub expired: u64,
    /// No longer needed while they waited.
    pub superseded: u64,
    /// Requested and not ended at the end of the week.
    pub unfinished: u64,
    /// Of these ready and never started.
    pub backlog: u64,
    /// Done by somebody other than the task is meant for.
    pub shifted: u64,
    /// Done instances that had a due time.
    pub with_due: u64,
    /// Of these done in time.
    pub in_time: u64,
    /// First started in this week after waiting from the end of a session over a day or more into a later one.
    pub over_gap: u64,
    /// Wait (ready to first start, by the week of the start) and turnaround (ready to done).
    pub waits: Waits,
}

/// Wait and turnaround.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Waits {
    /// Ready to first start.
    pub wait: Summary,
    /// Ready to done.
    pub turnaround: Summary,
}

/// A distribution in brief, in ms; percentiles from a log-linear histogram with relative error of at most 1.6%.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of values; without any the rest is zero and means nothing.
    pub n: u64,
    /// Sum.
    pub sum: u64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
}

impl Summary {
    /// Of the values in a histogram.
    pub(super) fn of(values: &Histogram) -> Summary {
        if values.n() == 0 {
            return Summary::default();
        }
        let [p50, p90, p95] = values.quantiles([0.5, 0.9, 0.95]);
        Summary { n: values.n(), sum: values.sum(), p50, p90, p95 }
    }
}

/// Staff of one occupation in one week; times in ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaffTotals {
    /// Heads employed when the week's roster was dealt, trainees excluded.
    pub heads: u64,
    /// Full-time equivalents employed then, in thousandths.
    pub milli_fte: u64,
    /// In training then, in thousandths of a full-time equivalent (counted where they come from).
    pub milli_fte_training: u64,
    /// Hours on shift of those present, breaks excluded.
    pub on_shift: u64,
    /// Paid hours: rostered hours with leave and sickness, training, overrun, paid after-hours.
    pub paid: u64,
    /// Busy within the shift.
    pub regular: u64,
    /// Busy past the end of the shift, to finish.
    pub overrun: u64,
    /// Busy after hours.
    pub after_hours: u64,
    /// Of these unpaid.
    pub unpaid: u64,
    /// Held for a team that was not complete.
    pub waiting_for_team: u64,
    /// Expected time of the work that became ready in this week and is meant for them.
    pub demanded: u64,
    /// Hired.
    pub hires: u64,
    /// Dismissed.
    pub dismissals: u64,
    /// Sent to training out of this occupation.
    pub retrained: u64,
    /// Posts vacant when the week's roster was dealt, in thousandths of a full-time equivalent.
    pub milli_fte_vacant: u64,
    /// Quit.
    pub quits: u64,
    /// Hired into a post that somebody had quit.
    pub replaced: u64,
    /// Strain at the end of the week in millionths, summed over people.
    pub strain: u64,
    /// How many it is summed over.
    pub strained: u64,
    /// Proficiency by hand at the end of the week, in millionths, summed over people and tasks.
    pub proficiency: u64,
    /// How many it is summed over.
    pub skills: u64,
}

/// Why a product is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AbsenceCause {
    /// Its task's `share` draw said no.
    Share,
    /// Its task's `when` did not hold.
    When,
    /// Its task was given up.
    Abandoned,
    /// Its task expired.
    Expired,
    /// All ways of its task were ruled out.
    RuledOut,
    /// Something it needs is absent.
    Upstream,
    /// Nobody wanted it.
    NotWanted,
}

impl AbsenceCause {
    /// All causes.
    pub const ALL: [AbsenceCause; 7] = [
        AbsenceCause::Share,
        AbsenceCause::When,
        AbsenceCause::Abandoned,
        AbsenceCause::Expired,
        AbsenceCause::RuledOut,
        AbsenceCause::Upstream,
        AbsenceCause::NotWanted,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            AbsenceCause::Share => "share",
            AbsenceCause::When => "when",
            AbsenceCause::Abandoned => "abandoned",
            AbsenceCause::Expired => "expired",
            AbsenceCause::RuledOut => "ruled_out",
            AbsenceCause::Upstream => "upstream",
            AbsenceCause::NotWanted => "not_wanted",
        }
    }
}

/// One kind of product in one week (the week in which it was written, for `read` and the hours).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Products {
    /// Written (every write counts).
    pub written: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Settled absent, by cause in the order of [`AbsenceCause::ALL`].
    pub absent: [u64; 7],
    /// Of those written, read at least once before the end of the run.
    pub read: u64,
    /// ms of work that made those written.
    pub making: u64,
    /// ms of work that made those read.
    pub making_read: u64,
    /// Defects carried by those written.
    pub defects: u64,
    /// Of those written, with at least one defect.
    pub defective: u64,
    /// Age when first read, by the week of the read.
    pub age: Summary,
}

/// One tool in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tool {
    /// Units (sites or workers) that have adopted it at the end of the week.
    pub adopters: u64,
    /// Units that could have.
    pub units: u64,
    /// Instances started on an automated way with it.
    pub attempted: u64,
    /// Of these succeeded.
    pub succeeded: u64,
    /// Of these failed.
    pub exceptions: u64,
    /// Instances done by people with it.
    pub used: u64,
    /// Trust at the end of the week in millionths, summed over people who have reviewed what it made.
    pub trust: u64,
    /// How many it is summed over.
    pub trusting: u64,
    /// Units that adopted it in this week; counted if it has a price.
    pub bought: u64,
    /// People who have it at the end of the week; counted if it has a price.
    pub users: u64,
}

impl RunStatistics {
    /// Adds another site's run statistics; fingerprints are combined in the order of the sites.
    pub(super) fn add(&mut self, other: &RunStatistics) {
        add_fields!(self, other; events, stale, done);
        self.fingerprint = self.fingerprint.rotate_left(13).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ other.fingerprint;
    }
}

impl Week {
    /// Adds another site's week; distributions are summarised afterwards, from merged histograms.
    pub(super) fn add(&mut self, other: &Week) {
        for (a, b) in self.work.iter_mut().zip(&other.work) {
            add_fields!(a, b; total, overrun, after_hours, rework, review);
        }
        for (a, b) in self.queues.iter_mut().zip(other.queues.iter()) {
            add_fields!(a, b; requested, done, abandoned, expired, superseded, unfinished, backlog, shifted, with_due, in_time, over_gap);
        }
        for (a, b) in self.staff.iter_mut().zip(other.staff.iter()) {
            add_fields!(a, b; heads, milli_fte, milli_fte_training, on_shift, paid, regular, overrun, after_hours, unpaid);
            add_fields!(a, b; waiting_for_team, demanded, hires, dismissals, retrained, proficiency, skills);
            add_fields!(a, b; milli_fte_vacant, quits, replaced, strain, strained);
        }
        for (a, b) in self.products.iter_mut().zip(other.products.iter()) {
            add_fields!(a, b; written, withdrawn, read, making, making_read, defects, defective);
            a.absent.iter_mut().zip(b.absent).for_each(|(a, b)| *a += b);
        }
        for (a, b) in self.tools.iter_mut().zip(other.tools.iter()) {
            add_fields!(a, b; adopters, units, attempted, succeeded, exceptions, used, trust, trusting, bought, users);
        }
        self.cases.iter_mut().zip(other.cases.iter()).for_each(|(a, b)| *a += b);
        self.made.iter_mut().zip(other.made.iter()).for_each(|(a, b)| *a += b);
        other
            .defect_work
            .iter()
            .for_each(|(key, defect_work)| self.defect_work.entry(*key).or_default().add(defect_work));
    }
}
