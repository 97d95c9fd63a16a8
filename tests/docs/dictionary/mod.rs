//! The dictionary of metrics and columns has what a run writes, and nothing else: a run with every mechanism on has
//! every metric of the table by exactly the groups of the table, and a value in every column.

use crate::support::{rows, said, sim};
use sim::experiment::{By, MetricKind, Type};
use sim::io::tables::FILES;
use std::collections::BTreeSet;
use std::path::Path;

const BROAD: &str = "tests/docs/dictionary/broad.toml";

#[test]
fn a_run_with_everything_has_all_metrics_by_their_groups_and_all_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let run = sim(&["run", BROAD, "--replications", "3", "--quiet", "--out", out.to_str().expect("UTF-8")]);
    assert!(run.status.success(), "{}", said(&run));

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

/// The pages of the guide are what the program says. After a change of the tables:
/// `BLESS=1 cargo test --test docs dictionary`.
#[test]
fn the_guides_pages_are_made_from_the_tables() {
    for name in ["metrics", "parameters"] {
        let path = Path::new("src/guide").join(name).with_extension("md");
        let output = sim(&["explain", "--markdown", name]);
        assert!(output.status.success());
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &output.stdout).expect("written");
        }
        let committed = std::fs::read_to_string(&path).expect("a page of the guide");
        let made = String::from_utf8(output.stdout).expect("UTF-8");
        for (line, (made, committed)) in made.lines().zip(committed.lines()).enumerate() {
            assert_eq!(made, committed, "line {} of {}", line + 1, path.display());
        }
        assert_eq!(made.lines().count(), committed.lines().count(), "{}", path.display());
        assert!(made.lines().count() > 100);
        // Every row of a table has the cells of its header.
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let lines: Vec<&str> = made.lines().collect();
        let uneven =
            lines.windows(2).find(|two| two.iter().all(|l| l.starts_with('|')) && cells(two[0]) != cells(two[1]));
        assert_eq!(uneven, None);
    }
    // In the binary is what was there when it was compiled.
    if std::env::var_os("BLESS").is_none() {
        let page = std::fs::read("src/guide/metrics.md").expect("a page of the guide");
        assert_eq!(sim(&["guide", "metrics"]).stdout, page);
    }
}

#[test]
fn names_that_are_none_are_mistakes_with_a_remedy() {
    for (arguments, remedy) in [
        (&["explain", "hours.datawork"][..], "did you mean `hours.data_work`?"),
        (&["explain", "task.way.tme"], "did you mean `task.way.time`?"),
        (&["explain", "workload.csv", "rework_hour"], "did you mean `workload.csv rework_hours`?"),
        (&["explain", "utterly_different_from_all"], "`sim explain` lists all names"),
        (&["guide", "metric"], "did you mean `metrics`?"),
    ] {
        let output = sim(arguments);
        let message = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{message}");
        let message = message.split_whitespace().collect::<Vec<_>>().join(" "); // Long lines are folded.
        assert!(message.contains(remedy) && output.stdout.is_empty(), "{message}");
    }
}

#[test]
fn one_metric_is_explained_in_full() {
    let output = sim(&["explain", "hours.rework"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = "\
hours.rework  (metric, h/week)
  Rework. Hours done again or for nothing.
  Computed: part of hours: attempts after the first (`task.repeat`, `task.rejects`), and work that
    became obsolete while it was done; summed over the period and divided by its length in weeks.
  Rows: all together; by occupation.
  If there is nothing of the kind: 0, which counts in means and differences.
  Used in: summary.csv; replications.csv; results.csv of a sweep; workload.csv rework_hours.
";
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), expected);
}
