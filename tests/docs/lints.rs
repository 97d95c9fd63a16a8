//! What the lint forbids, so that results do not depend on the platform.

use std::fs;
use std::path::Path;

/// The methods of `f64` and `f32` of which the documents of the standard library say that their precision is not
/// determined ("Unspecified precision"), and `mul_add`, which a platform without the instruction may get from a library
/// that rounds twice.
const OPEN: [&str; 27] = [
    "powi", "powf", "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "cbrt", "hypot", "sin", "cos",
    "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "mul_add",
];

#[test]
fn every_function_that_differs_between_platforms_is_forbidden() {
    let config = fs::read_to_string(".clippy.toml").expect("readable");
    for kind in ["f64", "f32"] {
        for name in OPEN {
            assert!(config.contains(&format!("path = \"{kind}::{name}\"")), "{kind}::{name} is allowed");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// Whoever allows the functions says why, in one of the places that are known not to touch results: clocks in two
/// commands, and the closed forms that only tests use.
#[test]
fn exceptions_touch_no_result() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let allows =
        |path: &&String| fs::read_to_string(path.as_str()).expect("readable").contains("clippy::disallowed_methods");
    let mut found: Vec<&String> = files.iter().filter(allows).collect();
    found.sort();
    assert_eq!(found, ["src/cli/run.rs", "src/cli/sweep/points.rs", "src/theory/mod.rs"]);
    let uses_theory = |path: &&String| {
        let text = fs::read_to_string(path.as_str()).expect("readable");
        !path.starts_with("src/theory/") && text.contains("crate::theory")
    };
    assert_eq!(files.iter().find(uses_theory), None, "closed forms are for tests alone");
}
