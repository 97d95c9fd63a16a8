//! The gallery (`scenarios/README.md`) records of each scenario whether what was expected before the first run came.
//! The verdicts are reproduced here from the first eight replications, whichever they are (golden).

use crate::support::results;
use sim::experiment::RunPlan;
use sim::io::scenario::{Request, read};
use sim::io::shipped;
use sim::model::Simulation;
use std::fs;
use std::path::Path;

/// The cells of a scenario's row in the gallery.
fn recorded(gallery: &str, name: &str) -> Vec<String> {
    let start = format!("| [`{name}`]({name}.toml) |");
    let row = gallery.lines().find(|line| line.starts_with(&start));
    let row = row.unwrap_or_else(|| panic!("{name} is not in the gallery"));
    row.split('|').map(|cell| cell.trim().to_string()).collect()
}

#[test]
fn the_gallery_says_what_comes_out() {
    let gallery = fs::read_to_string("scenarios/README.md").expect("the gallery");
    let mut with_expectation = 0;
    for shipped in shipped::list() {
        let path = Path::new("scenarios").join(&shipped.name).with_extension("toml");
        // The main scenario is large, and its verdict clear.
        let replications = Some(if shipped.name == "ehr_rollout" { 2 } else { 8 });
        let request = Request { path, replications, ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let row = recorded(&gallery, &shipped.name);
        assert_eq!(row[2], shipped.question, "{}", shipped.name);
        let Some(prediction) = scenario.prediction.clone() else { continue };
        with_expectation += 1;
        let plan = RunPlan::new(&scenario, &[prediction.arm], 2);
        let simulation = Simulation::new(&scenario).expect("a stated warm-up");
        let results = results(&scenario, &plan, &simulation);
        let (difference, verdict) = prediction.verdict(&scenario, &results).expect("its arm was run");
        assert_eq!(row[5], verdict.name(), "{}: {difference:?}", shipped.name);
    }
    assert!(with_expectation >= 24, "{with_expectation}");
}
