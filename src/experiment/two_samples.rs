//! The difference between two experiments that were run apart: in pairs if they met the same draws, else as two
//! samples.

use super::estimate::{Estimate, estimate, t_975};

/// How two runs are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparing {
    /// Replication by replication: both met the same draws.
    Paired,
    /// As two independent samples.
    Independent,
}

impl Comparing {
    /// Estimates the mean of `b` less that of `a`: values by replication, none where a run had none. `n` counts pairs,
    /// or the replications of the smaller sample; `sd` is that of the pairs' differences, and none for samples.
    pub fn difference(self, a: &[Option<f64>], b: &[Option<f64>]) -> Option<Estimate> {
        match self {
            Comparing::Paired => estimate(a.iter().zip(b).filter_map(|(a, b)| Some((*b)? - (*a)?))),
            Comparing::Independent => {
                let of = |values: &[Option<f64>]| estimate(values.iter().copied().flatten());
                Some(welch(of(a)?, of(b)?))
            }
        }
    }
}

/// The mean of `b` less that of `a` with its 95% interval, the two variances being unknown and perhaps unequal:
/// Student's t with `(va + vb)^2 / (va^2 / (na - 1) + vb^2 / (nb - 1))` degrees of freedom, where `v` is the variance
/// of a mean (Welch 1947, Biometrika 34:28-35; Satterthwaite 1946). No interval if one of them has fewer than two
/// values.
fn welch(a: Estimate, b: Estimate) -> Estimate {
    let of_mean = |of: Estimate| of.sd.map(|sd| sd * sd / of.n as f64);
    let half_width = of_mean(a).zip(of_mean(b)).map(|(va, vb)| {
        if va + vb == 0.0 {
            return 0.0;
        }
        let degrees = (va + vb) * (va + vb) / (va * va / (a.n - 1) as f64 + vb * vb / (b.n - 1) as f64);
        t_975(degrees) * (va + vb).sqrt()
    });
    Estimate { mean: b.mean - a.mean, sd: None, half_width, n: a.n.min(b.n) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    /// Two samples of unequal size and variance, with the interval that SciPy 1.x gives for them:
    /// `scipy.stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.95)` (9.9047 degrees of freedom).
    #[test]
    fn the_interval_of_two_samples_is_welchs() {
        let a = some(&[17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8]);
        let b = some(&[
            21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5,
            21.5, 21.8,
        ]);
        let found = Comparing::Independent.difference(&a, &b).expect("values");
        let half = found.half_width.expect("more than one value each");
        assert!((found.mean - 1.525).abs() < 1e-9, "{found:?}");
        assert!((found.mean - half + 0.648_421_325_375).abs() < 1e-6, "{found:?}");
        assert!((found.mean + half - 3.698_421_325_375).abs() < 1e-6, "{found:?}");
        assert_eq!(found.n, 10);
    }

    #[test]
    fn pairs_are_replications_in_which_both_have_a_value() {
        let a = [Some(1.0), None, Some(5.0), Some(9.0)];
        let b = [Some(2.0), Some(100.0), Some(6.0), Some(10.0)];
        let paired = Comparing::Paired.difference(&a, &b).expect("pairs");
        assert_eq!((paired.mean, paired.half_width, paired.n), (1.0, Some(0.0), 3));
        // What the samples have in common is no longer taken out.
        let apart = Comparing::Independent.difference(&a, &b).expect("values");
        assert!(apart.half_width.expect("an interval") > 1.0);
    }

    #[test]
    fn without_two_values_each_there_is_no_interval() {
        let found = Comparing::Independent.difference(&some(&[1.0]), &some(&[2.0, 3.0])).expect("values");
        assert_eq!((found.mean, found.half_width), (1.5, None));
        assert_eq!(Comparing::Independent.difference(&[None], &some(&[2.0])), None);
        let same = Comparing::Independent.difference(&some(&[4.0, 4.0]), &some(&[4.0, 4.0])).expect("values");
        assert_eq!(same.half_width, Some(0.0));
    }
}
