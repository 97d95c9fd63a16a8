//! The event log: a row for each task instance that is done, the same bytes however the runs are made.

use crate::support::{SMALL, path, rows, said, sim};
use sim::experiment::Type;
use sim::io::tables::EVENT_LOG;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

fn run_into(out: &Path, more: &[&str]) -> Output {
    let output = sim(&[&["run", SMALL, "--quiet", "--out", path(out)], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    output
}

fn names(products: &str) -> impl Iterator<Item = &str> {
    products.split('+').filter(|name| !name.is_empty())
}

#[test]
fn rows_are_what_the_other_tables_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    run_into(&out, &["--replications", "1", "--event-log"]);
    let log = rows(&out.join("event_log.csv"));
    // Instances done.
    let mut counted = BTreeMap::<(String, String), u64>::new();
    for row in rows(&out.join("queues.csv")) {
        let done: u64 = row["done"].parse().expect("a whole number of one replication");
        *counted.entry((row["arm"].clone(), row["task"].clone())).or_default() += done;
    }
    let mut logged = BTreeMap::<(String, String), u64>::new();
    for row in &log {
        *logged.entry((row["case:arm"].clone(), row["concept:name"].clone())).or_default() += 1;
    }
    counted.retain(|_, done| *done > 0);
    assert!(counted.len() > 25 && counted.values().sum::<u64>() > 10_000);
    assert_eq!(logged, counted);
    // Products written, but for those that are there from birth.
    let sum = |column: &str, table: &str, of: &dyn Fn(&BTreeMap<String, String>) -> bool| -> f64 {
        let rows = rows(&out.join(table));
        rows.iter().filter(|row| of(row)).map(|row| row[column].parse::<f64>().expect("a number")).sum()
    };
    for product in ["dictation", "note", "codes", "claim", "entry", "report", "chart", "summary"] {
        let written = sum("written", "products.csv", &|row| row["product"] == product);
        let logged = log.iter().filter(|row| names(&row["writes"]).any(|name| name == product)).count();
        assert!(written > 0.0);
        assert_eq!(logged as f64, written, "{product}");
    }
    // Hours, but for what is unfinished at either end, or given up after it was begun.
    for arm in ["typed", "spoken", "fewer"] {
        let worked = sum("hours", "workload.csv", &|row| row["arm"] == arm);
        let logged: f64 = log
            .iter()
            .filter(|row| row["case:arm"] == arm)
            .map(|row| row["hours"].parse::<f64>().expect("hours"))
            .sum();
        assert!((logged / worked - 1.0).abs() < 0.005, "{arm}: {logged} of {worked}");
    }
}

#[test]
fn rows_make_sense() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    run_into(&out, &["--replications", "1", "--event-log"]);
    let path = out.join("event_log.csv");
    let header = csv::Reader::from_path(&path).expect("a table").headers().expect("a header").clone();
    assert_eq!(header.iter().collect::<Vec<_>>(), EVENT_LOG.columns.iter().map(|c| c.name).collect::<Vec<_>>());
    let log = rows(&path);
    let mut written = BTreeMap::<(&str, &str), &str>::new();
    let mut keys = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut last = ("", "");
    let mut reads = 0;
    for row in &log {
        for column in EVENT_LOG.columns {
            let field = &row[column.name];
            let fits = match column.kind {
                Type::DateTime => chrono::NaiveDateTime::parse_from_str(field, "%Y-%m-%dT%H:%M:%S%.3f").is_ok(),
                Type::Integer => field.parse::<u32>().is_ok(),
                Type::Number => field.parse::<f64>().is_ok_and(|hours| hours >= 0.0),
                _ => true,
            };
            assert!(fits, "`{field}` in {}", column.name);
        }
        let [born, ready, start, done] =
            ["case:born", "ready", "start_timestamp", "time:timestamp"].map(|column| row[column].as_str());
        assert!(born <= ready && ready <= start && start < done, "{row:?}");
        assert!(("2024-01-01T00:00:00.000".."2024-03-25T00:00:00.000").contains(&done));
        let (case, arm, site) =
            (row["case:concept:name"].as_str(), row["case:arm"].as_str(), row["org:group"].as_str());
        assert!(case.starts_with(&format!("{arm}.0.{}.", row["case:kind"])));
        keys.entry(arm).or_default().insert(case.split_once('.').expect("an arm").1);
        // Everybody has a name here, of their site and occupation.
        let lead = row["org:role"].split('+').next().unwrap_or_default();
        assert!(row["org:resource"].starts_with(&format!("{site}.{lead}.")), "{row:?}");
        // Arm by arm, and in the order of time.
        assert!(last.0 != arm || last.1 <= done);
        last = (arm, done);
        // What it reads was written before it began, by whoever wrote it last.
        for product in names(&row["reads"]) {
            if let Some(before) = written.get(&(case, product)) {
                reads += 1;
                assert!(*before <= start, "{product} of {case}: written {before}, read {start}");
            }
        }
        for product in names(&row["writes"]) {
            written.insert((case, product), done);
        }
    }
    assert!(reads > 1_000);
    // The same cases come in all arms, under the same names.
    let common = keys["typed"].intersection(&keys["spoken"]).count();
    assert!(common > 1_000 && common * 100 > 99 * keys["typed"].len(), "{common} of {}", keys["typed"].len());
    let some = |of: &dyn Fn(&BTreeMap<String, String>) -> bool| log.iter().any(of);
    assert!(some(&|row| row["tool"] == "speech" && row["way"] == "spoken"));
    assert!(some(&|row| row["org:role"] == "physician+nurse" && row["reads"] == "chart"));
    assert!(some(&|row| row["concept:name"] == "code" && row["attempt"] == "2"));
    assert!(some(&|row| row["concept:name"] == "answer"));
    assert!(some(&|row| row["concept:name"] == "bill" && row["writes"].is_empty()), "it sends codes back");
    assert!(some(&|row| row["org:group"] == "registry.1" && row["case:kind"] == "visit"));
}

#[test]
fn same_bytes_however_it_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |out: &Path, name: &str| fs::read(out.join(name)).expect("readable");
    let make = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        run_into(&out, &[&["--replications", "3"], more].concat());
        out
    };
    let one = make("one", &["--event-log=2", "--threads", "1"]);
    let log = read(&one, "event_log.csv");
    for more in [
        &["--threads", "3"][..],
        &["--threads", "2", "--parallel", "sites"],
        &["--threads", "1", "--apart"],
        &["--threads", "2", "--audit"],
    ] {
        let other = make("other", &[&["--event-log=2"], more].concat());
        assert!(read(&other, "event_log.csv") == log, "{more:?}");
    }
    // Which replications there are, in which order.
    let runs = |log: &[u8]| {
        let rows = String::from_utf8_lossy(log).into_owned();
        let mut runs: Vec<String> =
            rows.lines().skip(1).map(|row| row.split('.').take(2).collect::<Vec<_>>().join(" ")).collect();
        runs.dedup();
        runs
    };
    assert_eq!(runs(&log), ["typed 0", "typed 1", "spoken 0", "spoken 1", "fewer 0", "fewer 1"]);
    let all = read(&make("all", &["--event-log=all", "--arm", "fewer"]), "event_log.csv");
    assert_eq!(runs(&all), ["typed 0", "typed 1", "typed 2", "fewer 0", "fewer 1", "fewer 2"]);
    // Nothing else depends on it; without it there is none, also where there was one.
    let without = make("one", &[]);
    assert!(!without.join("event_log.csv").exists());
    let logged = folder.path().join("other");
    for table in ["summary.csv", "replications.csv", "ledger.csv", "workload.csv", "products.csv"] {
        assert!(read(&without, table) == read(&logged, table), "{table}");
    }
    for (out, described) in [(&without, false), (&logged, true)] {
        let package = String::from_utf8(read(out, "datapackage.json")).expect("UTF-8");
        assert_eq!(package.contains("\"path\": \"event_log.csv\""), described);
        let manifest = fs::read_to_string(out.join("manifest.toml")).expect("readable");
        assert_eq!(manifest.contains("\"event_log.csv\""), described);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 3, "no parts are left");
}
