//! Tools and policies that begin within the reported period, after it, or not at all.
//!
//! The answer reports the last period. A change that comes after that period has begun is diluted by the weeks before
//! it; one that comes after its end, or after the end of the run, does not show at all.

use super::{ByArm, Warning, Warnings};
use crate::model::scenario::{
    Clause, Condition, Configuration, Period, Policy, Scenario, SiteTypeId, Start, Technology, TechnologyId, Trigger,
};
use crate::units::{Time, WEEK};

pub(super) fn check(scenario: &Scenario, found: &mut Warnings) {
    let mut by_arm = ByArm::default();
    for (arm, spec) in scenario.arms.enumerate() {
        let config = &spec.configs[0];
        for technology in config.technologies.iter().filter(|technology| technology.on) {
            tool(scenario, config, technology).into_iter().for_each(|warning| by_arm.add(arm, warning));
        }
        for policy in config.policies.iter().filter(|policy| policy.on) {
            decision(scenario, config, policy).into_iter().for_each(|warning| by_arm.add(arm, warning));
        }
    }
    by_arm.hand_over(scenario, found);
}

/// When something begins, relative to the reported period and the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begins {
    /// By the beginning of the period.
    InTime,
    /// After the period has begun.
    Within,
    /// At the end of the period or later, though before the run ends.
    After,
    /// At the end of the run or later.
    Never,
}

impl Begins {
    fn at(time: Time, scenario: &Scenario) -> Begins {
        let Period { from_week, to_week, .. } = *reported(scenario);
        if time >= scenario.end {
            Begins::Never
        } else if time >= Time::of_week(to_week) {
            Begins::After
        } else if time > Time::of_week(from_week) {
            Begins::Within
        } else {
            Begins::InTime
        }
    }
}

/// The period that the answer reports.
fn reported(scenario: &Scenario) -> &Period {
    scenario.periods.last().expect("a scenario has a period")
}

/// A tool by its starts at the copies of sites.
fn tool(scenario: &Scenario, config: &Configuration, technology: &Technology) -> Option<Warning> {
    let copies = config.sites.iter().map(|site| site.staff.len()).max().unwrap_or(1);
    let starts = (0..copies).map(|copy| start_at(technology, copy)).collect::<Vec<Time>>();
    let (first, last) = (*starts.iter().min()?, *starts.iter().max()?);
    let place = format!("technology.{}.adoption.start", technology.name);
    late(scenario, place, &format!("`{}`", technology.name), "comes", (first, last))
}

/// When adoption begins at a copy of a site.
fn start_at(technology: &Technology, copy: usize) -> Time {
    match technology.adoption.start.get(copy).or(technology.adoption.start.last()) {
        Some(Start::At(time)) => *time,
        Some(Start::Before) => Time::ZERO,
        None => Time::NEVER,
    }
}

/// A policy by its first possible time; a condition on figures of the week before has none.
fn decision(scenario: &Scenario, config: &Configuration, policy: &Policy) -> Option<Warning> {
    let (key, times) = match &policy.trigger {
        Trigger::At(time) => ("at", (*time, *time)),
        Trigger::Every(every) => {
            let first = scenario.calendar.occurrence(*every, 1);
            ("every", (first, first))
        }
        Trigger::When { condition, check, .. } => {
            let waits = tools_waited_for(condition);
            let copies = config.sites.ids().flat_map(|site: SiteTypeId| 0..config.sites[site].staff.len());
            let looks = |time: Time| Time((time.0.max(0) + check.0 - 1).div_euclid(check.0.max(1)) * check.0.max(1));
            let times: Vec<Time> = copies
                .map(|copy| {
                    let due = |&(tool, lasting): &(TechnologyId, i64)| match config.technologies[tool].on {
                        true => Time(start_at(&config.technologies[tool], copy).0.saturating_add(lasting)),
                        false => Time::NEVER,
                    };
                    waits.iter().map(due).max().map_or(Time::ZERO, looks)
                })
                .collect();
            if waits.is_empty() {
                return None;
            }
            ("when", (*times.iter().min()?, *times.iter().max()?))
        }
    };
    let place = format!("policy.{}.{key}", policy.name);
    // What falls outside the run by its date is found among the hints.
    if matches!(policy.trigger, Trigger::At(time) if time < Time::ZERO || time >= scenario.end) {
        return None;
    }
    late(scenario, place, &format!("`{}`", policy.name), "is taken", times)
}

/// The tools a condition waits for, and for how many ms they must have been there.
fn tools_waited_for(condition: &Condition) -> Vec<(TechnologyId, i64)> {
    let of = |clause: &Clause| match clause {
        Clause::Tool { technology, lasting } => Some((*technology, lasting.0)),
        _ => None,
    };
    condition.all.iter().filter_map(of).collect()
}

/// The warning about something that begins first and last at these times, which differ if sites begin one by one.
fn late(scenario: &Scenario, place: String, what: &str, verb: &str, (first, last): (Time, Time)) -> Option<Warning> {
    let Period { name, from_week, to_week } = reported(scenario);
    let weeks = (scenario.end.0 as f64) / WEEK.ms();
    let when = |time: Time| format!("week {}", trimmed(time.0 as f64 / WEEK.ms()));
    // One site in time is not enough: the others begin later.
    let message = match (Begins::at(first, scenario), Begins::at(last, scenario)) {
        (_, Begins::InTime) => return None,
        (Begins::Never, _) => {
            format!("{what} {verb} after the end of the run (week {}): it never has an effect", trimmed(weeks))
        }
        (Begins::After, _) => format!(
            "{what} {verb} in {}, after the reported period `{name}` (weeks {from_week} to {to_week}): the answer does \
             not show it",
            when(first)
        ),
        (_, Begins::Never) => format!(
            "{what} {verb} after the end of the run (week {}) at some sites: there it never has an effect",
            trimmed(weeks)
        ),
        _ => format!(
            "{what} {verb} {}, after the reported period `{name}` (weeks {from_week} to {to_week}) has begun: its means \
             mix the weeks before with those after",
            if first == last {
                format!("in {}", when(last))
            } else {
                format!("between {} and {}", when(first), when(last))
            }
        ),
    };
    let next = (last.0 + WEEK.0 - 1).div_euclid(WEEK.0);
    let end = (scenario.end.0 + WEEK.0 - 1).div_euclid(WEEK.0);
    let remedy = match last < scenario.end && next < end {
        true => format!(
            "report a last period from then on, such as `[period]` with `settled = \"{next}..{end} weeks\"`, or begin earlier"
        ),
        false => "begin earlier, or give the run a longer `length`".into(),
    };
    Some(Warning::new(place, message, remedy))
}

/// At most one decimal.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
