//! The ledger as a picture that stands alone: for a README or a slide.

use super::data::RunFolder;
use super::figure::{escaped, words};
use super::ledger::{HATCHINGS, LedgerChart, WIDE, fill, legend};
use super::{ReportError, STYLE};
use std::fmt::Write as _;

const MARGIN: f64 = 20.0;
const GAP: f64 = 28.0;
/// Room for the name of an arm above its chart.
const NAME: f64 = 30.0;
/// Height of a line of the heading and of the legend.
const LINE: f64 = 22.0;
/// Width of a letter of 13 pixels at most, as fonts for screens have it on the mean.
const LETTER: f64 = 6.6;

/// The picture; `file` gives the contents of a file of a folder of `sim run`.
///
/// # Errors
/// If a file is missing or is not as `sim run` writes it, or the run has no ledger to draw.
pub fn picture(file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<String, ReportError> {
    let run = RunFolder::read(file)?;
    let chart = LedgerChart::of(&run).ok_or(ReportError::NoLedger)?;
    let columns = chart.arms.len().min(2);
    let width = (2.0 * MARGIN + columns as f64 * WIDE + (columns - 1) as f64 * GAP).max(400.0);
    let mut body = String::new();
    let mut y = MARGIN;
    let mut line = |y: f64, size: u8, fill: &str, text: &str| {
        let at = y + 15.0;
        let weight = if size > 13 { " font-weight=\"650\"" } else { "" };
        let _ = writeln!(
            body,
            "<text x=\"{MARGIN}\" y=\"{at}\" font-size=\"{size}\" fill=\"var(--{fill})\"{weight}>{}</text>",
            escaped(text)
        );
    };
    let title = &run.manifest.title;
    for text in wrapped(title, (width - 2.0 * MARGIN) / (LETTER * 17.0 / 13.0)) {
        line(y, 17, "ink", &text);
        y += LINE + 2.0;
    }
    let below = format!(
        "Hours a week against {}: left what falls away or goes to others, right what comes in (n = {}).",
        words(run.control()),
        run.manifest.replications
    );
    for text in wrapped(&below, (width - 2.0 * MARGIN) / LETTER) {
        line(y, 13, "soft", &text);
        y += LINE - 3.0;
    }
    y += 8.0;
    let mut x = MARGIN;
    for swatch in legend() {
        let long = 26.0 + LETTER * swatch.name.chars().count() as f64;
        if x > MARGIN && x + long > width - MARGIN {
            (x, y) = (MARGIN, y + LINE);
        }
        let _ = writeln!(
            body,
            "<rect x=\"{x}\" y=\"{}\" width=\"18\" height=\"12\" fill=\"{}\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"13\" fill=\"var(--ink)\">{}</text>",
            y + 4.0,
            fill(&swatch.class),
            x + 24.0,
            y + 15.0,
            escaped(&swatch.name)
        );
        x += long + 20.0;
    }
    y += LINE + 6.0;
    for pair in chart.arms.chunks(2) {
        let drawn: Vec<_> = pair.iter().map(|(arm, rows)| (arm, chart.panel(arm, rows))).collect();
        let tallest = drawn.iter().map(|(_, (_, height))| *height).fold(0.0, f64::max);
        for (column, (arm, (svg, height))) in drawn.iter().enumerate() {
            let left = MARGIN + column as f64 * (WIDE + GAP);
            let svg = svg.replacen(
                "<svg ",
                &format!("<svg x=\"{left}\" y=\"{}\" width=\"{WIDE}\" height=\"{height}\" ", y + NAME),
                1,
            );
            let _ = writeln!(
                body,
                "<text x=\"{}\" y=\"{}\" font-size=\"14\" font-weight=\"650\" fill=\"var(--ink)\">{}, h/week</text>\n{svg}",
                left + 6.0,
                y + 20.0,
                escaped(&words(arm))
            );
        }
        y += NAME + tallest + 12.0;
    }
    let height = y + MARGIN - 12.0;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">{}: the hours ledger of each arm</title>\n\
         <style>{}text{{font-family:system-ui,\"Segoe UI\",Roboto,\"Helvetica Neue\",sans-serif}}</style>\n{}\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"var(--paper)\"/>\n{body}</svg>\n",
        escaped(title),
        colours(),
        HATCHINGS
    ))
}

/// The colours of the page's style sheet, by day and by night.
fn colours() -> &'static str {
    STYLE.split_once('*').map_or(STYLE, |(colours, _)| colours.trim_end())
}

/// Text in lines of at most so many letters.
fn wrapped(text: &str, letters: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if ((line.chars().count() + word.chars().count() + 1) as f64) < letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}
