//! What a number means: points and spans of time, calendar dates, identifiers and the columns they index.

mod calendar;
mod id;
mod time;

pub use calendar::{Calendar, Recurrence};
pub(crate) use id::define_id;
pub use id::{Id, IdVec, MOST_ROWS};
pub use time::{DAY, HOUR, MINUTE, SECOND, Span, Time, WEEK};
