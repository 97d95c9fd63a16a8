//! Scenarios that were built in code, checked as the reader checks those in files.

use super::order::derive_orders;
use super::problems::{Problem, Severity, problems};
use super::warnings::Warning;
use crate::model::scenario::Scenario;
use std::fmt;

/// What is wrong with a scenario that was built in code, all at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Problem>);

impl fmt::Display for Mistakes {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(|problem| Warning::from(problem.clone()).to_string()).collect();
        text.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Mistakes {}

/// Checks a scenario that was built in code ([`crate::model::scenario::build`]) and derives the orders of its products
/// and tasks, as the reader does with one from a file. Numbers alone are taken as they are: types say what is possible,
/// such as no negative time.
///
/// # Errors
/// All mistakes of meaning at once: work nobody can do, circles, links that are missing.
pub fn checked(mut scenario: Scenario) -> Result<Scenario, Mistakes> {
    let errors = |problem: &Problem| problem.severity == Severity::Error;
    let mistakes: Vec<Problem> = problems(&scenario).into_iter().filter(errors).collect();
    if !mistakes.is_empty() {
        return Err(Mistakes(mistakes));
    }
    derive_orders(&mut scenario);
    Ok(scenario)
}
