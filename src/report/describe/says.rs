//! Decisions, tools and arms in words.

use crate::model::scenario::*;
use crate::report::wording::{plain, words};
use crate::units::{Calendar, DAY, Recurrence, Time};

/// A share in words where there is one.
fn part(share: f64) -> String {
    match share {
        1.0 => "all".into(),
        0.5 => "half".into(),
        0.25 => "a quarter".into(),
        share => format!("{}%", number(100.0 * share)),
    }
}

/// A number without needless decimals.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn amount(amount: Amount, who: &str) -> String {
    match amount {
        Amount::Share(share) => format!("{} of the {who} staff", part(share)),
        Amount::Heads(heads) => format!("{heads} {who}"),
    }
}

/// A date, with the time of day unless that is 00:00.
pub(super) fn date(calendar: Calendar, time: Time) -> String {
    let date = calendar.date_of(time).format("%-d %B %Y").to_string();
    let seconds = time.0.rem_euclid(DAY.0) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hour, minute, second) {
        (0, 0, 0) => date,
        (_, _, 0) => format!("{date}, {hour:02}:{minute:02}"),
        _ => format!("{date}, {hour:02}:{minute:02}:{second:02}"),
    }
}

/// How often.
pub(super) fn every(recurrence: Recurrence) -> String {
    match recurrence {
        Recurrence::Exact(span) => format!("every {}", span.to_string().trim_start_matches("1 ")),
        Recurrence::Months(1) => "every month".into(),
        Recurrence::Months(12) => "every year".into(),
        Recurrence::Months(months) if months % 12 == 0 => format!("every {} years", months / 12),
        Recurrence::Months(months) => format!("every {months} months"),
    }
}

fn bounds(threshold: Threshold) -> String {
    let bounds = [("above", threshold.over), ("below", threshold.under)];
    let said = bounds.into_iter().filter_map(|(word, bound)| Some(format!("{word} {}", number(bound?))));
    said.collect::<Vec<_>>().join(" and ")
}

fn measured(config: &Configuration, of: &Measured) -> String {
    match of {
        Measured::Task(task) => words(&config.tasks[*task].name),
        Measured::Occupation(occupation) => format!("work meant for {}", words(&config.occupations[*occupation].name)),
    }
}

/// A condition in words.
pub(super) fn condition(config: &Configuration, condition: &Condition) -> String {
    let tool = |id: TechnologyId| words(&config.technologies[id].name);
    let product = |id: ProductId| words(&config.products[id].name);
    let clause = |clause: &Clause| match clause {
        Clause::Tool { technology, lasting } if lasting.0 == 0 => format!("{} is in use", tool(*technology)),
        Clause::Tool { technology, lasting } => format!("{} has been in use for {lasting}", tool(*technology)),
        Clause::Without(technology) => format!("{} is not in use", tool(*technology)),
        Clause::Found(task) => format!("{} has noticed a defect", words(&config.tasks[*task].name)),
        Clause::Missing(id) => format!("{} is absent", product(*id)),
        Clause::Trait(id) => format!("whom the case is about has the trait {}", words(&config.traits[*id])),
        Clause::Reading(id, threshold) => format!("the reading {} is {}", product(*id), bounds(*threshold)),
        Clause::Differ { by, .. } => format!("readings differ by more than {}", number(*by)),
        Clause::Backlog(of, threshold) => format!("the backlog of {} is {}", measured(config, of), bounds(*threshold)),
        Clause::OnTime(of, threshold) => {
            format!("the share on time of {} is {}", measured(config, of), bounds(*threshold))
        }
        Clause::Utilisation(id, threshold) => {
            format!("the utilisation of {} is {}", words(&config.occupations[*id].name), bounds(*threshold))
        }
    };
    condition.all.iter().map(clause).collect::<Vec<_>>().join(" and ")
}

/// When a decision is taken and what is done.
pub(super) fn policy(config: &Configuration, calendar: Calendar, policy: &Policy) -> String {
    let who = |id: OccupationId| words(&config.occupations[id].name);
    let when = match &policy.trigger {
        Trigger::At(time) => format!("on {}", date(calendar, *time)),
        Trigger::Every(recurrence) => every(*recurrence),
        Trigger::When { condition: of, check, again } => {
            let again = again.map_or(", once".into(), |again| format!(", at most {}", every(again)));
            format!("when {} (looked at every {check}{again})", condition(config, of))
        }
    };
    let what = match &policy.action {
        Action::Dismiss { occupation, amount: of } => format!("{} are dismissed", amount(*of, &who(*occupation))),
        Action::Hire { occupation, amount: of } => format!("{} are hired", amount(*of, &who(*occupation))),
        Action::Retrain { occupation, to, amount: of, takes } => {
            let to: Vec<String> = to.iter().map(|(id, share)| format!("{} ({})", who(*id), part(*share))).collect();
            format!("{} are retrained in {takes} to {}", amount(*of, &who(*occupation)), to.join(", "))
        }
        Action::Replace { occupation, by, amount: of, keep } => {
            let keep = match keep {
                Keep::Payroll => "for the same payroll",
                Keep::Heads => "head for head",
            };
            format!("{} are replaced by {} {keep}", amount(*of, &who(*occupation)), who(*by))
        }
        Action::StaffTo { occupations, utilisation, most } => {
            let of: Vec<String> = occupations.iter().map(|id| who(*id)).collect();
            let of = if of.is_empty() { "every occupation".into() } else { of.join(", ") };
            let (target, most) = (number(100.0 * utilisation), number(100.0 * most));
            format!("{of} is staffed towards {target}% utilisation, by at most {most}% of the staff at a time")
        }
        Action::Set => "numbers change".into(),
    };
    let each = if policy.scope == Scope::All { ", over all sites together" } else { "" };
    format!("{when}: {what}{each}")
}

/// When a tool comes, how it spreads, and what is believed of it.
pub(super) fn technology(config: &Configuration, calendar: Calendar, tool: &Technology) -> String {
    let mut starts: Vec<String> = Vec::new();
    for start in &tool.adoption.start {
        let start = match start {
            Start::Before => "the beginning".into(),
            Start::At(time) => date(calendar, *time),
        };
        if !starts.contains(&start) {
            starts.push(start);
        }
    }
    let by = match tool.adoption.by {
        AdoptedBy::Site => "by sites",
        AdoptedBy::Worker => "by each worker",
    };
    let curve = match tool.adoption.curve {
        Curve::Step => "all at once".into(),
        Curve::Logistic { midpoint, scale } => format!("along a logistic curve (half after {midpoint}, scale {scale})"),
        Curve::Bass { p, q } => format!("along a Bass curve (p {}, q {} a year)", number(p), number(q)),
    };
    let mut said = vec![format!("adopted {by} from {} on, {curve}", starts.join(", "))];
    if tool.adoption.ceiling < 1.0 {
        said.push(format!("by at most {}%", number(100.0 * tool.adoption.ceiling)));
    }
    said.extend(tool.dip.as_ref().map(|dip| {
        format!("work with it takes {}% longer at first, fading within {}", number(100.0 * dip.depth), dip.recovery)
    }));
    said.extend(tool.downtime.as_ref().map(|_| "it is down at times".to_owned()));
    said.extend(tool.uptake.as_ref().map(|_| "people differ in how often they use it".to_owned()));
    said.extend(tool.trust.as_ref().map(|_| "reviewers come to trust it".to_owned()));
    said.extend(tool.expects.as_ref().map(|expects| {
        let who = words(&config.occupations[expects.occupation].name);
        format!("management expects it to save {}% of the hours of {who}", number(100.0 * expects.hours_saved))
    }));
    said.join("; ")
}

/// What an arm has that others lack, from the scenario's document.
pub(super) fn arm(document: &toml::Table, name: &str) -> String {
    let table = document.get("arm").and_then(|arms| arms.get(name)).and_then(toml::Value::as_table);
    let mut said = Vec::new();
    if let Some(used) = table.and_then(|table| table.get("use")) {
        said.push(format!("with {}", words(&plain(used))));
    }
    let sets = table.and_then(|table| table.get("set")).and_then(toml::Value::as_table);
    said.extend(sets.into_iter().flatten().map(|(path, value)| format!("`{path}` = {}", plain(value))));
    if said.is_empty() { "as things are".into() } else { said.join("; ") }
}
