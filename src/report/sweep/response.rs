//! Response curves: a metric by one factor, a line for each arm.

use super::levels::{Axis, LevelGroup};
use super::read::Swept;
use super::{LEVELS, Moved, mean};
use crate::io::tables::number;
use crate::report::answer::subject;
use crate::report::curves::{Along, At, draw};
use crate::report::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use crate::report::palette::legend;

/// At most so many factors are drawn for a metric: those that move it most.
const FACTORS: usize = 8;

/// What an arm comes to in a group of points: mean, lowest, highest, and (of a point alone) the interval.
fn in_group(swept: &Swept<'_>, metric: usize, arm: usize, group: &LevelGroup) -> Option<(f64, (f64, f64))> {
    let cells: Vec<_> = group.points.iter().filter_map(|point| swept.cell(metric, arm, *point)).collect();
    let middle = mean(cells.iter().map(|cell| cell.mean))?;
    if swept.definition.factors.len() == 1 && cells.len() == 1 {
        let cell = cells[0];
        let ends = if cell.low.is_finite() { (cell.low, cell.high) } else { (cell.mean, cell.mean) };
        return Some((middle, ends));
    }
    let low = cells.iter().map(|cell| cell.mean).fold(f64::INFINITY, f64::min);
    let high = cells.iter().map(|cell| cell.mean).fold(f64::NEG_INFINITY, f64::max);
    Some((middle, (low, high)))
}

/// A figure for each metric, a panel for each factor.
pub(super) fn section(swept: &Swept<'_>, moved: &Moved) -> Option<PageSection> {
    let mut figures = Vec::new();
    for (metric, key) in swept.subjects.iter().enumerate() {
        let order = moved.order(metric);
        if order.is_empty() {
            return None;
        }
        let about = subject(key);
        let header = ["input", "level", "arm", "points", "mean", "lowest", "highest"];
        let header = if single(swept, moved) {
            ["input", "level", "arm", "points", "mean", "interval from", "to"]
        } else {
            header
        };
        let title = format!("Table: {about} by level of each input, {}", swept.unit(&key.metric));
        let mut table = Grid { title, texts: 3, header: header.map(str::to_owned).into(), rows: Vec::new() };
        let mut panels = Vec::new();
        for factor in &order {
            let (path, axis) = (&swept.definition.factors[*factor], &moved.axes[*factor]);
            let mut lines: Vec<Vec<At>> = vec![Vec::new(); swept.arms.len()];
            for (arm, line) in lines.iter_mut().enumerate() {
                for group in &axis.groups {
                    let Some((middle, ends)) = in_group(swept, metric, arm, group) else { continue };
                    line.push((group.at, middle, Some(ends).filter(|ends| ends.0 < ends.1)));
                    table.rows.push(vec![
                        path.clone(),
                        group.name.clone(),
                        words(&swept.arms[arm]),
                        group.points.len().to_string(),
                        number(middle),
                        number(ends.0),
                        number(ends.1),
                    ]);
                }
            }
            if panels.len() < FACTORS {
                let svg = draw(&format!("{about} by {path}, a line for each arm"), &lines, &along(axis));
                panels.push(Panel { title: titled(path, axis), svg });
            }
        }
        figures.push(Figure {
            caption: caption(swept, metric, &order),
            legend: legend(swept.arms.iter().map(String::as_str)),
            panels,
            table,
        });
    }
    let lead = reading(swept, moved);
    (!figures.is_empty()).then_some(PageSection { id: "response", title: "Response curves", lead, figures })
}

/// Whether each level is one point, whose own interval is the band.
fn single(swept: &Swept<'_>, moved: &Moved) -> bool {
    swept.definition.factors.len() == 1
        && moved.axes.iter().flat_map(|axis| &axis.groups).all(|of| of.points.len() == 1)
}

fn along(axis: &Axis) -> Along {
    match axis.words {
        true => Along::Words(axis.groups.iter().map(|group| group.name.clone()).collect()),
        false => Along::Numbers,
    }
}

/// The name of an axis with its unit.
pub(super) fn titled(path: &str, axis: &Axis) -> String {
    if axis.unit.is_empty() { path.into() } else { format!("{path}, {}", axis.unit) }
}

fn caption(swept: &Swept<'_>, metric: usize, order: &[usize]) -> String {
    let key = &swept.subjects[metric];
    let mut text = format!(
        "<strong>{}, {}.</strong> A line that rises or falls: the input moves it; lines that are not parallel: what an arm \
         changes depends on the input.",
        escaped(&capital(&subject(key))),
        escaped(&swept.unit(&key.metric))
    );
    if order.len() > FACTORS {
        text += &format!(" Drawn are the {FACTORS} inputs that move it most; the table has all.");
    }
    text
}

/// How to read them all.
fn reading(swept: &Swept<'_>, moved: &Moved) -> String {
    let mut text = String::from("<p>");
    if single(swept, moved) {
        text += "The band is the 95% interval of the point. ";
    } else {
        text += "A dot is the mean over all points with that level, whatever their other inputs; the band goes from the \
                 lowest to the highest of them and is no interval. ";
    }
    if moved.axes.iter().any(|axis| axis.binned) {
        text +=
            &format!("Inputs with more than {LEVELS} values are in bins of about equal count, drawn at their means. ");
    }
    if moved.axes.iter().any(|axis| axis.left_out > 0) {
        text += &format!("Of inputs with more than {LEVELS} different words only the first {LEVELS} are drawn. ");
    }
    text + "Where lines coincide, the first arm’s lies on top. Axes begin at zero only where zero is near.</p>"
}

/// The first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
