//! A panel of values with their intervals: a row for each arm, a bar from zero, the number beside it.

use super::lines::tick;
use super::palette::series;
use super::svg::{Anchor, INK, Plot, Svg};
use crate::experiment::Estimate;
use crate::io::tables::{Shows, shown};

/// A row: its name, the number of its colour, its value, and whether that is a change.
pub(super) struct RangeBar {
    pub name: String,
    pub series: usize,
    pub value: Estimate,
    pub change: bool,
}

const WIDE: f64 = 360.0;
const EDGE: f64 = 8.0;
const TOP: f64 = 2.0;
const ROW: f64 = 38.0;
const AXIS: f64 = 26.0;

/// The value with its interval; what is the same in all replications has none.
fn in_figures(bar: &RangeBar) -> String {
    let half_width = bar.value.half_width.filter(|half| *half > 1e-9 * bar.value.mean.abs());
    shown(Some(Estimate { half_width, ..bar.value }), 1.0, if bar.change { Shows::Change } else { Shows::Level })
}

/// Draws it. The name and the number stand above the bar, so that they fit a phone.
pub(super) fn draw(label: &str, bars: &[RangeBar]) -> String {
    let ends = |bar: &RangeBar| {
        let half = bar.value.half_width.unwrap_or(0.0);
        (bar.value.mean - half, bar.value.mean + half)
    };
    let low = bars.iter().map(|bar| ends(bar).0).fold(0.0, f64::min);
    let high = bars.iter().map(|bar| ends(bar).1).fold(0.0, f64::max);
    let room = if high > low { (high - low) * 0.04 } else { 1.0 };
    let (left, right) = (if low < 0.0 { low - room } else { 0.0 }, high + room);
    let bottom = TOP + ROW * bars.len() as f64;
    let mut svg = Svg::new(WIDE, bottom + AXIS, label);
    let plot = Plot { left: EDGE, right: WIDE - EDGE, top: TOP, bottom, x: (left, right), y: (0.0, 1.0) };
    plot.x_axis(&mut svg, 5, &tick);
    for (number, bar) in bars.iter().enumerate() {
        let top = TOP + ROW * number as f64;
        let at = |value: f64, down: f64| (plot.at((value, 0.0)).0, top + down);
        let (from, to) = ends(bar);
        let mean = bar.value.mean;
        let figures = in_figures(bar).replace('-', "−");
        svg.text((EDGE, top + 14.0), Anchor::Start, &bar.name);
        svg.text((WIDE - EDGE, top + 14.0), Anchor::End, &figures);
        svg.line(at(0.0, 18.0), at(0.0, 35.0), INK, 1.0);
        svg.bar(at(0.0, 21.0), at(mean, 32.0), series(bar.series), 0.55, &format!("{}: {figures}", bar.name));
        svg.line(at(from, 26.5), at(to, 26.5), INK, 2.0);
        svg.dot(at(mean, 26.5), 4.0, INK, 1.0, "");
    }
    svg.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_its_name_number_and_interval() {
        let bar = |name: &str, series, mean, change| {
            let value = Estimate { mean, sd: None, half_width: Some(2.0), n: 6 };
            RangeBar { name: name.into(), series, value, change }
        };
        let svg = draw("hours", &[bar("paper", 0, 40.0, false), bar("ehr", 1, -12.0, true)]);
        for text in ["paper", "ehr", "40 ±2", "−12 ±2"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert_eq!(svg.matches("<circle").count(), 2);
    }
}
