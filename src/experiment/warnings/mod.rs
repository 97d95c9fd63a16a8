//! Warnings that the results show: a backlog that climbs in the control, cases that sessions leave behind.
//!
//! They are of the same type as those known before a run ([`crate::model::analysis::warnings`]), and shown with them.

mod climb;

use crate::model::analysis::{SESSION_REMEDY, Warning, Warnings, opens_in_few_hours};
use crate::model::outcome::{Outcome, Week};
use crate::model::scenario::{Activity, ArmId, Configuration, Period, Scenario, TaskId};
use crate::units::IdVec;
use climb::Climb;

/// Share of first starts from which waiting over the gap between two sessions is worth a warning.
const SHARE_LEFT: f64 = 0.01;

/// What the warnings rest on, gathered replication by replication.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Of the control, by task: how the backlog goes over the last period.
    climbs: IdVec<TaskId, Climb>,
    /// By arm (its place in the results) and task: first starts in the last period, and those of them that came after a
    /// wait from one session into a later one.
    starts: Vec<IdVec<TaskId, [u64; 2]>>,
}

impl Seen {
    /// Adds one replication of the arm at a place.
    pub(super) fn add_run(&mut self, scenario: &Scenario, place: usize, arm: ArmId, outcome: &Outcome) {
        let tasks = scenario.arms[arm].configs[0].tasks.len();
        let Period { from_week, to_week, .. } = *last(scenario);
        let end = (to_week.max(0) as usize).min(outcome.weeks.len());
        let weeks: &[Week] = &outcome.weeks[(from_week.max(0) as usize).min(end)..end];
        while self.starts.len() <= place {
            self.starts.push(IdVec::filled([0; 2], tasks));
        }
        for task in self.starts[place].ids() {
            let [all, left] = &mut self.starts[place][task];
            *all += weeks.iter().map(|week| week.queues[task].waits.wait.n).sum::<u64>();
            *left += weeks.iter().map(|week| week.queues[task].over_gap).sum::<u64>();
        }
        // A backlog that climbs in the control makes every comparison depend on the length of the run.
        if arm != scenario.control {
            return;
        }
        if self.climbs.is_empty() {
            self.climbs = IdVec::filled(Climb::default(), tasks);
        }
        let ends: Vec<f64> =
            (from_week + 1..).take(weeks.len()).map(|week| climb::end_of(week, scenario.end)).collect();
        for task in self.climbs.ids() {
            let backlog: Vec<f64> = weeks.iter().map(|week| week.queues[task].backlog as f64).collect();
            self.climbs[task].add_run(&ends, &backlog);
        }
    }
}

/// The period that the answer reports.
fn last(scenario: &Scenario) -> &Period {
    scenario.periods.last().expect("a scenario has a period")
}

/// The warnings about runs of some arms: climbing backlogs first, then sessions, each in the order of tasks.
pub(super) fn warnings(scenario: &Scenario, arms: &[ArmId], seen: &Seen) -> Vec<Warning> {
    let mut found = Warnings::default();
    let window = last(scenario);
    let weeks = super::length_in_weeks(scenario, window);
    let tasks = &scenario.arms[scenario.control].configs[0].tasks;
    for (task, climb) in seen.climbs.enumerate() {
        if let Some(rise) = climb.rise(weeks) {
            let name = &tasks[task].name;
            let message = format!(
                "the backlog of `{name}` climbs in the control: over `{}` (weeks {} to {}) by {} instances a week (95% \
                 interval {} to {}, {}), {} in all, with a mean of {}",
                window.name,
                window.from_week,
                window.to_week,
                short(rise.slope),
                short(rise.low),
                short(rise.high),
                rise.test,
                short(rise.slope * weeks),
                short(rise.mean),
            );
            let remedy = "what is measured depends on how long the run is; if `sim check` shows a load above 100%, staff \
                          for it; else start from a longer `warm_up` or report a later period";
            found.push(Warning::new(format!("task.{name}"), message, remedy));
        }
    }
    for task in tasks.ids() {
        let name = &tasks[task].name;
        let of_arm = |(place, arm): (usize, &ArmId)| {
            let [all, left] = seen.starts.get(place)?[task];
            // Without starts the share is zero.
            let share = left as f64 / all.max(1) as f64;
            (share >= SHARE_LEFT && matters(&scenario.arms[*arm].configs[0], task))
                .then(|| format!("{:.0}% in `{}`", 100.0 * share, scenario.arms[*arm].name))
        };
        let left: Vec<String> = arms.iter().enumerate().filter_map(of_arm).collect();
        if !left.is_empty() {
            let message = format!(
                "of `{name}`, {} of what was begun in `{}` came during a session, was still waiting at its end and waited \
                 a day or more for the next",
                left.join(", "),
                window.name,
            );
            found.push(Warning::new(format!("task.{name}"), message, SESSION_REMEDY));
        }
    }
    found.into_list()
}

/// Whether waiting over a gap between sessions is more than the nights and weekends of an office: somebody waits in
/// person, or the task is open in few hours a week.
fn matters(config: &Configuration, task: TaskId) -> bool {
    let ways = &config.tasks[task].ways;
    let in_person = ways.iter().any(|way| way.activity.iter().any(|(activity, _)| *activity == Activity::Care));
    in_person || opens_in_few_hours(config, task)
}

/// A number with two or three digits that count.
fn short(number: f64) -> String {
    let size = number.abs();
    let mut decimals = 0;
    let mut scaled = size;
    while scaled < 10.0 && decimals < 6 && size > 0.0 {
        scaled *= 10.0;
        decimals += 1;
    }
    format!("{number:.decimals$}")
}
