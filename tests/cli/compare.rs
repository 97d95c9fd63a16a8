//! `sim compare`: the difference between two runs is the one that `sim run` reports between two arms. The interval of
//! independent samples is tested beside its code, against SciPy.

use crate::support::{SMALL, path, sim, text};
use sim::experiment::Comparing;
use sim::report::Comparison;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Folders of runs, which go when it goes.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    fn run(&self, name: &str, more: &[&str]) -> PathBuf {
        let out = self.0.path().join(name);
        let four: &[&str] = if more.contains(&"--replications") { &[] } else { &["--replications", "4"] };
        let output = sim(&[&["run", SMALL, "--quiet", "--out", path(&out)], four, more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        out
    }
}

fn compare(a: &Path, b: &Path) -> Output {
    sim(&["compare", path(a), path(b)])
}

fn comparison(a: &Path, b: &Path) -> Comparison {
    let file = |folder: &Path, name: &str| fs::read(folder.join(name)).ok();
    Comparison::of(("a", &|name: &str| file(a, name)), ("b", &|name: &str| file(b, name))).expect("comparable")
}

/// Two arms of one scenario, each alone in a folder: what `sim run` calls the paired difference of the arms, by a way
/// through the program that knows nothing of comparisons.
#[test]
fn runs_on_the_same_draws_differ_like_arms() {
    let place = Place::new();
    let together = place.run("together", &[]);
    let typed = place.run("typed", &["--arm", "typed"]);
    let spoken = place.run("spoken", &["--arm", "typed", "--set", "arm.typed.use=[\"speech\", \"spoken\"]"]);
    let compared = comparison(&typed, &spoken);
    assert_eq!((compared.comparing, compared.compared), (Comparing::Paired, (4, 4)));
    let mut summary = csv::Reader::from_path(together.join("summary.csv")).expect("the summary");
    let mut found = 0;
    for row in summary.records().map(|row| row.expect("a row")) {
        // Metrics of which the control's own sums are part say something else in a run without a control.
        let of_arms = row[2].starts_with("ledger.") || row[2].starts_with("saving.");
        if &row[0] != "spoken" || &row[1] != "after" || of_arms || (4..7).any(|column| !row[column].is_empty()) {
            continue;
        }
        let number = |column: usize| row[column].parse::<f64>().expect("a number");
        let Some(value) = compared.arms[0].of(&row[2], &row[3]) else {
            panic!("{} {} is not compared", &row[2], &row[3]);
        };
        // Raw values and the summary are written with six digits.
        let near = |is: f64, should: f64, size: f64| (is - should).abs() <= 2e-5 * size.max(should.abs()).max(1e-3);
        let size = value.a.mean.abs().max(value.b.mean.abs());
        assert!(near(value.b.mean, number(8), size), "{} {}: {value:?}", &row[2], &row[3]);
        if row[13].is_empty() {
            continue;
        }
        assert!(near(value.difference.mean, number(13), size), "{} {}: {value:?}", &row[2], &row[3]);
        // One pair alone has no interval.
        match value.difference.half_width {
            Some(half) => {
                let low = value.difference.mean - half;
                assert!(near(low, number(14), size.max(half)), "{} {}: {value:?}", &row[2], &row[3]);
            }
            None => assert!(row[14].is_empty(), "{} {}: {value:?}", &row[2], &row[3]),
        }
        found += 1;
    }
    assert!(found > 60, "{found}");
}

#[test]
fn other_seeds_are_independent_samples() {
    let place = Place::new();
    let (a, b) = (place.run("a", &[]), place.run("b", &["--seed", "12"]));
    let said = comparison(&a, &b);
    assert_eq!(said.comparing, Comparing::Independent);
    assert!(said.inputs.is_empty(), "the seed is said apart: {:?}", said.inputs);
    assert!(said.design().contains("independent") && said.design().contains("11 and 12"), "{}", said.design());
    let output = compare(&a, &b);
    assert!(text(&output.stdout).contains("No input of the scenarios differs."));
    // The first three of four replications are the same whatever their number: nothing differs in pairs.
    let shorter = place.run("shorter", &["--replications", "3"]);
    let same = comparison(&a, &shorter);
    assert_eq!((same.comparing, same.compared), (Comparing::Paired, (3, 3)));
    let values = same.arms.iter().flat_map(|arm| &arm.values);
    assert!(values.clone().all(|value| value.difference.mean == 0.0) && values.count() > 500);
    assert!(same.design().contains("of 4 and 3, those that both have"), "{}", same.design());
}

/// The page is about the run that was there: a new run in its folder does not keep it.
#[test]
fn a_new_run_does_not_keep_the_page_of_a_comparison() {
    let place = Place::new();
    let (a, b) = (place.run("a", &[]), place.run("b", &["--set", "site.clinic.staff.secretary=1"]));
    assert_eq!(compare(&a, &b).status.code(), Some(0));
    assert!(b.join("comparison.html").exists());
    place.run("b", &["--seed", "12"]);
    assert!(!b.join("comparison.html").exists(), "a stale page");
}
