//! Which points: a full grid, a Latin hypercube, a scrambled Sobol' sequence, or a list.

use super::point::Point;
use crate::engine::{Key, Salt};
use rand::RngExt;
use rand::distr::Open01;
use rand::seq::SliceRandom;
use std::collections::BTreeSet;

/// An input that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its path, as in `--set`.
    pub path: String,
    /// The values it takes.
    pub levels: Levels,
    /// Where it is varied, for messages: `--vary`, or a file with a line.
    pub origin: String,
}

/// The values a factor takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Levels {
    /// These, as written in a scenario.
    List(Vec<String>),
    /// Anything from `low` to `high`, both above or below it, in a unit such as `min`; empty: a plain number.
    Interval {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
        /// Unit that is written behind the number.
        unit: String,
    },
}

/// How points are chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Design {
    /// Every combination of levels, the last factor fastest (full factorial).
    Grid,
    /// So many points, one in each of as many equally likely strata of every factor (McKay, Beckman & Conover 1979,
    /// Technometrics 21:239-245, section 2).
    LatinHypercube {
        /// Number of points.
        points: u32,
        /// Seed of the permutations.
        seed: u64,
    },
    /// The first so many points of a Sobol' sequence with Owen's scrambling (Burley 2020, J. Computer Graphics
    /// Techniques 9(4):1-20; direction numbers of Joe & Kuo 2008): at most 65,536 points and 256 factors; best at a
    /// power of two.
    Sobol {
        /// Number of points.
        points: u32,
        /// Seed of the scrambling.
        seed: u64,
    },
    /// These: the levels of all factors, point by point.
    Listed(Vec<Vec<String>>),
}

/// The points of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Each once, in the order of the design.
    pub list: Vec<Point>,
    /// How many more the design has that are the same as an earlier one; they need not be run again.
    pub repeated: usize,
}

/// Why a design has no points.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// Nothing is varied.
    #[error("nothing is varied; say what with --vary PATH=START:END:STEP or --vary PATH=a,b,c, or in [sweep.vary]")]
    NoFactors,
    /// A path twice.
    #[error("`{0}` is varied twice; say it once, with all its values")]
    Twice(String),
    /// An interval in a grid.
    #[error(
        "`{0}` is an interval, which has no levels for a grid; give a step (START:END:STEP), or take --design lhs or sobol"
    )]
    NoLevels(String),
    /// A list without rows.
    #[error("the design has no points")]
    Empty,
    /// Too many points.
    #[error("the design has more than {most} points; take fewer levels, or --design lhs or sobol with --points")]
    TooMany {
        /// How many there may be.
        most: u32,
    },
    /// More points or factors than the Sobol' sequence has.
    #[error("a Sobol' design has at most 65,536 points and 256 factors; take fewer, or --design lhs")]
    BeyondSobol,
}

/// Points a sweep may have.
const MOST: u32 = 1_000_000;

impl Design {
    /// The points of the design over some factors.
    ///
    /// # Errors
    /// If there are no factors, no points, too many, or levels that the design cannot use.
    pub fn points(&self, factors: &[Factor]) -> Result<Points, DesignError> {
        if factors.is_empty() {
            return Err(DesignError::NoFactors);
        }
        let mut seen = BTreeSet::new();
        // A factor that is there twice would be set twice, and only the last would count.
        if let Some(twice) = factors.iter().find(|factor| !seen.insert(&factor.path)) {
            return Err(DesignError::Twice(twice.path.clone()));
        }
        let rows = match self {
            Design::Grid => grid(factors)?,
            Design::LatinHypercube { points, .. } | Design::Sobol { points, .. } if *points > MOST => {
                return Err(DesignError::TooMany { most: MOST });
            }
            Design::LatinHypercube { points, seed } => latin_hypercube(factors, *points as usize, *seed),
            Design::Sobol { points, .. }
                if *points > 1 << 16 || factors.len() > sobol_burley::NUM_DIMENSIONS as usize =>
            {
                return Err(DesignError::BeyondSobol);
            }
            Design::Sobol { points, seed } => sobol(factors, *points, *seed),
            Design::Listed(rows) if rows.len() > MOST as usize => return Err(DesignError::TooMany { most: MOST }),
            Design::Listed(rows) => rows.clone(),
        };
        if rows.is_empty() {
            return Err(DesignError::Empty);
        }
        let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
        let mut seen = BTreeSet::new();
        let all = rows.len();
        let points = rows.into_iter().map(|levels| Point::new(&paths, levels));
        // Points that come to the same text have the same answer and are run once.
        let list: Vec<Point> = points.filter(|point| seen.insert(point.id.clone())).collect();
        Ok(Points { repeated: all - list.len(), list })
    }

    /// Its name, as on the command line.
    pub fn name(&self) -> &'static str {
        match self {
            Design::Grid => "grid",
            Design::LatinHypercube { .. } => "lhs",
            Design::Sobol { .. } => "sobol",
            Design::Listed(_) => "file",
        }
    }
}

impl Levels {
    /// The level at a quantile from 0 to below 1 of equally likely levels.
    fn at(&self, quantile: f64) -> String {
        match self {
            Levels::List(levels) => {
                let place = (quantile * levels.len() as f64) as usize;
                levels[place.min(levels.len() - 1)].clone()
            }
            Levels::Interval { low, high, unit } => {
                // Eight digits of the width: more than a Sobol' number has, and a text that a person can read.
                let width = high - low;
                let decimals = if width > 0.0 { 8.0 - libm::floor(libm::log10(width)) } else { 0.0 };
                let number = plain(low + quantile * width, decimals.clamp(0.0, 17.0) as usize);
                if unit.is_empty() { number } else { format!("{number} {unit}") }
            }
        }
    }

    /// The levels from `start` in steps to `end`, which is among them if the steps meet it; none if they lead nowhere.
    pub fn range(start: f64, end: f64, step: f64, unit: &str) -> Option<Levels> {
        let steps = (end - start) / step;
        if !(0.0..=1e5).contains(&steps) {
            return None;
        }
        // As many decimals as were written, so that 0.1 + 2 x 0.1 is 0.3.
        let decimals = |number: f64| number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let decimals = decimals(start).max(decimals(step));
        let written = |k: i32| plain(start + f64::from(k) * step, decimals);
        let last = libm::floor(steps + 1e-9) as i32;
        let with_unit = |number: String| if unit.is_empty() { number } else { format!("{number} {unit}") };
        Some(Levels::List((0..=last).map(|k| with_unit(written(k))).collect()))
    }

    /// Some of the levels, the first and the last among them, to see whether a scenario takes them.
    pub fn examples(&self, most: usize) -> Vec<String> {
        match self {
            Levels::List(levels) if levels.len() <= most => levels.clone(),
            Levels::List(levels) => (0..most).map(|k| levels[k * (levels.len() - 1) / (most - 1)].clone()).collect(),
            Levels::Interval { .. } => vec![self.at(0.0), self.at(1.0)],
        }
    }
}

/// A number with so many decimals at most, and no more than it needs.
fn plain(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

fn grid(factors: &[Factor]) -> Result<Vec<Vec<String>>, DesignError> {
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    for factor in factors {
        let Levels::List(levels) = &factor.levels else { return Err(DesignError::NoLevels(factor.path.clone())) };
        if rows.len() * levels.len() > MOST as usize {
            return Err(DesignError::TooMany { most: MOST });
        }
        let longer = |row: &Vec<String>, level: &String| [row.as_slice(), std::slice::from_ref(level)].concat();
        rows = rows.iter().flat_map(|row| levels.iter().map(move |level| longer(row, level))).collect();
    }
    Ok(rows)
}

/// Point i of factor j is at (p_j(i) + u_ij) / n, with a random permutation p_j and u_ij uniform in (0, 1).
fn latin_hypercube(factors: &[Factor], points: usize, seed: u64) -> Vec<Vec<String>> {
    const PLACE: Salt = Salt::of("sweep", "place in the permutation");
    const WITHIN: Salt = Salt::of("sweep", "place in the stratum");
    let mut rows = vec![Vec::with_capacity(factors.len()); points];
    for factor in factors {
        let key = Key::root(seed, 0).named(&factor.path);
        let mut permutation: Vec<usize> = (0..points).collect();
        permutation.shuffle(&mut key.stream(PLACE));
        let within = key.stream(WITHIN).sample_iter(Open01);
        for (row, (place, within)) in rows.iter_mut().zip(permutation.into_iter().zip(within)) {
            let within: f64 = within;
            row.push(factor.levels.at((place as f64 + within) / points as f64));
        }
    }
    rows
}

fn sobol(factors: &[Factor], points: u32, seed: u64) -> Vec<Vec<String>> {
    let seed = (seed ^ seed >> 32) as u32;
    let level = |i, (dimension, factor): (usize, &Factor)| {
        factor.levels.at(f64::from(sobol_burley::sample(i, dimension as u32, seed)))
    };
    (0..points).map(|i| factors.iter().enumerate().map(|factor| level(i, factor)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(path: &str, levels: &[&str]) -> Factor {
        let levels = levels.iter().map(|level| (*level).into()).collect();
        Factor { path: path.into(), levels: Levels::List(levels), origin: String::new() }
    }

    fn interval(path: &str, low: f64, high: f64) -> Factor {
        Factor { path: path.into(), levels: Levels::Interval { low, high, unit: String::new() }, origin: String::new() }
    }

    fn numbers(points: &Points, place: usize) -> Vec<f64> {
        points.list.iter().map(|point| point.levels[place].parse().expect("a number")).collect()
    }

    #[test]
    fn a_grid_has_every_combination_once_the_last_factor_fastest() {
        let points = Design::Grid.points(&[list("a", &["1", "2"]), list("b", &["x", "y", "z"])]).expect("points");
        let rows: Vec<String> = points.list.iter().map(|point| point.levels.concat()).collect();
        assert_eq!(rows, ["1x", "1y", "1z", "2x", "2y", "2z"]);
    }

    /// The defining property: each of n strata of each factor holds one of n points.
    #[test]
    fn a_latin_hypercube_has_one_point_in_every_stratum_of_every_factor() {
        let factors = [interval("a", 0.0, 1.0), interval("b", 100.0, 300.0), interval("c", -5.0, 5.0)];
        let points = Design::LatinHypercube { points: 50, seed: 3 }.points(&factors).expect("points");
        for (place, (low, high)) in [(0.0, 1.0), (100.0, 300.0), (-5.0, 5.0)].into_iter().enumerate() {
            let stratum = |x: f64| ((x - low) / (high - low) * 50.0) as usize;
            let strata: BTreeSet<usize> = numbers(&points, place).into_iter().map(stratum).collect();
            assert_eq!(strata.len(), 50, "factor {place}");
        }
        // Factors are permuted independently: of 50 points about one is in the same stratum of two factors.
        let same = numbers(&points, 0)
            .into_iter()
            .zip(numbers(&points, 2))
            .filter(|(a, c)| (a * 50.0) as i32 == ((c + 5.0) * 5.0) as i32);
        assert!(same.count() < 10);
        let other = Design::LatinHypercube { points: 50, seed: 4 }.points(&factors).expect("points");
        assert_ne!(points, other);
    }

    /// The defining property of a (t, m, s)-net in base 2: in the first two dimensions t = 0, so each of the 2^m
    /// elementary intervals of area 2^-m holds one of the first 2^m points (Niederreiter 1992); random points never do
    /// that.
    #[test]
    fn a_sobol_design_is_a_net() {
        let factors = [interval("a", 0.0, 1.0), interval("b", 0.0, 1.0)];
        for seed in [0, 1, 99] {
            let points = Design::Sobol { points: 64, seed }.points(&factors).expect("points");
            for split in 0..=6 {
                let (columns, rows) = (f64::from(1 << split), f64::from(1 << (6 - split)));
                let cells: BTreeSet<(usize, usize)> = numbers(&points, 0)
                    .into_iter()
                    .zip(numbers(&points, 1))
                    .map(|(a, b)| ((a * columns) as usize, (b * rows) as usize))
                    .collect();
                assert_eq!(cells.len(), 64, "seed {seed}, {columns} x {rows}");
            }
        }
    }

    #[test]
    fn levels_are_equally_likely_and_repeated_points_are_run_once() {
        let points = Design::Sobol { points: 64, seed: 1 }.points(&[list("a", &["1", "2", "3", "4"])]).expect("points");
        assert_eq!((points.list.len(), points.repeated), (4, 60));
        let longer = Design::Sobol { points: 128, seed: 1 }.points(&[interval("a", 0.0, 1.0)]).expect("points");
        let shorter = Design::Sobol { points: 64, seed: 1 }.points(&[interval("a", 0.0, 1.0)]).expect("points");
        assert_eq!(longer.list[..64], shorter.list[..], "a longer sequence begins with the shorter one");
    }

    #[test]
    fn intervals_are_written_plainly_and_with_their_unit() {
        let levels = Levels::Interval { low: 5.0, high: 20.0, unit: "min".into() };
        assert_eq!(levels.examples(9), ["5 min", "20 min"]);
        assert_eq!(levels.at(0.5), "12.5 min");
        assert_eq!(Levels::Interval { low: 0.0, high: 3e-7, unit: String::new() }.at(0.1), "0.00000003");
        assert_eq!(list("a", &["1", "2", "3", "4", "5"]).levels.examples(3), ["1", "3", "5"]);
    }

    #[test]
    fn designs_that_cannot_be_say_why() {
        let wide = list("a", &["1"; 2000]);
        let points = |design: Design, factors: &[Factor]| design.points(factors).map(|points| points.list.len());
        assert_eq!(points(Design::Grid, &[]), Err(DesignError::NoFactors));
        assert_eq!(points(Design::Grid, &[interval("a", 0.0, 1.0)]), Err(DesignError::NoLevels("a".into())));
        assert_eq!(points(Design::Grid, &[wide.clone(), wide.clone()]), Err(DesignError::Twice("a".into())));
        assert_eq!(points(Design::Listed(Vec::new()), &[list("a", &[])]), Err(DesignError::Empty));
        let other = Factor { path: "b".into(), ..wide.clone() };
        assert_eq!(points(Design::Grid, &[wide.clone(), other]), Err(DesignError::TooMany { most: MOST }));
        assert_eq!(points(Design::Sobol { points: 65_537, seed: 1 }, &[wide]), Err(DesignError::BeyondSobol));
    }
}
