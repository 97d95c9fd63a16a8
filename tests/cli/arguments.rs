//! What people type: wrong arguments, the help and its examples, and scenarios by their names.

use crate::support::{SMALL, program, sim, text};
use std::fs;

#[test]
fn wrong_arguments_end_with_2_and_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let nameless = sim(&["run", SMALL, "--out", ".."]);
    assert_eq!(nameless.status.code(), Some(2));
    assert!(text(&nameless.stderr).contains("name one with --out"));
    for (more, why) in [
        (&["--arm", "spokn"][..], "no arm is called `spokn`"),
        (&["--replications", "0"], "invalid value '0'"),
        (&["--threads", "none"], "invalid value 'none'"),
        (&["--set", "site.clinic.staff.coder=-1"], "out of range"),
        (&["--nonsense"], "unexpected argument"),
    ] {
        let out = out.to_str().expect("UTF-8");
        let output = sim(&[&["run", SMALL, "--out", out], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("panicked"));
    }
    assert!(!out.exists(), "a wrong run leaves nothing");
    let missing = sim(&["run", "tests/scenarios/none.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("cannot read tests/scenarios/none.toml"));
}

#[test]
fn help_has_examples() {
    for command in ["run", "new", "sweep", "status", "gather", "check", "verify", "diff"] {
        let output = sim(&[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains(&format!("Example:\n  sim {command} ")));
    }
}

#[test]
fn the_example_in_the_help_is_right() {
    let output = sim(&["check", "scenarios/ehr_rollout.toml", "--set", "site.hospital.staff.secretary=70"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report = text(&output.stdout);
    // Ten times the secretaries of the file have a tenth of the load, which is said.
    for wanted in ["Offered load", "cited", "abstract_for_registry", "`secretary` in the control is 10%, below 40%"] {
        assert!(report.contains(wanted), "no {wanted} in\n{report}");
    }
}

/// Away from the sources: the scenarios are in the program.
#[test]
fn shipped_scenarios_are_listed_and_run_by_name_from_anywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let from_there = |arguments: &[&str]| program().args(arguments).current_dir(&folder).output().expect("sim starts");
    let output = from_there(&["list"]);
    assert_eq!(output.status.code(), Some(0));
    let line = |name: &str| text(&output.stdout).lines().find(|line| line.starts_with(name)).map(String::from);
    assert!(
        line("ehr_rollout ").expect("the main scenario").contains("Who does the secretaries' work once they are gone?")
    );
    let (_, exercises) = text(&output.stdout).split_once("\nExercises, in order").expect("a heading of their own");
    assert!(exercises.contains("\none_queue ") && !exercises.contains("ehr_rollout"), "{exercises}");
    for name in ["ehr_rollout", "one_queue", "teaching/one_queue", "teaching/one_queue.toml"] {
        let output = from_there(&["check", name]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let output = from_there(&["run", "cdi_programme", "--replications", "2", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Expected ("), "{}", text(&output.stdout));
    assert!(folder.path().join("results/cdi_programme/defects.csv").exists());
    // A file of that name wins.
    fs::copy(SMALL, folder.path().join("ehr_rollout.toml")).expect("copied");
    let output = from_there(&["check", "ehr_rollout"]);
    assert!(text(&output.stdout).contains("Does it all work together?"), "{}", text(&output.stdout));
    let output = from_there(&["run", "no_such_scenario"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("sim list"), "{}", text(&output.stderr));
}
