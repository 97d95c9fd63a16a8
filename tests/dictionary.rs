//! The dictionary of metrics and columns has what a run writes, and nothing else: a run with every mechanism on has every
//! metric of the table by exactly the groups of the table, and a value in every column.

use sim::experiment::{By, MetricKind};
use sim::io::tables::{FILES, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const BROAD: &str = "tests/dictionary/broad.toml";

/// The rows of a table of results by column.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}

#[test]
fn a_run_with_everything_has_all_metrics_by_their_groups_and_all_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let run = Command::new(env!("CARGO_BIN_EXE_sim"))
        .args(["run", BROAD, "--replications", "3", "--quiet", "--out"])
        .arg(&out)
        .output()
        .expect("sim starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let mut found: BTreeSet<(&str, Vec<By>)> = BTreeSet::new();
    let mut amounts: BTreeSet<&str> = BTreeSet::new();
    for row in rows(&out.join("summary.csv")) {
        let kind = MetricKind::find(&row["metric"]).unwrap_or_else(|| panic!("{} has no entry", row["metric"]));
        assert_eq!(row["unit"], kind.unit, "{}", kind.name);
        let filled = [By::Occupation, By::Activity, By::Order, By::Task];
        found.insert((kind.name, filled.into_iter().filter(|by| !row[by.name()].is_empty()).collect()));
        if row["mean"] != "0" {
            amounts.insert(kind.name);
        }
    }
    let declared: BTreeSet<(&str, Vec<By>)> =
        MetricKind::all().flat_map(|kind| kind.groups.iter().map(|group| (kind.name, group.to_vec()))).collect();
    let never: Vec<_> = declared.difference(&found).collect();
    let unknown: Vec<_> = found.difference(&declared).collect();
    assert!(never.is_empty() && unknown.is_empty(), "never seen: {never:?}\nnot in the table: {unknown:?}");
    let nothing: Vec<&str> = MetricKind::all().map(|kind| kind.name).filter(|name| !amounts.contains(name)).collect();
    assert!(nothing.is_empty(), "nothing but zeros: {nothing:?}");

    let blank_by_right = [("defects.csv", "made_at")];
    for file in FILES {
        let rows = rows(&out.join(file.name));
        for column in file.columns {
            let filled = rows.iter().any(|row| row.get(column.name).is_some_and(|value| !value.is_empty()));
            assert!(filled || blank_by_right.contains(&(file.name, column.name)), "{} {}", file.name, column.name);
        }
    }
}

#[test]
fn every_entry_says_something() {
    let mut names = BTreeSet::new();
    for kind in MetricKind::all() {
        assert!(names.insert(kind.name), "{} is there twice", kind.name);
        for text in [kind.title, kind.unit, kind.meaning, kind.over.meaning()] {
            assert!(!text.is_empty(), "{}", kind.name);
        }
        assert!(!kind.meaning.ends_with('.') && !kind.computed.ends_with('.'), "{}: no sentence", kind.name);
        assert!(!kind.groups.is_empty(), "{}", kind.name);
    }
    for file in FILES {
        for column in file.columns {
            assert!(!column.meaning.is_empty(), "{} {}", file.name, column.name);
            assert_eq!(column.unit.is_empty(), matches!(column.kind, Type::Text | Type::Date), "{}", column.name);
            assert!(column.metric.is_empty() || MetricKind::find(column.metric).is_some(), "{}", column.metric);
        }
    }
}
