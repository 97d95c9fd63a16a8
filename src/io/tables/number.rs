//! How numbers are written. In files: six significant digits, no exponent, dot decimals, so that the same value is the same
//! bytes. To readers: as many digits as the interval leaves any meaning to.

use crate::experiment::Estimate;
use std::fmt::Write as _;

/// A number as text; blank if it is not finite.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (5 - magnitude).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// `412 ±5`, or with a sign for differences.
pub fn shown(estimate: Option<Estimate>, factor: f64, signed: bool) -> String {
    let Some(estimate) = estimate else { return "–".into() };
    let (mean, half) = (estimate.mean * factor, estimate.half_width.map(|half| half * factor));
    let decimals = match half.unwrap_or(mean.abs() / 100.0).max(mean.abs() / 1000.0) {
        size if size >= 1.0 => 0,
        size if size >= 0.1 => 1,
        size if size >= 0.01 => 2,
        _ => 3,
    };
    let mut text = if signed { format!("{mean:+.decimals$}") } else { format!("{mean:.decimals$}") };
    if mean == 0.0 && half.is_none_or(|half| half == 0.0) {
        return "0".into();
    }
    if text.starts_with('-') && text.bytes().all(|byte| b"-.0".contains(&byte)) {
        text.remove(0);
    }
    if let Some(half) = half {
        let _ = write!(text, " ±{half:.decimals$}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn six_significant_digits_and_no_exponent() {
        assert_eq!(number(1234.56789), "1234.57");
        assert_eq!(number(0.000123456789), "0.000123457");
        assert_eq!(number(123456789.0), "123456789");
        assert_eq!(number(2.5), "2.5");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(1e-20), "0");
    }
}
