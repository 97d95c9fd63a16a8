//! Where output goes. What can be refused is refused here, before any work begins: a run may take hours.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing can be written somewhere.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// A folder stands where a file is to be written.
    #[error("{0} is a folder; name a file")]
    IsFolder(PathBuf),
    /// The folder that a file is to stand in is missing.
    #[error("the folder {0} does not exist; make it first, or name another place")]
    NoFolder(PathBuf),
    /// A file stands where a folder is needed.
    #[error("{0} is a file, not a folder; name another place")]
    NoDirectory(PathBuf),
    /// The user has no right to write there.
    #[error("you may not write to {0}; name another place, or ask whom it belongs to")]
    NotAllowed(PathBuf),
    /// The user has no right to read what would have to be kept.
    #[error("you may not read {0}, which would have to be kept; name another folder, or take it out")]
    NotReadable(PathBuf),
    /// The folder is where a file system begins, so no other can take its place.
    #[error("{0} is where a file system begins, so it cannot be replaced; name a folder in it, such as {0}/results")]
    MountPoint(PathBuf),
    /// Another user's folder in a place where only owners may rename.
    #[error("{0} belongs to another user, and its place lets nobody else replace it; name another folder")]
    OfOther(PathBuf),
    /// The disk is too small.
    #[error("about {needed} MB are needed, and {free} MB are free where {path} is; {help}")]
    NoRoom {
        /// Where it was to be written.
        path: PathBuf,
        /// Megabytes that it takes.
        needed: u64,
        /// Megabytes that are free.
        free: u64,
        /// What to do.
        help: String,
    },
    /// The file system says no.
    #[error("cannot write {path}: {source}; name another place")]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> PlaceError + '_ {
    move |source| PlaceError::Io { path: path.to_path_buf(), source }
}

/// Where a folder really is: results go to where a link points, and the link stays. `link/` and `link/.` are `link`.
///
/// # Errors
/// If a link points nowhere.
pub fn real(folder: &Path) -> Result<PathBuf, PlaceError> {
    let folder: PathBuf = folder.components().collect();
    match fs::symlink_metadata(&folder) {
        Ok(data) if data.is_symlink() => fs::canonicalize(&folder).map_err(failed(&folder)),
        _ => Ok(folder),
    }
}

/// The folder that something is in.
pub fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Checks that a folder, if it is there, can be exchanged for another one with what it holds.
///
/// # Errors
/// If it cannot, with the reason.
pub fn check_exchange(folder: &Path) -> Result<(), PlaceError> {
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder)(error)),
        Ok(data) if !data.is_dir() => return Err(PlaceError::NoDirectory(folder.into())),
        Ok(_) => {}
    }
    check_inside(folder)?;
    check_rename(folder)
}

/// Checks that files may be written in a folder that is there.
///
/// # Errors
/// If they may not.
pub fn check_inside(folder: &Path) -> Result<(), PlaceError> {
    if may(folder, Right::Write) { Ok(()) } else { Err(PlaceError::NotAllowed(folder.into())) }
}

/// Makes a folder and those above it that are missing.
///
/// # Errors
/// If a file stands in the way, or the file system refuses.
pub fn make_folder(folder: &Path) -> Result<(), PlaceError> {
    if let Some(file) = folder.ancestors().find(|above| above.exists()).filter(|above| !above.is_dir()) {
        return Err(PlaceError::NoDirectory(file.into()));
    }
    fs::create_dir_all(folder).map_err(failed(folder))
}

/// Checks that a file can be written, or written over.
///
/// # Errors
/// If it cannot, with the reason.
pub fn check_file(path: &Path) -> Result<(), PlaceError> {
    match fs::metadata(path) {
        Ok(data) if data.is_dir() => return Err(PlaceError::IsFolder(path.into())),
        Ok(_) if !may(path, Right::Write) => return Err(PlaceError::NotAllowed(path.into())),
        // A terminal or a pipe.
        Ok(data) if !data.is_file() => return Ok(()),
        _ => {}
    }
    let parent = parent_of(path);
    match fs::metadata(&parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(PlaceError::NoFolder(parent)),
        Err(error) => Err(failed(&parent)(error)),
        Ok(data) if !data.is_dir() => Err(PlaceError::NoDirectory(parent)),
        Ok(_) => check_inside(&parent),
    }
}

/// Checks that a file of ours may stand where there is nothing, or a file.
///
/// # Errors
/// If there is a folder.
pub fn check_over(path: &Path) -> Result<(), PlaceError> {
    if path.is_dir() { Err(PlaceError::IsFolder(path.into())) } else { Ok(()) }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// If the file system says no; what was there before is as it was then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), PlaceError> {
    check_file(path)?;
    if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
        return fs::write(path, bytes).map_err(failed(path));
    }
    let target = real(path)?;
    let written = tempfile::Builder::new().prefix(".sim-file-").tempfile_in(parent_of(&target)).and_then(|mut file| {
        io::Write::write_all(&mut file, bytes)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        file.persist(&target).map_err(|error| error.error).map(drop)
    });
    written.map_err(failed(path))
}

/// Checks that so many bytes are free where a path is, or where it will be.
///
/// # Errors
/// If they are not.
pub fn check_room(path: &Path, bytes: f64, help: &str) -> Result<(), PlaceError> {
    let there = path.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    match free(there) {
        Some(free) if (free as f64) < bytes => {
            let mega = |bytes: f64| libm::ceil(bytes / 1e6) as u64;
            let (needed, free) = (mega(bytes), free / 1_000_000);
            Err(PlaceError::NoRoom { path: path.into(), needed, free, help: help.into() })
        }
        _ => Ok(()),
    }
}

/// Checks that what would have to be kept of a folder can be read: a file or folder, and all below it.
///
/// # Errors
/// If something cannot.
pub fn check_readable(path: &Path) -> Result<(), PlaceError> {
    let data = fs::symlink_metadata(path).map_err(failed(path))?;
    if data.is_symlink() {
        return Ok(());
    }
    if !may(path, Right::Read) {
        return Err(PlaceError::NotReadable(path.into()));
    }
    if data.is_dir() {
        for entry in fs::read_dir(path).map_err(failed(path))? {
            check_readable(&entry.map_err(failed(path))?.path())?;
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Right {
    Read,
    Write,
}

/// Whether the user has a right; where the system cannot be asked, yes.
fn may(path: &Path, right: Right) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        let is_folder = path.is_dir();
        let mut wanted = if right == Right::Read { Access::READ_OK } else { Access::WRITE_OK };
        if is_folder {
            wanted |= Access::EXEC_OK;
        }
        access(path, wanted).is_ok()
    }
    #[cfg(not(unix))]
    {
        let _ = right;
        fs::metadata(path).is_ok()
    }
}

/// Whether a folder may be given another name in the folder it is in.
fn check_rename(folder: &Path) -> Result<(), PlaceError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if folder.parent().is_none() {
            return Err(PlaceError::MountPoint(folder.into()));
        }
        let parent = parent_of(folder);
        let (of, above) =
            (fs::metadata(folder).map_err(failed(folder))?, fs::metadata(&parent).map_err(failed(&parent))?);
        if of.dev() != above.dev() || of.ino() == above.ino() {
            return Err(PlaceError::MountPoint(folder.into()));
        }
        const STICKY: u32 = 0o1000;
        if above.mode() & STICKY != 0 {
            // What we make ourselves tells who we are.
            let own = tempfile::tempfile_in(&parent).and_then(|file| file.metadata()).map_err(failed(&parent))?.uid();
            if own != 0 && own != of.uid() && own != above.uid() {
                return Err(PlaceError::OfOther(folder.into()));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Bytes that the user may still write where a folder is; none if nobody can say.
fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(folder).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_whole_where_they_can_be() {
        let place = tempfile::tempdir().expect("a folder");
        let (file, deep) = (place.path().join("a.html"), place.path().join("missing/a.html"));
        write_file(&file, b"one").expect("written");
        write_file(&file, b"two").expect("written over");
        assert_eq!(fs::read(&file).expect("there"), b"two");
        assert_eq!(fs::read_dir(place.path()).expect("readable").count(), 1, "nothing is left beside it");
        assert!(matches!(check_file(place.path()), Err(PlaceError::IsFolder(_))));
        assert!(matches!(check_file(&deep), Err(PlaceError::NoFolder(_))));
        assert!(matches!(check_file(&file.join("b.html")), Err(PlaceError::Io { .. } | PlaceError::NoDirectory(_))));
    }

    #[test]
    fn more_than_is_free_is_refused_and_less_is_not() {
        let place = tempfile::tempdir().expect("a folder");
        let later = place.path().join("not/yet/there");
        check_room(&later, 1.0, "").expect("a byte is free");
        // The largest file systems hold 2^64 bytes, which is 18 exabytes.
        let refused = check_room(&later, 1e20, "take less");
        assert!(matches!(&refused, Err(PlaceError::NoRoom { needed: 100_000_000_000_000, .. })), "{refused:?}");
        assert!(refused.expect_err("refused").to_string().ends_with("; take less"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_same_with_a_slash_or_a_dot_behind_it() {
        let place = tempfile::tempdir().expect("a folder");
        let (disk, link) = (place.path().join("disk"), place.path().join("link"));
        fs::create_dir(&disk).expect("made");
        std::os::unix::fs::symlink(&disk, &link).expect("linked");
        let disk = disk.canonicalize().expect("there");
        for ending in ["", "/", "/.", "//./"] {
            let typed = PathBuf::from(format!("{}{ending}", link.display()));
            assert_eq!(real(&typed).expect("a folder"), disk, "{ending:?}");
        }
        std::os::unix::fs::symlink(place.path().join("gone"), place.path().join("dangling")).expect("linked");
        assert!(matches!(real(&place.path().join("dangling/")), Err(PlaceError::Io { .. })));
    }

    /// `/` and `/proc` begin file systems everywhere on Linux.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_begins_a_file_system_cannot_be_exchanged() {
        for folder in ["/", "/proc"] {
            let refused = check_rename(Path::new(folder));
            assert!(matches!(refused, Err(PlaceError::MountPoint(_))), "{folder}: {refused:?}");
        }
    }
}
