//! The peers: where their programs are, how much they are given to do, and what they say.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A simulator, and its program for one workload.
pub struct Peer {
    pub name: &'static str,
    program: Program,
    workload: &'static str,
    /// Customers or events: a second's work, about.
    number: u64,
}

enum Program {
    /// A program of `benches/peers/rust`.
    Rust(&'static str),
    /// A script of this folder.
    Python(&'static str),
}
use Program::{Python, Rust};

const fn peer(name: &'static str, program: Program, workload: &'static str, number: u64) -> Peer {
    Peer { name, program, workload, number }
}

/// M/M/10.
pub const MMC: &[Peer] = &[
    peer("ixa", Rust("ixa"), "mmc", 4_000_000),
    peer("desim", Rust("desim"), "mmc", 2_000_000),
    peer("desru", Rust("desru"), "mmc", 2_000_000),
    peer("odem-rs", Rust("odem"), "mmc", 2_000_000),
    peer("simrs", Rust("simrs"), "mmc", 2_000_000),
    peer("NexoSim", Rust("nexosim"), "mmc", 1_000_000),
    peer("SimPy", Python("mmc_simpy.py"), "", 100_000),
    peer("Ciw", Python("mmc_ciw.py"), "", 50_000),
];

/// PHOLD.
pub const PHOLD: &[Peer] = &[
    peer("desim", Rust("desim"), "phold", 4_000_000),
    peer("simrs", Rust("simrs"), "phold", 4_000_000),
    peer("ixa", Rust("ixa"), "phold", 2_000_000),
    peer("desru", Rust("desru"), "phold", 2_000_000),
    peer("odem-rs", Rust("odem"), "phold", 2_000_000),
    peer("NexoSim", Rust("nexosim"), "phold", 500_000),
    peer("SimPy", Python("phold_simpy.py"), "", 200_000),
];

/// What a program says of its run.
pub struct Said {
    pub events: f64,
    pub seconds: f64,
    pub mean_wait: f64,
}

/// A peer's program, which is there.
pub struct Installed {
    words: Vec<String>,
    number: u64,
}

impl Peer {
    pub fn installed(&self) -> Option<Installed> {
        let words = match self.program {
            Rust(name) => vec![built(name)?, self.workload.to_owned()],
            Python(script) => vec![python()?, this_folder().join(script).display().to_string()],
        };
        Some(Installed { words, number: self.number })
    }
}

impl Installed {
    pub fn run(&self, round: u64) -> Said {
        let mut words = self.words.clone();
        words.extend([self.number.to_string(), (round + 1).to_string()]);
        let line = output(&words);
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [events, seconds, mean_wait] = numbers[..] else { panic!("{words:?} said {line:?}") };
        Said { events, seconds, mean_wait }
    }
}

/// What a program prints; a peer that is installed and fails is a mistake of ours.
pub fn output(words: &[String]) -> String {
    let output = Command::new(&words[0]).args(&words[1..]).stderr(Stdio::inherit()).output().expect("it starts");
    assert!(output.status.success(), "{words:?} failed");
    String::from_utf8(output.stdout).expect("text")
}

pub fn this_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

/// The Python that has the peers.
pub fn python() -> Option<String> {
    existing("venv/bin/python")
}

fn built(name: &str) -> Option<String> {
    existing(&format!("release/{name}"))
}

fn existing(path: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers").join(path);
    path.is_file().then(|| path.display().to_string())
}
