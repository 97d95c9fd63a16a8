//! Who will have too much to do, how many cases they call, and when nobody is there.

use super::{decimals, table};
use crate::model::analysis::{Gap, Load, offered_load};
use crate::model::scenario::{Action, ArmId, Policy, Roster, Scenario, Trigger};
use crate::units::{DAY, MINUTE, Span};

/// Mark of a load from 100% on.
pub(super) const RED: &str = "RED";
/// Mark of a load from 85% on.
pub(super) const AMBER: &str = "amber";
/// Mark of those who call cases whenever they have time.
const FULL: &str = "full";

pub(super) fn section(scenario: &Scenario) -> String {
    let loads = offered_load(scenario);
    let mut text = format!(
        "\nOffered load at the end of the run: hours of work per hour on shift ({AMBER} from 85%, {RED} from 100%).\n\
         In brackets: the range where it depends on waiting who does it.\n"
    );
    let aims = |policy: &Policy| policy.on && matches!(policy.action, Action::StaffTo { .. });
    if scenario.arms.iter().flat_map(|arm| &arm.configs).any(|config| config.policies.iter().any(aims)) {
        text += "Policies that staff to a utilisation are left out.\n";
    }
    let figures = |policy: &Policy| match &policy.trigger {
        Trigger::When { condition, .. } => policy.on && condition.all.iter().any(|clause| clause.looks_back()),
        _ => false,
    };
    if scenario.arms.iter().any(|arm| arm.configs[0].policies.iter().any(figures)) {
        text += "Policies that look at last week's figures are taken to come true once.\n";
    }
    if loads.iter().any(|load| load.filled) {
        text += &format!("{FULL}: they call the next case whenever they have time, so their load is 100% by design.\n");
    }
    let of = |arm: ArmId| loads.iter().filter(move |load| load.arm == arm).collect::<Vec<_>>();
    let control = of(scenario.control);
    let control_rows: Vec<Vec<String>> = control.iter().map(|load| row(scenario, load)).collect();
    text += &format!("\n Arm `{}` (control)\n", scenario.arms[scenario.control].name);
    text += &rows_or(&control_rows, "nobody is employed and nothing is done");
    let notes = |loads: &[&Load]| loads.iter().flat_map(|load| notes(scenario, load)).collect::<Vec<_>>();
    let control_notes = notes(&control);
    text.extend(control_notes.iter().map(|note| format!("  {note}\n")));
    for (arm, spec) in scenario.arms.enumerate().filter(|(arm, _)| *arm != scenario.control) {
        let rows: Vec<Vec<String>> =
            of(arm).iter().map(|load| row(scenario, load)).filter(|row| !control_rows.contains(row)).collect();
        text += &format!("\n Arm `{}`, where it differs from the control\n", spec.name);
        let notes: Vec<String> = notes(&of(arm)).into_iter().filter(|note| !control_notes.contains(note)).collect();
        if !rows.is_empty() || notes.is_empty() {
            text += &rows_or(&rows, "it does not");
        }
        text.extend(notes.iter().map(|note| format!("  {note}\n")));
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
    let config = &scenario.arms[load.arm].configs[0];
    let percent = |hours: f64| {
        let percent = load.percent(hours);
        if percent.is_finite() { format!("{percent}%") } else { "nobody there".to_owned() }
    };
    let (first, low, high) = (percent(load.hours_first), percent(load.hours_low), percent(load.hours_high));
    let range = if low == high { first } else { format!("{first} ({low} to {high})") };
    let tasks = load.tasks.iter().map(|(task, hours)| {
        let all: f64 = load.hours_high.max(f64::MIN_POSITIVE);
        format!("{} {:.0}%", config.tasks[*task].name, 100.0 * hours / all)
    });
    vec![
        config.sites[load.site].name.clone(),
        config.occupations[load.occupation].name.clone(),
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
    if load.filled && percent == 100.0 {
        FULL
    } else if percent >= 100.0 {
        RED
    } else if percent >= 85.0 {
        AMBER
    } else {
        ""
    }
}

/// What the table has no column for: cases called from waiting lists, contracts that rosters do not meet, and hours at
/// which nobody is there.
fn notes(scenario: &Scenario, load: &Load) -> Vec<String> {
    let config = &scenario.arms[load.arm].configs[0];
    let who = format!("{} at {}", config.occupations[load.occupation].name, config.sites[load.site].name);
    let number = |number: f64| if number < 100.0 { decimals(number) } else { format!("{number:.0}") };
    let mut notes = Vec::new();
    for (demand, calls) in &load.calls {
        notes.push(format!(
            "Called by {who}: about {} cases of {} a week",
            number(*calls),
            config.demands[*demand].name
        ));
    }
    let never_off = matches!(config.occupations[load.occupation].roster, Roster::Always);
    if !never_off && load.rostered < 0.995 * load.contract {
        let (rostered, contract) = (number(load.rostered), number(load.contract));
        let why = "few days in the lines, or 11 h of rest";
        notes.push(format!("Short of the contract: {who} have {rostered} of {contract} h a week ({why})"));
    }
    if !load.gaps.is_empty() {
        let gaps: Vec<String> = load.gaps.iter().map(gap).collect();
        let at = if config.sites[load.site].staff.len() > 1 { " (the emptiest copy)" } else { "" };
        for (number, gaps) in gaps.chunks(2).enumerate() {
            let begin = if number == 0 { format!("Nobody on shift: {who}{at}, ") } else { "  and ".to_owned() };
            notes.push(begin + &gaps.join(", "));
        }
    }
    notes
}

/// Days, hours, and in how many weeks.
fn gap(gap: &Gap) -> String {
    let end = Span((gap.start + gap.length).0 % DAY.0);
    let weeks = match gap.weeks {
        weeks if weeks > 0.995 => "always".to_owned(),
        weeks => format!("in {:.0}% of weeks", 100.0 * weeks),
    };
    format!("{} {}-{} {weeks}", days(&gap.days), clock(gap.start), clock(end))
}

fn clock(time: Span) -> String {
    let minutes = time.0 / MINUTE.0;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Such as `Mon-Wed, Sat`.
fn days(on: &[bool; 7]) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..7).filter(|day| on[*day]) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let run = |(first, last): &(usize, usize)| match last - first {
        0 => NAMES[*first].to_owned(),
        _ => format!("{}-{}", NAMES[*first], NAMES[*last]),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_said_as_shifts_are_written() {
        let said = |on: [usize; 3], start: i64, length: i64, weeks: f64| {
            let days = std::array::from_fn(|day| on.contains(&day));
            gap(&Gap { days, start: MINUTE * start, length: MINUTE * length, weeks })
        };
        assert_eq!(said([0, 1, 2], 450, 480, 0.6), "Mon-Wed 07:30-15:30 in 60% of weeks");
        assert_eq!(said([0, 2, 6], 1380, 480, 1.0), "Mon, Wed, Sun 23:00-07:00 always");
    }
}
