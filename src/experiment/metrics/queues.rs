//! What is requested, what becomes of it, and how long it takes: metrics, and `queues.csv`.

use super::group::{Group, Tally, of_task, ratio};
use super::kind::Over::{Distribution, PerWeek, Quotient, Weeks};
use super::kind::{ALL, ALL_AND_TASK, Measure, MetricKind, TASK, kinds, metric};
use super::stretch::PeriodRun;
use super::weekly_table::{Weekly, WeeklyColumn, WeeklyTable, columns};
use crate::experiment::column::Column;
use crate::model::outcome::{Outcome, Queue, Summary, Waits};
use crate::model::scenario::{Activity, Configuration, TaskId, Way};
use crate::units::{HOUR, Id};

/// Percentiles come from a histogram.
const HISTOGRAM: &str = "from a histogram with a relative error of at most 1.6%";

const CASES: MetricKind =
    metric("cases", "Cases", "1/week", PerWeek, ALL).is("cases born").computed("of all demands, children included");

const REQUESTED: MetricKind = metric("requested", "Requested", "1/week", PerWeek, TASK)
    .is("instances requested")
    .computed("further attempts and answers count; requested = done + abandoned + superseded + change in unfinished");

const DONE: MetricKind = metric("done", "Done", "1/week", PerWeek, TASK).is("instances done").better_if_more();

const ABANDONED: MetricKind =
    metric("abandoned", "Abandoned", "1/week", PerWeek, TASK).is("instances given up, expired ones included");

const EXPIRED: MetricKind = metric("expired", "Expired", "1/week", PerWeek, TASK)
    .is("instances that expired")
    .computed("part of abandoned: not done within `task.expires`");

const SUPERSEDED: MetricKind =
    metric("superseded", "Superseded", "1/week", PerWeek, TASK).is("instances no longer needed while they waited");

const BACKLOG: MetricKind =
    metric("backlog", "Backlog", "instances", Weeks, TASK).is("instances ready and never started at the end of a week");

const ON_TIME: MetricKind = metric("on_time", "On time", "1", Quotient, TASK)
    .is("share of done instances with a due time that were done in time")
    .better_if_more()
    .computed("the time is `task.due` after they are ready");

const WAIT_MEAN: MetricKind = metric("wait.mean", "Wait, mean", "h", Distribution, TASK)
    .is("ready to first start, mean")
    .computed("by when they start");

const WAIT_P50: MetricKind =
    metric("wait.p50", "Wait, median", "h", Distribution, TASK).is("ready to first start, median").computed(HISTOGRAM);

const WAIT_P90: MetricKind = metric("wait.p90", "Wait, 90th percentile", "h", Distribution, TASK)
    .is("ready to first start, 90th percentile")
    .computed(HISTOGRAM);

const WAIT_P95: MetricKind = metric("wait.p95", "Wait, 95th percentile", "h", Distribution, TASK)
    .is("ready to first start, 95th percentile")
    .computed(HISTOGRAM);

const TURNAROUND_MEAN: MetricKind = metric("turnaround.mean", "Turnaround, mean", "h", Distribution, TASK)
    .is("ready to done, mean")
    .computed("by when they are done");

const TURNAROUND_P50: MetricKind = metric("turnaround.p50", "Turnaround, median", "h", Distribution, TASK)
    .is("ready to done, median")
    .computed(HISTOGRAM);

const TURNAROUND_P90: MetricKind = metric("turnaround.p90", "Turnaround, 90th percentile", "h", Distribution, TASK)
    .is("ready to done, 90th percentile")
    .computed(HISTOGRAM);

const TURNAROUND_P95: MetricKind = metric("turnaround.p95", "Turnaround, 95th percentile", "h", Distribution, TASK)
    .is("ready to done, 95th percentile")
    .computed(HISTOGRAM);

const SEEN: MetricKind = metric("patients.seen", "Patients seen", "1/week", PerWeek, ALL_AND_TASK)
    .is("care instances done")
    .better_if_more()
    .computed("of tasks with a way whose activity is care, in part or whole");

const LEFT_UNSEEN: MetricKind = metric("patients.left_unseen", "Left unseen", "1/week", PerWeek, ALL_AND_TASK)
    .is("care instances that expired or were abandoned")
    .computed("of tasks with a way whose activity is care, in part or whole");

/// A number of instances.
type InstanceCount = fn(&Queue) -> u64;

/// Counts over a period, to be divided by its length.
const COUNTS: [Measure<InstanceCount>; 5] = [
    REQUESTED.by(|of| of.requested),
    DONE.by(|of| of.done),
    ABANDONED.by(|of| of.abandoned),
    EXPIRED.by(|of| of.expired),
    SUPERSEDED.by(|of| of.superseded),
];

/// What a metric is of waits \[h\].
type OfWaits = fn(&Waits) -> Option<f64>;

/// Of the waits of a period.
const WAITS: [Measure<OfWaits>; 8] = [
    WAIT_MEAN.by(|of| mean(of.wait)),
    WAIT_P50.by(|of| p50(of.wait)),
    WAIT_P90.by(|of| p90(of.wait)),
    WAIT_P95.by(|of| p95(of.wait)),
    TURNAROUND_MEAN.by(|of| mean(of.turnaround)),
    TURNAROUND_P50.by(|of| p50(of.turnaround)),
    TURNAROUND_P90.by(|of| p90(of.turnaround)),
    TURNAROUND_P95.by(|of| p95(of.turnaround)),
];

/// All of them.
pub const METRICS: &[&[MetricKind]] =
    &[&[CASES], &kinds(&COUNTS), &[BACKLOG, ON_TIME], &kinds(&WAITS), &[SEEN, LEFT_UNSEEN]];

/// A time of a distribution in hours, if it has any values.
fn in_hours(of: Summary, ms: f64) -> Option<f64> {
    (of.n > 0).then(|| ms / HOUR.ms())
}

fn mean(of: Summary) -> Option<f64> {
    in_hours(of, of.sum as f64 / of.n.max(1) as f64)
}

fn p50(of: Summary) -> Option<f64> {
    in_hours(of, of.p50)
}

fn p90(of: Summary) -> Option<f64> {
    in_hours(of, of.p90)
}

fn p95(of: Summary) -> Option<f64> {
    in_hours(of, of.p95)
}

/// Whether a task is care: what is not done of it is left unseen.
fn is_care(config: &Configuration, task: TaskId) -> bool {
    let cares = |way: &Way| way.activity.iter().any(|(activity, share)| *activity == Activity::Care && *share > 0.0);
    config.tasks[task].ways.iter().any(cares)
}

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    for task in of.config.tasks.ids() {
        let sum = |part: fn(&Queue) -> u64| -> f64 {
            of.weeks.iter().map(|week| part(&week.queues[task])).sum::<u64>() as f64
        };
        let (done, abandoned) = (sum(|queue| queue.done), sum(|queue| queue.abandoned));
        // Nothing happened in the period: no rows, rather than rows of zeros.
        if sum(|queue| queue.requested) + done + abandoned == 0.0 {
            continue;
        }
        let group = of_task(task);
        for measure in &COUNTS {
            tally.add(&measure.kind, &group, sum(measure.of) / of.length);
        }
        tally.add(&BACKLOG, &group, ratio(sum(|queue| queue.backlog), of.weeks.len() as f64));
        tally.add(&ON_TIME, &group, ratio(sum(|queue| queue.in_time), sum(|queue| queue.with_due)));
        if is_care(of.config, task) {
            tally.add(&SEEN, &group, done / of.length);
            tally.add(&LEFT_UNSEEN, &group, abandoned / of.length);
        }
        for measure in &WAITS {
            tally.add(&measure.kind, &group, (measure.of)(&of.outcome.periods[of.period][task]));
        }
    }
    let cases: u64 = of.weeks.iter().flat_map(|week| week.cases.iter()).sum();
    tally.put(&CASES, Group::default(), cases as f64 / of.length);
}

/// What a column of `queues.csv` is of a week's instances.
type OfQueue = fn(&Queue) -> Option<f64>;

const QUEUES: [Weekly<OfQueue>; 17] = [
    REQUESTED.column("requested", "1").by(|of| Some(of.requested as f64)),
    DONE.column("done", "1").by(|of| Some(of.done as f64)),
    ABANDONED.column("abandoned", "1").by(|of| Some(of.abandoned as f64)),
    EXPIRED.column("expired", "1").by(|of| Some(of.expired as f64)),
    SUPERSEDED.column("superseded", "1").by(|of| Some(of.superseded as f64)),
    Column::real("unfinished", "1", "requested and not ended at the end of the week")
        .by(|of| Some(of.unfinished as f64)),
    BACKLOG.column("backlog", "1").by(|of| Some(of.backlog as f64)),
    Column::real("shifted", "1", "done by another occupation than the task is meant for")
        .by(|of| Some(of.shifted as f64)),
    WAIT_MEAN.column("wait_mean", "h").by(|of| mean(of.waits.wait)),
    WAIT_P50.column("wait_p50", "h").by(|of| p50(of.waits.wait)),
    WAIT_P90.column("wait_p90", "h").by(|of| p90(of.waits.wait)),
    WAIT_P95.column("wait_p95", "h").by(|of| p95(of.waits.wait)),
    TURNAROUND_MEAN.column("turnaround_mean", "h").by(|of| mean(of.waits.turnaround)),
    TURNAROUND_P50.column("turnaround_p50", "h").by(|of| p50(of.waits.turnaround)),
    TURNAROUND_P90.column("turnaround_p90", "h").by(|of| p90(of.waits.turnaround)),
    TURNAROUND_P95.column("turnaround_p95", "h").by(|of| p95(of.waits.turnaround)),
    ON_TIME.column("on_time", "1").by(|of| ratio(of.in_time as f64, of.with_due as f64)),
];

/// The columns of `queues.csv` behind arm, week and task.
pub(super) const COLUMNS: &[WeeklyColumn] = &columns(&QUEUES);

/// Adds one replication to `queues.csv`.
pub(super) fn queues(weekly_table: &mut WeeklyTable, outcome: &Outcome) {
    for (number, week) in outcome.weeks.iter().enumerate() {
        for (task, queue) in week.queues.enumerate() {
            let key = [number as u16, task.index() as u16, 0, 0];
            weekly_table.add(key, QUEUES.iter().map(|column| (column.of)(queue)));
        }
    }
}
