//! Each kind of warning: at its bound, beyond it, and not on the other side.

use super::*;
use crate::model::analysis::problems;
use crate::model::scenario::{
    Action, AdoptedBy, AfterHours, Amount, Clause, Condition, Configuration, OccupationId, Period, ProductId, Roster,
    ShiftLine, SiteTypeId, Start, TaskId, Trigger, build,
};
use crate::units::{DAY, HOUR, MINUTE, Span, Time};

/// A desk where one clerk, who is always there, writes a note for each call: so many minutes for each of 168 calls a
/// week.
struct Desk {
    config: Configuration,
    site: SiteTypeId,
    clerk: OccupationId,
    call: ProductId,
    write: TaskId,
}

fn desk(minutes: i64) -> Desk {
    let mut config = build::config();
    let site = config.add_site("clinic", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 1.0);
    let [call, note] = ["call", "note"].map(|name| config.add_product(name, "care"));
    config.add_demand("visit", site, 168.0, &[call]);
    let write = config.add_task("write", &[call], &[note], &[clerk], MINUTE * minutes);
    Desk { config, site, clerk, call, write }
}

fn found(scenario: &Scenario) -> Vec<String> {
    warnings(scenario, &problems(scenario)).iter().map(|of| format!("{}: {}", of.place, of.message)).collect()
}

#[track_caller]
fn only(configs: Vec<Configuration>, expected: &[&str]) {
    let scenario = build::scenario(configs);
    assert_eq!(found(&scenario), expected);
    for warning in warnings(&scenario, &problems(&scenario)) {
        assert!(warning.remedy.is_some(), "{warning} has no remedy");
    }
}

/// One call an hour of so many minutes is a load of minutes / 60.
#[test]
fn loads_above_100_percent_and_below_40_in_the_control() {
    only(vec![desk(60).config], &[]);
    let message = "site.clinic.staff.clerk: the offered load of `clerk` is above 100%: 102%";
    only(vec![desk(61).config], &[message]);
    only(vec![desk(24).config], &[]);
    let message =
        "site.clinic.staff.clerk: the offered load of `clerk` in the control is 38%, below 40%: hardly any work waits";
    only(vec![desk(23).config], &[message]);
    // An arm is not the control: a little is no matter there, too much is.
    only(vec![desk(30).config, desk(23).config], &[]);
    let message =
        "site.clinic.staff.clerk: the offered load of `clerk` is above 100%: 150% in `arm1`, 200% in `arm2` and `arm3`";
    only([30, 90, 120, 120].map(|minutes| desk(minutes).config).into(), &[message]);
}

/// Two copies with a call an hour of 90 minutes each, 252 h a week: 4 and 1 clerks who are never off, 168 h each, are
/// on average at 504 / 840 = 60%, but the smaller is at 252 / 168 = 150%.
#[test]
fn a_copy_of_a_site_may_have_too_much_where_all_together_have_not() {
    let mut d = desk(90);
    let staff = d.config.sites[d.site].staff[0].clone();
    d.config.sites[d.site].staff.push(staff);
    d.config.sites[d.site].staff[0][d.clerk] = 4.0;
    d.config.sites[d.site].staff[1][d.clerk] = 1.0;
    let message = "site.clinic.staff.clerk: the offered load of `clerk` is above 100%: 150% at the copy of the site with the \
                   fewest of them";
    only(vec![d.config], &[message]);
}

/// A year of 52 weeks of which the last 26 are reported, and a tool that the clerk may use.
fn with_tool(start: Span) -> Scenario {
    let mut d = desk(30);
    let tool = d.config.add_technology("speech", AdoptedBy::Site, Start::At(Time::ZERO + start));
    d.config.add_way(d.write, "spoken", &[d.call], &[ProductId(1)], &[d.clerk], MINUTE * 30).tool = Some(tool);
    reported(d.config)
}

fn reported(config: Configuration) -> Scenario {
    let mut scenario = build::scenario(vec![config]);
    scenario.periods = [("before", 0, 26), ("settled", 26, 52)]
        .map(|(name, from_week, to_week)| Period { name: name.into(), from_week, to_week })
        .into();
    scenario
}

#[test]
fn a_tool_comes_by_the_time_the_reported_period_begins() {
    let weeks = |weeks: i64| Span(7 * DAY.0 * weeks);
    assert_eq!(found(&with_tool(weeks(26))), [""; 0]);
    let within = "technology.speech.adoption.start: `speech` comes in week 30, after the reported period `settled` (weeks 26 to \
                  52) has begun: its means mix the weeks before with those after";
    assert_eq!(found(&with_tool(weeks(30))), [within]);
    let never =
        "technology.speech.adoption.start: `speech` comes after the end of the run (week 52): it never has an effect";
    assert_eq!(found(&with_tool(weeks(52))), [never]);
    // The last period need not be the latest weeks.
    let mut early = with_tool(weeks(30));
    early.periods.swap(0, 1);
    let after = "technology.speech.adoption.start: `speech` comes in week 30, after the reported period `before` (weeks 0 to 26): \
                 the answer does not show it";
    assert_eq!(found(&early), [after]);
}

#[test]
fn a_policy_is_taken_by_the_time_the_reported_period_begins() {
    let at = |trigger: Trigger| {
        let mut d = desk(30);
        let hire = Action::Hire { occupation: d.clerk, amount: Amount::Heads(1) };
        let policy = d.config.add_policy("more", Time::ZERO, hire);
        d.config.policies[policy].trigger = trigger;
        let mut found = found(&reported(d.config));
        found.retain(|warning| !warning.contains("load"));
        found
    };
    assert_eq!(at(Trigger::At(Time::of_week(26))), [""; 0]);
    let within = "after the reported period `settled` (weeks 26 to 52) has begun: its means mix the weeks before with those after";
    assert_eq!(at(Trigger::At(Time::of_week(27))), [format!("policy.more.at: `more` is taken in week 27, {within}")]);
    let never = ["policy.more.at: `more` falls outside the run and is never taken"];
    assert_eq!(at(Trigger::At(Time::of_week(52))), never);
    // Every 60 weeks: first in week 60.
    let every = Trigger::Every(crate::units::Recurrence::Exact(Span(60 * 7 * DAY.0)));
    let never = ["policy.more.every: `more` is taken after the end of the run (week 52): it never has an effect"];
    assert_eq!(at(every), never);
}

/// A policy that waits for a tool of week 30 to be there for 10 days is taken at the next look, at the boundary of week
/// 32: 30 weeks and 10 days are 31.4 weeks.
#[test]
fn a_policy_that_waits_for_a_tool_is_taken_at_the_look_after() {
    let mut scenario = with_tool(Span(30 * 7 * DAY.0));
    let config = &mut scenario.arms[scenario.control].configs[0];
    let dismiss = Action::Hire { occupation: OccupationId(0), amount: Amount::Heads(1) };
    let policy = config.add_policy("more", Time::ZERO, dismiss);
    let clause = Clause::Tool { technology: crate::model::scenario::TechnologyId(0), lasting: DAY * 10 };
    let condition = Condition { all: vec![clause] };
    config.policies[policy].trigger = Trigger::When { condition, check: DAY * 7, again: None };
    let found = found(&scenario);
    assert!(found.iter().any(|of| of.starts_with("policy.more.when: `more` is taken in week 32, after")), "{found:?}");
}

/// Two clerks by shifts, who see and then sign.
fn signing(due: Option<Span>, owned: bool) -> Configuration {
    let mut d = desk(30);
    let line = ShiftLine { days: [true; 7], start: HOUR * 8, length: HOUR * 12, share: 1.0 };
    let spec = &mut d.config.occupations[d.clerk];
    spec.roster = Roster::Lines(vec![line]);
    spec.contract = HOUR * 84;
    spec.after_hours = Some(AfterHours { up_to: HOUR * 2, paid: false });
    d.config.employ(d.site, d.clerk, 2.0);
    let signed = d.config.add_product("signed", "care");
    let sign = d.config.add_task("sign", &[ProductId(1)], &[signed], &[d.clerk], MINUTE);
    d.config.tasks[sign].due = due;
    d.config.tasks[sign].owner = owned.then_some(d.write);
    d.config
}

#[test]
fn work_after_hours_takes_owned_work_that_falls_due() {
    only(vec![signing(Some(DAY), true)], &[]);
    let rest = "and only owned work that falls due is done then";
    let place = "occupation.clerk.after_hours: `clerk` never work after hours";
    only(vec![signing(Some(DAY), false)], &[&format!("{place}: no task they may lead has an `owner`, {rest}")]);
    only(vec![signing(None, true)], &[&format!("{place}: no task they may lead is owned and has a `due`, {rest}")]);
    // In one arm of two.
    let message = format!(
        "occupation.clerk.after_hours: in arm `arm0`: `clerk` never work after hours: no task they may lead \
                           has an `owner`, {rest}"
    );
    only(vec![signing(Some(DAY), false), signing(Some(DAY), true)], &[&message]);
    // Whose shifts never end has no hours after them; nobody employed, nothing to say.
    let mut always = signing(Some(DAY), true);
    always.occupations[OccupationId(0)].roster = Roster::Always;
    always.employ(SiteTypeId(0), OccupationId(0), 1.0);
    only(vec![always], &[&format!("{place}: with `shift = \"always\"` no shift of theirs ends")]);
    let mut unused = signing(Some(DAY), true);
    let idle = unused.add_occupation("idle");
    unused.occupations[idle].after_hours = unused.occupations[OccupationId(0)].after_hours;
    only(vec![unused], &[]);
}

/// The desk is open on some days for so many hours.
fn sessions(days: [bool; 7], hours: i64) -> Desk {
    let mut d = desk(1);
    let line = ShiftLine { days, start: HOUR * 9, length: HOUR * hours, share: 1.0 };
    d.config.occupations[d.clerk].roster = Roster::Lines(vec![line]);
    d
}

#[test]
fn work_in_few_hours_a_week_waits_for_days() {
    let tuesday = [false, true, false, false, false, false, false];
    let of = |config: Configuration| {
        let mut found = found(&build::scenario(vec![config]));
        found.retain(|warning| !warning.contains("load"));
        found
    };
    // From Tuesday 12:00 to Tuesday 09:00 are 165 h, 6.9 days.
    let message = "task.write: `write` can begin in 3 h a week at `clinic`: what still waits when a session ends waits for up to \
                   6.9 days";
    assert_eq!(of(sessions(tuesday, 3).config), [message]);
    // Every day: nobody waits for days. Five days of eight hours: an office.
    assert_eq!(of(sessions([true; 7], 2).config), [""; 0]);
    let office = [true, true, true, true, true, false, false];
    assert_eq!(of(sessions(office, 8).config), [""; 0]);
    // Who leaves after four hours does not wait for days.
    let mut leaves = sessions(tuesday, 3);
    leaves.config.tasks[leaves.write].expires = Some(crate::engine::Dist::Constant((HOUR * 4).ms()));
    assert_eq!(of(leaves.config), [""; 0]);
    // Somebody else who is always there takes it at any hour.
    let mut other = sessions(tuesday, 3);
    let desk = other.config.add_occupation("desk");
    other.config.employ(other.site, desk, 1.0);
    let (call, write) = (other.call, other.write);
    other.config.add_way(write, "desk", &[call], &[ProductId(1)], &[desk], MINUTE);
    assert_eq!(of(other.config), [""; 0]);
}
