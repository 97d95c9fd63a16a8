//! `sim sweep --slurm`: what is submitted, run here by a stand-in for sbatch that runs each element of the array in
//! turn with its number in the environment, as Slurm does (sbatch(1), "INPUT ENVIRONMENT" and "--array").
#![cfg(unix)]

use crate::support::{SMALL, files, program, said};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

const SBATCH: &str = r#"#!/bin/sh
echo "$*" >> "$CALLS"
array=
for word in "$@"; do
  case $word in
    --array=*) array=${word#--array=} ;;
    --wrap=*) wrap=${word#--wrap=} ;;
  esac
done
if [ -z "$array" ]; then
  sh -c "$wrap" || exit 1
  echo 78
  exit
fi
for range in $(echo "${array%\%*}" | tr , ' '); do
  for element in $(seq "${range%-*}" "${range#*-}"); do
    [ "$element" = "$LOST" ] || SLURM_ARRAY_TASK_ID=$element sh -c "$wrap" || exit 1
  done
done
echo 77
"#;

#[test]
fn an_array_of_shards_gives_what_one_process_gives() {
    let place = tempfile::tempdir().expect("a folder");
    let bin = place.path().join("bin");
    fs::create_dir(&bin).expect("made");
    let (sbatch, calls) = (bin.join("sbatch"), place.path().join("calls"));
    fs::write(&sbatch, SBATCH).expect("written");
    fs::set_permissions(&sbatch, fs::Permissions::from_mode(0o755)).expect("ours");
    let search = format!("{}:{}", bin.display(), std::env::var("PATH").expect("a path"));
    let sweep = |out: &Path, more: &[&str], lost: &str| -> Output {
        let mut command = program();
        command.args(["sweep", SMALL, "--replications", "1", "--metric", "hours.care"]);
        command.args([
            "--vary",
            "site.clinic.staff.secretary=1:2:0.5",
            "--vary",
            "task.code.way.coder.time.mean=8 min,12 min",
        ]);
        command.arg("--out").arg(out).args(more);
        command.env("PATH", &search).env("CALLS", &calls).env("LOST", lost).output().expect("sim starts")
    };
    let (alone, array) = (place.path().join("alone"), place.path().join("array"));
    assert!(sweep(&alone, &["--quiet"], "").status.success());
    let options =
        ["--slurm", "--shards", "4", "--partition", "long", "--time=1:00:00", "--mem", "2G", "--array-throttle", "2"];
    // A dry run says what it would submit, and submits nothing.
    let dry = sweep(&array, &[&options[..], &["--dry-run"]].concat(), "");
    let text = String::from_utf8_lossy(&dry.stdout);
    for wanted in
        ["points  6 ", "--array=1-4%2", "--dependency=afterany:JOB", "--time=1:00:00", "SLURM_ARRAY_TASK_ID/4"]
    {
        assert!(text.contains(wanted), "no {wanted} in\n{text}");
    }
    assert!(!calls.exists() && !array.exists());
    // The third element is lost. What is submitted again is its shard alone.
    let first = sweep(&array, &options, "3");
    assert!(said(&first).contains("sbatch refused"), "the gathering says that points are missing: {}", said(&first));
    let second = sweep(&array, &options, "");
    assert_eq!(second.status.code(), Some(0), "{}", said(&second));
    assert_eq!(said(&second).trim(), "submitted 1 shards as array job 77, and job 78 to gather them");
    let calls_made = fs::read_to_string(&calls).expect("called");
    let submitted: Vec<&str> = calls_made.lines().collect();
    assert_eq!(submitted.len(), 4);
    for wanted in ["--array=1-4%2", "--partition=long", "--mem=2G", "--requeue", "--cpus-per-task=1"] {
        assert!(submitted[0].contains(wanted), "no {wanted} in {}", submitted[0]);
    }
    assert!(submitted[2].contains("--array=3%2") && submitted[3].contains("--dependency=afterany:77"), "{calls_made}");
    assert!(files(&alone) == files(&array));
    // Nothing is missing, nothing is submitted.
    assert_eq!(sweep(&array, &options, "").status.code(), Some(0));
    assert_eq!(fs::read_to_string(&calls).expect("called"), calls_made);
}

#[test]
fn without_slurm_it_says_so() {
    let place = tempfile::tempdir().expect("a folder");
    let output = program()
        .args(["sweep", SMALL, "--vary", "run.seed=1,2", "--slurm", "--out"])
        .arg(place.path().join("out"))
        .env("PATH", place.path())
        .output()
        .expect("sim starts");
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot start sbatch") && said.contains("--dry-run"), "{said}");
}
