//! The command `sim`: parse, run, print the error once, exit code.

use sim::cli::{Cli, tell};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::read().go() {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tell(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
