//! The flagship's small reference results in `results/reference` (golden): two arms, two replications. They tell that
//! results changed, not that they were right. After an intended change:
//! `BLESS=1 cargo test --test docs golden`, and say in the commit what changed and why.

use crate::support::{program, said};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

const REFERENCE: &str = "results/reference";
const TABLES: &[&str] = &[
    "summary.csv",
    "workload.csv",
    "staffing.csv",
    "queues.csv",
    "products.csv",
    "automation.csv",
    "defects.csv",
    "ledger.csv",
    "replications.csv",
];

#[test]
fn the_flagship_gives_the_reference_results() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let run = program()
        .args(["run", "scenarios/ehr_rollout.toml", "--arm", "ehr_dismiss", "--replications", "2", "--quiet", "--out"])
        .arg(&out)
        .output()
        .expect("sim starts");
    assert!(run.status.success(), "{}", said(&run));
    let mut sums = String::new();
    for table in TABLES {
        let bytes = fs::read(out.join(table)).expect("a table");
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        sums += &format!("{digest}  {table}\n");
    }
    let summary = fs::read_to_string(out.join("summary.csv")).expect("the summary");
    let totals: String = summary.lines().filter(|line| is_total(line)).flat_map(|line| [line, "\n"]).collect();
    let reference = Path::new(REFERENCE);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(reference).expect("the folder");
        fs::write(reference.join("summary.csv"), &totals).expect("written");
        fs::write(reference.join("SHA256SUMS"), &sums).expect("written");
    }
    let expected = |name: &str| fs::read_to_string(reference.join(name)).unwrap_or_default();
    // The readable part first: it says what moved.
    for (line, (now, then)) in totals.lines().zip(expected("summary.csv").lines()).enumerate() {
        assert_eq!(now, then, "line {} of {REFERENCE}/summary.csv", line + 1);
    }
    assert_eq!(totals.lines().count(), expected("summary.csv").lines().count(), "lines of {REFERENCE}/summary.csv");
    assert_eq!(sums, expected("SHA256SUMS"), "the sums of the whole tables");
}

/// The header, and rows of the last period that are not by task, order or activity.
fn is_total(line: &str) -> bool {
    let mut fields = line.split(',');
    let [_, period, _, _, activity, order, task] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    period == "period" || (period == "settled" && [activity, order, task].iter().all(|field| field.is_empty()))
}
