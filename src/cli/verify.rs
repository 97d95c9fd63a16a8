//! `sim verify FILE`: runs a scenario in several ways and compares everything.

use super::job::{bar, failure, interrupt, make_runs, show, tables};
use super::{FAILED, Failure, WRONG};
use crate::experiment::{Experiment, Parallel, RunPlan};
use crate::io::scenario::{Request, read};
use crate::model::scenario::Scenario;
use std::path::PathBuf;

/// Runs a scenario on several numbers of threads, spread over whole runs and over sites, and with each arm from its
/// beginning (what arms have in common is simulated once otherwise), and compares fingerprints and the bytes of all
/// tables.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim verify scenarios/ehr_rollout.toml --threads 1,2,8 --arm ehr --replications 1

Exit codes: 0 all the same, 1 something differs, 2 the scenario or the arguments are wrong, 130
interrupted.")]
pub struct VerifyArgs {
    /// The scenario file.
    file: PathBuf,
    /// Numbers of threads, the first of which the others are compared with.
    #[arg(long, value_delimiter = ',', default_value = "1,2,8", value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Vec<u32>,
    /// Number of replications, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Runs only this arm and the control; may be given more than once.
    #[arg(long = "arm", value_name = "NAME")]
    arms: Vec<String>,
    /// Changes a value before the file is read; may be given more than once, the last wins.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Checks the model's invariants while it runs (slower).
    #[arg(long)]
    audit: bool,
    /// Prints no progress.
    #[arg(long)]
    quiet: bool,
}

/// What one way of running gave.
struct Given {
    fingerprints: Vec<u64>,
    tables: Vec<(&'static str, Vec<u8>)>,
}

/// What is to be run of a scenario, in whatever way.
fn experiment<'s>(scenario: &'s Scenario, args: &VerifyArgs) -> Experiment<'s> {
    Experiment::new(scenario).arms(&args.arms).audited(args.audit).stopped_by(interrupt())
}

/// Runs the command and returns its exit code.
pub fn run(args: &VerifyArgs) -> Result<u8, Failure> {
    let request = Request {
        path: args.file.clone(),
        sets: args.sets.clone(),
        seed: args.seed,
        replications: args.replications,
        ..Request::default()
    };
    let loaded = read(&request).map_err(|problems| Failure::new(WRONG, problems))?;
    experiment(&loaded.scenario, args).plan().map_err(|error| failure(error, 0))?;
    let mut first: Option<Given> = None;
    let mut differs = false;
    let whole = (Parallel::Replications, "whole runs", false);
    let both = [whole, (Parallel::Sites, "sites", false)];
    let ways = args.threads.iter().flat_map(|threads| both.map(|way| (*threads, way)));
    // At last without what arms have in common.
    let apart = (args.threads[0], (whole.0, "whole runs, each arm from its beginning", true));
    for (threads, (parallel, name, apart)) in ways.chain([apart]) {
        let to_run = experiment(&loaded.scenario, args).threads(threads as usize).parallel(parallel).apart(apart);
        let failed = |error| failure(error, threads as usize);
        let plan = to_run.plan().map_err(failed)?;
        // Each way finds the warm-up itself, if it is to be found.
        let scenario = &to_run.settled().map_err(failed)?;
        let bar = bar(scenario, &plan, args.quiet);
        let results = make_runs(to_run.of(scenario), &bar, plan.threads)?;
        let given = Given {
            fingerprints: results.statistics.iter().map(|statistics| statistics.fingerprint).collect(),
            tables: tables(scenario, &results)?,
        };
        let noun = if threads == 1 { "thread" } else { "threads" };
        let verdict = match &first {
            None => "this is what the others are compared with".to_owned(),
            Some(first) => match differences(scenario, &plan, first, &given) {
                list if list.is_empty() => "the same fingerprints, the same bytes".to_owned(),
                list => {
                    differs = true;
                    format!("DIFFERS in {}", list.join(", "))
                }
            },
        };
        show(&format!("{threads} {noun} over {name}: {verdict}\n"))?;
        if first.is_none() {
            for (arm, print) in plan.arms.iter().zip(&given.fingerprints) {
                show(&format!("  {print:016x} {}\n", scenario.arms[*arm].name))?;
            }
            first = Some(given);
        }
    }
    Ok(if differs { FAILED } else { 0 })
}

fn differences(scenario: &Scenario, plan: &RunPlan, one: &Given, other: &Given) -> Vec<String> {
    let prints = plan.arms.iter().zip(one.fingerprints.iter().zip(&other.fingerprints));
    let arms =
        prints.filter(|(_, (one, other))| one != other).map(|(arm, _)| format!("arm {}", scenario.arms[*arm].name));
    let tables = one.tables.iter().zip(&other.tables).filter(|(one, other)| one.1 != other.1);
    arms.chain(tables.map(|((name, _), _)| name.to_string())).collect()
}
