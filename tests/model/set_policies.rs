//! Policies that set a number: of two that set the same one, the last to fire is valid, whatever their order in the
//! file.

use crate::support::scenario;
use sim::model::Simulation;
use sim::model::scenario::ArmId;
use std::sync::Mutex;

/// A case an hour, half an hour each, and people enough that nobody waits: 84 h a week; at 15 min 42 h, at an hour 168
/// h.
const DESK: &str = r#"
start = 2024-12-02
length = "12 weeks"
[site.office]
staff = { clerk = 4 }
[occupation.clerk]
shift = "always"
[product.a]
[product.b]
[demand.d]
every = "1 h"
writes = ["a"]
[task.t]
reads = ["a"]
writes = ["b"]
[task.t.way.c]
team = ["clerk"]
time = "30 min"
"#;

fn policy(name: &str, when: &str, path: &str, value: &str) -> String {
    format!("[policy.{name}]\n{when}\naction = {{ set = {{ \"{path}\" = {value} }} }}\n")
}

fn sets_time(name: &str, when: &str, value: &str) -> String {
    policy(name, when, "task.t.way.c.time", value)
}

/// Hours of work by week of each arm: run on its own, and run together with the others as far as they are alike.
fn hours(text: &str) -> Vec<Vec<u64>> {
    let simulation = Simulation::new(&scenario(text)).expect("a stated warm-up").audited();
    let arms: Vec<ArmId> = scenario(text).arms.ids().collect();
    let by_week = |outcome: sim::model::outcome::Outcome| -> Vec<u64> {
        outcome.weeks.iter().map(|week| week.work[0].total / 3_600_000).collect()
    };
    let apart: Vec<Vec<u64>> =
        arms.iter().map(|arm| by_week(simulation.run(*arm, 0, &|_| true).expect("nobody stops it"))).collect();
    let together = Mutex::new(vec![Vec::new(); arms.len()]);
    let keep = |arm: ArmId, outcome| together.lock().expect("no panic")[arm.0 as usize] = by_week(outcome);
    simulation.run_arms(&arms, 0, &|_| true, &keep).expect("nobody stops it");
    assert_eq!(apart, together.into_inner().expect("no panic"), "apart and together");
    apart
}

/// 15 minutes from week 2, 30 again from week 6: also if the policy that fires later is the first in the file.
#[test]
fn the_last_to_fire_wins_in_any_order_of_the_file() {
    let first = sets_time("first", "at = \"2 weeks\"", "\"15 min\"");
    let second = sets_time("second", "at = \"6 weeks\"", "\"30 min\"");
    let expected = [84, 84, 42, 42, 42, 42, 84, 84, 84, 84, 84, 84];
    for file in [format!("{DESK}{first}{second}"), format!("{DESK}{second}{first}")] {
        assert_eq!(hours(&file), [expected]);
    }
}

/// One fires every two weeks, the other every three. In week 6 both do: then the order of the file decides.
#[test]
fn policies_that_alternate_alternate() {
    let (two, three) = (
        sets_time("two", "every = \"2 weeks\"", "\"15 min\""),
        sets_time("three", "every = \"3 weeks\"", "\"30 min\""),
    );
    assert_eq!(hours(&format!("{DESK}{two}{three}")), [[84, 84, 42, 84, 42, 42, 84, 84, 42, 84, 42, 42]]);
    assert_eq!(hours(&format!("{DESK}{three}{two}")), [[84, 84, 42, 84, 42, 42, 42, 42, 42, 84, 42, 42]]);
}

/// Conditions that make each other true: the one clerk is busy for 84 of 168 h, which is over 0.4, so the time falls to
/// 15 min; then for 42 h, under 0.3, so it rises again; and so on each week. Looked at at each week's end, from the
/// first.
#[test]
fn conditions_that_undo_each_other_alternate() {
    let desk = DESK.replace("clerk = 4", "clerk = 1");
    let shorten =
        sets_time("shorten", "when = { utilisation = \"clerk\", over = 0.4 }\nevery = \"1 week\"", "\"15 min\"");
    let lengthen =
        sets_time("lengthen", "when = { utilisation = \"clerk\", under = 0.3 }\nevery = \"1 week\"", "\"30 min\"");
    for file in [format!("{desk}{shorten}{lengthen}"), format!("{desk}{lengthen}{shorten}")] {
        assert_eq!(hours(&file), [[84, 42, 84, 42, 84, 42, 84, 42, 84, 42, 84, 42]]);
    }
}

/// `time.mean` is a part of `time`: a whole value set later undoes the part, a part set later changes the whole.
#[test]
fn a_part_of_a_value_is_the_same_number() {
    let whole = sets_time("whole", "at = \"4 weeks\"", "{ mean = \"15 min\", cv = 0 }");
    let part = |at: &str| policy("part", at, "task.t.way.c.time.mean", "\"1 h\"");
    let desk = DESK.replace("\"30 min\"", "{ mean = \"30 min\", cv = 0 }");
    let part_first = part("at = \"2 weeks\"");
    let part_last = part("at = \"6 weeks\"");
    // An hour is worked on over the end of a week: the case that comes at 23:00 is done at midnight, so nothing spills.
    let expected_first = [84, 84, 168, 168, 42, 42, 42, 42, 42, 42, 42, 42];
    let expected_last = [84, 84, 84, 84, 42, 42, 168, 168, 168, 168, 168, 168];
    for (part, expected) in [(part_first, expected_first), (part_last, expected_last)] {
        assert_eq!(hours(&format!("{desk}{whole}{part}")), [expected]);
        assert_eq!(hours(&format!("{desk}{part}{whole}")), [expected]);
    }
}

/// A new year's number does not undo what a policy has set: the time doubles on 1 January (day 30, in week 4) only
/// where no policy has fired. What the second policy sets is by year, too.
#[test]
fn what_was_set_outlives_the_year() {
    let by_year = "{ by_year = { 2024 = \"30 min\", 2025 = \"60 min\" } }";
    let desk = DESK.replace("\"30 min\"", by_year);
    let first = sets_time("first", "at = \"2 weeks\"", "\"15 min\"");
    let second = sets_time("second", "at = \"6 weeks\"", by_year);
    let expected = [84, 84, 42, 42, 42, 42, 168, 168, 168, 168, 168, 168];
    assert_eq!(hours(&format!("{desk}{second}{first}")), [expected]);
    // Without policies: week 4 has 2 days at 30 min and 5 at an hour, 24 + 120 h.
    assert_eq!(hours(&desk), [[84, 84, 84, 84, 144, 168, 168, 168, 168, 168, 168, 168]]);
}

/// What an arm sets is valid from the beginning, until a policy fires; arms that share policies share their time until
/// one has a policy that the other has not.
#[test]
fn arms_with_other_policies_and_other_numbers() {
    let first = sets_time("first", "at = \"2 weeks\"", "\"15 min\"");
    let second = sets_time("second", "at = \"6 weeks\"", "\"30 min\"");
    let arms = r#"
[arm.nothing]
control = true
[arm.first]
use = ["first"]
[arm.both]
use = ["first", "second"]
[arm.second]
use = ["second"]
set = { "task.t.way.c.time" = "60 min" }
"#;
    assert_eq!(
        hours(&format!("{DESK}{second}{first}{arms}")),
        [
            [84; 12],
            [84, 84, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42],
            [84, 84, 42, 42, 42, 42, 84, 84, 84, 84, 84, 84],
            [168, 168, 168, 168, 168, 168, 84, 84, 84, 84, 84, 84],
        ]
    );
}

/// Each site has its own order of firing. The policy that waits for busy clerks fires before the dated one in the
/// office, and after it in the lab, which has twice the staff.
#[test]
fn sites_have_their_own_order() {
    let desk = DESK
        .replace("clerk = 4 }", "clerk = 1 }\n[site.lab]\nstaff = { clerk = 2 }")
        .replace("[demand.d]", "[demand.d]\nat = [\"office\", \"lab\"]");
    // In the office 84 h of 168 are over 0.4; in the lab, with two clerks, they are 0.25.
    let busy = sets_time("busy", "when = { utilisation = \"clerk\", over = 0.4 }", "\"15 min\"");
    let dated = sets_time("dated", "at = \"4 weeks\"", "\"60 min\"");
    // Office: 84, then 42 from week 1, then 168 from week 4. Lab: 84, then 168 from week 4; now 0.5 is over 0.4, and
    // from week 5 it is 42.
    let expected = [168, 126, 126, 126, 336, 210, 210, 210, 210, 210, 210, 210];
    assert_eq!(hours(&format!("{desk}{dated}{busy}")), [expected]);
    assert_eq!(hours(&format!("{desk}{busy}{dated}")), [expected]);
}
