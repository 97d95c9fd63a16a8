//! The folder of a sweep: what is to be run, what has been run, and the tables.
//!
//! | file | holds |
//! | --- | --- |
//! | `manifest.toml` | what the sweep is: scenario, factors, design; no time, no host |
//! | `points.csv` | the design: a row for each point, a column for each varied input |
//! | `chunks/shard-I-of-N.part` | a record for each finished point of a shard, one line each; `.done` once complete |
//! | `results.csv`, `runs.csv` | what all chunks come to, in the order of the design |
//! | `datapackage.json` | type, unit and meaning of every column of the tables |
//! | `report.html` | the page for readers, made of these |
//!
//! A record is appended when its point is finished and carries a checksum, so a process may be killed at any moment: an
//! unfinished line is cut off, and only the points that were under way are run again. A record says what the files held
//! that its scenario reads: if one has changed since, the point is run again ([`Ends`]). Everything else is written
//! under a temporary name and renamed when it is whole. Tables depend on the records alone, never on who wrote them or
//! when.

mod definition;
mod ends;
mod error;
mod folder;
mod gather;
mod inputs;
mod journal;

pub use definition::Definition;
pub use ends::{Ends, files_read};
pub use error::SweepError;
pub use folder::Folder;
pub use gather::Gathered;
pub use inputs::{InputColumn, input_columns};
pub use journal::{Chunk, End, Journal, JournalEntry, JournalRecord};
