//! `per_item` and `fix_time` are distributions, with a draw for each item and each defect.

use crate::support::{program, said};
use std::collections::BTreeMap;

/// Minutes of each instance of a task, by the event log of a run.
fn minutes(scenario: &str, task: &str) -> Vec<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let run = program()
        .args(["run", &format!("tests/model/item_times/{scenario}.toml"), "--event-log", "--audit", "--quiet", "--out"])
        .arg(&out)
        .output()
        .expect("sim starts");
    assert!(run.status.success(), "{}", said(&run));
    let mut log = csv::Reader::from_path(out.join("event_log.csv")).expect("a log");
    let rows = log.deserialize().map(|row| row.expect("a row"));
    let of_task = rows.filter(|row: &BTreeMap<String, String>| row["concept:name"] == task);
    of_task.map(|row| row["hours"].parse::<f64>().expect("hours") * 60.0).collect()
}

/// Mean within four standard errors, and variance within a quarter: wrong by chance less than once in ten thousand.
fn has(minutes: &[f64], mean: f64, variance: f64) {
    let n = minutes.len() as f64;
    let found = minutes.iter().sum::<f64>() / n;
    assert!((found - mean).abs() < 4.0 * (variance / n).sqrt(), "mean {found}, expected {mean}");
    let spread = minutes.iter().map(|value| (value - found) * (value - found)).sum::<f64>() / (n - 1.0);
    assert!((spread / variance - 1.0).abs() < 0.25, "variance {spread}, expected {variance}");
}

/// 1 min and 50 exponential times of 1 min: mean 51, variance 50 x 1. With one draw for all the variance would be 2500.
#[test]
fn each_item_has_a_time_of_its_own() {
    let minutes = minutes("items", "list");
    assert!(minutes.len() > 600, "20 weeks have 33,600 calls");
    has(&minutes, 51.0, 50.0);
}

/// N defects are Poisson with mean 2, each takes an exponential time X of mean 3: mean 1 + 2 x 3, variance
/// E[N] E[X^2] = 2 x 18 (compound Poisson). With constant times it would be 18, with one draw for all 72.
#[test]
fn each_defect_has_a_time_of_its_own() {
    has(&minutes("fixes", "code"), 7.0, 36.0);
}
