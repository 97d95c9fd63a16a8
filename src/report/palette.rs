//! Colours of series: variables and classes of the page's style sheet, by day, by night and on paper.

use super::figure::{Swatch, words};

/// How many series the style sheet tells apart, by colour and by dashes; further ones begin again.
pub(super) const SERIES: usize = 8;

/// The colour of a series.
pub(super) fn series(number: usize) -> String {
    format!("var(--s{})", number % SERIES)
}

/// The class that gives the line of a series its dashes.
pub(super) fn class(number: usize) -> String {
    format!("d{}", number % SERIES)
}

/// A legend of lines, the control first.
pub(super) fn legend<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Swatch> {
    let swatch = |(number, name)| Swatch { name: words(name), class: format!("s{}", number % SERIES) };
    names.enumerate().map(swatch).collect()
}
