//! Hours worked, and what part of them: metrics, and `workload.csv`.

use super::group::{Group, Tally, of_occupation, of_task, ratio};
use super::kind::Over::{End, PerWeek, Quotient};
use super::kind::{ALL_AND_OCCUPATION, By, Measure, MetricKind, OCCUPATION, kinds, metric};
use super::stretch::{PeriodRun, hours};
use super::weekly_table::{Key, Weekly, WeeklyColumn, WeeklyTable, columns};
use crate::experiment::column::Column;
use crate::model::outcome::{Outcome, Week, Work, work_slots};
use crate::model::scenario::{ArmId, Configuration, OccupationId, Scenario};
use crate::units::{HOUR, Id};
use std::collections::BTreeMap;

const HOURS: MetricKind =
    metric("hours", "Hours", "h/week", PerWeek, &[&[By::Occupation, By::Activity, By::Order, By::Task]])
        .is("hours worked")
        .computed("an hour of a split activity is divided by its shares; work with `counted = false` is left out");

const DATA_WORK: MetricKind = metric("hours.data_work", "Data work", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours of the seven data-work activities")
    .computed("hours of create, collect, manage, curate, analyze, interpret and communicate");

const CARE: MetricKind = metric("hours.care", "Care", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours of care")
    .computed("hours of the activity `care`")
    .better_if_more();

const OVERRUN: MetricKind = metric("hours.overrun", "Overrun", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours past the end of the shift to finish work")
    .computed("part of hours; work that needs less than `occupation.overrun` is finished");

const AFTER_HOURS: MetricKind = metric("hours.after_hours", "After-hours work", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours after the shift on owned work that falls due")
    .computed("part of hours; at most `occupation.after_hours.up_to` after each shift");

const REWORK: MetricKind = metric("hours.rework", "Rework", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours done again or for nothing")
    .computed(
        "part of hours: attempts after the first (`task.repeat`, `task.rejects`), and work that became obsolete while it was done",
    );

const REVIEW: MetricKind = metric("hours.review", "Review", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours of review of what was made with a tool")
    .computed("part of hours: work with `reviews = true` that reads what was made with a tool");

/// A part of work \[ms\].
type PartOfWork = fn(&Work) -> u64;

/// Parts of the hours.
const PARTS: [Measure<PartOfWork>; 4] = [
    OVERRUN.by(|work| work.overrun),
    AFTER_HOURS.by(|work| work.after_hours),
    REWORK.by(|work| work.rework),
    REVIEW.by(|work| work.review),
];

const SHIFTED: MetricKind = metric("hours.shifted", "Shifted from", "h/week", PerWeek, OCCUPATION)
    .is("hours of work meant for this occupation and led by another")
    .computed("by the occupation the work is meant for (`task.meant_for`); hours of the whole team that another occupation leads");

const SHIFTED_FROM: MetricKind = metric(
    "hours.shifted_from.X",
    "Shifted from X",
    "h/week",
    PerWeek,
    &[&[By::Occupation], &[By::Occupation, By::Task]],
)
.is("hours of work meant for occupation X and led by another, by whose hours they are")
.computed("`hours.shifted` of X, divided by who works on it instead");

const UNCOUNTED: MetricKind = metric("hours.uncounted", "Uncounted work", "h/week", PerWeek, ALL_AND_OCCUPATION)
    .is("hours of work that is in no activity statistic")
    .computed("work with `counted = false`; not part of `hours`");

const SHARE: MetricKind = metric("share.data_work", "Share of data work", "1", Quotient, OCCUPATION)
    .is("data work as a share of all hours")
    .computed("hours.data_work over hours.data_work and hours.care");

const UNFINISHED: MetricKind = metric("unfinished", "Unfinished at the end", "FTE-weeks", End, ALL_AND_OCCUPATION)
    .is("expected time of work requested and not done at the end of the run, by whom it is meant for")
    .computed("expected hours over the hours a week of `occupation.contract`");

/// All of them.
pub const METRICS: &[&[MetricKind]] =
    &[&[HOURS, DATA_WORK, CARE], &kinds(&PARTS), &[SHIFTED, SHIFTED_FROM, UNCOUNTED, SHARE, UNFINISHED]];

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    for (number, slot) in work_slots(of.config).into_iter().enumerate() {
        let sum = |part: fn(&Work) -> u64| -> f64 {
            hours(of.weeks.iter().map(|week| part(&week.work[number])).sum()) / of.length
        };
        let total = sum(|work| work.total);
        if total == 0.0 {
            continue;
        }
        let task = &of.config.tasks[slot.task];
        let way = &task.ways[slot.way];
        let who = Group { task: of_task(slot.task).task, order: Some(task.order), ..of_occupation(slot.occupation) };
        // Invisible work is in a metric of its own, and in no other.
        if !way.counted {
            tally.add(&UNCOUNTED, &who, total);
            continue;
        }
        // A split activity shares the hours; the parts add up to the whole.
        for &(activity, share) in &way.activity {
            let part = Group { activity: Some(activity), ..who.clone() };
            tally.add(&HOURS, &part, total * share);
            tally.add(if activity.is_data_work() { &DATA_WORK } else { &CARE }, &part, total * share);
        }
        for part in PARTS {
            tally.add(&part.kind, &who, sum(part.of));
        }
        if let Some(meant_for) = task.meant_for.filter(|meant_for| way.lead() != Some(*meant_for)) {
            tally.add(&SHIFTED, &of_occupation(meant_for), total);
            let name = SHIFTED_FROM.name.replace('X', &of.config.occupations[meant_for].name);
            tally.add_named(&SHIFTED_FROM, &name, &who, total);
        }
    }
    for occupation in of.config.occupations.ids() {
        let who = || of_occupation(occupation);
        // After all sums are in, since it is their ratio.
        let (data, care) = (tally.value(&DATA_WORK, who()), tally.value(&CARE, who()));
        tally.add(&SHARE, &who(), ratio(data, data + care));
    }
    // What is unfinished is known at the end of the run only.
    if of.period + 1 == of.scenario.periods.len() {
        for (occupation, ms) in of.outcome.unfinished.enumerate() {
            let contract = of.config.occupations[occupation].contract.ms();
            tally.add(&UNFINISHED, &of_occupation(occupation), ratio(*ms as f64, contract));
        }
    }
}

/// Hours of an occupation over some weeks.
pub(super) fn hours_of(config: &Configuration, weeks: &[Week], occupation: OccupationId) -> f64 {
    let slots = work_slots(config);
    let ms: u64 = weeks
        .iter()
        .flat_map(|week| slots.iter().zip(&week.work))
        .filter(|(slot, _)| slot.occupation == occupation && config.tasks[slot.task].ways[slot.way].counted)
        .map(|(_, work)| work.total)
        .sum();
    hours(ms)
}

/// Work of one slot in one week.
struct SlotWeek<'a> {
    work: &'a Work,
    /// Whether another occupation leads it than it is meant for.
    shifted: bool,
    /// Whether work after hours is paid.
    paid_after_hours: bool,
}

/// What a column of `workload.csv` is of a slot \[ms\].
type OfSlot = fn(&SlotWeek<'_>) -> u64;

/// Milliseconds, by the columns of `workload.csv`.
const WORKLOAD: [Weekly<OfSlot>; 7] = [
    HOURS
        .column("hours", "h")
        .by_with(|of| of.work.total, Column::real("hours_ci", "h", "half-width of the 95% interval of hours")),
    OVERRUN.column("overrun", "h").by(|of| of.work.overrun),
    AFTER_HOURS
        .column("after_hours", "h")
        .by_with(|of| of.work.after_hours, Column::real("after_hours_ci", "h", "half-width for after_hours")),
    Column::real("paid_hours", "h", "of these paid")
        .by(|of| of.work.total - if of.paid_after_hours { 0 } else { of.work.after_hours }),
    Column::real("shifted_hours", "h", "of these led by another occupation than the work is meant for").by_with(
        |of| if of.shifted { of.work.total } else { 0 },
        Column::real("shifted_hours_ci", "h", "half-width for shifted_hours"),
    ),
    REWORK.column("rework_hours", "h").by(|of| of.work.rework),
    REVIEW.column("review_hours", "h").by(|of| of.work.review),
];

/// The columns of `workload.csv` behind arm, week, occupation, activity and order.
pub(super) const COLUMNS: &[WeeklyColumn] = &columns(&WORKLOAD);

/// Adds one replication to `workload.csv`.
pub(super) fn workload(weekly_table: &mut WeeklyTable, scenario: &Scenario, arm: ArmId, outcome: &Outcome) {
    let config = &scenario.arms[arm].configs[0];
    let slots = work_slots(config);
    for (number, week) in outcome.weeks.iter().enumerate() {
        let mut sums: BTreeMap<Key, [f64; WORKLOAD.len()]> = BTreeMap::new();
        for (slot, work) in slots.iter().zip(&week.work) {
            let task = &config.tasks[slot.task];
            let way = &task.ways[slot.way];
            if !way.counted {
                continue;
            }
            let paid_after_hours = config.occupations[slot.occupation].after_hours.is_some_and(|rule| rule.paid);
            let shifted = task.meant_for.is_some() && way.lead() != task.meant_for;
            let of = SlotWeek { work, shifted, paid_after_hours };
            for &(activity, share) in &way.activity {
                let key = [number as u16, slot.occupation.index() as u16, activity as u16, task.order];
                let row = sums.entry(key).or_default();
                for (sum, column) in row.iter_mut().zip(&WORKLOAD) {
                    *sum += (column.of)(&of) as f64 * share / HOUR.ms();
                }
            }
        }
        for (key, sums) in sums {
            weekly_table.add(key, sums.into_iter().map(Some));
        }
    }
}
