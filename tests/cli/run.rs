//! `sim run`: the answer, the tables, and folders that are left alone.

use crate::support::{SMALL, content, path, program, sim, text};
use sim::experiment::Type;
use sim::io::tables::FILES;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs the small scenario into a folder.
pub fn run_into(out: &Path, more: &[&str]) -> Output {
    sim(&[&["run", SMALL, "--replications", "2", "--out", path(out)], more].concat())
}

#[test]
fn a_run_prints_an_answer_and_writes_all_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let output = run_into(&out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer = text(&output.stdout);
    assert!(answer.lines().all(|line| line.trim_end() == line));
    // The ledger comes first, and fits a pipe.
    let ledger = answer.split("\n\n").find(|block| block.starts_with("Where the hours went")).expect("the ledger");
    assert!(answer.find(ledger) < answer.find("Data work, h/week"));
    let is_table = |block: &&str| *block == ledger || block.contains("Data work, h/week");
    for line in answer.split("\n\n").filter(is_table).flat_map(|block| block.lines().skip(1)) {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let names: Vec<String> = content(&out).into_iter().map(|(name, _)| name).collect();
    let mut expected: Vec<String> = FILES.iter().map(|file| file.name.to_string()).collect();
    expected.extend(["manifest.toml", "report.html", "datapackage.json"].map(str::to_owned));
    expected.sort();
    assert_eq!(names, expected);
    // Nothing else is left beside it.
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
}

#[test]
fn tables_have_the_columns_of_the_table_of_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    for file in FILES {
        let mut reader = csv::Reader::from_path(out.join(file.name)).expect("a table");
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_string).collect();
        // Nothing in this scenario gives optional columns a value.
        let columns: Vec<&str> =
            file.columns.iter().filter(|column| !column.optional).map(|column| column.name).collect();
        assert_eq!(header, columns, "{}", file.name);
        let mut rows = 0;
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{}: {error}", file.name));
            rows += 1;
            for (column, field) in file.columns.iter().zip(&record) {
                let fits = match column.kind {
                    _ if field.is_empty() => true,
                    Type::Number => field.parse::<f64>().is_ok_and(f64::is_finite),
                    Type::Integer => field.parse::<i64>().is_ok(),
                    Type::Date => chrono::NaiveDate::parse_from_str(field, "%Y-%m-%d").is_ok(),
                    Type::DateTime => chrono::NaiveDateTime::parse_from_str(field, "%Y-%m-%dT%H:%M:%S%.3f").is_ok(),
                    Type::Text => true,
                };
                assert!(fits, "{}, row {rows}: `{field}` in {}", file.name, column.name);
            }
        }
        assert!(rows > 0, "{} is empty", file.name);
    }
    let manifest = fs::read_to_string(out.join("manifest.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    assert_eq!(manifest["replications"].as_integer(), Some(2));
    // The scenario as merged, in the manifest, is a scenario that gives the same results.
    let again = folder.path().join("small.toml");
    fs::write(&again, manifest["resolved_scenario"].as_str().expect("a text")).expect("written");
    let twice = folder.path().join("twice");
    let arguments =
        ["run", again.to_str().unwrap(), "--replications", "2", "--quiet", "--out", twice.to_str().unwrap()];
    let output = sim(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        fs::read(out.join("replications.csv")).expect("readable"),
        fs::read(twice.join("replications.csv")).expect("readable")
    );
}

#[test]
fn folders_that_are_not_ours_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let foreign = folder.path().join("thesis");
    fs::create_dir(&foreign).expect("made");
    fs::write(foreign.join("chapter.txt"), "years of work").expect("written");
    for more in [&[][..], &["--force"]] {
        let output = run_into(&foreign, more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert_eq!(content(&foreign), [("chapter.txt".to_string(), b"years of work".to_vec())]);
    }
    // Results of another scenario are ours, but only --force replaces them; our own are replaced without.
    let ours = folder.path().join("ours");
    assert!(run_into(&ours, &["--quiet"]).status.success());
    assert!(run_into(&ours, &["--quiet"]).status.success());
    let copy = folder.path().join("other.toml");
    fs::copy(SMALL, &copy).expect("copied");
    let other = ["run", copy.to_str().unwrap(), "--replications", "1", "--quiet", "--out", ours.to_str().unwrap()];
    let before = content(&ours);
    let output = sim(&other);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(content(&ours), before);
    assert!(sim(&[&other[..], &["--force"]].concat()).status.success());
    assert_ne!(content(&ours), before);
}

#[test]
fn json_is_all_there_is_on_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run_into(&folder.path().join("out"), &["--json"]);
    assert!(output.status.success());
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = rows.as_array().expect("a list");
    assert!(rows.iter().any(|row| row["metric"] == "hours.data_work" && row["mean"].as_f64().is_some_and(|h| h > 0.0)));
    // Quiet is quiet, and it is the same without a terminal.
    let output = run_into(&folder.path().join("out"), &["--quiet"]);
    assert_eq!(text(&output.stderr), "");
}

/// Ctrl-C half-way: exit code 130, the earlier result as it was, nothing half-made beside it.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the test is about how soon it stops")]
#[test]
fn an_interrupted_run_leaves_the_earlier_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    let before = content(&out);
    let mut child = program()
        .args(["run", SMALL, "--replications", "20000", "--event-log", "--out", out.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sim starts");
    // The log of the first week stands beside the results as soon as the runs are under way.
    let is_under_way = || {
        let beside = fs::read_dir(folder.path()).expect("readable").map(|entry| entry.expect("an entry").path());
        beside.filter(|path| *path != out).any(|path| fs::read_dir(path).is_ok_and(|mut parts| parts.next().is_some()))
    };
    while !is_under_way() {
        assert!(child.try_wait().expect("its state").is_none(), "twenty thousand replications take longer");
        std::thread::sleep(Duration::from_millis(5));
    }
    let interrupted = Instant::now();
    let signal = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().expect("a shell");
    assert!(signal.success());
    let output = child.wait_with_output().expect("it ends");
    assert!(interrupted.elapsed() < Duration::from_secs(10), "it stops soon");
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("interrupted"));
    assert_eq!(content(&out), before);
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "no temporary folder is left");
}

#[test]
fn without_the_ledger_the_other_rows_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = folder.path().join("results");
    let off = run_into(&results, &["--set", "run.ledger=false"]);
    assert_eq!(off.status.code(), Some(0), "{}", text(&off.stderr));
    assert!(!results.join("ledger.csv").exists());
    assert!(!fs::read_to_string(results.join("summary.csv")).expect("it is there").contains("ledger."));
    // And nothing else is different: the other rows are those of a run with it.
    let with = folder.path().join("with");
    run_into(&with, &[]);
    let rows = fs::read_to_string(with.join("summary.csv")).expect("it is there");
    let others: String = rows.lines().filter(|row| !row.contains("ledger.")).map(|row| format!("{row}\n")).collect();
    assert_eq!(others, fs::read_to_string(results.join("summary.csv")).expect("it is there"));
}

/// The manifest's headline, computed again from replications.csv: variance reduction from the definition, the
/// simultaneous interval with t(4 degrees, 1 - 0.05 / 4) = 3.4954 for two comparisons (any table of Bonferroni's t),
/// the single one with 2.7764.
#[test]
fn headlines_are_simultaneous_and_say_what_common_draws_save() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let output = sim(&["run", SMALL, "--replications", "5", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut csv = csv::Reader::from_path(out.join("replications.csv")).expect("readable");
    let header = csv.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|other| other == name).expect("a column");
    let (arm, period, metric, value) = (column("arm"), column("period"), column("metric"), column("value"));
    let groups = ["occupation", "activity", "order", "task"].map(column);
    let mut values: std::collections::BTreeMap<String, Vec<f64>> = Default::default();
    for row in csv.records().map(|row| row.expect("a row")) {
        if &row[period] == "after"
            && &row[metric] == "hours.data_work"
            && groups.iter().all(|place| row[*place].is_empty())
        {
            values.entry(row[arm].into()).or_default().push(row[value].parse().expect("a number"));
        }
    }
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / 5.0;
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 4.0
    };
    let manifest: toml::Table =
        fs::read_to_string(out.join("manifest.toml")).expect("a manifest").parse().expect("TOML");
    let headlines = manifest["headline"].as_array().expect("tables");
    assert_eq!(headlines.len(), 2);
    let close = |found: &toml::Value, wanted: f64| {
        let found = found.as_float().expect("a number");
        // The table has six digits: up to 0.0005 h in values whose differences have a deviation of 2 h.
        assert!((found - wanted).abs() <= 2e-3 * wanted.abs(), "{found} is not {wanted}");
    };
    for headline in headlines {
        let (arm, control) = (&values[headline["arm"].as_str().expect("a name")], &values["typed"]);
        let difference: Vec<f64> = arm.iter().zip(control).map(|(arm, control)| arm - control).collect();
        let error = (variance(&difference) / 5.0).sqrt();
        close(&headline["diff"], difference.iter().sum::<f64>() / 5.0);
        close(&headline["half_width"], 2.7764 * error);
        close(&headline["simultaneous_half_width"], 3.4954 * error);
        close(&headline["variance_reduction"], 1.0 - variance(&difference) / (variance(arm) + variance(control)));
    }
}
