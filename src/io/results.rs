//! A folder of results: written whole or not at all, never over something that `sim` did not make.

use super::manifest::MARK;
use super::place::{self, PlaceError, parent_of, real};
use super::tables::{EVENT_LOG, FILES, PACKAGE};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Name of the page in a folder of results.
pub const PAGE: &str = "report.html";
/// Name of the page in a folder of results.
pub const COMPARISON: &str = "comparison.html";

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The folder was not made by `sim`.
    #[error("{0} was not made by sim and is left alone; choose another folder with --out")]
    Foreign(PathBuf),
    /// It has no name of its own that new results could take.
    #[error("{0} cannot become a folder of results; name a folder with --out, such as --out results/test")]
    Nameless(PathBuf),
    /// It holds the results of another scenario.
    #[error(
        "{folder} holds the results of `{other}`; use --force to replace them, or choose another folder with --out"
    )]
    OtherScenario {
        /// The folder.
        folder: PathBuf,
        /// The scenario it belongs to.
        other: String,
    },
    /// Nothing can be written there.
    #[error(transparent)]
    Position(#[from] PlaceError),
    /// The file system said no.
    #[error("cannot write {path}: {source}; earlier results are as they were; choose another folder with --out")]
    Io {
        /// What was being written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> ResultsError + '_ {
    move |source| ResultsError::Io { path: path.to_path_buf(), source }
}

/// Which results may be replaced by those of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// Earlier ones of the same scenario.
    Own,
    /// Those of another scenario, too: `--force`.
    Any,
}

impl Replace {
    /// What `--force` says.
    pub fn if_forced(force: bool) -> Replace {
        if force { Replace::Any } else { Replace::Own }
    }
}

const TEMPORARY: &str = ".sim-unfinished-";

/// Checks before the work begins that a folder may be written and replaced, and sweeps what earlier, interrupted runs
/// left beside it.
///
/// # Errors
/// If it is not ours to replace.
pub fn prepare(folder: &Path, scenario: &str, replace: Replace) -> Result<(), ResultsError> {
    if folder.file_name().is_none() {
        return Err(ResultsError::Nameless(folder.into()));
    }
    let folder = &real(folder)?;
    let parent = parent_of(folder);
    place::make_folder(&parent)?;
    let own = format!("{TEMPORARY}{}-", folder.file_name().unwrap_or_default().to_string_lossy());
    for entry in fs::read_dir(&parent).map_err(failed(&parent))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let dead =
            name.strip_prefix(&own).and_then(|pid| pid.split('-').next()?.parse::<u32>().ok()).is_some_and(is_dead);
        if dead {
            // A stale folder that cannot be removed is no reason not to run.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    // A folder that cannot be written is reported before the run, not after it.
    tempfile::Builder::new().prefix(&prefix_of(folder)).tempdir_in(&parent).map_err(failed(&parent))?;
    match our_manifest(folder) {
        Some(manifest) => {
            let other = manifest.get("scenario").and_then(toml::Value::as_str).unwrap_or_default().to_string();
            if other != scenario && replace == Replace::Own {
                return Err(ResultsError::OtherScenario { folder: folder.into(), other });
            }
        }
        _ if is_empty_or_missing(folder) => {}
        _ => return Err(ResultsError::Foreign(folder.into())),
    }
    place::check_exchange(folder)?;
    foreign(folder)?.iter().try_for_each(|kept| place::check_readable(kept))?;
    Ok(())
}

/// The manifest of a folder that `sim` made.
fn our_manifest(folder: &Path) -> Option<toml::Table> {
    let text = fs::read_to_string(folder.join("manifest.toml")).ok()?;
    text.starts_with(MARK).then(|| text.parse().unwrap_or_default())
}

/// How temporary folders of this process for a folder begin.
fn prefix_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    format!("{TEMPORARY}{name}-{}-", std::process::id())
}

fn is_empty_or_missing(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Whether no process of this number runs (on systems that show it in /proc; elsewhere nothing is swept).
fn is_dead(pid: u32) -> bool {
    Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{pid}")).exists()
}

/// A folder beside the one for results, for what is written while the runs are made; it goes with the value.
///
/// # Errors
/// If the file system says no.
pub fn workshop(folder: &Path) -> Result<TempDir, ResultsError> {
    let folder = &real(folder)?;
    let parent = parent_of(folder);
    tempfile::Builder::new().prefix(&prefix_of(folder)).tempdir_in(&parent).map_err(failed(&parent))
}

/// Writes all files beside the folder, moves those that are written already there, and then puts them in its place in
/// one step. What somebody else has put into the folder stays there.
///
/// # Errors
/// If the file system says no; what was there before is untouched then.
pub fn write(folder: &Path, files: &[(&str, Vec<u8>)], written: &[(&str, PathBuf)]) -> Result<(), ResultsError> {
    let folder = &real(folder)?;
    let parent = parent_of(folder);
    let prefix = prefix_of(folder);
    let beside = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent).map_err(failed(&parent))?;
    for (name, bytes) in files {
        let path = beside.path().join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    for (name, place) in written {
        fs::rename(place, beside.path().join(name)).map_err(failed(place))?;
    }
    // Readable like any folder one makes oneself; temporary folders are private.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).map_err(failed(beside.path()))?;
    }
    if folder.exists() {
        keep_foreign(folder, beside.path())?;
        exchange(beside.path(), folder).map_err(failed(folder))?;
        // What was there before is now in the temporary folder, which goes.
        drop(beside);
    } else {
        let path = beside.keep();
        fs::rename(&path, folder).map_err(failed(folder))?;
    }
    Ok(())
}

/// Takes what `sim` did not make over into the new folder, before the exchange: whenever the process ends, it is in one
/// of the two, and in the end in the right one.
fn keep_foreign(old: &Path, new: &Path) -> Result<(), ResultsError> {
    for path in foreign(old)? {
        copy_all(&path, &new.join(path.file_name().unwrap_or_default())).map_err(failed(&path))?;
    }
    Ok(())
}

/// What is in a folder that `sim` did not make; nothing if there is no such folder.
fn foreign(old: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    if !old.is_dir() {
        return Ok(Vec::new());
    }
    let manifest = our_manifest(old).unwrap_or_default();
    let listed = manifest.get("files").and_then(toml::Value::as_array);
    let listed: Vec<&str> = listed.into_iter().flatten().filter_map(toml::Value::as_str).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(old).map_err(failed(old))? {
        let entry = entry.map_err(failed(old))?;
        let name = entry.file_name();
        let made_by_us = name.to_str().is_some_and(|name| {
            ["manifest.toml", PAGE, COMPARISON, PACKAGE, EVENT_LOG.name].contains(&name)
                || listed.contains(&name)
                || FILES.iter().any(|file| file.name == name)
        });
        if !made_by_us {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(from)?.is_dir() {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy_all(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    // A second name for the same file keeps everything about it; where there is no such thing, a copy.
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// Exchanges two folders; where the system cannot do that in one step, in two.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    fs::rename(new, old)?;
    fs::rename(&aside, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(scenario: &str) -> Vec<u8> {
        format!("{MARK}scenario = \"{scenario}\"\nfiles = [\"old.csv\"]\n").into_bytes()
    }

    #[test]
    fn a_rerun_replaces_only_what_sim_made() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("out");
        prepare(&folder, "a", Replace::Own).expect("nothing there yet");
        write(&folder, &[("manifest.toml", manifest("a")), ("old.csv", b"1".to_vec())], &[]).expect("written");
        prepare(&folder, "a", Replace::Own).expect("our own");
        assert!(
            matches!(prepare(&folder, "b", Replace::Own), Err(ResultsError::OtherScenario { other, .. }) if other == "a")
        );
        prepare(&folder, "b", Replace::Any).expect("forced");
        write(&folder, &[("manifest.toml", manifest("b"))], &[]).expect("written");
        assert!(!folder.join("old.csv").exists());
        // A reader's own notes and plots among the results are not ours.
        fs::write(folder.join("notes.txt"), "what I make of it").expect("written");
        fs::create_dir_all(folder.join("plots/first")).expect("made");
        fs::write(folder.join("plots/first/hours.png"), "a plot").expect("written");
        prepare(&folder, "b", Replace::Own).expect("still ours");
        write(&folder, &[("manifest.toml", manifest("b"))], &[]).expect("written");
        assert_eq!(fs::read_to_string(folder.join("notes.txt")).expect("kept"), "what I make of it");
        assert_eq!(fs::read_to_string(folder.join("plots/first/hours.png")).expect("kept"), "a plot");
        assert_eq!(fs::read_dir(place.path()).expect("readable").count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_somebody_else_made_is_left_alone_even_if_forced() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("thesis");
        fs::create_dir(&folder).expect("made");
        prepare(&folder, "a", Replace::Own).expect("an empty folder may be used");
        fs::write(folder.join("chapter.txt"), "years of work").expect("written");
        assert!(matches!(prepare(&folder, "a", Replace::Any), Err(ResultsError::Foreign(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (disk, link) = (place.path().join("disk"), place.path().join("out"));
        fs::create_dir(&disk).expect("made");
        std::os::unix::fs::symlink(&disk, &link).expect("linked");
        prepare(&link, "a", Replace::Own).expect("an empty folder");
        write(&link, &[("manifest.toml", manifest("a"))], &[]).expect("written");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert!(disk.join("manifest.toml").exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_killed_run_left_is_swept() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("out");
        let stale = place.path().join(format!("{TEMPORARY}out-4194305-abc")); // above the largest process number
        let running = place.path().join(format!("{TEMPORARY}out-{}-abc", std::process::id()));
        fs::create_dir(&stale).expect("made");
        fs::create_dir(&running).expect("made");
        prepare(&folder, "a", Replace::Own).expect("may be written");
        assert!(!stale.exists() && running.exists());
    }
}
