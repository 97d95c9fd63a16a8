//! `sim describe FILE`: the documents that reviewers and those who decide ask for.

use super::job::show_as_is;
use super::{FAILED, Failure, WRONG, tell};
use crate::io::place::check_file;
use crate::io::scenario::{Request, read};
use crate::report::describe::{Form, describe};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

/// Describes a scenario in Markdown: by the ODD protocol, by the STRESS-DES checklist, or on a page without jargon.
/// What only the author can say stands there as a line to be filled in.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  sim describe ehr_rollout --as plain
  sim describe scenarios/ehr_rollout.toml --as odd --out ehr_odd.md

Exit codes: 0 done, 1 it could not be written, 2 the scenario is wrong, or the file is there.")]
pub struct DescribeArgs {
    /// The scenario file, or the name of one that comes with sim.
    file: PathBuf,
    /// The kind of document.
    #[arg(long = "as", value_enum, default_value = "plain", value_name = "FORM")]
    form: FormArg,
    /// Changes a value before the file is read; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Writes it to a file that is not there yet, instead of to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FormArg {
    /// Overview, design concepts, details (Grimm et al. 2020).
    Odd,
    /// Strengthening the reporting of empirical simulation studies (Monks et al. 2019).
    Stress,
    /// A page without jargon.
    Plain,
}

/// Runs the command and returns its exit code.
pub fn run(args: &DescribeArgs) -> Result<u8, Failure> {
    // What the author has filled in is never written over.
    if let Some(path) = &args.out {
        if path.exists() {
            let message = format!("error: {} already exists; name another file with --out", path.display());
            return Err(Failure::new(WRONG, message));
        }
        check_file(path)?;
    }
    let request = Request { path: args.file.clone(), sets: args.sets.clone(), ..Request::default() };
    let loaded = read(&request).map_err(|problems| Failure::new(WRONG, problems))?;
    let form = match args.form {
        FormArg::Odd => Form::Odd,
        FormArg::Stress => Form::Stress,
        FormArg::Plain => Form::Plain,
    };
    let text = describe(&loaded, form).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    let Some(path) = &args.out else {
        show_as_is(&text)?;
        return Ok(0);
    };
    let open = OpenOptions::new().write(true).create_new(true).open(path);
    open.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::new(WRONG, format!("error: {} already exists; name another file with --out", path.display()))
        }
        _ => Failure::new(FAILED, format!("error: cannot write {}: {error}", path.display())),
    })?;
    tell(&format!("written to {}", path.display()));
    Ok(0)
}
