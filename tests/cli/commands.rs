//! What people type and what they get: exit codes, files, folders that are left alone.

use crate::support::{SMALL, content, path, program, sim, text};
use sim::io::tables::{FILES, Type};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs the small scenario into a folder.
fn run_into(out: &Path, more: &[&str]) -> Output {
    sim(&[&["run", SMALL, "--replications", "2", "--out", path(out)], more].concat())
}

#[test]
fn a_run_prints_an_answer_and_writes_all_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let output = run_into(&out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer = text(&output.stdout);
    for wanted in ["Does it all work together?", "spoken", "secretary", "expected to save", "assumed"] {
        assert!(answer.contains(wanted), "no {wanted} in\n{answer}");
    }
    assert!(answer.lines().all(|line| line.trim_end() == line));
    // The ledger comes first, and fits a pipe.
    let ledger = answer.split("\n\n").find(|block| block.starts_with("Where the hours went")).expect("the ledger");
    assert!(answer.find(ledger) < answer.find("Data work, h/week"));
    let is_table = |block: &&str| *block == ledger || block.contains("Data work, h/week");
    for line in answer.split("\n\n").filter(is_table).flat_map(|block| block.lines().skip(1)) {
        assert!(line.chars().count() <= 100, "{line}");
    }
    for wanted in ["Removed: nobody needs it", "Shifted to physician", "Created: ", "Undone: "] {
        assert!(ledger.contains(wanted), "no {wanted} in\n{ledger}");
    }
    let names: Vec<String> = content(&out).into_iter().map(|(name, _)| name).collect();
    let mut expected: Vec<String> = FILES.iter().map(|file| file.name.to_string()).collect();
    expected.extend(["manifest.toml", "report.html", "datapackage.json"].map(str::to_owned));
    expected.sort();
    assert_eq!(names, expected);
    // Nothing else is left beside it.
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
}

#[test]
fn tables_have_the_columns_of_the_table_of_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    for file in FILES {
        let mut reader = csv::Reader::from_path(out.join(file.name)).expect("a table");
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_string).collect();
        // Nothing in this scenario gives optional columns a value.
        let columns: Vec<&str> =
            file.columns.iter().filter(|column| !column.optional).map(|column| column.name).collect();
        assert_eq!(header, columns, "{}", file.name);
        let mut rows = 0;
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{}: {error}", file.name));
            rows += 1;
            for (column, field) in file.columns.iter().zip(&record) {
                let fits = match column.kind {
                    _ if field.is_empty() => true,
                    Type::Number => field.parse::<f64>().is_ok_and(f64::is_finite),
                    Type::Integer => field.parse::<i64>().is_ok(),
                    Type::Date => chrono::NaiveDate::parse_from_str(field, "%Y-%m-%d").is_ok(),
                    Type::DateTime => chrono::NaiveDateTime::parse_from_str(field, "%Y-%m-%dT%H:%M:%S%.3f").is_ok(),
                    Type::Text => true,
                };
                assert!(fits, "{}, row {rows}: `{field}` in {}", file.name, column.name);
            }
        }
        assert!(rows > 0, "{} is empty", file.name);
    }
    let manifest = fs::read_to_string(out.join("manifest.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    assert_eq!(manifest["replications"].as_integer(), Some(2));
    // The scenario as merged, in the manifest, is a scenario that gives the same results.
    let again = folder.path().join("small.toml");
    fs::write(&again, manifest["resolved_scenario"].as_str().expect("a text")).expect("written");
    let twice = folder.path().join("twice");
    let arguments =
        ["run", again.to_str().unwrap(), "--replications", "2", "--quiet", "--out", twice.to_str().unwrap()];
    let output = sim(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        fs::read(out.join("replications.csv")).expect("readable"),
        fs::read(twice.join("replications.csv")).expect("readable")
    );
}

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
fn folders_that_are_not_ours_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let foreign = folder.path().join("thesis");
    fs::create_dir(&foreign).expect("made");
    fs::write(foreign.join("chapter.txt"), "years of work").expect("written");
    for more in [&[][..], &["--force"]] {
        let output = run_into(&foreign, more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert_eq!(content(&foreign), [("chapter.txt".to_string(), b"years of work".to_vec())]);
    }
    // Results of another scenario are ours, but only --force replaces them; our own are replaced without.
    let ours = folder.path().join("ours");
    assert!(run_into(&ours, &["--quiet"]).status.success());
    assert!(run_into(&ours, &["--quiet"]).status.success());
    let copy = folder.path().join("other.toml");
    fs::copy(SMALL, &copy).expect("copied");
    let other = ["run", copy.to_str().unwrap(), "--replications", "1", "--quiet", "--out", ours.to_str().unwrap()];
    let before = content(&ours);
    let output = sim(&other);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--force"), "{}", text(&output.stderr));
    assert_eq!(content(&ours), before);
    assert!(sim(&[&other[..], &["--force"]].concat()).status.success());
    assert_ne!(content(&ours), before);
}

#[test]
fn json_is_all_there_is_on_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run_into(&folder.path().join("out"), &["--json"]);
    assert!(output.status.success());
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = rows.as_array().expect("a list");
    assert!(rows.iter().any(|row| row["metric"] == "hours.data_work" && row["mean"].as_f64().is_some_and(|h| h > 0.0)));
    // Quiet is quiet, and it is the same without a terminal.
    let output = run_into(&folder.path().join("out"), &["--quiet"]);
    assert_eq!(text(&output.stderr), "");
}

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

/// A folder in which nothing may be written is refused before the run, not after it.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_refused_at_once() {
    let output = sim(&["run", SMALL, "--replications", "1000000", "--out", "/proc/results/small"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: cannot write /proc/"), "{}", text(&output.stderr));
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

/// Ctrl-C half-way: exit code 130, the earlier result as it was, nothing half-made beside it.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the test is about how soon it stops")]
#[test]
fn an_interrupted_run_leaves_the_earlier_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    let before = content(&out);
    let mut child = program()
        .args(["run", SMALL, "--replications", "20000", "--event-log", "--out", out.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sim starts");
    // The log of the first week stands beside the results as soon as the runs are under way.
    let is_under_way = || {
        let beside = fs::read_dir(folder.path()).expect("readable").map(|entry| entry.expect("an entry").path());
        beside.filter(|path| *path != out).any(|path| fs::read_dir(path).is_ok_and(|mut parts| parts.next().is_some()))
    };
    while !is_under_way() {
        assert!(child.try_wait().expect("its state").is_none(), "twenty thousand replications take longer");
        std::thread::sleep(Duration::from_millis(5));
    }
    let interrupted = Instant::now();
    let signal = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().expect("a shell");
    assert!(signal.success());
    let output = child.wait_with_output().expect("it ends");
    assert!(interrupted.elapsed() < Duration::from_secs(10), "it stops soon");
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("interrupted"));
    assert_eq!(content(&out), before);
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "no temporary folder is left");
}

#[test]
fn verify_compares_threads_and_both_kinds_of_parallelism() {
    let output = sim(&["verify", SMALL, "--threads", "1,3", "--replications", "2", "--audit", "--quiet"]);
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert_eq!(report.matches("the same fingerprints, the same bytes").count(), 4, "{report}");
    // The fingerprints are those of the manifest.
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(run_into(&out, &["--quiet"]).status.success());
    let manifest: toml::Table = fs::read_to_string(out.join("manifest.toml")).expect("readable").parse().expect("TOML");
    for (arm, print) in manifest["fingerprint"].as_table().expect("a table") {
        assert!(report.contains(&format!("  {} {arm}\n", print.as_str().expect("a text"))), "{report}");
    }
}

#[test]
fn diff_says_when_results_begin_to_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    assert!(run_into(&one, &["--quiet"]).status.success());
    // The tool comes in week 6, and only where it does may the arms that use it differ.
    assert!(run_into(&other, &["--quiet", "--set", "technology.speech.dip.depth=0.9"]).status.success());
    let diff = |one: &Path, other: &Path| sim(&["diff", one.to_str().unwrap(), other.to_str().unwrap()]);
    let output = diff(&one, &other);
    assert_eq!(output.status.code(), Some(1));
    let report = text(&output.stdout);
    assert!(report.starts_with("first differ in the week from 2024-02-12: "), "{report}");
    assert!(!report.contains(" typed,"), "{report}");
    assert_eq!(diff(&one, &one).status.code(), Some(0));
    assert_eq!(diff(&one, folder.path()).status.code(), Some(2));
}

#[test]
fn diff_finds_the_first_event_a_change_moves() {
    let change = ["--set", "task.code.way.coder.time.mean=\"11 min\""];
    let output = sim(&[&["diff", "--bisect", SMALL], &change[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let report = text(&output.stdout);
    // The first that can differ is the time drawn for the first coding: under the same variate another time.
    let draws: Vec<&str> =
        report.lines().filter_map(|line| Some(line.split_once("hours code/coder takes: ")?.1)).collect();
    let [(one, shorter), (other, longer)] =
        [0, 1].map(|draw| draws[draw].split_once(" gives ").expect("a variate and a time"));
    assert!(draws.len() == 2 && one == other && shorter != longer, "{report}");
    let output = sim(&["diff", "--bisect", SMALL, "--set", "task.code.way.coder.time.mean=\"10 min\""]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
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

#[test]
fn without_the_ledger_nothing_speaks_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = folder.path().join("results");
    let off = run_into(&results, &["--set", "run.ledger=false"]);
    assert_eq!(off.status.code(), Some(0), "{}", text(&off.stderr));
    assert!(text(&off.stdout).contains("No hours ledger"));
    assert!(!results.join("ledger.csv").exists());
    assert!(!fs::read_to_string(results.join("summary.csv")).expect("it is there").contains("ledger."));
    // And nothing else is different: the other rows are those of a run with it.
    let with = folder.path().join("with");
    run_into(&with, &[]);
    let rows = fs::read_to_string(with.join("summary.csv")).expect("it is there");
    let others: String = rows.lines().filter(|row| !row.contains("ledger.")).map(|row| format!("{row}\n")).collect();
    assert_eq!(others, fs::read_to_string(results.join("summary.csv")).expect("it is there"));
}

/// A desk of four clerks whose work takes so long; nothing expires, so what comes in beyond their hours piles up.
fn desk(minutes: u32, warm_up: &str) -> String {
    format!(
        r#"
warm_up = "{warm_up}"
length  = "8 weeks"
[run]
replications = 3
[site.office]
staff = {{ clerk = 4 }}
[occupation.clerk]
wage  = 20
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
time = {{ mean = "{minutes} min", cv = 1 }}
"#
    )
}

/// A warm-up that is found is as good as the same one stated: all tables are equal to the byte.
#[test]
fn a_warm_up_that_a_pilot_finds() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("desk.toml");
    let run = |text: String, out: &str, more: &[&str]| {
        fs::write(&file, text).expect("written");
        let out = place.path().join(out);
        let places = [file.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")];
        sim(&[&["run"], &places[..], more].concat())
    };
    // 100 a week of 85 minutes are 142 of the 160 hours that four clerks have: the queue takes weeks to build up.
    let found = run(desk(85, "auto"), "found", &["--threads", "2"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let manifest: toml::Table =
        fs::read_to_string(place.path().join("found/manifest.toml")).expect("a manifest").parse().expect("TOML");
    assert_eq!(manifest["warm_up_from"].as_str(), Some("pilot"));
    let weeks = manifest["warm_up_weeks"].as_float().expect("a number");
    assert!((1.0..=53.0).contains(&weeks) && weeks.fract() == 0.0, "{weeks}");
    let said = format!("Warm-up: {weeks} weeks, by MSER-5 on 10 replications of 105 weeks");
    assert!(text(&found.stdout).contains(&said), "no `{said}` in\n{}", text(&found.stdout));
    let stated = run(desk(85, &format!("{weeks} weeks")), "stated", &["--threads", "1"]);
    assert_eq!(stated.status.code(), Some(0), "{}", text(&stated.stderr));
    let tables = |out: &str| {
        let mut files = content(&place.path().join(out));
        files.retain(|(name, _)| name.ends_with(".csv"));
        files
    };
    assert!(!tables("found").is_empty() && tables("found") == tables("stated"));
    let page = fs::read_to_string(place.path().join("found/report.html")).expect("a page");
    assert!(page.contains(&format!("after {weeks} weeks of warm-up, found by a pilot")));
    // 120 minutes are 200 hours: that never settles.
    let never = run(desk(120, "auto"), "never", &[]);
    assert_eq!(never.status.code(), Some(1));
    let said = text(&never.stderr);
    assert!(said.contains("the control does not settle") && said.contains("sim check"), "{said}");
    assert!(!place.path().join("never").exists());
    // `sim check` does not run the pilot, and says that there will be one.
    let check = sim(&["check", file.to_str().expect("UTF-8")]);
    assert!(text(&check.stdout).contains("after a warm-up that a pilot finds"), "{}", text(&check.stdout));
}

/// The pilot finds the same on any number of threads, spread over runs or over sites, and arms share what comes after it.
#[test]
fn a_pilot_is_the_same_however_it_is_run() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("small.toml");
    let small = fs::read_to_string(SMALL).expect("it is there");
    let stated = small.lines().find(|line| line.starts_with("warm_up")).expect("it states one");
    fs::write(&file, small.replace(stated, "warm_up = \"auto\"")).expect("written");
    let output = sim(&["verify", file.to_str().expect("UTF-8"), "--quiet", "--replications", "1", "--threads", "1,3"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(text(&output.stdout).matches("the same bytes").count(), 4, "{}", text(&output.stdout));
}

/// The manifest's headline, computed again from replications.csv: variance reduction from the definition, the simultaneous
/// interval with t(4 degrees, 1 - 0.05 / 4) = 3.4954 for two comparisons (any table of Bonferroni's t), the single one with 2.7764.
#[test]
fn headlines_are_simultaneous_and_say_what_common_draws_save() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    let output = sim(&["run", SMALL, "--replications", "5", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut csv = csv::Reader::from_path(out.join("replications.csv")).expect("readable");
    let header = csv.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|other| other == name).expect("a column");
    let (arm, period, metric, value) = (column("arm"), column("period"), column("metric"), column("value"));
    let groups = ["occupation", "activity", "order", "task"].map(column);
    let mut values: std::collections::BTreeMap<String, Vec<f64>> = Default::default();
    for row in csv.records().map(|row| row.expect("a row")) {
        if &row[period] == "after"
            && &row[metric] == "hours.data_work"
            && groups.iter().all(|place| row[*place].is_empty())
        {
            values.entry(row[arm].into()).or_default().push(row[value].parse().expect("a number"));
        }
    }
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / 5.0;
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 4.0
    };
    let manifest: toml::Table =
        fs::read_to_string(out.join("manifest.toml")).expect("a manifest").parse().expect("TOML");
    let headlines = manifest["headline"].as_array().expect("tables");
    assert_eq!(headlines.len(), 2);
    let close = |found: &toml::Value, wanted: f64| {
        let found = found.as_float().expect("a number");
        // The table has six digits: up to 0.0005 h in values whose differences have a deviation of 2 h.
        assert!((found - wanted).abs() <= 2e-3 * wanted.abs(), "{found} is not {wanted}");
    };
    for headline in headlines {
        let (arm, control) = (&values[headline["arm"].as_str().expect("a name")], &values["typed"]);
        let difference: Vec<f64> = arm.iter().zip(control).map(|(arm, control)| arm - control).collect();
        let error = (variance(&difference) / 5.0).sqrt();
        close(&headline["diff"], difference.iter().sum::<f64>() / 5.0);
        close(&headline["half_width"], 2.7764 * error);
        close(&headline["simultaneous_half_width"], 3.4954 * error);
        close(&headline["variance_reduction"], 1.0 - variance(&difference) / (variance(arm) + variance(control)));
    }
    // Long sentences are folded on a narrow terminal.
    let said = text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in ["with the variance that common draws remove", "hold for all 2 arms at once with 95%"] {
        assert!(said.contains(wanted), "no `{wanted}` in\n{said}");
    }
}
