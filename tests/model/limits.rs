//! What a run has no room for is refused when a scenario is read, with the place and the remedy; what is just within
//! the limits runs rightly to its last week. The limits are those of the bits that the event loop packs things into.

use crate::support::try_read;
use sim::model::Simulation;
use sim::model::scenario::{ArmId, TaskId};

/// A desk: a case a day, six minutes each.
const DESK: &str = r#"
[site.clinic]
staff = { clerk = 1 }
[occupation.clerk]
shift = "always"
[product.call]
[product.note]
[demand.visit]
at = ["clinic"]
every = "1 day"
writes = ["call"]
[task.write]
reads = ["call"]
writes = ["note"]
[task.write.way.clerk]
team = ["clerk"]
time = "6 min"
"#;

#[track_caller]
fn refused(text: &str, expected: &[&str]) {
    let told = try_read(text, &[]).expect_err("refused");
    for part in expected {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

/// Event times have 42 bits from 2^40 ms before time zero: 34.8 years before it and 104.5 after it.
#[test]
fn what_is_longer_than_the_clock_is_refused() {
    refused(&format!("length = \"105 years\"\n{DESK}"), &["`length` is too long", "at most 104 years (5453 weeks)"]);
    refused(&format!("length = \"5454 weeks\"\n{DESK}"), &["`length` is too long"]);
    refused(&format!("warm_up = \"1830 weeks\"\n{DESK}"), &["`warm_up` is too long", "at most 34 years (1817 weeks)"]);
    refused(&format!("length = \"99999999 weeks\"\n{DESK}"), &["at most 1000 years"]);
}

/// A case a day at six minutes is 7 cases and 0.7 h a week: in the first week of the longest run, in the one in which
/// the clock used to begin anew (105 years with its warm-up), and in the last.
#[test]
fn the_longest_run_is_right_in_its_last_week() {
    let scenario =
        try_read(&format!("warm_up = \"1817 weeks\"\nlength = \"5453 weeks\"\n{DESK}"), &[]).expect("it fits").scenario;
    let outcome =
        Simulation::new(&scenario).expect("a stated warm-up").run(ArmId(0), 0, &|_| true).expect("nobody stops it");
    assert_eq!(outcome.weeks.len(), 5453);
    for (number, week) in outcome.weeks.iter().enumerate() {
        assert_eq!(week.queues[TaskId(0)].done, 7, "week {number}");
        assert_eq!(week.work[0].total, 7 * 6 * 60_000, "week {number}");
    }
}

/// Sites are numbered with 16 bits over all kinds: 40,000 of one and 40,000 of another do not fit, though each would.
#[test]
fn more_sites_than_have_numbers_are_refused() {
    let text = DESK.replace("staff = { clerk = 1 }", "staff = { clerk = 1 }\ncount = 40000");
    refused(&format!("{text}[site.lab]\ncount = 40000\n"), &["80000 sites", "more than 65536", "`site.lab.count`"]);
}

/// Tables are numbered with 16 bits, of which the last number stands for none.
#[test]
fn more_tables_than_have_numbers_are_refused() {
    let products: String = (0..65_534).map(|number| format!("[product.p{number}]\n")).collect();
    refused(&format!("{DESK}{products}"), &["65536 tables of kind `product`", "at most 65535 are possible"]);
}

/// A case has 64 bits for what it holds: what a child sees of its parent counts (1 + 40 of its own and 40 of the
/// parent's), and so does what only another arm asks for (46 in each of two arms, of which 2 are the same).
#[test]
fn cases_that_hold_more_than_64_things_are_refused() {
    let task = |name: &str, reads: &str| {
        format!(
            "[product.{name}]\n[task.{name}]\nreads = [{reads}]\nwrites = [\"{name}\"]\n\
             [task.{name}.way.c]\nteam = [\"clerk\"]\ntime = \"1 s\"\n"
        )
    };
    let mut family = DESK.replace("every = \"1 day\"", "every = \"1 day\"\nlasts = \"2 h\"");
    family += "[product.k]\n[demand.kid]\nof = \"visit\"\nevery = \"1 h\"\nwrites = [\"k\"]\n";
    for number in 0..40 {
        family += &task(&format!("a{number}"), "\"call\"");
        family += &task(&format!("b{number}"), &format!("\"k\", \"a{number}\""));
    }
    refused(&family, &["a case of `demand.kid` can have 81 products, 40 that it sees", "at most 64 are possible"]);

    let (mut arms, mut used) = (DESK.to_owned(), [Vec::new(), Vec::new()]);
    for number in 0..44 {
        for (arm, used) in ["x", "y"].iter().zip(&mut used) {
            arms += &task(&format!("{arm}{number}"), "\"call\"");
            used.push(format!("\"{arm}{number}\""));
        }
    }
    let [x, y] = used.map(|used| used.join(", "));
    arms += &format!("[arm.x]\ncontrol = true\nuse = [{x}]\n[arm.y]\nuse = [{y}]\n");
    refused(&arms, &["a case of `demand.visit` can have 90 products, at most 64", "can have 89 tasks, at most 64"]);
}

/// Full-time equivalents are counted in thousandths: less would be nobody without a word.
#[test]
fn less_than_a_thousandth_of_a_post_is_refused() {
    refused(&DESK.replace("clerk = 1 }", "clerk = 0.0004 }"), &["out of range", "0, or from 0.001 to 1000000"]);
}

/// Each worker has events of a week pending, which have 26 bits: 2^26 / 16 = 4,194,304 workers.
#[test]
fn more_workers_than_have_events_are_refused() {
    let staff: Vec<String> = (0..5).map(|number| format!("c{number} = 900000")).collect();
    let occupations: String = (0..5).map(|number| format!("[occupation.c{number}]\n")).collect();
    let text = DESK.replace("clerk = 1 }", &format!("clerk = 1, {} }}", staff.join(", ")));
    refused(&format!("{text}{occupations}"), &["4500001 workers at one copy of `clinic`", "more than 4194304"]);
}

/// A case a millisecond for 50 years is 50 x 365.25 x 86.4e6 = 1.6e12 instances, whose numbers have 32 bits.
#[test]
fn more_instances_than_have_numbers_are_refused() {
    let text = DESK.replace("1 day", "1 ms");
    refused(
        &format!("length = \"50 years\"\n{text}"),
        &["about 1.6e12 task instances at each site", "shorten `length`"],
    );
}

/// The first way is led by the 65th occupation, which is there for one hour a week, the second by the first, which is
/// always there: it sees all cases of the other days.
#[test]
fn the_65th_occupation_does_not_take_the_place_of_the_first_in_a_queue() {
    let names: Vec<String> = (0..65).map(|number| format!("clerk_{number}")).collect();
    let staff: Vec<String> = names.iter().map(|name| format!("{name} = 1")).collect();
    let shift = |number| if number == 64 { "Mon 08:00-09:00" } else { "always" };
    let occupations: String = (0..65)
        .map(|number| format!("[occupation.{}]\nshift = \"{}\"\ncontract = \"1 h\"\n", names[number], shift(number)))
        .collect();
    let text = DESK
        .replace("clerk = 1", &staff.join(", "))
        .replace("[occupation.clerk]\nshift = \"always\"\n", &occupations)
        .replace(
            "[task.write.way.clerk]\nteam = [\"clerk\"]\ntime = \"6 min\"\n",
            "[task.write.way.last]\nteam = [\"clerk_64\"]\ntime = \"6 min\"\n\
             [task.write.way.first]\nteam = [\"clerk_0\"]\ntime = \"6 min\"\n",
        );
    let text = format!("start = 2024-01-01\nlength = \"1 week\"\n{text}");
    let scenario = try_read(&text, &[]).expect("a scenario").scenario;
    let outcome = Simulation::new(&scenario)
        .expect("a stated warm-up")
        .audited()
        .run(ArmId(0), 0, &|_| true)
        .expect("nobody stops it");
    let done = outcome.weeks[0].queues[TaskId(0)].done;
    assert_eq!((done, outcome.weeks[0].work[1].total), (7, 7 * 6 * 60_000));
}
