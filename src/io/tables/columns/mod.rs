//! The one table of columns: every CSV file, its columns in order, their types, units and meanings.

pub(super) mod defects;
mod event_log;
pub(super) mod ledger;
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

/// A column, and how its text is read from a row.
#[derive(Clone, Copy)]
pub(super) struct FilledColumn<F> {
    pub column: Column,
    pub of: F,
}

impl Column {
    /// With the function that reads its text from a row.
    pub(super) const fn filled<F: Copy>(self, of: F) -> FilledColumn<F> {
        FilledColumn { column: self, of }
    }
}

/// The columns alone.
const fn columns<F: Copy, const N: usize>(filled: &[FilledColumn<F>; N]) -> [Column; N] {
    let mut columns = [filled[0].column; N];
    let mut place = 1;
    while place < N {
        columns[place] = filled[place].column;
        place += 1;
    }
    columns
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
    ledger::LEDGER,
    defects::DEFECTS,
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
