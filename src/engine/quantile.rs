//! Quantile functions: one word becomes one value, monotonically, so that arms fed the same word stay coupled.

use super::unit_interval;
use libm::{exp, lgamma, log, pow, sqrt};
use rand_distr::Distribution;

/// A distribution on the non-negative numbers, sampled by inversion. The unit is the caller's (ms for durations).
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Always this value.
    Constant(f64),
    /// exp(mu + sigma z).
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Exponential with this mean.
    Exponential {
        /// The mean.
        mean: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape k; below 1 the hazard falls, above 1 it rises.
        shape: f64,
        /// Scale lambda.
        scale: f64,
    },
    /// Triangular between `min` and `max` with its peak at `mode`.
    Triangular {
        /// Smallest value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// The values of a sample, each equally likely; sorted.
    Empirical(Vec<f64>),
}

/// Why parameters make no distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DistError {
    /// A mean that must be positive is not.
    #[error("a mean above zero")]
    Mean,
    /// A coefficient of variation below zero or beyond what can be fitted.
    #[error("a coefficient of variation between 0 and 20")]
    Variation,
    /// A coefficient of variation that no Weibull distribution of the shapes that are searched has.
    #[error("a coefficient of variation of 0, or from 0.0064 to 47, of a Weibull distribution")]
    WeibullVariation,
    /// `p90` is not above `median`.
    #[error("`p90` above `median`, and `median` above zero")]
    Percentiles,
    /// `min <= mode <= max` does not hold.
    #[error("`min` <= `mode` <= `max`, `min` >= 0 and `max` above zero")]
    Corners,
    /// No sample.
    #[error("at least one value, none negative")]
    Samples,
}

impl Dist {
    /// Lognormal with this mean and coefficient of variation; `cv = 0` is constant.
    pub fn lognormal(mean: f64, cv: f64) -> Result<Dist, DistError> {
        if !(0.0..=20.0).contains(&cv) {
            return Err(DistError::Variation);
        }
        if cv == 0.0 && mean >= 0.0 {
            return Ok(Dist::Constant(mean));
        }
        if mean.is_nan() || mean <= 0.0 {
            return Err(DistError::Mean);
        }
        let variance = log(1.0 + cv * cv);
        Ok(Dist::Lognormal { mu: log(mean) - variance / 2.0, sigma: sqrt(variance) })
    }

    /// Lognormal with this median and 90th percentile.
    pub fn lognormal_by_percentiles(median: f64, p90: f64) -> Result<Dist, DistError> {
        if !(median > 0.0 && p90 > median) {
            return Err(DistError::Percentiles);
        }
        Ok(Dist::Lognormal { mu: log(median), sigma: log(p90 / median) / normal_quantile(0.9) })
    }

    /// Exponential with this mean.
    pub fn exponential(mean: f64) -> Result<Dist, DistError> {
        if mean.is_nan() || mean <= 0.0 { Err(DistError::Mean) } else { Ok(Dist::Exponential { mean }) }
    }

    /// Weibull with this mean and coefficient of variation. The shape is found by bisection on
    /// cv^2 = Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 - 1 (Johnson, Kotz & Balakrishnan 1994, ch. 21), for shapes 0.15 to
    /// 200;
    /// `cv = 0` is constant.
    pub fn weibull(mean: f64, cv: f64) -> Result<Dist, DistError> {
        if cv == 0.0 && mean >= 0.0 {
            return Ok(Dist::Constant(mean));
        }
        if mean.is_nan() || mean <= 0.0 {
            return Err(DistError::Mean);
        }
        let squared_cv = |shape: f64| exp(lgamma(1.0 + 2.0 / shape) - 2.0 * lgamma(1.0 + 1.0 / shape)) - 1.0;
        let (mut low, mut high) = (0.15, 200.0);
        // A negative cv has a square in the range.
        if cv < 0.0 || !(squared_cv(high)..=squared_cv(low)).contains(&(cv * cv)) {
            return Err(DistError::WeibullVariation);
        }
        for _ in 0..200 {
            let middle = (low + high) / 2.0;
            if squared_cv(middle) > cv * cv { low = middle } else { high = middle }
        }
        let shape = (low + high) / 2.0;
        Ok(Dist::Weibull { shape, scale: mean / exp(lgamma(1.0 + 1.0 / shape)) })
    }

    /// Triangular.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Dist, DistError> {
        if !(min >= 0.0 && min <= mode && mode <= max && max > 0.0) {
            return Err(DistError::Corners);
        }
        Ok(if min == max { Dist::Constant(min) } else { Dist::Triangular { min, mode, max } })
    }

    /// The empirical distribution of `samples`.
    pub fn empirical(mut samples: Vec<f64>) -> Result<Dist, DistError> {
        if samples.is_empty() || samples.iter().any(|value| value.is_nan() || *value < 0.0) {
            return Err(DistError::Samples);
        }
        samples.sort_by(f64::total_cmp);
        Ok(Dist::Empirical(samples))
    }

    /// The value below which a share `u` in (0, 1) lies.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Dist::Constant(value) => value,
            Dist::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Dist::Exponential { mean } => -mean * log(1.0 - u),
            Dist::Weibull { shape, scale } => scale * pow(-log(1.0 - u), 1.0 / shape),
            Dist::Triangular { min, mode, max } => {
                let width = max - min;
                if u * width < mode - min {
                    min + sqrt(u * width * (mode - min))
                } else {
                    max - sqrt((1.0 - u) * width * (max - mode))
                }
            }
            Dist::Empirical(ref samples) => samples[((u * samples.len() as f64) as usize).min(samples.len() - 1)],
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Dist::Constant(value) => value,
            Dist::Lognormal { mu, sigma } => exp(mu + sigma * sigma / 2.0),
            Dist::Exponential { mean } => mean,
            Dist::Weibull { shape, scale } => scale * exp(lgamma(1.0 + 1.0 / shape)),
            Dist::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Dist::Empirical(ref samples) => samples.iter().sum::<f64>() / samples.len() as f64,
        }
    }

    /// The smallest value the generator can give: the quantile of the smallest word.
    pub fn minimum(&self) -> f64 {
        self.quantile(unit_interval(0))
    }

    /// This distribution with its unit changed: every value times `factor` > 0.
    pub fn scaled(&self, factor: f64) -> Dist {
        match *self {
            Dist::Constant(value) => Dist::Constant(value * factor),
            Dist::Lognormal { mu, sigma } => Dist::Lognormal { mu: mu + log(factor), sigma },
            Dist::Exponential { mean } => Dist::Exponential { mean: mean * factor },
            Dist::Weibull { shape, scale } => Dist::Weibull { shape, scale: scale * factor },
            Dist::Triangular { min, mode, max } => {
                Dist::Triangular { min: min * factor, mode: mode * factor, max: max * factor }
            }
            Dist::Empirical(ref samples) => Dist::Empirical(samples.iter().map(|value| value * factor).collect()),
        }
    }
}

/// Sampling by inversion: one word of the generator, and its quantile.
impl Distribution<f64> for Dist {
    fn sample<R: rand::Rng + ?Sized>(&self, generator: &mut R) -> f64 {
        self.quantile(unit_interval(generator.next_u64()))
    }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// The standard normal quantile: algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37:477-484), relative error
/// about 1e-16 for `u` in (0, 1).
pub fn normal_quantile(u: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ];
    const B: [f64; 8] = [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_66e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let q = u - 0.5;
    // Central 85%: a rational function of q^2.
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    // The tails: rational functions of r = sqrt(-ln p), one for p above exp(-25) and one for the rest.
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = sqrt(-log(tail));
    let z = if r <= 5.0 {
        polynomial(&C, r - 1.6) / polynomial(&D, r - 1.6)
    } else {
        polynomial(&E, r - 5.0) / polynomial(&F, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

/// The Poisson quantile by summing probabilities from zero: the smallest n with P(N <= n) >= `u`. Meant for means up to
/// a few hundred; for larger ones the normal quantile, rounded, takes over (its error is below one part in the mean).
pub fn poisson_quantile(mean: f64, u: f64) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    if mean > 500.0 {
        return (mean + sqrt(mean) * normal_quantile(u) + 0.5).max(0.0) as u32;
    }
    if u < 1.0 - mean {
        return 0; // For exp(-mean) is at least that.
    }
    let mut probability = exp(-mean);
    let mut cumulative = probability;
    let mut n = 0;
    // The bound stops the loop where rounding keeps the sum just below a `u` next to 1.
    while cumulative < u && n < 2_000 {
        n += 1;
        probability *= mean / n as f64;
        cumulative += probability;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Key, Salt};
    use rand::{RngExt, SeedableRng};
    use rand_distr::{Exp, LogNormal, Triangular, Weibull};

    /// Phi(x) by libm's erfc is independent of AS 241.
    #[test]
    fn normal_quantile_inverts_the_error_function() {
        for i in 1..2_000 {
            let u = i as f64 / 2_000.0;
            let back = 0.5 * libm::erfc(-normal_quantile(u) / std::f64::consts::SQRT_2);
            assert!((back - u).abs() < 1e-14, "{u} came back as {back}");
        }
        // Wichura 1988, the check values of AS 241.
        assert!((normal_quantile(0.25) + 0.674_489_750_196_081_7).abs() < 1e-15);
        assert!((normal_quantile(0.001) + 3.090_232_306_167_813_5).abs() < 1e-14);
        assert!((normal_quantile(1e-20) + 9.262_340_089_798_408).abs() < 1e-13);
    }

    /// Two-sample Kolmogorov-Smirnov against rand_distr's samplers; false alarms 1 in 1,000 for each.
    #[test]
    fn quantiles_agree_with_the_reference_samplers() {
        fn check(dist: Dist, reference: impl Distribution<f64>) {
            let mut rng = rand_pcg::Pcg64::seed_from_u64(7);
            let n = 20_000;
            let mut sampled: Vec<f64> = (0..n).map(|_| reference.sample(&mut rng)).collect();
            sampled.sort_by(f64::total_cmp);
            // D of the sample against our quantile function, both in units of probability.
            let distance = (0..n)
                .map(|i| {
                    let ours = dist.quantile((i as f64 + 0.5) / n as f64);
                    let rank = sampled.partition_point(|value| *value <= ours);
                    (rank as f64 / n as f64 - (i as f64 + 0.5) / n as f64).abs()
                })
                .fold(0.0, f64::max);
            assert!(distance < 1.95 / (n as f64).sqrt(), "{dist:?}: distance {distance}");
        }
        check(Dist::exponential(3.0).unwrap(), Exp::new(1.0 / 3.0).unwrap());
        check(Dist::lognormal(5.0, 0.8).unwrap(), LogNormal::from_mean_cv(5.0, 0.8).unwrap());
        check(Dist::triangular(1.0, 2.0, 7.0).unwrap(), Triangular::new(1.0, 7.0, 2.0).unwrap());
        let Dist::Weibull { shape, scale } = Dist::weibull(5.0, 0.5).unwrap() else { panic!("a Weibull") };
        check(Dist::weibull(5.0, 0.5).unwrap(), Weibull::new(scale, shape).unwrap());
    }

    /// As a distribution in rand's sense it gives, from the stream of an address, first the value at that address.
    #[test]
    fn samples_are_quantiles_of_the_words() {
        let (key, salt) = (Key::root(1, 0), Salt::of("house", "height"));
        let dist = Dist::lognormal(5.0, 0.8).unwrap();
        assert_eq!(key.stream(salt).sample(&dist).to_bits(), dist.quantile(key.unit(salt)).to_bits());
        let mean = key.stream(salt).sample_iter(&dist).take(100_000).sum::<f64>() / 1e5;
        // The standard error of the mean is 5 x 0.8 / sqrt(100,000) = 0.0126; five of them.
        assert!((mean - 5.0).abs() < 0.064, "{mean}");
    }

    #[test]
    fn means_are_what_was_asked_for() {
        for dist in [
            Dist::lognormal(5.0, 1.2).unwrap(),
            Dist::weibull(5.0, 0.3).unwrap(),
            Dist::exponential(5.0).unwrap(),
            Dist::triangular(2.0, 3.0, 10.0).unwrap(),
            Dist::empirical(vec![9.0, 1.0, 5.0]).unwrap(),
        ] {
            assert!((dist.mean() - 5.0).abs() < 1e-9, "{dist:?}");
            assert!((dist.scaled(60.0).mean() - 300.0).abs() < 1e-6);
        }
    }

    /// The message names 0.0064 and 47: shapes 200 and 0.15 have the cv 0.00639 and 47.04, by cv^2 as above (computed
    /// apart).
    #[test]
    fn a_weibull_has_the_range_of_variation_that_its_message_names() {
        for cv in [0.0, 0.0064, 0.5, 47.0] {
            assert!(Dist::weibull(5.0, cv).is_ok(), "{cv}");
        }
        for cv in [-0.5, 0.0063, 47.1, f64::NAN] {
            assert_eq!(Dist::weibull(5.0, cv), Err(DistError::WeibullVariation), "{cv}");
        }
    }

    #[test]
    fn poisson_by_inversion_has_the_poisson_probabilities() {
        let n = 100_000;
        let count = |k| (0..n).filter(|i| poisson_quantile(1.3, (*i as f64 + 0.5) / n as f64) == k).count();
        // P(N = k) = e^-m m^k / k!
        let mut expected = libm::exp(-1.3);
        for k in 0..6 {
            assert!((count(k) as f64 / n as f64 - expected).abs() < 2e-5);
            expected *= 1.3 / (k + 1) as f64;
        }
    }
}
