//! A question to results, by names: which metric, of whom, when.

use super::error::{Error, Noun, unknown};
use super::estimate::Estimate;
use super::metrics::{Group, MetricKind};
use super::results::Results;
use crate::model::scenario::Activity;

/// A metric of some results, to be narrowed down to a group and then asked for its values.
///
/// By itself it is about the sum over all groups and the last period, as the answer of `sim run` is. What the results
/// do not have - a name, a group, a period, a value - is an error that says why, and never zero; of an amount (hours,
/// cases, money) of which nothing occurred zero is the value.
#[derive(Clone, Debug)]
pub struct Question<'r> {
    results: &'r Results,
    kind: &'static MetricKind,
    group: Group,
}

impl Results {
    /// Asks for a metric by its name, such as `hours.data_work`; `sim explain` lists all of them.
    ///
    /// # Errors
    /// If no metric has this name, or nobody has kept or stated what it is made from: the hours ledger, money.
    pub fn metric(&self, name: &str) -> Result<Question<'_>, Error> {
        if !self.known.is_metric(name) {
            let names: Vec<String> = self.known.metrics().collect();
            return Err(unknown(Noun::Metric, name, names.iter().map(String::as_str)));
        }
        let kind = self.known.metric(name, &|metric| self.mentions(metric))?;
        let group =
            Group { period: self.known.periods.len().saturating_sub(1), metric: name.into(), ..Group::default() };
        Ok(Question { results: self, kind, group })
    }
}

impl Question<'_> {
    /// In this period instead of the last.
    ///
    /// # Errors
    /// If the scenario has no period of this name.
    pub fn in_period(mut self, name: &str) -> Result<Self, Error> {
        self.group.period = place(Noun::Period, name, &self.results.known.periods)?;
        Ok(self)
    }

    /// Of one occupation.
    ///
    /// # Errors
    /// If the scenario has no occupation of this name.
    pub fn of_occupation(mut self, name: &str) -> Result<Self, Error> {
        self.group.occupation = Some(place(Noun::Occupation, name, &self.results.known.occupations)? as u16);
        Ok(self)
    }

    /// Of one activity: the paper's seven, such as `curate`, and `care`.
    ///
    /// # Errors
    /// If no activity has this name.
    pub fn of_activity(mut self, name: &str) -> Result<Self, Error> {
        let found = Activity::ALL.into_iter().find(|activity| activity.name() == name);
        let all = Activity::ALL.map(Activity::name);
        self.group.activity = Some(found.ok_or_else(|| unknown(Noun::Activity, name, all))?);
        Ok(self)
    }

    /// Of tasks and products of one order: how many uses of data lie before.
    pub fn of_order(mut self, order: u16) -> Self {
        self.group.order = Some(order);
        self
    }

    /// Of one task.
    ///
    /// # Errors
    /// If the scenario has no task of this name.
    pub fn of_task(mut self, name: &str) -> Result<Self, Error> {
        self.group.task = Some(place(Noun::Task, name, &self.results.known.tasks)? as u16);
        Ok(self)
    }

    /// The metric: its unit, what it means and how it is computed.
    pub fn kind(&self) -> &'static MetricKind {
        self.kind
    }

    /// The values in an arm by replication; none where a run had nothing to take a share, mean or percentile of.
    ///
    /// # Errors
    /// If there is no such arm, it was not run, or the metric has no such row; which rows it has is said.
    pub fn values(&self, arm: &str) -> Result<Vec<Option<f64>>, Error> {
        Ok(self.results.values(self.place(arm)?, &self.group)?)
    }

    /// The mean in an arm over replications, with its 95% interval by Student's t (none for one replication).
    ///
    /// # Errors
    /// As [`Question::values`], and if no replication has a value.
    pub fn mean(&self, arm: &str) -> Result<Estimate, Error> {
        let found = self.results.mean(self.place(arm)?, &self.group)?;
        found.ok_or_else(|| self.blank(format!("arm `{arm}`")))
    }

    /// How much more (or, negative, less) there is in an arm than in the control: the mean of the differences between
    /// the two in the same replication, which meet the same draws, with its 95% interval by Student's t (none for one
    /// replication).
    ///
    /// # Errors
    /// As [`Question::values`], if the arm is the control, and if no replication has a value in both.
    pub fn difference(&self, arm: &str) -> Result<Estimate, Error> {
        let known = &self.results.known;
        let (place, before) = (self.place(arm)?, &known.arms[known.control]);
        if arm == before {
            return Err(Error::ControlItself(arm.into()));
        }
        let found = self.results.difference(place, self.place(before)?, &self.group)?;
        found.ok_or_else(|| self.blank(format!("arm `{arm}` or in `{before}`, which it is compared with")))
    }

    /// The place of an arm among those that were run.
    fn place(&self, arm: &str) -> Result<usize, Error> {
        let known = &self.results.known;
        let id = place(Noun::Arm, arm, &known.arms)?;
        self.results.arms.iter().position(|run| usize::from(run.0) == id).ok_or_else(|| Error::NotRun(arm.into()))
    }

    fn blank(&self, arms: String) -> Error {
        Error::Blank { metric: self.group.metric.clone(), arms, replications: self.results.replications }
    }
}

/// The place of a name in a list.
fn place(what: Noun, name: &str, all: &[String]) -> Result<usize, Error> {
    let found = all.iter().position(|other| other == name);
    found.ok_or_else(|| unknown(what, name, all.iter().map(String::as_str)))
}
