//! What changes: tools, decisions, and the conditions of both.

use super::Holds::*;
use super::{ANY, Kind, field};

/// `[technology.NAME]`.
pub const TECHNOLOGY: Kind = Kind {
    name: "technology",
    at: &["technology.NAME"],
    fields: &[
        field(
            "adoption",
            Own("a table such as { by = \"site\", start = \"26 weeks\" }"),
            "by site, from the beginning",
            "when it is adopted",
        ),
        field(
            "dip",
            Own("a table such as { depth = 0.38, recovery = \"4 weeks\" }"),
            "none",
            "how ways with it are slower at first",
        ),
        field("downtime", Own("a table such as { every = \"30 days\", lasts = \"4 h\" }"), "never", "when it is down"),
        field(
            "uptake",
            Own("a share, or a distribution of shares such as { min = 0, mode = 0.2, max = 1 }"),
            "1",
            "how intensely workers use it",
        ),
        field("price", Own("a table such as { once = 5000, per_user_year = 800 }"), "none", "what it costs"),
        field(
            "trust",
            Own("a table such as { prior = [1, 1], shortens = 0.3, complacency = 0.4 }"),
            "none: they review alike for ever",
            "how those who review what it made come to trust it",
        ),
        field(
            "expects",
            Own("a table such as { occupation = \"secretary\", hours_saved = 0.5 }"),
            "nothing",
            "what management believes",
        ),
    ],
};

/// `adoption = { ... }`.
pub const ADOPTION: Kind = Kind {
    name: "adoption",
    at: &["technology.NAME.adoption"],
    fields: &[
        field("by", Word(&["site", "worker"]), "site", "the unit that adopts"),
        field(
            "start",
            Own(
                "a time such as \"26 weeks\", \"before\", a date (with a time of day or without), or a list with one for each copy of the site",
            ),
            "before",
            "when adoption begins",
        ),
        field("curve", Word(&["step", "logistic", "bass"]), "step", "how it spreads"),
        field("midpoint", DurationOrZero, "26 weeks", "logistic: when half have adopted"),
        field("scale", Duration, "8 weeks", "logistic: time scale"),
        field("p", Number(0.0, 10.0, "1/year"), "0.03", "Bass: coefficient of innovation"),
        field("q", Number(0.0, 10.0, "1/year"), "0.38", "Bass: coefficient of imitation"),
        field("ceiling", Share, "1", "share of units that ever adopt"),
    ],
};

/// `dip = { ... }`.
pub const DIP: Kind = Kind {
    name: "dip",
    at: &["technology.NAME.dip"],
    fields: &[
        field("depth", Number(0.0, 100.0, ""), "", "slow-down at adoption"),
        field("recovery", Duration, "", "time constant with which it fades"),
    ],
};

/// `downtime = { ... }`.
pub const DOWNTIME: Kind = Kind {
    name: "downtime",
    at: &["technology.NAME.downtime"],
    fields: &[field("every", Times, "", "time up"), field("lasts", Times, "", "time down")],
};

/// `trust = { ... }`.
pub const TRUST: Kind = Kind {
    name: "trust",
    at: &["technology.NAME.trust"],
    fields: &[
        field(
            "prior",
            Own("two numbers above 0, such as [1, 1]"),
            "[1, 1]",
            "Beta belief of each worker that its work is clean, before their first review; its mean is trust",
        ),
        field("shortens", Share, "0", "share by which full trust shortens a review"),
        field("complacency", Share, "0", "share by which full trust lowers the probability of noticing a defect"),
    ],
};

/// `price = { ... }`.
pub const PRICE: Kind = Kind {
    name: "price",
    at: &["technology.NAME.price"],
    fields: &[
        field("once", Number(0.0, 1e12, "currency units"), "0", "for each site or worker that adopts it"),
        field("per_user_year", Number(0.0, 1e12, "currency units"), "0", "a year and user"),
        field("per_use", Number(0.0, 1e12, "currency units"), "0", "each time"),
    ],
};

/// `expects = { ... }`.
pub const EXPECTS: Kind = Kind {
    name: "expectation",
    at: &["technology.NAME.expects"],
    fields: &[
        field("occupation", Name("occupation"), "", "whose hours"),
        field("hours_saved", Share, "", "share of that occupation's hours in the control"),
    ],
};

/// `[policy.NAME]`.
pub const POLICY: Kind = Kind {
    name: "policy",
    at: &["policy.NAME"],
    fields: &[
        field(
            "at",
            Own("a time such as \"30 weeks\", or a date"),
            "",
            "taken once, then; a date may have a time of day",
        ),
        field("every", Duration, "", "taken again and again; with `when`, at most so often"),
        field("when", Own("a condition such as { tool = \"ehr\", for = \"4 weeks\" }"), "", "taken when this holds"),
        field("check", Duration, "1 week", "how often the condition is looked at"),
        field("each", Word(&["site", "all"]), "site", "what it looks at and acts on"),
        field("action", Own("a table such as { dismiss = \"secretary\", share = 0.5 }"), "", "what is done"),
    ],
};

/// `action = { ... }`.
pub const ACTION: Kind = Kind {
    name: "action",
    at: &["policy.NAME.action"],
    fields: &[
        field("dismiss", Name("occupation"), "", "who leaves"),
        field("hire", Name("occupation"), "", "who comes"),
        field("retrain", Name("occupation"), "", "who is trained for something else"),
        field("replace", Name("occupation"), "", "who leaves and is replaced"),
        field(
            "staff_to",
            Own("a table such as { utilisation = 0.85, most = \"10%\" }"),
            "",
            "staff follows utilisation",
        ),
        field(
            "set",
            Own("a table of paths and values"),
            "",
            "numbers that change, until another policy that fires later sets them",
        ),
        field("share", Share, "", "how many, as a share of all employed"),
        field("heads", Whole(0.0, 1e6), "", "how many"),
        field("to", Own("shares by occupation"), "", "what they are trained for"),
        field("takes", DurationOrZero, "0 min", "how long training takes"),
        field("by", Name("occupation"), "", "who comes instead"),
        field("keep", Word(&["payroll", "heads"]), "heads", "what stays the same"),
    ],
};

/// `staff_to = { ... }`.
pub const STAFF_TO: Kind = Kind {
    name: "staffing rule",
    at: &["policy.NAME.action.staff_to"],
    fields: &[
        field("occupation", Name("occupation"), "all", "whose staff"),
        field("utilisation", Share, "", "target: last week's work requested, in standard time, over hours on shift"),
        field(
            "most",
            Own("a share such as \"10%\" or 0.1"),
            "10%",
            "at most this share of the staff at a time, or one head; what rounding leaves over counts at the next change",
        ),
    ],
};

/// `when = { ... }`.
pub const CONDITION: Kind = Kind {
    name: "condition",
    at: &["task.NAME.when", "task.NAME.way.NAME.when", "policy.NAME.when"],
    fields: &[
        field("tool", Name("technology"), "", "the tool is adopted here"),
        field("for", DurationOrZero, "0 min", "and has been for so long"),
        field("without", Name("technology"), "", "the tool is not adopted here"),
        field("found", Name("task"), "", "that task noticed a defect"),
        field("missing", Name("product"), "", "the product is absent"),
        field("trait", Name("trait"), "", "whom the case is about has the trait"),
        field("reading", Name("product"), "", "what that product says, with `over` or `under`"),
        field(
            "differ",
            Number(0.0, 1e9, "units of the readings"),
            "",
            "of the readings that are read the largest and the smallest are further apart than this",
        ),
        field("backlog", Own("the name of a task or an occupation"), "", "instances waiting at the last week boundary"),
        field("on_time", Own("the name of a task or an occupation"), "", "share done in time in the week before"),
        field("utilisation", Name("occupation"), "", "busy hours over hours on shift in the week before"),
        field("over", Number(f64::NEG_INFINITY, ANY, ""), "", "holds above this"),
        field("under", Number(f64::NEG_INFINITY, ANY, ""), "", "holds below this"),
    ],
};
