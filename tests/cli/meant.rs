//! What was meant: a command, a scenario, or a path that is not there.

use crate::support::{said, sim_in};

/// What `sim` says with these arguments, and its exit code, in a folder without scenarios.
fn answer(arguments: &[&str]) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = sim_in(folder.path(), arguments);
    (said(&output), output.status.code())
}

/// One letter is wrong, or the command is missing: the nearest command or scenario is named, with exit code 2.
#[test]
fn a_wrong_command_names_the_near_one() {
    for (typed, meant) in [
        ("rnu", "did you mean `sim run`?"),
        ("swep", "did you mean `sim sweep`?"),
        ("ehr_rolout", "did you mean `sim run ehr_rollout`?"),
        ("one_qeue", "did you mean `sim run one_queue`?"),
        ("ehr_rollout", "to run a scenario: `sim run ehr_rollout`"),
        ("old/ehr_rollout.toml", "did you mean `sim run ehr_rollout`?"),
        ("quux", "expected one of run, "),
    ] {
        let (told, code) = answer(&[typed]);
        assert!(told.contains(&format!("`{typed}` is no command")) && told.contains(meant), "{typed}: {told}");
        assert_eq!(code, Some(2), "{typed}");
    }
}

#[test]
fn a_path_that_is_not_there_names_the_shipped_scenario() {
    for command in ["run", "check", "describe", "verify", "sweep"] {
        for (path, meant) in [
            ("scenarios/ehr_rollout.toml", "but `ehr_rollout` comes with sim"),
            ("anywhere/one_queue", "but `one_queue` comes with sim"),
            ("ehr_rolout", "did you mean `ehr_rollout`"),
            ("my/ehr_rolout.toml", "did you mean `ehr_rollout`"),
            ("quux.toml", "`sim list` shows"),
        ] {
            let (told, code) = answer(&[command, path]);
            assert!(told.contains(meant), "{command} {path}: {told}");
            assert_eq!(code, Some(2), "{command} {path}");
        }
    }
}

/// The clinic's notes have a late way for physicians: without a secretary they write them. Without physicians nobody can.
#[test]
fn nobody_is_allowed_where_somebody_else_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let sim = |arguments: &[&str]| sim_in(folder.path(), arguments);
    assert!(sim(&["new", "clinic"]).status.success());
    let vary = "site.clinic.staff.secretary=0:2:1";
    let swept = sim(&["sweep", "clinic.toml", "--vary", vary, "--replications", "1", "--out", "swept"]);
    let told = said(&swept).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(swept.status.success() && told.contains("3 of 3 points"), "{told}");
    assert!(told.contains("employs `secretary` at `clinic`, so this way is never used"), "{told}");
    let nobody = sim(&["check", "clinic.toml", "--set", "site.clinic.staff.physician=0"]);
    assert_eq!(nobody.status.code(), Some(2));
    // Who is not listed at all was forgotten.
    let staff = "site.clinic.staff={ physician = 5 }";
    let forgotten = sim(&["check", "clinic.toml", "--set", staff]);
    let told = said(&forgotten);
    assert!(forgotten.status.code() == Some(2) && told.contains("no arm ever employs `secretary`"), "{told}");
}
