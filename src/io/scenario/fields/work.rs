//! Tasks, and the ways to do them.

use super::Holds::*;
use super::{Kind, field};

/// What tasks and ways have in common.
macro_rules! work_fields {
    ($($extra:expr),* $(,)?) => {
        &[
            field("activity", Own("an activity, or shares such as { care = 0.63, create = 0.37 }"), "create", "what kind of work it is"),
            field("reads", Names("product"), "", "what it reads; \"b?\" waits until b is settled, \"b@previous\" is the elder sibling's"),
            field("writes", Names("product"), "", "what it writes"),
            field("when", Own("a condition such as { tool = \"ehr\" }"), "", "condition"),
            field("per_item", Times, "0 min", "further time for each item gathered, drawn for each"),
            field("finds", Parts("a probability, or probabilities by kind of defect"), "0", "probability of noticing an inherited defect"),
            field("on_found", Own("\"fix\", \"ignore\" or { query = TASK, to = \"origin\" }"), "ignore", "what is done about defects noticed"),
            field("fix_time", Times, "0 min", "time to fix one defect, drawn for each"),
            field("resume_cost", DurationOrZero, "0 min", "time to find back into work that waited for the answer to a query, or that urgent work interrupted; not paid after breaks, the end of a shift, or a hand-over"),
            field("defects", Parts("a table such as { introduced = 0.4, kinds = { omission = 0.7, error = 0.3 } }"), "none", "defects this work introduces"),
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
    at: &["task.NAME"],
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
        field("share", Share, "1", "probability that it is requested in a case at all"),
        field("lag", Times, "none", "time between being requested and being ready"),
        field("due", DurationOrZero, "none", "when it should be done, from ready"),
        field("expires", Times, "never", "when it is given up, from ready"),
        field("repeat", Share, "0", "probability that an attempt has to be done again"),
        field(
            "rejects",
            Parts("a table such as { product = \"codes\", base = 0.02 }"),
            "none",
            "what it may send back"
        ),
        field(
            "attempts",
            Whole(1.0, 100.0),
            "5",
            "the attempt that neither repeats nor rejects any more; at most 100, so that every case ends"
        ),
        field("copies", Whole(1.0, 10_000.0), "1", "how many cases each collection makes"),
        field("collect", Own("a table such as { every = \"1 month\" }"), "none", "gathers products of many cases"),
        field("way", Own("named tables"), "", "how it may be done"),
    ],
};

/// `[task.NAME.way.NAME]`.
pub const WAY: Kind = Kind {
    name: "way",
    at: &["task.NAME.way.NAME"],
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
    at: &["task.NAME.defects", "task.NAME.way.NAME.defects"],
    fields: &[
        field("introduced", Number(0.0, 1000.0, "defects an attempt"), "", "mean number made"),
        field("kinds", Parts("shares by kind of defect"), "one kind, error", "probability of each kind"),
    ],
};

/// `rejects = { ... }`.
pub const REJECTS: Kind = Kind {
    name: "rejection",
    at: &["task.NAME.rejects"],
    fields: &[
        field("product", Name("product"), "", "what is sent back"),
        field("base", Share, "0", "probability without defects"),
        field("per_defect", Share, "0", "added for each defect"),
    ],
};

/// `collect = { ... }`.
pub const COLLECT: Kind = Kind {
    name: "collection",
    at: &["task.NAME.collect"],
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
