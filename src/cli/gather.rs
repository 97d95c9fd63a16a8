//! `sim gather DIR`: the tables of a sweep from all its shards.

use super::{FAILED, Failure, tell};
use crate::io::place::check_inside;
use crate::io::scenario::Inputs;
use crate::io::sweep::{Folder, Gathered};
use crate::report::write_sweep_page;
use std::path::PathBuf;

/// Writes `results.csv`, `runs.csv` and the page `report.html` from all chunks of a sweep and says what is missing.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim gather results/ehr_rollout_sweep

Exit codes: 0 all points have a result, 1 some are missing or failed (the others are gathered), 2
there is no sweep.")]
pub struct GatherArgs {
    /// The folder of the sweep.
    folder: PathBuf,
    /// Prints nothing if all points have a result.
    #[arg(long)]
    quiet: bool,
}

/// So many missing or failed points are named.
const NAMED: usize = 8;

/// Runs the command and returns its exit code.
pub fn run(args: &GatherArgs) -> Result<u8, Failure> {
    let folder = Folder::open(&args.folder)?;
    check_inside(&folder.path)?;
    // Whatever files hold by now: what was run with the same content belongs together.
    let gathered = gather(&folder, &Inputs::new())?;
    let complete = gathered.missing.is_empty() && gathered.failed.is_empty();
    if !complete || !args.quiet {
        tell(&report(&folder, &gathered));
    }
    Ok(if complete { 0 } else { FAILED })
}

/// Writes the tables and the page of what there is. `now` says what files hold that scenarios have read, as far as it
/// matters.
pub(super) fn gather(folder: &Folder, now: &Inputs) -> Result<Gathered, Failure> {
    let gathered = folder.gather(now)?;
    write_sweep_page(folder)?;
    Ok(gathered)
}

/// What there is, and what there is not.
pub(super) fn report(folder: &Folder, gathered: &Gathered) -> String {
    let of = folder.points.len();
    let mut text = format!("{} of {of} points are in {}", gathered.done, folder.path.join("results.csv").display());
    for (id, reason) in gathered.failed.iter().take(NAMED) {
        text += &format!("\n  {id} failed: {reason}");
    }
    if gathered.failed.len() > NAMED {
        text += &format!("\n  and {} more failed; runs.csv has the reasons", gathered.failed.len() - NAMED);
    }
    let missing = &gathered.missing;
    if !missing.is_empty() {
        let named: Vec<&str> = missing.iter().take(NAMED).map(String::as_str).collect();
        let more = if missing.len() > NAMED { ", ..." } else { "" };
        let count = missing.len();
        text += &format!("\n  {count} missing: {}{more}; run the same `sim sweep` again for them", named.join(", "));
    }
    text
}
