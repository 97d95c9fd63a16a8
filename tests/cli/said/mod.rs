//! Whole messages, as data: what users type and all that the program says. Two forms, one runner:
//!
//! - `tests/cli/said/NAME.txt`: a session of commands in an empty folder. The first line names the rule that it shows.
//! - `tests/cli/bad_scenarios/NAME.toml` with `NAME.stderr`: a scenario with one mistake, for `sim check`, which ends
//!   with 2. A first line `# --set PATH=VALUE` is passed on.
//!
//! After an intended change of messages: `BLESS=1 cargo test --test cli said`, and read the difference as a user would.
//!
//! Lines of a session that begin with `== ` are steps, which the folder keeps the traces of; those with `-- ` head what
//! came of a step:
//!
//! | step | what it does |
//! | --- | --- |
//! | `== sim WORDS` | runs the program; words with spaces stand in '' |
//! | `== setup WORDS` | runs it for what it writes; it ends with 0, and what it says is not looked at |
//! | `== file NAME` | writes the lines up to the next step |
//! | `== copy PATH` | copies a file of this repository |
//! | `== folder NAME` | makes a folder |
//! | `== names` | lists what is in the folder |
//!
//! `{version}` stands for the program's version and `{time}` for how long something took. Written here, since crates
//! such as `trycmd` bring some 25 packages for what these lines do.

use crate::support::program;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder with this ending, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    found.sort();
    found
}

/// Words of a command line. Those with spaces stand between single quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().expect("one").push(letter),
        }
    }
    words
}

/// What was said, with placeholders for what differs from one time to the next.
fn masked(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).expect("UTF-8").replace(env!("CARGO_PKG_VERSION"), "{version}");
    let line = |line: &str| {
        let mut words: Vec<&str> = line.split(' ').collect();
        for place in 2..words.len() {
            let is_time = matches!(words[place - 2], "in" | "takes") && matches!(words[place], "s" | "s;");
            if is_time && words[place - 1].parse::<f64>().is_ok() {
                words[place - 1] = "{time}";
            }
        }
        words.join(" ")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// What a command says, and its exit code.
fn said(mut command: std::process::Command) -> (Option<i32>, String, String) {
    let output = command.env("NO_COLOR", "1").output().expect("sim starts");
    (output.status.code(), masked(output.stdout), masked(output.stderr))
}

/// One step in a folder; what came of it.
fn step(folder: &Path, step: &str, body: &str) -> String {
    let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
    let mut came = String::new();
    match verb {
        "sim" => {
            let mut command = program();
            command.args(words(rest)).current_dir(folder);
            let (code, out, error) = said(command);
            let _ = writeln!(came, "-- exit {}", code.expect("no signal ended it"));
            for (name, text) in [("stdout", out), ("stderr", error)].iter().filter(|(_, text)| !text.is_empty()) {
                let _ = writeln!(came, "-- {name}\n{}", text.strip_suffix('\n').unwrap_or(text));
            }
        }
        "setup" => {
            let output = program().args(words(rest)).current_dir(folder).output().expect("sim starts");
            assert!(output.status.success(), "{step}: {}", String::from_utf8_lossy(&output.stderr));
        }
        "file" => {
            let file = folder.join(rest);
            fs::create_dir_all(file.parent().expect("it is in a folder")).expect("made");
            fs::write(file, body).expect("written");
        }
        "copy" => {
            let name = Path::new(rest).file_name().expect("a file");
            fs::copy(rest, folder.join(name)).expect("copied");
        }
        "folder" => fs::create_dir_all(folder.join(rest)).expect("made"),
        "names" => {
            let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
            let mut names: Vec<String> = entries.map(|name| name.into_string().expect("UTF-8")).collect();
            names.sort();
            let _ = writeln!(came, "-- {}", names.join(" "));
        }
        _ => panic!("no step `{step}`"),
    }
    came
}

/// The text of a session as it is when it is run now.
fn session(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut now = String::new();
    for (number, part) in text.split("\n== ").enumerate() {
        if number == 0 {
            let _ = writeln!(now, "{}", part.trim_end());
            continue;
        }
        let (first, rest) = part.split_once('\n').unwrap_or((part, ""));
        let body =
            if first.starts_with("file ") { format!("{}\n", rest.trim_end_matches('\n')) } else { String::new() };
        let _ = write!(now, "== {first}\n{body}{}", step(folder.path(), first, &body));
    }
    now
}

/// Compares with what a file says, or writes it there if `BLESS` is set; what is wrong.
fn compared(file: &Path, now: &str) -> String {
    let expected = fs::read_to_string(file).unwrap_or_default();
    if now == expected {
        return String::new();
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(file, now).expect("written");
        return String::new();
    }
    let same = now.lines().zip(expected.lines()).take_while(|(now, expected)| now == expected).count();
    format!("{}, line {}: expected\n{expected}\nbut it is\n{now}\n", file.display(), same + 1)
}

#[test]
fn every_session_is_as_written_down() {
    let sessions = files("tests/cli/said", "txt");
    assert!(sessions.len() >= 20, "the sessions are gone");
    let wrong: String = sessions
        .par_iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("readable");
            assert!(text.starts_with("# "), "{}: the first line names the rule", file.display());
            assert!(text.contains("\n== sim "), "{} runs nothing", file.display());
            compared(file, &session(&text))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_mistake_in_a_scenario_is_told_as_written_down() {
    let folder = "tests/cli/bad_scenarios";
    let scenarios = files(folder, "toml");
    assert!(scenarios.len() >= 30, "the scenarios are gone");
    let mut wrong = String::new();
    for file in &scenarios {
        let text = fs::read_to_string(file).expect("readable");
        let mut command = program();
        command.arg("check").arg(file);
        if let Some(set) = text.lines().next().and_then(|line| line.strip_prefix("# --set ")) {
            command.args(["--set", set]);
        }
        let (code, _, told) = said(command);
        if code != Some(2) {
            let _ = writeln!(wrong, "{}: exit code {code:?}, not 2\n{told}", file.display());
        }
        wrong += &compared(&file.with_extension("stderr"), &told);
    }
    for left_over in files(folder, "stderr").iter().filter(|file| !scenarios.contains(&file.with_extension("toml"))) {
        let _ = writeln!(wrong, "{} belongs to no scenario", left_over.display());
    }
    assert!(wrong.is_empty(), "{wrong}");
}
