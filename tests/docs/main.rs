//! What is written down in the repository holds: the README, the guides and the gallery, recorded results, the
//! dictionary of metrics and columns, and the rules for the code itself (layers, lints, files that are frozen).

mod architecture;
mod blocks;
mod dictionary;
mod frozen;
mod golden;
mod lints;
mod readme;
mod test_files;
mod verdicts;

#[path = "../support/mod.rs"]
mod support;
