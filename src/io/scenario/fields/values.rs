//! What may stand inside a value that is more than one number: a distribution, and what a number rests on.

use super::Holds::*;
use super::{ANY, Kind, field};

/// `{ mean = ..., cv = ... }` and its like, in the place of a length of time (or of a plain number, for uptake).
pub const DISTRIBUTION: Kind = Kind {
    name: "distribution",
    at: &[],
    fields: &[
        field("value", Own("a length of time"), "", "always the same, where evidence is to be said"),
        field("mean", Own("a length of time"), "", "mean, with `cv` or `dist`; alone: always the same"),
        field("cv", Number(0.0, ANY, ""), "", "coefficient of variation: standard deviation over mean"),
        field(
            "dist",
            Word(&["lognormal", "weibull", "exponential"]),
            "lognormal",
            "family of a distribution with a mean",
        ),
        field("median", Own("a length of time"), "", "median of a lognormal distribution, with `p90`"),
        field("p90", Own("a length of time"), "", "its 90th percentile"),
        field("min", Own("a length of time"), "", "smallest value of a triangular distribution, with `mode` and `max`"),
        field("mode", Own("a length of time"), "", "its most frequent value"),
        field("max", Own("a length of time"), "", "its largest value"),
        field(
            "samples",
            Own("a CSV file such as \"a.csv\", or { file = \"a.csv\", column = \"minutes\" }"),
            "",
            "observed values, each as likely as the others: lengths of time such as 6 min, or numbers in a column whose name \
             says the unit, such as `minutes` or `time [s]`",
        ),
    ],
};

/// `{ by_year = { 2024 = 6, 2026 = 5 } }`, in the place of a number of a task, a way or an occupation, of staff,
/// `worth`, `price` and rates of arrivals.
pub const BY_YEAR: Kind = Kind {
    name: "value by year",
    at: &[],
    fields: &[
        field(
            "by_year",
            Own("a table of years and values, such as { 2024 = 420, 2026 = 450 }"),
            "",
            "values from the first of January of each year on; in other years that of the last one listed by then, or the first",
        ),
        field(
            "series",
            Own("a CSV file such as \"a.csv\", or { file = \"a.csv\", year = \"from\", column = \"visits\" }"),
            "",
            "these from a file, by default from the columns year and value; each year once",
        ),
    ],
};

/// Kinds of range of a number.
pub const RANGES: &[&str] = &["ci95", "iqr", "sd", "studies", "population", "judgement"];

/// `{ value = 118, source = "L12", low = 100, ... }`, in the place of any number, and beside those of a distribution.
pub const EVIDENCE: Kind = Kind {
    name: "evidence",
    at: &[],
    fields: &[
        field("value", Own("a number or a length of time"), "", "the number itself"),
        field("source", Text, "an assumption, and counted as one", "entry of the bibliography that `evidence` names"),
        field(
            "from",
            Text,
            "",
            "how the source's number became this one; a number in it that is neither the source's, a constant of units nor followed by a source in brackets makes it an assumption",
        ),
        field("low", Own("a number or a length of time"), "", "how small the truth may be, with `high` and `range`"),
        field("high", Own("a number or a length of time"), "", "how large the truth may be"),
        field(
            "range",
            Word(RANGES),
            "",
            "what kind of range that is; `population` is how people differ, not how little is known",
        ),
        field(
            "unit",
            Text,
            "",
            "unit of the number, such as \"USD/h\"; it must fit what the number is, and never changes it",
        ),
        field("fixed", Text, "", "why the number is not to be varied where all are"),
        field("note", Text, "", "anything else"),
    ],
};

/// Keys of evidence that hold of any value in the place of this one: they stay when it is replaced.
const OF_ANY_VALUE: [&str; 2] = ["unit", "fixed"];

/// Whether a key beside a number says what it rests on, or what it is: then it is no part of what the number says.
pub fn is_evidence(key: &str) -> bool {
    key != "value" && EVIDENCE.fields.iter().any(|field| field.name == key)
}

/// Whether a key says what one value rests on: that no longer holds when the value is replaced.
pub fn is_basis(key: &str) -> bool {
    is_evidence(key) && !OF_ANY_VALUE.contains(&key)
}

/// Whether a table of a document says what a number rests on.
pub fn has_evidence(table: &toml::Table) -> bool {
    ["source", "range"].iter().any(|key| table.contains_key(*key))
}
