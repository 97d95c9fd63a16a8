//! Which runs are made and how they are combined: arms on common draws, replications, paired differences. No files, no
//! terminal.

mod defects;
mod estimate;
mod headline;
mod kinds;
mod known;
mod ledger;
mod metrics;
mod money;
mod precision;
mod results;
mod run;
mod sheets;
mod student;
pub mod sweep;
#[cfg(test)]
mod tests;
mod two_samples;
mod verdict;
mod warm_up;
mod warnings;
mod width;

pub use defects::{Stories, Story, StoryKey};
pub use estimate::{Estimate, Mean, estimate, variance_reduction};
pub use headline::{Headline, headline_group, headlines};
pub use kinds::{By, Empty, Groups, MetricKind, Over, SUBJECTS, Subject, in_currency};
pub use known::{Known, NoValue, may_be_unknown};
pub use ledger::{Flows, Ledger, LedgerKey, compare};
pub use metrics::{Group, length_in_weeks, metrics};
pub use results::{Cells, Reached, Results};
pub use run::{Parallel, Plan, Progress, Stopped, run};
pub use sheets::{Key, SHEETS, Sheet, SheetKind};
pub use two_samples::Comparing;
pub use verdict::Verdict;
pub use warm_up::{PILOT_REPLICATIONS, PILOT_WEEKS, find_warm_up, marginal_standard_error_cut, transient};
pub use warnings::Seen;
pub use width::{FIRST_LOOK, Width};
