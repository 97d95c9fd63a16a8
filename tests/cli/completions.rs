//! Scripts for shells: bash reads its script and completes with it.

use crate::support::{said, sim};
use std::process::{Command, Output};

fn script(shell: &str) -> String {
    let output = sim(&["completions", shell]);
    assert!(output.status.success(), "{shell}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_shell_has_a_script_that_knows_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = script(shell);
        for command in ["run", "sweep", "explain", "guide", "completions", "--replications"] {
            let command = if shell == "fish" { command.trim_start_matches('-') } else { command };
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    let output = sim(&["completions", "cmd"]);
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sim.bash");
    std::fs::write(&path, script("bash")).expect("written");
    let bash = |arguments: &[&str]| -> Option<Output> { Command::new("bash").args(arguments).output().ok() };
    let Some(read) = bash(&["-n", path.to_str().expect("UTF-8")]) else { return }; // There is no bash here.
    assert!(read.status.success() && read.stderr.is_empty(), "{}", said(&read));
    // What bash does when somebody presses TAB: the function of the script fills COMPREPLY.
    let complete = |words: &str, last: usize, current: &str, before: &str| {
        let program = format!(
            "source '{}'; COMP_WORDS=({words}); COMP_CWORD={last}; _sim sim '{current}' '{before}'; echo \"${{COMPREPLY[*]}}\"",
            path.display()
        );
        let output = bash(&["--norc", "-c", &program]).expect("bash starts");
        assert!(output.stderr.is_empty(), "{}", said(&output));
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    };
    assert_eq!(complete("sim ru", 1, "ru", "sim"), "run");
    assert_eq!(complete("sim run --repl", 2, "--repl", "run"), "--replications");
    assert_eq!(complete("sim run --parallel s", 3, "s", "--parallel"), "sites");
}
