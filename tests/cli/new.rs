//! `sim new`: what it writes runs, and nothing is ever replaced.

use crate::support::{sim_in, text};
use sim::io::scenario::{Request, read};
use sim::io::shipped;
use std::fs;
use std::path::Path;

#[test]
fn the_template_runs_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = sim_in(folder.path(), &["new", "my_clinic"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for wanted in ["wrote my_clinic.toml", "sim check my_clinic.toml", "sim run my_clinic.toml"] {
        assert!(text(&output.stdout).contains(wanted), "{}", text(&output.stdout));
    }
    let output = sim_in(folder.path(), &["run", "my_clinic.toml", "--replications", "3", "--audit", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("spoken: expected to save"), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("\nnet, currency/week "), "{}", text(&output.stdout));
    let output = sim_in(folder.path(), &["check", "my_clinic.toml"]);
    assert!(text(&output.stdout).contains("No warnings."), "{}", text(&output.stdout));
}

/// On top of each shipped scenario: it is that scenario, also with the comments about staff taken away.
#[test]
fn what_builds_on_a_shipped_scenario_is_that_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let resolved = |path: &Path| -> toml::Table {
        let request = Request { path: path.into(), ..Request::default() };
        let loaded = read(&request).unwrap_or_else(|problems| panic!("{}: {problems}", path.display()));
        let mut table: toml::Table = loaded.resolved.parse().expect("TOML");
        table.remove("title");
        table
    };
    let mut with_staff = 0;
    for base in shipped::list().into_iter().chain(shipped::exercises()) {
        let name = format!("my_{}", base.name);
        let output = sim_in(folder.path(), &["new", &name, "--from", &base.name]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let path = folder.path().join(name).with_extension("toml");
        let wanted = resolved(&base.path());
        assert_eq!(resolved(&path), wanted, "{}", base.name);
        let written = fs::read_to_string(&path).expect("readable");
        let (staff, _) = written.split_once("\n# Its arms").expect("what there is to change");
        let bare = staff.replace("\n# [", "\n[").lines().map(uncommented).collect::<Vec<_>>().join("\n");
        with_staff += usize::from(bare.contains(".staff]"));
        fs::write(&path, bare).expect("written");
        assert_eq!(resolved(&path), wanted, "{}, uncommented", base.name);
    }
    assert!(with_staff >= 25, "{with_staff}");
}

/// A line such as `# nurse = 3` without its mark.
fn uncommented(line: &str) -> &str {
    line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line)
}
