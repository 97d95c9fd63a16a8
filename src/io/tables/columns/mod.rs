//! The one table of columns: every CSV file, its columns in order, their types, units and meanings.

mod event_log;
pub(super) mod weekly;

pub use event_log::EVENT_LOG;

use crate::experiment::{Column, MetricKind};

/// A CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// How many of the first columns identify a row and are never blank; 0: those that identify it may be blank.
    pub key: usize,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column that means what a metric of the summary does, in rows of its own.
const fn as_metric(name: &'static str, unit: &'static str, metric: &'static str) -> Column {
    Column { metric, ..Column::real(name, unit, MetricKind::named(metric).meaning) }
}

const ARM: Column = Column::text("arm", "arm of the scenario");
const WEEK: Column = Column::date("week_start", "first day of the week; weeks count from `start`");

/// All files that a run always has, but for the ledger, which a scenario may leave out.
pub const FILES: &[File] = &[
    File {
        name: "summary.csv",
        row: "arm x period x metric x group",
        key: 0,
        columns: &[
            ARM,
            Column::text("period", "window of the scenario"),
            Column::text("metric", "what is measured"),
            Column::text("occupation", "who; blank: a sum or not about people"),
            Column::text("activity", "activity; blank: a sum"),
            Column::whole("order", "1", "order of the data; blank: a sum"),
            Column::text("task", "task; blank: a sum"),
            Column::text("unit", "unit of the values"),
            Column::real("mean", "as in `unit`", "mean over replications"),
            Column::real("ci_low", "as in `unit`", "lower end of the 95% interval (Student's t over replications)"),
            Column::real("ci_high", "as in `unit`", "upper end"),
            Column::real("sd", "as in `unit`", "standard deviation between replications"),
            Column::whole("n", "1", "replications with a value"),
            Column::real("diff", "as in `unit`", "mean paired difference to the control"),
            Column::real("diff_ci_low", "as in `unit`", "lower end of its 95% interval, pointwise"),
            Column::real("diff_ci_high", "as in `unit`", "upper end"),
        ],
    },
    weekly::WORKLOAD,
    weekly::STAFFING,
    weekly::QUEUES,
    weekly::PRODUCTS,
    weekly::AUTOMATION,
    File {
        name: "ledger.csv",
        row: "arm x period x occupation x task",
        key: 4,
        columns: &[
            Column::text("arm", "arm of the scenario; the control is what it is compared with"),
            Column::text(
                "period",
                "window of the scenario in which the case was born (or, if collected, closed), whenever it was worked on; \
                 so hours differ from workload.csv. Where an arm has the case in another window than the control (called \
                 earlier or later), the hours of each are in its own. `warm_up`: before time zero, with the hours after it",
            ),
            Column::text("occupation", "whose hours"),
            Column::text("task", "task"),
            Column::text("activity", "activity; several are joined by `+`"),
            Column::whole("order", "1", "order of the data worked on"),
            Column::real(
                "control_hours",
                "h",
                "hours in the control within the run, mean over replications, as in all columns",
            ),
            as_metric("not_needed", "h", "ledger.not_needed"),
            as_metric("abandoned", "h", "ledger.abandoned"),
            as_metric("unfinished", "h", "ledger.unfinished"),
            Column::real(
                "shifted_out",
                "h",
                "done by another occupation in the arm, in the control's time; gross, under common draws",
            ),
            Column::real(
                "shifted_in",
                "h",
                "taken over from another occupation, in the control's time; more or less time is `slower` or `faster` \
                 here; gross, under common draws",
            ),
            Column::real("faster", "h", "less time in the arm for the same instance; gross, under common draws"),
            Column::real("slower", "h", "more time in the arm for the same instance; gross, under common draws"),
            as_metric("created_review", "h", "ledger.created_review"),
            as_metric("created_query", "h", "ledger.created_query"),
            as_metric("created_rework", "h", "ledger.created_rework"),
            as_metric("created_other", "h", "ledger.created_other"),
            Column::real(
                "arm_hours",
                "h",
                "hours in the arm: control_hours - not_needed - abandoned - unfinished - shifted_out + shifted_in - faster \
                 + slower + created",
            ),
        ],
    },
    File {
        name: "defects.csv",
        row: "arm x task that made them x task that found them x who pays",
        key: 0,
        columns: &[
            ARM,
            Column::text("made_at", "task that made the defects; blank: only counted, in collected products"),
            Column::text("found_at", "task that found them first, or whose finding took the time; `never`: not found"),
            Column::text("paid_by", "occupation that spent the time; blank: all, and the row that has the count"),
            Column::whole("order_made", "1", "order of the task that made them"),
            Column::whole("order_found", "1", "order of the task that found them"),
            Column::real("count", "1", "defects made since `start`, each counted once, where it was found first"),
            Column::real("fix_hours", "h", "hours of fixing them on the spot"),
            Column::real(
                "query_hours",
                "h",
                "hours of answering queries about them, and of finding back into the work",
            ),
            Column::real("again_hours", "h", "hours of work done again or for nothing after rejections due to them"),
            Column::real("rework_hours", "h", "all three"),
            Column::real("cost", "currency", "these hours times wage"),
        ],
    },
    File {
        name: "replications.csv",
        row: "arm x replication x period x metric x group",
        key: 0,
        columns: &[
            ARM,
            Column::whole("replication", "1", "number of the replication, from 0"),
            Column::text("period", "window of the scenario"),
            Column::text("metric", "what is measured"),
            Column::text("occupation", "who"),
            Column::text("activity", "activity"),
            Column::whole("order", "1", "order of the data; blank: a sum"),
            Column::text("task", "task"),
            Column::real("value", "as in summary.csv", "the raw value; an amount without a row was zero"),
        ],
    },
];

const POINT: Column = Column::text("point", "name of the design point: a hash of the varied inputs");

/// The files of a sweep. The varied inputs follow `point`, a column for each, called by its path.
pub const SWEEP_FILES: &[File] = &[
    File { name: "points.csv", row: "point", key: 1, columns: &[POINT] },
    File {
        name: "runs.csv",
        row: "point",
        key: 1,
        columns: &[
            POINT,
            Column::text("status", "done, failed or missing"),
            Column::text("reason", "why it failed"),
            Column::whole("replications", "1", "replications of each arm"),
            Column::text(
                "precision",
                "whether it is as precise as `precision` in the scenario asks: met or not met; blank: not asked",
            ),
            Column::whole("events", "1", "events of all its runs"),
            Column::text("fingerprint", "hash of the event sequences of all its runs, in hexadecimal digits"),
        ],
    },
    // Then the columns of summary.csv.
    File { name: "results.csv", row: "point x arm x period x metric x group", key: 0, columns: &[POINT] },
];

/// A file by its name.
///
/// # Panics
/// If there is none of that name: the names are ours.
pub fn file(name: &str) -> &'static File {
    FILES.iter().chain(SWEEP_FILES).chain([&EVENT_LOG]).find(|file| file.name == name).expect("one of our files")
}
