//! `sim list`: the shipped scenarios with their questions.

use super::Failure;
use super::job::show;
use crate::io::shipped;
use std::fmt::Write as _;

/// Lists the shipped scenarios, then the exercises.
pub fn run() -> Result<u8, Failure> {
    let (scenarios, exercises) = (shipped::list(), shipped::exercises());
    let names = scenarios.iter().chain(&exercises).map(|shipped| shipped.name.len());
    let width = names.max().unwrap_or(0);
    let mut text = String::new();
    for shipped in &scenarios {
        let _ = writeln!(text, "{:width$}  {}", shipped.name, shipped.question);
    }
    let _ = writeln!(text, "\nExercises, in order; `sim run one_queue` runs the first:");
    for shipped in &exercises {
        let _ = writeln!(text, "{:width$}  {}", shipped.name, shipped.question);
    }
    show(&text)?;
    Ok(0)
}
