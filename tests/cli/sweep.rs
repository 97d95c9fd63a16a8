//! Sweeps: the same bytes whoever runs them, whatever is killed on the way, and what is said about what is wrong.

use crate::support::{SMALL, column, files, path, program, sim, text};
use rand::RngExt;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use sim::io::tables::SWEEP_FILES;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// Six points of two inputs, one replication each: a fraction of a second a point.
const SWEEP: &[&str] = &[
    "--vary",
    "site.clinic.staff.secretary=1:2:0.5",
    "--vary",
    "task.code.way.coder.time.mean=8 min, 12 min",
    "--replications",
    "1",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What was printed without the line breaks that folding puts in.
fn unfolded(bytes: &[u8]) -> String {
    text(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sweeps the small scenario into a folder.
fn sweep(out: &Path, more: &[&str]) -> Output {
    sim(&[&["sweep", SMALL, "--out", path(out)], SWEEP, more].concat())
}

fn start(out: &Path, more: &[&str]) -> Child {
    command(&[&["sweep", SMALL, "--out", path(out)], SWEEP, more].concat()).spawn().expect("sim starts")
}

fn code(output: &Output) -> Option<i32> {
    assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
    output.status.code()
}

/// The points recorded in all chunks, a torn last line left out, as a reader of our format would find them.
fn recorded(folder: &Path) -> Vec<String> {
    let mut points = Vec::new();
    for entry in fs::read_dir(folder.join("chunks")).into_iter().flatten() {
        let file = entry.expect("an entry");
        if !file.file_name().to_string_lossy().starts_with("shard-") {
            continue; // The lock, or a table whose writer was killed.
        }
        let bytes = fs::read(file.path()).expect("readable");
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
        for line in text(&bytes[..whole]).lines().skip(1) {
            let (_, json) = line.split_once(' ').expect("a checksum");
            let record: serde_json::Value = serde_json::from_str(json).expect("JSON");
            points.push(record["point"].as_str().expect("a name").to_string());
        }
    }
    points
}

fn rows(file: &Path) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let header = reader.headers().expect("a header").iter().map(String::from).collect();
    (header, reader.records().map(|record| record.expect("a row")).collect())
}

/// A point is what `sim run` gives with the same values; `sim run` knows nothing of sweeps.
#[test]
fn a_point_is_the_run_with_its_values() {
    let place = tempfile::tempdir().expect("a folder");
    let (swept, run) = (place.path().join("swept"), place.path().join("run"));
    assert_eq!(code(&sweep(&swept, &["--quiet"])), Some(0));
    let sets = ["--set", "site.clinic.staff.secretary=1.5", "--set", "task.code.way.coder.time.mean=\"12 min\""];
    let arguments = ["run", SMALL, "--replications", "1", "--quiet", "--out", path(&run)];
    let output = sim(&[&arguments[..], &sets].concat());
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    let (header, all) = rows(&swept.join("results.csv"));
    let inputs =
        ["site.clinic.staff.secretary", "task.code.way.coder.time.mean", "task.code.way.coder.time.mean [min]"];
    assert_eq!(header[..4], [&["point"], &inputs[..]].concat());
    // Times are numbers in the unit that the column names, beside what was typed.
    assert!(all.iter().all(|row| row[2] == format!("{} min", &row[3])));
    let of_point: Vec<Vec<&str>> = all
        .iter()
        .filter(|row| &row[1] == "1.5" && &row[2] == "12 min")
        .map(|row| row.iter().skip(4).collect())
        .collect();
    let (summary, expected) = rows(&run.join("summary.csv"));
    assert_eq!(header[4..], summary);
    let expected: Vec<Vec<&str>> = expected.iter().map(|row| row.iter().collect()).collect();
    assert!(expected.len() > 500 && of_point == expected);
    // One row a point in the other tables, with the columns of the table of columns.
    for name in ["points.csv", "runs.csv"] {
        let (header, rows) = rows(&swept.join(name));
        let columns = SWEEP_FILES.iter().find(|file| file.name == name).expect("ours").columns;
        let own: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let without: Vec<&str> = header.iter().map(String::as_str).filter(|name| !name.contains('.')).collect();
        assert_eq!((rows.len(), without), (6, own), "{name}");
    }
    let (_, runs) = rows(&swept.join("runs.csv"));
    let manifest: toml::Table = fs::read_to_string(run.join("manifest.toml")).expect("there").parse().expect("TOML");
    let events = manifest["run"]["events"].as_integer().expect("a number").to_string();
    assert!(runs.iter().any(|row| &row[1] == "1.5" && &row[2] == "12 min" && row[8] == events));
}

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
    assert!(text(&gathered.stderr).starts_with("4 of 6 points are in "), "{}", text(&gathered.stderr));
    assert!(text(&gathered.stderr).contains("2 missing: p"), "{}", text(&gathered.stderr));
    let status = sim(&["status", path(&shards)]);
    assert!(text(&status.stdout).contains("4 done, 0 failed, 2 missing\n"), "{}", text(&status.stdout));
    // What is missing may be run by anybody: here without shards.
    assert_eq!(code(&sweep(&shards, &[])), Some(0));
    assert_eq!(code(&sim(&["gather", path(&shards), "--quiet"])), Some(0));
    assert!(files(&one) == files(&shards));
    assert_eq!(recorded(&shards).len(), 6);
    let status = sim(&["status", path(&shards)]);
    assert!(text(&status.stdout).ends_with("nothing is missing\n"), "{}", text(&status.stdout));
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
    assert!(
        unfolded(&other.stderr).contains("holds another sweep; what differs: the scenario (`occupation.nurse.wage`)"),
        "{}",
        text(&other.stderr)
    );
    let forced = sim(&[&again[..], &["--set", "occupation.nurse.wage=46", "--force"]].concat());
    assert_eq!((code(&forced), recorded(&out).len()), (Some(0), 4));
}

/// The section and the arguments say the same thing; a file of points, too.
#[test]
fn the_section_says_what_the_arguments_say() {
    let place = tempfile::tempdir().expect("a folder");
    let scenario = place.path().join("small.toml");
    let small = fs::read_to_string(SMALL).expect("there");
    let section = "[sweep]\nmetrics = [\"hours\", \"backlog\"]\n[sweep.vary]\n\"site.clinic.staff.secretary\" = \"1:2:0.5\"\n\
                   \"task.code.way.coder.time.mean\" = [\"8 min\", \"12 min\"]\n";
    fs::write(&scenario, format!("{small}\n{section}")).expect("written");
    let (by_section, by_arguments) = (place.path().join("section"), place.path().join("arguments"));
    let arguments = ["sweep", path(&scenario), "--replications", "1", "--out", path(&by_section)];
    assert_eq!(code(&sim(&arguments)), Some(0));
    assert_eq!(code(&sweep(&by_arguments, &["--metric", "backlog", "--metric", "hours"])), Some(0));
    let tables =
        |folder: &Path| files(folder).into_iter().filter(|(name, _)| name.ends_with(".csv")).collect::<Vec<_>>();
    assert!(tables(&by_section) == tables(&by_arguments));
    let (_, results) = rows(&by_section.join("results.csv"));
    let metrics: BTreeSet<&str> = results.iter().map(|row| &row[6]).collect();
    assert_eq!(metrics.into_iter().collect::<Vec<_>>(), ["backlog", "hours"]);
    // The table of points is a file of points.
    let by_file = place.path().join("file");
    let points = by_arguments.join("points.csv");
    let more = ["--points-file", path(&points), "--metric", "hours", "--metric", "backlog", "--replications", "1"];
    assert_eq!(code(&sim(&[&["sweep", SMALL, "--out", path(&by_file)], &more[..]].concat())), Some(0));
    assert!(tables(&by_file) == tables(&by_arguments));
}

#[test]
fn designs_fill_the_space() {
    let place = tempfile::tempdir().expect("a folder");
    for (design, columns) in [("lhs", 8), ("sobol", 8)] {
        let out = place.path().join(design);
        let more = [
            "--design",
            design,
            "--points",
            "8",
            "--vary",
            "site.clinic.staff.secretary=1:3",
            "--vary",
            "occupation.nurse.wage=40:50",
        ];
        let arguments =
            ["sweep", SMALL, "--replications", "1", "--arm", "spoken", "--metric", "payroll", "--out", path(&out)];
        assert_eq!(code(&sim(&[&arguments[..], &more].concat())), Some(0));
        let (_, points) = rows(&out.join("points.csv"));
        let stratum = |row: &csv::StringRecord| ((row[1].parse::<f64>().expect("a number") - 1.0) / 2.0 * 8.0) as usize;
        assert_eq!(points.iter().map(stratum).collect::<BTreeSet<_>>().len(), columns, "{design}");
    }
}

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
    assert!(text(&second.stderr).contains("1 of 2 points done, 1 failed, 0 missing"), "{}", text(&second.stderr));
    let gathered = sim(&["gather", path(&out)]);
    assert_eq!(code(&gathered), Some(1));
    assert!(text(&gathered.stderr).contains("out of range"), "{}", text(&gathered.stderr));
    // To stop there leaves the next point of the shard missing.
    let other = place.path().join("other");
    let arguments = ["--shard", "2/2", "--on-error", "stop", "--threads", "1", "--out", path(&other)];
    let stopped = sim(&[&["sweep", SMALL, "--vary", "site.clinic.staff.secretary=1,-2,2,3"], &arguments[..]].concat());
    assert_eq!(code(&stopped), Some(1));
    assert!(text(&stopped.stderr).contains("0 of 2 points done, 1 failed, 1 missing"), "{}", text(&stopped.stderr));
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

/// What the README and the help tell people to type is right.
#[test]
fn examples_are_right() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let help = sim(&["sweep", "--help"]);
    // A command may go on in the next line.
    let help = text(&help.stdout).replace("\\\n", " ");
    let texts = [readme.as_str(), &help];
    let is_example = |line: &&str| line.contains("sim sweep scenarios/");
    let examples: Vec<&str> = texts.iter().flat_map(|text| text.lines()).filter(is_example).collect();
    assert!(examples.len() >= 3, "{examples:?}");
    for example in examples {
        let arguments: Vec<&str> = example.split_whitespace().skip(1).filter(|word| *word != "--dry-run").collect();
        let output = sim(&[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(code(&output), Some(0), "{example}: {}", text(&output.stderr));
    }
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

/// Killed at random moments, a handful of times; a hundred and more with `SIM_KILLS=100`. Only what was under way is run again,
/// and in the end there is no difference to a sweep that nobody disturbed.
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

/// `warm_up = "auto"`: a pilot at each point, whose warm-up is that of a run with the point's values; where work piles up the
/// point fails and says why.
#[test]
fn each_point_has_its_own_pilot() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("desk.toml");
    let desk = |warm_up: &str| {
        format!(
            r#"
warm_up = "{warm_up}"
length  = "4 weeks"
[run]
replications = 2
[site.office]
staff = {{ clerk = 4 }}
[occupation.clerk]
shift = "Mon-Fri 08:00-16:00"
[product.request]
[product.answer]
[demand.customer]
arrivals = {{ per_week = 100, hours = "Mon-Fri 08:00-15:00" }}
writes   = ["request"]
[task.serve]
reads  = ["request"]
writes = ["answer"]
[task.serve.way.clerk]
team = ["clerk"]
time = {{ mean = "85 min", cv = 1 }}
"#
        )
    };
    fs::write(&file, desk("auto")).expect("written");
    // 142 hours of work a week for 160 and for 120 hours of clerks.
    let swept = place.path().join("swept");
    let vary = ["--vary", "site.office.staff.clerk=3,4", "--threads", "2"];
    let output = sim(&[&["sweep", path(&file), "--out", path(&swept)], &vary[..]].concat());
    assert_eq!(code(&output), Some(1), "{}", text(&output.stderr));
    let (header, runs) = rows(&swept.join("runs.csv"));
    let column = |name: &str| header.iter().position(|other| other == name).expect("a column");
    let of = |clerks: &str| runs.iter().find(|row| &row[column("site.office.staff.clerk")] == clerks).expect("a point");
    assert!(of("3")[column("reason")].contains("the control does not settle"), "{:?}", of("3"));
    let out = place.path().join("out");
    assert_eq!(code(&sim(&["run", path(&file), "--quiet", "--out", path(&out)])), Some(0));
    let rows_of = |file: &Path, from: usize| -> Vec<String> {
        rows(file).1.iter().map(|row| row.iter().skip(from).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(rows_of(&swept.join("results.csv"), 2), rows_of(&out.join("summary.csv"), 0));
}

/// What is varied stands in place of what an arm sets, in that arm too, and the sweep says so.
#[test]
fn what_is_varied_wins_over_what_an_arm_sets() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let own = ["--set", "arm.fewer.set={ \"site.clinic.staff.secretary\" = 1 }"];
    let output = sweep(&out, &own);
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    let said = "`site.clinic.staff.secretary` (--vary) stands in place of what arm `fewer` sets";
    assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    // As if the arm did not set it.
    let plain = place.path().join("plain");
    assert_eq!(code(&sweep(&plain, &["--quiet"])), Some(0));
    assert_eq!(rows(&out.join("results.csv")), rows(&plain.join("results.csv")));
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
