//! `sim describe`: each document has all elements of its standard, says what the scenario says, and leaves out what is
//! not in use.

use sim::io::scenario::{Loaded, Request, read};
use sim::io::shipped;
use sim::report::describe::{Form, describe};
use std::path::Path;

/// The seven elements and the eleven design concepts (Grimm et al. 2020).
const ODD: [&str; 18] = [
    "## 1. Purpose and patterns",
    "## 2. Entities, state variables, and scales",
    "## 3. Process overview and scheduling",
    "## 4. Design concepts",
    "**Basic principles.**",
    "**Emergence.**",
    "**Adaptation.**",
    "**Objectives.**",
    "**Learning.**",
    "**Prediction.**",
    "**Sensing.**",
    "**Interaction.**",
    "**Stochasticity.**",
    "**Collectives.**",
    "**Observation.**",
    "## 5. Initialization",
    "## 6. Input data",
    "## 7. Submodels",
];

/// The items of STRESS-DES (Monks et al. 2019).
const STRESS: [&str; 24] = [
    "### 1.1 Purpose of the model",
    "### 1.2 Model outputs",
    "### 1.3 Experimentation aims",
    "### 2.1 Base model overview diagram",
    "### 2.2 Base model logic",
    "### 2.3 Scenario logic",
    "### 2.4 Algorithms",
    "### 2.5.1 Components: entities",
    "### 2.5.2 Components: activities",
    "### 2.5.3 Components: resources",
    "### 2.5.4 Components: queues",
    "### 2.5.5 Components: entry and exit points",
    "### 3.1 Data sources",
    "### 3.2 Pre-processing",
    "### 3.3 Input parameters",
    "### 3.4 Assumptions",
    "### 4.1 Initialisation",
    "### 4.2 Run length",
    "### 4.3 Estimation approach",
    "### 5.1 Software or programming language",
    "### 5.2 Random sampling",
    "### 5.3 Model execution",
    "### 5.4 System specification",
    "### 6.1 Computer model sharing statement",
];

fn load(path: impl AsRef<Path>) -> Loaded {
    let request = Request { path: path.as_ref().into(), ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}"))
}

fn document(loaded: &Loaded, form: Form) -> String {
    describe(loaded, form).expect("our templates are right")
}

/// The items are there, once each and in this order.
fn in_order(text: &str, items: &[&str]) {
    let places: Vec<usize> = items
        .iter()
        .map(|item| {
            assert_eq!(text.matches(&format!("\n{item}")).count(), 1, "{item}");
            text.find(item).expect("counted")
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn every_shipped_scenario_has_all_elements_of_both_standards() {
    for shipped in shipped::list() {
        let loaded = load(Path::new("scenarios").join(&shipped.name).with_extension("toml"));
        let (odd, stress) = (document(&loaded, Form::Odd), document(&loaded, Form::Stress));
        in_order(&odd, &ODD);
        in_order(&stress, &STRESS);
        let config = &loaded.scenario.arms[loaded.scenario.control].configs[0];
        let words = |name: &str| name.replace('_', " ");
        for text in [&odd, &stress] {
            for task in config.tasks.iter() {
                assert!(text.contains(&format!("| {} | {} |", words(&task.name), task.order)), "{}", task.name);
            }
            for number in &loaded.scenario.provenance.numbers {
                assert!(text.contains(&format!("`{}`", number.path)), "{}: {}", shipped.name, number.path);
            }
            for citation in loaded.scenario.provenance.citations.values() {
                assert!(text.contains(citation.as_str()), "{citation}");
            }
            // All that the author has to fill in is listed, and nothing else is.
            let asked = text.lines().filter(|line| line.starts_with("> **Author:** ")).count();
            let (_, list) = text.split_once("## To be filled in by the author\n").expect("the list");
            assert!(asked >= 5);
            assert_eq!(list.lines().filter(|line| line.starts_with("- *")).count(), asked);
        }
    }
}

/// A page has some 500 words without its lists, and no word of the program's that a reader would have to look up.
#[test]
fn the_plain_page_is_a_page_in_plain_words() {
    for shipped in shipped::list() {
        let page = document(&load(Path::new("scenarios").join(&shipped.name).with_extension("toml")), Form::Plain);
        assert!(page.lines().count() < 80, "{}: {} lines", shipped.name, page.lines().count());
        for jargon in ["replication", "common random numbers", "quantile", "dispatch"] {
            let own = page.lines().filter(|line| line.starts_with(|c: char| c.is_uppercase()));
            assert!(!own.clone().any(|line| line.contains(jargon)), "{}: {jargon}", shipped.name);
        }
    }
}

/// What is in use is described, what is not is left out.
#[test]
fn submodels_are_those_of_the_scenario() {
    for (path, submodel) in [
        ("tests/model/people/learning.toml", "**Learning and forgetting.**"),
        ("tests/model/people/strain.toml", "**Strain.**"),
        ("tests/model/people/turnover.toml", "**Turnover.**"),
        ("tests/model/people/trust.toml", "**Trust.**"),
        ("tests/model/mechanisms/reading.toml", "**Readings.**"),
        ("tests/model/mechanisms/money.toml", "**Money.**"),
        ("tests/model/mechanisms/invisible.toml", "**Invisible work.**"),
        ("tests/model/mechanisms/pull.toml", "**Waiting list.**"),
        ("tests/statistics/theory/downtime.toml", "**Down times.**"),
        ("tests/model/sequences/rejected_once.toml", "**Rejections.**"),
        ("tests/model/sequences/two_teams.toml", "**Teams.**"),
    ] {
        assert!(document(&load(path), Form::Odd).contains(submodel), "{path}: {submodel}");
        let without = document(&load("tests/statistics/theory/mmc.toml"), Form::Odd);
        assert!(!without.contains(submodel), "an M/M/c has no {submodel}");
    }
}
