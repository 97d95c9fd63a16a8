//! The command `sim`: parse, run, print the error once, exit code.

use clap::Parser;
use sim::cli::{Cli, tell};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::parse().go() {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tell(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
