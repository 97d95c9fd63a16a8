//! Where a computed number meets a typed one exactly: no rounding of sums may decide.

use crate::support::{Desk, desk, rows, said, slower_desk, text};

const LENGTH: &str = "length = \"3 weeks\"";
const EXPECTATION: &str =
    "[expectation]\nbecause = \"a minute more an hour\"\narm = \"b\"\nmetric = \"hours.data_work\"\n";

/// A run of a scenario, and what it prints.
fn run(scenario: &str) -> (Desk, String) {
    let desk = Desk::new(scenario);
    let output = desk.sim(&["run", "desk.toml", "--quiet", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    (desk, text(&output.stdout).to_owned())
}

/// A minute more in each of the 168 hours of a week is 2.8 h a week, in every replication: the interval has no width.
/// At the boundary it agrees, above it does not, on the terminal as on the page.
#[test]
fn exactly_the_smallest_effect_agrees() {
    for (expectation, terminal, page) in [
        ("direction = \"more\"\nsmallest = 2.8", "h/week: agrees", "The result agrees"),
        ("direction = \"more\"\nsmallest = 2.80001", "h/week: disagrees", "The result disagrees"),
        ("direction = \"none\"\nsmallest = 2.8", "h/week: disagrees", "The result disagrees"),
        ("direction = \"none\"\nsmallest = 2.80001", "h/week: agrees", "The result agrees"),
        ("direction = \"less\"\nsmallest = 2.8", "h/week: disagrees", "The result disagrees"),
    ] {
        let (desk, said) = run(&format!("{}{EXPECTATION}{expectation}", slower_desk(LENGTH, 3)));
        let (said, html) = (said.split_whitespace().collect::<Vec<_>>().join(" "), desk.read("out/report.html"));
        assert!(said.contains("Found: +2.80") && html.contains(page), "{expectation}: {said}");
        let verdict = terminal.rsplit(' ').next().expect("a word");
        assert!(said.contains(&format!(": {verdict}.")), "{expectation}: {said}");
    }
}

/// Of 168 hours on shift a clerk is busy for 16.8: a utilisation of exactly 0.1, which is neither over nor under 0.1.
/// Both bounds are strict, and a quotient of whole milliseconds is the double that 0.1 is read as (IEEE 754 rounds both
/// correctly), so a policy that waits for more than 0.1 never acts, one that waits for more than 0.0999 acts.
#[test]
fn a_bound_that_is_met_exactly_is_not_passed() {
    for (bound, acts) in
        [("over = 0.1", false), ("under = 0.1", false), ("over = 0.0999", true), ("under = 0.1001", true)]
    {
        let policy = format!(
            "[policy.hire]\nwhen = {{ utilisation = \"clerk\", {bound} }}\naction = {{ hire = \"clerk\", heads = 1 }}\n\
             [arm.a]\ncontrol = true\n[arm.b]\nuse = [\"hire\"]\n"
        );
        let (desk, _) = run(&format!("{}[run]\nreplications = 3\n{policy}", desk(LENGTH)));
        let mut rows = rows(&desk.path("out/summary.csv")).into_iter();
        let hires = rows.find(|row| row["arm"] == "b" && row["metric"] == "hires").expect("hires of b");
        let hires: f64 = hires["mean"].parse().expect("a number");
        assert_eq!(hires > 0.0, acts, "{bound}: {hires} hires");
    }
}
