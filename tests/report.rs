//! `report.html`: needs no network, has a table behind every chart, says what `summary.csv` says, and is the same page
//! whatever the threads. What it looks like is checked in a browser: `tests/browser`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SMALL: &str = "tests/scenarios/small.toml";
/// Bytes a page may have.
const LARGEST: usize = 2_000_000;

fn sim(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sim")).args(arguments).output().expect("sim starts")
}

struct Run {
    /// Removes the folder when it goes.
    _folder: tempfile::TempDir,
    out: PathBuf,
}

impl Run {
    fn of(scenario: &str, more: &[&str]) -> Run {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let to = out.to_str().expect("a path in UTF-8");
        let output = sim(&[&["run", scenario, "--quiet", "--replications", "3", "--out", to], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Run { _folder: folder, out }
    }

    fn page(&self) -> String {
        fs::read_to_string(self.out.join("report.html")).expect("the page")
    }
}

/// What stands between two texts, each time.
fn between<'p>(page: &'p str, before: &str, after: &str) -> Vec<&'p str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap_or_default()).collect()
}

#[test]
fn the_page_needs_no_network() {
    let page = Run::of(SMALL, &[]).page();
    for loads in ["http:", "https:", " src=", "@import", "<script", "<iframe", "<img", "<object", "srcset"] {
        assert!(!page.contains(loads), "{loads}");
    }
    for address in between(&page, "href=\"", "\"") {
        assert!(address.starts_with('#') || address == "data:,", "{address}");
    }
    for address in between(&page, "url(", ")") {
        assert!(address.starts_with('#'), "{address}");
    }
    // What is pointed at is there.
    for target in between(&page, "href=\"#", "\"") {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
    }
    assert!(page.len() < LARGEST, "{} bytes", page.len());
}

#[test]
fn every_chart_has_its_table_and_a_caption() {
    let page = Run::of(SMALL, &[]).page();
    let figures = between(&page, "<figure>", "</figure>");
    let charts: usize = figures.iter().map(|figure| figure.matches("role=\"img\"").count()).sum();
    assert_eq!(charts, page.matches("role=\"img\"").count(), "no chart outside a figure");
    assert!(charts > 15, "{charts}");
    for figure in figures {
        assert_eq!(figure.matches("<table>").count(), 1);
        let rows = between(figure, "<tbody>", "</tbody>")[0].matches("<tr>").count();
        assert!(rows > 0, "an empty table: {figure}");
        if figure.contains("role=\"img\"") {
            let caption = between(figure, "<figcaption>", "</figcaption>")[0];
            assert!(caption.len() > 60, "{caption}");
        }
    }
}

/// The numbers in the sentence are those of `summary.csv`, digit by digit, with n and the design.
#[test]
fn the_sentence_says_what_the_summary_says() {
    let run = Run::of(SMALL, &[]);
    let page = run.page();
    let headline = between(&page, "<p class=\"headline\">", "</p>")[0];
    let said = between(headline, "<data value=\"", "\"");
    let arm = between(headline, "<strong>", "</strong>")[0];
    let mut summary = csv::Reader::from_path(run.out.join("summary.csv")).expect("the summary");
    let row = summary
        .records()
        .map(|row| row.expect("a row"))
        .find(|row| {
            let sum = (3..7).all(|column| row[column].is_empty());
            row[0].replace('_', " ") == arm && &row[1] == "after" && &row[2] == "hours.data_work" && sum
        })
        .expect("its row");
    assert_eq!(said, [&row[13], &row[14], &row[15]], "{headline}");
    assert!(headline.contains("n = 3 pairs of replications") && headline.contains("95% interval"), "{headline}");
    assert!(page.contains("paired by replication"));
}

#[test]
fn the_page_is_the_same_whatever_the_threads_and_made_again() {
    let one = Run::of(SMALL, &["--threads", "1"]);
    let page = one.page();
    for threads in ["2", "8"] {
        assert!(page == Run::of(SMALL, &["--threads", threads]).page(), "{threads} threads");
    }
    fs::remove_file(one.out.join("report.html")).expect("removed");
    let again = sim(&["report", one.out.to_str().expect("a path in UTF-8")]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(page == one.page(), "made from the folder alone");
    assert!(page != Run::of(SMALL, &["--seed", "12"]).page(), "another seed gives other numbers");
}

#[test]
fn what_a_run_has_no_data_for_is_left_out() {
    let with_arms = Run::of(SMALL, &[]).page();
    let alone = Run::of(SMALL, &["--arm", "typed"]).page();
    for section in ["ledger", "saving"] {
        assert!(with_arms.contains(&format!("<section id=\"{section}\"")), "{section}");
        assert!(!alone.contains(&format!("id=\"{section}\"")) && !alone.contains(&format!("#{section}")), "{section}");
    }
    for section in ["question", "answer", "hours", "turnaround", "reuse", "rests-on", "scenario", "reproduce"] {
        assert!(alone.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    assert!(alone.contains("nothing is compared"));
    assert!(!with_arms.contains("id=\"patients\""), "it has none");
    assert!(Run::of("scenarios/patient_generated_data.toml", &[]).page().contains("<section id=\"patients\""));
}

#[test]
fn nothing_in_a_scenario_is_markup() {
    let run = Run::of(SMALL, &["--set", "title=\"<script>alert(1)</script>\"", "--set", "question=\"<b>who</b>?\""]);
    let page = run.page();
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert!(page.contains("&lt;b&gt;who&lt;/b&gt;?"));
}

#[test]
fn a_folder_without_results_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = sim(&["report", folder.path().to_str().expect("a path in UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("manifest.toml is missing"), "{error}");
    assert!(!Path::new(&folder.path().join("report.html")).exists());
}
