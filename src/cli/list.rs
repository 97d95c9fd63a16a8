//! `sim list`: the shipped scenarios with their questions.

use super::Failure;
use super::job::show;
use crate::io::shipped;
use std::fmt::Write as _;

/// Lists the shipped scenarios.
pub fn run() -> Result<u8, Failure> {
    let list = shipped::list();
    let width = list.iter().map(|shipped| shipped.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for shipped in list {
        let _ = writeln!(text, "{:width$}  {}", shipped.name, shipped.question);
    }
    show(&text)?;
    Ok(0)
}
