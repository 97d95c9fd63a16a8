//! CSV out of results. One table of columns drives headers, documentation and tests.

mod columns;
mod compare;
mod defects;
mod ledger;
mod number;
mod package;
mod summary;
mod weekly;

pub use columns::{Column, FILES, File, SWEEP_FILES, Type, file};
pub use compare::{Difference, first_difference};
pub use defects::defects_csv;
pub use ledger::ledger_csv;
pub use number::{number, shown};
pub use package::{PACKAGE, package};
pub use summary::{SummaryRow, replications_csv, summary_csv, summary_lines, summary_rows};
pub use weekly::weekly_csv;
