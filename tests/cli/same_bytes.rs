//! Same scenario, same seed, same bytes: whatever the threads, the arms run beside it, and what is there and unused.
//! And arms that face the same draws.

use crate::support::{SMALL, program, said};
use sim::experiment::variance_reduction;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const TABLES: [&str; 9] = [
    "summary.csv",
    "workload.csv",
    "staffing.csv",
    "queues.csv",
    "products.csv",
    "automation.csv",
    "ledger.csv",
    "defects.csv",
    "replications.csv",
];

struct Results {
    /// Removes the folder when it goes.
    _folder: tempfile::TempDir,
    out: PathBuf,
}

impl Results {
    fn of(scenario: &Path, more: &[&str]) -> Results {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let output = program()
            .arg("run")
            .arg(scenario)
            .args(["--quiet", "--out"])
            .arg(&out)
            .args(more)
            .output()
            .expect("sim starts");
        assert!(output.status.success(), "{}", said(&output));
        Results { _folder: folder, out }
    }

    fn table(&self, name: &str) -> String {
        fs::read_to_string(self.out.join(name)).expect("a table")
    }

    /// Rows of a table that begin with an arm's name.
    fn of_arm(&self, table: &str, arm: &str) -> Vec<String> {
        let start = format!("{arm},");
        self.table(table).lines().filter(|line| line.starts_with(&start)).map(str::to_string).collect()
    }

    /// A metric of an arm in the last period, by replication; totals only.
    fn values(&self, arm: &str, metric: &str) -> Vec<f64> {
        let mut by_replication = BTreeMap::new();
        for row in csv::Reader::from_path(self.out.join("replications.csv")).expect("a table").records() {
            let row = row.expect("a row");
            let field = |at: usize| row.get(at).unwrap_or("");
            let total = (4..8).all(|at| field(at).is_empty());
            if field(0) == arm && field(2) == "after" && field(3) == metric && total {
                by_replication.insert(field(1).parse::<u32>().expect("a number"), field(8).parse().expect("a number"));
            }
        }
        by_replication.into_values().collect()
    }
}

fn same(one: &Results, other: &Results, why: &str) {
    for table in TABLES {
        assert!(one.table(table) == other.table(table), "{table} differs: {why}");
    }
}

#[test]
fn threads_and_repetition_change_nothing() {
    let one = Results::of(Path::new(SMALL), &["--threads", "1"]);
    for threads in ["2", "3", "8"] {
        same(&one, &Results::of(Path::new(SMALL), &["--threads", threads]), threads);
    }
    same(&one, &Results::of(Path::new(SMALL), &["--threads", "1", "--audit"]), "audited");
    let other = Results::of(Path::new(SMALL), &["--seed", "12"]);
    assert!(one.table("workload.csv") != other.table("workload.csv"), "another seed gives other results");
}

#[test]
fn an_arm_alone_is_what_it_is_among_others() {
    let all = Results::of(Path::new(SMALL), &[]);
    let few = Results::of(Path::new(SMALL), &["--arm", "fewer"]);
    for table in TABLES {
        for arm in ["typed", "fewer"] {
            // The control has no tool to report on, and is not compared with itself.
            let may_be_empty = matches!(table, "automation.csv" | "ledger.csv");
            assert!(!few.of_arm(table, arm).is_empty() || may_be_empty, "{table} {arm}");
            assert!(all.of_arm(table, arm) == few.of_arm(table, arm), "{table}, {arm}");
        }
        assert!(few.of_arm(table, "spoken").is_empty());
    }
}

/// More replications leave the first ones as they are.
#[test]
fn replications_do_not_depend_on_their_number() {
    let few = Results::of(Path::new(SMALL), &["--replications", "2"]);
    let many = Results::of(Path::new(SMALL), &["--replications", "5"]);
    let first = |results: &Results| -> Vec<String> {
        let begins = |line: &&str| ["0", "1"].iter().any(|n| line.split(',').nth(1) == Some(n));
        results.table("replications.csv").lines().filter(begins).map(str::to_string).collect()
    };
    assert!(first(&few).len() > 100);
    assert!(first(&few) == first(&many));
}

/// A task, way, tool, product, demand and policy that only another arm uses, and tables before the others: no other
/// draw moves.
#[test]
fn what_is_there_and_unused_changes_nothing() {
    let text = fs::read_to_string(SMALL).expect("the scenario");
    let more = r#"
[product.aaa_unused]
use = "research"
[demand.aaa_calls]
at       = "clinic"
arrivals = { per_week = 50 }
writes   = ["aaa_unused"]
[product.aaa_answered]
use = "research"
[task.aaa_answer]
reads  = ["aaa_unused"]
writes = ["aaa_answered"]
[task.aaa_answer.way.nurse]
team = ["nurse"]
time = "5 min"
[task.write_note.way.aaa_first]
before = "spoken"
tool   = "aaa_tool"
reads  = ["encounter"]
team   = ["nurse"]
time   = "1 min"
[technology.aaa_tool]
[policy.aaa_more]
at     = "3 weeks"
action = { hire = "nurse", heads = 2 }
[occupation.aaa_helper]
wage = 15
[arm.aaa_other]
use = ["aaa_calls", "aaa_answer", "aaa_first", "aaa_tool", "aaa_more"]
"#;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.toml");
    // Before the rest, so that every index of the others moves.
    let at = text.find("[product.appointment]").expect("the first product");
    fs::write(&path, format!("{}{more}\n{}", &text[..at], &text[at..])).expect("written");
    let plain = Results::of(Path::new(SMALL), &["--replications", "3"]);
    let with = Results::of(&path, &["--replications", "3"]);
    let new = ["aaa_"];
    for arm in ["typed", "spoken", "fewer"] {
        for table in ["replications.csv", "queues.csv", "workload.csv", "products.csv", "ledger.csv"] {
            let mut old = with.of_arm(table, arm);
            old.retain(|row| !new.iter().any(|name| row.contains(name)));
            let mut expected = plain.of_arm(table, arm);
            old.sort();
            expected.sort();
            assert_eq!(old.len(), expected.len(), "{table} {arm}");
            for (old, expected) in old.iter().zip(&expected) {
                assert_eq!(old, expected, "{table} {arm}");
            }
        }
    }
    let nurse = |results: &Results, arm| results.values(arm, "payroll");
    assert_ne!(nurse(&with, "aaa_other"), nurse(&with, "typed"), "where they are used they do something");
}

/// The tool comes in week 6, the dismissal a week later: until then the arms are the same, week by week.
#[test]
fn arms_are_identical_before_they_first_differ() {
    let results = Results::of(Path::new(SMALL), &[]);
    // Not products.csv: whether a product is ever read is known later only.
    for table in ["workload.csv", "queues.csv", "staffing.csv"] {
        let weeks = |arm: &str, until: &str| -> Vec<String> {
            let rows = results.of_arm(table, arm).into_iter();
            rows.map(|row| row[arm.len()..].to_string()).filter(|row| &row[1..11] < until).collect()
        };
        let half = "2024-02-12";
        assert!(!weeks("typed", half).is_empty());
        for arm in ["spoken", "fewer"] {
            assert!(weeks("typed", half) == weeks(arm, half), "{table}: {arm} differs before week 6");
            assert!(weeks("typed", "9999-99-99") != weeks(arm, "9999-99-99"), "{table}: {arm} never differs");
        }
        assert!(weeks("spoken", "2024-02-19") == weeks("fewer", "2024-02-19"), "{table}: the dismissal is in week 7");
    }
}

/// Common random numbers: the variance of a difference between arms is far below that of independent runs.
#[test]
fn pairing_removes_variance() {
    let results = Results::of(Path::new(SMALL), &["--replications", "40"]);
    for (metric, least) in [("hours.care", 0.95), ("hours.data_work", 0.7), ("patients.seen", 0.95)] {
        let (typed, spoken) = (results.values("typed", metric), results.values("spoken", metric));
        assert_eq!((typed.len(), spoken.len()), (40, 40), "{metric}");
        let removed = variance_reduction(&typed, &spoken).expect("some variance");
        println!("{metric}: pairing removes {:.1}% of the variance of a difference", 100.0 * removed);
        assert!(removed > least, "{metric}: only {removed}");
        // Pairing with another replication removes nothing of the kind.
        let mut shifted = spoken.clone();
        shifted.rotate_left(1);
        let removed = variance_reduction(&typed, &shifted).expect("some variance");
        assert!(removed < 0.5, "{metric}: {removed} without common draws");
    }
}
