//! What a site writes down: sums of the week, figures made of them, lines for the hours ledger, the event log, and
//! steps for tests. Nothing that happens depends on these but by figures, which conditions and policies look at.

mod figures;
mod log;
mod record;
mod recorder;
mod sample;
mod trace;

pub(in crate::model) use figures::Figures;
pub(in crate::model::site) use log::InstanceLog;
pub use log::Logged;
pub(in crate::model) use record::Record;
pub(in crate::model::site) use record::{Charge, Roll};
pub(in crate::model) use recorder::Booking;
pub(in crate::model::site) use recorder::{Late, LedgerRecorder};
pub(in crate::model) use sample::Distributions;
pub(in crate::model::site) use trace::Trace;
pub use trace::{Drawn, Step, What};
