//! Puts the shipped scenarios into the program: every file below `scenarios/`, by its path there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "csv") {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

fn main() -> io::Result<()> {
    let variable = |name: &str| env::var(name).map(PathBuf::from).map_err(io::Error::other);
    let root = variable("CARGO_MANIFEST_DIR")?.join("scenarios");
    let mut found = Vec::new();
    files(&root, &mut found)?;
    let mut table = String::from("&[\n");
    for path in found {
        let below = path.strip_prefix(&root).map_err(io::Error::other)?;
        let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        writeln!(table, "    ({:?}, include_str!({:?})),", name.join("/"), path).map_err(io::Error::other)?;
    }
    table += "]\n";
    fs::write(variable("OUT_DIR")?.join("shipped.rs"), table)
}
