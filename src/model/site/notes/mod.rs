//! What a site writes down: sums of the week, figures made of them, lines for the hours ledger, the event log, and
//! steps for tests. Nothing that happens depends on these but by figures, which conditions and policies look at.

mod book;
mod figures;
mod lapse;
mod log;
mod record;
mod trace;

pub(in crate::model) use book::Booking;
pub(in crate::model::site) use book::{Book, Late};
pub(in crate::model) use figures::Figures;
pub(in crate::model) use lapse::Distributions;
pub(in crate::model::site) use log::Log;
pub use log::Logged;
pub(in crate::model) use record::Record;
pub(in crate::model::site) use record::{Charge, Roll};
pub(in crate::model::site) use trace::Trace;
pub use trace::{Drawn, Step, What};
