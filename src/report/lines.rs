//! A panel of lines with bands over the weeks of a run.

use super::palette::{GRID, INK, series, styled};
use super::{ReportError, failed};
use plotters::prelude::*;

/// Points of the picture for a pixel on the page: coordinates in the file are whole.
pub(super) const FINE: u32 = 3;
const WIDE: u32 = 360 * FINE;
const HIGH: u32 = 216 * FINE;

/// One line: weeks, values, and half-widths of its band where there is one.
pub(super) struct Line {
    pub points: Vec<(f64, f64, f64)>,
}

/// Size of a type of so many pixels: the backend writes what it is given divided by 1.24.
pub(super) fn size(pixels: f64) -> f64 {
    pixels * f64::from(FINE) * 1.24
}

/// A number for an axis.
pub(super) fn tick(value: f64) -> String {
    let text = match value.abs() {
        size if size >= 1e6 => format!("{:.1}M", value / 1e6),
        size if size >= 1e4 => format!("{:.0}k", value / 1e3),
        size if size >= 10.0 || size == 0.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    let text = if text.contains('.') && !text.ends_with('M') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    };
    text.replace('-', "−")
}

/// Draws it; `marks` are weeks at which something begins.
pub(super) fn draw(label: &str, lines: &[Line], marks: &[f64]) -> Result<String, ReportError> {
    let all = || lines.iter().flat_map(|line| &line.points);
    let last = all().map(|point| point.0).fold(1.0, f64::max);
    let top = all().map(|point| point.1 + point.2).fold(0.0, f64::max) * 1.06;
    let top = if top > 0.0 { top } else { 1.0 };
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDE, HIGH)).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin(6 * FINE)
            .x_label_area_size(22 * FINE)
            .y_label_area_size(40 * FINE)
            .build_cartesian_2d(0.0..last, 0.0..top)
            .map_err(failed)?;
        let style = ("sans-serif", size(12.0)).into_font().color(&INK);
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID.stroke_width(FINE))
            .axis_style(GRID.stroke_width(FINE))
            .label_style(style)
            .x_labels(6)
            .y_labels(5)
            .x_label_formatter(&|week| tick(*week))
            .y_label_formatter(&|value| tick(*value))
            .draw()
            .map_err(failed)?;
        let marks =
            marks.iter().map(|week| PathElement::new([(*week, 0.0), (*week, top)], GRID.stroke_width(2 * FINE)));
        chart.draw_series(marks).map_err(failed)?;
        // Where many bands lie on each other they are no darker than one alone.
        let shade = (0.36 / lines.len() as f64).min(0.18);
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.points.iter().any(|p| p.2 > 0.0)) {
            let above = line.points.iter().map(|(week, value, half)| (*week, value + half));
            let below = line.points.iter().rev().map(|(week, value, half)| (*week, (value - half).max(0.0)));
            let band = Polygon::new(above.chain(below).collect::<Vec<_>>(), series(number).mix(shade));
            chart.draw_series(std::iter::once(band)).map_err(failed)?;
        }
        // The control last: it is what the others are compared with, and must not be hidden.
        for (number, line) in lines.iter().enumerate().rev() {
            let points = line.points.iter().map(|(week, value, _)| (*week, *value));
            chart.draw_series(LineSeries::new(points, series(number).stroke_width(5))).map_err(failed)?;
        }
        root.present().map_err(failed)?;
    }
    Ok(styled(&svg, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_where_its_values_are() {
        let line = Line { points: vec![(0.0, 1.0, 0.1), (10.0, 2.0, 0.1)] };
        let svg = draw("hours", &[line], &[]).expect("drawn");
        assert!(svg.contains("<polygon") && svg.contains("var(--s0)"));
        let (_, rest) = svg.split_once("<polyline fill=\"none\" class=\"d0\"").expect("a line");
        let (_, rest) = rest.split_once("points=\"").expect("its points");
        let points: Vec<(i32, i32)> = rest[..rest.find('"').expect("their end")]
            .split_whitespace()
            .map(|pair| pair.split_once(',').expect("a pair"))
            .map(|(x, y)| (x.parse().expect("a number"), y.parse().expect("a number")))
            .collect();
        // The plot is 360 - 6 - 6 - 40 = 308 px wide; from 1 to 2 is 1 / 2.226 of its 216 - 6 - 6 - 22 = 182 px.
        assert!((points[1].0 - points[0].0 - 924).abs() <= 3, "{points:?}");
        assert!((points[0].1 - points[1].1 - 245).abs() <= 3, "{points:?}");
    }

    #[test]
    fn ticks_are_short() {
        let of =
            [(0.0, "0"), (0.25, "0.25"), (2.0, "2"), (2.5, "2.5"), (125.0, "125"), (40_000.0, "40k"), (-3.0, "−3")];
        of.iter().for_each(|(value, text)| assert_eq!(tick(*value), *text));
    }
}
