//! `sim report DIR`: makes the page of a folder of results again, from its tables and its manifest; or a picture.

use super::{FAILED, Failure, WRONG, tell};
use crate::io::place::{check_file, write_file};
use crate::io::results::PAGE;
use crate::io::sweep::{Folder, SweepError};
use crate::report::{SweepPageError, picture, report, write_sweep_page};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes report.html of a folder of results again, from the tables and the manifest in it: of a run or of a sweep.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim report results/ehr_rollout
  sim report results/ehr_rollout_sweep
  sim report results/ehr_rollout --picture ledger.svg

`sim run`, `sim sweep` and `sim gather` write the page, too. Exit codes: 0 done, 1 it could not be
written, 2 the folder holds no results, or no ledger to make a picture of.")]
pub struct ReportArgs {
    /// The folder of the results.
    folder: PathBuf,
    /// Writes the hours ledger as a picture (SVG, by day and by night) for a README or a slide, and no page.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

/// Runs the command and returns its exit code.
pub fn run(args: &ReportArgs) -> Result<u8, Failure> {
    let folder = &args.folder;
    let file = |name: &str| fs::read(folder.join(name)).ok();
    let wrong =
        |error: crate::report::ReportError| Failure::new(WRONG, format!("error: {}: {error}", folder.display()));
    let sweep = Folder::open(folder).ok();
    let (path, text) = match (&args.picture, sweep) {
        (Some(_), Some(_)) => {
            return Err(Failure::new(
                WRONG,
                "error: a sweep has no ledger to make a picture of; name a folder of `sim run`",
            ));
        }
        (None, Some(sweep)) => return of_sweep(&sweep),
        (Some(path), None) => (path.clone(), picture(&file).map_err(wrong)?),
        (None, None) => (folder.join(PAGE), report(&file).map_err(wrong)?),
    };
    check_file(&path)?;
    write_file(&path, text.as_bytes()).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    written(&path);
    Ok(0)
}

fn of_sweep(sweep: &Folder) -> Result<u8, Failure> {
    check_file(&sweep.path.join(PAGE))?;
    write_sweep_page(sweep).map_err(|error| match &error {
        SweepPageError::Folder(SweepError::Io { path, source }) if source.kind() == std::io::ErrorKind::NotFound => {
            let message =
                format!("error: {} is missing; `sim gather {}` makes it", path.display(), sweep.path.display());
            Failure::new(WRONG, message)
        }
        _ => error.into(),
    })?;
    written(&sweep.path.join(PAGE));
    Ok(0)
}

fn written(path: &Path) {
    tell(&format!("written to {}", path.display()));
}
