//! Quantiles of Student's t by portable functions alone, so that intervals are the same on every platform.
//!
//! The upper tail of t is half a regularised incomplete beta function, `P(T > t) = I_x(v/2, 1/2) / 2` with
//! `x = v / (v + t^2)` and v degrees of freedom (Abramowitz and Stegun 1964, 26.7.1 and 26.5.27). The function is
//! computed by its continued fraction (26.5.8) in the way of Lentz (Press and others 2007, Numerical Recipes, 3rd ed.,
//! section 6.4), and inverted by Newton's method between bounds that close in. Relative error below 1e-10 up to a
//! million degrees of freedom.

use std::f64::consts::PI;

/// The quantile of Student's t at a probability in (0, 1) for positive degrees of freedom; not a number outside of
/// these.
pub(super) fn t_quantile(probability: f64, degrees: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0 && degrees > 0.0 && degrees.is_finite()) {
        return f64::NAN;
    }
    // Symmetric about zero: the upper half is enough.
    if probability < 0.5 {
        return -t_quantile(1.0 - probability, degrees);
    }
    if probability == 0.5 {
        return 0.0;
    }
    let tail = 1.0 - probability;
    let log_beta = log_beta(degrees / 2.0);
    let (mut low, mut high) = (0.0, 1.0);
    // Doubled until the quantile lies between the bounds.
    while upper_tail(high, degrees, log_beta) > tail {
        low = high;
        high *= 2.0;
    }
    let mut t = 0.5 * (low + high);
    for _ in 0..200 {
        let above = upper_tail(t, degrees, log_beta) - tail;
        if above > 0.0 {
            low = t
        } else {
            high = t
        }
        let newton = t + above / density(t, degrees, log_beta);
        // A step of Newton that leaves the bounds is replaced by bisection, so that it always converges.
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - t).abs() <= 1e-15 * t {
            return next;
        }
        t = next;
    }
    t
}

/// ln B(a, 1/2).
fn log_beta(a: f64) -> f64 {
    libm::lgamma(a) + 0.5 * libm::log(PI) - libm::lgamma(a + 0.5)
}

fn density(t: f64, degrees: f64, log_beta: f64) -> f64 {
    libm::exp(-0.5 * (degrees + 1.0) * libm::log1p(t * t / degrees) - log_beta) / degrees.sqrt()
}

/// P(T > t) for t > 0.
fn upper_tail(t: f64, degrees: f64, log_beta: f64) -> f64 {
    let (a, b) = (degrees / 2.0, 0.5);
    let ratio = t * t / degrees;
    let (x, rest) = (1.0 / (1.0 + ratio), ratio / (1.0 + ratio));
    // x^a (1 - x)^b / B(a, b), by ln x = -ln(1 + t^2 / v).
    let front = libm::exp(-a * libm::log1p(ratio) - log_beta) * rest.sqrt();
    // The fraction converges fast on this side of the mean only.
    if x < (a + 1.0) / (a + b + 2.0) {
        0.5 * front * fraction(a, b, x) / a
    } else {
        0.5 * (1.0 - front * fraction(b, a, rest) / b)
    }
}

/// The continued fraction of the incomplete beta function.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    // Lentz's method divides by both: neither may be zero.
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            change = d * c;
            product *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: f64, expected: f64, relative: f64) -> bool {
        (found - expected).abs() <= relative * expected.abs()
    }

    /// Any table of Student's t, such as Abramowitz and Stegun 1964, table 26.10.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            (0.975, 1.0, 12.706),
            (0.975, 3.0, 3.182),
            (0.975, 10.0, 2.228),
            (0.975, 30.0, 2.042),
            (0.975, 120.0, 1.980),
            (0.95, 5.0, 2.015),
            (0.995, 20.0, 2.845),
            (0.9995, 2.0, 31.599), // 31.598 in the printed table, which cuts
        ];
        for (probability, degrees, expected) in table {
            let found = t_quantile(probability, degrees);
            assert!((found - expected).abs() < 6e-4 * expected.max(1.0), "{probability}, {degrees}: {found}");
        }
    }

    /// With 1, 2 and 4 degrees of freedom the quantile has a closed form (Shaw 2006, Journal of Computational Finance
    /// 9(4):37-73, section 4): tan(pi (p - 1/2)); (2p - 1) sqrt(2 / a) with a = 4 p (1 - p); and 2 sqrt(q - 1) with
    /// q = cos(arccos(sqrt(a)) / 3) / sqrt(a).
    #[test]
    fn closed_forms_are_met() {
        for probability in [0.55, 0.6, 0.75, 0.9, 0.975, 0.995, 0.9999] {
            let a: f64 = 4.0 * probability * (1.0 - probability);
            let q = libm::cos(libm::acos(a.sqrt()) / 3.0) / a.sqrt();
            let expected = [
                (1.0, libm::tan(PI * (probability - 0.5))),
                (2.0, (2.0 * probability - 1.0) * (2.0 / (4.0 * probability * (1.0 - probability))).sqrt()),
                (4.0, 2.0 * (q - 1.0).sqrt()),
            ];
            for (degrees, expected) in expected {
                let found = t_quantile(probability, degrees);
                assert!(is_near(found, expected, 1e-9), "{probability}, {degrees}: {found} for {expected}");
                assert_eq!(t_quantile(1.0 - probability, degrees).signum(), -1.0);
            }
        }
    }

    /// Beside another implementation, with whole and broken degrees of freedom (Welch's are broken).
    #[test]
    fn another_implementation_agrees() {
        use statrs::distribution::{ContinuousCDF, StudentsT};
        for degrees in [1.0, 1.5, 2.7, 5.0, 9.9047, 19.0, 29.0, 99.0, 499.5, 9_999.0] {
            let other = StudentsT::new(0.0, 1.0, degrees).expect("positive degrees");
            for probability in [0.55, 0.8, 0.95, 0.975, 0.99, 0.999] {
                let tail = 1.0 - other.cdf(t_quantile(probability, degrees));
                assert!(is_near(tail, 1.0 - probability, 1e-8), "{probability}, {degrees}: {tail}");
            }
        }
    }

    /// For many degrees of freedom it is the normal quantile, 1.959964, and what is no probability has none.
    #[test]
    fn limits_and_what_has_no_quantile() {
        assert!((t_quantile(0.975, 1e6) - 1.959_966).abs() < 2e-6);
        assert_eq!(t_quantile(0.5, 3.0), 0.0);
        for (probability, degrees) in [(0.0, 3.0), (1.0, 3.0), (f64::NAN, 3.0), (0.9, 0.0), (0.9, f64::NAN)] {
            assert!(t_quantile(probability, degrees).is_nan(), "{probability}, {degrees}");
        }
    }
}
