//! `sim cite`: the program and its results can be cited.

use crate::support::{SMALL, said, sim};

#[test]
fn a_run_is_cited_with_what_its_results_depend_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("UTF-8");
    let change = "site.clinic.staff.coder=2";
    let run = sim(&["run", SMALL, "--replications", "1", "--seed", "77", "--set", change, "--quiet", "--out", out]);
    assert!(run.status.success(), "{}", said(&run));
    let manifest = std::fs::read_to_string(format!("{out}/manifest.toml")).expect("readable");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let text = |key: &str| manifest[key].as_str().expect("a text").to_owned();
    let cited = sim(&["cite", out]);
    assert!(cited.status.success());
    let cited = String::from_utf8(cited.stdout).expect("UTF-8");
    let year = &manifest["run"]["started"].as_str().expect("a date")[..4];
    for part in [&text("title"), &text("version"), &text("scenario_sha256"), change, "seed 77", "small", year] {
        assert!(cited.contains(part), "no {part} in {cited}");
    }
    assert!(cited.contains("@misc{run_") && cited.contains("@misc{sim,"));
    // The line in the manifest, and in the data package.
    let line = text("cite");
    assert!(line.starts_with("Two small clinics. ") && line.contains(change) && line.contains("seed 77"));
    let package = std::fs::read_to_string(format!("{out}/datapackage.json")).expect("readable");
    let package: serde_json::Value = serde_json::from_str(&package).expect("JSON");
    assert_eq!(package["sources"][0]["title"], line.as_str());
}
