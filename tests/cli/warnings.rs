//! Warnings: the same text in `sim check`, on the terminal, in the report and in the manifest; and from what results
//! show.

use crate::support::{said, sim, text};
use std::path::{Path, PathBuf};

/// A desk with so many notes a week of six minutes each; `rest` is added to the file.
fn desk(folder: &Path, shift: &str, arrivals: &str, rest: &str) -> PathBuf {
    let path = folder.join("desk.toml");
    let text = format!(
        r#"
title = "Desk"
length = "20 weeks"
[run]
replications = 3
[site.clinic]
staff = {{ clerk = 1 }}
[occupation.clerk]
shift = "{shift}"
wage = 20
[product.call]
[product.note]
[demand.visit]
arrivals = {{ {arrivals} }}
writes = ["call"]
[task.write]
reads = ["call"]
writes = ["note"]
{rest}
[task.write.way.clerk]
team = ["clerk"]
time = "6 min"
"#
    );
    std::fs::write(&path, text).expect("written");
    path
}

/// The warnings of a run: on the terminal, in the manifest (put together as they are shown) and in the report.
fn warnings_of_run(path: &Path, more: &[&str]) -> Vec<String> {
    let out = path.with_extension("out");
    let (path, folder) = (path.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let run = sim(&[&["run", path, "--out", folder, "--force"], more].concat());
    assert!(run.status.success(), "{}", said(&run));
    // Long lines go on below, two columns in.
    let told = said(&run).replace("\n  ", " ");
    let told: Vec<String> = told.lines().filter_map(|line| line.strip_prefix("warning: ")).map(str::to_owned).collect();
    let manifest: toml::Table =
        std::fs::read_to_string(out.join("manifest.toml")).expect("there").parse().expect("TOML");
    let kept = manifest.get("warning").and_then(toml::Value::as_array).into_iter().flatten().map(|of| {
        let part = |key: &str| of.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        format!("{}: {} ({})", part("place"), part("message"), part("remedy"))
    });
    assert_eq!(kept.collect::<Vec<String>>(), told);
    let page = std::fs::read_to_string(out.join("report.html")).expect("there");
    assert_eq!(page.contains("id=\"warnings\""), !told.is_empty());
    for warning in &told {
        let escaped = warning.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert!(page.contains(&format!("<li>{escaped}</li>")), "{warning}");
    }
    told
}

/// 2,000 notes of six minutes are 200 hours in a week of 168: a load of 119%, and 320 notes more each week. Of 1,400
/// notes, 83%, none is left.
#[test]
fn an_overload_is_told_before_and_after_in_the_same_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = desk(folder.path(), "always", "per_week = 2000", "");
    let check = text(&sim(&["check", path.to_str().expect("UTF-8")]).stdout).to_owned();
    let told = warnings_of_run(&path, &[]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("site.clinic.staff.clerk: the offered load of `clerk` is above 100%: 119% ("),
        "{told:?}"
    );
    let check = check.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(check.contains(&format!("- {}", told[0])), "{check}");
    let climbs = "task.write: the backlog of `write` climbs in the control: over `all` (weeks 0 to 20) by 3";
    assert!(told[1].starts_with(climbs), "{told:?}");
    assert!(told[1].contains("Student's t over the slopes of 3 replications"), "{told:?}");
    // One replication has one slope, with an error from its own weeks.
    let one = warnings_of_run(&path, &["--replications", "1"]);
    assert!(one[1].contains("least squares in one replication"), "{one:?}");
    let path = desk(folder.path(), "always", "per_week = 1400", "");
    assert_eq!(warnings_of_run(&path, &[]), [""; 0]);
}

/// Tuesdays from 9 to 12, when 28 callers with six minutes each come: 2.8 of 3 hours, so most weeks some are left at
/// noon and wait for a week. Who leaves after an hour does not; who comes on a Monday has not waited at the end of a
/// session.
#[test]
fn callers_whom_a_session_leaves_behind_are_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let arrivals = "per_week = 28, hours = \"Tue 09:00-12:00\"";
    let path = desk(folder.path(), "Tue 09:00-12:00", arrivals, "");
    let told = warnings_of_run(&path, &[]);
    let before = "task.write: `write` can begin in 3 h a week at `clinic`: what still waits when a session ends waits for up to 6.9 days (";
    assert!(told[0].starts_with(before), "{told:?}");
    let seen = "came during a session, was still waiting at its end and waited a day or more for the next (";
    assert!(told.iter().any(|of| of.starts_with("task.write: of `write`, ") && of.contains(seen)), "{told:?}");
    let path = desk(folder.path(), "Tue 09:00-12:00", arrivals, "expires = \"1 h\"");
    assert!(warnings_of_run(&path, &[]).iter().all(|of| !of.contains("session")));
    let path = desk(folder.path(), "Tue 09:00-12:00", "per_week = 20, hours = \"Mon 09:00-12:00\"", "");
    assert!(warnings_of_run(&path, &[]).iter().all(|of| !of.contains("came during a session")));
}

/// 2024-01-01 is a Monday. The year 2025 begins on a Wednesday, in week 52 (from 2024-12-30): its whole weeks begin
/// with week 53, on 2025-01-06. The run of two years ends with the last day of 2025 (2024 has 366 days: 731 in all,
/// 104.4 weeks), so the last, partial week counts.
#[test]
fn periods_take_dates() {
    let period = |start: &str, window: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = desk(folder.path(), "always", "per_week = 1400", "");
        let text = std::fs::read_to_string(&path).expect("there");
        let text = text.replace("length = \"20 weeks\"", &format!("start = {start}\nlength = \"2 years\""));
        std::fs::write(&path, format!("{text}\n[period]\nsettled = \"{window}\"\n")).expect("written");
        let request = sim::io::scenario::Request { path, ..Default::default() };
        sim::io::scenario::read(&request).map(|loaded| {
            let of = &loaded.scenario.periods[0];
            let said: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
            (of.from_week, of.to_week, said.into_iter().filter(|of| of.starts_with("period")).collect::<Vec<_>>())
        })
    };
    let (from, to, said) = period("2024-01-01", "2025-01-01..2025-12-31").expect("a period");
    assert_eq!((from, to), (53, 105));
    assert_eq!(
        said,
        [
            "period.settled: outcomes are by whole weeks from `start`: `2025-01-01..2025-12-31` stands for the weeks within it, 53 to \
          105, which are 2025-01-06 to 2025-12-31 (write \"2025-01-06..2025-12-31\", or \"53..105 weeks\")"
        ]
    );
    // Whole weeks: from Monday to Sunday, the same as from week 26 to 52.
    let exact = period("2024-01-01", "2024-07-01..2024-12-29").expect("a period");
    assert_eq!(exact, (26, 52, Vec::new()));
    for (window, title) in [
        ("2026-01-01..2026-12-31", "`period.settled` goes past the end"),
        ("2025-07-01..2026-01-01", "`period.settled` goes past the end"),
        ("2023-12-25..2024-12-29", "`period.settled` begins before the run"),
        ("2024-01-02..2024-01-08", "`period.settled` has no whole week"),
        ("2024-12-29..2024-07-01", "`period.settled` is no window"),
        ("2024-02-30..2024-07-01", "`period.settled` is no window"),
    ] {
        let problems = period("2024-01-01", window).expect_err(window);
        assert!(problems.titles().contains(title), "{window}: {}", problems.titles());
    }
}

/// A way that exists once the tool has been there for three weeks, in a run of four weeks to which the tool comes after
/// one: it would open at the very end, where nothing happens any more. The cases wait, and the audit knows it.
#[test]
fn what_comes_true_exactly_at_the_end_is_no_violation() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = desk(folder.path(), "always", "per_week = 10", "");
    let text = std::fs::read_to_string(&path).expect("there").replace("20 weeks", "4 weeks");
    let text =
        text + "when = { tool = \"ehr\", for = \"3 weeks\" }\n[technology.ehr]\nadoption = { start = \"1 week\" }\n";
    std::fs::write(&path, text).expect("written");
    let out = path.with_extension("out");
    let run = sim(&[
        "run",
        path.to_str().expect("UTF-8"),
        "--audit",
        "--out",
        out.to_str().expect("UTF-8"),
        "--replications",
        "1",
    ]);
    assert!(run.status.success(), "{}", said(&run));
    // Nothing was done: the way was never open.
    let summary = std::fs::read_to_string(out.join("queues.csv")).expect("there");
    assert!(summary.lines().count() <= 1, "{summary}");
}
