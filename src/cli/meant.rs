//! What was meant by a command that is none: another command, or a scenario without one.

use super::Cli;
use crate::experiment::nearest;
use crate::io::shipped;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error};
use std::path::Path;

/// What to say about a first word that is no command; nothing if the error is another one.
pub fn meant(error: &Error) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let command = Cli::command();
    let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let (path, is_path) = (Path::new(word), word.contains(['/', '\\']) || word.ends_with(".toml"));
    let scenario = if path.is_file() { Some(word.clone()) } else { shipped::near(path) };
    let command = if is_path { None } else { nearest(word, commands.iter().copied()) };
    let help = match (command, scenario) {
        (Some(command), Some(name)) => format!("did you mean `sim {command}`, or `sim run {name}`?"),
        (Some(command), None) => format!("did you mean `sim {command}`?"),
        (None, Some(name)) if name == *word => format!("to run a scenario: `sim run {name}`"),
        (None, Some(name)) => format!("did you mean `sim run {name}`?"),
        (None, None) => format!("expected one of {}; `sim --help` says what they do", commands.join(", ")),
    };
    Some(format!("error: `{word}` is not a command of sim\n  = help: {help}"))
}
