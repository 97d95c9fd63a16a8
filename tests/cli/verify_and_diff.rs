//! `sim verify`: the same bytes however a run is made.

use super::run::run_into;
use crate::support::{SMALL, sim, text};
use std::fs;

#[test]
fn verify_compares_threads_and_both_kinds_of_parallelism() {
    let output = sim(&["verify", SMALL, "--threads", "1,3", "--replications", "2", "--audit", "--quiet"]);
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    // The fingerprints are those of the manifest.
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    let manifest: toml::Table = fs::read_to_string(out.join("manifest.toml")).expect("readable").parse().expect("TOML");
    for (arm, print) in manifest["fingerprint"].as_table().expect("a table") {
        assert!(report.contains(&format!("  {} {arm}\n", print.as_str().expect("a text"))), "{report}");
    }
}
