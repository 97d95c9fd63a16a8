//! `manifest.toml`: how a run was made. Times and host live here and nowhere else.

use super::cite::Cited;
use super::scenario::{Loaded, fingerprint_of_sources};
use crate::experiment::{MetricKind, Results, RunPlan, headline_group, headlines, length_in_weeks};
use crate::model::analysis::Warning;
use crate::model::scenario::{Period, Scenario, WarmUpFrom};
use crate::units::WEEK;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first line of a manifest: a folder without it was not made by `sim`.
pub const MARK: &str = "# made by sim: this folder may be replaced by a later run of the same scenario\n";

/// A fingerprint of the program's source text: two builds of one version may count otherwise.
pub const CODE: &str = env!("SIM_CODE");

/// What the clock and the machine say of a run.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// When it began, ISO 8601, UTC.
    pub started: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Name of the machine.
    pub host: String,
    /// Threads used.
    pub threads: usize,
    /// The command line.
    pub command: String,
    /// What was changed in the scenario before it was read, as `--set` says it.
    pub changes: Vec<String>,
    /// The command that gives the same results again: all that they depend on and nothing else.
    pub reproduce: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'a str,
    version: &'a str,
    /// Fingerprint of the program's source text.
    code: &'a str,
    scenario: &'a str,
    title: &'a str,
    scenario_sha256: String,
    changes: &'a [String],
    seed: u64,
    replications: u32,
    arms: Vec<&'a str>,
    control: &'a str,
    reproduce: &'a str,
    /// How to cite the run, in one line.
    cite: String,
    weeks: f64,
    numbers_cited: usize,
    numbers_assumed: usize,
    files: &'a [&'a str],
    warm_up_weeks: f64,
    warm_up_from: &'static str,
    run: ManifestRun<'a>,
    period: Vec<ManifestWindow<'a>>,
    headline: Vec<HeadlineOf<'a>>,
    warning: Vec<WarningOf>,
    fingerprint: BTreeMap<&'a str, String>,
    scenario_sources: Vec<&'a str>,
    /// SHA-256 of each file that the scenario names.
    inputs: &'a BTreeMap<String, String>,
    defaults: BTreeMap<String, BTreeMap<&'static str, &'static str>>,
    resolved_scenario: &'a str,
}

/// A window in which outcomes are reported, in the order of the tables.
#[derive(Serialize)]
struct ManifestWindow<'a> {
    name: &'a str,
    from_week: i64,
    to_week: i64,
    /// The run's last week may be partial.
    weeks: f64,
}

#[derive(Serialize)]
struct ManifestRun<'a> {
    command: &'a str,
    started: &'a str,
    seconds: f64,
    host: &'a str,
    threads: usize,
    events: u64,
    stale_events: u64,
    windows: u64,
    instances_done: u64,
    /// Simulated weeks of all runs, warm-up included, and the share of them that another arm's run had simulated
    /// already.
    weeks: u64,
    weeks_shared: f64,
}

/// The difference of an arm to the control that the answer rests on.
#[derive(Serialize)]
struct HeadlineOf<'a> {
    arm: &'a str,
    metric: String,
    unit: String,
    diff: f64,
    /// Of the interval for this arm alone, and of the one that holds for all arms at once.
    half_width: Option<f64>,
    simultaneous_half_width: Option<f64>,
    variance_reduction: Option<f64>,
}

/// A warning as it is written down and read back.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct WarningOf {
    /// Empty if it is about no one place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    place: String,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl From<Warning> for WarningOf {
    fn from(Warning { place, message, remedy }: Warning) -> WarningOf {
        WarningOf { place, message, remedy }
    }
}

impl From<&WarningOf> for Warning {
    fn from(of: &WarningOf) -> Warning {
        Warning { place: of.place.clone(), message: of.message.clone(), remedy: of.remedy.clone() }
    }
}

/// All warnings of a run: those known before it, then those that its results show.
pub fn all_warnings(loaded: &Loaded, results: &Results) -> Vec<Warning> {
    loaded.warnings.iter().cloned().chain(results.warnings(&loaded.scenario)).collect()
}

/// The defaults of every kind of table: what counts where the scenario says nothing.
fn defaults() -> BTreeMap<String, BTreeMap<&'static str, &'static str>> {
    super::scenario::fields::KINDS
        .iter()
        .map(|kind| {
            let stated = kind.fields.iter().filter(|field| !field.default.is_empty());
            (kind.name.replace(' ', "_"), stated.map(|field| (field.name, field.default)).collect())
        })
        .collect()
}

fn window<'s>(scenario: &Scenario, period: &'s Period) -> ManifestWindow<'s> {
    let Period { name, from_week, to_week } = period;
    let weeks = length_in_weeks(scenario, period);
    ManifestWindow { name, from_week: *from_week, to_week: *to_week, weeks }
}

/// What identifies the results of a scenario.
pub fn cited(loaded: &Loaded, changes: &[String]) -> Cited {
    Cited {
        title: loaded.scenario.title.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        scenario: loaded.scenario.name.clone(),
        sha256: fingerprint_of_sources(&loaded.sources),
        changes: changes.to_vec(),
        seed: loaded.scenario.seed,
        year: None,
    }
}

/// The text of a manifest; `files` are the tables beside it.
///
/// # Errors
/// If it cannot be written as TOML.
pub fn manifest(
    loaded: &Loaded,
    plan: &RunPlan,
    results: &Results,
    files: &[&str],
    now: &Circumstances,
) -> Result<String, toml::ser::Error> {
    let scenario = &loaded.scenario;
    let sum = |part: fn(&crate::model::outcome::RunStatistics) -> u64| results.statistics.iter().map(part).sum();
    let name = |arm: &crate::model::scenario::ArmId| scenario.arms[*arm].name.as_str();
    let manifest = Manifest {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        code: CODE,
        scenario: &scenario.name,
        title: &scenario.title,
        scenario_sha256: fingerprint_of_sources(&loaded.sources),
        changes: &now.changes,
        seed: scenario.seed,
        replications: results.replications,
        arms: plan.arms.iter().map(name).collect(),
        control: name(&scenario.control),
        reproduce: &now.reproduce,
        cite: cited(loaded, &now.changes).line(),
        weeks: scenario.end.0 as f64 / WEEK.ms(),
        numbers_cited: scenario.provenance.cited(),
        numbers_assumed: scenario.provenance.assumed(),
        warm_up_weeks: scenario.warm_up.ms() / WEEK.ms(),
        warm_up_from: match scenario.warm_up_from {
            WarmUpFrom::Scenario => "scenario",
            WarmUpFrom::ToFind | WarmUpFrom::Pilot => "pilot",
        },
        headline: headlines(scenario, results)
            .into_iter()
            .map(|headline| {
                let metric = headline_group(scenario).metric;
                HeadlineOf {
                    arm: name(&headline.arm),
                    unit: MetricKind::of(&metric).unit_in(scenario.currency.as_deref()).into(),
                    metric,
                    diff: headline.difference.mean,
                    half_width: headline.difference.half_width,
                    simultaneous_half_width: headline.simultaneous,
                    variance_reduction: headline.variance_reduction,
                }
            })
            .collect(),
        warning: all_warnings(loaded, results).into_iter().map(WarningOf::from).collect(),
        run: ManifestRun {
            command: &now.command,
            started: &now.started,
            seconds: now.seconds,
            host: &now.host,
            threads: now.threads,
            events: sum(|statistics| statistics.events),
            stale_events: sum(|statistics| statistics.stale),
            windows: sum(|statistics| statistics.windows),
            instances_done: sum(|statistics| statistics.done),
            weeks: results.weeks.of_runs,
            weeks_shared: (results.weeks.share() * 1e4).round() / 1e4,
        },
        period: scenario.periods.iter().map(|period| window(scenario, period)).collect(),
        fingerprint: results
            .arms
            .iter()
            .zip(&results.statistics)
            .map(|(arm, statistics)| (name(arm), format!("{:016x}", statistics.fingerprint)))
            .collect(),
        files,
        scenario_sources: loaded.sources.iter().map(|source| source.name.as_str()).collect(),
        inputs: &loaded.inputs,
        defaults: defaults(),
        resolved_scenario: &loaded.resolved,
    };
    Ok(format!("{MARK}{}", toml::to_string(&manifest)?))
}
