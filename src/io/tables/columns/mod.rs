//! The one table of columns: every CSV file, its columns in order, their types, units and meanings.

mod event_log;

pub use event_log::EVENT_LOG;

use crate::experiment::MetricKind;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// An ISO date.
    Date,
    /// An ISO date and time of day, local to the sites, with milliseconds.
    DateTime,
    /// A real number; blank if there is none.
    Number,
    /// A whole number.
    Integer,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Its unit, blank for texts.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The metric of the summary that means the same; blank if there is none.
    pub metric: &'static str,
    /// Left out where nothing in the scenario gives it a value.
    pub optional: bool,
}

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

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Type::Text, unit: "", meaning, metric: "", optional: false }
}

const fn real(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Type::Number, unit, meaning, metric: "", optional: false }
}

const fn whole(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Type::Integer, unit, meaning, metric: "", optional: false }
}

const fn optional(column: Column) -> Column {
    Column { optional: true, ..column }
}

/// A column that means what a metric of the summary does, in rows of its own.
const fn as_metric(name: &'static str, unit: &'static str, metric: &'static str) -> Column {
    Column { metric, ..real(name, unit, MetricKind::named(metric).meaning) }
}

const ARM: Column = text("arm", "arm of the scenario");
const WEEK: Column = Column {
    name: "week_start",
    kind: Type::Date,
    unit: "",
    meaning: "first day of the week; weeks count from `start`",
    metric: "",
    optional: false,
};
const OCCUPATION: Column = text("occupation", "occupation");

/// All files that a run always has, but for the ledger, which a scenario may leave out.
pub const FILES: &[File] = &[
    File {
        name: "summary.csv",
        row: "arm x period x metric x group",
        key: 0,
        columns: &[
            ARM,
            text("period", "window of the scenario"),
            text("metric", "what is measured"),
            text("occupation", "who; blank: a sum or not about people"),
            text("activity", "activity; blank: a sum"),
            whole("order", "1", "order of the data; blank: a sum"),
            text("task", "task; blank: a sum"),
            text("unit", "unit of the values"),
            real("mean", "as in `unit`", "mean over replications"),
            real("ci_low", "as in `unit`", "lower end of the 95% interval (Student's t over replications)"),
            real("ci_high", "as in `unit`", "upper end"),
            real("sd", "as in `unit`", "standard deviation between replications"),
            whole("n", "1", "replications with a value"),
            real("diff", "as in `unit`", "mean paired difference to the control"),
            real("diff_ci_low", "as in `unit`", "lower end of its 95% interval, pointwise"),
            real("diff_ci_high", "as in `unit`", "upper end"),
        ],
    },
    File {
        name: "workload.csv",
        row: "arm x week x occupation x activity x order",
        key: 5,
        columns: &[
            ARM,
            WEEK,
            OCCUPATION,
            text("activity", "activity"),
            whole("order", "1", "order of the data worked on"),
            as_metric("hours", "h", "hours"),
            as_metric("overrun", "h", "hours.overrun"),
            as_metric("after_hours", "h", "hours.after_hours"),
            real("paid_hours", "h", "of these paid"),
            real("shifted_hours", "h", "of these led by another occupation than the work is meant for"),
            as_metric("rework_hours", "h", "hours.rework"),
            as_metric("review_hours", "h", "hours.review"),
            real("hours_ci", "h", "half-width of the 95% interval of hours"),
            real("after_hours_ci", "h", "half-width for after_hours"),
            real("shifted_hours_ci", "h", "half-width for shifted_hours"),
        ],
    },
    File {
        name: "staffing.csv",
        row: "arm x week x occupation",
        key: 3,
        columns: &[
            ARM,
            WEEK,
            OCCUPATION,
            as_metric("fte_staffed", "FTE", "fte.staffed"),
            as_metric("fte_demanded", "FTE", "fte.demanded"),
            as_metric("utilisation", "1", "utilisation"),
            real("hours_on_shift", "h", "hours on shift of those present, breaks excluded"),
            real("paid_hours", "h", "rostered hours with leave and sickness, overrun, paid after-hours, training"),
            real("waiting_for_team", "h", "held for a team that was not complete"),
            as_metric("hires", "persons", "hires"),
            as_metric("dismissals", "persons", "dismissals"),
            as_metric("retrained", "persons", "retrained"),
            optional(as_metric("vacancies", "FTE", "fte.vacant")),
            optional(as_metric("quits", "persons", "quits")),
            optional(as_metric("strain", "1", "strain")),
            optional(as_metric("proficiency", "1", "proficiency")),
        ],
    },
    File {
        name: "queues.csv",
        row: "arm x week x task",
        key: 3,
        columns: &[
            ARM,
            WEEK,
            text("task", "task"),
            as_metric("called_for", "1", "called_for"),
            as_metric("done", "1", "done"),
            as_metric("abandoned", "1", "abandoned"),
            as_metric("expired", "1", "expired"),
            as_metric("overtaken", "1", "overtaken"),
            real("unfinished", "1", "called for and not ended at the end of the week"),
            as_metric("backlog", "1", "backlog"),
            real("shifted", "1", "done by another occupation than the task is meant for"),
            as_metric("wait_mean", "h", "wait.mean"),
            as_metric("wait_p50", "h", "wait.p50"),
            as_metric("wait_p90", "h", "wait.p90"),
            as_metric("wait_p95", "h", "wait.p95"),
            as_metric("turnaround_mean", "h", "turnaround.mean"),
            as_metric("turnaround_p50", "h", "turnaround.p50"),
            as_metric("turnaround_p90", "h", "turnaround.p90"),
            as_metric("turnaround_p95", "h", "turnaround.p95"),
            as_metric("on_time", "1", "on_time"),
        ],
    },
    File {
        name: "products.csv",
        row: "arm x week x product",
        key: 3,
        columns: &[
            ARM,
            WEEK,
            text("product", "data product"),
            whole("order", "1", "uses of data behind it"),
            whole("depth", "1", "steps behind it"),
            text("use", "what it is used for"),
            text("category", "kind of data"),
            as_metric("written", "1", "products.written"),
            as_metric("withdrawn", "1", "products.withdrawn"),
            real("absent_share", "1", "absent since `task.share` said no"),
            real("absent_when", "1", "absent since `task.when` did not hold"),
            real("absent_abandoned", "1", "absent since its task was given up"),
            real("absent_expired", "1", "absent since its task expired"),
            real("absent_ruled_out", "1", "absent since no way was left"),
            real("absent_upstream", "1", "absent since something it needs is absent"),
            real("absent_not_wanted", "1", "nobody wanted it"),
            as_metric("read_share", "1", "products.read_share"),
            as_metric("hours_spent_unread", "h", "hours.unread"),
            as_metric("defects_mean", "1", "defects.mean"),
            as_metric("share_defective", "1", "defects.share"),
            real("age_p50", "h", "age when first read, median, by the week of the read"),
        ],
    },
    File {
        name: "automation.csv",
        row: "arm x week x technology",
        key: 3,
        columns: &[
            ARM,
            WEEK,
            text("technology", "tool"),
            real("adoption", "1", "share of units (sites or workers) that have adopted it at the end of the week"),
            real("used", "1", "instances done by people with it"),
            as_metric("attempted", "1", "automation.attempted"),
            real("succeeded", "1", "of these succeeded"),
            as_metric("exceptions", "1", "automation.exceptions"),
            real("hours_saved", "h", "hours less than in the control, over tasks that have a way with it"),
            real("hours_made", "h", "hours more than in the control, over tasks that have a way with it"),
            real(
                "expected_hours_saved",
                "h",
                "what management expects: its share of the occupation's hours in the control",
            ),
            optional(real(
                "trust",
                "1",
                "mean belief of those who have reviewed its work that it is clean, end of the week",
            )),
        ],
    },
    File {
        name: "ledger.csv",
        row: "arm x period x occupation x task",
        key: 4,
        columns: &[
            text("arm", "arm of the scenario; the control is what it is compared with"),
            text(
                "period",
                "window of the scenario in which the case was born (or, if collected, closed), whenever it was worked on; \
                 so hours differ from workload.csv. Where an arm has the case in another window than the control (called \
                 earlier or later), the hours of each are in its own. `warm_up`: before time zero, with the hours after it",
            ),
            text("occupation", "whose hours"),
            text("task", "task"),
            text("activity", "activity; several are joined by `+`"),
            whole("order", "1", "order of the data worked on"),
            real(
                "control_hours",
                "h",
                "hours in the control within the run, mean over replications, as in all columns",
            ),
            as_metric("not_needed", "h", "ledger.not_needed"),
            as_metric("abandoned", "h", "ledger.abandoned"),
            as_metric("unfinished", "h", "ledger.unfinished"),
            real(
                "shifted_out",
                "h",
                "done by another occupation in the arm, in the control's time; gross, under common draws",
            ),
            real(
                "shifted_in",
                "h",
                "taken over from another occupation, in the control's time; more or less time is `slower` or `faster` \
                 here; gross, under common draws",
            ),
            real("faster", "h", "less time in the arm for the same instance; gross, under common draws"),
            real("slower", "h", "more time in the arm for the same instance; gross, under common draws"),
            as_metric("created_review", "h", "ledger.created_review"),
            as_metric("created_query", "h", "ledger.created_query"),
            as_metric("created_rework", "h", "ledger.created_rework"),
            as_metric("created_other", "h", "ledger.created_other"),
            real(
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
            text("made_at", "task that made the defects; blank: only counted, in collected products"),
            text("found_at", "task that found them first, or whose finding took the time; `never`: not found"),
            text("paid_by", "occupation that spent the time; blank: all, and the row that has the count"),
            whole("order_made", "1", "order of the task that made them"),
            whole("order_found", "1", "order of the task that found them"),
            real("count", "1", "defects made since `start`, each counted once, where it was found first"),
            real("fix_hours", "h", "hours of fixing them on the spot"),
            real("query_hours", "h", "hours of answering queries about them, and of finding back into the work"),
            real("again_hours", "h", "hours of work done again or for nothing after rejections due to them"),
            real("rework_hours", "h", "all three"),
            real("cost", "currency", "these hours times wage"),
        ],
    },
    File {
        name: "replications.csv",
        row: "arm x replication x period x metric x group",
        key: 0,
        columns: &[
            ARM,
            whole("replication", "1", "number of the replication, from 0"),
            text("period", "window of the scenario"),
            text("metric", "what is measured"),
            text("occupation", "who"),
            text("activity", "activity"),
            whole("order", "1", "order of the data; blank: a sum"),
            text("task", "task"),
            real("value", "as in summary.csv", "the raw value; an amount without a row was zero"),
        ],
    },
];

const POINT: Column = text("point", "name of the design point: a hash of the varied inputs");

/// The files of a sweep. The varied inputs follow `point`, a column for each, called by its path.
pub const SWEEP_FILES: &[File] = &[
    File { name: "points.csv", row: "point", key: 1, columns: &[POINT] },
    File {
        name: "runs.csv",
        row: "point",
        key: 1,
        columns: &[
            POINT,
            text("status", "done, failed or missing"),
            text("reason", "why it failed"),
            whole("replications", "1", "replications of each arm"),
            text(
                "precision",
                "whether it is as precise as `precision` in the scenario asks: met or not met; blank: not asked",
            ),
            whole("events", "1", "events of all its runs"),
            text("fingerprint", "hash of the event sequences of all its runs, in hexadecimal digits"),
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
