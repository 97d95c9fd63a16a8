//! A run that is stopped by precision stops where it should, whatever the threads, and says what it waits for. That
//! intervals of such runs cover what they say is tested in `tests/statistics/coverage`.

use crate::support::{SMALL, sim, text};
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::fs;
use std::path::Path;
use std::process::Output;

fn run(out: &Path, more: &[&str]) -> Output {
    sim(&[&["run", SMALL, "--quiet", "--out", out.to_str().expect("UTF-8")], more].concat())
}

fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let csv = entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    let mut files: Vec<_> = csv
        .map(|path| {
            (path.display().to_string().split('/').next_back().unwrap().to_string(), fs::read(&path).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

/// Raw values by replication of a metric of an arm in the last period, sums only.
fn raw(folder: &Path, arm: &str, metric: &str) -> Vec<f64> {
    let mut reader = csv::Reader::from_path(folder.join("replications.csv")).expect("a table");
    let rows = reader.records().map(|row| row.expect("a row"));
    let wanted = rows.filter(|row| {
        let is_sum = (4..8).all(|column| row[column].is_empty());
        &row[0] == arm && &row[2] == "after" && &row[3] == metric && is_sum
    });
    wanted.map(|row| row[8].parse().expect("a number")).collect()
}

/// Half-width of the 95% interval, from the definition.
fn half_width(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    StudentsT::new(0.0, 1.0, n - 1.0).expect("a law").inverse_cdf(0.975) * (variance / n).sqrt()
}

/// The rule stops at the first replication from the twentieth on at which all intervals are narrow enough, found here
/// from the raw values of a longer run; what it leaves is what a run of that length leaves, on any number of threads.
#[test]
fn a_run_stops_at_the_first_look_that_is_precise_enough() {
    let place = tempfile::tempdir().expect("a folder");
    let long = place.path().join("long");
    assert!(run(&long, &["--replications", "60"]).status.success());
    let care = ["typed", "spoken", "fewer"].map(|arm| raw(&long, arm, "hours.care"));
    let data = ["typed", "spoken"].map(|arm| raw(&long, arm, "hours.data_work"));
    let difference: Vec<f64> = data[1].iter().zip(&data[0]).map(|(spoken, typed)| spoken - typed).collect();
    // Targets between what 20 and 60 replications give, so that neither bound decides.
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let share = |values: &[f64]| half_width(values) / mean(values);
    let relative = 1.02 * care.iter().map(|values| share(&values[..34])).fold(0.0, f64::max);
    let absolute = 1.02 * half_width(&difference[..27]);
    let narrow = |n: usize| {
        (care.iter().all(|values| share(&values[..n]) <= relative), half_width(&difference[..n]) <= absolute)
    };
    let expected = (20..=60).find(|n| narrow(*n) == (true, true)).expect("one of them");
    assert!((21..60).contains(&expected), "{expected}");
    let rule = format!(
        "run.precision=[{{ metric = \"hours.care\", relative = {relative} }}, \
         {{ metric = \"diff(spoken, hours.data_work)\", absolute = {absolute}, at_most = 60 }}]"
    );
    let stopped = place.path().join("stopped");
    let output = run(&stopped, &["--set", &rule, "--threads", "1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let bound =
        if narrow(expected - 1).0 { "the difference of hours.data_work between `spoken`" } else { "hours.care in `" };
    let sentence = format!("Precise enough after {expected} replications, bound by {bound}");
    assert!(text(&output.stdout).contains(&sentence), "no `{sentence}` in\n{}", text(&output.stdout));
    let (threads, fixed) = (place.path().join("threads"), place.path().join("fixed"));
    assert!(run(&threads, &["--set", &rule, "--threads", "7"]).status.success());
    assert!(run(&fixed, &["--replications", &expected.to_string()]).status.success());
    assert!(tables(&stopped) == tables(&threads));
    assert!(tables(&stopped) == tables(&fixed));
}

#[test]
fn a_precision_that_is_not_met_leaves_the_results() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let rule = "run.precision={ metric = \"hours.care\", relative = 0.00001, at_most = 22 }";
    let output = run(&out, &["--set", rule]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(raw(&out, "typed", "hours.care").len(), 22, "the results are there");
}

/// In a sweep every point stops by itself, and runs.csv says whether it is precise enough.
#[test]
fn points_of_a_sweep_stop_by_themselves() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let rule = "run.precision={ metric = \"hours.care\", relative = 0.03, at_most = 25 }";
    let arguments = ["sweep", SMALL, "--vary", "site.clinic.staff.physician=2,3", "--vary", "run.seed=1,2"];
    let more = ["--set", rule, "--metric", "hours.care", "--arm", "spoken", "--out", out.to_str().expect("UTF-8")];
    let output = sim(&[&arguments[..], &more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut reader = csv::Reader::from_path(out.join("runs.csv")).expect("a table");
    for row in reader.records().map(|row| row.expect("a row")) {
        let replications: u32 = row[5].parse().expect("a number");
        assert!((20..=25).contains(&replications) && ["met", "not met"].contains(&&row[6]), "{row:?}");
    }
}
