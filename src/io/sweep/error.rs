//! What can be wrong with the folder of a sweep.

use crate::experiment::sweep::Shard;
use crate::io::results::ResultsError;
use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with the folder of a sweep.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The folder may not be written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// There is no sweep in it.
    #[error("{0} does not hold a sweep; name a folder that `sim sweep` has written")]
    NoSweep(PathBuf),
    /// It holds something else that we made.
    #[error("{0} holds results of a run, not of a sweep; choose another folder with --out")]
    NotASweep(PathBuf),
    /// It holds another sweep.
    #[error(
        "{folder} holds another sweep; what differs: {what}. Choose another folder with --out, or use --force to begin it anew"
    )]
    OtherSweep {
        /// The folder.
        folder: PathBuf,
        /// In what the two differ.
        what: String,
    },
    /// A chunk belongs to another sweep.
    #[error("{0} belongs to another sweep; take it out of the folder")]
    OtherChunk(PathBuf),
    /// A file was changed by somebody else.
    #[error("{0} was changed by something other than sim; run `sim sweep` again to write it anew")]
    Changed(PathBuf),
    /// Somebody else works on the shard.
    #[error("another sim is working on shard {shard} ({path} is locked); wait for it, or run another shard")]
    Busy {
        /// The shard.
        shard: Shard,
        /// Its chunk.
        path: PathBuf,
    },
    /// The file system said no.
    #[error("cannot read or write {path}: {source}; what is finished is kept, run it again when that is mended")]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The error of a file that cannot be read or written.
pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> SweepError + '_ {
    move |source| SweepError::Io { path: path.to_path_buf(), source }
}
