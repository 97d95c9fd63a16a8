//! The scenarios that come with the program, in the program: an installed `sim` needs no other file.
//!
//! They are addressed by paths below [`ROOT`], a folder that exists nowhere; every reading of a scenario goes through
//! [`text`], so that what they extend and cite is found beside them.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The folder the shipped files are in, as messages and manifests call it.
pub const ROOT: &str = "(shipped)";

/// Path below [`ROOT`] and text of each file, sorted by path.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// A shipped scenario, for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What `sim run` knows it by.
    pub name: String,
    /// What its answer answers.
    pub question: String,
}

/// The shipped scenarios, by name.
pub fn list() -> Vec<Shipped> {
    let scenarios = FILES.iter().filter_map(|(path, text)| {
        let name = path.strip_suffix(".toml").filter(|name| !name.contains('/'))?;
        let table: toml::Table = text.parse().ok()?;
        let question = table.get("question")?.as_str()?.to_string();
        Some(Shipped { name: name.into(), question })
    });
    scenarios.collect()
}

/// Where a scenario is that somebody asks for: a file of that name if there is one, else the shipped one.
pub fn find(asked: &Path) -> PathBuf {
    if asked.is_file() || asked.components().count() != 1 {
        return asked.into();
    }
    let named = if asked.extension().is_some() { asked.to_path_buf() } else { asked.with_extension("toml") };
    let on_disk = [named.clone(), Path::new("scenarios").join(&named)];
    if let Some(path) = on_disk.into_iter().find(|path| path.is_file()) {
        return path;
    }
    let shipped = Path::new(ROOT).join(&named);
    if stored(&shipped).is_some() { shipped } else { asked.into() }
}

/// Whether a bare name was meant for a shipped scenario.
pub fn is_name(asked: &Path) -> bool {
    asked.components().count() == 1 && asked.extension().is_none()
}

/// The text of a file, on disk or shipped.
///
/// # Errors
/// If there is none.
pub fn text(path: &Path) -> io::Result<String> {
    match path.strip_prefix(ROOT) {
        Ok(_) => stored(path).map(String::from).ok_or_else(|| io::ErrorKind::NotFound.into()),
        Err(_) => std::fs::read_to_string(path),
    }
}

fn stored(path: &Path) -> Option<&'static str> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.strip_prefix(ROOT).ok()?.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => drop(parts.pop()),
            _ => {}
        }
    }
    let path = parts.join("/");
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_is_what_is_on_disk() {
        assert!(list().iter().any(|shipped| shipped.name == "ehr_rollout"));
        for (name, text) in FILES {
            let on_disk = std::fs::read_to_string(Path::new("scenarios").join(name)).expect("a shipped file");
            assert_eq!(on_disk, *text, "{name}");
        }
    }

    #[test]
    fn names_are_found_and_files_win() {
        assert_eq!(find(Path::new("no_such_scenario")), Path::new("no_such_scenario"));
        assert_eq!(find(Path::new("ehr_rollout")), Path::new("scenarios/ehr_rollout.toml"));
        assert!(text(Path::new("(shipped)/ehr_rollout.toml")).is_ok());
        assert!(text(Path::new("(shipped)/national/../base/hospital.toml")).is_ok());
    }
}
