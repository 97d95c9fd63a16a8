//! What is called for, what becomes of it, and how long it takes.

use super::Over::{Distribution, PerWeek, Quotient, Weeks};
use super::{ALL, ALL_AND_TASK, MetricKind, TASK, metric};

/// Percentiles come from a histogram.
const HISTOGRAM: &str = "from a histogram with a relative error of at most 1.6%";

/// Its metrics.
pub const METRICS: &[MetricKind] = &[
    metric("cases", "Cases", "1/week", PerWeek, ALL).is("cases born").computed("of all demands, children included"),
    metric("called_for", "Called for", "1/week", PerWeek, TASK).is("instances called for").computed(
        "further attempts and answers count; called for = done + abandoned + overtaken + change in unfinished",
    ),
    metric("done", "Done", "1/week", PerWeek, TASK).is("instances done"),
    metric("abandoned", "Abandoned", "1/week", PerWeek, TASK).is("instances given up, expired ones included"),
    metric("expired", "Expired", "1/week", PerWeek, TASK)
        .is("instances that expired")
        .computed("part of abandoned: not done within `task.expires`"),
    metric("overtaken", "Overtaken", "1/week", PerWeek, TASK).is("instances no longer needed while they waited"),
    metric("backlog", "Backlog", "instances", Weeks, TASK).is("instances ready and never started at the end of a week"),
    metric("on_time", "On time", "1", Quotient, TASK)
        .is("share of done instances with a due time that were done in time")
        .computed("the time is `task.due` after they are ready"),
    metric("wait.mean", "Wait, mean", "h", Distribution, TASK)
        .is("ready to first start, mean")
        .computed("by when they start"),
    metric("wait.p50", "Wait, median", "h", Distribution, TASK).is("ready to first start, median").computed(HISTOGRAM),
    metric("wait.p90", "Wait, 90th percentile", "h", Distribution, TASK)
        .is("ready to first start, 90th percentile")
        .computed(HISTOGRAM),
    metric("wait.p95", "Wait, 95th percentile", "h", Distribution, TASK)
        .is("ready to first start, 95th percentile")
        .computed(HISTOGRAM),
    metric("turnaround.mean", "Turnaround, mean", "h", Distribution, TASK)
        .is("ready to done, mean")
        .computed("by when they are done"),
    metric("turnaround.p50", "Turnaround, median", "h", Distribution, TASK)
        .is("ready to done, median")
        .computed(HISTOGRAM),
    metric("turnaround.p90", "Turnaround, 90th percentile", "h", Distribution, TASK)
        .is("ready to done, 90th percentile")
        .computed(HISTOGRAM),
    metric("turnaround.p95", "Turnaround, 95th percentile", "h", Distribution, TASK)
        .is("ready to done, 95th percentile")
        .computed(HISTOGRAM),
    metric("patients.seen", "Patients seen", "1/week", PerWeek, ALL_AND_TASK)
        .is("care instances done")
        .computed("of tasks with a way whose activity is care, in part or whole"),
    metric("patients.left_unseen", "Left unseen", "1/week", PerWeek, ALL_AND_TASK)
        .is("care instances that expired or were abandoned")
        .computed("of tasks with a way whose activity is care, in part or whole"),
];
