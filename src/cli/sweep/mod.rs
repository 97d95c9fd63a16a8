//! `sim sweep FILE`: runs a scenario at many points of its inputs.

mod dry_run;
mod plan;
mod points;
mod slurm;

use super::job::{failure, interrupt, no_threads, show, show_as_is};
use super::progress::{Bar, WeeksOf};
use super::terminal::counted;
use super::{FAILED, Failure, INTERRUPTED, WRONG, gather, tell};
use crate::experiment::sweep::{Point, Shard, work};
use crate::experiment::{Experiment, cores};
use crate::io::place::{check_inside, check_room};
use crate::io::results::Replace;
use crate::io::scenario::{Inputs, Request, read};
use crate::io::sweep::{Chunk, Definition, End, Ends, Folder, SweepError};
use plan::DesignName;
use points::Maker;
use slurm::Submission;
pub(super) use slurm::view as slurm_view;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs a scenario at many points of its inputs. Running it again completes what is missing and nothing else.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim sweep scenarios/ehr_rollout.toml --vary site.hospital.staff.secretary=6:10:2 \\
    --vary policy.dismiss_half.action.share=0.25,0.5
  sim sweep scenarios/ehr_rollout.toml --vary site.hospital.staff.secretary=6:12 \\
    --design sobol --points 16 --dry-run

Values: START:END:STEP, START:END (any value between; for lhs and sobol), or values with commas
between them. A file of points is a CSV with a column for each path and a row for each point.

Exit codes: 0 done, 1 a point failed or the sweep stopped, 2 the scenario or the arguments are
wrong, 130 interrupted: what is finished is kept.")]
pub struct SweepArgs {
    /// The scenario file.
    file: PathBuf,
    /// An input and its values; may be given more than once, and then stands in place of all that the scenario varies.
    #[arg(long = "vary", value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// How points are chosen [default: that of the scenario, else grid].
    #[arg(long, value_enum)]
    design: Option<DesignName>,
    /// Number of points of a Latin hypercube or a Sobol' design.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    points: Option<u32>,
    /// Points of the design `file`.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["points", "vary"])]
    points_file: Option<PathBuf>,
    /// Seed of the design [default: that of the scenario, else 1]. Draws within runs have that of the scenario.
    #[arg(long, value_name = "SEED")]
    design_seed: Option<u64>,
    /// Keeps only this metric in results.csv; may be given more than once.
    #[arg(long = "metric", value_name = "NAME")]
    metrics: Vec<String>,
    /// Folder for the results [default: results/NAME_sweep].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Runs only one of N equal parts, numbered from 1, which may run at the same time on other machines; `sim gather`
    /// puts them together.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Begins no more points once more than so many have failed; so many are no failure of the sweep [default: no
    /// limit, but exit code 1 if one has failed].
    #[arg(long, value_name = "N")]
    max_fails: Option<usize>,
    /// Whether to go on past points that are wrong or fail [default: refuse a sweep with wrong values, go on past
    /// points that fail while running; a shard looks at a point as it comes to it, and goes on].
    #[arg(long, value_enum)]
    on_error: Option<OnError>,
    /// Runs points again that have failed before.
    #[arg(long)]
    retry: bool,
    /// Says how many points, events, how much time and disk it would take, and runs nothing.
    #[arg(long)]
    dry_run: bool,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Number of replications at each point, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Runs only this arm and the control; may be given more than once.
    #[arg(long = "arm", value_name = "NAME")]
    arms: Vec<String>,
    /// Number of threads [default: one per core]. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// Changes a value at all points; may be given more than once, the last wins.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Prints no progress and no notes.
    #[arg(long)]
    quiet: bool,
    /// Begins anew in a folder that holds another sweep.
    #[arg(long)]
    force: bool,
    /// Checks the model's invariants while it runs (slower).
    #[arg(long)]
    audit: bool,
    #[command(flatten)]
    slurm: slurm::SlurmArgs,
}

/// What to do about a point that is wrong or fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum OnError {
    /// Note it in runs.csv and go on.
    Continue,
    /// Begin no more points.
    Stop,
}

/// More warnings are counted, not printed: each level of an input may have one.
const MOST_WARNINGS: usize = 20;

/// Runs the command and returns its exit code.
pub fn run(args: &SweepArgs) -> Result<u8, Failure> {
    let base = Request {
        path: args.file.clone(),
        sets: args.sets.clone(),
        seed: args.seed,
        replications: args.replications,
        ..Request::default()
    };
    let loaded = read(&base).map_err(|problems| Failure::new(WRONG, problems))?;
    let scenario = &loaded.scenario;
    Experiment::new(scenario).arms(&args.arms).plan().map_err(|error| failure(error, 0))?;
    let sweep = plan::plan(args, &loaded.sweep)?;
    let threads = args.threads.map_or(cores(), |threads| threads as usize);
    let mut maker = Maker {
        base,
        factors: sweep.factors,
        metrics: sweep.metrics,
        arms: args.arms.clone(),
        threads: 1,
        audit: args.audit,
    };
    let mut looked = None;
    // Looking costs as much as the reading of so many points, which every shard would pay again: who submits them has
    // looked.
    if args.on_error != Some(OnError::Continue) && args.shard.is_none() {
        looked = Some(maker.look(&sweep.points.list)?);
    }
    let points = &sweep.points.list;
    let counts = (&sweep.design, points.len());
    let definition = Definition::new(&loaded, &args.arms, &maker.factors, counts, &maker.metrics);
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("results").join(format!("{}_sweep", scenario.name)));
    let shard = args.shard.unwrap_or(Shard::ALL);
    let plan = maker.experiment(scenario).plan().map_err(|error| failure(error, 0))?;
    let shards = args.slurm.shards.unwrap_or(points.len().min(100) as u32);
    if args.dry_run {
        show(&dry_run::text(&maker, &definition, points, (shard, threads), &out))?;
        if args.slurm.slurm {
            let lacking = slurm::lacking(
                &maker,
                dry_run::there(&out, &definition).as_ref(),
                points.len(),
                (shards, Failures::asked(args.retry)),
            )?;
            let submission = Submission::new(args, &scenario.name, &out, &lacking, shards);
            show_as_is(&submission.map_or("nothing is missing\n".into(), |submission| submission.text()))?;
        }
        return Ok(0);
    }
    // What cannot be written is a wrong argument as long as nothing has run.
    let refused = |error: SweepError| Failure::new(WRONG, format!("error: {error}"));
    let folder = Folder::set_up(&out, &definition, points, Replace::if_forced(args.force)).map_err(refused)?;
    check_inside(&folder.path)?;
    let of_shard: Vec<Point> =
        missing(&folder, &Ends::of(&[], &Inputs::new()), shard, Failures::Kept).into_iter().cloned().collect();
    let help = "choose another disk with --out, or keep fewer metrics (--metric)";
    check_room(&out, dry_run::bytes(scenario, &definition, &of_shard), help)?;
    if args.slurm.slurm {
        let lacking = slurm::lacking(&maker, Some(&folder), points.len(), (shards, Failures::asked(args.retry)))?;
        match Submission::new(args, &scenario.name, &out, &lacking, shards) {
            Some(submission) => tell(&submission.submit(&out)?),
            None => {
                let chunks = folder.chunks()?;
                return finish(args, &folder, &chunks, &maker.files_now(&chunks), shard);
            }
        }
        return Ok(0);
    }
    if !args.quiet {
        // Those of points, which say also what is varied in place of what an arm sets, or beyond the range of a value.
        let at_point = || points.first().and_then(|point| maker.read(point).ok()).map(|point| point.warnings);
        let warnings = looked.or_else(at_point).unwrap_or(loaded.warnings);
        warnings.iter().take(MOST_WARNINGS).for_each(|warning| tell(&format!("warning: {warning}")));
        if warnings.len() > MOST_WARNINGS {
            tell(&format!(
                "warning: {} more of the kind; `sim check` with --set says them",
                warnings.len() - MOST_WARNINGS
            ));
        }
        if sweep.points.repeated > 0 {
            tell(&format!("note: {} points of the design are repetitions and are run once", sweep.points.repeated));
        }
    }
    // Everything is read once: with a thousand shards at work, what the others have finished is long. Later only our
    // own chunk can have changed in a way that matters.
    let mut chunks = folder.chunks()?;
    let now = maker.files_now(&chunks);
    let ends = Ends::of(&chunks, &now);
    let mut todo = missing(&folder, &ends, shard, Failures::asked(args.retry));
    if let Some(note) = run_again(&todo, &ends).filter(|_| !args.quiet) {
        tell(&note);
    }
    // All may be finished and the chunk not closed, if the process was killed between the two.
    if !todo.is_empty() || folder.is_part(shard) {
        let journal = folder.journal(shard)?;
        // Somebody may have finished some before the journal was ours.
        folder.read_again(&mut chunks, shard)?;
        todo = missing(&folder, &Ends::of(&chunks, &now), shard, Failures::asked(args.retry));
        let workers = threads.min(todo.len()).max(1);
        maker.threads = threads / workers;
        let bar = Bar::new(plan.weeks(scenario) * todo.len() as u64, todo.len() as u64, "points", args.quiet);
        let limit = if args.on_error == Some(OnError::Stop) { Some(0) } else { args.max_fails };
        let (failed, broken) = (AtomicUsize::new(0), Mutex::new(None::<SweepError>));
        let journal = Mutex::new(journal);
        let stop = || {
            interrupt().load(Ordering::Relaxed)
                || limit.is_some_and(|limit| failed.load(Ordering::Relaxed) > limit)
                || broken.lock().expect("no panic within").is_some()
        };
        let job = |point: &&Point| {
            let Some(record) = maker.make(point, &WeeksOf(&bar)) else { return };
            if matches!(record.end, End::Failed { .. }) {
                failed.fetch_add(1, Ordering::Relaxed);
            }
            if let Err(error) = journal.lock().expect("no panic within").add(&record) {
                *broken.lock().expect("no panic within") = Some(error);
            }
            bar.one_done();
        };
        let worked = work(&todo, workers, &stop, &job);
        bar.finish();
        worked.map_err(|error| no_threads(threads, &error.to_string()))?;
        if let Some(error) = broken.into_inner().expect("no panic within") {
            return Err(error.into());
        }
        folder.read_again(&mut chunks, shard)?;
        if missing(&folder, &Ends::of(&chunks, &now), shard, Failures::Kept).is_empty() {
            journal.into_inner().expect("no panic within").finish()?;
        }
    }
    finish(args, &folder, &chunks, &now, shard)
}

/// What is done about points that have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failures {
    /// They stay failed.
    Kept,
    /// They are run again.
    Retried,
}

impl Failures {
    /// What `--retry` says.
    fn asked(retry: bool) -> Failures {
        if retry { Failures::Retried } else { Failures::Kept }
    }
}

/// The points of a shard that are to be run: without a result or, perhaps, with a failure.
fn missing<'f>(folder: &'f Folder, ends: &Ends<'_>, shard: Shard, failures: Failures) -> Vec<&'f Point> {
    let is_missing = |point: &Point| match ends.get(&point.id) {
        None => true,
        Some((_, entry)) => failures == Failures::Retried && matches!(entry.record.end, End::Failed { .. }),
    };
    let of_shard = folder.points.iter().enumerate().filter(|(place, _)| shard.has(*place));
    of_shard.map(|(_, point)| point).filter(|point| is_missing(point)).collect()
}

/// Says which finished points are run again, since a file that they have read has changed.
fn run_again(todo: &[&Point], ends: &Ends<'_>) -> Option<String> {
    let changed: Vec<&str> = todo.iter().filter_map(|point| ends.changed_since(&point.id)).collect();
    let files: BTreeSet<&str> = changed.iter().copied().collect();
    let (count, files) = (changed.len(), files.into_iter().collect::<Vec<_>>().join(", "));
    let run = if count == 1 { "runs" } else { "run" };
    (count > 0).then(|| format!("note: {} {run} again, since a file has changed: {files}", counted(count, "point")))
}

/// Gathers, says what there is, and decides on the exit code.
fn finish(args: &SweepArgs, folder: &Folder, chunks: &[Chunk], now: &Inputs, shard: Shard) -> Result<u8, Failure> {
    let (failed, left) = if shard == Shard::ALL {
        let gathered = gather::gather(folder, now)?;
        let complete = gathered.failed.is_empty() && gathered.missing.is_empty();
        if !complete || !args.quiet {
            tell(&gather::report(folder, &gathered));
        }
        (gathered.failed.len(), gathered.missing.len())
    } else {
        let ends = Ends::of(chunks, now);
        let left = missing(folder, &ends, shard, Failures::Kept).len();
        let failed = missing(folder, &ends, shard, Failures::Retried).len() - left;
        let of = shard.share(folder.points.len());
        if !args.quiet || failed + left > 0 {
            let done = of - failed - left;
            tell(&format!("shard {shard}: {done} of {of} points done, {failed} failed, {left} missing"));
        }
        (failed, left)
    };
    if interrupt().load(Ordering::Relaxed) && left > 0 {
        return Err(Failure::new(INTERRUPTED, "interrupted: what is finished is kept; the same command runs the rest"));
    }
    Ok(if left > 0 || failed > args.max_fails.unwrap_or(0) { FAILED } else { 0 })
}
