//! What a number means: points and spans of time, calendar dates, identifiers and the columns they index.

mod bits;
mod calendar;
mod digits;
mod id;
mod time;

pub use bits::{Bits, bits};
pub use calendar::{Calendar, Recurrence};
pub use digits::{as_written, magnitude, written};
pub(crate) use id::define_id;
pub use id::{Id, IdVec, MOST_ROWS};
pub use time::{DAY, HOUR, MINUTE, SECOND, Span, Time, WEEK};
