//! `sim verify`: the same bytes however a run is made. `sim diff`: where two begin to differ.

use super::run::run_into;
use crate::support::{SMALL, sim, text};
use std::fs;
use std::path::Path;

#[test]
fn verify_compares_threads_and_both_kinds_of_parallelism() {
    let output = sim(&["verify", SMALL, "--threads", "1,3", "--replications", "2", "--audit", "--quiet"]);
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert_eq!(report.matches("the same fingerprints, the same bytes").count(), 4, "{report}");
    // The fingerprints are those of the manifest.
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    let manifest: toml::Table = fs::read_to_string(out.join("manifest.toml")).expect("readable").parse().expect("TOML");
    for (arm, print) in manifest["fingerprint"].as_table().expect("a table") {
        assert!(report.contains(&format!("  {} {arm}\n", print.as_str().expect("a text"))), "{report}");
    }
}

#[test]
fn diff_says_when_results_begin_to_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    assert!(run_into(&one, &["--quiet"]).status.success());
    // The tool comes in week 6, and only where it does may the arms that use it differ.
    assert!(run_into(&other, &["--quiet", "--set", "technology.speech.dip.depth=0.9"]).status.success());
    let diff = |one: &Path, other: &Path| sim(&["diff", one.to_str().unwrap(), other.to_str().unwrap()]);
    let output = diff(&one, &other);
    assert_eq!(output.status.code(), Some(1));
    let report = text(&output.stdout);
    assert!(report.starts_with("first differ in the week from 2024-02-12: "), "{report}");
    assert!(!report.contains(" typed,"), "{report}");
    assert_eq!(diff(&one, &one).status.code(), Some(0));
    assert_eq!(diff(&one, folder.path()).status.code(), Some(2));
}

#[test]
fn diff_finds_the_first_event_a_change_moves() {
    let change = ["--set", "task.code.way.coder.time.mean=\"11 min\""];
    let output = sim(&[&["diff", "--bisect", SMALL], &change[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let report = text(&output.stdout);
    // The first that can differ is the time drawn for the first coding: under the same variate another time.
    let draws: Vec<&str> =
        report.lines().filter_map(|line| Some(line.split_once("hours code/coder takes: ")?.1)).collect();
    let [(one, shorter), (other, longer)] =
        [0, 1].map(|draw| draws[draw].split_once(" gives ").expect("a variate and a time"));
    assert!(draws.len() == 2 && one == other && shorter != longer, "{report}");
    let output = sim(&["diff", "--bisect", SMALL, "--set", "task.code.way.coder.time.mean=\"10 min\""]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}
