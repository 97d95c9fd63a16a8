//! Hours worked, and what part of them.

use super::Over::{End, PerWeek, Quotient};
use super::{ALL_AND_OCCUPATION, ALL_AND_ORDER, By, MetricKind, OCCUPATION, metric};

/// Its metrics.
pub const METRICS: &[MetricKind] = &[
    metric("hours", "Hours", "h/week", PerWeek, &[&[By::Occupation, By::Activity, By::Order, By::Task]])
        .is("hours worked")
        .computed("an hour of a split activity is divided by its shares; work with `counted = false` is left out"),
    metric("hours.data_work", "Data work", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours of the seven data-work activities")
        .computed("hours of create, collect, manage, curate, analyze, interpret and communicate"),
    metric("hours.care", "Care", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours of care")
        .computed("hours of the activity `care`"),
    metric("hours.overrun", "Overrun", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours past the end of the shift to finish work")
        .computed("part of hours; work that needs less than `occupation.overrun` is finished"),
    metric("hours.after_hours", "After-hours work", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours after the shift on owned work that falls due")
        .computed("part of hours; at most `occupation.after_hours.up_to` after each shift"),
    metric("after_hours.per_fte_day", "After hours per FTE and day", "min", Quotient, OCCUPATION)
        .is("minutes after the shift, per full-time equivalent and working day")
        .computed("minutes after hours over full-time equivalents employed times five days a week"),
    metric("hours.unpaid_per_head", "Unpaid hours per head", "h/week", Quotient, OCCUPATION)
        .is("unpaid hours per head employed")
        .computed("hours after the shift that `occupation.after_hours.paid` does not pay, over heads employed in each week"),
    metric("hours.shifted", "Shifted from", "h/week", PerWeek, OCCUPATION)
        .is("hours of work meant for this occupation and led by another")
        .computed("by the occupation the work is meant for (`task.meant_for`); hours of the whole team that another occupation leads"),
    metric(
        "hours.shifted_from.X",
        "Shifted from X",
        "h/week",
        PerWeek,
        &[&[By::Occupation], &[By::Occupation, By::Task]],
    )
    .is("hours of work meant for occupation X and led by another, by whose hours they are")
    .computed("`hours.shifted` of X, divided by who works on it instead"),
    metric("hours.rework", "Rework", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours done again or for nothing")
        .computed(
            "part of hours: attempts after the first (`task.repeat`, `task.rejects`), and work that became obsolete while it was done",
        ),
    metric("hours.review", "Review", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours of review of what was made with a tool")
        .computed("part of hours: work with `reviews = true` that reads what was made with a tool"),
    metric("hours.uncounted", "Uncounted work", "h/week", PerWeek, ALL_AND_OCCUPATION)
        .is("hours of work that is in no activity statistic")
        .computed("work with `counted = false`; not part of `hours`"),
    metric("hours.unread", "Work for unread data", "h/week", PerWeek, ALL_AND_ORDER)
        .is("hours that made products nobody read before the end of the run")
        .computed("by the order of the product and the week in which it was written"),
    metric("share.data_work", "Share of data work", "1", Quotient, OCCUPATION)
        .is("data work as a share of all hours")
        .computed("hours.data_work over hours.data_work and hours.care"),
    metric("unfinished", "Unfinished at the end", "FTE-weeks", End, ALL_AND_OCCUPATION)
        .is("expected time of work called for and not done at the end of the run, by whom it is meant for")
        .computed("expected hours over the hours a week of `occupation.contract`"),
];
