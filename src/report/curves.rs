//! A panel of response curves or of dots over axes of any range.

use super::palette::{class, series};
use super::svg::{Anchor, INK, Plot, Svg, power_of_ten};
use crate::units::magnitude;

const WIDE: f64 = 360.0;
const HIGH: f64 = 232.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
/// Width of a letter of an axis.
const LETTER: f64 = 6.6;

/// A point of a curve: where, its value, and the ends of its band.
pub(super) type At = (f64, f64, Option<(f64, f64)>);

/// What stands along the horizontal axis.
pub(super) enum Along {
    /// Numbers.
    Numbers,
    /// These words at 0, 1, 2, ...
    Words(Vec<String>),
}

/// A number for an axis whose labels are so far apart.
pub(super) fn label(value: f64, step: f64) -> String {
    let value = if value.abs() < step * 1e-6 { 0.0 } else { value };
    let (by, letter) = match value.abs().max(step) {
        size if size >= 1e7 => (1e6, "M"),
        size if size >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let decimals = (-magnitude(step / by * 1.000_001)).clamp(0, 6) as usize;
    let text = format!("{:.decimals$}", value / by);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if value == 0.0 { "0".into() } else { format!("{text}{letter}").replace('-', "−") }
}

/// The range of an axis: with some room, and from zero if zero is near.
pub(super) fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (0.0, 1.0);
    }
    let room = if high > low { (high - low) * 0.07 } else { low.abs().max(1.0) * 0.1 };
    let near = |end: f64, other: f64| end.abs() < 0.5 * (other - end).abs();
    let from = if low >= 0.0 && (low == 0.0 || near(low, high)) { 0.0 } else { low - room };
    let to = if high <= 0.0 && (high == 0.0 || near(high, low)) { 0.0 } else { high + room };
    (from, to)
}

/// Axes and their labels.
fn axes(svg: &mut Svg, x: (f64, f64), y: (f64, f64), along: &Along) -> Plot {
    let plot = Plot { left: LEFT, right: WIDE - RIGHT, top: 8.0, bottom: HIGH - 32.0, x, y };
    let (x_step, y_step) = (power_of_ten((x.1 - x.0) / 8.0), power_of_ten((y.1 - y.0) / 8.0));
    plot.y_axis(svg, 5, &|value| label(value, y_step));
    match along {
        Along::Numbers => plot.x_axis(svg, 5, &|value| label(value, x_step)),
        Along::Words(words) => {
            plot.x_axis(svg, 0, &|_| String::new());
            let room = (plot.right - plot.left) / words.len() as f64 / LETTER;
            for (number, word) in words.iter().enumerate() {
                let (across, _) = plot.at((number as f64, y.0));
                svg.text((across, plot.bottom + 17.0), Anchor::Middle, &shortened(word, room as usize));
            }
        }
    }
    plot
}

/// A text of at most so many letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    let letters = letters.max(2);
    if text.chars().count() <= letters { text.into() } else { text.chars().take(letters - 1).chain(['…']).collect() }
}

/// Draws a line with its band for each series.
pub(super) fn draw(name: &str, lines: &[Vec<At>], along: &Along) -> String {
    let all = || lines.iter().flatten();
    let ends = all().flat_map(|(_, y, band)| [*y, band.map_or(*y, |band| band.0), band.map_or(*y, |band| band.1)]);
    let y = range(ends);
    let x = match along {
        Along::Words(words) => (-0.5, words.len() as f64 - 0.5),
        Along::Numbers => {
            let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), at| (l.min(at.0), h.max(at.0)));
            let room = if high > low { (high - low) * 0.04 } else { 1.0 };
            (low - room, high + room)
        }
    };
    let mut svg = Svg::new(WIDE, HIGH, name);
    let plot = axes(&mut svg, x, y, along);
    // Where many bands lie on each other they are no darker than one alone.
    let shade = (0.4 / lines.len().max(1) as f64).min(0.18);
    for (number, line) in lines.iter().enumerate() {
        let bands: Vec<_> = line.iter().filter_map(|(x, _, band)| Some((*x, (*band)?))).collect();
        if let [(x, (low, high))] = bands[..] {
            svg.line(plot.at((x, low)), plot.at((x, high)), series(number), 2.0);
        } else if !bands.is_empty() {
            let up = bands.iter().map(|(x, band)| (*x, band.1));
            let down = bands.iter().rev().map(|(x, band)| (*x, band.0));
            svg.polygon(up.chain(down).map(|at| plot.at(at)), series(number), shade, "");
        }
    }
    // The control last, on top.
    for (number, line) in lines.iter().enumerate().rev() {
        svg.polyline(line.iter().map(|(x, y, _)| plot.at((*x, *y))), &class(number), series(number), 1.7);
        for (x, y, _) in line {
            svg.dot(plot.at((*x, *y)), 3.0, series(number), 1.0, "");
        }
    }
    svg.done()
}

/// A dot: where, and the series it belongs to.
pub(super) type Dot = (f64, f64, usize);

/// Shapes that tell series apart without colour: the style sheet's legend has the same.
fn corners(shape: usize, (x, y): (f64, f64), half: f64) -> Vec<(f64, f64)> {
    match shape % 4 {
        1 => vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
        2 => vec![(x, y - half - 0.7), (x + half + 0.7, y + half), (x - half - 0.7, y + half)],
        _ => vec![(x, y - half - 1.0), (x + half + 1.0, y), (x, y + half + 1.0), (x - half - 1.0, y)],
    }
}

/// Draws dots and, from left to right, the step line through those on the front.
pub(super) fn dots(name: &str, dots: &[Dot], front: &[Dot], steps: &[(f64, f64)]) -> String {
    let all = || dots.iter().chain(front);
    let wide = |of: (f64, f64)| if of.1 > of.0 { of } else { (of.0 - 1.0, of.1 + 1.0) };
    let x = wide(range(all().map(|dot| dot.0)));
    let y = wide(range(all().map(|dot| dot.1)));
    let mut svg = Svg::new(WIDE, HIGH, name);
    let plot = axes(&mut svg, x, y, &Along::Numbers);
    svg.polyline(steps.iter().map(|at| plot.at(*at)), "", INK, 2.0);
    for (place, (x, y, number)) in all().enumerate() {
        let at = plot.at((*x, *y));
        let (half, opacity) = if place >= dots.len() { (4.0, 1.0) } else { (2.7, 0.5) };
        if number % 4 == 0 {
            svg.dot(at, half + 0.3, series(*number), opacity, "");
        } else {
            svg.polygon(corners(*number, at, half).into_iter(), series(*number), opacity, "");
        }
    }
    svg.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_the_digits_that_tell_them_apart() {
        for (value, step, text) in [
            (0.25, 0.05, "0.25"),
            (821.5, 0.5, "821.5"),
            (820.0, 10.0, "820"),
            (-3.0, 1.0, "−3"),
            (399_500.0, 500.0, "399.5k"),
            (12_000_000.0, 1e6, "12M"),
            (1e-17, 0.1, "0"),
        ] {
            assert_eq!(label(value, step), text);
        }
    }

    #[test]
    fn axes_begin_at_zero_if_it_is_near() {
        assert_eq!(range([2.0, 10.0].into_iter()).0, 0.0);
        assert_eq!(range([-10.0, -2.0].into_iter()).1, 0.0);
        let (low, high) = range([90.0, 100.0].into_iter());
        assert!(low > 85.0 && high < 105.0);
        assert_eq!(range([].into_iter()), (0.0, 1.0));
    }

    #[test]
    fn a_curve_has_its_band_its_words_and_its_dots() {
        let line = |low: f64| vec![(0.0, low, Some((low - 1.0, low + 1.0))), (1.0, low + 2.0, Some((low, low + 4.0)))];
        let words = Along::Words(vec!["by hand".into(), "by machine".into()]);
        let svg = draw("hours", &[line(5.0), line(8.0)], &words);
        assert_eq!((svg.matches("<polygon").count(), svg.matches("<circle").count()), (2, 4));
        assert!(svg.contains("by hand") && svg.contains("by machine") && svg.contains("class=\"d1\""));
    }
}
