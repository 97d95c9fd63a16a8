//! The command `sim`: parse, run, print the error once, exit code.

use sim::cli::{Cli, check_arguments, tell};
use std::process::ExitCode;

fn main() -> ExitCode {
    match check_arguments(std::env::args_os()).and_then(|()| Cli::read().go()) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tell(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
