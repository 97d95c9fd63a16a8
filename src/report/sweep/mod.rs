//! The page of a sweep: what was varied, response curves, a heat map of two factors, and the trade-off of two metrics.

mod front;
mod heat;
mod levels;
mod read;
mod response;
mod varied;

use super::answer::datum;
use super::data::RowKey;
use super::figure::{PageSection, escaped};
use super::{Page, ReportError, render};
use crate::experiment::Estimate;
use crate::experiment::sweep::Point;
use crate::io::results::PAGE;
use crate::io::sweep::{Definition, Folder, SweepError};
use crate::io::tables::Shows;
use levels::Axis;
use read::Swept;
use std::io::Read;

/// As many levels of a factor as this stand on an axis of curves by themselves; more are put into bins.
const LEVELS: usize = 12;
const BINS: usize = 8;

/// Why a sweep has no page.
#[derive(Debug, thiserror::Error)]
pub enum SweepPageError {
    /// Its folder cannot be read or written.
    #[error(transparent)]
    Folder(#[from] SweepError),
    /// Nothing can be made of its tables.
    #[error(transparent)]
    Page(#[from] ReportError),
}

/// Writes `report.html` of a sweep, from the tables in its folder.
///
/// # Errors
/// If the tables are not there or cannot be read, or the page cannot be written.
pub fn write_sweep_page(folder: &Folder) -> Result<(), SweepPageError> {
    let page = |runs, results| Ok(sweep_page(&folder.definition, &folder.points, runs, results)?);
    folder.make(PAGE, page)
}

/// The page of a sweep, from its definition, its points in the order of the design, and its tables `runs.csv` and
/// `results.csv`.
///
/// # Errors
/// If a table cannot be read or a chart cannot be drawn.
fn sweep_page(
    definition: &Definition,
    points: &[Point],
    runs: impl Read,
    results: impl Read,
) -> Result<String, ReportError> {
    let swept = Swept::read(definition, points, runs, results)?;
    let moved = Moved::of(&swept);
    let sections = [
        Some(varied::answer(&swept, &moved)),
        Some(varied::section(&swept)),
        response::section(&swept, &moved),
        heat::section(&swept, &moved),
        front::section(&swept),
        Some(varied::reproduce(&swept)),
    ];
    render(&Page {
        title: &format!("Sweep: {}", definition.title),
        footer: format!("Made by sim {} from the tables beside this page.", definition.version),
        sections: sections.into_iter().flatten().collect(),
    })
}

/// Factors as axes, and how much each moves each metric.
struct Moved {
    /// By factor.
    axes: Vec<Axis>,
    /// By metric, by factor: the largest less the smallest mean of a level, of the arm that moves most.
    by: Vec<Vec<f64>>,
}

impl Moved {
    fn of(swept: &Swept<'_>) -> Moved {
        let axis = |factor| Axis::of(swept.points, &swept.done, factor, LEVELS, BINS);
        let axes: Vec<Axis> = (0..swept.definition.factors.len()).map(axis).collect();
        let of_arm = |subject, arm, axis: &Axis| {
            let means = axis
                .groups
                .iter()
                .filter_map(|group| mean(group.points.iter().filter_map(|point| swept.answer(subject, arm, *point))));
            let (low, high) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), of| (l.min(of), h.max(of)));
            if high > low { high - low } else { 0.0 }
        };
        let of = |subject, axis: &Axis| swept.others().map(|arm| of_arm(subject, arm, axis)).fold(0.0, f64::max);
        let by = (0..swept.subjects.len()).map(|subject| axes.iter().map(|axis| of(subject, axis)).collect()).collect();
        Moved { axes, by }
    }

    /// Factors with more than one group, those that move a metric most first.
    fn order(&self, subject: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.axes.len()).filter(|factor| self.axes[*factor].groups.len() > 1).collect();
        order.sort_by(|a, b| self.by[subject][*b].total_cmp(&self.by[subject][*a]).then(a.cmp(b)));
        order
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// A number of the tables, with its interval where there is one, in words.
fn in_words(swept: &Swept<'_>, value: f64, ends: (f64, f64), key: &RowKey) -> String {
    let shows = if swept.differs() { Shows::Change } else { Shows::Level };
    let half = (ends.1 - ends.0) / 2.0;
    let of = Estimate { mean: value, sd: None, half_width: Some(half).filter(|half| half.is_finite()), n: 0 };
    let text = format!("{} {}", datum(value, of, shows), escaped(&swept.unit(&key.metric)));
    match of.half_width {
        Some(_) => format!("{text} (95% interval {} to {})", datum(ends.0, of, shows), datum(ends.1, of, shows)),
        None => text,
    }
}

/// A section without figures.
fn plain(id: &'static str, title: &'static str, lead: String) -> PageSection {
    PageSection { id, title, lead, figures: Vec::new() }
}
