//! Text on disk and our types: scenarios in, tables out.

pub mod cite;
pub mod describe;
pub mod manifest;
pub mod place;
pub mod report;
pub mod results;
pub mod scenario;
pub mod shipped;
pub mod sweep;
pub mod tables;
pub mod wording;
