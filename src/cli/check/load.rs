//! Who will have too much to do.

use super::table;
use crate::model::analysis::{Load, offered_load};
use crate::model::scenario::{Action, ArmId, Policy, Scenario};

/// Mark of a load from 100% on.
pub(super) const RED: &str = "RED";
/// Mark of a load from 85% on.
pub(super) const AMBER: &str = "amber";

pub(super) fn section(scenario: &Scenario) -> String {
    let loads = offered_load(scenario);
    let mut text = format!(
        "\nOffered load at the end of the run: hours of work per hour on shift ({AMBER} from 85%, {RED} from 100%).\n\
         In brackets: the range where it depends on waiting who does it.\n"
    );
    let aims = |policy: &Policy| policy.on && matches!(policy.action, Action::StaffTo { .. });
    if scenario.arms.iter().flat_map(|arm| &arm.worlds).any(|world| world.policies.iter().any(aims)) {
        text += "Policies that staff to a utilisation are left out.\n";
    }
    let of = |arm: ArmId| loads.iter().filter(move |load| load.arm == arm).collect::<Vec<_>>();
    let control = of(scenario.control);
    let control_rows: Vec<Vec<String>> = control.iter().map(|load| row(scenario, load)).collect();
    text += &format!("\n Arm `{}` (control)\n", scenario.arms[scenario.control].name);
    text += &rows_or(&control_rows, "nobody is employed and nothing is done");
    for (arm, spec) in scenario.arms.enumerate().filter(|(arm, _)| *arm != scenario.control) {
        let rows: Vec<Vec<String>> =
            of(arm).iter().map(|load| row(scenario, load)).filter(|row| !control_rows.contains(row)).collect();
        text += &format!("\n Arm `{}`, where it differs from the control\n", spec.name);
        text += &rows_or(&rows, "it does not");
    }
    text
}

fn rows_or(rows: &[Vec<String>], none: &str) -> String {
    if rows.is_empty() {
        return format!("  {none}\n");
    }
    let header = ["site", "occupation", "hours/week", "on shift", "load", "", "heaviest tasks"];
    table(&header, &[2, 3, 4], rows.iter().cloned())
}

fn row(scenario: &Scenario, load: &Load) -> Vec<String> {
    let world = &scenario.arms[load.arm].worlds[0];
    let percent = |hours: f64| {
        let percent = load.percent(hours);
        if percent.is_finite() { format!("{percent}%") } else { "nobody there".to_owned() }
    };
    let (first, low, high) = (percent(load.hours_first), percent(load.hours_low), percent(load.hours_high));
    let range = if low == high { first } else { format!("{first} ({low} to {high})") };
    let tasks = load.tasks.iter().map(|(task, hours)| {
        let all: f64 = load.hours_high.max(f64::MIN_POSITIVE);
        format!("{} {:.0}%", world.tasks[*task].name, 100.0 * hours / all)
    });
    vec![
        world.sites[load.site].name.clone(),
        world.occupations[load.occupation].name.clone(),
        format!("{:.0}", load.hours_first),
        format!("{:.0}", load.on_shift),
        range,
        mark(load).to_owned(),
        tasks.collect::<Vec<_>>().join(", "),
    ]
}

/// By the highest load that may come about.
fn mark(load: &Load) -> &'static str {
    let percent = load.percent(load.hours_high);
    if percent >= 100.0 {
        RED
    } else if percent >= 85.0 {
        AMBER
    } else {
        ""
    }
}
