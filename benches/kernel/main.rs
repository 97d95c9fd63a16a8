//! The kernel alone on two standard workloads, each beside a hand-written ceiling - a bare loop with the best event set
//! for the job and no abstraction - and the same M/M/10 through the whole model. In alternation; medians of the ratios.
//!
//!     cargo bench --bench kernel

mod ceiling;
#[path = "../measure/mod.rs"]
mod measure;
mod mmc;
mod phold;

use measure::{Clock, pair, speed, target};

/// Measures `ours` against `ceiling` in alternation and prints a row.
fn row(name: &str, clock: Clock, aim: Option<f64>, ours: impl Fn(u64) -> u64, ceiling: impl Fn(u64) -> u64) {
    let both = pair(|round| speed(clock, || ours(round)), |round| speed(clock, || ceiling(round)));
    println!("{name:<46}{:>8.1}{:>10.1}{:>8.2}{:>8}", both.ours, both.theirs, both.ratio, target(aim));
}

fn main() {
    use Clock::{Processor, Wall};
    println!(
        "{:<46}{:>8}{:>10}{:>8}{:>8}",
        "million events/s (arrival + departure = 2)", "ours", "ceiling", "ratio", "target"
    );
    let in_windows = |threads| move |seed| phold::in_windows(seed, threads);
    let by_hand = |threads| move |seed| ceiling::phold_in_windows(seed, threads);
    row("mmc: M/M/10, rho 0.9", Processor, Some(0.6), mmc::on_the_kernel, ceiling::mmc);
    row("  beside a sorted array (not general)", Processor, None, mmc::on_the_kernel, ceiling::mmc_sorted);
    row("mmc through the whole model", Processor, Some(0.2), mmc::through_the_model, ceiling::mmc);
    row("phold: 1,024 processes x 16", Processor, Some(0.6), phold::on_the_kernel, ceiling::phold);
    row("phold in windows, 1 thread", Processor, Some(0.6), in_windows(1), ceiling::phold);
    row("  beside windows by hand, 1 thread", Processor, None, in_windows(1), by_hand(1));
    row("phold in windows, 2 threads, both", Wall, Some(0.6), in_windows(2), by_hand(2));
}
