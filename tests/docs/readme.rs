//! The README's scenario is a scenario.

use crate::support::{program, said};
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
    let simulation = sim::model::Simulation::new(&loaded.scenario).expect("a stated warm-up").audited();
    for arm in loaded.scenario.arms.ids() {
        let outcome = simulation.run(arm, 0, &|_| true).expect("nobody stops it");
        assert!(outcome.statistics.done > 1000, "250 visits a week for half a year are seen and documented");
    }
}

/// The README shows the lines of the first page of the library's documentation, which are run.
#[test]
fn the_lines_of_the_library_are_those_that_are_run() {
    let text = fs::read_to_string("README.md").expect("the README");
    let (_, rest) = text.split_once("```rust\n").expect("a block of Rust");
    let (lines, _) = rest.split_once("```").expect("its end");
    let page = fs::read_to_string("src/lib.rs").expect("the library's first page");
    for line in lines.lines() {
        assert!(page.lines().any(|other| other.trim_end() == format!("//! {line}").trim_end()), "not run: {line}");
    }
}

/// Pictures that the README shows are there, and the one of the terminal is what the program prints today.
#[test]
fn pictures_are_there_and_up_to_date() {
    let readme = std::fs::read_to_string("README.md").expect("readable");
    let pictures: Vec<&str> = readme.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(pictures.len() >= 2, "a picture of the report and one of the terminal");
    for path in pictures {
        assert!(std::path::Path::new(path).exists(), "{path} is not there");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let sim = |arguments: &[&str]| {
        let mut command = program();
        let output = command.args(arguments).current_dir(folder.path()).output().expect("sim starts");
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    sim(&["new", "my_clinic"]);
    let printed = sim(&["run", "my_clinic.toml", "--quiet"]);
    let picture = std::fs::read_to_string("src/guide/pictures/terminal.svg").expect("the picture");
    let lines: Vec<String> = picture
        .split("<text ")
        .skip(1)
        .map(|text| text.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect::<String>())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| line.contains('±'))
        .collect();
    assert!(lines.len() >= 20, "{lines:?}");
    for line in lines {
        let line = line.replace("&#x27;", "'");
        assert!(printed.contains(&line), "`{line}` of the picture is not printed any more:\n{printed}");
    }
}
