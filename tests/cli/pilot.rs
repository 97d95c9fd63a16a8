//! `warm_up = "auto"`: a pilot finds the warm-up.

use crate::support::{SMALL, content, sim, text};
use std::fs;

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
