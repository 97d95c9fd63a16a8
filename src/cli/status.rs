//! `sim status DIR`: how far a sweep is.

use super::Failure;
use super::check::cost::duration;
use super::job::show;
use super::sweep::slurm_view;
use super::terminal::counted;
use crate::experiment::sweep::Shard;
use crate::io::scenario::Inputs;
use crate::io::sweep::{Chunk, End, Ends, Folder};
use std::path::PathBuf;

/// Says how many points of a sweep are done, failed and missing, shard by shard, who is at work and how long it will
/// take.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim status results/ehr_rollout_sweep

Exit codes: 0 said, whatever the state, 2 there is no sweep.")]
pub struct StatusArgs {
    /// The folder of the sweep.
    folder: PathBuf,
}

/// The pace is that of so many points.
const RECENT: usize = 32;

/// Runs the command and returns its exit code.
pub fn run(args: &StatusArgs) -> Result<u8, Failure> {
    let folder = Folder::open(&args.folder)?;
    let chunks = folder.chunks()?;
    let slurm = slurm_view(&folder.path).map_or(String::new(), |view| format!("{view}\n"));
    show(&(report(&folder, &chunks, &|chunk| chunk.is_open()) + &slurm))?;
    Ok(0)
}

fn report(folder: &Folder, chunks: &[Chunk], is_open: &dyn Fn(&Chunk) -> bool) -> String {
    let ends = Ends::of(chunks, &Inputs::new());
    let (mut done, mut failed) = (0, 0);
    for point in &folder.points {
        match ends.get(&point.id).map(|(_, entry)| &entry.record.end) {
            Some(End::Done { .. }) => done += 1,
            Some(End::Failed { .. }) => failed += 1,
            None => {}
        }
    }
    let definition = &folder.definition;
    let missing = folder.points.len() - done - failed;
    let mut text = format!(
        "{}: {} ({}), {}, arms {}\n{done} done, {failed} failed, {missing} missing\n",
        definition.scenario,
        counted(folder.points.len(), "point"),
        definition.design,
        counted(definition.replications as usize, "replication"),
        definition.arms.join(", "),
    );
    let mut left: Option<f64> = None;
    for chunk in chunks {
        let shard = chunk.shard;
        let open = is_open(chunk);
        let has = |point: &str| ends.has(point);
        let lacking = folder.points.iter().enumerate().filter(|(place, point)| shard.has(*place) && !has(&point.id));
        let lacking = lacking.count();
        let state = match (open, lacking) {
            (true, _) => "running",
            (false, 0) => "complete",
            (false, _) => "stopped",
        };
        let of = shard.share(folder.points.len());
        text += &format!("  shard {shard}: {state}, {} of {of} points", of - lacking);
        if let Some(pace) = seconds_a_point(chunk) {
            text += &format!(", one in {}", seconds(pace));
            if open && lacking > 0 {
                let more = pace * lacking as f64;
                text += &format!(", {} left", duration(more));
                left = Some(left.map_or(more, |left: f64| left.max(more)));
            }
        }
        text += "\n";
    }
    let total: f64 = chunks.iter().flat_map(|chunk| &chunk.entries).map(|entry| entry.record.seconds).sum();
    let count = chunks.iter().map(|chunk| chunk.entries.len()).sum::<usize>();
    if count > 0 {
        text += &format!("a point takes {} of one worker's time\n", seconds(total / count as f64));
    }
    let unserved = unserved(folder, chunks, &ends, is_open);
    match left {
        Some(left) => text += &format!("time left: {}", duration(left)),
        None if missing > 0 => text += "no shard is running",
        None => text += "nothing is missing",
    }
    if left.is_some() && unserved > 0 {
        text += &format!(", then {} that no shard runs", counted(unserved, "point"));
    }
    text + "\n"
}

/// Missing points of no shard that is running.
fn unserved(folder: &Folder, chunks: &[Chunk], ends: &Ends<'_>, is_open: &dyn Fn(&Chunk) -> bool) -> usize {
    let running: Vec<Shard> = chunks.iter().filter(|chunk| is_open(chunk)).map(|chunk| chunk.shard).collect();
    let places = folder.points.iter().enumerate();
    let missing = places.filter(|(_, point)| !ends.has(&point.id));
    missing.filter(|(place, _)| !running.iter().any(|shard| shard.has(*place))).count()
}

/// Seconds from one finished point to the next, over the latest ones: the pace of all threads of the shard together.
fn seconds_a_point(chunk: &Chunk) -> Option<f64> {
    let recent = &chunk.entries[chunk.entries.len().saturating_sub(RECENT)..];
    let [first, .., last] = recent else { return None };
    Some((last.record.at - first.record.at).max(0.0) / (recent.len() - 1) as f64)
}

fn seconds(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2} s") } else { duration(seconds) }
}
