//! What a section of the page is made of: figures of panels, each with the table behind it.

pub(super) use crate::report::wording::words;
use serde::Serialize;

/// A part of the page.
#[derive(Serialize)]
pub(super) struct PageSection {
    /// Its anchor.
    pub id: &'static str,
    pub title: &'static str,
    /// Text above the figures, as HTML.
    pub lead: String,
    pub figures: Vec<Figure>,
}

/// Panels that belong together.
#[derive(Serialize)]
pub(super) struct Figure {
    /// What to see, as HTML.
    pub caption: String,
    pub legend: Vec<Swatch>,
    pub panels: Vec<Panel>,
    pub table: Grid,
}

/// One chart.
#[derive(Serialize)]
pub(super) struct Panel {
    pub title: String,
    /// The chart: an `svg` element.
    pub svg: String,
}

/// What a colour stands for.
#[derive(Serialize)]
pub(super) struct Swatch {
    pub name: String,
    /// Class of the style sheet.
    pub class: String,
}

/// A table; the first `texts` columns hold names, the others numbers.
#[derive(Default, Serialize)]
pub(super) struct Grid {
    pub title: String,
    pub texts: usize,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Text as it stands in HTML and SVG.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_scenario_is_markup() {
        assert_eq!(escaped("<b>\"R&D\"</b>"), "&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;");
    }
}
