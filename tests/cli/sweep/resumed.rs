//! The same bytes whoever runs the points of a sweep, and whatever is stopped or killed on the way.

use super::{SWEEP, code, command, recorded, rows, start, sweep};
use crate::support::{SMALL, files, path, sim, text};
use rand::RngExt;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Command};
use std::time::Duration;

#[test]
fn threads_shards_and_their_order_do_not_matter() {
    let place = tempfile::tempdir().expect("a folder");
    let one = place.path().join("one");
    assert_eq!(code(&sweep(&one, &["--threads", "1"])), Some(0));
    let many = place.path().join("many");
    assert_eq!(code(&sweep(&many, &["--threads", "7"])), Some(0));
    assert!(files(&one) == files(&many));
    let shards = place.path().join("shards");
    for shard in ["3/4", "1/4", "4/4"] {
        assert_eq!(code(&sweep(&shards, &["--shard", shard])), Some(0));
    }
    let gathered = sim(&["gather", path(&shards)]);
    assert_eq!(code(&gathered), Some(1));
    // What is missing may be run by anybody: here without shards.
    assert_eq!(code(&sweep(&shards, &[])), Some(0));
    assert_eq!(code(&sim(&["gather", path(&shards), "--quiet"])), Some(0));
    assert!(files(&one) == files(&shards));
    assert_eq!(recorded(&shards).len(), 6);
}

/// Shards that begin at the same instant set up one folder, and each refuses what another works on.
#[test]
fn shards_may_begin_together() {
    let place = tempfile::tempdir().expect("a folder");
    let (one, together) = (place.path().join("one"), place.path().join("together"));
    assert_eq!(code(&sweep(&one, &[])), Some(0));
    let shards: Vec<Child> = ["1/3", "2/3", "3/3"].map(|shard| start(&together, &["--shard", shard])).into();
    for shard in shards {
        let output = shard.wait_with_output().expect("it ends");
        assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    }
    assert_eq!(code(&sim(&["gather", path(&together)])), Some(0));
    assert!(files(&one) == files(&together));
    assert_eq!(fs::read_dir(place.path()).expect("readable").count(), 2, "nothing is left beside them");
}

#[test]
fn running_again_runs_what_is_missing_and_nothing_else() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let narrow = ["sweep", SMALL, "--replications", "1", "--out", path(&out)];
    let vary = |values: &str| format!("site.clinic.staff.secretary={values}");
    assert_eq!(code(&sim(&[&narrow[..], &["--vary", &vary("1,2")]].concat())), Some(0));
    let first = recorded(&out);
    let chunk = fs::read(out.join("chunks/shard-1-of-1.done")).expect("a whole chunk");
    assert_eq!(code(&sim(&[&narrow[..], &["--vary", &vary("1,2")]].concat())), Some(0));
    assert!(fs::read(out.join("chunks/shard-1-of-1.done")).expect("a whole chunk") == chunk, "nothing was run");
    // More points come in: those that are there stay.
    assert_eq!(code(&sim(&[&narrow[..], &["--vary", &vary("3,2,1.5,1")]].concat())), Some(0));
    let all = recorded(&out);
    assert_eq!(all[..2], first);
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (4, 4));
    let fresh = place.path().join("fresh");
    let arguments = ["sweep", SMALL, "--replications", "1", "--out", path(&fresh), "--vary", &vary("3,2,1.5,1")];
    assert_eq!(code(&sim(&arguments)), Some(0));
    assert!(files(&out) == files(&fresh));
    // A comment in the scenario changes nothing; a number does.
    let copy = place.path().join("small.toml");
    fs::write(&copy, fs::read_to_string(SMALL).expect("there") + "\n# a comment\n").expect("written");
    let again = ["sweep", path(&copy), "--replications", "1", "--out", path(&out), "--vary", &vary("3,2,1.5,1")];
    assert_eq!(code(&sim(&again)), Some(0));
    assert_eq!(recorded(&out).len(), 4);
    let other = sim(&[&again[..], &["--set", "occupation.nurse.wage=46"]].concat());
    assert_eq!(code(&other), Some(2));
    let forced = sim(&[&again[..], &["--set", "occupation.nurse.wage=46", "--force"]].concat());
    assert_eq!((code(&forced), recorded(&out).len()), (Some(0), 4));
}

/// What a whole sweep refuses beforehand, a shard meets: it does not look at the points of the others.
#[test]
fn a_shard_looks_at_its_own_points_alone() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let arguments = ["sweep", SMALL, "--vary", "site.clinic.staff.secretary=1,-2,2,3", "--replications", "1"];
    let shard = |more: &[&str]| sim(&[&arguments[..], &["--out", path(&out)], more].concat());
    assert_eq!(code(&shard(&[])), Some(2), "the whole is refused");
    assert_eq!(code(&shard(&["--shard", "1/2"])), Some(0), "points 1 and 3 are right");
    let second = shard(&["--shard", "2/2"]);
    assert_eq!(code(&second), Some(1), "{}", text(&second.stderr));
    let gathered = sim(&["gather", path(&out)]);
    assert_eq!(code(&gathered), Some(1));
    // To stop there leaves the next point of the shard missing.
    let other = place.path().join("other");
    let arguments = ["--shard", "2/2", "--on-error", "stop", "--threads", "1", "--out", path(&other)];
    let stopped = sim(&[&["sweep", SMALL, "--vary", "site.clinic.staff.secretary=1,-2,2,3"], &arguments[..]].concat());
    assert_eq!(code(&stopped), Some(1));
}

/// Ctrl-C: exit code 130, the tables of what is finished, and the rest by the same command.
#[cfg(unix)]
#[test]
fn an_interrupted_sweep_keeps_what_is_finished() {
    let place = tempfile::tempdir().expect("a folder");
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    let more = ["--replications", "5", "--threads", "1"];
    let arguments = |out| [&["sweep", SMALL, "--out", path(out)], &SWEEP[..4], &more].concat();
    assert_eq!(code(&sim(&arguments(&whole))), Some(0));
    let child = command(&arguments(&out)).spawn().expect("sim starts");
    while recorded(&out).len() < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let signal = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().expect("a shell");
    assert!(signal.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("interrupted: what is finished is kept"), "{}", text(&output.stderr));
    let kept = recorded(&out).len();
    let (_, results) = rows(&out.join("results.csv"));
    assert_eq!(results.iter().map(|row| row[0].to_string()).collect::<BTreeSet<_>>().len(), kept);
    assert_eq!(code(&sim(&arguments(&out))), Some(0));
    assert!(files(&out) == files(&whole));
}

/// Killed at random moments, a handful of times; a hundred and more with `SIM_KILLS=100`. Only what was under way is
/// run again, and in the end there is no difference to a sweep that nobody disturbed.
#[cfg(unix)]
#[test]
fn a_killed_sweep_loses_only_the_points_under_way() {
    let kills: u32 = std::env::var("SIM_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6);
    let place = tempfile::tempdir().expect("a folder");
    let whole = place.path().join("whole");
    assert_eq!(code(&sweep(&whole, &[])), Some(0));
    let mut chance = Pcg64::seed_from_u64(7);
    let (mut killed, mut round) = (0, 0);
    while killed < kills {
        let out = place.path().join(format!("round{round}"));
        round += 1;
        // As often as not in parts, so that set-up, gathering and the end of a chunk are hit as well as the runs.
        let shards: &[&str] = if round % 2 == 0 { &["1/1"] } else { &["1/2", "2/2"] };
        for shard in shards {
            loop {
                let mut child = start(&out, &["--threads", "2", "--shard", shard]);
                std::thread::sleep(Duration::from_millis(chance.random_range(0..400)));
                if killed == kills || child.try_wait().expect("its state").is_some() {
                    assert_eq!(code(&child.wait_with_output().expect("it ends")), Some(0));
                    break;
                }
                let before = recorded(&out).len();
                child.kill().expect("SIGKILL"); // What `Child::kill` sends on Unix.
                child.wait().expect("it ends");
                killed += 1;
                assert!(recorded(&out).len() >= before, "a finished point is lost");
            }
        }
        let points = recorded(&out);
        assert_eq!(points.len(), 6, "no point is run twice: {points:?}");
        assert_eq!(points.into_iter().collect::<BTreeSet<_>>().len(), 6);
        assert_eq!(code(&sim(&["gather", path(&out)])), Some(0));
        assert!(files(&out) == files(&whole), "round {round} after {killed} kills");
        let chunks = fs::read_dir(out.join("chunks")).expect("readable").count();
        assert_eq!(chunks, shards.len() + 1, "a chunk for each shard, and the lock");
    }
    eprintln!("killed {killed} times in {round} sweeps");
}
