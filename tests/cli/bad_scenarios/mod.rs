//! What users get wrong, one thing a file, with the whole message they see: `tests/cli/bad_scenarios/NAME.toml` and `NAME.stderr`.
//! A first line `# --set PATH=VALUE` is passed on. After an intended change of messages:
//! `BLESS=1 cargo test --test cli bad_scenarios`, and read the difference as a user would.

use crate::support::program;
use std::fs;
use std::path::PathBuf;

const FOLDER: &str = "tests/cli/bad_scenarios";

fn files(ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(FOLDER)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    found.sort();
    found
}

#[test]
fn every_mistake_is_told_as_written_down() {
    let bless = std::env::var_os("BLESS").is_some();
    let scenarios = files("toml");
    assert!(scenarios.len() >= 30, "the scenarios are gone");
    let mut wrong = String::new();
    for path in &scenarios {
        let text = fs::read_to_string(path).expect("a readable scenario");
        let mut command = program();
        command.arg("check").arg(path).env("NO_COLOR", "1");
        if let Some(set) = text.lines().next().and_then(|line| line.strip_prefix("# --set ")) {
            command.args(["--set", set]);
        }
        let output = command.output().expect("sim starts");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        if output.status.code() != Some(2) {
            wrong += &format!("{}: exit code {:?}, not 2\n{told}\n", path.display(), output.status.code());
        }
        let told_in = path.with_extension("stderr");
        if bless {
            fs::write(&told_in, &told).expect("written");
        }
        let expected = fs::read_to_string(&told_in).unwrap_or_default();
        if told != expected {
            wrong += &format!("{}: expected\n{expected}\nbut was told\n{told}\n", path.display());
        }
    }
    for left_over in files("stderr").iter().filter(|path| !scenarios.contains(&path.with_extension("toml"))) {
        wrong += &format!("{} belongs to no scenario\n", left_over.display());
    }
    assert!(wrong.is_empty(), "{wrong}");
}
