//! The program as people use it: what they type, what it prints, its exit codes, and the files that it writes.

mod arguments;

mod boundaries;
mod changed_files;
mod cite;
mod compare;
mod completions;
mod currency;
mod describe;
mod event_log;
mod new;
mod output_places;
mod pilot;
mod pipes;
mod precision;
mod report;
mod run;
mod said;
mod same_bytes;
mod slurm;
mod sweep;
mod verify_and_diff;
mod warnings;
mod weekly_tables;
mod width;

#[path = "../support/mod.rs"]
mod support;
