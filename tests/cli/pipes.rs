//! Readers that go away, and ends that are closed from the beginning.

use crate::support::{SMALL, program, text};
use std::process::Stdio;

/// `sim run ... | head -1`: no panic, and the results are there.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let mut child = program()
        .args(["run", SMALL, "--replications", "2", "--quiet", "--out", out.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sim starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert!(out.join("summary.csv").exists());
}

/// The same for `sim check`, and for whoever closes standard error.
#[cfg(unix)]
#[test]
fn closed_ends_are_no_failure_of_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("UTF-8");
    for (arguments, code) in [
        (&["check", "tests/scenarios/small.toml"][..], 0),
        (&["check", "tests/scenarios/none.toml"], 2),
        (&["run", SMALL, "--replications", "1", "--out", out], 0),
    ] {
        for standard_output in [true, false] {
            let mut command = program();
            let mut child =
                command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("sim starts");
            if standard_output {
                drop(child.stdout.take())
            } else {
                drop(child.stderr.take())
            }
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        }
    }
}
