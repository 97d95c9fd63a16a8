//! Estimates over replications.

use statrs::distribution::{ContinuousCDF, StudentsT};

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

/// The 97.5% point of Student's t.
pub(super) fn t_975(degrees: f64) -> f64 {
    t_quantile(0.975, degrees)
}

/// A quantile of Student's t.
pub(super) fn t_quantile(probability: f64, degrees: f64) -> f64 {
    StudentsT::new(0.0, 1.0, degrees).map_or(f64::NAN, |t| t.inverse_cdf(probability))
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
