//! What has no use in any arm, one kind after the other, in a world in which everything else has.

use super::*;
use crate::model::scenario::{AdoptedBy, Price, build};
use crate::units::{DAY, MINUTE, Span};

/// A hospital where a physician writes a note for each visit.
struct Clinic {
    world: World,
    hospital: SiteId,
    physician: OccupationId,
    visit: ProductId,
    note: ProductId,
    write: TaskId,
}

fn clinic() -> Clinic {
    let mut world = build::world();
    let hospital = world.add_site("hospital", 1);
    let physician = world.add_occupation("physician");
    world.employ(hospital, physician, 2.0);
    let [visit, note] = ["visit", "note"].map(|name| world.add_product(name, "care"));
    world.add_demand("visits", hospital, 100.0, &[visit]);
    let write = world.add_task("write", &[visit], &[note], &[physician], MINUTE);
    Clinic { world, hospital, physician, visit, note, write }
}

#[track_caller]
fn idle(worlds: Vec<World>, expected: &[&str]) {
    let scenario = build::scenario(worlds);
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
    idle(vec![clinic().world], &[]);
    let mut c = clinic();
    let nurse = c.world.add_occupation("nurse");
    let without = ["occupation.nurse", "site.hospital.staff.nurse"];
    idle(vec![c.world.clone()], &without);
    // In another arm, or by a policy of one.
    let mut other = c.world.clone();
    other.employ(c.hospital, nurse, 1.0);
    idle(vec![c.world.clone(), other], &[]);
    let replace = Action::Replace {
        occupation: c.physician,
        by: nurse,
        amount: Amount::Share(0.5),
        keep: crate::model::scenario::Keep::Heads,
    };
    c.world.add_policy("replace", Time::ZERO, replace);
    idle(vec![c.world.clone()], &[]);
    // A policy after the end is never taken, but whether it brings somebody is not asked by its date.
    c.world.policies[crate::model::scenario::PolicyId(0)].trigger = Trigger::At(Time::of_week(60));
    idle(vec![c.world], &["policy.replace"]);
}

#[test]
fn tasks_and_ways_that_no_arm_runs() {
    let mut c = clinic();
    let code = c.world.add_product("code", "billing");
    let coding = c.world.add_task("coding", &[c.note], &[code], &[c.physician], MINUTE);
    idle(vec![c.world.clone()], &[]);
    c.world.tasks[coding].on = false;
    let off = ["product.code", "task.coding", "task.coding.way.plain"];
    idle(vec![c.world.clone()], &off);
    let mut on = c.world.clone();
    on.tasks[coding].on = true;
    idle(vec![c.world, on], &[]);
    // A way for people who are not there.
    let mut c = clinic();
    let nurse = c.world.add_occupation("nurse");
    c.world.add_way(c.write, "nurse", &[c.visit], &[c.note], &[nurse], MINUTE);
    idle(vec![c.world], &["occupation.nurse", "site.hospital.staff.nurse", "task.write.way.nurse"]);
}

#[test]
fn demands_that_bring_no_case() {
    let mut c = clinic();
    let day = c.world.add_product("day", "care");
    let visits = crate::model::scenario::DemandId(0);
    // Visits are over at once, so no day of one ever comes.
    c.world.add_child("days", visits, DAY, &[day]);
    idle(vec![c.world.clone()], &["demand.days"]);
    c.world.demands[visits].lasts = Some(crate::engine::Dist::Constant(DAY.ms()));
    idle(vec![c.world], &[]);
}

#[test]
fn tools_nobody_uses() {
    let mut c = clinic();
    let tool = c.world.add_technology("speech", AdoptedBy::Site, Start::Before);
    let all = ["adoption", "dip", "downtime", "expects", "price", "trust", "uptake"];
    let below = |keys: &[&str]| keys.iter().map(|key| format!("technology.speech.{key}")).collect::<Vec<_>>();
    let left = |world: &World| {
        let mut left: Vec<String> = idle_paths(&build::scenario(vec![world.clone()])).into_iter().collect();
        left.retain(|path| !path.ends_with("after_hours"));
        left
    };
    assert_eq!(left(&c.world), below(&all));
    // Who pays for it has a cost; that it slows nobody down remains.
    c.world.technologies[tool].price = Some(Price { once: 1.0, ..Price::default() });
    assert_eq!(left(&c.world), below(&["dip", "downtime", "expects", "trust", "uptake"]));
    c.world.add_way(c.write, "spoken", &[c.visit], &[c.note], &[c.physician], MINUTE).tool = Some(tool);
    assert_eq!(left(&c.world), below(&["expects"]));
    // After the end of the run nobody has it.
    c.world.technologies[tool].adoption.start = vec![Start::At(Time::of_week(52))];
    let ways = ["task.write.way.spoken".to_owned()].into_iter();
    assert_eq!(left(&c.world), ways.chain(below(&all)).collect::<Vec<_>>());
}

#[test]
fn sites_and_links_of_nothing() {
    let mut c = clinic();
    let registry = c.world.add_site("registry", 1);
    c.world.add_link(c.hospital, registry, Span(DAY.0));
    c.world.add_link(registry, c.hospital, Span(DAY.0));
    idle(vec![c.world.clone()], &["link.hospital_to_registry", "link.registry_to_hospital", "site.registry"]);
    // The note is registered there: it travels one way.
    c.world.employ(registry, c.physician, 1.0);
    let entry = c.world.add_product("entry", "quality");
    let register = c.world.add_task("register", &[c.note], &[entry], &[c.physician], MINUTE);
    c.world.tasks[register].at = Some(registry);
    idle(vec![c.world], &["link.registry_to_hospital"]);
}

#[test]
fn after_hours_of_whom_no_owned_work_falls_due() {
    let mut c = clinic();
    c.world.occupations[c.physician].after_hours =
        Some(crate::model::scenario::AfterHours { up_to: MINUTE * 60, paid: true });
    assert!(idle_paths(&build::scenario(vec![c.world])).contains("occupation.physician.after_hours"));
}
