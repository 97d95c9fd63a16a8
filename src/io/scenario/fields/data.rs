//! Data products, and what brings cases.

use super::Holds::*;
use super::{Kind, field};

/// `[product.NAME]`.
pub const PRODUCT: Kind = Kind {
    name: "product",
    at: &["product.NAME"],
    fields: &[
        field(
            "category",
            Word(&["observational", "computational", "experimental", "record"]),
            "record",
            "kind of data",
        ),
        field("use", Text, "care", "what it is used for: care, billing, quality, research, management, ..."),
        field("worth", Number(0.0, 1e12, "currency units"), "0", "what one is worth unless it is withdrawn"),
        field(
            "reading",
            Own("a table such as { between_cases = 1, between_people = 0.5, within = 0.5 }"),
            "none: those who make it do not differ",
            "it is what an observer makes of a case, and observers differ",
        ),
    ],
};

/// `reading = { ... }`.
pub const READING: Kind = Kind {
    name: "reading",
    at: &["product.NAME.reading"],
    fields: &[
        field(
            "between_cases",
            Number(0.0, 1e9, "units of the reading"),
            "0",
            "standard deviation of cases' own values",
        ),
        field(
            "between_people",
            Number(0.0, 1e9, "units of the reading"),
            "0",
            "standard deviation of people's leans: each reads all cases so much too high or too low",
        ),
        field(
            "within",
            Number(0.0, 1e9, "units of the reading"),
            "0",
            "standard deviation between two looks of one person at one case",
        ),
    ],
};

/// `[demand.NAME]`.
pub const DEMAND: Kind = Kind {
    name: "demand",
    at: &["demand.NAME"],
    fields: &[
        field("at", Names("site"), "the only site type", "where cases are at home"),
        field("arrivals", Own("a table such as { per_week = 420 }"), "", "random arrivals"),
        field("every", Duration, "", "one case each time, or one child each time with `of`"),
        field(
            "trace",
            Own("a CSV file such as \"a.csv\", or { file = \"a.csv\", column = \"arrived\" }"),
            "",
            "arrival times: dates such as 2024-01-31T14:05:00.250, or numbers in the unit that the column's name says (hours \
             since the start, if none). `column` is the only one, or one named as times are, unless stated. `case` names a \
             column whose equal values are one case (in event logs case:concept:name); `where = { COLUMN = VALUE }` picks rows",
        ),
        field(
            "pull",
            Own("a table such as { by = \"physician\" }"),
            "",
            "a waiting list that never empties: who is free calls",
        ),
        field("of", Name("demand"), "", "the parent of child cases"),
        field("lasts", Times, "over at once", "length of an episode"),
        field(
            "complexity",
            Own("a table such as { cv = 0.5 }"),
            "that of the parent, or none",
            "a factor on all task times of the case",
        ),
        field(
            "traits",
            Own("probabilities by trait, such as { low_literacy = 0.3 }"),
            "none",
            "traits of whom the cases are about",
        ),
        field("writes", Names("product"), "", "what is there when a case begins"),
    ],
};

/// `pull = { ... }`.
pub const PULL: Kind = Kind {
    name: "waiting list",
    at: &["demand.NAME.pull"],
    fields: &[
        field("by", Name("occupation"), "", "who calls the next when free and with nothing overdue"),
        field(
            "at_most",
            Own("a number such as \"14 per shift\""),
            "any number",
            "how many each of them calls in a shift",
        ),
    ],
};

/// `arrivals = { ... }`.
pub const ARRIVALS: Kind = Kind {
    name: "arrivals",
    at: &["demand.NAME.arrivals"],
    fields: &[
        field("per_week", Number(0.0, 1e9, "cases a week"), "", "cases a week"),
        field("per_day", Number(0.0, 1e9, "cases a day"), "", "cases a day, Monday to Sunday"),
        field(
            "per_hour",
            Number(0.0, 1e9, "cases an hour"),
            "",
            "cases an hour while cases come: within `hours`, where `profile` is above zero",
        ),
        field(
            "hours",
            Own("hours such as \"Mon-Fri 08:00-15:00\", or a list"),
            "always",
            "when cases come, to the minute; no time twice",
        ),
        field("profile", Own("a list of 24 or 168 weights"), "even", "weights by hour of the day or week"),
        field("season", Own("a list of 12 factors"), "even", "factors by month, not all zero"),
        field(
            "growth",
            Own("a text such as \"2% per year\""),
            "0% per year",
            "growth after time zero, from -100% to 1000%",
        ),
        field("cv_by_day", Number(0.0, 5.0, ""), "0", "coefficient of variation of a factor on each day's rate"),
    ],
};
