//! Who is employed, how busy they are, and what they are paid: metrics, and `staffing.csv`.

use super::group::{Group, Tally, of_occupation, ratio};
use super::kind::Over::{Distribution, PerWeek, Period, Quotient, Weeks};
use super::kind::{ALL_AND_OCCUPATION, Measure, MetricKind, OCCUPATION, kinds, metric};
use super::stretch::{PeriodRun, hours};
use super::weekly_table::{Weekly, WeeklyColumn, WeeklyTable, columns};
use crate::experiment::column::Column;
use crate::model::outcome::{Outcome, StaffTotals, Week};
use crate::model::scenario::{ArmId, Configuration, Occupation, OccupationId, Scenario};
use crate::units::{HOUR, Id};

/// People of an occupation over a period.
struct Employed<'a> {
    of: &'a PeriodRun<'a>,
    occupation: OccupationId,
    spec: &'a Occupation,
}

impl Employed<'_> {
    /// A sum over the weeks.
    fn sum(&self, part: fn(&StaffTotals) -> u64) -> f64 {
        self.of.weeks.iter().map(|week| part(&week.staff[self.occupation])).sum::<u64>() as f64
    }

    fn fte_weeks(&self) -> f64 {
        self.sum(|staff| staff.milli_fte) / 1000.0
    }

    /// A mean over the weeks.
    fn mean(&self, sum: f64) -> Option<f64> {
        ratio(sum, self.of.weeks.len() as f64)
    }

    /// A mean of what was summed in millionths over so many.
    fn mean_of_millionths(&self, sum: fn(&StaffTotals) -> u64, n: fn(&StaffTotals) -> u64) -> Option<f64> {
        ratio(self.sum(sum) / 1e6, self.sum(n))
    }

    /// A cost, by the numbers of each year.
    fn cost(&self, cost: &dyn Fn(&Configuration, &[Week]) -> f64) -> f64 {
        self.of.years.iter().fold(0.0, |sum, (config, weeks)| sum + cost(config, weeks))
    }

    fn can_quit(&self) -> bool {
        self.spec.people.turnover.is_some()
    }
}

const UTILISATION: MetricKind = metric("utilisation", "Utilisation", "1", Quotient, OCCUPATION)
    .is("regular busy hours over hours on shift")
    .computed("hours busy within shifts over hours on shift of those present, breaks excluded");

const STAFFED: MetricKind = metric("fte.staffed", "Employed", "FTE", Weeks, OCCUPATION)
    .is("full-time equivalents employed when the week's roster was dealt, trainees excluded");

const DEMANDED: MetricKind = metric("fte.demanded", "Demanded", "FTE", Quotient, OCCUPATION)
    .is("expected time of work requested and meant for them, over the hours a full-time equivalent was on shift")
    .computed("the time is that of work that became ready; the hours are those of the people employed");

const HEADS: MetricKind = metric("heads", "Heads", "persons", Weeks, OCCUPATION)
    .is("people employed when the week's roster was dealt, trainees excluded");

const HIRES: MetricKind = metric("hires", "Hires", "persons", Period, OCCUPATION).is("people hired");

const DISMISSALS: MetricKind = metric("dismissals", "Dismissals", "persons", Period, OCCUPATION).is("people dismissed");

const RETRAINED: MetricKind = metric("retrained", "Retrained", "persons", Period, OCCUPATION)
    .is("people sent to retraining")
    .computed("counted in the occupation they leave");

const QUITS: MetricKind = metric("quits", "Quits", "persons", Period, OCCUPATION)
    .is("people who quit")
    .computed("where `occupation.quits` is stated");

const VACANT: MetricKind = metric("fte.vacant", "Vacant", "FTE", Weeks, OCCUPATION)
    .is("full-time equivalents vacant since somebody quit, when the week's roster was dealt")
    .computed("where `occupation.quits` is stated");

const STRAIN: MetricKind = metric("strain", "Strain", "1", Distribution, OCCUPATION)
    .is("mean strain of people at the end of a week; 1 is a contract full of work of load 1, week after week")
    .computed("mean over people and weeks, where `occupation.strain` is stated");

const PROFICIENCY: MetricKind = metric("proficiency", "Proficiency", "1", Distribution, OCCUPATION)
    .is("mean speed of people at the tasks they lead by hand at the end of a week; 1 is an experienced worker's")
    .computed("mean over people, tasks and weeks, where `occupation.learning` is stated")
    .better_if_more();

const PER_FTE_DAY: MetricKind =
    metric("after_hours.per_fte_day", "After hours per FTE and day", "min", Quotient, OCCUPATION)
        .is("minutes after the shift, per full-time equivalent and working day")
        .computed("minutes after hours over full-time equivalents employed times five days a week");

const UNPAID: MetricKind = metric("hours.unpaid_per_head", "Unpaid hours per head", "h/week", Quotient, OCCUPATION)
    .is("unpaid hours per head employed")
    .computed(
        "hours after the shift that `occupation.after_hours.paid` does not pay, over heads employed in each week",
    );

/// Wages.
pub(super) const PAYROLL: MetricKind = metric("payroll", "Payroll", "currency/week", PerWeek, ALL_AND_OCCUPATION)
    .is("paid hours times wage with on-costs")
    .computed("`occupation.wage` and `occupation.on_cost` for rostered hours with leave and sickness, overrun, paid after-hours and training");

/// What turnover costs.
pub(super) const REPLACING: MetricKind =
    metric("cost.replacing", "Cost of replacing", "currency/week", PerWeek, ALL_AND_OCCUPATION)
        .is("what filling the posts of those who quit costs")
        .computed("people hired into such posts times `occupation.to_replace`");

/// What a metric is of people over a period.
type OfEmployed = fn(&Employed<'_>) -> Option<f64>;

/// Of each occupation that has people of its own.
const STAFF: [Measure<OfEmployed>; 15] = [
    UTILISATION.by(|of| ratio(of.sum(|staff| staff.regular), of.sum(|staff| staff.on_shift))),
    STAFFED.by(|of| of.mean(of.fte_weeks())),
    DEMANDED.by(|of| {
        let on_shift_per_fte = ratio(of.sum(|staff| staff.on_shift), of.fte_weeks())?;
        ratio(of.sum(|staff| staff.demanded) / of.of.length, on_shift_per_fte)
    }),
    HEADS.by(|of| of.mean(of.sum(|staff| staff.heads))),
    HIRES.by(|of| Some(of.sum(|staff| staff.hires))),
    DISMISSALS.by(|of| Some(of.sum(|staff| staff.dismissals))),
    RETRAINED.by(|of| Some(of.sum(|staff| staff.retrained))),
    QUITS.by(|of| of.can_quit().then(|| of.sum(|staff| staff.quits))),
    VACANT.by(|of| of.mean(of.sum(|staff| staff.milli_fte_vacant) / 1000.0).filter(|_| of.can_quit())),
    STRAIN.by(|of| of.mean_of_millionths(|staff| staff.strain, |staff| staff.strained)),
    PROFICIENCY.by(|of| of.mean_of_millionths(|staff| staff.proficiency, |staff| staff.skills)),
    PER_FTE_DAY.by(|of| ratio(of.sum(|staff| staff.after_hours) / 60_000.0, of.fte_weeks() * 5.0)),
    UNPAID.by(|of| ratio(hours(of.sum(|staff| staff.unpaid) as u64), of.sum(|staff| staff.heads))),
    PAYROLL.by(|of| {
        Some(of.cost(&|config, weeks| {
            let paid: u64 = weeks.iter().map(|week| week.staff[of.occupation].paid).sum();
            hours(paid) / of.of.length * config.occupations[of.occupation].cost_of_hour()
        }))
    }),
    REPLACING.by(|of| {
        let cost = of.cost(&|config, weeks| {
            let replaced: u64 = weeks.iter().map(|week| week.staff[of.occupation].replaced).sum();
            let turnover = config.occupations[of.occupation].people.turnover.as_ref();
            replaced as f64 * turnover.map_or(0.0, |turnover| turnover.to_replace) / of.of.length
        });
        of.can_quit().then_some(cost)
    }),
];

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&kinds(&STAFF)];

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    // Where nobody is employed there is a payroll, of nothing.
    tally.put(&PAYROLL, Group::default(), 0.0);
    for (occupation, spec) in of.config.occupations.enumerate().filter(|(_, spec)| !spec.unlimited) {
        let employed = Employed { of, occupation, spec };
        for measure in &STAFF {
            tally.add(&measure.kind, &of_occupation(occupation), (measure.of)(&employed));
        }
    }
}

/// People of an occupation in one week.
struct StaffWeek<'a> {
    staff: &'a StaffTotals,
    spec: &'a Occupation,
}

impl StaffWeek<'_> {
    fn fte(&self) -> f64 {
        self.staff.milli_fte as f64 / 1000.0
    }

    fn can_quit(&self) -> bool {
        self.spec.people.turnover.is_some()
    }
}

fn in_hours(ms: u64) -> Option<f64> {
    Some(ms as f64 / HOUR.ms())
}

/// The mean of what was summed in millionths, if there is anything.
pub(super) fn mean_of_millionths(sum: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| sum as f64 / 1e6 / n as f64)
}

/// What a column of `staffing.csv` is of a week's people.
type OfStaff = fn(&StaffWeek<'_>) -> Option<f64>;

const STAFFING: [Weekly<OfStaff>; 13] = [
    STAFFED.column("fte_staffed", "FTE").by(|of| Some(of.fte())),
    DEMANDED.column("fte_demanded", "FTE").by(|of| {
        let on_shift_per_fte = of.staff.on_shift as f64 / of.fte();
        (of.fte() > 0.0 && of.staff.on_shift > 0).then(|| of.staff.demanded as f64 / on_shift_per_fte)
    }),
    UTILISATION.column("utilisation", "1").by(|of| ratio(of.staff.regular as f64, of.staff.on_shift as f64)),
    Column::real("hours_on_shift", "h", "hours on shift of those present, breaks excluded")
        .by(|of| in_hours(of.staff.on_shift)),
    Column::real("paid_hours", "h", "rostered hours with leave and sickness, overrun, paid after-hours, training")
        .by(|of| in_hours(of.staff.paid)),
    Column::real("waiting_for_team", "h", "held for a team that was not complete")
        .by(|of| in_hours(of.staff.waiting_for_team)),
    HIRES.column("hires", "persons").by(|of| Some(of.staff.hires as f64)),
    DISMISSALS.column("dismissals", "persons").by(|of| Some(of.staff.dismissals as f64)),
    RETRAINED.column("retrained", "persons").by(|of| Some(of.staff.retrained as f64)),
    VACANT
        .column("vacancies", "FTE")
        .optional()
        .by(|of| of.can_quit().then_some(of.staff.milli_fte_vacant as f64 / 1000.0)),
    QUITS.column("quits", "persons").optional().by(|of| of.can_quit().then_some(of.staff.quits as f64)),
    STRAIN.column("strain", "1").optional().by(|of| mean_of_millionths(of.staff.strain, of.staff.strained)),
    PROFICIENCY
        .column("proficiency", "1")
        .optional()
        .by(|of| mean_of_millionths(of.staff.proficiency, of.staff.skills)),
];

/// The columns of `staffing.csv` behind arm, week and occupation.
pub(super) const COLUMNS: &[WeeklyColumn] = &columns(&STAFFING);

/// Adds one replication to `staffing.csv`.
pub(super) fn staffing(weekly_table: &mut WeeklyTable, scenario: &Scenario, arm: ArmId, outcome: &Outcome) {
    let config = &scenario.arms[arm].configs[0];
    for (number, week) in outcome.weeks.iter().enumerate() {
        for (occupation, staff) in week.staff.enumerate() {
            let spec = &config.occupations[occupation];
            if !spec.unlimited {
                let of = StaffWeek { staff, spec };
                let key = [number as u16, occupation.index() as u16, 0, 0];
                weekly_table.add(key, STAFFING.iter().map(|column| (column.of)(&of)));
            }
        }
    }
}
