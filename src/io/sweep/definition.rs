//! `manifest.toml` of a sweep: what it is. Nothing in it depends on when, where or by whom it is run.

use crate::experiment::sweep::{Design, Factor};
use crate::io::changed;
use crate::io::cite::Cited;
use crate::io::manifest::{CODE, MARK};
use crate::io::scenario::Loaded;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a sweep is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Name of the program.
    pub program: String,
    /// Its version: another may count otherwise.
    pub version: String,
    /// Fingerprint of its source text: another build may count otherwise, too.
    #[serde(default)]
    pub code: String,
    /// Whose results the folder holds, in the words of `sim run`: `sweep of NAME`.
    pub scenario: String,
    /// One line that says what the scenario is about.
    pub title: String,
    /// A hash of all that the result of a point depends on besides the point.
    pub identity: String,
    /// Seed of all draws within runs: the same at all points.
    pub seed: u64,
    /// Replications of each arm at a point.
    pub replications: u32,
    /// Arms that are run.
    pub arms: Vec<String>,
    /// How points were chosen.
    pub design: String,
    /// Number of points.
    pub points: usize,
    /// Paths of the varied inputs.
    pub factors: Vec<String>,
    /// Metrics that are kept; none: all.
    pub metrics: Vec<String>,
    /// The merged document as TOML.
    pub resolved_scenario: String,
}

impl Definition {
    /// The sweep over a scenario with these arms (all, if none is named), factors, design and metrics.
    pub fn new(
        loaded: &Loaded,
        arms: &[String],
        factors: &[Factor],
        (design, points): (&Design, usize),
        metrics: &[String],
    ) -> Definition {
        let scenario = &loaded.scenario;
        let is_run = |arm: &str, control: bool| arms.is_empty() || control || arms.iter().any(|name| name == arm);
        let arms: Vec<String> = scenario
            .arms
            .enumerate()
            .filter(|(id, arm)| is_run(&arm.name, *id == scenario.control))
            .map(|(_, arm)| arm.name.clone())
            .collect();
        let mut metrics = metrics.to_vec();
        metrics.sort();
        metrics.dedup();
        let version = env!("CARGO_PKG_VERSION").to_string();
        let mut hash = Sha256::new();
        for part in [&[version.clone(), loaded.identity.clone()][..], &arms, &["metrics".into()], &metrics].concat() {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Definition {
            program: env!("CARGO_PKG_NAME").into(),
            version,
            code: CODE.into(),
            scenario: format!("sweep of {}", scenario.name),
            title: scenario.title.clone(),
            identity: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            seed: scenario.seed,
            replications: scenario.replications,
            arms,
            design: design.name().into(),
            points,
            factors: factors.iter().map(|factor| factor.path.clone()).collect(),
            metrics,
            resolved_scenario: loaded.resolved.clone(),
        }
    }

    /// A name for all that the results of its points depend on besides the point: the program and the definition.
    pub fn key(&self) -> String {
        format!("{}-{}", self.identity, self.code)
    }

    /// In what this sweep differs from another one, in words.
    pub fn differences(&self, other: &Definition) -> String {
        let mut found: Vec<String> = Vec::new();
        let mut note = |differs: bool, what: &str| found.extend(differs.then(|| what.to_owned()));
        note(self.version != other.version, "the version of sim");
        note(self.version == other.version && self.code != other.code, "the source text that sim was built from");
        note(self.seed != other.seed, "the seed");
        note(self.replications != other.replications, "the replications");
        note(self.arms != other.arms, "the arms");
        note(self.metrics != other.metrics, "the metrics");
        let document = |of: &Definition| of.resolved_scenario.parse::<toml::Table>().unwrap_or_default();
        let paths = changed(&document(self), &document(other));
        let mut paths: Vec<&str> = paths.iter().map(|changed| changed.path.as_str()).collect();
        paths.retain(|path| !path.starts_with("sweep."));
        let more = if paths.len() > 3 { format!(" and {} more", paths.len() - 3) } else { String::new() };
        let named: Vec<String> = paths.iter().take(3).map(|path| format!("`{path}`")).collect();
        note(!named.is_empty(), &format!("the scenario ({}{more})", named.join(", ")));
        if found.is_empty() {
            found.push("what a number rests on, or the content of a file that the scenario names".into());
        }
        found.join(", ")
    }

    /// What identifies its results.
    pub fn cited(&self) -> Cited {
        Cited {
            title: self.title.clone(),
            version: self.version.clone(),
            scenario: self.scenario.clone(),
            sha256: self.identity.clone(),
            changes: Vec::new(),
            seed: self.seed,
            year: None,
        }
    }

    /// Code of the currency of all money, if the scenario names one.
    pub fn currency(&self) -> Option<String> {
        let table: toml::Table = self.resolved_scenario.parse().ok()?;
        Some(table.get("currency")?.as_str()?.into())
    }

    /// The text of the manifest.
    ///
    /// # Errors
    /// If it cannot be written as TOML.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{MARK}{}", toml::to_string(self)?))
    }
}
