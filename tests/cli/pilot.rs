//! `warm_up = "auto"`: a pilot finds the warm-up.

use crate::support::{SMALL, content, office, sim, text};
use std::fs;

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
    let found = run(office("auto", "8 weeks", 3, 85), "found", &["--threads", "2"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let manifest: toml::Table =
        fs::read_to_string(place.path().join("found/manifest.toml")).expect("a manifest").parse().expect("TOML");
    assert_eq!(manifest["warm_up_from"].as_str(), Some("pilot"));
    let weeks = manifest["warm_up_weeks"].as_float().expect("a number");
    assert!((1.0..=53.0).contains(&weeks) && weeks.fract() == 0.0, "{weeks}");
    let stated = run(office(&format!("{weeks} weeks"), "8 weeks", 3, 85), "stated", &["--threads", "1"]);
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

/// The pilot finds the same on any number of threads, spread over runs or over sites, and arms share what comes after
/// it.
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
