//! What the model does with a scenario: the rules of work, people and tools, and what the library says of them.
//! Expected values are counted by hand, follow from a closed form, or come from a second implementation of the rules. A
//! test with files of its own has a folder, with the files beside it.

mod check_and_run;
mod clock;
mod csv_files;
mod defects;
mod forks;
mod hours;
mod item_times;
mod ledger;
mod library;
mod limits;
mod mechanisms;
mod names;
mod new_tools;
mod overriding;
mod people;
mod ratio;
mod reference;
mod replacing;
mod restart;
mod sequences;
mod set_policies;
mod staffing;
mod switches;
mod table_order;
mod uncounted;

#[path = "../support/mod.rs"]
mod support;
