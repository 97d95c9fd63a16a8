//! The program as people use it: what they type, what it prints, its exit codes, and the files that it writes.

mod bad_scenarios;
mod boundaries;
mod changed_files;
mod cite;
mod commands;
mod compare;
mod completions;
mod currency;
mod describe;
mod event_log;
mod meant;
mod new;
mod output_places;
mod precision;
mod report;
mod same_bytes;
mod slurm;
mod sweep;
mod warnings;
mod width;

#[path = "../support/mod.rs"]
mod support;
