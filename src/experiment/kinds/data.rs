//! Products, their defects, and the tools that make them.

use super::Over::{PerWeek, Quotient};
use super::{ALL, ALL_AND_ORDER, ALL_AND_TASK, By, Groups, MetricKind, OCCUPATION, metric};

/// Who made a defect, and who spends time on it.
const MADE_AND_PAID: Groups = &[&[], &[By::Occupation], &[By::Task], &[By::Occupation, By::Task]];

/// Its metrics.
pub const METRICS: &[MetricKind] = &[
    metric("products.written", "Products written", "1/week", PerWeek, ALL_AND_ORDER)
        .is("products written, every write"),
    metric("products.absent", "Products absent", "1/week", PerWeek, ALL_AND_ORDER)
        .is("products settled absent, other than not wanted"),
    metric("products.withdrawn", "Products withdrawn", "1/week", PerWeek, ALL_AND_ORDER).is("products withdrawn"),
    metric("products.read_share", "Share read", "1", Quotient, ALL_AND_ORDER)
        .is("share of products written that were read before the end of the run"),
    metric("defects.mean", "Defects of a product", "1", Quotient, ALL_AND_ORDER)
        .is("defects carried by a product written, mean"),
    metric("defects.share", "Share with a defect", "1", Quotient, ALL_AND_ORDER)
        .is("share of products written that carry a defect"),
    metric("defects.made", "Defects made", "1/week", PerWeek, ALL_AND_TASK)
        .is("defects made, each counted once")
        .computed("by the task that made them"),
    metric("defects.found_share", "Share of defects found", "1", Quotient, ALL_AND_TASK)
        .is("share of the defects made that anybody found before the end of the run")
        .computed("by the task that made them"),
    metric("defects.hours", "Hours defects took", "h/week", PerWeek, MADE_AND_PAID)
        .is("hours of fixing, of queries and of work done again")
        .computed(
            "by the task that made the defects and by who spent the hours, in the period in which they were spent",
        ),
    metric("defects.cost", "Cost of defects", "currency/week", PerWeek, MADE_AND_PAID)
        .is("hours that defects took times wage with on-costs")
        .computed("by the task that made the defects and by who pays"),
    metric("defects.cost_each", "Cost of a defect", "currency", Quotient, MADE_AND_PAID)
        .is("what one defect costs")
        .computed("defects.cost of the period for each defect made in it"),
    metric("automation.attempted", "Automated attempts", "1/week", PerWeek, ALL)
        .is("instances started on an automated way with a tool"),
    metric("automation.exceptions", "Automated failures", "1/week", PerWeek, ALL)
        .is("instances started on an automated way with a tool that failed there")
        .computed("part of automation.attempted; they fall to the next way"),
    metric("saving.expected", "Expected saving", "h/week", PerWeek, OCCUPATION)
        .is("hours that management expects a tool to save its occupation")
        .computed(
            "`technology.expects.hours_saved` of each tool that is on times the occupation's hours in the control",
        )
        .or_blank(),
    metric("saving.realised", "Realised saving", "h/week", PerWeek, OCCUPATION)
        .is("the occupation's hours in the control less those in the arm")
        .computed(
            "of occupations whose hours a tool that is on is expected to save; others may have taken the work over",
        )
        .or_blank(),
];
