//! A panel of values with their intervals: a row for each arm, a bar from zero, the number beside it.

use super::lines::{FINE, size, tick};
use super::palette::{GRID, INK, series, styled};
use super::{ReportError, failed};
use crate::experiment::Estimate;
use crate::io::tables::{Shows, shown};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A row: its name, the number of its colour, its value, and whether that is a change.
pub(super) struct Bar {
    pub name: String,
    pub series: usize,
    pub value: Estimate,
    pub change: bool,
}

const WIDE: u32 = 360 * FINE;
const ROW: u32 = 38 * FINE;
const AXIS: u32 = 24 * FINE;

/// The value with its interval; what is the same in all replications has none.
fn in_figures(bar: &Bar) -> String {
    let half_width = bar.value.half_width.filter(|half| *half > 1e-9 * bar.value.mean.abs());
    shown(Some(Estimate { half_width, ..bar.value }), 1.0, if bar.change { Shows::Change } else { Shows::Level })
}

/// Draws it. The name and the number stand above the bar, so that they fit a phone.
pub(super) fn draw(label: &str, bars: &[Bar]) -> Result<String, ReportError> {
    let ends = |bar: &Bar| {
        let half = bar.value.half_width.unwrap_or(0.0);
        (bar.value.mean - half, bar.value.mean + half)
    };
    let low = bars.iter().map(|bar| ends(bar).0).fold(0.0, f64::min);
    let high = bars.iter().map(|bar| ends(bar).1).fold(0.0, f64::max);
    let room = if high > low { (high - low) * 0.04 } else { 1.0 };
    let (left, right) = (if low < 0.0 { low - room } else { 0.0 }, high + room);
    let height = ROW * bars.len() as u32 + AXIS + 4 * FINE;
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDE, height)).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin_left(8 * FINE)
            .margin_right(8 * FINE)
            .margin_top(2 * FINE)
            .x_label_area_size(AXIS)
            .build_cartesian_2d(left..right, 0.0..bars.len() as f64)
            .map_err(failed)?;
        let style = ("sans-serif", size(12.0)).into_font().color(&INK);
        chart
            .configure_mesh()
            .disable_mesh()
            .disable_y_axis()
            .axis_style(GRID.stroke_width(FINE))
            .label_style(style.clone())
            .x_labels(5)
            .x_label_formatter(&|value| tick(*value))
            .draw()
            .map_err(failed)?;
        for (number, bar) in bars.iter().enumerate() {
            let (bottom, colour) = ((bars.len() - 1 - number) as f64, series(bar.series));
            let (from, to) = ends(bar);
            let mean = bar.value.mean;
            let zero = PathElement::new([(0.0, bottom + 0.08), (0.0, bottom + 0.52)], INK.stroke_width(FINE));
            chart.draw_series(std::iter::once(zero)).map_err(failed)?;
            let body = Rectangle::new([(0.0, bottom + 0.16), (mean, bottom + 0.44)], colour.mix(0.55).filled());
            chart.draw_series(std::iter::once(body)).map_err(failed)?;
            let middle = bottom + 0.3;
            let range = PathElement::new([(from, middle), (to, middle)], INK.stroke_width(2 * FINE));
            chart.draw_series(std::iter::once(range)).map_err(failed)?;
            let dot = Circle::new((mean, middle), 4 * FINE, INK.filled());
            chart.draw_series(std::iter::once(dot)).map_err(failed)?;
            let above = (2 * FINE + ROW * number as u32 + 3 * FINE) as i32;
            let name = style.clone().pos(Pos::new(HPos::Left, VPos::Top));
            root.draw(&Text::new(bar.name.clone(), (8 * FINE as i32, above), name)).map_err(failed)?;
            let value = style.clone().pos(Pos::new(HPos::Right, VPos::Top));
            let number = in_figures(bar).replace('-', "−");
            root.draw(&Text::new(number, ((WIDE - 8 * FINE) as i32, above), value)).map_err(failed)?;
        }
        root.present().map_err(failed)?;
    }
    Ok(styled(&svg, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_its_name_number_and_interval() {
        let bar = |name: &str, series, mean, change| {
            let value = Estimate { mean, sd: None, half_width: Some(2.0), n: 6 };
            Bar { name: name.into(), series, value, change }
        };
        let svg = draw("hours", &[bar("paper", 0, 40.0, false), bar("ehr", 1, -12.0, true)]).expect("drawn");
        for text in ["paper", "ehr", "40 ±2", "−12 ±2"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert_eq!(svg.matches("<circle").count(), 2);
    }
}
