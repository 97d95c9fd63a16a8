//! Results belong to the content of the files that a scenario names, not to their names: a sweep that goes on after one
//! has changed runs the points anew that have read it, or refuses; a manifest says what they held; two runs say which
//! differs.

use crate::support::{Desk, desk, rows, said};

/// The desk for a week, with the time of a note as said.
fn desk_of(time: &str, more: &str) -> Desk {
    let desk = desk("length = \"1 week\"").replace("\"6 min\"", time);
    Desk::new(&(desk + "[run]\nreplications = 1\n" + more))
}

fn sweep(desk: &Desk, more: &[&str]) -> (i32, String) {
    let output = desk.sim(&[&["sweep", "desk.toml", "--out", "swept", "--metric", "hours.data_work"], more].concat());
    (output.status.code().expect("a code"), String::from_utf8(output.stderr).expect("UTF-8"))
}

/// Hours of data work of everybody at each point, in the order of the design.
fn hours(desk: &Desk) -> Vec<f64> {
    let rows = rows(&desk.path("swept/results.csv")).into_iter();
    let of_all = rows.filter(|row| row["metric"] == "hours.data_work" && row["occupation"].is_empty());
    of_all.map(|row| row["mean"].parse().expect("a number")).collect()
}

/// A file in which every time is so many minutes.
fn samples(minutes: u32) -> String {
    format!("minutes\n{minutes}\n{minutes}\n")
}

/// 168 calls a week take 16.8 h at 6 minutes each, 8.4 h at 3 and 33.6 h at 12.
#[test]
fn a_point_whose_file_has_changed_is_run_again_and_no_other() {
    for vary in [
        "task.write.way.clerk.time={ samples = \"a.csv\" },{ samples = \"b.csv\" }",
        "task.write.way.clerk.time.samples=a.csv,b.csv",
    ] {
        let desk = desk_of("{ samples = \"a.csv\" }", "");
        desk.write("a.csv", &samples(6));
        desk.write("b.csv", &samples(12));
        assert_eq!(sweep(&desk, &["--vary", vary]).0, 0);
        assert_eq!(hours(&desk), [16.8, 33.6]);
        desk.write("b.csv", &samples(3));
        let dry = desk.sim(&[
            "sweep",
            "desk.toml",
            "--out",
            "swept",
            "--metric",
            "hours.data_work",
            "--vary",
            vary,
            "--dry-run",
        ]);
        let dry = String::from_utf8(dry.stdout).expect("UTF-8");
        assert!(dry.contains("1 of 2 points;"), "{dry}");
        let (code, said) = sweep(&desk, &["--vary", vary]);
        assert_eq!((code, hours(&desk)), (0, vec![16.8, 8.4]), "{said}");
        // And now nothing is missing; who gathers has the same.
        let (_, said) = sweep(&desk, &["--vary", vary]);
        assert!(!said.contains("run again"), "{said}");
        assert!(desk.sim(&["gather", "swept", "--quiet"]).status.success());
        assert_eq!(hours(&desk), [16.8, 8.4]);
    }
}

/// Paths under `[sweep.vary]`, a CSV of points and a staff list are no other ways.
#[test]
fn wherever_a_file_is_named_it_belongs_to_the_point() {
    let more = "[sweep.vary]\n\"task.write.way.clerk.time\" = [{ samples = \"a.csv\" }, \"6 min\"]\n";
    let desk = desk_of("\"6 min\"", more);
    desk.write("a.csv", &samples(12));
    assert_eq!(sweep(&desk, &[]).0, 0);
    assert_eq!(hours(&desk), [33.6, 16.8]);
    desk.write("a.csv", &samples(3));
    assert_eq!((sweep(&desk, &[]).0, hours(&desk)), (0, vec![8.4, 16.8]));

    let desk = desk_of("\"6 min\"", "");
    desk.write("a.csv", &samples(12));
    desk.write("points.csv", "task.write.way.clerk.time\n\"{ samples = \"\"a.csv\"\" }\"\n6 min\n");
    assert_eq!(sweep(&desk, &["--points-file", "points.csv"]).0, 0);
    assert_eq!(hours(&desk), [33.6, 16.8]);
    desk.write("a.csv", &samples(3));
    assert_eq!((sweep(&desk, &["--points-file", "points.csv"]).0, hours(&desk)), (0, vec![8.4, 16.8]));
}

/// A file that all points read is part of the sweep itself, which is refused, with the way on.
#[test]
fn a_file_of_the_scenario_that_has_changed_makes_another_sweep() {
    let desk = desk_of("{ samples = \"a.csv\" }", "");
    desk.write("a.csv", &samples(6));
    let vary = ["--vary", "occupation.clerk.wage=20,30"];
    assert_eq!(sweep(&desk, &vary).0, 0);
    desk.write("a.csv", &samples(12));
    assert_eq!(sweep(&desk, &vary).0, 2);
    assert_eq!(sweep(&desk, &[&vary[..], &["--force"]].concat()).0, 0);
    assert_eq!(hours(&desk), [33.6, 33.6]);
}

/// SHA-256 of "minutes\n6\n6\n" by coreutils' sha256sum.
#[test]
fn a_manifest_says_what_files_held() {
    let desk = desk_of("{ samples = \"a.csv\" }", "");
    desk.write("a.csv", &samples(6));
    let run = |out: &str| desk.sim(&["run", "desk.toml", "--quiet", "--out", out]).status.success();
    assert!(run("first"));
    let manifest: toml::Table = desk.read("first/manifest.toml").parse().expect("TOML");
    let sum = "d693e386ab96cbf588a09012f015477d918cefcf66b64e2b4bf25788f57982fe";
    assert_eq!(manifest["inputs"]["a.csv"].as_str(), Some(sum));
    desk.write("a.csv", &samples(12));
    assert!(run("second"));
    let second: toml::Table = desk.read("second/manifest.toml").parse().expect("TOML");
    assert_ne!(manifest["scenario_sha256"], second["scenario_sha256"]);
}

/// The bibliography is read, so its content is part of what a run is known by.
#[test]
fn the_bibliography_is_part_of_the_fingerprint() {
    let desk = desk_of("{ value = \"6 min\", source = \"K1\" }", "");
    let text = format!("evidence = \"evidence.toml\"\n{}", desk.read("desk.toml"));
    desk.write("desk.toml", &text);
    let mut sums = Vec::new();
    for citation in ["One 2001", "Other 2002"] {
        desk.write("evidence.toml", &format!("[K1]\nkind = \"calibration\"\ncitation = \"{citation}\"\n"));
        let run = desk.sim(&["run", "desk.toml", "--quiet", "--out", "out"]);
        assert!(run.status.success(), "{}", said(&run));
        let manifest: toml::Table = desk.read("out/manifest.toml").parse().expect("TOML");
        assert!(manifest["inputs"].get("evidence.toml").is_some());
        sums.push(manifest["scenario_sha256"].clone());
    }
    assert_ne!(sums[0], sums[1]);
}
