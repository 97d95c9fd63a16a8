//! What has no use in any arm, one kind after the other, in a configuration in which everything else has.

use super::*;
use crate::model::scenario::{AdoptedBy, Price, build};
use crate::units::{DAY, MINUTE, Span};

/// A hospital where a physician writes a note for each visit.
struct Clinic {
    config: Configuration,
    hospital: SiteTypeId,
    physician: OccupationId,
    visit: ProductId,
    note: ProductId,
    write: TaskId,
}

fn clinic() -> Clinic {
    let mut config = build::config();
    let hospital = config.add_site("hospital", 1);
    let physician = config.add_occupation("physician");
    config.employ(hospital, physician, 2.0);
    let [visit, note] = ["visit", "note"].map(|name| config.add_product(name, "care"));
    config.add_demand("visits", hospital, 100.0, &[visit]);
    let write = config.add_task("write", &[visit], &[note], &[physician], MINUTE);
    Clinic { config, hospital, physician, visit, note, write }
}

#[track_caller]
fn idle(configs: Vec<Configuration>, expected: &[&str]) {
    let scenario = build::scenario(configs);
    let found: Vec<String> = idle_paths(&scenario).into_iter().collect();
    // Rules for after-hours work are looked at in a test of their own.
    let found: Vec<&str> = found.iter().map(String::as_str).filter(|path| !path.ends_with("after_hours")).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_a_path_is_below_is_what_counts() {
    let idle: BTreeSet<String> = ["occupation.nurse", "task.note.way.late"].map(String::from).into();
    for path in ["occupation.nurse", "occupation.nurse.wage", "task.note.way.late.time.mean"] {
        assert!(is_idle(&idle, path), "{path}");
    }
    for path in ["occupation.nurses.wage", "task.note.due", "task.note.way.later.time"] {
        assert!(!is_idle(&idle, path), "{path}");
    }
}

#[test]
fn people_nobody_employs() {
    idle(vec![clinic().config], &[]);
    let mut c = clinic();
    let nurse = c.config.add_occupation("nurse");
    let without = ["occupation.nurse", "site.hospital.staff.nurse"];
    idle(vec![c.config.clone()], &without);
    // In another arm, or by a policy of one.
    let mut other = c.config.clone();
    other.employ(c.hospital, nurse, 1.0);
    idle(vec![c.config.clone(), other], &[]);
    let replace = Action::Replace {
        occupation: c.physician,
        by: nurse,
        amount: Amount::Share(0.5),
        keep: crate::model::scenario::Keep::Heads,
    };
    c.config.add_policy("replace", Time::ZERO, replace);
    idle(vec![c.config.clone()], &[]);
    // A policy after the end is never taken, but whether it brings somebody is not asked by its date.
    c.config.policies[crate::model::scenario::PolicyId(0)].trigger = Trigger::At(Time::of_week(60));
    idle(vec![c.config], &["policy.replace"]);
}

#[test]
fn tasks_and_ways_that_no_arm_runs() {
    let mut c = clinic();
    let code = c.config.add_product("code", "billing");
    let coding = c.config.add_task("coding", &[c.note], &[code], &[c.physician], MINUTE);
    idle(vec![c.config.clone()], &[]);
    c.config.tasks[coding].on = false;
    let off = ["product.code", "task.coding", "task.coding.way.plain"];
    idle(vec![c.config.clone()], &off);
    let mut on = c.config.clone();
    on.tasks[coding].on = true;
    idle(vec![c.config, on], &[]);
    // A way for people who are not there.
    let mut c = clinic();
    let nurse = c.config.add_occupation("nurse");
    c.config.add_way(c.write, "nurse", &[c.visit], &[c.note], &[nurse], MINUTE);
    idle(vec![c.config], &["occupation.nurse", "site.hospital.staff.nurse", "task.write.way.nurse"]);
}

#[test]
fn demands_that_bring_no_case() {
    let mut c = clinic();
    let day = c.config.add_product("day", "care");
    let visits = crate::model::scenario::DemandId(0);
    // Visits are over at once, so no day of one ever comes.
    c.config.add_child("days", visits, DAY, &[day]);
    idle(vec![c.config.clone()], &["demand.days"]);
    c.config.demands[visits].lasts = Some(crate::engine::Dist::Constant(DAY.ms()));
    idle(vec![c.config], &[]);
}

#[test]
fn tools_nobody_uses() {
    let mut c = clinic();
    let tool = c.config.add_technology("speech", AdoptedBy::Site, Start::Before);
    let all = ["adoption", "dip", "downtime", "expects", "price", "trust", "uptake"];
    let below = |keys: &[&str]| keys.iter().map(|key| format!("technology.speech.{key}")).collect::<Vec<_>>();
    let left = |config: &Configuration| {
        let mut left: Vec<String> = idle_paths(&build::scenario(vec![config.clone()])).into_iter().collect();
        left.retain(|path| !path.ends_with("after_hours"));
        left
    };
    assert_eq!(left(&c.config), below(&all));
    // Who pays for it has a cost; that it slows nobody down remains.
    c.config.technologies[tool].price = Some(Price { once: 1.0, ..Price::default() });
    assert_eq!(left(&c.config), below(&["dip", "downtime", "expects", "trust", "uptake"]));
    c.config.add_way(c.write, "spoken", &[c.visit], &[c.note], &[c.physician], MINUTE).tool = Some(tool);
    assert_eq!(left(&c.config), below(&["expects"]));
    // After the end of the run nobody has it.
    c.config.technologies[tool].adoption.start = vec![Start::At(Time::of_week(52))];
    let ways = ["task.write.way.spoken".to_owned()].into_iter();
    assert_eq!(left(&c.config), ways.chain(below(&all)).collect::<Vec<_>>());
}

#[test]
fn sites_and_links_of_nothing() {
    let mut c = clinic();
    let registry = c.config.add_site("registry", 1);
    c.config.add_link(c.hospital, registry, Span(DAY.0));
    c.config.add_link(registry, c.hospital, Span(DAY.0));
    idle(vec![c.config.clone()], &["link.hospital_to_registry", "link.registry_to_hospital", "site.registry"]);
    // The note is registered there: it travels one way.
    c.config.employ(registry, c.physician, 1.0);
    let entry = c.config.add_product("entry", "quality");
    let register = c.config.add_task("register", &[c.note], &[entry], &[c.physician], MINUTE);
    c.config.tasks[register].at = Some(registry);
    idle(vec![c.config], &["link.registry_to_hospital"]);
}

#[test]
fn after_hours_of_whom_no_owned_work_falls_due() {
    let mut c = clinic();
    c.config.occupations[c.physician].after_hours =
        Some(crate::model::scenario::AfterHours { up_to: MINUTE * 60, paid: true });
    assert!(idle_paths(&build::scenario(vec![c.config])).contains("occupation.physician.after_hours"));
}
