//! The scenarios that come with the program, in the program: an installed `sim` needs no other file.
//!
//! They are addressed by paths below [`ROOT`], a folder that exists nowhere; every reading of a scenario goes through
//! [`text`], so that what they extend and cite is found beside them.

use crate::experiment::nearest;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The folder the shipped files are in, as messages and manifests call it.
pub const ROOT: &str = "(shipped)";

/// The folder of the exercises, below `scenarios/`: they are found by their bare names, too.
pub const TEACHING: &str = "teaching";

/// Path below [`ROOT`] and text of each file, sorted by path.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// A shipped scenario, for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What `sim run` knows it by.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// What its answer answers.
    pub question: String,
}

impl Shipped {
    /// Where it is, whatever files there are on disk.
    pub fn path(&self) -> PathBuf {
        shipped(Path::new(&self.name)).expect("it is listed because it is there")
    }
}

/// The shipped scenarios, by name; the exercises are apart.
pub fn list() -> Vec<Shipped> {
    below("")
}

/// The exercises, in the order in which they are taught: their titles begin with their numbers.
pub fn exercises() -> Vec<Shipped> {
    let mut exercises = below(&format!("{TEACHING}/"));
    exercises.sort_by(|a, b| a.title.cmp(&b.title));
    exercises
}

/// What asks a question in a folder.
fn below(folder: &str) -> Vec<Shipped> {
    let scenarios = FILES.iter().filter_map(|(path, text)| {
        let path = path.strip_prefix(folder)?;
        let name = path.strip_suffix(".toml").filter(|name| !name.contains('/'))?;
        let table: toml::Table = text.parse().ok()?;
        let value = |key: &str| table.get(key).and_then(toml::Value::as_str);
        let question = value("question")?.to_string();
        Some(Shipped { name: name.into(), title: value("title").unwrap_or(name).into(), question })
    });
    scenarios.collect()
}

/// Where a scenario is that somebody asks for: a file of that name if there is one, else the shipped one.
pub fn find(asked: &Path) -> PathBuf {
    if asked.is_file() || !is_plain(asked) {
        return asked.into();
    }
    let named = with_ending(asked);
    let on_disk = [named.clone(), Path::new("scenarios").join(&named), Path::new("scenarios/teaching").join(&named)];
    let on_disk = on_disk.into_iter().find(|path| path.is_file());
    on_disk.or_else(|| shipped(asked)).unwrap_or_else(|| asked.into())
}

/// Where a file is that `extends` names in a file of some folder: beside that file, else the shipped one.
pub fn find_base(folder: &Path, asked: &str) -> PathBuf {
    let beside = folder.join(asked);
    if beside.is_file() || stored(&beside).is_some() { beside } else { shipped(Path::new(asked)).unwrap_or(beside) }
}

/// The shipped file that is called so, with its ending or without, with the folder of the exercises or without.
fn shipped(asked: &Path) -> Option<PathBuf> {
    let named = with_ending(asked);
    let places = [Path::new(ROOT).join(&named), Path::new(ROOT).join(TEACHING).join(&named)];
    places.into_iter().find(|path| is_plain(asked) && stored(path).is_some())
}

fn with_ending(asked: &Path) -> PathBuf {
    if asked.extension().is_some() { asked.to_path_buf() } else { asked.with_extension("toml") }
}

/// Neither absolute nor leading out of a folder.
fn is_plain(asked: &Path) -> bool {
    asked.components().all(|component| matches!(component, Component::Normal(_)))
}

/// The name of the shipped scenario or exercise that the last part of a path is, or is nearly.
pub fn near(path: &Path) -> Option<String> {
    let last = path.file_stem()?.to_str()?;
    let names: Vec<String> = list().into_iter().chain(exercises()).map(|shipped| shipped.name).collect();
    let is = names.iter().find(|name| name.eq_ignore_ascii_case(last)).map(String::as_str);
    is.or_else(|| nearest(last, names.iter().map(String::as_str))).map(String::from)
}

/// What to do about a path at which there is no file.
pub fn meant_by(path: &Path) -> String {
    let last = path.file_stem().and_then(|stem| stem.to_str());
    match near(path) {
        Some(name) if Some(name.as_str()) == last => {
            format!("there is no such file, but `{name}` comes with sim: write only its name, `{name}`")
        }
        Some(name) => format!("did you mean `{name}`, which comes with sim? `sim list` shows all that do"),
        None => "name a file, or a scenario that `sim list` shows".into(),
    }
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
        assert!(exercises().iter().any(|shipped| shipped.name == "one_queue"));
        for (name, text) in FILES {
            let on_disk = std::fs::read_to_string(Path::new("scenarios").join(name)).expect("a shipped file");
            assert_eq!(on_disk, *text, "{name}");
        }
    }

    #[test]
    fn names_are_found_and_files_win() {
        assert_eq!(find(Path::new("no_such_scenario")), Path::new("no_such_scenario"));
        assert_eq!(find(Path::new("ehr_rollout")), Path::new("scenarios/ehr_rollout.toml"));
        let exercise = Path::new("scenarios/teaching/one_queue.toml");
        assert_eq!(find(Path::new("one_queue")), exercise);
        assert_eq!(find(Path::new("teaching/one_queue")), exercise);
        assert_eq!(shipped(Path::new("one_queue")), Some("(shipped)/teaching/one_queue.toml".into()));
        assert_eq!(find(Path::new("../one_queue")), Path::new("../one_queue"));
        assert!(text(Path::new("(shipped)/ehr_rollout.toml")).is_ok());
        assert!(text(Path::new("(shipped)/national/../base/hospital.toml")).is_ok());
    }
}
