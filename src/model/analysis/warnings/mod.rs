//! Warnings: what runs but may not be meant. Those found here are known before a run; `experiment` adds those that its
//! results show. Both are of one type, so that `sim check`, the terminal, the report and the manifest say the same.

mod begins;
mod load;
mod owned;
mod sessions;

pub use sessions::{SESSION_REMEDY, opens_in_few_hours};

use super::problems::{Problem, Severity};
use crate::model::scenario::{ArmId, Scenario};
use std::fmt;

/// Something to look at in a scenario or in its results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warning {
    /// Path of the value or table it is about, such as `task.note.due`; empty if it is about none.
    pub place: String,
    /// What is noticed.
    pub message: String,
    /// What to do about it, if that can be said.
    pub remedy: Option<String>,
}

impl Warning {
    /// A warning with its remedy.
    pub fn new(place: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Warning {
        Warning { place: place.into(), message: message.into(), remedy: Some(remedy.into()) }
    }
}

impl From<String> for Warning {
    /// A warning that is about no one place.
    fn from(message: String) -> Warning {
        Warning { message, ..Warning::default() }
    }
}

impl From<Problem> for Warning {
    fn from(problem: Problem) -> Warning {
        Warning { place: problem.path, message: problem.message, remedy: problem.help }
    }
}

impl fmt::Display for Warning {
    /// `place: message (remedy)`, the one text of a warning wherever it is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, " ({remedy})"),
            None => Ok(()),
        }
    }
}

/// A list of warnings in which each stands once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// Adds a warning unless it is there.
    pub fn push(&mut self, warning: impl Into<Warning>) {
        let warning = warning.into();
        if !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    /// All of them, in the order in which they were found.
    pub fn into_list(self) -> Vec<Warning> {
        self.0
    }
}

/// All warnings that are known before a run, given the problems that were found: hints at the form, then loads, what
/// begins late, work after hours and sessions.
pub fn warnings(scenario: &Scenario, problems: &[Problem]) -> Vec<Warning> {
    let mut found = Warnings::default();
    let hints = problems.iter().filter(|problem| problem.severity == Severity::Warning);
    hints.for_each(|problem| found.push(problem.clone()));
    // What has an error is not run, and most warnings would only repeat it.
    if problems.iter().all(|problem| problem.severity == Severity::Warning) {
        load::check(scenario, &mut found);
        begins::check(scenario, &mut found);
        owned::check(scenario, &mut found);
        sessions::check(scenario, &mut found);
    }
    found.into_list()
}

/// "in `a`, `b`", or nothing if it holds in all arms.
fn in_arms(scenario: &Scenario, arms: &[ArmId]) -> String {
    if arms.len() == scenario.arms.len() {
        return String::new();
    }
    let names: Vec<String> = arms.iter().map(|arm| format!("`{}`", scenario.arms[*arm].name)).collect();
    format!("in {} {}: ", if names.len() == 1 { "arm" } else { "arms" }, names.join(", "))
}

/// Collects messages with the arms in which they hold, in the order in which they were found.
#[derive(Default)]
struct ByArm(Vec<(Warning, Vec<ArmId>)>);

impl ByArm {
    fn add(&mut self, arm: ArmId, warning: Warning) {
        match self.0.iter_mut().find(|(known, _)| *known == warning) {
            Some((_, arms)) if arms.last() != Some(&arm) => arms.push(arm),
            Some(_) => {}
            None => self.0.push((warning, vec![arm])),
        }
    }

    /// Hands the warnings over; what does not hold in all arms names those in which it does.
    fn hand_over(self, scenario: &Scenario, found: &mut Warnings) {
        for (mut warning, arms) in self.0 {
            warning.message = in_arms(scenario, &arms) + &warning.message;
            found.push(warning);
        }
    }
}

#[cfg(test)]
mod tests;
