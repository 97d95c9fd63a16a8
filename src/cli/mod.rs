//! What people type: one file per subcommand.

pub mod check;
