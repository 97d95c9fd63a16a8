//! Two folders of results side by side: which inputs differ, and what that did.

mod page;

pub use page::{page, title_of};

use super::ReportError;
use super::answer::{ExpectedAnswer, expected};
use super::data::{CsvTable, RowKey, WrittenManifest, WrittenWindow, currency, unit};
use crate::experiment::{Comparing, Empty, Estimate, MetricKind, Needs, estimate};
use crate::io::{Changed, changed, changed_files};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Why two folders cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// One of them holds no results of a run.
    #[error("{folder}: {source}")]
    NoRun {
        /// The folder.
        folder: String,
        /// What is wrong with it.
        source: ReportError,
    },
    /// It holds a sweep.
    #[error("{0} holds a sweep, which has many results; name two folders that `sim run` has written")]
    Sweep(String),
    /// They have no arm in common.
    #[error(
        "the two have no arm in common (`{a}`; `{b}`); run the same arms, or one alone in each, which are compared \
         whatever they are called"
    )]
    NoArm {
        /// Arms of the first.
        a: String,
        /// Arms of the second.
        b: String,
    },
    /// They have no period in common.
    #[error("the two have no period in common (`{a}`; `{b}`); use one name in [period] of both")]
    NoPeriod {
        /// Periods of the first.
        a: String,
        /// Periods of the second.
        b: String,
    },
    /// The page cannot be made.
    #[error(transparent)]
    Page(#[from] ReportError),
}

/// One of the two runs.
#[derive(Clone, Debug)]
pub struct Side {
    /// What its folder is called.
    pub name: String,
    /// Version of the program that made it.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of replications.
    pub replications: u32,
    /// Weeks of the period that is compared.
    pub weeks: (i64, i64),
    manifest: WrittenManifest,
    scenario: toml::Table,
    raw: CsvTable,
}

/// A metric of a group in both runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What it is about.
    pub(super) key: RowKey,
    /// Mean in the first.
    pub a: Estimate,
    /// Mean in the second.
    pub b: Estimate,
    /// The second less the first.
    pub difference: Estimate,
}

/// An arm that both runs have.
#[derive(Clone, Debug)]
pub struct ComparedArm {
    /// Its name: that of the first, and of the second, if it is called otherwise there.
    pub name: String,
    /// All that is compared.
    pub values: Vec<Compared>,
}

/// Two runs side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The first run.
    pub a: Side,
    /// The second run.
    pub b: Side,
    /// The period that is compared.
    pub period: String,
    /// How.
    pub comparing: Comparing,
    /// Replications of the first and of the second that are compared.
    pub compared: (usize, usize),
    /// Inputs that differ.
    pub inputs: Vec<Changed>,
    /// Arms that both have.
    pub arms: Vec<ComparedArm>,
    /// What one of the scenarios expected, and of which arm here.
    expected: Option<ExpectedAnswer>,
}

/// Gives the contents of a file of a folder.
pub type Files<'f> = dyn Fn(&str) -> Option<Vec<u8>> + 'f;

impl Side {
    fn read(name: &str, file: &Files<'_>) -> Result<Side, CompareError> {
        let no_run = |source| CompareError::NoRun { folder: name.to_owned(), source };
        let get = |file_name| file(file_name).ok_or_else(|| no_run(ReportError::Missing(file_name)));
        let text = String::from_utf8_lossy(&get("manifest.toml")?).into_owned();
        let of_sweep = text.parse::<toml::Table>().ok().and_then(|table| {
            Some(table.get("scenario")?.as_str()?.starts_with("sweep of ") && !table.contains_key("control"))
        });
        if of_sweep == Some(true) {
            return Err(CompareError::Sweep(name.into()));
        }
        let manifest: WrittenManifest = toml::from_str(&text).map_err(|error| no_run(error.into()))?;
        let scenario = toml::from_str(&manifest.resolved_scenario).map_err(|error| no_run(error.into()))?;
        let raw = CsvTable::read("replications.csv", &get("replications.csv")?).map_err(no_run)?;
        let (version, seed, replications) = (manifest.version.clone(), manifest.seed, manifest.replications);
        Ok(Side { name: name.into(), version, seed, replications, weeks: (0, 0), manifest, scenario, raw })
    }

    fn window(&self, name: &str) -> Option<&WrittenWindow> {
        self.manifest.period.iter().find(|window| window.name == name)
    }

    fn periods(&self) -> String {
        self.manifest.period.iter().map(|window| window.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The values of an arm in a period, by group and replication.
    fn values(&self, arm: &str, period: &str, compared: usize) -> BTreeMap<RowKey, Vec<Option<f64>>> {
        let mut values: BTreeMap<RowKey, Vec<Option<f64>>> = BTreeMap::new();
        for row in self.raw.rows().filter(|row| row.text("arm") == arm && row.text("period") == period) {
            let replication: Option<usize> = row.text("replication").parse().ok();
            // What another version measures and this one does not is no metric here.
            if MetricKind::find(row.text("metric")).is_none() {
                continue;
            }
            let of_group = values.entry(RowKey::of_row(&row)).or_insert_with(|| vec![None; compared]);
            if let Some(cell) = replication.and_then(|at| of_group.get_mut(at)) {
                *cell = row.number("value");
            }
        }
        values
    }
}

/// Of an amount that a run does not mention there was nothing.
fn filled(values: Option<&Vec<Option<f64>>>, key: &RowKey, compared: usize) -> Vec<Option<f64>> {
    let nothing = (MetricKind::of(&key.metric).empty == Empty::Zero).then_some(0.0);
    let none = vec![None; compared];
    values.unwrap_or(&none).iter().map(|value| value.or(nothing)).collect()
}

impl Comparison {
    /// Compares two folders of results, each by its name and its files.
    ///
    /// # Errors
    /// If one of them holds no run, or they have no arm or no period in common.
    pub fn of(a: (&str, &Files<'_>), b: (&str, &Files<'_>)) -> Result<Comparison, CompareError> {
        let (mut a, mut b) = (Side::read(a.0, a.1)?, Side::read(b.0, b.1)?);
        let shared = a.manifest.period.iter().rev().find(|window| b.window(&window.name).is_some());
        let Some(period) = shared.map(|window| window.name.clone()) else {
            return Err(CompareError::NoPeriod { a: a.periods(), b: b.periods() });
        };
        for side in [&mut a, &mut b] {
            side.weeks = side.window(&period).map_or((0, 0), |window| (window.from_week, window.to_week));
        }
        let pairs = pairs(&a.manifest.arms, &b.manifest.arms)?;
        let (n_a, n_b) = (a.replications as usize, b.replications as usize);
        let paired = a.seed == b.seed;
        let comparing = if paired { Comparing::Paired } else { Comparing::Independent };
        let compared = if paired { (n_a.min(n_b), n_a.min(n_b)) } else { (n_a, n_b) };
        let arm = |(of_a, of_b): &(String, String)| {
            let name = if of_a == of_b { of_a.clone() } else { format!("{of_a} / {of_b}") };
            let (left, right) = (a.values(of_a, &period, compared.0), b.values(of_b, &period, compared.1));
            ComparedArm { name, values: compare(&left, &right, comparing, compared) }
        };
        let arms: Vec<ComparedArm> = pairs.iter().map(arm).collect();
        let expected = [&a.scenario, &b.scenario]
            .into_iter()
            .find_map(expected)
            .filter(|expected| arms.iter().any(|arm| arm.name == expected.arm && arm.value(&expected.key).is_some()));
        let mut inputs = changed(&a.scenario, &b.scenario);
        inputs.extend(changed_files(&a.manifest.inputs, &b.manifest.inputs, &bibliographies(&a, &b)));
        // Two builds of one version are two programs.
        if a.version == b.version && a.manifest.code != b.manifest.code {
            for side in [&mut a, &mut b] {
                side.version += &format!(" (source {})", or(&side.manifest.code, "unknown"));
            }
        }
        Ok(Comparison { a, b, period, comparing, compared, inputs, arms, expected })
    }

    /// What the headline is about, and in which arm: what the scenario expected something of, else data work of all, in
    /// the arm in which it differs most.
    pub fn answer(&self) -> Option<(&ComparedArm, &Compared)> {
        let all = RowKey::all("hours.data_work");
        match &self.expected {
            Some(of) => {
                let arm = self.arms.iter().find(|arm| arm.name == of.arm)?;
                Some((arm, arm.value(&of.key)?))
            }
            None => {
                let values = self.arms.iter().filter_map(|arm| Some((arm, arm.value(&all)?)));
                // The first of those that differ as much.
                values.rev().max_by(|(_, a), (_, b)| a.difference.mean.abs().total_cmp(&b.difference.mean.abs()))
            }
        }
    }

    /// How the two were compared, in words.
    pub fn design(&self) -> String {
        let (n_a, n_b) = self.compared;
        match self.comparing {
            Comparing::Paired => {
                let which = match self.a.replications == self.b.replications {
                    true => String::new(),
                    false => format!("; of {} and {}, those that both have", self.a.replications, self.b.replications),
                };
                format!(
                    "Paired by replication, since both have seed {}: n = {n_a} pair{}{which} (Student’s t)",
                    self.a.seed,
                    if n_a == 1 { "" } else { "s" }
                )
            }
            Comparing::Independent => format!(
                "Two independent samples, since seeds differ ({} and {}): n = {n_a} and {n_b} (Welch’s t)",
                self.a.seed, self.b.seed
            ),
        }
    }

    /// Unit of a value; amounts in two currencies name both.
    pub fn unit(&self, value: &Compared) -> Cow<'static, str> {
        let (a, b) = (currency(&self.a.scenario), currency(&self.b.scenario));
        let both = a.zip(b).filter(|(a, b)| a != b).map(|(a, b)| format!("{a} against {b}"));
        unit(&value.key.metric, both.as_deref().or(a).or(b))
    }

    /// Whether the scenarios are the same in all that was compared, though not in their files.
    fn only_texts_differ(&self) -> bool {
        self.inputs.is_empty() && self.a.manifest.scenario_sha256 != self.b.manifest.scenario_sha256
    }
}

impl Compared {
    /// What it is about, in words.
    pub fn subject(&self) -> String {
        super::answer::subject(&self.key)
    }
}

impl ComparedArm {
    pub(super) fn value(&self, key: &RowKey) -> Option<&Compared> {
        self.values.iter().find(|value| value.key == *key)
    }

    /// A metric summed over everybody, or of one occupation.
    pub fn of(&self, metric: &str, occupation: &str) -> Option<&Compared> {
        self.value(&RowKey::of(metric, occupation))
    }

    /// Occupations with a metric, those in which it changes most first.
    pub fn occupations(&self, metric: &str) -> Vec<(&str, &Compared)> {
        let plain = |key: &RowKey| key.activity.is_empty() && key.order.is_empty() && key.task.is_empty();
        let of_metric = self
            .values
            .iter()
            .filter(|value| value.key.metric == metric && !value.key.occupation.is_empty() && plain(&value.key));
        let mut found: Vec<_> = of_metric
            .filter(|value| value.a.mean != 0.0 || value.b.mean != 0.0)
            .map(|value| (value.key.occupation.as_str(), value))
            .collect();
        found.sort_by(|(_, one), (_, other)| other.difference.mean.abs().total_cmp(&one.difference.mean.abs()));
        found
    }
}

fn or<'t>(text: &'t str, blank: &'t str) -> &'t str {
    if text.is_empty() { blank } else { text }
}

/// Files that say what numbers rest on, which is no input.
fn bibliographies(a: &Side, b: &Side) -> Vec<String> {
    let of = |side: &Side| side.scenario.get("evidence").and_then(toml::Value::as_str).map(String::from);
    of(a).into_iter().chain(of(b)).collect()
}

/// Which arms are compared: those of the same name, or the only ones.
fn pairs(a: &[String], b: &[String]) -> Result<Vec<(String, String)>, CompareError> {
    if let ([only_a], [only_b]) = (a, b) {
        return Ok(vec![(only_a.clone(), only_b.clone())]);
    }
    let shared: Vec<_> = a.iter().filter(|arm| b.contains(arm)).map(|arm| (arm.clone(), arm.clone())).collect();
    if shared.is_empty() {
        return Err(CompareError::NoArm { a: a.join(", "), b: b.join(", ") });
    }
    Ok(shared)
}

/// Groups of both; an amount that only one of them mentions is zero in the other.
fn compare(
    a: &BTreeMap<RowKey, Vec<Option<f64>>>,
    b: &BTreeMap<RowKey, Vec<Option<f64>>>,
    comparing: Comparing,
    compared: (usize, usize),
) -> Vec<Compared> {
    let has = |of: &BTreeMap<RowKey, Vec<Option<f64>>>, metric: &str| of.keys().any(|key| key.metric == metric);
    let unknown: BTreeSet<&str> = a.keys().chain(b.keys()).map(|key| key.metric.as_str()).collect();
    let unknown: BTreeSet<&str> = unknown
        .into_iter()
        .filter(|metric| MetricKind::of(metric).needs != Needs::Nothing && !(has(a, metric) && has(b, metric)))
        .collect();
    let keys: BTreeSet<&RowKey> = a.keys().chain(b.keys()).collect();
    let known = keys.into_iter().filter(|key| !unknown.contains(key.metric.as_str()));
    let values = known.filter_map(|key| {
        let (left, right) = (filled(a.get(key), key, compared.0), filled(b.get(key), key, compared.1));
        let mean = |values: &[Option<f64>]| estimate(values.iter().copied().flatten());
        let difference = comparing.difference(&left, &right)?;
        Some(Compared { key: key.clone(), a: mean(&left)?, b: mean(&right)?, difference })
    });
    values.collect()
}
