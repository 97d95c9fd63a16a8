//! `sim report DIR`: makes the page of a folder of results again, from its tables and its manifest.

use super::{FAILED, Failure, WRONG, tell};
use crate::io::report::{PAGE, report};
use std::fs;
use std::path::PathBuf;

/// Makes report.html of a folder of results again, from the tables and the manifest in it.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim report results/ehr_rollout

`sim run` writes the page, too. Exit codes: 0 done, 1 it could not be written, 2 the folder holds no results of sim run.")]
pub struct ReportArgs {
    /// The folder of the results.
    folder: PathBuf,
}

/// Does it and returns the exit code.
pub fn run(args: &ReportArgs) -> Result<u8, Failure> {
    let page = report(&|name| fs::read(args.folder.join(name)).ok())
        .map_err(|error| Failure::new(WRONG, format!("error: {}: {error}", args.folder.display())))?;
    let path = args.folder.join(PAGE);
    fs::write(&path, page)
        .map_err(|error| Failure::new(FAILED, format!("error: cannot write {}: {error}", path.display())))?;
    tell(&format!("written to {}", path.display()));
    Ok(0)
}
