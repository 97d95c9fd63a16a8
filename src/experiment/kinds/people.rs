//! Who is employed, how busy they are, and what it costs.

use super::Over::{Distribution, PerWeek, Period, Quotient, Weeks};
use super::{ALL, ALL_AND_OCCUPATION, MetricKind, OCCUPATION, metric};

/// Its metrics.
pub const METRICS: &[MetricKind] = &[
    metric("utilisation", "Utilisation", "1", Quotient, OCCUPATION)
        .is("regular busy hours over hours on shift")
        .computed("hours busy within shifts over hours on shift of those present, breaks excluded"),
    metric("fte.staffed", "Employed", "FTE", Weeks, OCCUPATION)
        .is("full-time equivalents employed when the week's roster was dealt, trainees excluded"),
    metric("fte.demanded", "Demanded", "FTE", Quotient, OCCUPATION)
        .is("expected time of work called for and meant for them, over the hours a full-time equivalent was on shift")
        .computed("the time is that of work that became ready; the hours are those of the people employed"),
    metric("heads", "Heads", "persons", Weeks, OCCUPATION)
        .is("people employed when the week's roster was dealt, trainees excluded"),
    metric("hires", "Hires", "persons", Period, OCCUPATION).is("people hired"),
    metric("dismissals", "Dismissals", "persons", Period, OCCUPATION).is("people dismissed"),
    metric("retrained", "Retrained", "persons", Period, OCCUPATION)
        .is("people sent to retraining")
        .computed("counted in the occupation they leave"),
    metric("quits", "Quits", "persons", Period, OCCUPATION).is("people who quit").computed("where `occupation.quits` is stated"),
    metric("fte.vacant", "Vacant", "FTE", Weeks, OCCUPATION)
        .is("full-time equivalents vacant since somebody quit, when the week's roster was dealt")
        .computed("where `occupation.quits` is stated"),
    metric("strain", "Strain", "1", Distribution, OCCUPATION)
        .is("mean strain of people at the end of a week; 1 is a contract full of work of load 1, week after week")
        .computed("mean over people and weeks, where `occupation.strain` is stated"),
    metric("proficiency", "Proficiency", "1", Distribution, OCCUPATION)
        .is("mean speed of people at the tasks they lead by hand at the end of a week; 1 is an experienced worker's")
        .computed("mean over people, tasks and weeks, where `occupation.learning` is stated"),
    metric("payroll", "Payroll", "currency/week", PerWeek, ALL_AND_OCCUPATION)
        .is("paid hours times wage with on-costs")
        .computed("`occupation.wage` and `occupation.on_cost` for rostered hours with leave and sickness, overrun, paid after-hours and training"),
    metric("cost.replacing", "Cost of replacing", "currency/week", PerWeek, ALL_AND_OCCUPATION)
        .is("what filling the posts of those who quit costs")
        .computed("people hired into such posts times `occupation.to_replace`"),
    metric("cost.tools", "Cost of tools", "currency/week", PerWeek, ALL)
        .is("price of tools: bought, in use, by use")
        .computed("`technology.price.once` for each unit that adopts, `technology.price.per_user_year` over 52.1775 weeks for each user, `technology.price.per_use` for each use; where any money beside wages is stated"),
    metric("worth", "Worth", "currency/week", PerWeek, ALL)
        .is("worth of products written less that of those withdrawn")
        .computed("`product.worth`, where any money beside wages is stated"),
    metric("net", "Net", "currency/week", PerWeek, ALL)
        .is("worth less all costs")
        .computed("worth - payroll - cost.replacing - cost.tools; where any money beside wages is stated"),
];
