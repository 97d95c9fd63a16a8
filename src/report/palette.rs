//! Colours: charts are drawn in placeholders, which the page's style sheet fills in, by day, by night and on paper.

use super::figure::{Swatch, words};
use plotters::style::RGBColor;

/// Axes and text.
pub(super) const INK: RGBColor = RGBColor(2, 0, 0);
/// Lines behind the data.
pub(super) const GRID: RGBColor = RGBColor(2, 0, 1);

/// How many series the style sheet tells apart, by colour and by dashes; further ones begin again.
pub(super) const SERIES: usize = 8;

/// The placeholder of a series.
pub(super) fn series(number: usize) -> RGBColor {
    RGBColor(1, 0, (number % SERIES) as u8)
}

/// A legend of lines, the control first.
pub(super) fn legend<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Swatch> {
    let swatch = |(number, name)| Swatch { name: words(name), class: format!("s{}", number % SERIES) };
    names.enumerate().map(swatch).collect()
}

/// Puts the style sheet's colours in the place of the placeholders, and what the page needs in the place of the head.
pub(super) fn styled(svg: &str, label: &str) -> String {
    let Some((head, body)) = svg.split_once('>') else { return String::new() };
    let view = head.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(view, _)| view);
    let mut body = body.replace("\"#020000\"", "\"var(--ink)\"").replace("\"#020001\"", "\"var(--grid)\"");
    for number in 0..SERIES {
        body = body
            .replace(&format!("stroke=\"#01000{number}\""), &format!("class=\"d{number}\" stroke=\"var(--s{number})\""))
            .replace(&format!("\"#01000{number}\""), &format!("\"var(--s{number})\""));
    }
    let body = body.replace(" opacity=\"1\"", "").replace("font-family=\"sans-serif\" ", "");
    let label = super::figure::escaped(label);
    format!("<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{label}\">{body}").replace('\n', "")
}

#[cfg(test)]
mod tests {
    use super::styled;

    #[test]
    fn placeholders_become_the_style_sheets() {
        let drawn = "<svg width=\"9\" height=\"9\" viewBox=\"0 0 9 9\" xmlns=\"http://www.w3.org/2000/svg\">\n\
                     <polyline fill=\"none\" opacity=\"1\" stroke=\"#010003\" points=\"1,2 \"/>\n<rect fill=\"#020001\"/></svg>";
        let page = styled(drawn, "a \"b\"");
        assert_eq!(
            page,
            "<svg viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"a &quot;b&quot;\"><polyline fill=\"none\" class=\"d3\" \
             stroke=\"var(--s3)\" points=\"1,2 \"/><rect fill=\"var(--grid)\"/></svg>"
        );
    }
}
