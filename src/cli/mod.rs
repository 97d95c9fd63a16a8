//! What people type: one file per subcommand.

mod answer;
pub mod check;
mod cite;
mod compare;
mod completions;
mod describe;
mod diff;
mod event_log;
mod explain;
mod gather;
mod guide;
mod job;
mod list;
mod meant;
mod new;
mod progress;
mod report;
mod room;
mod run;
mod status;
mod sweep;
mod terminal;
mod verify;

use crate::io::place::PlaceError;
use crate::io::sweep::SweepError;
use crate::report::SweepPageError;
use clap::{Parser, Subcommand};
use std::io::Write as _;

/// Says something on standard error, its long lines folded. A closed pipe is ignored.
pub fn tell(text: &str) {
    let text = terminal::folded(text, terminal::Style::of_messages().width);
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// The arguments of this process as text.
pub(crate) fn arguments() -> Vec<String> {
    std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect()
}

/// Checks that all arguments are UTF-8: they are written into manifests, jobs and messages, which are text.
///
/// # Errors
/// With the first that is not, and what to do.
pub fn check_arguments(words: impl Iterator<Item = std::ffi::OsString>) -> Result<(), Failure> {
    for (number, word) in words.enumerate().skip(1) {
        if word.to_str().is_none() {
            let shown = word.to_string_lossy();
            let help = "rename the file or folder, or set the terminal to UTF-8";
            return Err(Failure::new(WRONG, format!("error: argument {number}, `{shown}`, is not UTF-8 text; {help}")));
        }
    }
    Ok(())
}

/// Exit code of a run that failed.
pub const FAILED: u8 = 1;
/// Exit code for wrong scenarios and arguments.
pub const WRONG: u8 = 2;
/// Exit code of a run that is done, but less precise than the scenario asks for.
pub const IMPRECISE: u8 = 3;
/// Exit code of an interrupted run.
pub const INTERRUPTED: u8 = 130;

/// Simulates the labour behind healthcare data.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "Example:\n  sim run scenarios/ehr_rollout.toml\n  sim check scenarios/ehr_rollout.toml\n\nsim COMMAND --help says more."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a scenario, answers its question and writes its tables.
    Run(run::RunArgs),
    /// Makes the page of a folder of results again.
    Report(report::ReportArgs),
    /// Runs a scenario at many points of its inputs; running it again completes what is missing.
    Sweep(Box<sweep::SweepArgs>),
    /// Says how far a sweep is.
    Status(status::StatusArgs),
    /// Puts the shards of a sweep together and says what is missing.
    Gather(gather::GatherArgs),
    /// Writes a scenario to begin with: a small clinic, explained line by line.
    New(new::NewArgs),
    /// Says how to cite sim, or the results in a folder.
    Cite(cite::CiteArgs),
    /// Lists the scenarios and exercises that come with sim, and their questions.
    List,
    /// Says what a scenario means before anything runs.
    Check(check::CheckArgs),
    /// Describes a scenario: ODD protocol, STRESS-DES checklist, or a page without jargon.
    Describe(describe::DescribeArgs),
    /// Says what a metric, a column or a parameter means.
    Explain(explain::ExplainArgs),
    /// Lists the guides, or prints one.
    Guide(guide::GuideArgs),
    /// Prints the script that lets a shell complete commands and options.
    Completions(completions::CompletionsArgs),
    /// Runs a scenario in several ways and compares everything.
    Verify(verify::VerifyArgs),
    /// Compares two runs: which inputs differ, and what that changes.
    Compare(compare::CompareArgs),
    /// Finds where two results, or two variants of a scenario, begin to differ.
    Diff(diff::DiffArgs),
}

/// Why a command failed: what to print, and the exit code.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong, for standard error.
    pub message: String,
    /// Exit code.
    pub code: u8,
}

impl Failure {
    fn new(code: u8, message: impl std::fmt::Display) -> Failure {
        Failure { message: message.to_string(), code }
    }
}

impl From<SweepError> for Failure {
    /// A folder that may not be used is a wrong argument; anything else went wrong on the way.
    fn from(error: SweepError) -> Failure {
        let code = match error {
            SweepError::Busy { .. } | SweepError::Io { .. } | SweepError::Changed(_) => FAILED,
            _ => WRONG,
        };
        Failure::new(code, format!("error: {error}"))
    }
}

impl From<SweepPageError> for Failure {
    fn from(error: SweepPageError) -> Failure {
        match error {
            SweepPageError::Folder(error) => error.into(),
            SweepPageError::Page(error) => Failure::new(WRONG, format!("error: {error}")),
        }
    }
}

impl From<PlaceError> for Failure {
    /// Where nothing can be written is a wrong argument.
    fn from(error: PlaceError) -> Failure {
        Failure::new(WRONG, format!("error: {error}"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::new(FAILED, format!("error: {error}"))
    }
}

impl Cli {
    /// Reads the command line; what is wrong with it is said, and ends the program.
    pub fn read() -> Cli {
        Cli::try_parse().unwrap_or_else(|error| match meant::meant(&error) {
            Some(text) => {
                tell(&text);
                std::process::exit(i32::from(WRONG))
            }
            None => error.exit(),
        })
    }

    /// Does what was asked and returns the exit code.
    ///
    /// # Errors
    /// With the message to print and the exit code.
    pub fn go(self) -> Result<u8, Failure> {
        match self.command {
            Command::Run(args) => run::run(&args),
            Command::Report(args) => report::run(&args),
            Command::Sweep(args) => sweep::run(&args),
            Command::Status(args) => status::run(&args),
            Command::Gather(args) => gather::run(&args),
            Command::New(args) => new::run(&args),
            Command::Cite(args) => cite::run(&args),
            Command::List => list::run(),
            Command::Describe(args) => describe::run(&args),
            Command::Explain(args) => explain::run(&args),
            Command::Guide(args) => guide::run(&args),
            Command::Completions(args) => completions::run(&args),
            Command::Verify(args) => verify::run(&args),
            Command::Compare(args) => compare::run(&args),
            Command::Diff(args) => diff::run(&args),
            Command::Check(args) => check::run(&args, |args| {
                let request = crate::io::scenario::Request {
                    path: args.file.clone(),
                    sets: args.sets.clone(),
                    ..Default::default()
                };
                let loaded = crate::io::scenario::read(&request).map_err(|problems| Failure::new(WRONG, problems))?;
                Ok((loaded.scenario, loaded.warnings))
            }),
        }
    }
}
