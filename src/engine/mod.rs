//! Time, order and chance for any discrete-event model; no word of healthcare in here.

mod calendar;
mod draw;
mod event;
mod event_queue;
mod heap;
mod histogram;
mod pending;
mod quantile;
mod slab;
mod windows;

pub use draw::{Key, Salt, Stream, name_hash, unit_interval};
pub use event::{Class, EventKey};
pub use event_queue::{Event, EventQueue, RingId};

pub use histogram::Histogram;
pub use pending::Pending;
pub use quantile::{Dist, DistError, normal_quantile, poisson_quantile};
pub use windows::{Envelope, Execution, LogicalProcess, Windows};
