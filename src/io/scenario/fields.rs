//! What may stand in a scenario: one table of fields per kind of table. Reading, messages and the parameter dictionary
//! all follow it.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// Free text.
    Text,
    /// The name of something, of this kind.
    Name(&'static str),
    /// A list of names of this kind.
    Names(&'static str),
    /// A number in a closed range, with its unit.
    Number(f64, f64, &'static str),
    /// A whole number in a closed range.
    Whole(f64, f64),
    /// A probability or share.
    Share,
    /// A length of time above zero.
    Duration,
    /// A length of time, zero allowed.
    DurationOrZero,
    /// A distribution of times.
    Times,
    /// A number a year, 0 or more, also as a percentage.
    Rate,
    /// True or false.
    Truth,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Something with a shape of its own, described here.
    Own(&'static str),
}

impl Holds {
    /// Whether it is a number or a length of time, which policies may change.
    pub fn is_number(self) -> bool {
        use Holds::*;
        matches!(self, Number(..) | Whole(..) | Share | Rate | Duration | DurationOrZero | Times)
    }

    /// What is expected, in words.
    pub fn expected(self) -> String {
        match self {
            Holds::Text => "a text".into(),
            Holds::Name(kind) => format!("the name of {}", article(kind)),
            Holds::Names(kind) => format!("a list of names of {kind}s, such as [\"a\", \"b\"]"),
            Holds::Number(low, high, unit) => {
                let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
                match (low.is_finite(), high.is_finite()) {
                    (true, true) => format!("a number from {low} to {high}{unit}"),
                    (true, false) => format!("a number, {low} or more{unit}"),
                    _ => format!("a number{unit}"),
                }
            }
            Holds::Whole(low, high) if high.is_finite() => format!("a whole number from {low} to {high}"),
            Holds::Whole(low, _) => format!("a whole number, {low} or more"),
            Holds::Share => "a number from 0 to 1".into(),
            Holds::Duration => {
                "a length of time with its unit, such as \"6 min\", \"2 h\", \"1 day\" or \"8 weeks\"".into()
            }
            Holds::DurationOrZero => "a length of time with its unit, such as \"6 min\" or \"0 min\"".into(),
            Holds::Times => {
                "a length of time such as \"6 min\", or a distribution such as { mean = \"6 min\", cv = 0.5 }".into()
            }
            Holds::Rate => "a number a year such as 0.12, or a text such as \"12% per year\"".into(),
            Holds::Truth => "true or false".into(),
            Holds::Word(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("one of {}", quoted.join(", "))
            }
            Holds::Own(shape) => shape.into(),
        }
    }
}

fn article(kind: &str) -> String {
    if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {kind}") } else { format!("a {kind}") }
}

/// One field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What counts if it is not there; empty: it is required or nothing.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn field(name: &'static str, holds: Holds, default: &'static str, meaning: &'static str) -> Field {
    Field { name, holds, default, meaning }
}

/// A kind of table and its fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// What such a table is.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

use Holds::*;

const ANY: f64 = f64::INFINITY;

/// The top of a scenario file.
pub const SCENARIO: Kind = Kind {
    name: "scenario",
    fields: &[
        field("title", Text, "the file's name", "one line that says what the scenario is about"),
        field("question", Text, "", "what the answer answers"),
        field("note", Text, "", "what the reader of the answer must know; printed below it"),
        field("extends", Text, "", "the file this one is merged onto; this one wins"),
        field("evidence", Text, "", "the bibliography that `source` keys point into"),
        field("start", Own("a date, such as 2024-01-01"), "2024-01-01", "end of the warm-up and time zero"),
        field(
            "warm_up",
            DurationOrZero,
            "0 min",
            "time before `start` that is run and not measured; \"auto\": found by a pilot of the control (MSER-5)",
        ),
        field("length", Own("a length of time such as \"2 years\""), "1 year", "time that is measured"),
        field(
            "period",
            Own("tables of named windows such as \"0..26 weeks\""),
            "all of it",
            "windows that outcomes are reported for",
        ),
        field("run", Own("a table"), "", "seed and replications"),
        field("sweep", Own("a table"), "", "what `sim sweep` varies"),
        field("site", Own("named tables"), "", "kinds of site"),
        field("link", Own("named tables"), "", "links between kinds of site"),
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
    ],
};

/// `precision` in `[run]`.
pub const PRECISION: Kind = Kind {
    name: "precision",
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
    fields: &[
        field("because", Text, "", "what leads one to expect it"),
        field("arm", Text, "", "the arm that is compared with the control"),
        field("metric", Text, "", "the metric, as in summary.csv"),
        field("occupation", Name("occupation"), "a sum", "of whom"),
        field("activity", Text, "a sum", "of which activity"),
        field("order", Whole(0.0, 1000.0), "a sum", "of which order"),
        field("task", Name("task"), "a sum", "of which task"),
        field("direction", Word(&["more", "less", "none"]), "", "which way it differs in the last period"),
        field("smallest", Number(0.0, ANY, "the unit of the metric"), "", "the smallest effect of interest"),
    ],
};

/// `[site.NAME]`.
pub const SITE: Kind = Kind {
    name: "site",
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
    fields: &[
        field("from", Name("site"), "", "where it begins"),
        field("to", Name("site"), "", "where it ends"),
        field("latency", Times, "", "how long a message takes"),
    ],
};

/// `[occupation.NAME]`.
pub const OCCUPATION: Kind = Kind {
    name: "occupation",
    fields: &[
        field("wage", Number(0.0, 1e9, "currency units an hour"), "0", "hourly wage"),
        field("on_cost", Number(0.0, 100.0, ""), "0", "what an hour costs beyond the wage, as a share of it"),
        field("contract", Duration, "40 h", "contract hours a week"),
        field(
            "shift",
            Own("\"always\", or hours such as \"Mon-Fri 08:00-16:00\", or a list of such lines"),
            "Mon-Fri 08:00-16:00",
            "when they are on shift",
        ),
        field(
            "share",
            Own("a list of shares, one for each shift line"),
            "equal",
            "share of the workers on each shift line",
        ),
        field("absent", Share, "0", "probability of being away from a shift: leave, sickness, training"),
        field("break", DurationOrZero, "0 min", "unpaid break in the middle of a shift"),
        field("overrun", DurationOrZero, "15 min", "work that needs less than this at the end of a shift is finished"),
        field("hand_over", DurationOrZero, "never", "how long suspended work waits for its starter"),
        field(
            "after_hours",
            Own("a table such as { up_to = \"2 h\", paid = false }"),
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
            Own("a table such as { start = 0.5, scale = 50 }"),
            "none: all are experienced",
            "they get better with practice, and worse without",
        ),
        field(
            "strain",
            Own("a table such as { half_life = \"4 weeks\", defects = 0.5, quits = 1 }"),
            "none: work leaves nothing behind",
            "what their weekly load does to their work and to whether they stay",
        ),
        field("quits", Rate, "never", "hazard with which each of them quits"),
        field("vacancy", Times, "0 min", "how long a post they leave stays vacant, until the next week boundary"),
        field("to_replace", Number(0.0, 1e12, "currency units"), "0", "what filling such a post costs"),
    ],
};

/// `learning = { ... }`.
pub const LEARNING: Kind = Kind {
    name: "learning",
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
        field("staff", Number(0.01, 1.0, ""), "1", "speed of those employed at the beginning"),
    ],
};

/// `after_hours = { ... }`.
pub const AFTER_HOURS: Kind = Kind {
    name: "after-hours rule",
    fields: &[
        field("up_to", Duration, "", "at most this long after the shift"),
        field("paid", Truth, "false", "whether it is paid"),
    ],
};

/// `strain = { ... }`.
pub const STRAIN: Kind = Kind {
    name: "strain",
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

/// `[product.NAME]`.
pub const PRODUCT: Kind = Kind {
    name: "product",
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
    fields: &[
        field("at", Names("site"), "the only kind of site", "where cases are at home"),
        field("arrivals", Own("a table such as { per_week = 420 }"), "", "random arrivals"),
        field("every", Duration, "", "one case each time, or one child each time with `of`"),
        field("trace", Text, "", "a CSV of arrival times"),
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
    fields: &[
        field("per_week", Number(0.0, 1e9, "cases a week"), "", "cases a week"),
        field("per_day", Number(0.0, 1e9, "cases a day"), "", "cases a day, Monday to Sunday"),
        field("per_hour", Number(0.0, 1e9, "cases an hour"), "", "cases an hour within `hours`"),
        field("hours", Own("hours such as \"Mon-Fri 08:00-15:00\", or a list"), "always", "when cases come"),
        field("profile", Own("a list of 24 or 168 weights"), "even", "weights by hour of the day or week"),
        field("season", Own("a list of 12 factors"), "even", "factors by month"),
        field("growth", Own("a text such as \"2% per year\""), "0% per year", "growth after time zero"),
        field("cv_by_day", Number(0.0, 5.0, ""), "0", "coefficient of variation of a factor on each day's rate"),
    ],
};

/// What tasks and ways have in common.
macro_rules! work_fields {
    ($($extra:expr),* $(,)?) => {
        &[
            field("activity", Own("an activity, or shares such as { care = 0.63, create = 0.37 }"), "create", "what kind of work it is"),
            field("reads", Names("product"), "", "what it reads; \"b?\" waits until b is settled, \"b@previous\" is the elder sibling's"),
            field("writes", Names("product"), "", "what it writes"),
            field("when", Own("a condition such as { tool = \"ehr\" }"), "", "condition"),
            field("per_item", DurationOrZero, "0 min", "further time for each item gathered"),
            field("finds", Own("a probability, or probabilities by kind of defect"), "0", "probability of noticing an inherited defect"),
            field("on_found", Own("\"fix\", \"ignore\" or { query = TASK, to = \"origin\" }"), "ignore", "what is done about defects noticed"),
            field("fix_time", DurationOrZero, "0 min", "time to fix one defect"),
            field("resume_cost", DurationOrZero, "0 min", "time to take blocked or interrupted work up again"),
            field("defects", Own("a table such as { introduced = 0.4, kinds = { omission = 0.7, error = 0.3 } }"), "none", "defects this work introduces"),
            field("load", Number(0.0, 1000.0, ""), "1", "weight of its hours in the strain of those who do it"),
            field("counted", Truth, "true", "whether it is in the activity statistics and in planners' arithmetic"),
            field("reviews", Truth, "false", "whether its hours are review when what it reads was made with a tool"),
            $($extra),*
        ]
    };
}

/// `[task.NAME]`.
pub const TASK: Kind = Kind {
    name: "task",
    fields: work_fields![
        field("at", Name("site"), "the case's home", "where it is done"),
        field("owner", Name("task"), "", "the lead must be who led that task"),
        field(
            "owner_wait",
            DurationOrZero,
            "the end of the owner's next shift",
            "how long it waits in the owner's in-basket"
        ),
        field("not_by", Name("task"), "", "the lead must not be who led that task"),
        field(
            "meant_for",
            Name("occupation"),
            "lead of the first way without a tool",
            "the occupation the work belongs to"
        ),
        field("priority", Whole(-1000.0, 1000.0), "0", "larger goes first"),
        field("urgent", Truth, "false", "goes before all else, and interrupts preemptible work if nobody is free"),
        field("preemptible", Truth, "true for data work, false for care", "whether urgent work may interrupt it"),
        field("preempted", Word(&["resume", "restart"]), "resume", "what becomes of it when interrupted"),
        field("share", Share, "1", "probability that it is called for in a case at all"),
        field("lag", Times, "none", "time between being called for and being ready"),
        field("due", DurationOrZero, "none", "when it should be done, from ready"),
        field("expires", Times, "never", "when it is given up, from ready"),
        field("repeat", Share, "0", "probability that an attempt has to be done again"),
        field("rejects", Own("a table such as { product = \"codes\", base = 0.02 }"), "none", "what it may send back"),
        field("attempts", Whole(1.0, 100.0), "5", "the attempt that neither repeats nor rejects"),
        field("copies", Whole(1.0, 10_000.0), "1", "how many cases each collection makes"),
        field("collect", Own("a table such as { every = \"1 month\" }"), "none", "gathers products of many cases"),
        field("way", Own("named tables"), "", "how it may be done"),
    ],
};

/// `[task.NAME.way.NAME]`.
pub const WAY: Kind = Kind {
    name: "way",
    fields: work_fields![
        field(
            "team",
            Names("occupation"),
            "",
            "who works together for the whole time; the first leads; [] is automated"
        ),
        field("tool", Name("technology"), "none", "the tool it needs"),
        field("time", Times, "", "how long it takes"),
        field("success", Share, "1", "probability that an automated way or an answer succeeds"),
        field("chance", Share, "1", "probability that the way exists for a case"),
        field("after", Times, "at once", "opens this long after the work is ready"),
        field("before", Text, "", "is tried before that way"),
    ],
};

/// `defects = { ... }`.
pub const DEFECTS: Kind = Kind {
    name: "defects",
    fields: &[
        field("introduced", Number(0.0, 1000.0, "defects an attempt"), "", "mean number made"),
        field("kinds", Own("shares by kind of defect"), "one kind, error", "probability of each kind"),
    ],
};

/// `rejects = { ... }`.
pub const REJECTS: Kind = Kind {
    name: "rejection",
    fields: &[
        field("product", Name("product"), "", "what is sent back"),
        field("base", Share, "0", "probability without defects"),
        field("per_defect", Share, "0", "added for each defect"),
    ],
};

/// `collect = { ... }`.
pub const COLLECT: Kind = Kind {
    name: "collection",
    fields: &[
        field("every", Duration, "", "gathers by calendar period"),
        field("size", Whole(1.0, 1e9), "", "gathers this many"),
        field("children", Name("demand"), "", "gathers what a parent's children left"),
        field("copies_of", Name("task"), "", "gathers the copies a task made"),
        field("sample", Whole(1.0, 1e9), "all", "takes at most this many"),
        field("empty", Truth, "false", "whether an empty period counts"),
        field("copies", Whole(1.0, 10_000.0), "1", "how many cases each collection makes"),
    ],
};

/// `[technology.NAME]`.
pub const TECHNOLOGY: Kind = Kind {
    name: "technology",
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
    fields: &[
        field("by", Word(&["site", "worker"]), "site", "the unit that adopts"),
        field(
            "start",
            Own("a time such as \"26 weeks\", \"before\", a date, or a list of them, one for each copy of the site"),
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
    fields: &[
        field("depth", Number(0.0, 100.0, ""), "", "slow-down at adoption"),
        field("recovery", Duration, "", "time constant with which it fades"),
    ],
};

/// `downtime = { ... }`.
pub const DOWNTIME: Kind =
    Kind { name: "downtime", fields: &[field("every", Times, "", "time up"), field("lasts", Times, "", "time down")] };

/// `trust = { ... }`.
pub const TRUST: Kind = Kind {
    name: "trust",
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
    fields: &[
        field("once", Number(0.0, 1e12, "currency units"), "0", "for each site or worker that adopts it"),
        field("per_user_year", Number(0.0, 1e12, "currency units"), "0", "a year and user"),
        field("per_use", Number(0.0, 1e12, "currency units"), "0", "each time"),
    ],
};

/// `expects = { ... }`.
pub const EXPECTS: Kind = Kind {
    name: "expectation",
    fields: &[
        field("occupation", Name("occupation"), "", "whose hours"),
        field("hours_saved", Share, "", "share of that occupation's hours in the control"),
    ],
};

/// `[policy.NAME]`.
pub const POLICY: Kind = Kind {
    name: "policy",
    fields: &[
        field("at", Own("a time such as \"30 weeks\", or a date"), "", "taken once, then"),
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
        field("set", Own("a table of paths and values"), "", "numbers that change"),
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
    fields: &[
        field("occupation", Name("occupation"), "all", "whose staff"),
        field("utilisation", Share, "", "target"),
        field("most", Own("a share such as \"10%\" or 0.1"), "10%", "at most this share of the staff at a time"),
    ],
};

/// `when = { ... }`.
pub const CONDITION: Kind = Kind {
    name: "condition",
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

/// `[arm.NAME]`.
pub const ARM: Kind = Kind {
    name: "arm",
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

/// All kinds of table, for the dictionary.
pub const KINDS: &[Kind] = &[
    SCENARIO,
    RUN,
    PRECISION,
    SWEEP,
    PREDICTION,
    SITE,
    LINK,
    OCCUPATION,
    AFTER_HOURS,
    LEARNING,
    STRAIN,
    PRODUCT,
    READING,
    DEMAND,
    PULL,
    ARRIVALS,
    TASK,
    WAY,
    DEFECTS,
    REJECTS,
    COLLECT,
    TECHNOLOGY,
    ADOPTION,
    DIP,
    DOWNTIME,
    TRUST,
    PRICE,
    EXPECTS,
    POLICY,
    ACTION,
    STAFF_TO,
    CONDITION,
    ARM,
];
