//! `sim run FILE`: runs a scenario, answers its question and writes its tables.

use super::progress::Bar;
use super::{FAILED, Failure, INTERRUPTED, WRONG, answer};
use crate::engine::Execution;
use crate::experiment::{self, Parallel, Plan, Results, SHEETS, Stopped};
use crate::io::manifest::{Circumstances, manifest};
use crate::io::results;
use crate::io::scenario::{Loaded, Request, read};
use crate::io::tables::{replications_csv, summary_csv, summary_rows, weekly_csv};
use crate::model::Simulation;
use crate::model::scenario::{ArmId, Scenario};
use crate::units::WEEK;
use chrono::{DateTime, Utc};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

/// Runs a scenario, answers its question and writes its tables.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim run scenarios/ehr_rollout.toml
  sim run scenarios/ehr_rollout.toml --arm ehr_dismiss --replications 5 --set site.hospital.staff.secretary=7 --out /tmp/test

Exit codes: 0 done, 1 failed while running, 2 the scenario or the arguments are wrong, 130 interrupted.")]
pub struct RunArgs {
    /// The scenario file.
    file: PathBuf,
    /// Folder for the results [default: results/NAME of the scenario].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Number of replications, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Runs only this arm and the control; may be given more than once.
    #[arg(long = "arm", value_name = "NAME")]
    arms: Vec<String>,
    /// Number of threads [default: one per core]. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// What is spread over the threads [default: whole runs if there are as many as threads, else sites]. Results do not
    /// depend on it.
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
}

/// What is spread over the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Spread {
    /// Whole runs.
    Replications,
    /// The sites within a run.
    Sites,
}

/// Does it and returns the exit code.
pub fn run(args: &RunArgs) -> Result<u8, Failure> {
    let request =
        Request { path: args.file.clone(), sets: args.sets.clone(), seed: args.seed, replications: args.replications };
    let loaded = read(&request).map_err(|problems| Failure::new(WRONG, problems))?;
    let scenario = &loaded.scenario;
    let arms = chosen_arms(scenario, &args.arms)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("results").join(&scenario.name));
    results::prepare(&out, &scenario.name, args.force)
        .map_err(|error| Failure::new(WRONG, format!("error: {error}")))?;
    if !args.quiet {
        for warning in &loaded.warnings {
            eprintln!("warning: {warning}");
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut plan = Plan::new(scenario, &arms, args.threads.map_or(cores, |threads| threads as usize));
    if let Some(spread) = args.parallel {
        plan.parallel = if spread == Spread::Sites { Parallel::Sites } else { Parallel::Replications };
    }
    let started = Clock::start();
    let results = make_runs(args, scenario, &plan)?;
    let circumstances = started.circumstances(plan.threads);
    let files = files(&loaded, &plan, &results, &circumstances)?;
    // A run takes its time: the folder may have become somebody else's meanwhile.
    results::prepare(&out, &scenario.name, args.force)
        .and_then(|()| results::write(&out, &files))
        .map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    if args.json {
        let rows = summary_rows(scenario, &results);
        let text =
            serde_json::to_string_pretty(&rows).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
        show(&format!("{text}\n"))?;
    } else {
        show(&answer::answer(scenario, &results))?;
    }
    if !args.quiet {
        eprintln!("written to {} in {:.1} s", out.display(), circumstances.seconds);
    }
    Ok(0)
}

/// Writes to standard output; whoever closed it has seen enough.
fn show(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(FAILED, format!("error: cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// The arms named on the command line.
fn chosen_arms(scenario: &Scenario, names: &[String]) -> Result<Vec<ArmId>, Failure> {
    let all: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    names
        .iter()
        .map(|name| {
            let found = scenario.arms.enumerate().find(|(_, arm)| arm.name == *name).map(|(id, _)| id);
            found.ok_or_else(|| {
                Failure::new(WRONG, format!("error: no arm is called `{name}`; there are {}", all.join(", ")))
            })
        })
        .collect()
}

/// Makes the runs under a progress bar; an interrupt stops them.
fn make_runs(args: &RunArgs, scenario: &Scenario, plan: &Plan) -> Result<Results, Failure> {
    let mut simulation = Simulation::new(scenario);
    if args.audit {
        simulation = simulation.audited();
    }
    if plan.parallel == Parallel::Sites {
        simulation = simulation.executed(Execution::Parallel);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let signal = Arc::clone(&stop);
    // A handler can be set once in a process; a second run in the same process keeps the first one's.
    let _ = ctrlc::set_handler(move || signal.store(true, Ordering::Relaxed));
    let weeks = (scenario.warm_up.0 + scenario.end.0 + WEEK.0 - 1) / WEEK.0;
    let runs = plan.arms.len() as u64 * plan.replications as u64;
    let bar = Bar::new(weeks as u64 * runs, plan.replications, args.quiet);
    let simulate = |arm, replication, watch: &dyn Fn(i64) -> bool| simulation.run(arm, replication, watch);
    let results = experiment::run(scenario, plan, &simulate, &bar, &stop);
    bar.finish();
    results.map_err(|stopped| match stopped {
        Stopped::Interrupted => {
            Failure::new(INTERRUPTED, "interrupted: nothing was written, earlier results are as they were")
        }
        Stopped::NoThreads(why) => Failure::new(
            FAILED,
            format!("error: cannot start {} threads: {why}; ask for fewer with --threads", plan.threads),
        ),
    })
}

/// All files of a results folder.
fn files(
    loaded: &Loaded,
    plan: &Plan,
    results: &Results,
    now: &Circumstances,
) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let scenario = &loaded.scenario;
    let failed = |error: csv::Error| Failure::new(FAILED, format!("error: {error}"));
    let mut files = vec![
        ("summary.csv", summary_csv(scenario, results).map_err(failed)?),
        ("replications.csv", replications_csv(scenario, results).map_err(failed)?),
    ];
    for kind in SHEETS {
        files.push(weekly_csv(scenario, results, kind).map_err(failed)?);
    }
    let manifest =
        manifest(loaded, plan, results, now).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    files.push(("manifest.toml", manifest.into_bytes()));
    Ok(files)
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

    fn circumstances(&self, threads: usize) -> Circumstances {
        let host = std::fs::read_to_string("/etc/hostname").map_or(String::new(), |name| name.trim().into());
        Circumstances {
            started: DateTime::<Utc>::from(self.wall).format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            seconds: self.elapsed.elapsed().as_secs_f64(),
            host,
            threads,
            command: std::env::args().collect::<Vec<_>>().join(" "),
        }
    }
}
