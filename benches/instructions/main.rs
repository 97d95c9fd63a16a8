//! How many instructions the kernel's two workloads and a part of the flagship take, counted by valgrind's callgrind:
//! the same on every run, however busy the machine, so that a regression of a few per cent shows. The counts in
//! `recorded.toml` hold for the compiler named there and are compared with that one only.
//!
//!     cargo bench --bench instructions                  fails if one takes 2% more than recorded
//!     cargo bench --bench instructions -- --record      records anew

#[path = "../kernel/mmc.rs"]
#[allow(dead_code, reason = "the model's part is the flagship here")]
mod mmc;
#[path = "../kernel/phold.rs"]
#[allow(dead_code, reason = "windows run on threads, whose waits are not repeatable")]
mod phold;

use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::units::{Time, WEEK};
use std::collections::BTreeMap;
use std::process::{Command, ExitCode};

const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions/recorded.toml");
/// More than this share above the record is a regression.
const TOLERANCE: f64 = 0.02;

const WORKLOADS: [&str; 3] = ["mmc", "phold", "flagship"];

fn work(name: &str) -> u64 {
    match name {
        "mmc" => mmc::customers(400_000, 1),
        "phold" => phold::events(800_000, 1),
        _ => flagship(),
    }
}

/// Until three of the four hospitals have adopted their tools and in two of them the policy has struck.
const FLAGSHIP_WEEKS: i64 = 35;

fn flagship() -> u64 {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/flagship.toml");
    let mut scenario = read(&Request { path: path.into(), ..Request::default() }).expect("it is frozen").scenario;
    scenario.warm_up = WEEK * 2;
    scenario.end = Time::ZERO + WEEK * FLAGSHIP_WEEKS;
    let (arm, _) = scenario.arms.enumerate().find(|(_, arm)| arm.name == "ehr_dismiss").expect("an arm");
    Simulation::new(&scenario)
        .expect("a stated warm-up")
        .run(arm, 0, &|_| true)
        .expect("nobody stops it")
        .statistics
        .done
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|word| word == "--only") {
        println!("{}", work(&words[at + 1]));
        return ExitCode::SUCCESS;
    }
    let Some(now) = count_all(&words[0]) else {
        println!("valgrind is not installed: instructions are not counted");
        return ExitCode::SUCCESS;
    };
    let compiler = said(Command::new("rustc").arg("--version"));
    if words.iter().any(|word| word == "--record") {
        record(&compiler, &now);
    }
    compare(&compiler, &now)
}

/// Instructions of each workload; none without valgrind.
fn count_all(program: &str) -> Option<BTreeMap<&'static str, u64>> {
    Command::new("valgrind").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().expect("a folder");
    let count = |name: &'static str| {
        let mut valgrind = Command::new("valgrind");
        valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", folder.path().join(name).display()));
        let output = valgrind.args([program, "--only", name]).output().expect("valgrind starts");
        let log = String::from_utf8_lossy(&output.stderr);
        let line = log.lines().find_map(|line| line.split_once("Collected : "));
        let number = line.and_then(|(_, number)| number.trim().parse().ok());
        (name, number.unwrap_or_else(|| panic!("valgrind said\n{log}")))
    };
    Some(WORKLOADS.into_iter().map(count).collect())
}

fn said(command: &mut Command) -> String {
    let output = command.output().expect("the compiler is there");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn record(compiler: &str, counts: &BTreeMap<&str, u64>) {
    let mut text = String::from("# Written by `cargo bench --bench instructions -- --record`.\n");
    text += &format!("compiler = {compiler:?}\n");
    counts.iter().for_each(|(name, count)| text += &format!("{name} = {count}\n"));
    std::fs::write(RECORDED, text).expect("written");
}

fn compare(compiler: &str, now: &BTreeMap<&str, u64>) -> ExitCode {
    let text = std::fs::read_to_string(RECORDED).unwrap_or_default();
    let recorded: toml::Table = text.parse().expect("it was recorded");
    let same = recorded.get("compiler").and_then(toml::Value::as_str) == Some(compiler);
    let mut worse = false;
    println!("{:<12}{:>16}{:>16}{:>10}", "instructions", "now", "recorded", "change");
    for (name, &count) in now {
        let then = recorded.get(*name).and_then(toml::Value::as_integer).filter(|_| same);
        let Some(then) = then else {
            println!("{name:<12}{count:>16}{:>16}", "other compiler");
            continue;
        };
        let change = count as f64 / then as f64 - 1.0;
        let verdict = match change {
            more if more > TOLERANCE => "  a regression",
            less if less < -TOLERANCE => "  better: record it",
            _ => "",
        };
        worse |= change > TOLERANCE;
        println!("{name:<12}{count:>16}{then:>16}{:>9.1}%{verdict}", 100.0 * change);
    }
    ExitCode::from(u8::from(worse))
}
