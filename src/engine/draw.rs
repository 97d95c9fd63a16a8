//! Addressed randomness: a draw is a pure function of where it is used, never of what was drawn before it.
//!
//! A [`Key`] names an entity (a chain of hashes from the seed down), a [`Salt`] names the use
//! (hash of a name path and a purpose, made when a scenario is compiled). One 64-bit word per address by SplitMix64
//! (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA, figure 17).
//!
//! Where a use needs a sequence of words, an address gives a [`Stream`]: SplitMix64 from there on, whose first word is
//! the word at the address. It implements rand's traits, so rand's sequence functions and rand_distr's samplers work on
//! it.
//!
//! *What stays our own, and why.* A simulated quantity is one word at its own address, turned into a value by its
//! quantile function ([`Dist::quantile`](super::Dist::quantile)): the same word then gives a larger value wherever the
//! distribution is larger, so arms stay coupled (common random numbers need monotone use of one word: Law 2015, section
//! 11.2). The samplers of rand_distr reject and draw again (ziggurat), which uncouples arms, and their mathematics are
//! those of the platform if any other package asks for them. Ranks are words at the address of each entity, too: a
//! shuffle would give all of them other ranks as soon as one more is there. Streams serve the rest: permutations of
//! designs, sampling of inputs, random scenarios of tests.

use rand::TryRng;
use std::convert::Infallible;

/// The identity of an entity for the purpose of chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// What a draw is used for: a name path with a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Salt(pub u64);

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's output function on one step from `state`.
#[inline(always)]
const fn splitmix64(state: u64) -> u64 {
    let mut z = state.wrapping_add(GOLDEN_GAMMA);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A 64-bit hash of a name: FNV-1a (Fowler, Noll & Vo) finished by SplitMix64, since FNV mixes its last byte poorly.
pub const fn name_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut fnv = 0xCBF2_9CE4_8422_2325u64;
    let mut place = 0;
    while place < bytes.len() {
        fnv = (fnv ^ bytes[place] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        place += 1;
    }
    splitmix64(fnv)
}

/// A word as a real number strictly inside (0, 1): its upper 52 bits, centred in their cell, so that both `u` and
/// `1 - u` are exact and no quantile function meets 0 or 1.
#[inline(always)]
pub fn unit_interval(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

impl Key {
    /// The root of all keys of one replication.
    pub fn root(seed: u64, replication: u64) -> Key {
        Key(splitmix64(seed)).child(replication)
    }

    /// The key of part number (or hash) `part` of this entity.
    #[inline]
    pub fn child(self, part: u64) -> Key {
        // Two rounds: the parent is mixed before the part comes in, so that neighbouring parts of neighbouring parents
        // do not collide.
        Key(splitmix64(splitmix64(self.0) ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
    }

    /// The key of the part called `name`.
    pub fn named(self, name: &str) -> Key {
        self.child(name_hash(name))
    }

    /// The word at this address.
    #[inline(always)]
    pub fn word(self, salt: Salt) -> u64 {
        splitmix64(self.0 ^ salt.0)
    }

    /// The word at this address as a real number in (0, 1).
    #[inline(always)]
    pub fn unit(self, salt: Salt) -> f64 {
        unit_interval(self.word(salt))
    }

    /// The words from this address on; the first is [`Key::word`].
    #[inline]
    pub fn stream(self, salt: Salt) -> Stream {
        Stream { state: self.0 ^ salt.0 }
    }
}

/// A generator that starts at an address: SplitMix64 (Steele, Lea & Flood 2014), period 2^64. Streams of different
/// addresses are stretches of one cycle at hashed places; that two of n streams of w words overlap has a probability
/// below n^2 w / 2^64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    state: u64,
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let word = splitmix64(self.state);
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        Ok(word)
    }

    /// The upper half of a word.
    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for part in to.chunks_mut(8) {
            let Ok(word) = self.try_next_u64();
            part.copy_from_slice(&word.to_le_bytes()[..part.len()]);
        }
        Ok(())
    }
}

impl Salt {
    /// The salt of `purpose` at the name path `path`.
    pub const fn of(path: &str, purpose: &str) -> Salt {
        Salt(splitmix64(name_hash(path) ^ name_hash(purpose).rotate_left(32)))
    }

    /// This use, attempt number `attempt`, draw number `k`.
    #[inline(always)]
    pub fn at(self, attempt: impl Into<u64>, k: u32) -> Salt {
        Salt(self.0.wrapping_add(((attempt.into() << 32) | k as u64).wrapping_mul(0xA24B_AED4_963E_E407)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Dist;
    use rand::distr::Uniform;
    use rand::seq::SliceRandom;
    use rand::{Rng, RngExt};

    /// The published first outputs of SplitMix64 from state 1234567 (reference implementation by Vigna, 2015).
    #[test]
    fn splitmix64_agrees_with_its_reference_outputs() {
        let mut state = 1_234_567u64;
        let expected = [6_457_827_717_110_365_317u64, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for word in expected {
            assert_eq!(splitmix64(state), word);
            state = state.wrapping_add(GOLDEN_GAMMA);
        }
    }

    #[test]
    fn the_unit_interval_is_open() {
        assert!(unit_interval(0) > 0.0);
        assert!(unit_interval(u64::MAX) < 1.0);
    }

    /// Two-sided p-values must not be below this: with 36 of them below a false alarm in 2,700 changes of the scheme.
    const LEAST_P: f64 = 1e-5;

    /// Draws at neighbouring addresses: ordinals in a row (`step` apart), one or two uses, attempts in a row.
    fn families() -> Vec<(&'static str, Vec<f64>, Vec<f64>)> {
        const N: u64 = 1 << 17;
        let parent = Key::root(2019, 0).named("street");
        let (door, window) = (Salt::of("house.door", "colour"), Salt::of("house.window", "colour"));
        let draws = |of: &dyn Fn(u64) -> f64| (0..N).map(of).collect::<Vec<f64>>();
        vec![
            (
                "neighbouring ordinals, and the next one's",
                draws(&|i| parent.child(i).unit(door)),
                draws(&|i| parent.child(i + 1).unit(door)),
            ),
            (
                "two uses of the same entity",
                draws(&|i| parent.child(i).unit(door)),
                draws(&|i| parent.child(i).unit(window)),
            ),
            (
                "neighbouring attempts of one entity",
                draws(&|i| parent.unit(door.at(i as u32, 0))),
                draws(&|i| parent.unit(door.at(i as u32 + 1, 0))),
            ),
            (
                "the same draw number of neighbouring attempts",
                draws(&|i| parent.child(i).unit(door.at(1u32, 0))),
                draws(&|i| parent.child(i).unit(door.at(0u32, 1))),
            ),
            (
                "neighbouring replications",
                draws(&|i| Key::root(2019, i).named("street").unit(door)),
                draws(&|i| Key::root(2019, i + 1).named("street").unit(door)),
            ),
            (
                "neighbouring seeds",
                draws(&|i| Key::root(i, 0).named("street").unit(door)),
                draws(&|i| Key::root(i + 1, 0).named("street").unit(door)),
            ),
            (
                "neighbouring ordinals of neighbouring parents",
                draws(&|i| parent.child(i % 512).child(i / 512).unit(door)),
                draws(&|i| parent.child(i % 512 + 1).child(i / 512).unit(door)),
            ),
            (
                "ordinal and use exchanged",
                draws(&|i| parent.child(1).child(i).unit(door)),
                draws(&|i| parent.child(i).child(1).unit(door)),
            ),
            (
                "ordinals far apart",
                draws(&|i| parent.child(i << 40).unit(door)),
                draws(&|i| parent.child((i + 1) << 40).unit(door)),
            ),
        ]
    }

    /// The p-value of Pearson's chi-squared statistic over equally likely cells, two-sided: too even is wrong, too.
    fn p_of_even(counts: &[u32]) -> f64 {
        use statrs::distribution::{ChiSquared, ContinuousCDF};
        let n: u32 = counts.iter().sum();
        let expected = f64::from(n) / counts.len() as f64;
        let statistic: f64 =
            counts.iter().map(|&count| f64::from(count) - expected).map(|off| off * off / expected).sum();
        let below = ChiSquared::new(counts.len() as f64 - 1.0).expect("degrees of freedom").cdf(statistic);
        2.0 * below.min(1.0 - below)
    }

    /// Uniformity (256 cells), independence of pairs (16 x 16 cells), correlation, and bits, at neighbouring addresses.
    #[test]
    fn neighbouring_addresses_are_uniform_and_independent() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let normal = Normal::new(0.0, 1.0).expect("the standard normal");
        for (name, one, other) in families() {
            let n = one.len() as f64;
            let mut cells = vec![0u32; 256];
            one.iter().for_each(|u| cells[(u * 256.0) as usize] += 1);
            let uniform = p_of_even(&cells);
            let mut pairs = vec![0u32; 256];
            one.iter().zip(&other).for_each(|(u, v)| pairs[(u * 16.0) as usize * 16 + (v * 16.0) as usize] += 1);
            let independent = p_of_even(&pairs);
            let sum: f64 = one.iter().zip(&other).map(|(u, v)| (u - 0.5) * (v - 0.5)).sum();
            // Two independent centred uniforms, multiplied, have variance 1/144.
            let uncorrelated = 2.0 * normal.cdf(-(sum / (n / 144.0).sqrt()).abs());
            let low_bits: f64 = one.iter().map(|u| f64::from((u * f64::from(1u32 << 30)) as u32 & 1)).sum();
            let fair = 2.0 * normal.cdf(-((low_bits - n / 2.0) / (n / 4.0).sqrt()).abs());
            for (what, p) in
                [("uniform", uniform), ("independent", independent), ("uncorrelated", uncorrelated), ("fair", fair)]
            {
                assert!(p > LEAST_P, "{name}: not {what}, p = {p:e}");
            }
        }
    }

    /// The test above sees a scheme that is only a little wrong: addresses that are added instead of mixed.
    #[test]
    fn a_weak_scheme_is_caught() {
        let weak = |i: u64| unit_interval(i.wrapping_mul(GOLDEN_GAMMA));
        let mut pairs = vec![0u32; 256];
        (0..1u64 << 17).for_each(|i| pairs[(weak(i) * 16.0) as usize * 16 + (weak(i + 1) * 16.0) as usize] += 1);
        assert!(p_of_even(&pairs) < LEAST_P);
    }

    /// Pinned, by a separate implementation of the documented scheme: a changed address changes every result of every
    /// user.
    #[test]
    fn addresses_are_pinned() {
        let key = Key::root(2019, 0).named("street").child(7);
        let salt = Salt::of("house.door", "colour");
        assert_eq!(key, Key(0xACC514DA76C008B3));
        assert_eq!(key.word(salt), 0x1DAB8BB370176659);
        assert_eq!(key.word(salt.at(2u32, 1)), 0xBAC9831FF2F1EEF8);
        assert_ne!(key.word(salt), key.word(Salt::of("colour", "house.door")));
    }

    /// A stream is SplitMix64 from its address on: word n is the output on the state after n steps, and the first is
    /// the word at the address.
    #[test]
    fn a_stream_goes_on_from_the_word_at_its_address() {
        let (key, salt) = (Key::root(2019, 0).named("street"), Salt::of("house.door", "colour"));
        let mut stream = key.stream(salt);
        for n in 0..4u64 {
            let state = (key.0 ^ salt.0).wrapping_add(GOLDEN_GAMMA.wrapping_mul(n));
            assert_eq!(stream.next_u64(), splitmix64(state));
        }
        assert_eq!(key.stream(salt).next_u64(), key.word(salt));
        let mut bytes = [0; 11];
        key.stream(salt).fill_bytes(&mut bytes);
        let words: Vec<u8> = {
            let mut s = key.stream(salt);
            [s.next_u64(), s.next_u64()]
        }
        .map(u64::to_le_bytes)
        .concat();
        assert_eq!(bytes, words[..11]);
    }

    /// First draws of each function of rand and rand_distr that results rest on, since these promise no stability
    /// across versions: if one changes, designs and their results change with it, which belongs in the change log.
    #[test]
    fn first_draws_of_the_packages_used_are_pinned() {
        let stream = || Key::root(2019, 0).stream(Salt::of("pinned", "draws"));
        let mut order: Vec<u32> = (0..10).collect();
        order.shuffle(&mut stream());
        assert_eq!(order, [4, 9, 2, 8, 1, 6, 7, 5, 0, 3]);
        let uniform: Vec<u32> = stream().sample_iter(Uniform::new(0, 1000).expect("a range")).take(4).collect();
        // Computed apart: floor(1000 h / 2^32), with h the upper halves of the words.
        assert_eq!(uniform, [425, 92, 915, 422]);
        let ours: Vec<u64> = stream().sample_iter(&Dist::Constant(3.0)).take(2).map(f64::to_bits).collect();
        assert_eq!(ours, [3.0f64.to_bits(); 2]);
    }
}
