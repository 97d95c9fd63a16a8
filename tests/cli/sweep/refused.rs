//! Points that fail, and what a dry run says.

use super::{code, recorded, rows, sweep};
use crate::support::{SMALL, column, path, sim, text};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn a_failed_point_is_a_row_with_a_reason() {
    let place = tempfile::tempdir().expect("a folder");
    // Each value is right at some point; together they are wrong at the third.
    let points = place.path().join("points.csv");
    fs::write(
        &points,
        "length,period.after\n12 weeks,6..12 weeks\n8 weeks,6..8 weeks\n8 weeks,6..12 weeks\n12 weeks,6..8 weeks\n",
    )
    .expect("written");
    let out = place.path().join("out");
    let arguments =
        ["sweep", SMALL, "--points-file", path(&points), "--replications", "1", "--threads", "1", "--out", path(&out)];
    let stopped = sim(&[&arguments[..], &["--on-error", "stop"]].concat());
    assert_eq!(code(&stopped), Some(1));
    let status = || column(&out.join("runs.csv"), "status");
    assert_eq!(status(), ["done", "done", "failed", "missing"]);
    assert_eq!(column(&out.join("runs.csv"), "reason")[2], "`period.after` goes past the end");
    // What failed is not missing, and fails the sweep unless so many may.
    let goes_on = sim(&arguments);
    assert_eq!(code(&goes_on), Some(1));
    assert_eq!((status()[3].as_str(), recorded(&out).len()), ("done", 4));
    assert_eq!(code(&sim(&[&arguments[..], &["--max-fails", "1"]].concat())), Some(0));
    assert_eq!(recorded(&out).len(), 4);
    assert_eq!(code(&sim(&[&arguments[..], &["--retry"]].concat())), Some(1));
    assert_eq!(recorded(&out).len(), 5, "the failed one was tried again");
    let (_, results) = rows(&out.join("results.csv"));
    assert_eq!(results.iter().map(|row| row[0].to_string()).collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn a_dry_run_says_the_cost_to_an_order_of_magnitude() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let output = sweep(&out, &["--dry-run", "--shard", "2/3"]);
    assert_eq!(code(&output), Some(0));
    // What it says is right to an order of magnitude.
    let number = |label: &str| -> f64 {
        let line = text(&output.stdout).lines().find(|line| line.starts_with(label)).expect("a line");
        let digits: String = line
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == ',')
            .collect();
        digits.replace(',', "").parse().expect("a number")
    };
    assert_eq!(code(&sweep(&out, &["--quiet"])), Some(0));
    let events = column(&out.join("runs.csv"), "events");
    let events: f64 = events.iter().map(|of| of.parse::<f64>().expect("a number")).sum();
    assert!((0.5..2.0).contains(&(number("events") / events)), "{} said, {events} made", number("events"));
    let size = |file: &str| fs::metadata(out.join(file)).expect("there").len() as f64 / 1e6;
    let megabytes = size("results.csv") + size("chunks/shard-1-of-1.done");
    assert!((0.3..3.0).contains(&(number("disk") / megabytes)), "{} MB said, {megabytes} left", number("disk"));
}
