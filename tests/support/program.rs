//! The program, started as people start it with pipes for all that it says.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small scenario with every kind of table in it, for what any scenario shows.
pub const SMALL: &str = "tests/scenarios/small.toml";

/// The program. It has no terminal, and so no colours and no width but its own.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sim"));
    command.env_remove("COLUMNS");
    command
}

/// Runs the program.
pub fn sim<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    program().args(arguments).output().expect("sim starts")
}

/// Runs the program in a folder.
pub fn sim_in<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Output {
    program().args(arguments).current_dir(folder).output().expect("sim starts")
}

/// What was printed.
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// What was said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A path as an argument.
pub fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A folder with files in it, among them a scenario `desk.toml`; it goes when the value goes.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A folder in which `desk.toml` says this.
    pub fn new(scenario: &str) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a folder") };
        desk.write("desk.toml", scenario);
        desk
    }

    /// Writes a file there.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// What a file there says.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("readable")
    }

    /// Where a file there is, or will be.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program there.
    pub fn sim(&self, arguments: &[&str]) -> Output {
        sim_in(self.folder.path(), arguments)
    }
}
