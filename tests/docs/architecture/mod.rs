//! The layers of `src` point one way (see the map in `src/lib.rs`): every `crate::` path and every `mod` is read, and
//! an edge that is not in the table fails. Within a folder no files or folders use each other in a circle.

mod imports;
mod parts;

use crate::support::sources;
use imports::Crate;
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

fn all_sources() -> Vec<(PathBuf, String)> {
    sources("src")
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

/// A file can be read without those that use it: in each folder its files and folders have an order. A folder's
/// `mod.rs` and what is in the folder may use each other.
#[test]
fn no_circle_of_imports() {
    let below = |path: &Path| path.strip_prefix("src").expect("below src").to_string_lossy().replace('\\', "/");
    let sources: Vec<_> = all_sources().into_iter().map(|(path, text)| (below(&path), text)).collect();
    let circles = Crate::read(&sources).circles();
    let mut wrong = Vec::new();
    for circle in &circles {
        let steps: Vec<String> = circle.steps.iter().map(|(name, example)| format!("  {name}: {example}")).collect();
        wrong.push(format!("a circle in src/{}, each of which uses the next:\n{}", circle.folder, steps.join("\n")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Circles in small crates, by folder, as the names that use each other.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    let names = |steps: &[(String, String)]| steps.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ");
    Crate::read(&files).circles().iter().map(|of| format!("{}: {}", of.folder, names(&of.steps))).collect()
}

#[test]
fn circles_are_found_however_a_name_is_reached() {
    let lib = ("lib.rs", "pub mod a;\npub mod b;\nmod c;");
    // Directly, and not if only one uses the other.
    assert_eq!(circles(&[lib, ("a.rs", "use crate::b::B;"), ("b.rs", "use super::a::A;")]), [": a b"]);
    assert!(circles(&[lib, ("a.rs", "use crate::b::B;"), ("b.rs", "pub struct B;")]).is_empty());
    // Over three, by paths in the code, and by a module that was imported.
    let over_three = [
        lib,
        ("a.rs", "fn f() { crate::b::g() }"),
        ("b.rs", "use super::c; fn g() { c::h() }"),
        ("c.rs", "use crate::{a::f};"),
    ];
    assert_eq!(circles(&over_three), [": a b c"]);
    // By what a module gives on, under another name or all of it: the file that defines it counts.
    let given = |given: &'static str| {
        circles(&[
            ("lib.rs", "mod m;"),
            ("m/mod.rs", given),
            ("m/one.rs", "use super::Two; pub struct One;"),
            ("m/two.rs", "use super::one::One; pub struct Two;"),
        ])
    };
    assert_eq!(given("mod one; mod two; pub use two::Two;"), ["m: one two"]);
    assert_eq!(given("mod one; mod two; pub use two::*;"), ["m: one two"]);
    assert!(given("mod one; mod two; pub struct Two;").is_empty());
    // All names of a module at once: those that stand in the code count.
    let all = |code: &'static str| {
        circles(&[
            ("lib.rs", "mod m;"),
            ("m/mod.rs", "mod one; mod two; pub use two::Two;"),
            ("m/one.rs", code),
            ("m/two.rs", "use super::one::f; pub struct Two;"),
        ])
    };
    assert_eq!(all("use super::*; fn f(_: Two) {}"), ["m: one two"]);
    assert!(all("use super::*; fn f() {}").is_empty());
    // Folders count as a whole.
    let folders = [
        ("lib.rs", "mod m; mod n;"),
        ("m/mod.rs", "mod deep;"),
        ("m/deep.rs", "use crate::n::far::N;"),
        ("n/mod.rs", "mod far; mod near;"),
        ("n/near.rs", "use crate::m::M;"),
        ("n/far.rs", "pub struct N;"),
    ];
    assert_eq!(circles(&folders), [": m n"]);
}

#[test]
fn tests_comments_and_texts_are_no_imports() {
    let lib = ("lib.rs", "mod a; mod b; #[cfg(test)] mod t;");
    for code in [
        "// use crate::a::A;",
        "/* crate::a::A */",
        "const A: &str = \"crate::a::A\"; const R: &str = r#\"\"crate::a::A\"#;",
        "fn f<'a>(c: char) -> bool { c == '\"' } // crate::a::A \"",
        "#[cfg(test)] mod tests { use crate::a::A; fn f() { crate::a::g() } }",
        "#[cfg(test)] use crate::a::A;",
        "use std::a::A; fn f(a: A) { a.b() }",
    ] {
        let files = [lib, ("a.rs", "use crate::b::B;"), ("b.rs", code), ("t.rs", "use crate::a; use crate::b;")];
        assert!(circles(&files).is_empty(), "{code}");
    }
    let live = "fn f<'a>(c: char) -> bool { c == '\"' } fn g() { crate::a::f() } // \"";
    assert_eq!(circles(&[lib, ("a.rs", "use crate::b::B;"), ("b.rs", live)]), [": a b"]);
}
