//! What tests of several subjects share: a folder with a scenario in it, the program and what it says, tables as rows,
//! and scenarios read and run through the library. What one subject needs alone stands beside its tests.
#![allow(dead_code, unused_imports, reason = "each test program uses a part of it")]

mod desks;
mod library;
mod program;
mod tables;

pub use desks::{desk, office, slower_desk};
pub use library::{Silent, load, loaded, results, run, run_text, scenario, try_read};
pub use program::{Desk, SMALL, path, program, said, sim, sim_in, text};
pub use tables::{column, content, files, rows, sources};
