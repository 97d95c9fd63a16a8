//! `sim sweep --slurm`: a job array of shards, and a job that gathers when they have ended.
//!
//! Every element runs the same `sim sweep` with the shard that Slurm's environment names. A requeued element finds in
//! its chunk what it had finished; after a failure or a time limit, submitting again submits the shards that lack
//! points and no others.

use super::points::Maker;
use super::{Failures, SweepArgs};
use crate::cli::{FAILED, Failure, WRONG, arguments};
use crate::experiment::sweep::Shard;
use crate::io::sweep::{Ends, Folder};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What Slurm is asked for.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Slurm")]
pub(super) struct SlurmArgs {
    /// Submits a job array of shards and a job that gathers them; with --dry-run prints what it would submit.
    #[arg(long, conflicts_with = "shard")]
    pub slurm: bool,
    /// Number of shards [default: one a point, at most 100].
    #[arg(long, value_name = "N", requires = "slurm", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub shards: Option<u32>,
    /// Partition.
    #[arg(long, value_name = "NAME", requires = "slurm")]
    partition: Option<String>,
    /// Time limit of a shard, as sbatch takes it, such as 2:00:00.
    #[arg(long, value_name = "TIME", requires = "slurm")]
    time: Option<String>,
    /// Memory of a shard, as sbatch takes it, such as 2G.
    #[arg(long, value_name = "SIZE", requires = "slurm")]
    mem: Option<String>,
    /// Shards that may run at the same time.
    #[arg(long, value_name = "N", requires = "slurm", value_parser = clap::value_parser!(u32).range(1..))]
    array_throttle: Option<u32>,
    /// Account.
    #[arg(long, value_name = "NAME", requires = "slurm")]
    account: Option<String>,
}

/// Options that are the submission's and not an element's; whether a value follows.
const OURS: [(&str, bool); 8] = [
    ("--slurm", false),
    ("--dry-run", false),
    ("--shards", true),
    ("--partition", true),
    ("--time", true),
    ("--mem", true),
    ("--array-throttle", true),
    ("--account", true),
];

/// The two calls of sbatch.
pub(super) struct Submission {
    array: Vec<String>,
    gather: Vec<String>,
    shards: usize,
}

impl Submission {
    /// What to submit for the shards that lack points; nothing if none does.
    pub fn new(args: &SweepArgs, name: &str, out: &Path, lacking: &[u32], of: u32) -> Option<Submission> {
        if lacking.is_empty() {
            return None;
        }
        let asked = &args.slurm;
        let text = |option: &str, value: &Option<String>| value.as_ref().map(|value| format!("{option}={value}"));
        let both: Vec<String> =
            [text("--partition", &asked.partition), text("--account", &asked.account)].into_iter().flatten().collect();
        // A path that is no UTF-8 cannot be written into a job; then `sim` is looked for where commands are.
        let program = std::env::current_exe().ok().and_then(|path| path.to_str().map(String::from));
        let program = quoted(&program.unwrap_or_else(|| "sim".into()));
        let element: Vec<String> = element(arguments().into_iter().skip(1)).iter().map(|word| quoted(word)).collect();
        let threads = args.threads.unwrap_or(1);
        let throttle = asked.array_throttle.map_or(String::new(), |most| format!("%{most}"));
        let log = |pattern: &str| format!("--output={}", out.join("chunks").join(pattern).display());
        let mut array = vec![
            "--parsable".to_string(),
            format!("--job-name=sim-{name}"),
            format!("--array={}{throttle}", ranges(lacking)),
            format!("--cpus-per-task={threads}"),
            "--requeue".into(),
            "--open-mode=append".into(), // What a requeued element said before is kept.
            log("slurm-%a.log"),
        ];
        array.extend(text("--time", &asked.time));
        array.extend(text("--mem", &asked.mem));
        array.extend(both.clone());
        array.push(format!(
            "--wrap=exec {program} {} --quiet --threads {threads} --shard \"$SLURM_ARRAY_TASK_ID/{of}\"",
            element.join(" ")
        ));
        let mut gather = vec![
            "--parsable".to_string(),
            format!("--job-name=sim-{name}-gather"),
            "--dependency=afterany:JOB".into(),
            log("slurm-gather.log"),
        ];
        gather.extend(both);
        gather.push(format!("--wrap=exec {program} gather {}", quoted(&out.display().to_string())));
        Some(Submission { array, gather, shards: lacking.len() })
    }

    /// What would be submitted, as one would type it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for call in [&self.array, &self.gather] {
            let words: Vec<String> = call.iter().map(|word| quoted(word)).collect();
            let _ = writeln!(text, "sbatch {}", words.join(" "));
        }
        text + "(JOB is the number that the first one prints)\n"
    }

    /// Submits both and says their numbers. That of the array is noted for `sim status`.
    pub fn submit(&self, out: &Path) -> Result<String, Failure> {
        let array = sbatch(&self.array)?;
        std::fs::write(noted(out), format!("{array}\n"))?;
        let gather: Vec<String> =
            self.gather.iter().map(|word| word.replace("afterany:JOB", &format!("afterany:{array}"))).collect();
        let gather = sbatch(&gather).map_err(|failure| {
            let more = format!("the array {array} is submitted; run `sim gather` when it has ended");
            Failure::new(failure.code, format!("{}; {more}", failure.message))
        })?;
        Ok(format!("submitted {} shards as array job {array}, and job {gather} to gather them", self.shards))
    }
}

/// Where the number of the latest array is noted.
fn noted(out: &Path) -> PathBuf {
    out.join("chunks/slurm-job")
}

/// What Slurm says of the latest array of a sweep: how many elements are in which state. Nothing if there is none, or
/// no Slurm.
pub(in crate::cli) fn view(out: &Path) -> Option<String> {
    let job = std::fs::read_to_string(noted(out)).ok()?;
    let job = job.trim();
    let output = Command::new("squeue").args(["-h", "-r", "-j", job, "-o", "%T"]).output().ok()?;
    // A job that ended long ago is unknown, which is an error to squeue.
    let said = String::from_utf8_lossy(&output.stdout).to_lowercase();
    let mut states: BTreeMap<&str, u32> = BTreeMap::new();
    said.split_whitespace().for_each(|state| *states.entry(state).or_default() += 1);
    let states: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let states = if states.is_empty() { "no element waits or runs".into() } else { states.join(", ") };
    Some(format!("slurm array {job}: {states}"))
}

/// Calls sbatch; the number of the job.
fn sbatch(arguments: &[String]) -> Result<String, Failure> {
    let output = Command::new("sbatch").args(arguments).output().map_err(|error| {
        let help = "is Slurm installed here? --dry-run prints what would be submitted";
        Failure::new(WRONG, format!("error: cannot start sbatch: {error}; {help}"))
    })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(FAILED, format!("error: sbatch refused: {}", said.trim())));
    }
    // On a federation the cluster follows, after a semicolon.
    let number = String::from_utf8_lossy(&output.stdout).trim().split(';').next().unwrap_or_default().to_string();
    Ok(number)
}

/// The shards of `of` that lack points, numbered from 1.
pub(super) fn lacking(
    maker: &Maker,
    folder: Option<&Folder>,
    points: usize,
    (of, failures): (u32, Failures),
) -> Result<Vec<u32>, Failure> {
    let Some(folder) = folder else { return Ok((1..=of).filter(|number| *number as usize <= points).collect()) };
    let shards = (1..=of).map(|number| Shard { number, of });
    let mut lacking = Vec::new();
    let chunks = folder.chunks()?;
    let missing = super::missing(folder, &Ends::of(&chunks, &maker.files_now(&chunks)), Shard::ALL, failures);
    let missing: BTreeSet<&str> = missing.iter().map(|point| point.id.as_str()).collect();
    let places: Vec<usize> = folder
        .points
        .iter()
        .enumerate()
        .filter(|(_, point)| missing.contains(point.id.as_str()))
        .map(|(place, _)| place)
        .collect();
    lacking.extend(shards.filter(|shard| places.iter().any(|place| shard.has(*place))).map(|shard| shard.number));
    Ok(lacking)
}

/// The arguments of an element: those of the submission without what is the submission's own.
fn element(arguments: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut arguments = arguments;
    while let Some(word) = arguments.next() {
        let name = word.split('=').next().unwrap_or_default();
        // An element has the threads of the array, and is quiet anyway.
        let own = OURS.iter().find(|(option, _)| *option == name);
        let other =
            ["--threads"].contains(&name).then_some(&("", true)).or((name == "--quiet").then_some(&("", false)));
        match own.or(other) {
            Some((_, true)) if !word.contains('=') => drop(arguments.next()),
            Some(_) => {}
            None => kept.push(word),
        }
    }
    kept
}

/// `1-3,7` for 1, 2, 3, 7.
fn ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let shown = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges.iter().map(shown).collect::<Vec<_>>().join(",")
}

/// A word as a POSIX shell takes it for itself.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,%+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.into() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(String::from).collect()
    }

    #[test]
    fn an_element_has_the_arguments_that_are_not_the_submissions() {
        let given = "sweep x.toml --vary a=1,2 --slurm --mem=2G --time 1:00:00 --shards 4 --threads 2 --quiet --out o --dry-run";
        assert_eq!(element(words(given).into_iter()), words("sweep x.toml --vary a=1,2 --out o"));
    }

    #[test]
    fn arrays_are_written_shortly_and_words_stay_whole() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3,7,9-10");
        assert_eq!(quoted("a=5 min"), "'a=5 min'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("--out=/a/b"), "--out=/a/b");
    }
}
