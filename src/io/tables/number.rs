//! How numbers are written: six significant digits, no exponent, dot decimals, so that the same value is the same bytes.

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
