//! Six significant digits: how numbers are written in files, and how a computed number is compared with one that
//! somebody typed.
//!
//! A computed number carries the rounding of the sums that led to it: 7 minutes less 6 over a week of 168 hours is not
//! 2.8 hours to the last bit. Digits that no file shows must not decide, so what is compared with a typed bound is
//! compared as it is written. Only text is used here, whose digits are exact on every platform, and no logarithm.

/// Significant digits of numbers in files.
const DIGITS: i32 = 6;
/// Decimals of the smallest numbers in files.
const MOST_DECIMALS: i32 = 12;

/// The exponent of a number in scientific notation: `floor(log10(|value|))`, and 0 for zero.
pub fn magnitude(value: f64) -> i32 {
    let text = format!("{value:e}");
    text.rsplit('e').next().and_then(|exponent| exponent.parse().ok()).unwrap_or(0)
}

/// A number as text: six significant digits, no exponent, at most twelve decimals; blank if it is not finite.
pub fn written(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value == 0.0 {
        return "0".into();
    }
    let decimals = (DIGITS - 1 - magnitude(value)).clamp(0, MOST_DECIMALS) as usize;
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// The number that [`written`] leaves of a number: what a computed number is compared with a typed one by.
pub fn as_written(value: f64) -> f64 {
    if value.is_finite() { written(value).parse().unwrap_or(value) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_significant_digits_and_no_exponent() {
        assert_eq!(written(1234.56789), "1234.57");
        assert_eq!(written(0.000123456789), "0.000123457");
        assert_eq!(written(123456789.0), "123456789");
        assert_eq!(written(2.5), "2.5");
        assert_eq!(written(-0.0), "0");
        assert_eq!(written(f64::NAN), "");
        assert_eq!(written(1e-20), "0");
    }

    /// By definition; a logarithm of one platform or another may miss exact powers of ten by one.
    #[test]
    fn powers_of_ten_have_their_exponent() {
        for exponent in -300..=300 {
            let value: f64 = format!("1e{exponent}").parse().expect("a number");
            assert_eq!(magnitude(value), exponent);
            assert_eq!(magnitude(-value), exponent);
            assert_eq!(magnitude(value * 9.5), exponent);
        }
        assert_eq!(magnitude(0.0), 0);
    }

    /// 19.6 - 16.8 is 2.8000000000000007 and 0.1 + 0.2 is 0.30000000000000004 in double precision (IEEE 754).
    #[test]
    fn the_rounding_of_sums_does_not_decide() {
        assert_eq!(as_written(19.6 - 16.8), 2.8);
        assert_eq!(as_written(0.1 + 0.2), 0.3);
        assert_eq!(as_written(f64::INFINITY), f64::INFINITY);
        assert!(as_written(f64::NAN).is_nan());
        // What differs in a digit that is written still differs.
        assert!(as_written(2.79999) < 2.8);
    }
}
