//! `staffing.csv` and `automation.csv`: what stands under each header, by hand counts. A header that moved away from
//! its values would show here.

use crate::support::{Desk, rows as rows_of, said};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// The rows of a table of one replication of a scenario.
fn rows(scenario: &str, table: &str) -> Vec<Row> {
    let desk = Desk::new(scenario);
    let run = desk.sim(&["run", "desk.toml", "--replications", "1", "--quiet", "--out", "out"]);
    assert!(run.status.success(), "{}", said(&run));
    rows_of(&desk.path("out").join(table))
}

/// Rows in which a column has a value.
fn of<'r>(rows: &'r [Row], column: &str, value: &str) -> Vec<&'r Row> {
    rows.iter().filter(|row| row[column] == value).collect()
}

fn numbers(rows: &[&Row], column: &str) -> Vec<f64> {
    rows.iter().map(|row| row[column].parse().unwrap_or_else(|_| panic!("{column}: `{}`", row[column]))).collect()
}

/// Four clerks of 40 h. One goes after a week, two come after another, and after a third one is sent to a training of
/// two weeks, in which they are paid and not on shift. A letter a day takes a clerk two hours.
const OFFICE: &str = r#"
length = "4 weeks"
[site.office]
staff = { clerk = 4, helper = 1 }
[occupation.clerk]
shift = "Mon-Fri 08:00-16:00"
[occupation.helper]
shift = "Mon-Fri 08:00-16:00"
[product.letter]
[product.answer]
[demand.letter]
every = "1 day"
writes = ["letter"]
[task.answer]
reads = ["letter"]
writes = ["answer"]
[task.answer.way.clerk]
team = ["clerk"]
time = "2 h"
[policy.one_goes]
at = "1 week"
action = { dismiss = "clerk", heads = 1 }
[policy.two_come]
at = "2 weeks"
action = { hire = "clerk", heads = 2 }
[policy.one_learns]
at = "3 weeks"
action = { retrain = "clerk", heads = 1, to = { helper = 1 }, takes = "2 weeks" }
"#;

#[test]
fn staffing_has_its_values_under_their_headers() {
    let rows = rows(OFFICE, "staffing.csv");
    let clerks = of(&rows, "occupation", "clerk");
    for (column, by_week) in [
        ("fte_staffed", [4.0, 3.0, 5.0, 4.0]),
        ("hires", [0.0, 0.0, 2.0, 0.0]),
        ("dismissals", [0.0, 1.0, 0.0, 0.0]),
        ("retrained", [0.0, 0.0, 0.0, 1.0]),
        ("hours_on_shift", [160.0, 120.0, 200.0, 160.0]),
        ("paid_hours", [160.0, 120.0, 200.0, 200.0]),
        // Seven letters a week are 14 h, over 40 h a full-time equivalent: 0.35.
        ("fte_demanded", [0.35; 4]),
        // Those of a weekend are answered in the next week, so the first week has five.
        ("utilisation", [10.0 / 160.0, 14.0 / 120.0, 14.0 / 200.0, 14.0 / 160.0]),
        ("waiting_for_team", [0.0; 4]),
    ] {
        for (week, (found, wanted)) in numbers(&clerks, column).into_iter().zip(by_week).enumerate() {
            assert!((found - wanted).abs() < 1e-6 * wanted.max(1.0), "{column} in week {week}: {found}, not {wanted}");
        }
    }
    assert_eq!(clerks.len(), 4);
    // Nobody here quits, tires or learns.
    for column in ["vacancies", "quits", "strain", "proficiency"] {
        assert!(!rows[0].contains_key(column), "{column}");
    }
}

/// Letters come 28 times a week, forms 14 times, calls 7 times. The tool answers every letter, fails at every form,
/// which a clerk then does, and is used by a clerk in every call.
const DESK: &str = r#"
length = "3 weeks"
[site.desk]
staff = { clerk = 4 }
[occupation.clerk]
shift = "always"
[product.letter]
[product.form]
[product.call]
[product.answered]
[product.filed]
[product.noted]
[demand.letter]
every = "6 h"
writes = ["letter"]
[demand.form]
every = "12 h"
writes = ["form"]
[demand.call]
every = "24 h"
writes = ["call"]
[task.answer]
reads = ["letter"]
writes = ["answered"]
[task.answer.way.machine]
tool = "robot"
team = []
time = "1 min"
[task.answer.way.hand]
team = ["clerk"]
time = "30 min"
[task.file]
reads = ["form"]
writes = ["filed"]
[task.file.way.machine]
tool = "robot"
team = []
time = "1 min"
success = 0
[task.file.way.hand]
team = ["clerk"]
time = "1 h"
[task.note]
reads = ["call"]
writes = ["noted"]
[task.note.way.screen]
tool = "robot"
team = ["clerk"]
time = "90 min"
[task.note.way.hand]
team = ["clerk"]
time = "30 min"
[technology.robot]
adoption = { start = "before" }
expects = { occupation = "clerk", hours_saved = 0.5 }
[arm.hand]
control = true
use = []
[arm.tool]
use = ["robot"]
"#;

#[test]
fn automation_has_its_values_under_their_headers() {
    let rows = rows(DESK, "automation.csv");
    let weeks = of(&rows, "technology", "robot");
    assert!(weeks.len() == 3 && weeks.iter().all(|row| row["arm"] == "tool"));
    for (column, wanted) in [
        ("adoption", 1.0),
        ("used", 7.0),
        ("attempted", 42.0),
        ("succeeded", 28.0),
        ("exceptions", 14.0),
        // 28 letters of half an hour; 7 calls that take an hour longer.
        ("hours_saved", 14.0),
        ("hours_made", 7.0),
        // Half of what clerks do in the control: 14 h of letters, 14 h of forms, 3.5 h of calls.
        ("expected_hours_saved", 15.75),
    ] {
        for found in numbers(&weeks, column) {
            assert!((found - wanted).abs() < 1e-6, "{column}: {found}, not {wanted}");
        }
    }
    assert!(!weeks[0].contains_key("trust"), "nobody's trust is stated");
}
