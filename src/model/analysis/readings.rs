//! How often readings lie within bounds, and how often they lie apart.

use crate::model::scenario::{Reading, Threshold};
use std::f64::consts::{PI, SQRT_2};

/// The standard normal distribution function.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Below `x` for a standard deviation `sd`, which may be zero.
fn below(x: f64, sd: f64) -> f64 {
    if sd > 0.0 { normal(x / sd) } else { f64::from(x > 0.0) }
}

/// Probability that one reading is within bounds.
pub(super) fn within(reading: Reading, threshold: Threshold) -> f64 {
    let Reading { between_cases, between_people, within } = reading;
    let sd = (between_cases * between_cases + between_people * between_people + within * within).sqrt();
    let under = threshold.under.map_or(1.0, |bound| below(bound, sd));
    let over = threshold.over.map_or(0.0, |bound| below(bound, sd));
    (under - over).max(0.0)
}

/// Probability that readings of one case by different people have a range above `by`; what the case contributes is
/// taken to be the same in all. The range is at most `by` if, x being the least, all others lie in (x, x + by).
pub(super) fn differ(readings: &[Reading], by: f64) -> f64 {
    let sds: Vec<f64> = readings.iter().map(|reading| libm::hypot(reading.between_people, reading.within)).collect();
    let most = sds.iter().copied().fold(0.0, f64::max);
    if sds.len() < 2 || most == 0.0 {
        return 0.0;
    }
    // Who reads without lean and noise reads with very little: the density below needs a width.
    let sds: Vec<f64> = sds.iter().map(|sd| sd.max(most / 50.0)).collect();
    const STEPS: usize = 4000;
    let (from, step) = (-8.0 * most, 16.0 * most / STEPS as f64);
    let near: f64 = (0..STEPS)
        .map(|number| {
            let x = from + (number as f64 + 0.5) * step;
            let least = |i: usize| {
                let density = libm::exp(-0.5 * (x / sds[i]) * (x / sds[i])) / (sds[i] * (2.0 * PI).sqrt());
                let others = (0..sds.len()).filter(|j| *j != i);
                density * others.map(|j| below(x + by, sds[j]) - below(x, sds[j])).product::<f64>()
            };
            (0..sds.len()).map(least).sum::<f64>() * step
        })
        .sum();
    (1.0 - near).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(between_people: f64, within: f64) -> Reading {
        Reading { between_cases: 2.0, between_people, within }
    }

    /// The difference of two independent normals is normal.
    #[test]
    fn two_readings_differ_as_a_normal_difference_does() {
        for (one, other, by) in [(0.5, 0.5, 1.0), (1.0, 0.2, 0.3), (0.0, 1.0, 2.0)] {
            let sd = (2.0f64 * (one * one + other * other)).sqrt();
            let expected = 2.0 * (1.0 - normal(by / sd));
            assert!((differ(&[reading(one, other); 2], by) - expected).abs() < 1e-6, "{one}, {other}, {by}");
        }
    }

    /// Tables of the studentised range with infinitely many degrees of freedom: 3.314 is exceeded by 5% of the ranges
    /// of three (Harter 1960, "Tables of range and studentized range", Annals of Mathematical Statistics 31:1122-1147).
    #[test]
    fn three_readings_differ_as_the_range_of_three_does() {
        assert!((differ(&[reading(0.6, 0.8); 3], 3.3145) - 0.05).abs() < 1e-4);
    }

    #[test]
    fn one_reading_lies_within_bounds_as_a_normal_does() {
        let bounds = |over, under| Threshold { over, under };
        let one = Reading { between_cases: 2.0, between_people: 2.0, within: 1.0 };
        assert!((within(one, bounds(Some(3.0), None)) - 0.158_655).abs() < 1e-6);
        assert!((within(one, bounds(Some(-3.0), Some(3.0))) - 0.682_689).abs() < 1e-6);
        assert_eq!(
            within(Reading { between_cases: 0.0, between_people: 0.0, within: 0.0 }, bounds(Some(1.0), None)),
            0.0
        );
    }
}
