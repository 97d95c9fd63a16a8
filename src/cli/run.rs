//! `sim run FILE`: runs a scenario, answers its question and writes its tables.

use super::event_log::{LoggedReplications, Logging};
use super::job::{bar, failure, interrupt, make_runs, show_as_is, tables};
use super::terminal::Style;
use super::{FAILED, Failure, IMPRECISE, WRONG, answer, arguments, room, tell};
use crate::experiment::{Experiment, Parallel};
use crate::io::manifest::{Circumstances, cited, manifest};
use crate::io::results::{self, PAGE, Replace};
use crate::io::scenario::{Request, read};
use crate::io::tables::{About, PACKAGE, package, summary_rows};
use crate::model::Weeks;
use crate::model::scenario::Scenario;
use crate::report::report;
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::path::PathBuf;
use std::time::{Instant, SystemTime};

/// Runs a scenario, answers its question and writes its tables.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim run scenarios/ehr_rollout.toml
  sim run scenarios/ehr_rollout.toml --arm ehr_dismiss --replications 5 \\
    --set site.hospital.staff.secretary=7 --out /tmp/test

Exit codes: 0 done, 1 failed while running, 2 the scenario or the arguments are wrong, 3 done, but
`precision` was not met with `at_most` replications, 130 interrupted.")]
pub struct RunArgs {
    /// The scenario file.
    file: PathBuf,
    /// Folder for the results [default: results/NAME of the scenario].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Number of replications, instead of the scenario's or its `precision`.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Runs only this arm and the control; may be given more than once.
    #[arg(long = "arm", value_name = "NAME")]
    arms: Vec<String>,
    /// Number of threads [default: one per core]. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// What is spread over the threads [default: whole runs if there are as many as threads, else sites]. Results do
    /// not depend on it.
    #[arg(long, value_enum)]
    parallel: Option<Spread>,
    /// Changes a value before the file is read; may be given more than once, the last wins.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Prints the summary as JSON on standard output and nothing else there.
    #[arg(long)]
    json: bool,
    /// Prints no progress and no notes.
    #[arg(long)]
    quiet: bool,
    /// Replaces the results of another scenario in the folder.
    #[arg(long)]
    force: bool,
    /// Checks the model's invariants while it runs (slower).
    #[arg(long)]
    audit: bool,
    /// Writes event_log.csv, too: a row for each task instance that is done, for process mining. Of replication 0, or
    /// of the first N or all of them; some 280 bytes a row.
    #[arg(long, value_name = "N|all", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    event_log: Option<LoggedReplications>,
    /// Runs each arm from its beginning, though arms may have a time in common that needs to be simulated once only
    /// (slower). Results do not depend on it.
    #[arg(long)]
    apart: bool,
}

/// What is spread over the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Spread {
    /// Whole runs.
    Replications,
    /// The sites within a run.
    Sites,
}

/// What is to be run of a scenario.
fn experiment<'s>(scenario: &'s Scenario, args: &RunArgs) -> Experiment<'s> {
    let experiment = Experiment::new(scenario).stopped_by(interrupt());
    let mut experiment = experiment.arms(&args.arms).audited(args.audit).apart(args.apart);
    if let Some(threads) = args.threads {
        experiment = experiment.threads(threads as usize);
    }
    match args.parallel {
        Some(Spread::Sites) => experiment.parallel(Parallel::Sites),
        Some(Spread::Replications) => experiment.parallel(Parallel::Replications),
        None => experiment,
    }
}

/// Runs the command and returns its exit code.
pub fn run(args: &RunArgs) -> Result<u8, Failure> {
    let request = Request {
        path: args.file.clone(),
        sets: args.sets.clone(),
        seed: args.seed,
        replications: args.replications,
        ..Request::default()
    };
    let mut loaded = read(&request).map_err(|problems| Failure::new(WRONG, problems))?;
    let plan = experiment(&loaded.scenario, args).plan().map_err(|error| failure(error, 0))?;
    let name = loaded.scenario.name.clone();
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&name));
    results::prepare(&out, &name, Replace::if_forced(args.force))
        .map_err(|error| Failure::new(WRONG, format!("error: {error}")))?;
    room::check(&loaded.scenario, &plan, args.event_log, &out)?;
    if !args.quiet {
        for warning in &loaded.warnings {
            tell(&format!("warning: {warning}"));
        }
    }
    let started = Clock::start();
    let settled = experiment(&loaded.scenario, args).settled().map(Cow::into_owned);
    loaded.scenario = settled.map_err(|error| failure(error, plan.threads))?;
    let scenario = &loaded.scenario;
    let logging = args.event_log.map(|logged| Logging::start(scenario, &out, logged)).transpose()?;
    let log = logging.as_ref().map(Logging::sink);
    let bar = bar(scenario, &plan, args.quiet);
    let results = make_runs(experiment(scenario, args).logged(log), &bar, plan.threads)?;
    let log = logging.map(|logging| logging.finish(&results)).transpose()?;
    let circumstances = started.circumstances(plan.threads, args, reproduce(args, scenario.seed, plan.replications));
    let mut files = tables(scenario, &results)?;
    let log = log.as_slice();
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).chain(log.iter().map(|log| log.name)).collect();
    let manifest = manifest(&loaded, &plan, &results, &names, &circumstances);
    let cite = cited(&loaded, &args.sets).line();
    let about =
        About { scenario: &scenario.name, title: &scenario.title, cite: &cite, currency: scenario.currency.as_deref() };
    let of_log = log.iter().map(|log| (log.name, log.header.as_slice()));
    let described: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (*name, text.as_slice())).chain(of_log).collect();
    let described = package(about, &described).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    files.push((PACKAGE, described));
    files.push((
        "manifest.toml",
        manifest.map_err(|error| Failure::new(FAILED, format!("error: {error}")))?.into_bytes(),
    ));
    let of_run = |name: &str| files.iter().find(|(file, _)| *file == name).map(|(_, bytes)| bytes.clone());
    let page = report(&of_run).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    files.push((PAGE, page.into_bytes()));
    let written: Vec<(&str, PathBuf)> = log.iter().map(|log| (log.name, log.path.clone())).collect();
    // A run takes its time: the folder may have become somebody else's meanwhile.
    results::prepare(&out, &name, Replace::if_forced(args.force))
        .and_then(|()| results::write(&out, &files, &written))
        .map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    if args.json {
        let rows = summary_rows(scenario, &results);
        let text =
            serde_json::to_string_pretty(&rows).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
        show_as_is(&format!("{text}\n"))?;
    } else {
        show_as_is(&answer::answer(scenario, &results, Style::of_output()))?;
    }
    if !args.quiet {
        for warning in results.warnings(scenario) {
            tell(&format!("warning: {warning}"));
        }
        tell(&format!("written to {} in {:.1} s{}", out.display(), circumstances.seconds, shared(results.weeks)));
    }
    match &results.precision {
        Some(reached) if !reached.met => {
            tell(&format!("warning: {}", answer::precision(scenario, &results)));
            Ok(IMPRECISE)
        }
        _ => Ok(0),
    }
}

/// The command with all that the results depend on, and nothing that they do not.
fn reproduce(args: &RunArgs, seed: u64, replications: u32) -> String {
    let mut words = vec!["sim".to_owned(), "run".into(), quoted(&args.file.display().to_string())];
    words.extend(args.arms.iter().flat_map(|arm| ["--arm".to_owned(), quoted(arm)]));
    words.extend(args.sets.iter().flat_map(|set| ["--set".to_owned(), quoted(set)]));
    words.extend(args.event_log.map(|logged| format!("--event-log={logged}")));
    words.extend(["--seed".into(), seed.to_string(), "--replications".into(), replications.to_string()]);
    words.join(" ")
}

/// A word as a shell reads it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.into() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// What arms had in common, if anything.
fn shared(weeks: Weeks) -> String {
    match weeks.shared {
        0 => String::new(),
        _ => format!("; arms share {:.0}% of {} simulated weeks", 100.0 * weeks.share(), weeks.of_runs),
    }
}

/// When a run began.
struct Clock {
    wall: SystemTime,
    elapsed: Instant,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the manifest says when a run was made; results do not depend on it")]
    fn start() -> Clock {
        Clock { wall: SystemTime::now(), elapsed: Instant::now() }
    }

    fn circumstances(&self, threads: usize, args: &RunArgs, reproduce: String) -> Circumstances {
        let host = std::fs::read_to_string("/etc/hostname").map_or(String::new(), |name| name.trim().into());
        Circumstances {
            started: DateTime::<Utc>::from(self.wall).format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            seconds: self.elapsed.elapsed().as_secs_f64(),
            host,
            threads,
            changes: args.sets.clone(),
            command: arguments().join(" "),
            reproduce,
        }
    }
}
