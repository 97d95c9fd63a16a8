//! `sim sweep --dry-run`: what a sweep would cost.

use super::points::Maker;
use crate::cli::check::cost::{duration, events_and_seconds, size};
use crate::cli::room::summary_rows;
use crate::cli::terminal::counted;
use crate::experiment::sweep::{Point, Shard};
use crate::io::sweep::{Definition, Ends, Folder};
use crate::model::scenario::{ArmId, Scenario};
use crate::report::wording::rounded;
use std::path::Path;

/// The cost of so many points, spread evenly over the design, stands for that of all.
const LOOKS: usize = 16;
/// Bytes of a row of results.csv without the varied inputs, and of its record in a chunk, together.
const BYTES_A_ROW: f64 = 160.0;

/// Bytes that points leave on the disk: results.csv, and the chunk it is made from.
pub(super) fn bytes(scenario: &Scenario, definition: &Definition, points: &[Point]) -> f64 {
    let rows = summary_rows(scenario, &arms(scenario, definition), &definition.metrics);
    let varied: usize = points.iter().flat_map(|point| &point.levels).map(|level| level.len() + 1).sum();
    rows * (points.len() as f64 * BYTES_A_ROW + varied as f64)
}

/// The arms of a sweep.
fn arms(scenario: &Scenario, definition: &Definition) -> Vec<ArmId> {
    let is_run = |arm: &ArmId| definition.arms.contains(&scenario.arms[*arm].name);
    scenario.arms.ids().filter(is_run).collect()
}

/// What it would run, how long that takes, and what it leaves on the disk.
pub(super) fn text(
    maker: &Maker,
    definition: &Definition,
    points: &[Point],
    (shard, threads): (Shard, usize),
    out: &Path,
) -> String {
    let looks = LOOKS.min(points.len());
    let sample = (0..looks).map(|k| &points[k * (points.len() - 1) / (looks.max(2) - 1)]);
    let read: Vec<Scenario> = sample.filter_map(|point| maker.read(point).ok().map(|loaded| loaded.scenario)).collect();
    let mean = |part: &dyn Fn(&Scenario) -> f64| read.iter().map(part).sum::<f64>() / read.len().max(1) as f64;
    let all = |part: &dyn Fn(&Scenario) -> f64| points.len() as f64 * mean(part);
    let arms = |scenario: &Scenario| arms(scenario, definition);
    let events = all(&|scenario| events_and_seconds(scenario, &arms(scenario)).0);
    let seconds = all(&|scenario| events_and_seconds(scenario, &arms(scenario)).1);
    let bytes = mean(&|scenario| bytes(scenario, definition, points));
    let finished = there(out, definition).and_then(|folder| {
        let chunks = folder.chunks().ok()?;
        let ends = Ends::of(&chunks, &maker.files_now(&chunks));
        Some(points.iter().filter(|point| ends.has(&point.id)).count())
    });
    let share = |text: String| if shard == Shard::ALL { text } else { format!("{text}; this is shard {shard}") };
    let points_text =
        share(format!("{} ({} over {})", points.len(), definition.design, counted(definition.factors.len(), "input")));
    let runs = points.len() * definition.arms.len() * definition.replications as usize;
    format!(
        "points  {points_text}\n\
         runs    {runs} (arms {}; {})\n\
         events  about {}\n\
         time    about {} on {}\n\
         disk    {} in {}\n\
         there   {} of {}; finished points are not run again\n",
        definition.arms.join(", "),
        counted(definition.replications as usize, "replication"),
        rounded(events),
        duration(seconds / threads as f64),
        match threads {
            1 => "1 thread".to_owned(),
            _ => format!("{threads} threads, {} on one", duration(seconds)),
        },
        if bytes < 1e6 { size(bytes) } else { format!("about {}", size(bytes)) },
        out.display(),
        finished.unwrap_or(0),
        counted(points.len(), "point"),
    )
}

/// The folder, if it has this sweep already.
pub(super) fn there(out: &Path, definition: &Definition) -> Option<Folder> {
    Folder::open(out).ok().filter(|folder| folder.definition.key() == definition.key())
}
