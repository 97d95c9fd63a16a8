//! Text on disk and our types: scenarios in, tables out.
//!
//! `scenario` reads and checks TOML, `results` and `tables` write a run's folder, `manifest` says what made it, and
//! `sweep` keeps the folder of a sweep.

mod changed;
pub mod cite;
pub mod manifest;
pub mod place;
pub mod results;
pub mod scenario;
pub mod shipped;
pub mod sweep;
pub mod tables;

pub use changed::{Changed, changed, changed_files};
