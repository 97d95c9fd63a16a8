//! Addressed randomness: a draw is a pure function of where it is used, never of what was drawn before it.
//!
//! A [`Key`] names an entity (a chain of hashes from the seed down), a [`Salt`] names the use
//! (hash of a name path and a purpose, made when a scenario is compiled). One 64-bit word per address by SplitMix64
//! (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA, figure 17).

/// The identity of an entity for the purpose of chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// What a draw is used for: a name path with a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Salt(pub u64);

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's output function on one step from `state`.
#[inline(always)]
fn splitmix64(state: u64) -> u64 {
    let mut z = state.wrapping_add(GOLDEN_GAMMA);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A 64-bit hash of a name: FNV-1a (Fowler, Noll & Vo) finished by SplitMix64, since FNV mixes its last byte poorly.
pub fn name_hash(name: &str) -> u64 {
    let fnv = name
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3));
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
}

impl Salt {
    /// The salt of `purpose` at the name path `path`.
    pub fn of(path: &str, purpose: &str) -> Salt {
        Salt(splitmix64(name_hash(path) ^ name_hash(purpose).rotate_left(32)))
    }

    /// This use, attempt number `attempt`, draw number `k`.
    #[inline(always)]
    pub fn at(self, attempt: u32, k: u32) -> Salt {
        Salt(self.0.wrapping_add((((attempt as u64) << 32) | k as u64).wrapping_mul(0xA24B_AED4_963E_E407)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// Pinned, by a separate implementation of the documented scheme: a changed address changes every result of every user.
    #[test]
    fn addresses_are_pinned() {
        let key = Key::root(2019, 0).named("street").child(7);
        let salt = Salt::of("house.door", "colour");
        assert_eq!(key, Key(0xACC514DA76C008B3));
        assert_eq!(key.word(salt), 0x1DAB8BB370176659);
        assert_eq!(key.word(salt.at(2, 1)), 0xBAC9831FF2F1EEF8);
        assert_ne!(key.word(salt), key.word(Salt::of("colour", "house.door")));
    }
}
