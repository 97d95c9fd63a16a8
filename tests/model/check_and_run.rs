//! `sim check` against the run, in files as users write them: what is predicted is counted by hand, and the run agrees.

use crate::support::{Desk, run, scenario, text};
use sim::model::analysis::{Load, offered_load, volume};
use sim::model::outcome::{Outcome, Week};
use sim::model::scenario::{ArmId, DemandId, OccupationId, Scenario, TaskId};
use sim::units::{HOUR, MINUTE};

const OCCUPATION: OccupationId = OccupationId(0);

fn load(scenario: &Scenario, arm: u16, occupation: OccupationId) -> Load {
    let mut loads = offered_load(scenario).into_iter();
    loads.find(|load| (load.arm, load.occupation) == (ArmId(arm), occupation)).expect("somebody with work")
}

/// The mean of a week, without the first.
fn weekly(outcome: &Outcome, value: impl Fn(&Week) -> u64) -> f64 {
    outcome.weeks[1..].iter().map(value).sum::<u64>() as f64 / (outcome.weeks.len() - 1) as f64
}

fn hours_on_shift(outcome: &Outcome, occupation: OccupationId) -> f64 {
    weekly(outcome, |week| week.staff[occupation].on_shift) / HOUR.ms()
}

fn utilisation(outcome: &Outcome, occupation: OccupationId) -> f64 {
    weekly(outcome, |week| week.staff[occupation].regular) / weekly(outcome, |week| week.staff[occupation].on_shift)
}

#[track_caller]
fn close(actual: f64, expected: f64, relative: f64) {
    assert!((actual / expected - 1.0).abs() <= relative, "{actual} instead of {expected}");
}

/// Products, a demand and one task; `{who}`, time and arrivals as given.
fn office(head: &str, demand: &str, time: &str) -> String {
    format!(
        r#"
start = 2024-01-01
length = "20 weeks"
{head}
[product.a]
[product.b]
[demand.d]
{demand}
writes = ["a"]
[task.t]
reads = ["a"]
writes = ["b"]
[task.t.way.c]
team = ["clerk"]
time = "{time}"
"#
    )
}

/// After 24 h each rests 11 h, so each has 84 of 168 h: two have 168 h a week for 168 tasks of 1.5 h. Tasks come one an
/// hour.
#[test]
fn rest_between_shifts_halves_the_hours_of_day_long_shifts() {
    let head =
        "[site.c]\nstaff = { clerk = 2 }\n[occupation.clerk]\nshift = \"Mon-Sun 08:00-08:00\"\ncontract = \"168 h\"";
    let scenario = scenario(&office(head, "every = \"1 h\"", "90 min"));
    let load = load(&scenario, 0, OCCUPATION);
    close(load.on_shift, 168.0, 1e-9);
    close(load.utilisation(load.hours_first), 1.5, 1e-9);
    close(hours_on_shift(&run(&scenario, 0), OCCUPATION), 168.0, 1e-9);
}

/// 15% of 32 heads are 4.8 and so 5. 27 heads have 40 h each.
#[test]
fn a_share_over_all_sites_leaves_as_many_heads_in_check_and_run() {
    let head = "[site.h]\ncount = 4\nstaff = { clerk = 8 }\n[occupation.clerk]\n[policy.cut]\nat = \"2 weeks\"\neach = \"all\"\n\
                action = { dismiss = \"clerk\", share = 0.15 }\n[arm.keep]\ncontrol = true\n[arm.cut]\nuse = [\"policy.cut\"]";
    let scenario = scenario(&office(head, "arrivals = { per_week = 500 }", "20 min"));
    let load = load(&scenario, 1, OCCUPATION);
    assert_eq!((load.heads, load.on_shift), (27, 27.0 * 40.0));
    assert_eq!(run(&scenario, 1).weeks[19].staff[OCCUPATION].heads, 27);
}

/// Two heads with 40 h a week call cases of 20 min all day: 240 a week, or 480 of 10 min.
#[test]
fn a_waiting_list_without_a_limit_fills_the_time_of_who_calls() {
    let head = "[site.c]\nstaff = { clerk = 2 }\n[occupation.clerk]\n[arm.slow]\ncontrol = true\n[arm.fast]\n\
                set = { \"task.t.way.c.time\" = \"10 min\" }";
    let scenario = scenario(&office(head, "pull = { by = \"clerk\" }", "20 min"));
    for (arm, cases) in [(0, 240.0), (1, 480.0)] {
        let load = load(&scenario, arm, OCCUPATION);
        assert!(load.filled && load.utilisation(load.hours_high) <= 1.0);
        close(load.calls[0].1, cases, 1e-9);
        close(volume(&scenario, ArmId(arm)).cases, 20.0 * cases, 1e-9);
        let outcome = run(&scenario, arm);
        close(weekly(&outcome, |week| week.cases[DemandId(0)]), cases, 0.01);
        close(utilisation(&outcome, OCCUPATION), 1.0, 0.01);
    }
}

/// The note of each visit is work, too: 160 h are 320 visits of 20 + 10 min, or 384 of 20 + 5 min.
#[test]
fn what_follows_from_a_called_case_takes_the_callers_time() {
    let more = r#"
[product.n]
[task.note]
reads = ["b"]
writes = ["n"]
owner = "t"
due = "1 h"
[task.note.way.p]
team = ["clerk"]
time = "10 min"
[arm.slow]
control = true
[arm.fast]
set = { "task.note.way.p.time" = "5 min" }
"#;
    let head = "[site.c]\nstaff = { clerk = 4 }\n[occupation.clerk]";
    let scenario = scenario(&(office(head, "pull = { by = \"clerk\" }", "20 min") + more));
    for (arm, cases) in [(0, 320.0), (1, 384.0)] {
        close(load(&scenario, arm, OCCUPATION).calls[0].1, cases, 1e-9);
        close(weekly(&run(&scenario, arm), |week| week.cases[DemandId(0)]), cases, 0.01);
    }
}

/// Other work comes first: 60 letters of 20 min a week are 20 h of the 80 h; 60 h are left for 180 cases of 20 min.
/// With at most eight in each of ten shifts there are 80 cases, 27 h, and a load of 47 h in 80 h.
#[test]
fn other_work_and_limits_leave_room_for_so_many_cases() {
    let more = r#"
[product.letter]
[product.answer]
[demand.letter]
arrivals = { per_week = 60, hours = "Mon-Fri 08:00-16:00" }
writes = ["letter"]
[task.answer]
reads = ["letter"]
writes = ["answer"]
[task.answer.way.p]
team = ["clerk"]
time = "20 min"
"#;
    let head = "[site.c]\nstaff = { clerk = 2 }\n[occupation.clerk]";
    for (pull, cases, hours) in [
        ("{ by = \"clerk\" }", 180.0, 80.0),
        ("{ by = \"clerk\", at_most = \"8 per shift\" }", 80.0, 20.0 + 80.0 / 3.0),
    ] {
        let scenario = scenario(&(office(head, &format!("pull = {pull}"), "20 min") + more));
        let load = load(&scenario, 0, OCCUPATION);
        close(load.calls[0].1, cases, 1e-9);
        close(load.hours_first, hours, 1e-9);
        // 60 letters a week are 60 +- 8; over 19 weeks +- 1.8, and as many cases of the list fewer: 4.5 of these are 8.
        let called = weekly(&run(&scenario, 0), |week| week.cases[DemandId(0)]);
        assert!((called - cases).abs() < 8.0, "{called} instead of {cases}");
    }
}

/// Two occupations with lists of their own: a nurse's case takes 20 min of a nurse and then 20 min of a clerk. 40 nurse
/// hours are 120 cases, which take 40 of the clerks' 80 h: 120 cases of 20 min are left for them.
#[test]
fn occupations_that_call_leave_each_other_work() {
    let more = r#"
[product.seen]
[product.filed]
[product.patient]
[occupation.nurse]
[demand.patient]
pull = { by = "nurse" }
writes = ["patient"]
[task.see]
reads = ["patient"]
writes = ["seen"]
way.nurse = { team = ["nurse"], time = "20 min" }
[task.file]
reads = ["seen"]
writes = ["filed"]
way.clerk = { team = ["clerk"], time = "20 min" }
"#;
    let head = "[site.c]\nstaff = { clerk = 2, nurse = 1 }\n[occupation.clerk]";
    let scenario = scenario(&(office(head, "pull = { by = \"clerk\" }", "20 min") + more));
    let outcome = run(&scenario, 0);
    for (demand, by) in [(DemandId(0), OCCUPATION), (DemandId(1), OccupationId(1))] {
        let load = load(&scenario, 0, by);
        let calls = load.calls.iter().find(|(list, _)| *list == demand).expect("a list").1;
        close(calls, 120.0, 1e-6);
        close(weekly(&outcome, |week| week.cases[demand]), 120.0, 0.02);
        close(utilisation(&outcome, by), 1.0, 0.01);
    }
}

/// A nurse must see each case for 30 min before the clerk can: one nurse has 40 h, so there are 80 cases, 20 min of the
/// clerks each; their 80 h are busy to a third.
#[test]
fn whom_a_called_case_waits_for_holds_up_the_list() {
    let text = r#"
start = 2024-01-01
length = "20 weeks"
[site.c]
staff = { clerk = 2, nurse = 1 }
[occupation.clerk]
[occupation.nurse]
[product.patient]
[product.triaged]
[product.seen]
[demand.patient]
pull = { by = "clerk" }
writes = ["patient"]
[task.triage]
reads = ["patient"]
writes = ["triaged"]
way.nurse = { team = ["nurse"], time = "30 min" }
[task.see]
reads = ["triaged"]
writes = ["seen"]
way.clerk = { team = ["clerk"], time = "20 min" }
"#;
    let scenario = scenario(text);
    let (clerk, nurse) = (load(&scenario, 0, OCCUPATION), load(&scenario, 0, OccupationId(1)));
    close(clerk.calls[0].1, 80.0, 1e-6);
    close(nurse.utilisation(nurse.hours_first), 1.0, 1e-6);
    close(clerk.utilisation(clerk.hours_first), 1.0 / 3.0, 1e-6);
    let outcome = run(&scenario, 0);
    // Each begins a shift by calling one more, so a few more are called than anybody comes to see.
    close(weekly(&outcome, |week| week.queues[TaskId(1)].done), 80.0, 0.02);
    close(utilisation(&outcome, OCCUPATION), 1.0 / 3.0, 0.02);
}

/// Two heads with four of seven days each: somebody is there every day, so hardly anybody waits until the next. Alone
/// on six days, a doctor has 14 cases of 25 min in ten hours and is busy for 73% of the eight in which they come: a
/// wait of about 0.73 / (2 x 0.27) x 25 min = 34 min (M/D/1, the queue empty each morning, so rather less). A day
/// without anybody would add 15 h and more to a seventh of the cases: more than 2 h on average.
#[test]
fn two_heads_are_there_on_all_seven_days() {
    let head = "[site.ed]\nstaff = { clerk = 2 }\n[occupation.clerk]\nshift = \"Mon-Sun 08:00-18:00\"";
    let demand = "arrivals = { per_day = 14, hours = \"Mon-Sun 08:00-16:00\" }";
    let scenario = scenario(&office(head, demand, "25 min"));
    assert_eq!(load(&scenario, 0, OCCUPATION).gaps, []);
    let outcome = run(&scenario, 0);
    close(hours_on_shift(&outcome, OCCUPATION), 80.0, 1e-9);
    let wait = outcome.periods[0][TaskId(0)].wait;
    assert!((wait.sum as f64 / wait.n as f64) < 40.0 * MINUTE.ms());
}

/// 0.4 of a head has two of the five days: nobody is there on three, which come round.
#[test]
fn check_names_the_days_and_hours_nobody_is_there() {
    let head = "[site.c]\nstaff = { clerk = 0.4 }\n[occupation.clerk]";
    let desk = Desk::new(&office(head, "arrivals = { per_week = 20 }", "20 min"));
    let output = desk.sim(&["check", "desk.toml"]);
    let text = text(&output.stdout);
    assert!(text.contains("Nobody on shift: clerk at c, Mon-Fri 08:00-16:00 in 60% of weeks"), "{text}");
}

/// What counts by the shift means nothing to those who are never off: that is said, with the remedy.
#[test]
fn absence_of_those_who_are_never_off_is_said_to_have_no_effect() {
    let head = "[site.c]\nstaff = { clerk = 1 }\n[occupation.clerk]\nshift = \"always\"\nabsent = 0.2";
    let scenario = scenario(&office(head, "every = \"1 h\"", "20 min"));
    let found = sim::model::analysis::problems(&scenario);
    let said: Vec<String> = found.iter().map(|found| format!("{}: {}", found.path, found.message)).collect();
    assert_eq!(said, ["occupation.clerk.absent: `absent` has no effect: `clerk` is never off shift"]);
    assert_eq!(found[0].help.as_deref(), Some("state hours for `shift`, or leave `absent` out"));
    close(load(&scenario, 0, OCCUPATION).on_shift, 168.0, 1e-9);
    close(hours_on_shift(&run(&scenario, 0), OCCUPATION), 168.0, 1e-9);
}
