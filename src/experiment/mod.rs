//! Which runs are made and how they are combined: arms on common draws, replications, paired differences. No files, no
//! terminal.
//!
//! [`Experiment`] is the entry. It compiles the scenario once into a [`Simulation`](crate::model::Simulation) and calls
//! [`run`](fn@run), which makes a few replications at a time on all threads and folds them strictly in order, so that
//! results do not depend on the number of threads. A replication needs the outcomes of all its arms at once:
//! differences are paired, and the ledger compares each arm with the control line by line. With `run.precision` the
//! fold stops at the first replication that meets the targets, and what was made beyond it is dropped.

mod attributed_costs;
mod column;
mod error;
mod estimate;
#[expect(clippy::module_inception, reason = "the folder is named after what it is about, and this is that")]
mod experiment;
mod headline;
mod known;
mod ledger;
mod metrics;
mod precision;
mod question;
mod results;
mod run;
mod spelling;
mod student;
pub mod sweep;
#[cfg(test)]
mod tests;
mod two_samples;
mod verdict;
mod warm_up;
mod warnings;
mod width;

pub use attributed_costs::{AttributedCost, AttributedCosts, AttributionKey};
pub use column::{Column, Type};
pub use error::{Error, Noun};
pub use estimate::{Estimate, Mean, estimate, variance_reduction};
pub use experiment::{Experiment, arm_called};
pub use headline::{Headline, headline_group, headlines};
pub use known::{Known, NoValue};
pub use ledger::{Flows, Ledger, LedgerKey, compare};
pub use metrics::{
    By, Empty, Group, Groups, Key, MetricKind, Needs, Over, SHEETS, SUBJECTS, Subject, WeeklyColumn, WeeklyTable,
    WeeklyTableKind, in_currency, length_in_weeks, metrics,
};
pub use question::Question;
pub use results::{Reached, ReplicationValues, Results};
pub use run::{Parallel, Progress, RunPlan, Silent, Stopped, cores, run};
pub use spelling::{did_you_mean, nearest};
pub use two_samples::Comparing;
pub use verdict::Verdict;
pub use warm_up::{PILOT_REPLICATIONS, PILOT_WEEKS, find_warm_up, marginal_standard_error_cut, transient};
pub use warnings::Seen;
pub use width::{FIRST_LOOK, Width};
