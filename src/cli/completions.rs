//! `sim completions SHELL`: what a shell needs to complete commands and options.

use super::job::show_as_is;
use super::{Cli, Failure};
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

/// Prints the script that lets a shell complete commands and options.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim completions bash > ~/.local/share/bash-completion/completions/sim
  sim completions zsh > ~/.zfunc/_sim
  sim completions fish > ~/.config/fish/completions/sim.fish
  sim completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Runs the command and returns its exit code.
pub fn run(args: &CompletionsArgs) -> Result<u8, Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "sim", &mut script);
    show_as_is(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
