//! The hours ledger: small cases worked out by hand from the rules, what holds in every row, and what a comparison of
//! two equal arms says.

use crate::support;
use crate::support::{load, scenario};
mod periods;

use sim::engine::Execution;
use sim::experiment::{Flows, Parallel, Results, RunPlan};
use sim::io::tables::ledger_csv;
use sim::model::Simulation;
use sim::model::scenario::{Period, Scenario};
use sim::units::{Time, WEEK};
use std::fs;
use std::path::{Path, PathBuf};

/// The runs under audit.
fn results(scenario: &Scenario, threads: usize, parallel: Parallel) -> Results {
    results_of(scenario, Simulation::new(scenario).expect("a stated warm-up").audited(), threads, parallel)
}

fn results_of(scenario: &Scenario, simulation: Simulation, threads: usize, parallel: Parallel) -> Results {
    let execution = if parallel == Parallel::Sites { Execution::Parallel } else { Execution::InTurn };
    let simulation = simulation.ledgered().executed(execution);
    let plan = RunPlan { parallel, ..RunPlan::new(scenario, &[], threads) };
    support::results(scenario, &plan, &simulation)
}

fn csv_of(scenario: &Scenario, results: &Results) -> String {
    String::from_utf8(ledger_csv(scenario, results).expect("a table")).expect("UTF-8")
}

/// Scenario files of a folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    found.sort();
    found
}

/// Each file says in its first lines what should be booked and why; `NAME.csv` beside it is the ledger worked out by
/// hand.
#[test]
fn small_cases_are_booked_as_worked_out_by_hand() {
    let mut wrong = String::new();
    let found: Vec<PathBuf> =
        files("tests/model/ledger").into_iter().filter(|path| !path.ends_with("base.toml")).collect();
    assert!(found.len() >= 6, "the cases are gone");
    for path in found {
        let scenario = load(&path, &[]);
        let booked = csv_of(&scenario, &results(&scenario, 1, Parallel::Replications));
        let expected = fs::read_to_string(path.with_extension("csv")).unwrap_or_default();
        if booked != expected {
            wrong += &format!("{}: expected\n{expected}but booked\n{booked}\n", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Between them the cases have an entry in every column.
#[test]
fn the_small_cases_pin_every_column() {
    let mut filled = [false; 13];
    for path in files("tests/model/ledger").iter().map(|path| path.with_extension("csv")).filter(|path| path.exists()) {
        for row in csv::Reader::from_path(path).expect("a table").records() {
            let row = row.expect("a row");
            filled.iter_mut().zip(row.iter().skip(6)).for_each(|(filled, field)| *filled |= field != "0");
        }
    }
    assert_eq!(filled, [true; 13]);
}

#[test]
fn an_arm_that_changes_nothing_has_nothing_in_its_ledger() {
    let text = fs::read_to_string("tests/scenarios/small.toml").expect("the scenario");
    let scenario = scenario(&format!("{text}\n[arm.same]\n"));
    let results = results(&scenario, 2, Parallel::Replications);
    let (same, _) = scenario.arms.enumerate().find(|(_, arm)| arm.name == "same").expect("the arm");
    let place = results.place(same).expect("it ran");
    assert!(results.ledgers[place].rows.len() > 10);
    for (key, flows) in &results.ledgers[place].rows {
        assert_eq!(*flows, Flows { control: flows.control, arm: flows.control, ..Flows::default() }, "{key:?}");
    }
    assert!(results.cells[place].keys().all(|group| !group.metric.starts_with("ledger.")));
}

/// The identity in every row, in ms as compared and as read from the file.
fn assert_adds_up(scenario: &Scenario, results: &Results) {
    let mut rows = 0;
    for flows in results.ledgers.iter().flat_map(|ledger| ledger.rows.values()) {
        assert!(flows.adds_up(), "{}: {flows:?}", scenario.name);
        rows += 1;
    }
    assert!(rows > 3, "{}: {rows} rows", scenario.name);
    for row in csv::Reader::from_reader(csv_of(scenario, results).as_bytes()).records() {
        let row = row.expect("a row");
        let value = |place: usize| row[place + 6].parse::<f64>().expect("a number");
        // control, not_needed, abandoned, unfinished, out, in, faster, slower, four causes, arm
        let signs = [1.0, -1.0, -1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0];
        let left: f64 = signs.iter().enumerate().map(|(place, sign)| sign * value(place)).sum();
        assert!((left * 3_600_000.0).abs() < 0.5, "{}: {row:?}", scenario.name);
        assert!((0..13).all(|place| value(place) >= 0.0), "{}: {row:?}", scenario.name);
    }
}

/// Two hospitals of each size in place of a thousand, who begin with their tool at once.
const FEW_HOSPITALS: &[&str] = &[
    "site.small.count=2",
    "site.medium.count=2",
    "site.large.count=2",
    "site.small.staff={ physician = 2, nurse = 3, secretary = 1, quality_officer = 0.1 }",
    "site.medium.staff={ physician = 6, nurse = 9, secretary = 3, quality_officer = 0.3 }",
    "site.large.staff={ physician = 18, nurse = 27, secretary = 9, quality_officer = 1 }",
    "site.coding_centre.staff={ coder = 2 }",
    "site.payer.staff={ billing_clerk = 1 }",
    "site.registry.staff={ abstractor = 1 }",
    "technology.speech.adoption.start=\"1 week\"",
    "technology.speech.adoption.midpoint=\"1 week\"",
];

/// The beginning of every shipped scenario, in which its tools come and its policies strike where they can be made to.
#[test]
fn every_row_of_every_shipped_scenario_adds_up() {
    for path in files("scenarios") {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if name == "evidence" {
            continue;
        }
        let (weeks, sets): (i64, &[&str]) = match name.as_str() {
            "ehr_rollout" => (33, &[]), // Three of four hospitals have adopted, in one the policy has struck.
            "national" => (8, FEW_HOSPITALS),
            _ => (12, &[]),
        };
        let mut scenario = load(&path, sets);
        scenario.ledger = true; // The national one keeps none only for its size.
        scenario.replications = 1;
        scenario.warm_up = scenario.warm_up.min(WEEK * 2);
        scenario.end = scenario.end.min(Time::ZERO + WEEK * weeks);
        scenario.periods = vec![Period { name: "all".into(), from_week: 0, to_week: weeks }];
        // That every hour is in one line, and that every row adds up, is looked at without an audit, too.
        assert_adds_up(
            &scenario,
            &results_of(&scenario, Simulation::new(&scenario).expect("a stated warm-up"), 2, Parallel::Replications),
        );
    }
}

#[test]
fn the_ledger_does_not_depend_on_threads() {
    let mut scenario = load(Path::new("tests/scenarios/small.toml"), &[]);
    scenario.replications = 3;
    let one = results(&scenario, 1, Parallel::Replications);
    assert_adds_up(&scenario, &one);
    for (threads, parallel) in [(2, Parallel::Sites), (3, Parallel::Replications), (8, Parallel::Replications)] {
        assert!(csv_of(&scenario, &one) == csv_of(&scenario, &results(&scenario, threads, parallel)), "{threads}");
    }
}
