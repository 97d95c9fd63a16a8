//! Random choices that all follow from a seed.

use crate::engine::{Dist, Key, Salt, Stream};
use crate::units::{MINUTE, Span};
use rand::RngExt;
use rand::seq::IndexedRandom;

/// A stream of random choices.
pub struct Dice {
    stream: Stream,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { stream: Key::root(seed, 0).stream(Salt::of("test", "dice")) }
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.stream.random_range(0..n)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *from.choose(&mut self.stream).expect("something to choose from")
    }

    pub fn minutes(&mut self, at_most: usize) -> Span {
        MINUTE * (1 + self.below(at_most) as i64)
    }

    pub fn time(&mut self) -> Dist {
        let mean = self.minutes(90).ms();
        match self.below(4) {
            0 => Ok(Dist::Constant(mean)),
            1 => Dist::exponential(mean),
            2 => Dist::lognormal(mean, 0.8),
            _ => Dist::triangular(mean / 2.0, mean, mean * 2.0),
        }
        .expect("a positive mean")
    }
}
