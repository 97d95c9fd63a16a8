//! The interpreter is right itself: cases worked out by hand from the rules.

use super::compare::{clock, scenario_in};
use super::interpreter::interpret;
use std::fs;
use std::path::Path;

/// What happens in a case: hours, minutes, words; without what the event log and the sums say.
fn happens(path: &str) -> Vec<String> {
    let lines = interpret(&scenario_in(Path::new(path)), 0);
    let steps = lines.into_iter().filter(|(_, words)| !words.starts_with("log ") && !words.starts_with("sum "));
    steps.map(|(time, words)| format!("{} {words}", &clock(time)[..clock(time).len() - 3])).collect()
}

fn sums(path: &str) -> Vec<String> {
    let lines = interpret(&scenario_in(Path::new(path)), 0);
    lines.into_iter().filter_map(|(_, words)| words.strip_prefix("sum ").map(str::to_string)).collect()
}

/// Both are there every hour, and their way comes first: 48 visits in 48 hours, none alone.
#[test]
fn the_first_open_way_whose_team_is_free_is_taken() {
    let all = happens("tests/model/reference/cases/team_before_alone.toml");
    let starts = |way: &str| all.iter().filter(|line| line.ends_with(way)).count();
    assert_eq!((starts("start visit/pair"), starts("start visit/alone")), (48, 0));
}

/// a leaves at 16:00, so b is no longer held and does `solo`. Held: 15:10 to 16:00, and on Tuesday 8:00 to 10:00 while
/// a finishes `long` (3 h from 15:00, an hour of it on Monday): 2 h 50 min, 10,200,000 ms.
#[test]
fn a_hold_ends_with_the_shift() {
    let path = "tests/model/reference/cases/hold_ends_with_the_shift.toml";
    let all = happens(path);
    for line in ["16:00 suspend long", "16:00 start solo/w", "32:00 resume long", "34:00 start pair/w"] {
        assert!(all.iter().any(|other| other == line), "{line} is not among {all:#?}");
    }
    assert!(sums(path).contains(&"b: held for 10200000 ms".to_string()));
}

/// `hi` has the higher priority and b alone can do it; so `lo` is a's, whichever table comes first.
#[test]
fn priority_decides_when_all_come_at_once() {
    for order in ["priority_at_shift_start", "priority_at_shift_start_other_order"] {
        let all = happens(&format!("tests/model/reference/cases/{order}.toml"));
        let starts: Vec<&str> = all.iter().filter_map(|line| line.split_once(" start ")).map(|(_, way)| way).collect();
        assert_eq!(starts, ["hi/by_b", "lo/by_a"], "{order}");
    }
}

/// The short way leaves no p2, so t2 can never be done, and nobody needs what t1 would write.
#[test]
fn what_nobody_can_use_any_longer_is_not_called_for() {
    let sums = sums("tests/model/reference/cases/not_called_for.toml");
    assert!(sums.contains(&"t1: 0 requested, 0 done, 0 abandoned, 0 superseded, 0 unfinished".to_string()), "{sums:?}");
}

/// Sequences written down by hand for the program (`tests/model/sequences`): those of what the interpreter knows.
#[test]
fn sequences_worked_out_by_hand_come_out() {
    const NAMES: [&str; 14] = [
        "absence",
        "after_hours",
        "expiry_at_a_tie",
        "fall_back",
        "kept_for_a_way_to_come",
        "overrun",
        "overrun_past_after_hours",
        "superseded",
        "own_work_first",
        "reservation",
        "suspension",
        "two_teams",
        "urgent",
        "wanted",
    ];
    for name in NAMES {
        let text = fs::read_to_string(format!("tests/model/sequences/{name}.txt")).expect("a sequence");
        // Without the number of who leads and without causes, but for expiry.
        let in_brief = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            match words[1] {
                "abandoned" if words[3] != "(expired)" => format!("{} (given up)", words[..3].join(" ")),
                "abandoned" => line.to_string(),
                _ => words[..3].join(" "),
            }
        };
        let mut expected: Vec<String> = text.lines().map(in_brief).collect();
        let mut all = happens(&format!("tests/model/sequences/{name}.toml"));
        expected.sort();
        all.sort();
        assert_eq!(all, expected, "{name}");
    }
}
