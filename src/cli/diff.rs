//! `sim diff`: where two results, or two variants of a scenario, begin to differ.

use super::job::{failure, interrupt, show};
use super::{FAILED, Failure, WRONG};
use crate::experiment::{Experiment, Parallel, arm_called, cores};
use crate::io::scenario::{Request, read};
use crate::io::tables::first_difference;
use crate::model::scenario::{ArmId, Scenario};
use crate::model::{Simulation, Step};
use std::path::{Path, PathBuf};

/// So many differing values are shown.
const SHOWN: usize = 8;
/// So many events and draws before the first difference are shown.
const BEFORE: usize = 3;

/// Finds the first week in which two folders of results differ; or, with --bisect, the first event or draw that a
/// change of a scenario makes differ.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim diff results/ehr_rollout /tmp/test
  sim diff --bisect scenarios/ehr_rollout.toml --set site.hospital.staff.secretary=7

Exit codes: 0 no difference, 1 they differ, 2 the folders, the scenario or the arguments are
wrong.")]
pub struct DiffArgs {
    /// Two folders of results.
    #[arg(required_unless_present = "bisect", num_args = 2, value_names = ["RUN_A", "RUN_B"], conflicts_with = "bisect")]
    folders: Vec<PathBuf>,
    /// A scenario to run as it is and with the changes of --set.
    #[arg(long, value_name = "FILE", requires = "sets")]
    bisect: Option<PathBuf>,
    /// A change; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// The arm to follow [default: the control].
    #[arg(long)]
    arm: Option<String>,
    /// The replication to follow.
    #[arg(long, default_value_t = 0)]
    replication: u32,
}

/// Runs the command and returns its exit code.
pub fn run(args: &DiffArgs) -> Result<u8, Failure> {
    match (&args.bisect, &args.folders[..]) {
        (Some(file), _) => bisect(args, file),
        (None, [one, other]) => folders(one, other),
        _ => Err(Failure::new(WRONG, "error: two folders of results are needed")),
    }
}

fn folders(one: &Path, other: &Path) -> Result<u8, Failure> {
    for folder in [one, other] {
        if !folder.join("manifest.toml").is_file() {
            let why = format!(
                "error: {} does not hold results; name two folders that `sim run` has written",
                folder.display()
            );
            return Err(Failure::new(WRONG, why));
        }
    }
    let wrong = |error: csv::Error| Failure::new(WRONG, format!("error: cannot compare the two: {error}"));
    let found = first_difference(one, other).map_err(wrong)?;
    let Some(first) = found.first() else {
        show("no difference in any weekly table\n")?;
        return Ok(0);
    };
    show(&format!("first differ in the week from {}: {} values\n", first.week, found.len()))?;
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "no such row".into());
    for difference in found.iter().take(SHOWN) {
        show(&format!(
            "  {} {}, {}: {} | {}\n",
            difference.table,
            difference.row,
            difference.column,
            value(&difference.one),
            value(&difference.other)
        ))?;
    }
    if found.len() > SHOWN {
        show(&format!("  and {} more\n", found.len() - SHOWN))?;
    }
    Ok(FAILED)
}

/// One variant of a scenario, followed event by event.
fn follow(args: &DiffArgs, file: &Path, sets: &[String]) -> Result<(Scenario, ArmId, Vec<Step>), Failure> {
    let request = Request { path: file.into(), sets: sets.to_vec(), ..Request::default() };
    let scenario = read(&request).map_err(|problems| Failure::new(WRONG, problems))?.scenario;
    let failed = |error| failure(error, cores());
    let experiment = Experiment::new(&scenario).parallel(Parallel::Replications).stopped_by(interrupt());
    let scenario = experiment.settled().map_err(failed)?.into_owned();
    let arm = match &args.arm {
        None => scenario.control,
        Some(name) => arm_called(&scenario, name).map_err(failed)?,
    };
    let (_, steps) = Simulation::new(&scenario)
        .map_err(|error| Failure::new(WRONG, format!("error: {error}")))?
        .trace_with_draws(arm, args.replication);
    Ok((scenario, arm, steps))
}

fn bisect(args: &DiffArgs, file: &Path) -> Result<u8, Failure> {
    let (plain, arm, one) = follow(args, file, &[])?;
    let (changed, _, other) = follow(args, file, &args.sets)?;
    let line = |scenario: &Scenario, step: &Step| {
        format!("  week {}, place {}, {}\n", step.time.week(), step.site, step.describe(&scenario.arms[arm].configs[0]))
    };
    let same = |(one, other): &(&Step, &Step)| line(&plain, one) == line(&changed, other);
    let first = one.iter().zip(&other).take_while(same).count();
    if first == one.len() && first == other.len() {
        show(&format!("no difference in {first} events and draws\n"))?;
        return Ok(0);
    }
    show(&format!("the first {first} events and draws are the same, the last of them\n"))?;
    for step in &one[first.saturating_sub(BEFORE)..first] {
        show(&line(&plain, step))?;
    }
    for (scenario, steps, name) in [(&plain, &one, "without the change"), (&changed, &other, "with the change")] {
        show(&format!("then, {name}\n"))?;
        match steps.get(first) {
            Some(step) => show(&line(scenario, step))?,
            None => show("  nothing more\n")?,
        }
    }
    Ok(FAILED)
}
