//! The kernel alone on two standard workloads, each beside a hand-written ceiling - a bare loop with the best event set
//! for the job and no abstraction - and the same M/M/10 through the whole model. In alternation; medians of the ratios.
//!
//!     cargo bench --bench kernel

mod ceiling;
mod mmc;
mod phold;

use std::time::Instant;

/// Rounds of each pair.
const ROUNDS: usize = 5;

/// Million events a second.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn speed(work: impl FnOnce() -> u64) -> f64 {
    let start = Instant::now();
    let events = work();
    events as f64 / start.elapsed().as_secs_f64() / 1e6
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Measures `ours` against `ceiling` in alternation and prints a row.
fn row(name: &str, target: f64, mut ours: impl FnMut(u64) -> u64, mut ceiling: impl FnMut(u64) -> u64) {
    let (mut speeds, mut ceilings, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS as u64 {
        let (one, other) = if round % 2 == 0 {
            let one = speed(|| ours(round));
            (one, speed(|| ceiling(round)))
        } else {
            let other = speed(|| ceiling(round));
            (speed(|| ours(round)), other)
        };
        speeds.push(one);
        ceilings.push(other);
        ratios.push(one / other);
    }
    println!("{name:<44}{:>10.1}{:>12.1}{:>10.2}{target:>10.2}", median(speeds), median(ceilings), median(ratios));
}

fn main() {
    println!(
        "{:<44}{:>10}{:>12}{:>10}{:>10}",
        "million events/s (arrival + departure = 2)", "ours", "ceiling", "ratio", "target"
    );
    row("mmc: M/M/10, rho 0.9, on the kernel", 0.6, mmc::on_the_kernel, ceiling::mmc);
    row("phold: 1,024 processes x 16, on the kernel", 0.6, phold::on_the_kernel, ceiling::phold);
    row("phold in windows, 1 thread", 0.6, |seed| phold::in_windows(seed, 1), ceiling::phold);
    row("phold in windows, 2 threads", 0.6, |seed| phold::in_windows(seed, 2), ceiling::phold);
    row("mmc: the same through the whole model", 0.2, mmc::through_the_model, ceiling::mmc);
}
