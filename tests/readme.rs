//! The README's scenario is a scenario.

use sim::io::scenario::{Request, read};
use std::fs;

#[test]
fn the_scenario_of_the_readme_runs() {
    let text = fs::read_to_string("README.md").expect("the README");
    let (_, rest) = text.split_once("```toml\n").expect("a block of TOML");
    let (scenario, _) = rest.split_once("```").expect("its end");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("note.toml");
    fs::write(&path, scenario).expect("written");
    let request = Request { path, ..Request::default() };
    let loaded = read(&request).unwrap_or_else(|problems| panic!("{problems}"));
    let simulation = sim::model::Simulation::new(&loaded.scenario).audited();
    for arm in loaded.scenario.arms.ids() {
        let outcome = simulation.run(arm, 0, &|_| true).expect("nobody stops it");
        assert!(outcome.effort.done > 1000, "250 visits a week for half a year are seen and documented");
    }
}
