//! The layers of `src` point one way (see the map in `src/lib.rs`): every `crate::` path and every `mod` is read, and an
//! edge that is not in the table fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may use besides itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("theory", &["units"]),
    ("engine", &["units"]),
    ("model", &["engine", "units"]),
    ("experiment", &["model", "engine", "units"]),
    ("io", &["experiment", "model", "engine", "units"]),
    ("report", &["io", "experiment", "model", "engine", "units"]),
    ("cli", &["report", "io", "experiment", "model", "engine", "units"]),
];

/// Words of the domain, which the engine must not know.
const DOMAIN: &[&str] = &["physician", "nurse", "patient", "occupation", "hospital", "worker", "task", "product"];

/// Lines a file of code may have: tables of data and tests aside, a longer one holds two things.
const LONGEST: usize = 420;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

fn all_sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            (path, text)
        })
        .collect()
}

/// The folder of `src` a file is in; none for `lib.rs` and `main.rs`.
fn layer(path: &Path) -> Option<String> {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    (parts.len() > 2).then(|| parts[1].clone())
}

/// The names after `crate::` in code, comments left out.
fn uses(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    code.iter()
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn layers_point_one_way() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in all_sources() {
        let Some(layer) = layer(&path) else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{} is in a folder the map does not know", path.display()));
            continue;
        };
        seen.insert(layer.clone());
        for used in uses(&text) {
            if used != layer && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}; {layer} may use {allowed:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), MAY_USE.len(), "a layer of the map is gone: {seen:?}");
}

#[test]
fn the_engine_knows_no_word_of_the_domain() {
    for (path, text) in all_sources().iter().filter(|(path, _)| layer(path).as_deref() == Some("engine")) {
        let text = text.to_lowercase();
        let found: Vec<_> = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| DOMAIN.contains(&word.trim_end_matches('s')))
            .collect();
        assert!(found.is_empty(), "{} speaks of {found:?}", path.display());
    }
}

#[test]
fn files_hold_one_thing() {
    let long: Vec<String> = all_sources()
        .iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
