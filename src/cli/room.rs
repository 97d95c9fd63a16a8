//! How much room results take on the disk, before anything is run.

use super::Failure;
use super::event_log::LoggedReplications;
use crate::experiment::{FIRST_LOOK, RunPlan};
use crate::io::place::check_room;
use crate::model::analysis::volume;
use crate::model::outcome::work_slots;
use crate::model::scenario::{ArmId, Scenario};
use crate::units::WEEK;
use std::path::Path;

/// Bytes of a row of the event log.
const BYTES_OF_AN_EVENT: f64 = 280.0;
/// Bytes of a row of the other tables.
const BYTES_A_ROW: f64 = 90.0;

/// Rows of the summary, to an order of magnitude.
pub(super) fn summary_rows(scenario: &Scenario, arms: &[ArmId], metrics: &[String]) -> f64 {
    let config = &scenario.arms[scenario.control].configs[0];
    let (occupations, tasks) = (config.occupations.len() as f64, config.tasks.len() as f64);
    // By occupation about 25 metrics, by task about 20, hours by both and activity, and sums.
    let all = 25.0 * occupations + 20.0 * tasks + 3.0 * tasks + 60.0;
    let share = if metrics.is_empty() { 1.0 } else { (metrics.len() as f64 / 60.0).min(1.0) };
    (arms.len() * scenario.periods.len()) as f64 * all * share
}

/// Bytes of all tables of a run, and of its event log. Of a precision that is asked for, the first look counts: how
/// many replications it takes nobody knows.
fn bytes(scenario: &Scenario, plan: &RunPlan, logged: Option<LoggedReplications>) -> f64 {
    let config = &scenario.arms[scenario.control].configs[0];
    let replications = match &scenario.precision {
        Some(_) => f64::from(plan.replications.min(FIRST_LOOK)),
        None => f64::from(plan.replications),
    };
    let weeks = scenario.end.0 as f64 / WEEK.ms();
    let a_week = work_slots(config).len() + config.occupations.len() + config.tasks.len() + config.products.len();
    let weekly = weeks * (plan.arms.len() * (a_week + config.technologies.len())) as f64;
    let raw = summary_rows(scenario, &plan.arms, &[]) * (replications + 1.0);
    let events = logged.map_or(0.0, |logged| {
        let instances: f64 = plan.arms.iter().map(|arm| volume(scenario, *arm).instances).sum();
        instances * replications.min(f64::from(logged.replications()))
    });
    BYTES_A_ROW * (weekly + raw) + BYTES_OF_AN_EVENT * events
}

/// Checks that the results of a run find room.
pub(super) fn check(
    scenario: &Scenario,
    plan: &RunPlan,
    logged: Option<LoggedReplications>,
    out: &Path,
) -> Result<(), Failure> {
    let help = match logged {
        Some(_) => "choose another disk with --out, log fewer replications (--event-log=1) or arms (--arm), or none",
        None => "choose another disk with --out, or run fewer replications or arms (--arm)",
    };
    Ok(check_room(out, bytes(scenario, plan, logged), help)?)
}
