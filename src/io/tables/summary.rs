//! `summary.csv` and `replications.csv`.

use super::columns::file;
use super::number::number;
use crate::experiment::{Estimate, Group, MetricKind, Results};
use crate::model::scenario::Scenario;
use serde::Serialize;

/// One row of the summary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SummaryRow {
    /// Arm.
    pub arm: String,
    /// Period.
    pub period: String,
    /// Metric.
    pub metric: String,
    /// Occupation, activity, order, task; blank for sums.
    pub occupation: String,
    /// Activity.
    pub activity: String,
    /// Order.
    pub order: String,
    /// Task.
    pub task: String,
    /// Unit.
    pub unit: String,
    /// Mean over replications.
    pub mean: f64,
    /// Ends of the 95% interval.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
    /// Deviation between replications.
    pub sd: Option<f64>,
    /// Replications with a value.
    pub n: usize,
    /// Paired difference to the control.
    pub diff: Option<f64>,
    /// Ends of its interval.
    pub diff_ci_low: Option<f64>,
    /// Upper end.
    pub diff_ci_high: Option<f64>,
}

impl SummaryRow {
    /// Its fields as written, in the order of the columns of `summary.csv`.
    fn fields(&self) -> [String; 16] {
        [
            self.arm.clone(),
            self.period.clone(),
            self.metric.clone(),
            self.occupation.clone(),
            self.activity.clone(),
            self.order.clone(),
            self.task.clone(),
            self.unit.clone(),
            number(self.mean),
            optional(self.ci_low),
            optional(self.ci_high),
            optional(self.sd),
            self.n.to_string(),
            optional(self.diff),
            optional(self.diff_ci_low),
            optional(self.diff_ci_high),
        ]
    }
}

/// The names of a group: period, metric, occupation, activity, order, task.
fn names(scenario: &Scenario, group: &Group) -> [String; 6] {
    let config = &scenario.arms[scenario.control].configs[0];
    let occupation =
        group.occupation.map(|id| config.occupations[crate::model::scenario::OccupationId(id)].name.clone());
    let task = group.task.map(|id| config.tasks[crate::model::scenario::TaskId(id)].name.clone());
    [
        scenario.periods[group.period].name.clone(),
        group.metric.clone(),
        occupation.unwrap_or_default(),
        group.activity.map_or(String::new(), |activity| activity.name().into()),
        group.order.map_or(String::new(), |order| order.to_string()),
        task.unwrap_or_default(),
    ]
}

fn ends(estimate: Option<Estimate>) -> (Option<f64>, Option<f64>) {
    estimate.and_then(|estimate| estimate.ends()).unzip()
}

/// All rows of the summary, in the order of arms and groups.
pub fn summary_rows(scenario: &Scenario, results: &Results) -> Vec<SummaryRow> {
    let control = results.place(scenario.control).expect("the control is always run");
    let mut rows = Vec::new();
    for (place, arm) in results.arms.iter().enumerate() {
        for group in results.groups(place, control) {
            let Some(of_arm) = results.mean(place, group).ok().flatten() else { continue };
            let difference = results.difference(place, control, group).ok().flatten().filter(|_| place != control);
            let [period, metric, occupation, activity, order, task] = names(scenario, group);
            let (ci_low, ci_high) = ends(Some(of_arm));
            let (diff_ci_low, diff_ci_high) = ends(difference);
            rows.push(SummaryRow {
                arm: scenario.arms[*arm].name.clone(),
                unit: MetricKind::of(&metric).unit_in(scenario.currency.as_deref()).into(),
                period,
                metric,
                occupation,
                activity,
                order,
                task,
                mean: of_arm.mean,
                ci_low,
                ci_high,
                sd: of_arm.sd,
                n: of_arm.n,
                diff: difference.map(|difference| difference.mean),
                diff_ci_low,
                diff_ci_high,
            });
        }
    }
    rows
}

fn optional(value: Option<f64>) -> String {
    value.map_or(String::new(), number)
}

/// The text of `summary.csv`.
pub fn summary_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("summary.csv").columns.iter().map(|column| column.name))?;
    for row in summary_rows(scenario, results) {
        csv.write_record(row.fields())?;
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Rows of the summary without a header, of some metrics or (if none is named) of all: what a sweep keeps of a point.
pub fn summary_lines(scenario: &Scenario, results: &Results, metrics: &[String]) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let wanted = |row: &SummaryRow| metrics.is_empty() || metrics.contains(&row.metric);
    for row in summary_rows(scenario, results).iter().filter(|row| wanted(row)) {
        csv.write_record(row.fields())?;
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The text of `replications.csv`.
pub fn replications_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("replications.csv").columns.iter().map(|column| column.name))?;
    for (place, arm) in results.arms.iter().enumerate() {
        for replication in 0..results.replications as usize {
            for (group, values) in &results.cells[place] {
                let Some(value) = values[replication] else { continue };
                let [period, metric, occupation, activity, order, task] = names(scenario, group);
                let arm = scenario.arms[*arm].name.clone();
                csv.write_record([
                    arm,
                    replication.to_string(),
                    period,
                    metric,
                    occupation,
                    activity,
                    order,
                    task,
                    number(value),
                ])?;
            }
        }
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
