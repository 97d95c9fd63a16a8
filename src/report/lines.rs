//! A panel of lines with bands over the weeks of a run.

use super::palette::{class, series};
use super::svg::{Plot, Svg};

const WIDE: f64 = 360.0;
const HIGH: f64 = 216.0;

/// One line: weeks, values, and half-widths of its band where there is one.
pub(super) struct PlotLine {
    pub points: Vec<(f64, f64, f64)>,
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
pub(super) fn draw(label: &str, lines: &[PlotLine], marks: &[f64]) -> String {
    let all = || lines.iter().flat_map(|line| &line.points);
    let last = all().map(|point| point.0).fold(1.0, f64::max);
    let top = all().map(|point| point.1 + point.2).fold(0.0, f64::max) * 1.06;
    let top = if top > 0.0 { top } else { 1.0 };
    let mut svg = Svg::new(WIDE, HIGH, label);
    let plot = Plot { left: 46.0, right: WIDE - 6.0, top: 6.0, bottom: HIGH - 28.0, x: (0.0, last), y: (0.0, top) };
    plot.y_axis(&mut svg, 5, &tick);
    plot.x_axis(&mut svg, 6, &tick);
    for week in marks {
        svg.line(plot.at((*week, 0.0)), plot.at((*week, top)), "var(--grid)", 2.0);
    }
    // Where many bands lie on each other they are no darker than one alone.
    let shade = (0.36 / lines.len() as f64).min(0.18);
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.points.iter().any(|p| p.2 > 0.0)) {
        let above = line.points.iter().map(|(week, value, half)| (*week, value + half));
        let below = line.points.iter().rev().map(|(week, value, half)| (*week, (value - half).max(0.0)));
        svg.polygon(above.chain(below).map(|at| plot.at(at)), series(number), shade, "");
    }
    // The control last: it is what the others are compared with, and must not be hidden.
    for (number, line) in lines.iter().enumerate().rev() {
        let points = line.points.iter().map(|(week, value, _)| plot.at((*week, *value)));
        svg.polyline(points, &class(number), series(number), 1.7);
    }
    svg.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_where_its_values_are() {
        let line = PlotLine { points: vec![(0.0, 1.0, 0.1), (10.0, 2.0, 0.1)] };
        let svg = draw("hours", &[line], &[]);
        assert!(svg.contains("<polygon") && svg.contains("var(--s0)"));
        let (_, rest) = svg.split_once("<polyline fill=\"none\" class=\"d0\"").expect("a line");
        let (_, rest) = rest.split_once("points=\"").expect("its points");
        let points: Vec<(f64, f64)> = rest[..rest.find('"').expect("their end")]
            .split_whitespace()
            .map(|pair| pair.split_once(',').expect("a pair"))
            .map(|(x, y)| (x.parse().expect("a number"), y.parse().expect("a number")))
            .collect();
        // The plot is 360 - 6 - 6 - 40 = 308 px wide; from 1 to 2 is 1 / 2.226 (2.1 x 1.06) of its 216 - 6 - 28 = 182
        // px.
        assert!((points[1].0 - points[0].0 - 308.0).abs() < 0.2, "{points:?}");
        assert!((points[0].1 - points[1].1 - 81.76).abs() < 0.2, "{points:?}");
    }

    #[test]
    fn ticks_are_short() {
        let of =
            [(0.0, "0"), (0.25, "0.25"), (2.0, "2"), (2.5, "2.5"), (125.0, "125"), (40_000.0, "40k"), (-3.0, "−3")];
        of.iter().for_each(|(value, text)| assert_eq!(tick(*value), *text));
    }
}
