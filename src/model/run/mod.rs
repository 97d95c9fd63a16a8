//! One run: the sites, the boundaries at which rosters are dealt and policies act, and what is recorded.
//!
//! `simulation` has a compiled scenario and how its runs are made; `replication` advances the sites of one run from
//! boundary to boundary; `decide` lets policies act there; `fork` runs arms that begin alike together, as `alike`
//! allows; `pilot` looks for the end of the warm-up; `totals` adds up the records of the sites; `log` merges their
//! event logs.
//!
//! At a boundary the stages follow one another in one order: `Change` (configuration of time zero or of a new year,
//! people who quit), `Decide` (policies, then rosters, since these deal to the staff that policies leave), `Advance`
//! (all events up to the next boundary). Before each stage a run of several arms is split if the stage would differ.

pub(in crate::model) mod alike;
pub(in crate::model) mod decide;
pub(in crate::model) mod fork;
pub(in crate::model) mod log;
pub(in crate::model) mod pilot;
pub(in crate::model) mod replication;
pub(in crate::model) mod simulation;
pub(in crate::model) mod totals;

pub use fork::{Done, Watch, Weeks};
pub use log::LogSink;
pub use simulation::{NoWarmUp, Simulation};
