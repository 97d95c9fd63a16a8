//! The same workloads in other simulators, each beside ours in alternation, one thread each: M/M/10 on our kernel and
//! through our whole model, PHOLD on our kernel, and the clinic of `workflow.toml`. Processor time of the run itself;
//! starting a program or compiling a scenario does not count. Peers are installed by `benches/peers/install.sh`; those
//! that are not are left out.
//!
//!     benches/peers/install.sh
//!     cargo bench --bench peers

#[path = "../measure/mod.rs"]
mod measure;
#[path = "../kernel/mmc.rs"]
mod mmc;
mod peer;
#[path = "../kernel/phold.rs"]
mod phold;
mod workflow;

use measure::{Clock, Pair, pair, speed, target};
use peer::{MMC, PHOLD, Peer};

/// What both programs do must be the same: the mean wait of M/M/10 by Erlang's formula, in service times.
const MEAN_WAIT: f64 = 0.6687;

fn print(what: &str, peer: &str, both: &Pair, aim: Option<f64>) {
    println!("{what:<28}{peer:<16}{:>10.2}{:>10.2}{:>9.1}{:>8}", both.ours, both.theirs, both.ratio, target(aim));
}

/// Our speed beside that of each peer that is installed; then the least of the ratios beside its target.
fn table(
    what: &str,
    peers: &[Peer],
    aim: Option<f64>,
    aim_of: impl Fn(&Peer) -> Option<f64>,
    ours: impl Fn(u64) -> u64,
) {
    let mut least: Option<(f64, &str)> = None;
    for peer in peers {
        let Some(program) = peer.installed() else {
            println!("{what:<28}{:<16}not installed: run benches/peers/install.sh", peer.name);
            continue;
        };
        let theirs = |round| {
            let said = program.run(round);
            let off = said.mean_wait / MEAN_WAIT - 1.0;
            assert!(said.mean_wait == 0.0 || off.abs() < 0.25, "{}: a mean wait of {}", peer.name, said.mean_wait);
            said.events / said.seconds / 1e6
        };
        let both = pair(|round| speed(Clock::Processor, || ours(round)), theirs);
        print(what, peer.name, &both, aim_of(peer));
        if least.is_none_or(|(ratio, _)| both.ratio < ratio) {
            least = Some((both.ratio, peer.name));
        }
    }
    if let (Some((ratio, name)), Some(aim)) = (least, aim) {
        println!("{what:<28}{:<36}{ratio:>9.1}{aim:>8}", format!("the fastest: {name}"));
    }
}

fn main() {
    println!("{:<28}{:<16}{:>10}{:>10}{:>9}{:>8}", "million events/s", "peer", "ours", "peer's", "ratio", "target");
    table("M/M/10, kernel", MMC, Some(1.5), |_| None, mmc::on_the_kernel);
    let through_the_model = |peer: &Peer| match peer.name {
        "SimPy" => Some(40.0),
        "Ciw" => Some(80.0),
        "odem-rs" => Some(1.0),
        _ => None,
    };
    table("M/M/10, whole model", MMC, None, through_the_model, mmc::through_the_model);
    table("PHOLD, kernel", PHOLD, Some(2.5), |_| None, phold::on_the_kernel);
    recorded();
    workflow::compare();
}

/// ROSS can't be had from a registry: what it once gave on a shared machine with two cores, million PHOLD events/s.
fn recorded() {
    for (threads, theirs) in [(1, 0.75), (2, 1.1)] {
        let speeds: Vec<f64> =
            (0..measure::ROUNDS).map(|seed| speed(Clock::Wall, || phold::in_windows(seed, threads))).collect();
        let ours = measure::median(&speeds);
        let what = format!("PHOLD in windows, {threads} thr.");
        print(&what, "ROSS, recorded", &Pair { ours, theirs, ratio: ours / theirs }, Some(20.0));
    }
}
