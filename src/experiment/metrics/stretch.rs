//! What one run had in one period.

use crate::model::outcome::{Outcome, Week};
use crate::model::scenario::{ArmId, Configuration, Period, Scenario};
use crate::units::{HOUR, Time, WEEK};

/// A run of an arm over one period, beside the control's run of the same replication.
pub(super) struct PeriodRun<'a> {
    pub scenario: &'a Scenario,
    /// Number of the period.
    pub period: usize,
    /// Length in weeks; the run's last week may be partial.
    pub length: f64,
    pub config: &'a Configuration,
    pub outcome: &'a Outcome,
    pub weeks: &'a [Week],
    /// The weeks by the numbers that are valid in them, each with the configuration that has these: those at the
    /// beginning of a week count for all of it.
    pub years: Vec<(&'a Configuration, &'a [Week])>,
    pub control_config: &'a Configuration,
    pub control_weeks: &'a [Week],
}

impl<'a> PeriodRun<'a> {
    pub fn of(scenario: &'a Scenario, period: usize, arm: ArmId, outcome: &'a Outcome, control: &'a Outcome) -> Self {
        let window = &scenario.periods[period];
        let weeks = weeks_of(outcome, window);
        PeriodRun {
            scenario,
            period,
            length: length_in_weeks(scenario, window),
            config: &scenario.arms[arm].configs[0],
            outcome,
            weeks,
            years: weeks_by_year(scenario, arm, window, weeks),
            control_config: &scenario.arms[scenario.control].configs[0],
            control_weeks: weeks_of(control, window),
        }
    }
}

fn weeks_of<'o>(outcome: &'o Outcome, period: &Period) -> &'o [Week] {
    let to = (period.to_week as usize).min(outcome.weeks.len());
    &outcome.weeks[(period.from_week as usize).min(to)..to]
}

fn weeks_by_year<'a>(
    scenario: &'a Scenario,
    arm: ArmId,
    period: &Period,
    weeks: &'a [Week],
) -> Vec<(&'a Configuration, &'a [Week])> {
    let year = |place: usize| scenario.year_at(Time::of_week(period.from_week + place as i64));
    let places: Vec<usize> = (0..weeks.len()).collect();
    let parts = places.chunk_by(|one, next| year(*one) == year(*next));
    parts.map(|part| (scenario.arms[arm].config_in(year(part[0])), &weeks[part[0]..=part[part.len() - 1]])).collect()
}

/// Length of a period in weeks; the run's last week may be partial.
pub fn length_in_weeks(scenario: &Scenario, period: &Period) -> f64 {
    let end = scenario.end.0 as f64 / WEEK.ms();
    (period.to_week as f64).min(end) - period.from_week as f64
}

/// Whole milliseconds in hours.
pub(in crate::experiment) fn hours(ms: u64) -> f64 {
    ms as f64 / HOUR.ms()
}
