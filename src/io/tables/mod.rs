//! CSV out of results. One table of columns drives headers, documentation and tests.

mod columns;
mod compare;
mod defects;
mod event_log;
mod ledger;
mod number;
mod package;
mod summary;
mod weekly;

pub use columns::{EVENT_LOG, FILES, File, SWEEP_FILES, file};
pub use compare::{Difference, first_difference};
pub use defects::defects_csv;
pub use event_log::EventLog;
pub use ledger::ledger_csv;
pub use number::{Shows, number, shown};
pub use package::{About, PACKAGE, package, sweep_package};
pub use summary::{SummaryRow, replications_csv, summary_csv, summary_lines, summary_rows};
pub use weekly::weekly_csv;
