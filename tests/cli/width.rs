//! Text for people is at most 100 columns wide where nobody says how wide the place is: in a pipe.
//!
//! Not held to it, since a break would change what it says: JSON, Markdown (`guide NAME`, `describe`,
//! `explain --markdown`), `cite --cff`, completions, and lines of the user's that an error underlines.

use crate::support::{SMALL, sim};

const WIDEST: usize = 100;

/// Runs `sim` with pipes for all that it says, and returns what it said and its exit code.
fn printed(arguments: &[&str]) -> (String, Option<i32>) {
    let output = sim(arguments);
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).concat();
    (text, output.status.code())
}

/// Checks every line; a word alone that is longer, such as a path, cannot be folded.
fn check(arguments: &[&str], code: i32) {
    let (text, ended) = printed(arguments);
    assert_eq!(ended, Some(code), "{arguments:?}: {text}");
    assert!(!text.trim().is_empty(), "{arguments:?} says nothing");
    for line in text.lines().filter(|line| line.split_whitespace().count() > 1) {
        assert!(line.chars().count() <= WIDEST, "{arguments:?}, {} columns: {line}", line.chars().count());
    }
}

#[test]
fn help_of_every_command_fits() {
    let (help, _) = printed(&["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next())
        .collect();
    assert!(commands.len() >= 16 && commands.contains(&"sweep"), "{commands:?}");
    check(&["--help"], 0);
    for command in commands.iter().filter(|command| **command != "help") {
        check(&[command, "--help"], 0);
        check(&[command, "-h"], 0);
    }
}

#[test]
fn what_is_said_without_a_run_fits() {
    for arguments in [
        &["list"][..],
        &["explain"],
        &["explain", "hours.data_work", "hours", "task.way.time", "workload.csv"],
        &["guide"],
        &["cite"],
        &["check", "ehr_rollout"],
        &["check", "one_queue"],
        &["check", SMALL],
        &["sweep", "ehr_rollout", "--vary", "site.hospital.staff.secretary=6:10:2", "--dry-run"],
    ] {
        check(arguments, 0);
    }
    // Messages without a place in a file.
    check(&["chek", SMALL], 2);
    check(&["guide", "a_guide_that_is_not_there_whose_name_is_long_enough_to_lead_beyond_the_width_of_a_line"], 2);
    check(&["run", SMALL, "--arm", "an_arm_that_is_not_there_and_has_a_long_name_for_an_arm_of_a_small_one"], 2);
}

#[test]
fn what_is_said_of_results_fits() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (one, other, swept) = (at("one"), at("other"), at("swept"));
    let run = |out: &str, more: &[&str]| {
        check(&[&["run", SMALL, "--replications", "2", "--out", out], more].concat(), 0);
    };
    run(&one, &[]);
    run(&other, &["--set", "site.clinic.staff.secretary=5"]);
    check(&["compare", &one, &other], 0);
    check(&["diff", &one, &other], 1);
    check(&["cite", &one], 0);
    check(&["report", &one], 0);
    check(&["verify", SMALL, "--threads", "1,2", "--replications", "1"], 0);
    let vary = "site.clinic.staff.secretary=1,2";
    check(&["sweep", SMALL, "--vary", vary, "--replications", "1", "--out", &swept], 0);
    check(&["status", &swept], 0);
    check(&["gather", &swept], 0);
}
