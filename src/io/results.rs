//! A folder of results: written whole or not at all, never over something that `sim` did not make.

use super::manifest::MARK;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The folder was not made by `sim`.
    #[error("{0} was not made by sim and is left alone; choose another folder with --out")]
    Foreign(PathBuf),
    /// It has no name of its own that new results could take.
    #[error("{0} is no folder that results could be put into whole; name one with --out, such as --out results/test")]
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
    /// The file system said no.
    #[error("cannot write {path}: {source}")]
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

const TEMPORARY: &str = ".sim-unfinished-";

/// Checks before the work begins that a folder may be written, and sweeps what earlier, interrupted runs left beside it.
///
/// # Errors
/// If it is not ours to replace.
pub fn prepare(folder: &Path, scenario: &str, force: bool) -> Result<(), ResultsError> {
    if folder.file_name().is_none() {
        return Err(ResultsError::Nameless(folder.into()));
    }
    let parent = parent_of(folder);
    fs::create_dir_all(&parent).map_err(failed(&parent))?;
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
    match fs::read_to_string(folder.join("manifest.toml")) {
        Ok(manifest) if manifest.starts_with(MARK) => {
            let other = manifest
                .parse::<toml::Table>()
                .ok()
                .and_then(|table| Some(table.get("scenario")?.as_str()?.to_string()))
                .unwrap_or_default();
            if other == scenario || force {
                Ok(())
            } else {
                Err(ResultsError::OtherScenario { folder: folder.into(), other })
            }
        }
        _ if is_empty_or_missing(folder) => Ok(()),
        _ => Err(ResultsError::Foreign(folder.into())),
    }
}

fn parent_of(folder: &Path) -> PathBuf {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
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

/// Writes all files beside the folder and then puts them in its place in one step.
///
/// # Errors
/// If the file system says no; what was there before is untouched then.
pub fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), ResultsError> {
    let parent = parent_of(folder);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let prefix = format!("{TEMPORARY}{name}-{}-", std::process::id());
    let beside = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent).map_err(failed(&parent))?;
    for (name, bytes) in files {
        let path = beside.path().join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    // Readable like any folder one makes oneself; temporary folders are private.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).map_err(failed(beside.path()))?;
    }
    if folder.exists() {
        exchange(beside.path(), folder).map_err(failed(folder))?;
        // What was there before is now in the temporary folder, which goes.
        drop(beside);
    } else {
        let path = beside.keep();
        fs::rename(&path, folder).map_err(failed(folder))?;
    }
    Ok(())
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
        format!("{MARK}scenario = \"{scenario}\"\n").into_bytes()
    }

    #[test]
    fn a_rerun_replaces_only_what_sim_made() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("out");
        prepare(&folder, "a", false).expect("nothing there yet");
        write(&folder, &[("manifest.toml", manifest("a")), ("old.csv", b"1".to_vec())]).expect("written");
        prepare(&folder, "a", false).expect("our own");
        assert!(matches!(prepare(&folder, "b", false), Err(ResultsError::OtherScenario { other, .. }) if other == "a"));
        prepare(&folder, "b", true).expect("forced");
        write(&folder, &[("manifest.toml", manifest("b"))]).expect("written");
        assert!(!folder.join("old.csv").exists());
        assert_eq!(fs::read_dir(place.path()).expect("readable").count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_somebody_else_made_is_left_alone_even_if_forced() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("thesis");
        fs::create_dir(&folder).expect("made");
        prepare(&folder, "a", false).expect("an empty folder may be used");
        fs::write(folder.join("chapter.txt"), "years of work").expect("written");
        assert!(matches!(prepare(&folder, "a", true), Err(ResultsError::Foreign(_))));
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
        prepare(&folder, "a", false).expect("may be written");
        assert!(!stale.exists() && running.exists());
    }
}
