//! `sim sweep`: points, designs and what is varied.

mod refused;
mod resumed;

use crate::support::{SMALL, files, office, path, program, sim, text};
use sim::io::tables::SWEEP_FILES;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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

/// `warm_up = "auto"`: a pilot at each point, whose warm-up is that of a run with the point's values; where work piles
/// up the point fails and says why.
#[test]
fn each_point_has_its_own_pilot() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("desk.toml");
    fs::write(&file, office("auto", "4 weeks", 2, 85)).expect("written");
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
    // As if the arm did not set it.
    let plain = place.path().join("plain");
    assert_eq!(code(&sweep(&plain, &["--quiet"])), Some(0));
    assert_eq!(rows(&out.join("results.csv")), rows(&plain.join("results.csv")));
}
