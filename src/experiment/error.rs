//! Why an experiment has no results, or its results no value.

use super::known::NoValue;
use super::run::Stopped;
use super::spelling::did_you_mean;
use std::fmt;

/// Why an experiment has no results, or its results no value. What is printed says what to do about it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing has this name.
    #[error("no {what} is called `{name}`; {help}")]
    Unknown {
        /// What was looked for.
        what: Noun,
        /// The name that is none.
        name: String,
        /// The name that may have been meant, or all that there are.
        help: String,
    },
    /// The results can have no such value: the metric is not by that group, or nobody has kept or stated what it is
    /// made from.
    #[error(transparent)]
    NoValue(#[from] NoValue),
    /// There could be a value, but no replication has one: there was nothing to take a share, mean or percentile of.
    #[error(
        "`{metric}` is blank in {arms}: in none of the {replications} replications was there anything to take a share, mean \
         or percentile of"
    )]
    Blank {
        /// The metric.
        metric: String,
        /// The arm, or the two between which there is no difference, as text.
        arms: String,
        /// Number of replications.
        replications: u32,
    },
    /// The scenario has this arm, but it was not run.
    #[error("arm `{0}` was not run; name it among the arms of the experiment")]
    NotRun(String),
    /// The control was asked how it differs from itself.
    #[error("`{0}` is the control, which the other arms are compared with; ask for its mean")]
    ControlItself(String),
    /// `run.precision` waits for what no number of replications can bring; why.
    #[error("{0}")]
    NeverMet(String),
    /// The runs were not made: stopped from outside, no threads, no warm-up was found, or a wrong number.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// What can have an unknown name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// An arm of the scenario.
    Arm,
    /// A metric.
    Metric,
    /// A period of the scenario.
    Period,
    /// An occupation.
    Occupation,
    /// An activity: the paper's seven, and care.
    Activity,
    /// A task.
    Task,
}

impl fmt::Display for Noun {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str(match self {
            Noun::Arm => "arm",
            Noun::Metric => "metric",
            Noun::Period => "period",
            Noun::Occupation => "occupation",
            Noun::Activity => "activity",
            Noun::Task => "task",
        })
    }
}

/// A name is unknown: as help, the one that may have been meant, else all of them.
pub(super) fn unknown<'a>(what: Noun, name: &str, all: impl IntoIterator<Item = &'a str> + Clone) -> Error {
    let help = did_you_mean(name, all.clone()).unwrap_or_else(|| match what {
        Noun::Metric => "`sim explain` lists all of them".into(),
        _ => match all.into_iter().collect::<Vec<_>>() {
            none if none.is_empty() => "there are none".into(),
            all => format!("there are {}", all.join(", ")),
        },
    });
    Error::Unknown { what, name: name.into(), help }
}
