//! What a sweep refuses or has no result for, and what it says without running.

use super::{code, recorded, rows, sweep};
use crate::support::{SMALL, column, files, path, sim, text};
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
    assert!(text(&goes_on.stderr).contains("failed: `period.after` goes past the end"), "{}", text(&goes_on.stderr));
    assert_eq!((status()[3].as_str(), recorded(&out).len()), ("done", 4));
    assert_eq!(code(&sim(&[&arguments[..], &["--max-fails", "1"]].concat())), Some(0));
    assert_eq!(recorded(&out).len(), 4);
    assert_eq!(code(&sim(&[&arguments[..], &["--retry"]].concat())), Some(1));
    assert_eq!(recorded(&out).len(), 5, "the failed one was tried again");
    let (_, results) = rows(&out.join("results.csv"));
    assert_eq!(results.iter().map(|row| row[0].to_string()).collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn what_is_wrong_is_said_before_anything_runs() {
    let place = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = place.path().join(name);
        fs::write(&file, text).expect("written");
        path(&file).to_string()
    };
    let small = fs::read_to_string(SMALL).expect("there");
    let lines = small.lines().count();
    let wrong_level = write("level.toml", &format!("{small}[sweep.vary]\n\"site.clinic.staff.secretary\" = [1, -2]\n"));
    let wrong_range =
        write("range.toml", &format!("{small}[sweep.vary]\n\"site.clinic.staff.secretary\" = \"1:2:-1\"\n"));
    let bare_path = write("bare.toml", &format!("{small}[sweep.vary]\nsite.clinic.staff.secretary = [1, 2]\n"));
    let wrong_metric = write("metric.toml", &format!("{small}[sweep]\nmetrics = [\"hour\"]\n"));
    let short_row = write("short.csv", "run.seed,length\n1,8 weeks\n2\n");
    let headless = write("headless.csv", "1,2\n3,4\n");
    let gap = write("gap.csv", "run.seed,length\n1,8 weeks\n2,\n");
    let unreadable = place.path().join("none.csv");
    let line = format!("level.toml, line {}", lines + 2);
    for (arguments, why) in [
        (&[SMALL][..], &["nothing is varied", "--vary PATH="][..]),
        (&[SMALL, "--vary", "run.seed"], &["no `=` in `--vary`", "PATH="]),
        (&[SMALL, "--vary", "run.seed=1:5:0"], &["cannot vary `run.seed`", "STEP"]),
        (&[SMALL, "--vary", "run.seed=1:5"], &["is an interval", "--design lhs"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--vary", "run.seed=3"], &["varied twice"]),
        (&[SMALL, "--vary", "run.sed=1,2"], &["unknown key `sed`", "did you mean `seed`?"]),
        (&[SMALL, "--vary", "run.seed=1,two"], &["run.seed=two", "at the point run.seed = two"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--points", "3"], &["a grid has as many points"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--design", "lhs"], &["needs a number of points"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--design", "sobol", "--points", "70000"], &["at most 65,536"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--shard", "3/2"], &["from 1/N to N/N"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--metric", "hour"], &["unknown metric `hour` (did you mean `hours`?)"]),
        (&[SMALL, "--vary", "run.seed=1,2", "--arm", "spokn"], &["no arm is called `spokn`"]),
        (&[SMALL, "--design", "file"], &["--points-file CSV"]),
        (&[SMALL, "--points-file", path(&unreadable)], &["cannot read"]),
        (&[SMALL, "--points-file", &short_row], &["short.csv, row 3", "fill in"]),
        (&[SMALL, "--points-file", &headless], &["headless.csv, row 1", "no path"]),
        (&[SMALL, "--points-file", &gap], &["gap.csv, row 3: no value for `length`"]),
        (&[&wrong_level], &["out of range", &line, "secretary=-2", "full-time equivalents: 0, or from 0.001"]),
        (&[&wrong_range], &["range.toml", "cannot vary", "STEP"]),
        (&[&bare_path], &["bare.toml", "a path with dots stands in quotes"]),
        (&[&wrong_metric], &["metric.toml", "unknown metric `hour`", "did you mean `hours`?"]),
    ] {
        let out = place.path().join("out");
        let output = sim(&[&["sweep", "--out", path(&out)], arguments].concat());
        assert_eq!(code(&output), Some(2), "{arguments:?}: {}", text(&output.stderr));
        for wanted in why {
            assert!(text(&output.stderr).contains(wanted), "no `{wanted}` in\n{}", text(&output.stderr));
        }
        assert!(!out.exists(), "a wrong sweep leaves nothing");
    }
    for subcommand in ["status", "gather"] {
        let output = sim(&[subcommand, path(place.path())]);
        assert_eq!(code(&output), Some(2));
        assert!(text(&output.stderr).contains("holds no sweep"), "{}", text(&output.stderr));
    }
}

#[test]
fn folders_of_others_are_left_alone() {
    let place = tempfile::tempdir().expect("a folder");
    let run = place.path().join("run");
    assert_eq!(code(&sim(&["run", SMALL, "--replications", "1", "--quiet", "--out", path(&run)])), Some(0));
    let before = files(&run);
    for more in [&[][..], &["--force"]] {
        assert_eq!(code(&sweep(&run, more)), Some(2));
        assert!(files(&run) == before);
    }
    let thesis = place.path().join("thesis");
    fs::create_dir(&thesis).expect("made");
    fs::write(thesis.join("chapter.txt"), "years of work").expect("written");
    let refused = sweep(&thesis, &["--force"]);
    assert_eq!(code(&refused), Some(2));
    assert!(
        text(&refused.stderr).contains("not made by `sim`") || text(&refused.stderr).contains("was not made by sim")
    );
    assert_eq!(fs::read_dir(&thesis).expect("readable").count(), 1);
}

#[test]
fn a_dry_run_says_the_cost_and_writes_nothing() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let output = sweep(&out, &["--dry-run", "--shard", "2/3"]);
    assert_eq!(code(&output), Some(0));
    for wanted in [
        "points  6 (grid over 2 inputs); this is shard 2/3",
        "runs    18 ",
        "events  about ",
        "time    about ",
        "disk    about ",
    ] {
        assert!(text(&output.stdout).contains(wanted), "no {wanted} in\n{}", text(&output.stdout));
    }
    assert!(!out.exists());
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

/// The tables of a sweep have columns for periods, arms, tasks and so on: two columns of a name cannot be told apart.
#[test]
fn what_is_varied_has_no_name_of_another_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let file = folder.path().join("points.csv");
    fs::write(&file, "arm\n{ }\n").expect("written");
    for more in [
        &["--vary", "period={ a = { from = \"0 weeks\" } }"][..],
        &["--vary", "arm={ }"],
        &["--vary", "task={ }"],
        &["--points-file", path(&file)],
    ] {
        let output = sim(&[&["sweep", SMALL, "--out", path(&out)], more].concat());
        let said = text(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(code(&output), Some(2), "{said}");
        assert!(said.contains("the tables of a sweep have a column of this name; vary a value in it"), "{said}");
        assert!(!out.exists());
    }
}
