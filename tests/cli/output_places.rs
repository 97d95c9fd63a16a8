//! What can be refused is refused before the first event: where output goes, whether it finds room, and what arguments
//! are. The runs asked for here would take an hour; each command must end at once, with exit code 2 and a remedy, and
//! leave no trace.
#![cfg(unix)]

use crate::support::{SMALL, program, said, sim};
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

const LONG: &[&str] = &["--replications", "20000", "--quiet"];

fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<OsString> =
        fs::read_dir(folder).expect("readable").map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    names
}

/// The kinds of places that no folder of results can be.
#[test]
fn a_place_that_cannot_hold_results_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    fs::write(at("file"), "mine").expect("written");
    fs::create_dir(at("thesis")).expect("made");
    fs::write(at("thesis/chapter"), "mine").expect("written");
    std::os::unix::fs::symlink(at("gone"), at("dangling")).expect("linked");
    let before = names(folder.path());
    for out in ["file", "file/out", "file/", "thesis", "thesis/", "dangling", "dangling/", "dangling/."] {
        for command in ["run", "sweep"] {
            let vary: &[&str] = if command == "sweep" { &["--vary", "site.clinic.staff.secretary=1,2"] } else { &[] };
            let output = sim(&[&[command, SMALL, "--out", &at(out)], LONG, vary].concat());
            assert_eq!(output.status.code(), Some(2), "{command} --out {out}: {}", said(&output));
            assert!(said(&output).starts_with("error: "), "{command} --out {out}: {}", said(&output));
        }
    }
    for out in ["/", ".", "..", "/proc/sim/out"] {
        let output = sim(&[&["run", SMALL, "--out", out], LONG].concat());
        assert_eq!(output.status.code(), Some(2), "--out {out}: {}", said(&output));
    }
    assert_eq!(names(folder.path()), before, "no trace is left");
    assert_eq!(fs::read(at("thesis/chapter")).expect("kept"), b"mine");
}

/// A link is its target however it is typed, and stays a link.
#[test]
fn results_go_where_a_link_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let (disk, link) = (folder.path().join("disk"), folder.path().join("link"));
    fs::create_dir(&disk).expect("made");
    std::os::unix::fs::symlink(&disk, &link).expect("linked");
    for ending in ["/", "/.", ""] {
        let out = format!("{}{ending}", link.display());
        let output = sim(&["run", SMALL, "--replications", "1", "--arm", "typed", "--quiet", "--out", &out]);
        assert_eq!(output.status.code(), Some(0), "{out}: {}", said(&output));
        assert!(disk.join("summary.csv").is_file() && fs::symlink_metadata(&link).expect("there").is_symlink());
    }
    let (disk, link) = (folder.path().join("disk2"), folder.path().join("link2"));
    fs::create_dir(&disk).expect("made");
    std::os::unix::fs::symlink(&disk, &link).expect("linked");
    for ending in ["/", "/.", ""] {
        let out = format!("{}{ending}", link.display());
        let vary = "site.clinic.staff.secretary=1,2";
        let arguments =
            ["sweep", SMALL, "--replications", "1", "--arm", "typed", "--quiet", "--out", &out, "--vary", vary];
        let output = sim(&arguments);
        assert_eq!(output.status.code(), Some(0), "{out}: {}", said(&output));
        assert!(disk.join("results.csv").is_file() && fs::symlink_metadata(&link).expect("there").is_symlink());
    }
    assert_eq!(names(folder.path()).len(), 4, "nothing is left beside them");
}

/// An event log of all of a million replications of a century takes about 10^14 bytes: no disk of today has them.
#[test]
fn what_finds_no_room_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("UTF-8");
    let run = ["run", SMALL, "--out", out, "--quiet", "--replications", "1000000", "--set", "length=\"100 years\""];
    let output = sim(&[&run[..], &["--event-log=all"]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains(" MB are free where ") && said(&output).contains("--event-log=1"),
        "{}",
        said(&output)
    );
    assert_eq!(names(folder.path()).len(), 0);
}

#[test]
fn an_argument_that_is_not_utf8_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut odd = folder.path().join("caf").into_os_string().into_vec();
    odd.push(0xe9); // é in Latin-1
    let odd = OsString::from_vec(odd);
    let word = |text: &str| OsString::from(text);
    let run: Vec<OsString> = ["run", SMALL].iter().chain(LONG).map(|text| word(text)).collect();
    let sweep: Vec<OsString> =
        ["sweep", SMALL, "--vary", "run.seed=1,2"].iter().chain(LONG).map(|text| word(text)).collect();
    let with = |words: &[OsString], more: &[OsString]| [words, more].concat();
    let commands = [
        with(&run, &[word("--out"), odd.clone()]),
        with(&run, &[word("--set"), odd.clone()]),
        with(&sweep, &[word("--out"), odd.clone()]),
        vec![word("run"), odd.clone()],
        vec![word("check"), odd.clone()],
        vec![word("new"), odd.clone()],
        vec![word("report"), odd.clone()],
        vec![word("compare"), odd.clone(), odd.clone()],
        vec![odd.clone()],
    ];
    for words in commands {
        let output = sim(&words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains("is not UTF-8 text; rename the file or folder"), "{words:?}: {}", said(&output));
    }
    assert_eq!(names(folder.path()).len(), 0);
}

/// Variables of the environment and names of folders around us need not be UTF-8.
#[test]
fn what_is_not_utf8_around_an_argument_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = folder.path().join(OsString::from_vec(vec![b'd', 0xe9]));
    fs::create_dir(&odd).expect("made");
    fs::copy(SMALL, odd.join("small.toml")).expect("copied");
    let mut command = program();
    command.args(["run", "small.toml", "--replications", "1", "--arm", "typed", "--quiet", "--out", "out"]);
    let odd_value = OsString::from_vec(vec![0xff, 0xfe]);
    let output = command.current_dir(&odd).env("LANG", &odd_value).env("TERM", &odd_value).env("ODD", &odd_value);
    let output = output.output().expect("sim starts");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(odd.join("out/manifest.toml").is_file());
}

/// Where the user may not write; as root, who may write everywhere, there is nothing to see.
#[test]
fn where_one_may_not_write_is_refused_at_once() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let output = sim(&["run", SMALL, "--replications", "2", "--quiet", "--out", &at("closed/out")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let lock = |mode| fs::set_permissions(at("closed"), fs::Permissions::from_mode(mode)).expect("set");
    lock(0o555);
    if fs::write(at("closed/probe"), "").is_ok() {
        lock(0o755);
        return;
    }
    for words in [
        [&["run", SMALL, "--out", &at("closed/out")], LONG].concat(),
        [&["run", SMALL, "--out", &at("closed/new")], LONG].concat(),
        vec!["compare", &at("closed/out"), &at("closed/out"), "--out", &at("closed/page.html")],
        vec!["report", &at("closed/out"), "--picture", &at("closed/page.svg")],
        vec!["describe", SMALL, "--out", &at("closed/plain.md")],
    ] {
        let output = sim(&words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
    }
    lock(0o755);
}
