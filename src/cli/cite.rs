//! `sim cite [DIR]`: how to cite the program, and a run of it.

use super::job::{show, show_as_is};
use super::{Failure, WRONG};
use crate::io::cite::{CFF, Cited, program_apa, program_bibtex};
use crate::io::manifest::MARK;
use std::fs;
use std::path::PathBuf;

/// Says how to cite sim, or the results in a folder.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  sim cite results/ehr_rollout
  sim cite --cff > CITATION.cff

Exit codes: 0 done, 2 the folder holds no results of sim.")]
pub struct CiteArgs {
    /// A folder that sim run or sim sweep has written [default: only the program].
    folder: Option<PathBuf>,
    /// Prints the program's CITATION.cff (Citation File Format 1.2.0) and nothing else.
    #[arg(long, conflicts_with = "folder")]
    cff: bool,
}

/// Runs the command and returns its exit code.
pub fn run(args: &CiteArgs) -> Result<u8, Failure> {
    if args.cff {
        show_as_is(CFF)?;
        return Ok(0);
    }
    let mut text = String::new();
    if let Some(folder) = &args.folder {
        let path = folder.join("manifest.toml");
        let manifest = fs::read_to_string(&path)
            .map_err(|error| Failure::new(WRONG, format!("error: cannot read {}: {error}", path.display())))?;
        let table = manifest.starts_with(MARK).then(|| manifest.parse().ok()).flatten();
        let cited = table.as_ref().and_then(Cited::from_manifest).ok_or_else(|| {
            let path = path.display();
            Failure::new(WRONG, format!("error: {path} was not written by sim; name a folder of results"))
        })?;
        text += &format!("The run:\n\n{}\n\n{}\n\nThe program:\n\n", cited.apa(), cited.bibtex());
    }
    text += &format!("{}\n\n{}\n", program_apa(), program_bibtex());
    show(&text)?;
    Ok(0)
}
