//! Design points with names that stay, and the shards they are dealt to.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A design point: a level of each factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its name: a hash of its levels and of nothing else, so that the same point has the same name in every design,
    /// whatever else is in it and in whatever order.
    pub id: String,
    /// Level of each factor, in the order of factors, as written in a scenario.
    pub levels: Vec<String>,
}

impl Point {
    /// The point with these levels of the factors at these paths.
    pub fn new(paths: &[&str], levels: Vec<String>) -> Point {
        let mut pairs: Vec<(&str, &str)> = paths.iter().copied().zip(levels.iter().map(String::as_str)).collect();
        pairs.sort_unstable();
        let mut hash = Sha256::new();
        for (path, level) in pairs {
            for part in [path, level] {
                hash.update((part.len() as u64).to_le_bytes()); // So that no two lists of parts run together to the same bytes.
                hash.update(part.as_bytes());
            }
        }
        let digits: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        // A letter first, since a table reader would take 16 digits, or 12e34, for a number.
        Point { id: format!("p{digits}"), levels }
    }
}

/// One of several equal parts of a sweep, from 1 on: `3/16` has the points number 2, 18, 34, ...
///
/// Neighbouring points, which cost about the same, are dealt to different shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1 on.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

/// Why a text is no shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a part and the number of parts, from 1/N to N/N with N up to 100,000, such as 3/16")]
pub struct ShardError;

impl Shard {
    /// All of a sweep.
    pub const ALL: Shard = Shard { number: 1, of: 1 };

    /// Whether a point of this place in the design, from 0 on, is in the shard.
    pub fn has(self, place: usize) -> bool {
        place % self.of as usize == self.number as usize - 1
    }

    /// How many of so many points are in the shard.
    pub fn share(self, points: usize) -> usize {
        (points + (self.of - self.number) as usize) / self.of as usize
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Shard, ShardError> {
        let (number, of) = text.split_once('/').ok_or(ShardError)?;
        let read = |text: &str| text.trim().parse::<u32>().map_err(|_| ShardError);
        let shard = Shard { number: read(number)?, of: read(of)? };
        if (1..=shard.of).contains(&shard.number) && shard.of <= 100_000 { Ok(shard) } else { Err(ShardError) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(levels: &[&str]) -> Vec<String> {
        levels.iter().map(|level| (*level).into()).collect()
    }

    /// The name is a promise to files on disk: SHA-256 of the length-prefixed pairs, sorted by path (computed with
    /// Python's hashlib).
    #[test]
    fn a_point_keeps_its_name() {
        let one = Point::new(&["b.y", "a.x"], texts(&["2", "1"]));
        assert_eq!(one.id, Point::new(&["a.x", "b.y"], texts(&["1", "2"])).id);
        assert_eq!(one.id, "p991f2d1e33094b10");
        assert_ne!(one.id, Point::new(&["a.x", "b.y"], texts(&["2", "1"])).id);
        assert_ne!(Point::new(&["a", "b"], texts(&["1", "23"])).id, Point::new(&["a", "b"], texts(&["12", "3"])).id);
    }

    #[test]
    fn shards_are_disjoint_and_complete() {
        for points in [0, 1, 7, 100] {
            for of in [1, 2, 3, 16] {
                let shards: Vec<Shard> = (1..=of).map(|number| Shard { number, of }).collect();
                for place in 0..points {
                    assert_eq!(shards.iter().filter(|shard| shard.has(place)).count(), 1);
                }
                for shard in shards {
                    assert_eq!(shard.share(points), (0..points).filter(|place| shard.has(*place)).count());
                }
            }
        }
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        assert_eq!("3/16".parse(), Ok(Shard { number: 3, of: 16 }));
        for wrong in ["", "3", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b", "1/99999999999"] {
            assert_eq!(wrong.parse::<Shard>(), Err(ShardError), "{wrong}");
        }
    }
}
