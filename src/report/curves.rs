//! A panel of response curves or of dots over axes of any range.

use super::lines::{FINE, size};
use super::palette::{GRID, INK, series, styled};
use super::{ReportError, failed};
use crate::units::magnitude;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const WIDE: u32 = 360 * FINE;
const HIGH: u32 = 232 * FINE;
const LEFT: u32 = 52;
const MARGIN: u32 = 8;
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

/// The largest power of ten that is not above a positive number.
pub(super) fn power_of_ten(below: f64) -> f64 {
    format!("1e{}", magnitude(below)).parse().unwrap_or(1.0)
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

type Chart<'c, 's> = ChartContext<'c, SVGBackend<'s>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Axes and their labels.
fn axes<'c, 's>(
    root: &'c DrawingArea<SVGBackend<'s>, Shift>,
    x: (f64, f64),
    y: (f64, f64),
    along: &Along,
) -> Result<Chart<'c, 's>, ReportError> {
    let mut chart = ChartBuilder::on(root)
        .margin(MARGIN * FINE)
        .margin_right(14 * FINE)
        .x_label_area_size(24 * FINE)
        .y_label_area_size((LEFT - MARGIN) * FINE)
        .build_cartesian_2d(x.0..x.1, y.0..y.1)
        .map_err(failed)?;
    let style = ("sans-serif", size(12.0)).into_font().color(&INK);
    let (x_step, y_step) = ((x.1 - x.0) / 8.0, (y.1 - y.0) / 8.0);
    let by_words = matches!(along, Along::Words(_));
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(FINE))
        .axis_style(GRID.stroke_width(FINE))
        .label_style(style.clone())
        .x_labels(if by_words { 0 } else { 5 })
        .y_labels(5)
        .x_label_formatter(&|value| label(*value, power_of_ten(x_step)))
        .y_label_formatter(&|value| label(*value, power_of_ten(y_step)))
        .draw()
        .map_err(failed)?;
    if let Along::Words(words) = along {
        let room = f64::from(WIDE / FINE - LEFT - 14) / words.len() as f64 / LETTER;
        let below = style.pos(Pos::new(HPos::Center, VPos::Top));
        for (number, word) in words.iter().enumerate() {
            let (at, _) = chart.plotting_area().map_coordinate(&(number as f64, y.0));
            let text = shortened(word, room as usize);
            let bottom = (HIGH - (MARGIN + 18) * FINE) as i32;
            root.draw(&Text::new(text, (at, bottom), below.clone())).map_err(failed)?;
        }
    }
    Ok(chart)
}

/// A text of at most so many letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    let letters = letters.max(2);
    if text.chars().count() <= letters { text.into() } else { text.chars().take(letters - 1).chain(['…']).collect() }
}

/// Draws a line with its band for each series.
pub(super) fn draw(name: &str, lines: &[Vec<At>], along: &Along) -> Result<String, ReportError> {
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
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDE, HIGH)).into_drawing_area();
        let mut chart = axes(&root, x, y, along)?;
        // Where many bands lie on each other they are no darker than one alone.
        let shade = (0.4 / lines.len().max(1) as f64).min(0.18);
        for (number, line) in lines.iter().enumerate() {
            let bands: Vec<_> = line.iter().filter_map(|(x, _, band)| Some((*x, (*band)?))).collect();
            if let [(x, (low, high))] = bands[..] {
                let whisker = PathElement::new([(x, low), (x, high)], series(number).mix(0.5).stroke_width(2 * FINE));
                chart.draw_series(std::iter::once(whisker)).map_err(failed)?;
            }
            let up = bands.iter().map(|(x, band)| (*x, band.1));
            let down = bands.iter().rev().map(|(x, band)| (*x, band.0));
            let corners: Vec<_> = up.chain(down).collect();
            if corners.len() > 2 {
                let body = Polygon::new(corners, series(number).mix(shade).filled());
                chart.draw_series(std::iter::once(body)).map_err(failed)?;
            }
        }
        // The control last, on top.
        for (number, line) in lines.iter().enumerate().rev() {
            let points: Vec<_> = line.iter().map(|(x, y, _)| (*x, *y)).collect();
            chart.draw_series(LineSeries::new(points.clone(), series(number).stroke_width(5))).map_err(failed)?;
            let dots = points.into_iter().map(|at| Circle::new(at, 3 * FINE, series(number).filled()));
            chart.draw_series(dots).map_err(failed)?;
        }
        root.present().map_err(failed)?;
    }
    Ok(styled(&svg, name))
}

/// A dot: where, and the series it belongs to.
pub(super) type Dot = (f64, f64, usize);

/// Shapes that tell series apart without colour: the style sheet's legend has the same.
fn corners(shape: usize, (x, y): (i32, i32), half: i32) -> Vec<(i32, i32)> {
    match shape % 4 {
        1 => vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
        2 => vec![(x, y - half - 2), (x + half + 2, y + half), (x - half - 2, y + half)],
        _ => vec![(x, y - half - 3), (x + half + 3, y), (x, y + half + 3), (x - half - 3, y)],
    }
}

/// Draws dots and, from left to right, the step line through those on the front.
pub(super) fn dots(name: &str, dots: &[Dot], front: &[Dot], steps: &[(f64, f64)]) -> Result<String, ReportError> {
    let all = || dots.iter().chain(front);
    let wide = |of: (f64, f64)| if of.1 > of.0 { of } else { (of.0 - 1.0, of.1 + 1.0) };
    let x = wide(range(all().map(|dot| dot.0)));
    let y = wide(range(all().map(|dot| dot.1)));
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDE, HIGH)).into_drawing_area();
        let mut chart = axes(&root, x, y, &Along::Numbers)?;
        chart.draw_series(LineSeries::new(steps.iter().copied(), INK.stroke_width(2 * FINE))).map_err(failed)?;
        let area = chart.plotting_area();
        for (place, (x, y, number)) in all().enumerate() {
            let on_front = place >= dots.len();
            let at = area.map_coordinate(&(*x, *y));
            let (half, opacity) = if on_front { (12, 1.0) } else { (8, 0.5) };
            let style = series(*number).mix(opacity).filled();
            if number % 4 == 0 {
                root.draw(&Circle::new(at, half + 1, style)).map_err(failed)?;
            } else {
                root.draw(&Polygon::new(corners(*number, at, half), style)).map_err(failed)?;
            }
        }
        root.present().map_err(failed)?;
    }
    Ok(styled(&svg, name))
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
        let svg = draw("hours", &[line(5.0), line(8.0)], &words).expect("drawn");
        assert_eq!((svg.matches("<polygon").count(), svg.matches("<circle").count()), (2, 4));
        assert!(svg.contains("by hand") && svg.contains("by machine") && svg.contains("class=\"d1\""));
    }
}
