//! How the benchmarks measure: processor time where one thread works, so that other programs on the machine count
//! little; ours and theirs in alternation; medians.
#![allow(dead_code, reason = "each benchmark uses its part")]

use rustix::time::{ClockId, clock_gettime};
use std::time::Instant;

/// What passes.
#[derive(Clone, Copy)]
pub enum Clock {
    /// Time the processor spends on this program: for work on one thread.
    Processor,
    /// Time on the wall: for work on several threads.
    Wall,
}

/// What the work gives, and how many seconds it takes.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn timed<T>(clock: Clock, work: impl FnOnce() -> T) -> (T, f64) {
    let processor = || {
        let now = clock_gettime(ClockId::ProcessCPUTime);
        now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
    };
    let (begin, wall) = (processor(), Instant::now());
    let result = work();
    let seconds = match clock {
        Clock::Processor => processor() - begin,
        Clock::Wall => wall.elapsed().as_secs_f64(),
    };
    (result, seconds)
}

/// Million events a second, of work that says how many events it handled.
pub fn speed(clock: Clock, work: impl FnOnce() -> u64) -> f64 {
    let (events, seconds) = timed(clock, work);
    events as f64 / seconds / 1e6
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Two speeds measured in alternation.
pub struct Pair {
    pub ours: f64,
    pub theirs: f64,
    /// Median of the ratios of the rounds.
    pub ratio: f64,
}

/// Rounds of each pair.
pub const ROUNDS: u64 = 5;

/// Measures two speeds in alternation; each is told the round, and the first of a round is the second of the next.
pub fn pair(mut ours: impl FnMut(u64) -> f64, mut theirs: impl FnMut(u64) -> f64) -> Pair {
    let (mut one, mut other, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (a, b) = if round % 2 == 0 {
            let a = ours(round);
            (a, theirs(round))
        } else {
            let b = theirs(round);
            (ours(round), b)
        };
        one.push(a);
        other.push(b);
        ratios.push(a / b);
    }
    Pair { ours: median(&one), theirs: median(&other), ratio: median(&ratios) }
}

/// A target as it stands in a table; none: nothing.
pub fn target(target: Option<f64>) -> String {
    target.map_or(String::new(), |target| format!("{target}"))
}
