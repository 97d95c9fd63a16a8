//! After-hours rules that never apply: only owned work that falls due is done after hours.

use super::{ByArm, Warning, Warnings};
use crate::model::analysis::staff::ever_employed;
use crate::model::scenario::{Configuration, OccupationId, Roster, Scenario};

pub(super) fn check(scenario: &Scenario, found: &mut Warnings) {
    let mut by_arm = ByArm::default();
    for (arm, spec) in scenario.arms.enumerate() {
        let config = &spec.configs[0];
        for (id, occupation) in config.occupations.enumerate() {
            let employed = config.sites.ids().any(|site| ever_employed(config, site, id));
            if occupation.after_hours.is_none() || occupation.unlimited || !employed {
                continue;
            }
            let who = &occupation.name;
            let place = format!("occupation.{who}.after_hours");
            // Explained by itself: without an end of a shift nothing else matters.
            if occupation.roster == Roster::Always {
                let message =
                    format!("`{who}` never work after hours: with `shift = \"always\"` no shift of theirs ends");
                by_arm.add(
                    arm,
                    Warning::new(place, message, "give them a `shift` with hours, or take `after_hours` out"),
                );
                continue;
            }
            let why = match owned_work(config, id) {
                Owned::DueToo => continue,
                Owned::NotDue => ("is owned and has a `due`", "give the owned task a `due`"),
                Owned::None => ("has an `owner`", "give a task that falls due an `owner`"),
            };
            let message = format!(
                "`{who}` never work after hours: no task they may lead {}, and only owned work that falls due is done then",
                why.0
            );
            let remedy = format!("{}, or take `after_hours` out", why.1);
            by_arm.add(arm, Warning::new(place, message, remedy));
        }
    }
    by_arm.hand_over(scenario, found);
}

/// What owned work an occupation has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owned {
    None,
    NotDue,
    DueToo,
}

fn owned_work(config: &Configuration, occupation: OccupationId) -> Owned {
    let of_theirs = config.tasks.iter().filter(|task| {
        let leads = |task: &crate::model::scenario::Task| {
            task.ways.iter().any(|way| way.on && way.team.len() == 1 && way.lead() == Some(occupation))
        };
        // The owner is who led the other task: they must be able to.
        task.on
            && leads(task)
            && task.owner.is_some_and(|owner| {
                let owner = &config.tasks[owner];
                owner.on && owner.ways.iter().any(|way| way.on && way.lead() == Some(occupation))
            })
    });
    of_theirs.fold(Owned::None, |best, task| match (best, task.due) {
        (Owned::DueToo, _) | (_, Some(_)) => Owned::DueToo,
        _ => Owned::NotDue,
    })
}
