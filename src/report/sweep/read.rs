//! What a page needs of a sweep's tables. `results.csv` may be larger than memory: it is read once, and of each point
//! only what is drawn is kept.

use crate::experiment::sweep::Point;
use crate::io::sweep::Definition;
use crate::report::ReportError;
use crate::report::answer::{ExpectedAnswer, expected};
use crate::report::data::{RowKey, currency, unit};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

/// At most so many metrics are drawn.
const SUBJECTS: usize = 4;
/// What is drawn of every sweep that has it, besides what the scenario expects something of.
const ALWAYS: [&str; 3] = ["hours.data_work", "payroll", "hours.after_hours"];

/// A value of an arm at a point, with its interval, and its difference to the control with its interval; not a number:
/// none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub difference: f64,
    pub from: f64,
    pub to: f64,
}

const NONE: Cell =
    Cell { mean: f64::NAN, low: f64::NAN, high: f64::NAN, difference: f64::NAN, from: f64::NAN, to: f64::NAN };

/// A sweep as its folder tells it.
pub(super) struct Swept<'a> {
    pub definition: &'a Definition,
    pub points: &'a [Point],
    /// Code of the currency of all money, if it is named.
    pub currency: Option<String>,
    /// Places of points with a result.
    pub done: Vec<usize>,
    /// Points that failed, by their ids, with the reasons.
    pub failed: Vec<(String, String)>,
    /// Number of points that were not run.
    pub missing: usize,
    /// The control, then the other arms.
    pub arms: Vec<String>,
    /// The period that is drawn: the last.
    pub period: String,
    /// What is drawn; the first is what the answer is about.
    pub subjects: Vec<RowKey>,
    /// The arm the answer is about.
    pub arm: usize,
    cells: Vec<Cell>,
}

impl<'a> Swept<'a> {
    /// Unit of a metric.
    pub(super) fn unit(&self, metric: &str) -> Cow<'static, str> {
        unit(metric, self.currency.as_deref())
    }

    /// Reads `runs.csv` and `results.csv`.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub(super) fn read(
        definition: &'a Definition,
        points: &'a [Point],
        runs: impl Read,
        results: impl Read,
    ) -> Result<Swept<'a>, ReportError> {
        let scenario: toml::Table = toml::from_str(&definition.resolved_scenario)?;
        let arms = arms(definition, &scenario);
        let period = scenario.get("period").and_then(toml::Value::as_table).and_then(|table| table.keys().next_back());
        let period = period.cloned().unwrap_or_else(|| "all".into());
        let expected = expected(&scenario);
        let (subjects, cells) = (Vec::new(), Vec::new());
        let (done, failed) = (Vec::new(), Vec::new());
        let currency = currency(&scenario).map(String::from);
        let mut swept =
            Swept { definition, points, currency, done, failed, missing: 0, arms, period, subjects, arm: 0, cells };
        swept.read_runs(runs).map_err(|source| ReportError::Table { name: "runs.csv", source })?;
        swept
            .read_results(results, expected.as_ref())
            .map_err(|source| ReportError::Table { name: "results.csv", source })?;
        let of = expected.as_ref().and_then(|expected| swept.arms.iter().position(|arm| *arm == expected.arm));
        swept.arm = of.unwrap_or(swept.arms.len() - 1);
        Ok(swept)
    }

    fn read_runs(&mut self, runs: impl Read) -> csv::Result<()> {
        let mut reader = csv::Reader::from_reader(runs);
        let own = own_from("status", reader.headers()?);
        let place_of: BTreeMap<&str, usize> =
            self.points.iter().enumerate().map(|(place, point)| (point.id.as_str(), place)).collect();
        for record in reader.records() {
            let record = record?;
            let id = record.get(0).unwrap_or_default();
            let Some(place) = place_of.get(id) else { continue };
            match record.get(own) {
                Some("done") => self.done.push(*place),
                Some("failed") => self.failed.push((id.into(), record.get(own + 1).unwrap_or_default().into())),
                _ => self.missing += 1,
            }
        }
        Ok(())
    }

    fn read_results(&mut self, results: impl Read, expected: Option<&ExpectedAnswer>) -> csv::Result<()> {
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(results);
        let own = own_from("arm", reader.headers()?);
        let columns = Columns::of(reader.headers()?, own);
        let place_of: BTreeMap<&str, usize> =
            self.points.iter().enumerate().map(|(place, point)| (point.id.as_str(), place)).collect();
        let mut record = csv::StringRecord::new();
        // What is drawn is decided by what the first point has.
        let mut first: Option<(String, Vec<csv::StringRecord>)> = None;
        let mut decided = false;
        while reader.read_record(&mut record)? {
            if columns.text(&record, "period") != self.period {
                continue;
            }
            if !decided {
                let id = record.get(0).unwrap_or_default();
                let (of, rows) = first.get_or_insert_with(|| (id.to_owned(), Vec::new()));
                if of == id {
                    rows.push(record.clone());
                    continue;
                }
                let rows = std::mem::take(rows);
                self.decide(&rows, &columns, expected);
                decided = true;
                rows.iter().for_each(|row| self.keep(row, &columns, &place_of));
            }
            self.keep(&record, &columns, &place_of);
        }
        if let (false, Some((_, rows))) = (decided, first) {
            self.decide(&rows, &columns, expected);
            rows.iter().for_each(|row| self.keep(row, &columns, &place_of));
        }
        Ok(())
    }

    /// Decides what is drawn.
    fn decide(&mut self, rows: &[csv::StringRecord], columns: &Columns, expected: Option<&ExpectedAnswer>) {
        let mut largest: BTreeMap<RowKey, f64> = BTreeMap::new();
        for row in rows {
            let mean = columns.number(row, "mean").abs();
            let key = columns.key(row);
            largest.entry(key).and_modify(|most| *most = most.max(mean)).or_insert(mean);
        }
        let mut found: Vec<RowKey> = Vec::new();
        let expected = expected.map(|expected| expected.key.clone());
        found.extend(expected.filter(|key| largest.contains_key(key)));
        found
            .extend(ALWAYS.map(RowKey::all).into_iter().filter(|key| largest.get(key).is_some_and(|most| *most > 0.0)));
        for metric in &self.definition.metrics {
            if found.iter().all(|key| key.metric != *metric) {
                let sum = RowKey::all(metric);
                let groups = largest.iter().filter(|(key, _)| key.metric == *metric);
                let group = groups.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(key, _)| key.clone());
                found.extend(if largest.contains_key(&sum) { Some(sum) } else { group });
            }
        }
        for key in found {
            if !self.subjects.contains(&key) && self.subjects.len() < SUBJECTS {
                self.subjects.push(key);
            }
        }
        self.cells = vec![NONE; self.subjects.len() * self.arms.len() * self.points.len()];
    }

    fn keep(&mut self, row: &csv::StringRecord, columns: &Columns, place_of: &BTreeMap<&str, usize>) {
        let metric = columns.text(row, "metric");
        if self.subjects.iter().all(|key| key.metric != metric) {
            return;
        }
        let key = columns.key(row);
        let Some(subject) = self.subjects.iter().position(|subject| *subject == key) else { return };
        let Some(arm) = self.arms.iter().position(|arm| arm == columns.text(row, "arm")) else { return };
        let Some(point) = place_of.get(row.get(0).unwrap_or_default()) else { return };
        let number = |name| columns.number(row, name);
        let cell = Cell {
            mean: number("mean"),
            low: number("ci_low"),
            high: number("ci_high"),
            difference: number("diff"),
            from: number("diff_ci_low"),
            to: number("diff_ci_high"),
        };
        let place = self.place(subject, arm, *point);
        self.cells[place] = cell;
    }

    fn place(&self, subject: usize, arm: usize, point: usize) -> usize {
        (subject * self.arms.len() + arm) * self.points.len() + point
    }

    /// What there is of a metric, in an arm, at a point; none without a value.
    pub(super) fn cell(&self, subject: usize, arm: usize, point: usize) -> Option<Cell> {
        self.cells.get(self.place(subject, arm, point)).copied().filter(|cell| cell.mean.is_finite())
    }

    /// The difference to the control, or (if there is but one arm) the mean.
    pub(super) fn answer(&self, subject: usize, arm: usize, point: usize) -> Option<f64> {
        let cell = self.cell(subject, arm, point)?;
        let value = if self.differs() { cell.difference } else { cell.mean };
        Some(value).filter(|value| value.is_finite())
    }

    /// Whether there is anything to be different from.
    pub(super) fn differs(&self) -> bool {
        self.arms.len() > 1
    }

    pub(super) fn control(&self) -> &str {
        &self.arms[0]
    }

    /// Places of the arms that answers are about: all but the control, or the only one.
    pub(super) fn others(&self) -> std::ops::Range<usize> {
        if self.differs() { 1..self.arms.len() } else { 0..1 }
    }
}

/// The control, then the others.
fn arms(definition: &Definition, scenario: &toml::Table) -> Vec<String> {
    let is_control = |name: &&String| {
        let arm = scenario.get("arm").and_then(|arms| arms.get(name.as_str()));
        arm.and_then(|arm| arm.get("control")).and_then(toml::Value::as_bool).unwrap_or(false)
    };
    let control = definition.arms.iter().find(is_control).or(definition.arms.first()).cloned();
    let others = definition.arms.iter().filter(|arm| Some(*arm) != control.as_ref()).cloned();
    control.iter().cloned().chain(others).collect()
}

/// Where the columns of the summary are, behind the factors.
struct Columns(BTreeMap<String, usize>);

/// Where our own columns begin, the first of which is known: varied inputs stand before them, as many as there are.
fn own_from(first: &str, headers: &csv::StringRecord) -> usize {
    (0..headers.len()).rev().find(|place| headers.get(*place) == Some(first)).unwrap_or(headers.len())
}

impl Columns {
    fn of(headers: &csv::StringRecord, own: usize) -> Columns {
        Columns(headers.iter().enumerate().skip(own).map(|(place, name)| (name.to_owned(), place)).collect())
    }

    fn text<'r>(&self, row: &'r csv::StringRecord, name: &str) -> &'r str {
        self.0.get(name).and_then(|place| row.get(*place)).unwrap_or_default()
    }

    fn number(&self, row: &csv::StringRecord, name: &str) -> f64 {
        self.text(row, name).parse().unwrap_or(f64::NAN)
    }

    fn key(&self, row: &csv::StringRecord) -> RowKey {
        let text = |name| self.text(row, name).to_owned();
        RowKey {
            metric: text("metric"),
            occupation: text("occupation"),
            activity: text("activity"),
            order: text("order"),
            task: text("task"),
        }
    }
}
