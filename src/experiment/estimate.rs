//! Estimates over replications.

use super::student::t_quantile;
use std::fmt;

/// A mean over replications with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard deviation between replications; none for fewer than two.
    pub sd: Option<f64>,
    /// Half-width of the 95% interval by Student's t with n - 1 degrees of freedom; none for fewer than two.
    pub half_width: Option<f64>,
    /// Number of replications that have a value.
    pub n: usize,
}

/// The mean and behind `±` the half-width of its interval, such as `+18.4 ±0.2` with the format `{:+.1}`.
impl fmt::Display for Estimate {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mean.fmt(text)?;
        match (self.half_width, text.precision()) {
            (None, _) => Ok(()),
            (Some(half_width), Some(digits)) => write!(text, " ±{half_width:.digits$}"),
            (Some(half_width), None) => write!(text, " ±{half_width}"),
        }
    }
}

impl Estimate {
    /// Ends of the 95% interval; none for fewer than two replications.
    pub fn ends(&self) -> Option<(f64, f64)> {
        self.half_width.map(|half| (self.mean - half, self.mean + half))
    }

    /// Half-width of one of `comparisons` intervals that hold all at once with a probability of at least 95%: Student's
    /// t at 1 - 0.05 / (2 `comparisons`) by Bonferroni's inequality, however the estimates depend on each other (Miller
    /// 1981, Simultaneous Statistical Inference, 2nd ed., section 1.3; in simulation Law 2015, section 9.7).
    pub fn simultaneous(&self, comparisons: usize) -> Option<f64> {
        let sd = self.sd?;
        let t = t_quantile(1.0 - 0.025 / comparisons.max(1) as f64, (self.n - 1) as f64);
        Some(if sd == 0.0 { 0.0 } else { t * sd / (self.n as f64).sqrt() })
    }
}

/// The 97.5% point of Student's t.
pub(super) fn t_975(degrees: f64) -> f64 {
    t_quantile(0.975, degrees)
}

/// Mean, deviation and 95% interval of independent values; none without values.
pub fn estimate(values: impl IntoIterator<Item = f64>) -> Option<Estimate> {
    let mut mean = Mean::default();
    values.into_iter().for_each(|value| mean.add(value));
    mean.estimate()
}

/// Share of the variance of a difference that common draws remove: 1 - Var(A - B) / (Var A + Var B); negative if they
/// add to it, none without variance.
pub fn variance_reduction(a: &[f64], b: &[f64]) -> Option<f64> {
    let variance = |values: &[f64]| estimate(values.iter().copied()).and_then(|e| e.sd).map(|sd| sd * sd);
    let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    // What the variance of the difference would be with draws of their own.
    let independent = variance(a)? + variance(b)?;
    (independent > 0.0).then(|| variance(&difference).map(|paired| 1.0 - paired / independent)).flatten()
}

/// A running mean and variance (Welford 1962, Technometrics 4:419-420).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    n: u32,
    mean: f64,
    squares: f64,
}

impl Mean {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        // Deviations from the mean before and after: exact where squares would cancel.
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (value - self.mean);
    }

    /// The estimate so far; none without values.
    pub fn estimate(&self) -> Option<Estimate> {
        let n = self.n as usize;
        if n == 0 {
            return None;
        }
        let sd = (n > 1).then(|| (self.squares.max(0.0) / (n - 1) as f64).sqrt());
        let half_width = sd.map(|sd| if sd == 0.0 { 0.0 } else { t_975((n - 1) as f64) * sd / (n as f64).sqrt() });
        Some(Estimate { mean: self.mean, sd, half_width, n })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Example with a known t: n = 4, values 1, 2, 3, 4: mean 2.5, s = 1.2910, t(3, 0.975) = 3.1824 (any table of t).
    #[test]
    fn intervals_are_students() {
        let estimate = estimate([1.0, 2.0, 3.0, 4.0]).expect("values");
        assert_eq!(estimate.mean, 2.5);
        assert!((estimate.half_width.expect("n > 1") - 3.1824 * 1.290_994_4 / 2.0).abs() < 1e-4);
    }

    /// Table of Bonferroni's t: 2.8453 for two comparisons and 20 degrees of freedom is t(20, 0.995); here three
    /// comparisons, n = 21: t(20, 1 - 0.05 / 6) = 2.6126, and one comparison is the plain interval, t(20, 0.975) =
    /// 2.0860.
    #[test]
    fn simultaneous_intervals_are_bonferronis() {
        let estimate = estimate((0..21).map(f64::from)).expect("values");
        let error = estimate.sd.expect("several") / 21f64.sqrt();
        assert!((estimate.simultaneous(3).expect("several") / error - 2.6126).abs() < 2e-4);
        assert_eq!(estimate.simultaneous(1), estimate.half_width);
    }

    #[test]
    fn an_estimate_is_written_with_its_interval() {
        let estimate = estimate([1.0, 2.0, 3.0, 4.0]).expect("values");
        assert_eq!(format!("{estimate:.1}"), "2.5 ±2.1");
        assert_eq!(format!("{estimate:+.2}"), "+2.50 ±2.05");
        assert_eq!(super::estimate([7.0]).expect("a value").to_string(), "7");
    }

    #[test]
    fn one_value_has_no_interval_and_none_no_estimate() {
        assert_eq!(estimate([7.0]).expect("a value").half_width, None);
        assert_eq!(estimate([]), None);
    }

    #[test]
    fn pairing_removes_common_variance() {
        let a = [1.0, 5.0, 3.0, 9.0];
        let shifted: Vec<f64> = a.iter().map(|a| a + 2.0).collect();
        assert!((variance_reduction(&a, &shifted).expect("variance") - 1.0).abs() < 1e-12);
        assert_eq!(variance_reduction(&[1.0, 1.0], &[2.0, 2.0]), None);
    }
}
