//! Charts as SVG: what is drawn, in pixels, and axes with round numbers.
//!
//! Three kinds of chart need axes (lines over weeks, bars with intervals, response curves), and none needs more than
//! lines, areas, bars, dots and texts. A library for charts would bring fonts, bitmaps and colours that the page's
//! style sheet has to undo: each chart was drawn three times as large for whole pixels, in placeholder colours, and its
//! text was rewritten afterwards. Observable Plot and Vega-Lite would put 0.3 to 0.8 MB of JavaScript into every page,
//! which then shows nothing where scripts are off. So the charts are written here: colours are variables of the style
//! sheet, by day, by night and on paper; every chart has its name for screen readers; and marks say their values where
//! the pointer rests.

use super::figure::escaped;
use crate::units::magnitude;
use std::fmt::{Display, Write as _};

/// The colour of axes and text.
pub(super) const INK: &str = "var(--ink)";
/// The colour of lines behind the data.
const GRID: &str = "var(--grid)";

/// Where a text begins, or what stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A chart while it is drawn. Coordinates are pixels from the upper left corner.
pub(super) struct Svg {
    text: String,
}

/// The head of a chart of a size, with the name that screen readers say.
pub(super) fn head(wide: f64, high: f64, name: &str) -> String {
    format!("<svg viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-label=\"{}\">", escaped(name))
}

/// A coordinate or size: a tenth of a pixel is finer than anybody sees.
fn short(pixels: f64) -> f64 {
    // Not the negative zero, which would be written with its sign.
    libm::round(pixels * 10.0) / 10.0 + 0.0
}

fn pairs(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{},{}", short(x), short(y))).collect::<Vec<_>>().join(" ")
}

/// The tooltip of a mark; none if there is nothing to say.
fn title(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(text)) }
}

impl Svg {
    pub(super) fn new(wide: f64, high: f64, name: &str) -> Svg {
        Svg { text: head(wide, high, name) }
    }

    /// A straight line of a width.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: impl Display, width: f64) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        let _ = write!(
            self.text,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
        );
    }

    /// A line through points; `class` gives it dashes.
    pub(super) fn polyline(
        &mut self,
        points: impl Iterator<Item = (f64, f64)>,
        class: &str,
        colour: impl Display,
        width: f64,
    ) {
        let _ = write!(
            self.text,
            "<polyline fill=\"none\" class=\"{class}\" stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{}\"/>",
            pairs(points)
        );
    }

    /// A filled area with corners.
    pub(super) fn polygon(
        &mut self,
        corners: impl Iterator<Item = (f64, f64)>,
        colour: impl Display,
        opacity: f64,
        says: &str,
    ) {
        let _ = write!(
            self.text,
            "<polygon fill=\"{colour}\" fill-opacity=\"{opacity}\" points=\"{}\">{}</polygon>",
            pairs(corners),
            title(says)
        );
    }

    /// A bar from one corner to the opposite one.
    pub(super) fn bar(&mut self, from: (f64, f64), to: (f64, f64), colour: impl Display, opacity: f64, says: &str) {
        let [x, y] = [from.0.min(to.0), from.1.min(to.1)].map(short);
        let [wide, high] = [(to.0 - from.0).abs(), (to.1 - from.1).abs()].map(short);
        let _ = write!(
            self.text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"{colour}\" fill-opacity=\"{opacity}\">{}\
             </rect>",
            title(says)
        );
    }

    /// A dot.
    pub(super) fn dot(&mut self, at: (f64, f64), radius: f64, colour: impl Display, opacity: f64, says: &str) {
        let [x, y] = [at.0, at.1].map(short);
        let _ = write!(
            self.text,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\" fill-opacity=\"{opacity}\">{}</circle>",
            title(says)
        );
    }

    /// A text on its baseline.
    pub(super) fn text(&mut self, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let [x, y] = [at.0, at.1].map(short);
        let _ = write!(
            self.text,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"12\"{anchor} fill=\"{INK}\">{}</text>",
            escaped(text)
        );
    }

    pub(super) fn done(self) -> String {
        self.text + "</svg>"
    }
}

/// The part of a chart that has the data in it: its edges in pixels, and the values there.
#[derive(Clone, Copy)]
pub(super) struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// Values at the left and the right edge.
    pub x: (f64, f64),
    /// Values at the lower and the upper edge.
    pub y: (f64, f64),
}

impl Plot {
    /// Where a value stands.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
        let across = self.left + share(x, self.x) * (self.right - self.left);
        (across, self.bottom + share(y, self.y) * (self.top - self.bottom))
    }

    /// The horizontal axis with about so many numbers below it.
    pub(super) fn x_axis(&self, svg: &mut Svg, most: usize, label: &dyn Fn(f64) -> String) {
        svg.line((self.left, self.bottom), (self.right, self.bottom), GRID, 1.0);
        for value in ticks(self.x, most) {
            let (across, _) = self.at((value, self.y.0));
            svg.line((across, self.bottom), (across, self.bottom + 4.0), GRID, 1.0);
            svg.text((across, self.bottom + 17.0), Anchor::Middle, &label(value));
        }
    }

    /// The vertical axis with about so many numbers beside it, each with a line across.
    pub(super) fn y_axis(&self, svg: &mut Svg, most: usize, label: &dyn Fn(f64) -> String) {
        svg.line((self.left, self.top), (self.left, self.bottom), GRID, 1.0);
        for value in ticks(self.y, most) {
            let (_, down) = self.at((self.x.0, value));
            svg.line((self.left, down), (self.right, down), GRID, 1.0);
            svg.text((self.left - 6.0, down + 4.0), Anchor::End, &label(value));
        }
    }
}

/// The largest power of ten that is not above a positive number.
pub(super) fn power_of_ten(below: f64) -> f64 {
    format!("1e{}", magnitude(below)).parse().unwrap_or(1.0)
}

/// Round numbers within a range, at most so many: multiples of 1, 2 or 5 times a power of ten.
fn ticks((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let least = power_of_ten((high - low) / most.max(1) as f64);
    // A number at an edge counts as within.
    let edge = 1e-9 * (high - low);
    let within = |step: f64| {
        let (first, last) = (libm::ceil((low - edge) / step), libm::floor((high + edge) / step));
        (first as i64..=last as i64).map(move |number| number as f64 * step).collect::<Vec<f64>>()
    };
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().map(|factor| within(factor * least));
    steps.into_iter().find(|values| values.len() <= most).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks((0.0, 12.0), 6), [0.0, 5.0, 10.0]);
        assert_eq!(ticks((0.0, 10.0), 6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks((-0.5, 0.7), 5), [-0.5, 0.0, 0.5]);
        assert_eq!(ticks((98.0, 103.0), 5), [98.0, 100.0, 102.0]);
        assert_eq!(ticks((0.0, 1e-4), 3), [0.0, 5e-5, 1e-4]);
        assert!(ticks((0.0, 1e9), 5).len() <= 5);
    }

    #[test]
    fn values_stand_between_the_edges() {
        let plot = Plot { left: 10.0, right: 110.0, top: 5.0, bottom: 55.0, x: (0.0, 4.0), y: (-1.0, 1.0) };
        assert_eq!(plot.at((1.0, 0.0)), (35.0, 30.0));
        assert_eq!(plot.at((4.0, 1.0)), (110.0, 5.0));
    }

    #[test]
    fn marks_are_written_short_and_escaped() {
        let mut svg = Svg::new(9.0, 8.0, "a < b");
        svg.dot((1.04, -0.01), 2.0, INK, 1.0, "x & y");
        svg.text((1.0, 2.0), Anchor::End, "<i>");
        assert_eq!(
            svg.done(),
            "<svg viewBox=\"0 0 9 8\" role=\"img\" aria-label=\"a &lt; b\"><circle cx=\"1\" cy=\"0\" r=\"2\" \
             fill=\"var(--ink)\" fill-opacity=\"1\"><title>x &amp; y</title></circle><text x=\"1\" y=\"2\" font-size=\"12\" \
             text-anchor=\"end\" fill=\"var(--ink)\">&lt;i&gt;</text></svg>"
        );
    }
}
