//! Text on disk and our types: scenarios in, tables out.

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
