//! Staff after decisions, counted by hand.

use super::*;
use crate::model::analysis::staff::ever_employed;
use crate::model::scenario::{Condition, Keep, Threshold, build};
use crate::units::{DAY, HOUR, Recurrence, WEEK};

/// Heads and full-time equivalents of an occupation at the end of the control, over all sites.
fn at_end(scenario: &Scenario, occupation: OccupationId) -> (usize, f64) {
    let places = staff_at_end(scenario, &scenario.arms[scenario.control]);
    let crews = || places.iter().map(|place| place.crews[occupation]);
    (crews().map(|crew| crew.heads).sum(), crews().map(|crew| crew.fte).sum())
}

#[test]
fn policies_move_staff_once() {
    let mut config = build::config();
    let site = config.add_site("hospital", 1);
    let [secretary, coder, scribe] = ["secretary", "coder", "scribe"].map(|name| config.add_occupation(name));
    config.employ(site, secretary, 61.0);
    config.occupations[scribe].wage = 10.0; // half of the others
    assert!(!ever_employed(&config, site, scribe));
    let half = Amount::Share(0.5);
    let retrain = Action::Retrain { occupation: secretary, to: vec![(coder, 1.0)], amount: half, takes: HOUR };
    config.add_policy("retrain", Time::of_week(1), retrain);
    let replace = Action::Replace { occupation: coder, by: scribe, amount: Amount::Heads(11), keep: Keep::Payroll };
    config.add_policy("replace", Time::of_week(3), replace);
    config.add_policy("late", Time::of_week(60), Action::Dismiss { occupation: secretary, amount: half });
    assert!(ever_employed(&config, site, scribe) && ever_employed(&config, site, coder));
    let scenario = build::scenario(vec![config]);
    // 30.5 heads round half up to 31; they are coders in week 2.
    assert_eq!(at_end(&scenario, secretary), (30, 30.0));
    assert_eq!(at_end(&scenario, coder), (20, 20.0));
    assert_eq!(at_end(&scenario, scribe), (22, 22.0));
}

/// 15% of 32 heads at four sites are 4.8, so 5 leave; of each eight alone they would be 1.2, so 1.
#[test]
fn a_share_of_all_sites_is_rounded_once() {
    let mut config = build::config();
    let site = config.add_site("h", 4);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 8.0);
    let policy =
        config.add_policy("cut", Time::of_week(2), Action::Dismiss { occupation: clerk, amount: Amount::Share(0.15) });
    assert_eq!(at_end(&build::scenario(vec![config.clone()]), clerk), (28, 28.0));
    config.policies[policy].scope = Scope::All;
    assert_eq!(at_end(&build::scenario(vec![config]), clerk), (27, 27.0));
}

/// 10 heads lose a tenth every 13 weeks, first after 13: at weeks 13, 26 and 39 of 52; 10 - 1 - 1 - 1 (0.8 rounds up).
#[test]
fn recurring_decisions_are_taken_each_time() {
    let mut config = build::config();
    let site = config.add_site("h", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 10.0);
    let fewer = Action::Dismiss { occupation: clerk, amount: Amount::Share(0.1) };
    let policy = config.add_policy("fewer", Time::ZERO, fewer);
    config.policies[policy].trigger = Trigger::Every(Recurrence::Exact(WEEK * 13));
    assert_eq!(at_end(&build::scenario(vec![config]), clerk), (7, 7.0));
}

/// The earlier decision is taken first though it stands second: 10 + 10, then half of 20 leave. The other way round 5 +
/// 10 would stay.
#[test]
fn decisions_are_taken_in_the_order_of_time() {
    let mut config = build::config();
    let site = config.add_site("h", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 10.0);
    let half = Action::Dismiss { occupation: clerk, amount: Amount::Share(0.5) };
    config.add_policy("half", Time::of_week(9), half);
    config.add_policy("more", Time::of_week(3), Action::Hire { occupation: clerk, amount: Amount::Heads(10) });
    assert_eq!(at_end(&build::scenario(vec![config]), clerk), (10, 10.0));
}

/// A year that states two more brings two more to those who are left: 10, half leave, 5 + 2; not half of 12.
#[test]
fn staff_of_a_year_changes_by_what_the_year_adds() {
    let mut config = build::config();
    let site = config.add_site("h", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 10.0);
    let half = Action::Dismiss { occupation: clerk, amount: Amount::Share(0.5) };
    config.add_policy("half", Time::of_week(9), half);
    let mut later = config.clone();
    later.employ(site, clerk, 12.0);
    let mut scenario = build::scenario(vec![config]);
    scenario.years = vec![Time::of_week(20)];
    scenario.arms[scenario.control].configs.push(later);
    assert_eq!(at_end(&scenario, clerk), (7, 7.0));
}

/// The people of the control stay and the difference of the arm is added: 2.5 and then 1.2 more are five people, 3.7
/// full-time equivalents.
#[test]
fn an_arm_adds_to_the_staff_of_the_control() {
    let mut config = build::config();
    let site = config.add_site("h", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(site, clerk, 2.5);
    let mut other = config.clone();
    other.employ(site, clerk, 3.7);
    let scenario = build::scenario(vec![config, other]);
    let places = staff_at_end(&scenario, scenario.arms.iter().nth(1).expect("two arms"));
    let crew = places[0].crews[clerk];
    assert_eq!(crew.heads, 5);
    assert!((crew.fte - 3.7).abs() < 1e-9);
}

/// Who is trained for 10 days from week 1 on is there when the roster of week 3 is dealt; for 80 weeks, not before the
/// end.
#[test]
fn trainees_come_back_with_a_roster() {
    let mut config = build::config();
    let site = config.add_site("h", 1);
    let [clerk, coder] = ["clerk", "coder"].map(|name| config.add_occupation(name));
    config.employ(site, clerk, 4.0);
    let retrain =
        |takes| Action::Retrain { occupation: clerk, to: vec![(coder, 1.0)], amount: Amount::Heads(1), takes };
    config.add_policy("short", Time::of_week(1), retrain(DAY * 10));
    config.add_policy("long", Time::of_week(1), retrain(WEEK * 80));
    let mut scenario = build::scenario(vec![config]);
    assert_eq!((at_end(&scenario, clerk).0, at_end(&scenario, coder).0), (2, 1));
    scenario.end = Time::of_week(3);
    assert_eq!((at_end(&scenario, clerk).0, at_end(&scenario, coder).0), (2, 0));
}

/// A decision that waits for a tool is taken at the look after the tool has come; what waits for figures, once.
#[test]
fn conditional_decisions_are_taken_when_they_can_be() {
    let mut config = build::config();
    config.add_site("h", 1);
    let clerk = config.add_occupation("clerk");
    let ehr = config.add_technology("ehr", AdoptedBy::Site, Start::At(Time::of_week(10)));
    let policy = config.add_policy("p", Time::ZERO, Action::Hire { occupation: clerk, amount: Amount::Heads(1) });
    let mut fires = |all: Vec<Clause>, again: Option<Recurrence>| {
        config.policies[policy].trigger = Trigger::When { condition: Condition { all }, check: WEEK, again };
        let scenario = build::scenario(vec![config.clone()]);
        let config = &scenario.arms[scenario.control].configs[0];
        let times = firings(&scenario, config, &config.policies[policy], &[0]);
        times.iter().map(|time| time.0 as f64 / WEEK.ms()).collect::<Vec<_>>()
    };
    let tool = |lasting| Clause::Tool { technology: ehr, lasting };
    assert_eq!(fires(vec![tool(Span::ZERO)], None), [11.0]);
    assert_eq!(fires(vec![tool(DAY * 7)], None), [11.0]);
    assert_eq!(fires(vec![tool(DAY * 8)], None), [12.0]);
    assert_eq!(fires(vec![tool(Span::ZERO)], Some(Recurrence::Exact(WEEK * 20))), [11.0, 31.0, 51.0]);
    assert_eq!(fires(vec![Clause::Without(ehr)], Some(Recurrence::Exact(WEEK * 6))), [0.0, 6.0]);
    let busy = Clause::Utilisation(clerk, Threshold { over: Some(0.9), under: None });
    assert_eq!(fires(vec![busy], Some(Recurrence::Exact(WEEK))), [0.0]);
}
