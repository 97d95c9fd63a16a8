//! What a folder of results says, read back from its tables and its manifest.

use super::ReportError;
use crate::experiment::{Estimate, MetricKind, estimate};
use crate::io::manifest::WarningOf;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One CSV file.
#[derive(Clone, Debug)]
pub(super) struct CsvTable {
    headers: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl CsvTable {
    pub(super) fn read(name: &'static str, bytes: &[u8]) -> Result<CsvTable, ReportError> {
        let unreadable = |source| ReportError::Table { name, source };
        let mut reader = csv::Reader::from_reader(bytes);
        let headers = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(unreadable)?;
        Ok(CsvTable { headers, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        self.rows.iter().map(|record| TableRow { headers: &self.headers, record })
    }
}

/// One row; a column that is not there is blank.
#[derive(Clone, Copy)]
pub(super) struct TableRow<'a> {
    headers: &'a [String],
    record: &'a csv::StringRecord,
}

impl<'a> TableRow<'a> {
    pub(super) fn text(self, column: &str) -> &'a str {
        let place = self.headers.iter().position(|header| header == column);
        place.and_then(|place| self.record.get(place)).unwrap_or_default()
    }

    pub(super) fn number(self, column: &str) -> Option<f64> {
        self.text(column).parse().ok()
    }
}

/// A window in which outcomes are reported.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WrittenWindow {
    pub name: String,
    pub from_week: i64,
    pub to_week: i64,
    pub weeks: f64,
}

/// An arm's difference to the control, with the half-width that holds for all arms at once.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WrittenHeadline {
    pub arm: String,
    pub unit: String,
    pub diff: f64,
    pub simultaneous_half_width: Option<f64>,
    pub variance_reduction: Option<f64>,
}

/// What the report reads of a manifest: nothing that the clock or the machine said.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WrittenManifest {
    pub version: String,
    #[serde(default)]
    pub code: String,
    pub title: String,
    pub scenario_sha256: String,
    pub seed: u64,
    pub replications: u32,
    pub arms: Vec<String>,
    pub control: String,
    pub reproduce: String,
    pub numbers_cited: usize,
    pub numbers_assumed: usize,
    pub weeks: f64,
    pub warm_up_weeks: f64,
    pub period: Vec<WrittenWindow>,
    /// The difference the answer rests on, of each arm.
    #[serde(default)]
    pub headline: Vec<WrittenHeadline>,
    /// What the scenario and its results make one look at.
    #[serde(default)]
    pub warning: Vec<WarningOf>,
    pub fingerprint: BTreeMap<String, String>,
    /// SHA-256 of the files that the scenario names.
    #[serde(default)]
    pub inputs: BTreeMap<String, String>,
    pub resolved_scenario: String,
}

/// What a value of the summary is about, in the last period; empty texts are sums.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowKey {
    pub metric: String,
    pub occupation: String,
    pub activity: String,
    pub order: String,
    pub task: String,
}

impl RowKey {
    pub(super) fn all(metric: &str) -> RowKey {
        RowKey { metric: metric.into(), ..RowKey::default() }
    }

    pub(super) fn of(metric: &str, occupation: &str) -> RowKey {
        RowKey { occupation: occupation.into(), ..RowKey::all(metric) }
    }

    /// What a row of `summary.csv`, `replications.csv` or `results.csv` is about.
    pub(super) fn of_row(row: &TableRow<'_>) -> RowKey {
        RowKey {
            metric: row.text("metric").into(),
            occupation: row.text("occupation").into(),
            activity: row.text("activity").into(),
            order: row.text("order").into(),
            task: row.text("task").into(),
        }
    }

    pub(super) fn of_task(metric: &str, task: &str) -> RowKey {
        RowKey { task: task.into(), ..RowKey::all(metric) }
    }
}

/// An estimate with the ends of its interval as the summary has them: its digits are rounded, so they cannot be
/// computed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interval {
    pub estimate: Estimate,
    pub ends: Option<(f64, f64)>,
}

impl Interval {
    fn of(estimate: Estimate) -> Interval {
        Interval { estimate, ends: estimate.ends() }
    }

    pub(super) fn mean(&self) -> f64 {
        self.estimate.mean
    }
}

/// A value of the summary: the arm's mean, and the paired difference to the control.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableValue {
    pub mean: Interval,
    pub difference: Option<Interval>,
}

impl TableValue {
    /// Of an arm in which nothing of the kind happened.
    pub(super) fn nothing() -> TableValue {
        TableValue { mean: Interval::of(Estimate { mean: 0.0, sd: None, half_width: None, n: 0 }), difference: None }
    }
}

/// A run as its folder tells it.
pub(super) struct RunFolder {
    pub manifest: WrittenManifest,
    pub scenario: toml::Table,
    pub window: WrittenWindow,
    /// Arms of the run without the control.
    pub others: Vec<String>,
    /// Occupations in the order of the scenario.
    pub occupations: Vec<String>,
    summary: BTreeMap<(String, RowKey), TableValue>,
    tables: BTreeMap<&'static str, CsvTable>,
}

/// The tables the report is made from; and one that a run with `run.ledger = false` has not.
const READ: [&str; 5] = ["summary.csv", "workload.csv", "queues.csv", "defects.csv", "replications.csv"];
const LEDGER: &str = "ledger.csv";

impl RunFolder {
    /// Unit of a metric.
    pub(super) fn unit(&self, metric: &str) -> Cow<'static, str> {
        unit(metric, currency(&self.scenario))
    }

    /// Reads it. Of a run that has just been made, too, the tables and the manifest are read as they are written: the
    /// page then says what is in the folder, to the digit, and `sim report FOLDER` gives the same page by the same
    /// code.
    pub(super) fn read(file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<RunFolder, ReportError> {
        let get = |name: &'static str| file(name).ok_or(ReportError::Missing(name));
        let text = String::from_utf8(get("manifest.toml")?).map_err(|_| ReportError::Missing("manifest.toml"))?;
        let manifest: WrittenManifest = toml::from_str(&text)?;
        let scenario: toml::Table = toml::from_str(&manifest.resolved_scenario)?;
        let mut tables = BTreeMap::new();
        for name in READ {
            tables.insert(name, CsvTable::read(name, &get(name)?)?);
        }
        if let Some(bytes) = file(LEDGER) {
            tables.insert(LEDGER, CsvTable::read(LEDGER, &bytes)?);
        }
        let window = manifest.period.last().cloned().ok_or(ReportError::Missing("period"))?;
        let summary = summary(&tables["summary.csv"], &window.name);
        let others = manifest.arms.iter().filter(|arm| **arm != manifest.control).cloned().collect();
        let occupations = scenario.get("occupation").and_then(toml::Value::as_table);
        let occupations = occupations.into_iter().flat_map(|table| table.keys().cloned()).collect();
        Ok(RunFolder { manifest, scenario, window, others, occupations, summary, tables })
    }

    pub(super) fn table(&self, name: &str) -> &CsvTable {
        &self.tables[name]
    }

    /// The hours ledger, if it was kept.
    pub(super) fn ledger(&self) -> Option<&CsvTable> {
        self.tables.get(LEDGER)
    }

    pub(super) fn control(&self) -> &str {
        &self.manifest.control
    }

    /// The control, then the other arms.
    pub(super) fn arms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.control()).chain(self.others.iter().map(String::as_str))
    }

    pub(super) fn value(&self, arm: &str, key: &RowKey) -> Option<TableValue> {
        self.summary.get(&(arm.to_owned(), key.clone())).copied()
    }

    /// Whether any arm has anything but zero.
    pub(super) fn present(&self, key: &RowKey) -> bool {
        self.arms().any(|arm| self.value(arm, key).is_some_and(|value| value.mean.mean() != 0.0))
    }

    /// Values of all arms, by their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &RowKey, &TableValue)> {
        self.summary.iter().map(|((arm, key), value)| (arm.as_str(), key, value))
    }

    /// A table of the scenario's document, such as `occupation.nurse`.
    pub(super) fn named(&self, kind: &str) -> impl Iterator<Item = (&str, &toml::Table)> {
        let tables = self.scenario.get(kind).and_then(toml::Value::as_table);
        tables.into_iter().flatten().filter_map(|(name, value)| Some((name.as_str(), value.as_table()?)))
    }

    /// A metric summed over occupations, from the raw values: each arm's mean, and its paired difference.
    pub(super) fn sum_over(&self, metric: &str, occupations: &[&str]) -> BTreeMap<String, TableValue> {
        let n = self.manifest.replications as usize;
        let mut sums: BTreeMap<&str, Vec<f64>> = self.arms().map(|arm| (arm, vec![0.0; n])).collect();
        for row in self.table("replications.csv").rows() {
            let plain = ["activity", "order", "task"].iter().all(|column| row.text(column).is_empty());
            if row.text("metric") != metric
                || row.text("period") != self.window.name
                || !plain
                || !occupations.contains(&row.text("occupation"))
            {
                continue;
            }
            let replication: Option<usize> = row.text("replication").parse().ok();
            let cell = sums.get_mut(row.text("arm")).zip(replication).and_then(|(values, at)| values.get_mut(at));
            if let (Some(cell), Some(value)) = (cell, row.number("value")) {
                *cell += value;
            }
        }
        let control = sums.get(self.control()).cloned().unwrap_or_default();
        let valued = sums.into_iter().filter_map(|(arm, values)| {
            let differences = values.iter().zip(&control).map(|(arm, control)| arm - control);
            let difference = (arm != self.control()).then(|| estimate(differences)).flatten();
            let mean = Interval::of(estimate(values.iter().copied())?);
            Some((arm.to_owned(), TableValue { mean, difference: difference.map(Interval::of) }))
        });
        valued.collect()
    }
}

/// What a metric means, as the beginning of a sentence.
pub(super) fn meaning(metric: &str) -> String {
    let mut letters = MetricKind::of(metric).meaning.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Unit of a metric where the currency of all money is named, or not.
pub(super) fn unit(metric: &str, currency: Option<&str>) -> Cow<'static, str> {
    MetricKind::of(metric).unit_in(currency)
}

/// The currency that a scenario names, as its manifest has it.
pub(super) fn currency(scenario: &toml::Table) -> Option<&str> {
    scenario.get("currency").and_then(toml::Value::as_str)
}

fn summary(table: &CsvTable, period: &str) -> BTreeMap<(String, RowKey), TableValue> {
    // What another version measures and this one does not is no metric here.
    let is_known = |row: &TableRow<'_>| MetricKind::find(row.text("metric")).is_some();
    let rows = table.rows().filter(|row| row.text("period") == period && is_known(row));
    rows.filter_map(|row| {
        let key = RowKey::of_row(&row);
        let n = row.number("n")? as usize;
        let of = |mean: &str, low: &str, high: &str| {
            let (mean, ends) = (row.number(mean)?, row.number(low).zip(row.number(high)));
            let half_width = ends.map(|(low, high)| (high - low) / 2.0);
            Some(Interval { estimate: Estimate { mean, sd: None, half_width, n }, ends })
        };
        let value = TableValue {
            mean: of("mean", "ci_low", "ci_high")?,
            difference: of("diff", "diff_ci_low", "diff_ci_high"),
        };
        Some(((row.text("arm").to_owned(), key), value))
    })
    .collect()
}

/// A number of the document, with or without its evidence.
pub(super) fn plain_number(value: &toml::Value) -> Option<f64> {
    let value = match value.as_table() {
        Some(table) => match table.get("by_year").and_then(toml::Value::as_table) {
            // The first year's.
            Some(years) => plain_number(years.iter().min_by_key(|(year, _)| year.parse::<i32>().ok())?.1)?.into(),
            None => table.get("value")?.clone(),
        },
        None => value.clone(),
    };
    value.as_float().or(value.as_integer().map(|whole| whole as f64))
}
