//! The scenario as a whole: its head, how it is run, and what its arms differ in.

use super::Holds::*;
use super::{ANY, Kind, field};

/// The top of a scenario file.
pub const SCENARIO: Kind = Kind {
    name: "scenario",
    at: &[""],
    fields: &[
        field("title", Text, "the file's name", "one line that says what the scenario is about"),
        field("question", Text, "", "what the answer answers"),
        field("note", Text, "", "what the reader of the answer must know; printed below it"),
        field(
            "extends",
            Text,
            "",
            "the file beside it, or else the shipped scenario, that it is merged onto; this one wins",
        ),
        field("evidence", Text, "", "the bibliography that `source` keys point into"),
        field(
            "currency",
            Text,
            "that of the units of wages and prices",
            "the one currency of all money, by its code such as \"EUR\"; named with every amount",
        ),
        field(
            "start",
            Own("a date, such as 2024-01-01"),
            "2024-01-01",
            "end of the warm-up and time zero, 00:00; an offset (2024-01-01T00:00:00+01:00) says which clock the run follows",
        ),
        field(
            "warm_up",
            DurationOrZero,
            "0 min",
            "time before `start` that is run and not measured; \"auto\": found by a pilot of the control (MSER-5); at most 34 years",
        ),
        field(
            "length",
            Own("a length of time such as \"2 years\""),
            "1 year",
            "time that is measured, at most 104 years",
        ),
        field(
            "period",
            Own("tables of named windows such as \"0..26 weeks\" or \"2025-01-01..2025-12-31\""),
            "all of it",
            "windows that outcomes are reported for, in whole weeks from `start`; the answer uses the last",
        ),
        field("run", Own("a table"), "", "seed and replications"),
        field("sweep", Own("a table"), "", "what `sim sweep` varies"),
        field("site", Own("named tables"), "", "site types"),
        field("link", Own("named tables"), "", "links between site types"),
        field("occupation", Own("named tables"), "", "occupations"),
        field("product", Own("named tables"), "", "data products"),
        field("demand", Own("named tables"), "", "what brings cases"),
        field("task", Own("named tables"), "", "pieces of data work and care"),
        field("technology", Own("named tables"), "", "tools"),
        field("policy", Own("named tables"), "", "decisions"),
        field("arm", Own("named tables"), "one, called base", "what is compared"),
        field("expectation", Own("a table"), "", "what one is led to expect, stated before the first run"),
    ],
};

/// `[run]`.
pub const RUN: Kind = Kind {
    name: "run",
    at: &["run"],
    fields: &[
        field("seed", Whole(0.0, 9e15), "1", "seed of all draws"),
        field("replications", Whole(1.0, 1e6), "30", "number of replications"),
        field(
            "precision",
            Own("a table or a list of tables"),
            "",
            "when there are enough replications, instead of their number",
        ),
        field(
            "ledger",
            Truth,
            "true",
            "the hours ledger is kept: 24 bytes for each task instance of the control and one arm",
        ),
        field(
            "show",
            Own("a list of metrics, such as [\"wait.mean\", \"net\"]"),
            "none",
            "metrics whose rows of summary.csv the answer on the terminal shows, too",
        ),
    ],
};

/// `precision` in `[run]`.
pub const PRECISION: Kind = Kind {
    name: "precision",
    at: &["run.precision"],
    fields: &[
        field("metric", Text, "", "the metric, as in summary.csv, or diff(ARM, METRIC): the difference to the control"),
        field("occupation", Name("occupation"), "a sum", "of whom"),
        field("activity", Text, "a sum", "of which activity"),
        field("order", Whole(0.0, 1000.0), "a sum", "of which order"),
        field("task", Name("task"), "a sum", "of which task"),
        field("relative", Number(1e-6, 10.0, ""), "", "largest half-width as a share of the mean, in every arm"),
        field("absolute", Number(1e-9, ANY, "the unit of the metric"), "", "largest half-width"),
        field("confidence", Number(0.5, 0.9999, ""), "0.95", "confidence of the interval"),
        field(
            "at_most",
            Whole(20.0, 1e6),
            "200",
            "replications after which to stop anyway; of several, the largest counts",
        ),
    ],
};

/// `[sweep]`.
pub const SWEEP: Kind = Kind {
    name: "sweep",
    at: &["sweep"],
    fields: &[
        field("design", Word(&["grid", "lhs", "sobol", "file"]), "grid", "how points are chosen"),
        field("points", Whole(1.0, 1e6), "", "number of points of a Latin hypercube or a Sobol' design"),
        field("seed", Whole(0.0, 9e15), "1", "seed of the design; draws within runs have that of `run`"),
        field("file", Text, "", "CSV of points for the design `file`: a column for each path, a row for each point"),
        field(
            "vary",
            Own("a table of paths in quotes, such as \"site.hospital.staff.secretary\" = \"20:60:5\""),
            "",
            "values of each path: \"START:END:STEP\", \"START:END\" (not in a grid) or a list",
        ),
        field("metrics", Own("a list of metrics, such as [\"hours.data_work\"]"), "all", "what results.csv holds"),
    ],
};

/// `[expectation]`.
pub const PREDICTION: Kind = Kind {
    name: "expected outcome",
    at: &["expectation"],
    fields: &[
        field("because", Text, "", "what leads one to expect it"),
        field("arm", Text, "", "the arm that is compared with the control"),
        field("metric", Text, "", "the metric, as in summary.csv"),
        field("occupation", Name("occupation"), "a sum", "of whom"),
        field("activity", Text, "a sum", "of which activity"),
        field("order", Whole(0.0, 1000.0), "a sum", "of which order"),
        field("task", Name("task"), "a sum", "of which task"),
        field("direction", Word(&["more", "less", "none"]), "", "which way it differs in the last period"),
        field(
            "smallest",
            Number(0.0, ANY, "the unit of the metric"),
            "",
            "the smallest effect of interest; above 0 for `direction = \"none\"`",
        ),
    ],
};

/// `[arm.NAME]`.
pub const ARM: Kind = Kind {
    name: "arm",
    at: &["arm.NAME"],
    fields: &[
        field("control", Truth, "false", "whether the others are compared with it"),
        field(
            "use",
            Own("a list of names of technologies, policies, demands, tasks and ways"),
            "nothing",
            "what is on in this arm",
        ),
        field("set", Own("a table of paths and values"), "nothing", "what is different in this arm"),
    ],
};
