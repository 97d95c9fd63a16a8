//! A heat map: a number in each cell, and colour that grows with it.

use super::curves::{label, shortened};
use super::figure::escaped;
use super::svg::{head, power_of_ten};
use std::fmt::Write as _;

const WIDE: f64 = 360.0;
const EDGE: f64 = 4.0;
const ROW: f64 = 34.0;
/// Room for a row's name, and for a line of names below.
const NAMES: f64 = 66.0;
const LINE: f64 = 18.0;
/// Width of a letter of 12 pixels.
const LETTER: f64 = 6.8;

/// A heat map of rows and columns with their names; none: no value there.
pub(super) struct HeatMap {
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    /// By row, from the top.
    pub values: Vec<Vec<Option<f64>>>,
}

impl HeatMap {
    fn all(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.values.iter().flatten().copied().flatten()
    }

    /// The largest absolute value.
    pub(super) fn largest(&self) -> f64 {
        self.all().map(f64::abs).fold(0.0, f64::max)
    }
}

/// Draws it. Signed values have one colour below zero and one above, up to `largest`; others go from the least to the
/// most.
pub(super) fn draw(name: &str, cells: &HeatMap, signed: bool, largest: f64) -> String {
    let wide = (WIDE - NAMES - EDGE) / cells.columns.len().max(1) as f64;
    let high = ROW * cells.rows.len() as f64 + LINE + 6.0;
    let mut svg = head(WIDE, high, name);
    let (least, most) =
        cells.all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), value| (l.min(value), h.max(value)));
    let step = digits(if signed { largest } else { most - least });
    let text = |x: f64, y: f64, anchor: &str, text: &str| {
        format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12\" text-anchor=\"{anchor}\" fill=\"var(--ink)\">{}</text>",
            escaped(text)
        )
    };
    for (row, (row_name, values)) in cells.rows.iter().zip(&cells.values).enumerate() {
        let top = ROW * row as f64;
        let short = shortened(row_name, ((NAMES - 10.0) / LETTER) as usize);
        svg += &text(NAMES - 6.0, top + ROW / 2.0 + 4.0, "end", &short);
        for (column, value) in values.iter().enumerate() {
            let left = NAMES + wide * column as f64;
            let share = match value {
                Some(value) if signed => value.abs() / largest.max(f64::MIN_POSITIVE),
                Some(value) if most > least => (value - least) / (most - least),
                _ => 0.0,
            };
            let colour = match value {
                Some(value) if signed && *value > 0.0 => "more",
                _ => "less",
            };
            let said = value.map_or("–".into(), |value| {
                let said = label(value, step);
                if signed && value > 0.0 && said != "0" { format!("+{said}") } else { said }
            });
            let _ = write!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\" fill=\"var(--{colour})\" \
                 fill-opacity=\"{:.2}\" stroke=\"var(--line)\"><title>{}, {}: {said}</title></rect>",
                left + 1.0,
                top + 1.0,
                wide - 2.0,
                ROW - 2.0,
                0.04 + 0.5 * share,
                escaped(&cells.columns[column]),
                escaped(row_name),
            );
            svg += &text(
                left + wide / 2.0,
                top + ROW / 2.0 + 4.0,
                "middle",
                &shortened(&said, (wide / LETTER) as usize + 1),
            );
        }
    }
    for (column, name) in cells.columns.iter().enumerate() {
        let short = shortened(name, (wide / LETTER) as usize);
        svg += &text(NAMES + wide * (column as f64 + 0.5), high - 8.0, "middle", &short);
    }
    svg + "</svg>"
}

/// How far apart the last digits of values of this size are that still tell something: two or three digits.
fn digits(largest: f64) -> f64 {
    if largest > 0.0 { power_of_ten(largest * 1.000_001) / 10.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_their_number_and_its_sign() {
        let cells = HeatMap {
            columns: vec!["1".into(), "2".into()],
            rows: vec!["a<b".into()],
            values: vec![vec![Some(-12.34), Some(3.0)]],
        };
        let svg = draw("change", &cells, true, cells.largest());
        assert!(svg.contains(">−12<") && svg.contains(">+3<") && svg.contains("a&lt;b"), "{svg}");
        // The largest has the fullest colour: 0.04 + 0.5.
        assert!(svg.contains("fill=\"var(--less)\" fill-opacity=\"0.54\""), "{svg}");
        assert!(svg.contains("fill=\"var(--more)\" fill-opacity=\"0.16\""), "{svg}");
        let none = HeatMap { columns: vec!["1".into()], rows: vec!["1".into()], values: vec![vec![None]] };
        assert!(draw("change", &none, true, 0.0).contains(">–<"));
    }
}
