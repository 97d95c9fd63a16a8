//! The files of tests: a file that no `mod` names is never compiled, and nobody would miss its tests.

use crate::support::sources;
use std::fs;
use std::path::Path;

/// Whether a file has the line `mod NAME;`, with or without `pub`.
fn names(file: &Path, name: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().any(|line| line.strip_prefix("pub ").unwrap_or(line) == format!("mod {name};"))
}

#[test]
fn every_file_of_tests_belongs_to_a_program() {
    let found = sources("tests");
    let (mut programs, mut lost) = (Vec::new(), Vec::new());
    for path in &found {
        let folder = path.parent().expect("a file is in a folder");
        let stem = path.file_stem().expect("a name").to_str().expect("UTF-8");
        if folder == Path::new("tests") || stem == "main" {
            programs.push(path);
            continue;
        }
        // What is in `mod.rs` is named beside its folder, anything else in its folder.
        let (name, holder) = match (stem, folder.parent()) {
            ("mod", Some(above)) => (folder.file_name().expect("a name").to_str().expect("UTF-8"), above),
            _ => (stem, folder),
        };
        if name != "support" && !["main.rs", "mod.rs"].iter().any(|file| names(&holder.join(file), name)) {
            lost.push(path);
        }
    }
    assert!(lost.is_empty(), "no `mod` names {lost:?}");
    assert!(found.len() > 60, "{} files", found.len());
    // Each program is linked with the whole library. Those beside the folders have an allocator of their own that
    // counts.
    let few = ["allocations.rs", "cli/main.rs", "docs/main.rs", "memory.rs", "model/main.rs", "statistics/main.rs"];
    let programs: Vec<&Path> = programs.into_iter().map(|path| path.strip_prefix("tests").expect("in it")).collect();
    assert_eq!(programs, few.map(Path::new), "a test belongs into a file of one of the four folders");
}
