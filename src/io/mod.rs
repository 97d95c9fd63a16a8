//! Text on disk and our types: scenarios in, tables out.

pub mod scenario;
