//! Which runs are made and how they are combined: arms on common draws, replications, paired differences. No files, no
//! terminal.

mod column;
mod estimate;
mod headline;
mod known;
mod ledger;
mod metrics;
mod precision;
mod results;
mod run;
mod stories;
mod student;
pub mod sweep;
#[cfg(test)]
mod tests;
mod two_samples;
mod verdict;
mod warm_up;
mod warnings;
mod width;

pub use column::{Column, Type};
pub use estimate::{Estimate, Mean, estimate, variance_reduction};
pub use headline::{Headline, headline_group, headlines};
pub use known::{Known, NoValue};
pub use ledger::{Flows, Ledger, LedgerKey, compare};
pub use metrics::{
    By, Empty, Group, Groups, Key, MetricKind, Needs, Over, SHEETS, SUBJECTS, Sheet, SheetKind, Subject, WeeklyColumn,
    in_currency, length_in_weeks, metrics,
};
pub use results::{Cells, Reached, Results};
pub use run::{Parallel, Plan, Progress, Stopped, run};
pub use stories::{Stories, Story, StoryKey};
pub use two_samples::Comparing;
pub use verdict::Verdict;
pub use warm_up::{PILOT_REPLICATIONS, PILOT_WEEKS, find_warm_up, marginal_standard_error_cut, transient};
pub use warnings::Seen;
pub use width::{FIRST_LOOK, Width};
