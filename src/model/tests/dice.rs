//! Random choices that all follow from a seed.

use crate::engine::{Dist, Key, Salt};
use crate::units::{MINUTE, Span};

/// A stream of random choices: a word at an address of its own for each, so that the scenarios of earlier versions, which were
/// searched for faults, stay as they are.
pub struct Dice {
    key: Key,
    thrown: u32,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { key: Key::root(seed, 0), thrown: 0 }
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.thrown += 1;
        (self.key.word(Salt(0).at(self.thrown, 7)) % n as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
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
