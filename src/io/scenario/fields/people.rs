//! Where work is done, and by whom.

use super::Holds::*;
use super::{Kind, field};

/// `[site.NAME]`.
pub const SITE: Kind = Kind {
    name: "site",
    at: &["site.NAME"],
    fields: &[
        field("count", Whole(1.0, 60_000.0), "1", "how many copies there are"),
        field(
            "staff",
            Own("a table such as { nurse = 320 }, or the name of a CSV file with one row per copy"),
            "nobody",
            "full-time equivalents by occupation, of each copy",
        ),
    ],
};

/// `[link.NAME]`.
pub const LINK: Kind = Kind {
    name: "link",
    at: &["link.NAME"],
    fields: &[
        field("from", Name("site"), "", "where it begins"),
        field("to", Name("site"), "", "where it ends"),
        field("latency", Times, "", "how long a message takes"),
    ],
};

/// `[occupation.NAME]`.
pub const OCCUPATION: Kind = Kind {
    name: "occupation",
    at: &["occupation.NAME"],
    fields: &[
        field("wage", Number(0.0, 1e9, "currency units an hour"), "0", "hourly wage"),
        field("on_cost", Number(0.0, 100.0, ""), "0", "what an hour costs beyond the wage, as a share of it"),
        field(
            "contract",
            Duration,
            "40 h",
            "contract hours a week: they take shifts until it is met; what is left over is carried to the next week",
        ),
        field(
            "shift",
            Own("\"always\", or hours such as \"Mon-Fri 08:00-16:00\", or a list of such lines"),
            "Mon-Fri 08:00-16:00",
            "when they are on shift; each day of a line has as many people as any other, give or take one, and between \
             shifts are 11 h of rest",
        ),
        field(
            "share",
            Own("a list of shares, one for each shift line"),
            "equal",
            "share of the workers on each shift line; a part of a head is carried to the next week",
        ),
        field(
            "absent",
            Share,
            "0",
            "probability of being away from a shift: leave, sickness, training; none with \"always\"",
        ),
        field("break", DurationOrZero, "0 min", "unpaid break in the middle of a shift"),
        field("overrun", DurationOrZero, "15 min", "work that needs less than this at the end of a shift is finished"),
        field("hand_over", DurationOrZero, "never", "how long suspended work waits for its starter"),
        field(
            "after_hours",
            Parts("a table such as { up_to = \"2 h\", paid = false }"),
            "none",
            "owned work done after the shift",
        ),
        field(
            "discipline",
            Word(&["fifo", "due", "shortest"]),
            "fifo",
            "order of the queue after urgency and priority",
        ),
        field("unlimited", Truth, "false", "nobody queues for them"),
        field("delay", Times, "none", "how long one of an unlimited occupation takes to respond"),
        field(
            "learning",
            Parts("a table such as { start = 0.5, scale = 50 }"),
            "none: all are experienced",
            "they get better with practice, and worse without",
        ),
        field(
            "strain",
            Parts("a table such as { half_life = \"4 weeks\", defects = 0.5, quits = 1 }"),
            "none: work leaves nothing behind",
            "what their weekly load does to their work and to whether they stay",
        ),
        field("quits", Rate, "never", "hazard with which each of them quits"),
        field("vacancy", Times, "0 min", "how long a post they leave stays vacant, until the next week boundary"),
        field("to_replace", Number(0.0, 1e12, "currency units"), "0", "what filling such a post costs"),
    ],
};

/// `after_hours = { ... }`.
pub const AFTER_HOURS: Kind = Kind {
    name: "after-hours rule",
    at: &["occupation.NAME.after_hours"],
    fields: &[
        field("up_to", Duration, "", "at most this long after the shift"),
        field("paid", Truth, "false", "whether it is paid"),
    ],
};

/// `learning = { ... }`.
pub const LEARNING: Kind = Kind {
    name: "learning",
    at: &["occupation.NAME.learning"],
    fields: &[
        field("start", Number(0.01, 1.0, ""), "", "a novice's speed as a share of an experienced worker's"),
        field(
            "scale",
            Number(0.001, 1e9, "repetitions"),
            "",
            "repetitions of a task in which the distance to full speed shrinks to 1/e",
        ),
        field("floor", Number(0.01, 1.0, ""), "`start`", "what speed falls to while a task is not done"),
        field(
            "half_life",
            Duration,
            "nothing is forgotten",
            "time in which half of what is above `floor` is forgotten",
        ),
        field(
            "staff",
            Number(0.01, 1.0, ""),
            "1",
            "speed of those employed at the beginning, by hand and with tools from `before`; later tools they learn from `start`",
        ),
    ],
};

/// `strain = { ... }`.
pub const STRAIN: Kind = Kind {
    name: "strain",
    at: &["occupation.NAME.strain"],
    fields: &[
        field(
            "half_life",
            Duration,
            "",
            "time in which the weight of a week's load halves; the load is hours at work beyond the contract and hours \
             weighted by `load`, over contract hours",
        ),
        field("from", Number(0.0, 1e6, "contracts"), "0", "strain up to this raises nothing"),
        field("defects", Number(0.0, 1e6, "1/contract"), "0", "share by which a unit of strain raises defects made"),
        field(
            "quits",
            Number(0.0, 1e6, "1/contract"),
            "0",
            "share by which a unit of strain raises the hazard to quit",
        ),
    ],
};
