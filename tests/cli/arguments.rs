//! The help and its examples.

use crate::support::{sim, text};

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
