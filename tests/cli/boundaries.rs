//! Where a computed number meets a typed one exactly: no rounding of sums may decide.

use std::path::Path;
use std::process::Command;

/// A clerk who writes a note in 6 minutes for each of the calls that come once an hour, day and night; in arm `b` in 7.
const DESK: &str = r#"
title  = "A desk"
length = "3 weeks"
[run]
replications = 3
[site.clinic]
staff = { clerk = 1 }
[occupation.clerk]
shift = "always"
wage  = 20
[product.call]
[product.note]
[demand.visit]
every  = "1 h"
writes = ["call"]
[task.write]
reads  = ["call"]
writes = ["note"]
[task.write.way.clerk]
team = ["clerk"]
time = "6 min"
[arm.a]
control = true
[arm.b]
set = { "task.write.way.clerk.time" = "7 min" }
[expectation]
because   = "a minute more an hour"
arm       = "b"
metric    = "hours.data_work"
"#;

/// The answer on the terminal, and the page.
fn answer(folder: &Path, expectation: &str) -> (String, String) {
    let (file, out) = (folder.join("desk.toml"), folder.join("out"));
    std::fs::write(&file, format!("{DESK}{expectation}")).expect("written");
    let run =
        Command::new(env!("CARGO_BIN_EXE_sim")).arg("run").arg(file).arg("--quiet").arg("--out").arg(&out).output();
    let run = run.expect("sim starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let page = std::fs::read_to_string(out.join("report.html")).expect("the page");
    (String::from_utf8(run.stdout).expect("UTF-8"), page)
}

/// A minute more in each of the 168 hours of a week is 2.8 h a week, in every replication: the interval has no width. At the
/// boundary it agrees, above it does not, on the terminal as on the page.
#[test]
fn exactly_the_smallest_effect_agrees() {
    let folder = tempfile::tempdir().expect("a folder");
    for (expectation, terminal, page) in [
        ("direction = \"more\"\nsmallest = 2.8", "h/week: agrees", "The result agrees"),
        ("direction = \"more\"\nsmallest = 2.80001", "h/week: disagrees", "The result disagrees"),
        ("direction = \"none\"\nsmallest = 2.8", "h/week: disagrees", "The result disagrees"),
        ("direction = \"none\"\nsmallest = 2.80001", "h/week: agrees", "The result agrees"),
        ("direction = \"less\"\nsmallest = 2.8", "h/week: disagrees", "The result disagrees"),
    ] {
        let (said, html) = answer(folder.path(), expectation);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("Found: +2.80") && html.contains(page), "{expectation}: {said}");
        let verdict = terminal.rsplit(' ').next().expect("a word");
        assert!(said.contains(&format!(": {verdict}.")), "{expectation}: {said}");
    }
}

/// Of 168 hours on shift a clerk is busy for 16.8: a utilisation of exactly 0.1, which is neither over nor under 0.1. Both bounds
/// are strict, and a quotient of whole milliseconds is the double that 0.1 is read as (IEEE 754 rounds both correctly), so a
/// policy that waits for more than 0.1 never acts, one that waits for more than 0.0999 acts.
#[test]
fn a_bound_that_is_met_exactly_is_not_passed() {
    for (bound, acts) in
        [("over = 0.1", false), ("under = 0.1", false), ("over = 0.0999", true), ("under = 0.1001", true)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, out) = (folder.path().join("desk.toml"), folder.path().join("out"));
        let (desk, _) = DESK.split_once("[arm.a]").expect("its arms");
        let policy = format!(
            "[policy.hire]\nwhen = {{ utilisation = \"clerk\", {bound} }}\naction = {{ hire = \"clerk\", heads = 1 }}\n\
             [arm.a]\ncontrol = true\n[arm.b]\nuse = [\"hire\"]\n"
        );
        std::fs::write(&file, format!("{desk}{policy}")).expect("written");
        let run =
            Command::new(env!("CARGO_BIN_EXE_sim")).arg("run").arg(file).arg("--quiet").arg("--out").arg(&out).output();
        let run = run.expect("sim starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let mut csv = csv::Reader::from_path(out.join("summary.csv")).expect("the summary");
        let header = csv.headers().expect("a header").clone();
        let at = |name: &str| header.iter().position(|column| column == name).expect("a column");
        let hires = csv
            .records()
            .map(|row| row.expect("a row"))
            .find(|row| &row[at("arm")] == "b" && &row[at("metric")] == "hires");
        let hires: f64 = hires.expect("hires of b")[at("mean")].parse().expect("a number");
        assert_eq!(hires > 0.0, acts, "{bound}: {hires} hires");
    }
}
