//! `sim compare DIR_A DIR_B`: two runs side by side, on the terminal and as a page.

use super::job::show;
use super::{FAILED, Failure, WRONG, tell};
use crate::io::place::{check_file, write_file};
use crate::io::results::COMPARISON;
use crate::io::tables::{Shows, shown};
use crate::report::{Compared, ComparedArm, Comparison, comparison_page, title_of};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compares two folders of results: which inputs differ, and what that changes, with intervals.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim run scenarios/ehr_rollout.toml --out results/as_is
  sim run scenarios/ehr_rollout.toml --set site.hospital.staff.secretary=7 --out results/fewer
  sim compare results/as_is results/fewer

Runs with the same seed are compared replication by replication, others as independent samples.
Arms are compared by name; if each run has one arm alone, these two are. `sim diff` says where two
results begin to differ.

Exit codes: 0 done, 1 the page could not be written, 2 the folders are no runs or have nothing in
common.")]
pub struct CompareArgs {
    /// The first run, A.
    #[arg(value_name = "DIR_A")]
    a: PathBuf,
    /// The second run, B.
    #[arg(value_name = "DIR_B")]
    b: PathBuf,
    /// The page to write [default: comparison.html in DIR_B].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Writes the page and prints nothing.
    #[arg(long)]
    quiet: bool,
}

/// Runs the command and returns its exit code.
pub fn run(args: &CompareArgs) -> Result<u8, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::new(WRONG, format!("error: {error}"));
    let (name_a, name_b) = (args.a.display().to_string(), args.b.display().to_string());
    let path = args.out.clone().unwrap_or_else(|| args.b.join(COMPARISON));
    let file = |folder: &Path, name: &str| fs::read(folder.join(name)).ok();
    let (of_a, of_b) = (|name: &str| file(&args.a, name), |name: &str| file(&args.b, name));
    let comparison = Comparison::of((&name_a, &of_a), (&name_b, &of_b)).map_err(|error| wrong(&error))?;
    check_file(&path)?;
    let page = comparison_page(&comparison).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    write_file(&path, page.as_bytes()).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
    if !args.quiet {
        show(&text(&comparison))?;
        tell(&format!("written to {}", path.display()));
    }
    Ok(0)
}

/// Inputs and occupations that are listed on the terminal; the page has all.
const LISTED: usize = 10;
/// Columns of a terminal.
const WIDE: usize = 80;
const LABEL: usize = 34;

fn text(comparison: &Comparison) -> String {
    let mut text = format!("{}\n", title_of(comparison));
    for (letter, side) in [("A", &comparison.a), ("B", &comparison.b)] {
        let _ = writeln!(
            text,
            "{letter}: {} (sim {}, seed {}, n = {})",
            side.name, side.version, side.seed, side.replications
        );
    }
    let (from, to) = comparison.a.weeks;
    let _ = writeln!(text, "Period `{}`, weeks {from} to {to}.\n{}.\n", comparison.period, comparison.design());
    text += &inputs(comparison);
    for arm in &comparison.arms {
        text += &table(arm);
    }
    text + &headline(comparison)
}

fn inputs(comparison: &Comparison) -> String {
    let changed = &comparison.inputs;
    if changed.is_empty() {
        return "No input of the scenarios differs.\n\n".into();
    }
    let mut text = String::from("Inputs that differ, A -> B:\n");
    for of in changed.iter().take(LISTED) {
        let value = |value: &Option<String>| short(value.as_deref().unwrap_or("(not set)"), LABEL);
        let values = format!("{} -> {}", value(&of.old), value(&of.new));
        // A long path has a line of its own.
        let room = WIDE.saturating_sub(values.chars().count() + 4);
        if of.path.chars().count() <= room {
            let _ = writeln!(text, "  {}  {values}", of.path);
        } else {
            let _ = writeln!(text, "  {}\n      {values}", of.path);
        }
    }
    if changed.len() > LISTED {
        let _ = writeln!(text, "  and {} more, on the page", changed.len() - LISTED);
    }
    text + "\n"
}

/// The rows of an arm: data work with the occupations that change most, after-hours work, payroll.
fn table(arm: &ComparedArm) -> String {
    let mut rows: Vec<(String, &Compared)> = Vec::new();
    let total = |metric: &str| arm.of(metric, "");
    rows.extend(total("hours.data_work").map(|value| ("Data work, h/week".to_owned(), value)));
    let occupations = arm.occupations("hours.data_work");
    rows.extend(occupations.iter().take(LISTED).map(|(name, value)| (format!("  {name}"), *value)));
    rows.extend(total("hours.after_hours").map(|value| ("After hours, h/week".to_owned(), value)));
    rows.extend(total("payroll").map(|value| ("Payroll a week".to_owned(), value)));
    let mut text = format!("{:LABEL$} {:>14} {:>14} {:>14}\n", short(&arm.name, LABEL), "A", "B", "B - A");
    for (label, value) in rows {
        let mean = |of| shown(Some(of), 1.0, Shows::Level);
        let difference = shown(Some(value.difference), 1.0, Shows::Change);
        let label = short(&label, LABEL);
        let _ = writeln!(text, "{label:LABEL$} {:>14} {:>14} {difference:>14}", mean(value.a), mean(value.b));
    }
    if occupations.len() > LISTED {
        let _ = writeln!(text, "  and {} more occupations, on the page", occupations.len() - LISTED);
    }
    text + "\n"
}

fn headline(comparison: &Comparison) -> String {
    let Some((arm, value)) = comparison.answer() else { return String::new() };
    let of = value.difference;
    let interval = match of.half_width {
        Some(half) => {
            let ends = |end: f64| shown(Some(crate::experiment::Estimate { mean: end, ..of }), 1.0, Shows::Change);
            let plain = |end: f64| ends(end).split(' ').next().unwrap_or_default().to_owned();
            format!("95% interval {} to {}", plain(of.mean - half), plain(of.mean + half))
        }
        None => "no interval: it takes two replications".into(),
    };
    let mean = shown(Some(of), 1.0, Shows::Change);
    let mean = mean.split(' ').next().unwrap_or_default();
    format!("In `{}`, {} differs by {mean} {} ({interval}).\n", arm.name, value.subject(), comparison.unit(value))
}

fn short(text: &str, wide: usize) -> String {
    if text.chars().count() <= wide { text.into() } else { text.chars().take(wide - 1).chain(['…']).collect() }
}
