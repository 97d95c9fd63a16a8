//! Work that can begin in few hours a week, and waits for days once a session is over.

use super::{ByArm, Warning, Warnings};
use crate::model::analysis::reach::{StreamReach, streams};
use crate::model::analysis::staff::ever_employed;
use crate::model::scenario::{Configuration, Scenario, SiteTypeId, Task, TaskId};
use crate::model::sessions::Sessions;
use crate::units::{DAY, Span};
use std::collections::BTreeSet;

/// What helps cases that a session leaves behind, before a run and after it.
pub const SESSION_REMEDY: &str = "say what becomes of them: an `expires` if they leave, a way for somebody who is there, \
                                 a longer `shift` or `overrun`, or arrivals that end earlier";

pub(super) fn check(scenario: &Scenario, found: &mut Warnings) {
    let mut by_arm = ByArm::default();
    for (arm, spec) in scenario.arms.enumerate() {
        let config = &spec.configs[0];
        let mut places: BTreeSet<(TaskId, SiteTypeId)> = BTreeSet::new();
        for stream in streams(config) {
            for &home in &stream.homes {
                let tasks = stream.reach.tasks.iter();
                places.extend(tasks.map(|&task| (task, StreamReach::place(&config.tasks[task], home))));
            }
        }
        for (id, site) in places {
            let task = &config.tasks[id];
            let sessions = Sessions::of(config, task, |who| ever_employed(config, site, who));
            let Some(sessions) = sessions.filter(Sessions::are_few) else { continue };
            let gap = sessions.longest_gap();
            // What gathers is requested at calendar dates; who leaves before the next session does not wait for it.
            if task.collect.is_some() || leaves_before(task, gap) {
                continue;
            }
            let message = format!(
                "`{}` can begin in {} h a week at `{}`: what still waits when a session ends waits for up to {:.1} days",
                task.name,
                hours(sessions.open()),
                config.sites[site].name,
                gap.ms() / DAY.ms()
            );
            by_arm.add(arm, Warning::new(format!("task.{}", task.name), message, SESSION_REMEDY));
        }
    }
    by_arm.hand_over(scenario, found);
}

/// Whether a task can begin in few hours a week, with days between, at some site type that has the people.
pub fn opens_in_few_hours(config: &Configuration, task: TaskId) -> bool {
    let at = |site| Sessions::of(config, &config.tasks[task], |who| ever_employed(config, site, who));
    config.sites.ids().filter_map(at).any(|sessions| sessions.are_few())
}

/// Whether instances are given up before a gap of this length is over, in the mean.
fn leaves_before(task: &Task, gap: Span) -> bool {
    task.expires.as_ref().is_some_and(|expires| expires.mean() < gap.ms())
}

/// Hours with at most one decimal.
fn hours(span: Span) -> String {
    let text = format!("{:.1}", span.hours());
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
