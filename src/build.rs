//! Puts the shipped scenarios into the program: every file below `scenarios/`, by its path there; and a fingerprint of
//! the program's own source text, since two builds of one version may count otherwise.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The files below a folder that end in one of these ways, sorted by path.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, endings, found)?;
        } else if path.extension().is_some_and(|found| endings.iter().any(|ending| found == *ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

/// FNV-1a over paths and texts (Fowler, Noll and Vo), line ends left out, which differ between checkouts: 16
/// hexadecimal digits.
fn fingerprint(root: &Path, files: &[PathBuf]) -> io::Result<String> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.iter().filter(|byte| **byte != b'\r') {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for path in files {
        let below = path.strip_prefix(root).map_err(io::Error::other)?;
        below.iter().for_each(|part| add(part.to_string_lossy().as_bytes()));
        add(&[0]);
        add(&fs::read(path)?);
        add(&[0]);
    }
    Ok(format!("{hash:016x}"))
}

fn main() -> io::Result<()> {
    let variable = |name: &str| env::var(name).map(PathBuf::from).map_err(io::Error::other);
    let package = variable("CARGO_MANIFEST_DIR")?;
    let mut sources = Vec::new();
    files(&package.join("src"), &["rs"], &mut sources)?;
    let lock = package.join("Cargo.lock"); // Versions of packages, where it is.
    if lock.is_file() {
        println!("cargo::rerun-if-changed={}", lock.display());
        sources.push(lock);
    }
    println!("cargo::rustc-env=SIM_CODE={}", fingerprint(&package, &sources)?);
    let root = package.join("scenarios");
    let mut found = Vec::new();
    files(&root, &["toml", "csv"], &mut found)?;
    let mut table = String::from("&[\n");
    for path in found {
        let below = path.strip_prefix(&root).map_err(io::Error::other)?;
        let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        writeln!(table, "    ({:?}, include_str!({:?})),", name.join("/"), path).map_err(io::Error::other)?;
    }
    table += "]\n";
    fs::write(variable("OUT_DIR")?.join("shipped.rs"), table)
}
