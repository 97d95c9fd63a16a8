//! What the hours ledger comes to: sums of the rows of `ledger.csv`.

use super::Over::PerWeek;
use super::{ALL_AND_OCCUPATION, MetricKind, OCCUPATION, metric};

const fn flow(name: &'static str, title: &'static str) -> MetricKind {
    metric(name, title, "h/week", PerWeek, ALL_AND_OCCUPATION)
}

/// Whose hours.
const CASES: &str = "of cases born in the period";

/// Its metrics.
pub const METRICS: &[MetricKind] = &[
    flow("ledger.control_less_arm", "Hours of the control less the arm's")
        .is("hours in the control less hours in the arm; net")
        .computed(CASES),
    flow("ledger.not_needed", "Removed: nobody needs it")
        .is("hours that nobody needed in the arm: not called for, overtaken or done by a tool; the only saving; gross, \
             under common draws")
        .computed(CASES),
    flow("ledger.abandoned", "Undone: given up")
        .is("hours given up or expired in the arm, or not called for since what it reads, or who would read it, was given up: \
             undone, not saved; gross, under common draws")
        .computed(CASES),
    flow("ledger.unfinished", "Undone: unfinished at the end")
        .is("hours not done in the arm when the run ended, or not called for since it waits for what is not done, or its case \
             is yet to come: not yet called from a waiting list, arriving after the end, or under way between sites; also if \
             the case comes in another period there; gross, under common draws")
        .computed(CASES),
    // Of all together it is zero.
    metric("ledger.shifted_to", "Shifted to", "h/week", PerWeek, OCCUPATION)
        .is("hours taken over from other occupations, in the control's time, less those they took over; net")
        .computed("shifted_in - shifted_out, of cases born in the period"),
    flow("ledger.slower", "Slower on the same work")
        .is("more time in the arm for the same instances, less time saved on others; net")
        .computed("slower - faster, of cases born in the period"),
    flow("ledger.created_review", "Created: review of a tool's product")
        .is("review of a tool's product that the control did not do; gross, under common draws")
        .computed(CASES),
    flow("ledger.created_query", "Created: answers to queries")
        .is("answers to queries that the control did not give; gross, under common draws")
        .computed(CASES),
    flow("ledger.created_rework", "Created: rework")
        .is("further attempts and obsolete work that the control has not; gross, under common draws")
        .computed(CASES),
    flow("ledger.created_other", "Created: other work")
        .is("other work that the control did not do, also since it left it undone, or has the case in another period; gross, \
             under common draws")
        .computed(CASES),
];
