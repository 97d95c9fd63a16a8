//! How numbers are written. In files: six significant digits, no exponent, dot decimals, so that the same value is the
//! same bytes. To readers: as many digits as the interval leaves any meaning to.

use crate::experiment::Estimate;
use std::fmt::Write as _;

/// A number as text; blank if it is not finite.
pub fn number(value: f64) -> String {
    crate::units::written(value)
}

/// What a number shown to readers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// How much there is.
    Level,
    /// By how much that differs: shown with its sign.
    Change,
}

impl Shows {
    /// A number with so many decimals.
    pub fn text(self, value: f64, decimals: usize) -> String {
        match self {
            Shows::Level => format!("{value:.decimals$}"),
            Shows::Change => format!("{value:+.decimals$}"),
        }
    }
}

/// `412 ±5`, or with a sign for changes.
pub fn shown(estimate: Option<Estimate>, factor: f64, shows: Shows) -> String {
    let Some(estimate) = estimate else { return "–".into() };
    let (mean, half) = (estimate.mean * factor, estimate.half_width.map(|half| half * factor));
    let decimals = match half.unwrap_or(mean.abs() / 100.0).max(mean.abs() / 1000.0) {
        size if size >= 1.0 => 0,
        size if size >= 0.1 => 1,
        size if size >= 0.01 => 2,
        _ => 3,
    };
    let mut text = shows.text(mean, decimals);
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
