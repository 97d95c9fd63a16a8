//! `sim check FILE`: what a scenario means, before anything runs.

pub(super) mod cost;
mod load;

use super::terminal::{Style, folded};
use crate::model::analysis::{self, Severity, Warning, problems};
use crate::model::scenario::{ArmId, Configuration, ProductId, Scenario, WarmUpFrom};
use crate::units::{Time, WEEK};
use comfy_table::{CellAlignment, Table, presets};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;

/// Says what a scenario means: derived orders, offered load, what its numbers rest on, what a run will cost.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:\n  sim check scenarios/ehr_rollout.toml --set site.hospital.staff.secretary=70")]
pub struct CheckArgs {
    /// The scenario file.
    pub file: PathBuf,
    /// Changes a value before the file is read; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}

/// Checks what `read` makes of the arguments (the scenario and the reader's warnings) and prints the result on standard
/// output, in colour if that is a terminal. Returns the exit code: 0, or 2 if the scenario is wrong in a way the reader
/// has not found.
///
/// # Errors
/// Whatever `read` says is wrong with the file, or that standard output cannot be written.
pub fn run<E: From<std::io::Error>>(
    args: &CheckArgs,
    read: impl FnOnce(&CheckArgs) -> Result<(Scenario, Vec<Warning>), E>,
) -> Result<u8, E> {
    let (scenario, mut warnings) = read(args)?;
    let found = problems(&scenario);
    let mut code = 0;
    for warning in analysis::warnings(&scenario, &found) {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    for problem in found.into_iter().filter(|problem| problem.severity == Severity::Error) {
        super::tell(&format!("error: {}", Warning::from(problem)));
        code = 2;
    }
    let all: Vec<ArmId> = scenario.arms.ids().collect();
    if let Some(why) = scenario.precision.as_ref().and_then(|precision| precision.never_met(&scenario, &all)) {
        super::tell(&format!("error: {why}"));
        code = 2;
    }
    if code == 0 {
        let text = folded(&render(&scenario, &warnings), Style::of_output().width);
        let mut out = std::io::stdout().lock();
        let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let text = if colour { coloured(&text) } else { text };
        match out.write_all(text.as_bytes()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {} // `| head` has seen enough.
            written => written?,
        }
    }
    Ok(code)
}

/// The report as plain text.
pub fn render(scenario: &Scenario, warnings: &[Warning]) -> String {
    let mut text = heading(scenario);
    if let Some(config) = scenario.arms[scenario.control].configs.first() {
        text += "\nData products (order: how many uses of data lie behind it; depth: how many steps)\n";
        text += &products(config);
    }
    text += &load::section(scenario);
    text += &numbers(scenario);
    text += &cost::section(scenario);
    text += &match warnings {
        [] => "\nNo warnings.\n".to_owned(),
        _ => warnings.iter().fold("\nWarnings\n".to_owned(), |text, warning| text + &format!("  - {warning}\n")),
    };
    text
}

fn heading(scenario: &Scenario) -> String {
    let mut text = format!("{}: {}\n", scenario.name, scenario.title);
    if !scenario.question.is_empty() {
        text += &format!("{}\n", scenario.question);
    }
    let weeks = (scenario.end - Time::ZERO).ms() / WEEK.ms();
    let arms = scenario.arms.len();
    let warm_up = match scenario.warm_up_from {
        WarmUpFrom::ToFind => "a warm-up that a pilot finds".into(),
        _ => format!("{} weeks of warm-up", decimals(scenario.warm_up.ms() / WEEK.ms())),
    };
    let _ = writeln!(
        text,
        "\n{} weeks from {} after {warm_up}; {arms} {}, control `{}`; {}{} {}, seed {}",
        decimals(weeks),
        scenario.calendar.start,
        plural(arms as f64, "arm"),
        scenario.arms[scenario.control].name,
        if scenario.precision.is_some() { "at most " } else { "" },
        scenario.replications,
        plural(f64::from(scenario.replications), "replication"),
        scenario.seed,
    );
    text
}

fn products(config: &Configuration) -> String {
    let mut rows: Vec<ProductId> = config.products.ids().collect();
    rows.sort_by_key(|&product| (config.products[product].order, config.products[product].depth, product));
    let lines = rows.into_iter().map(|id| {
        let product = &config.products[id];
        let use_name = config.uses[product.used_for].clone();
        vec![product.order.to_string(), product.depth.to_string(), product.name.clone(), use_name]
    });
    table(&["order", "depth", "product", "use"], &[0, 1], lines)
}

fn numbers(scenario: &Scenario) -> String {
    let (cited, assumed) = (scenario.provenance.cited(), scenario.provenance.assumed());
    let share = |part: usize| format!("{:.0}%", 100.0 * part as f64 / (cited + assumed).max(1) as f64);
    let idle = match scenario.provenance.idle.len() {
        0 => String::new(),
        idle => format!("; {idle} more are of what no arm has or does, and not counted"),
    };
    format!("\nNumbers: {cited} cited ({}), {assumed} assumed ({}){idle}\n", share(cited), share(assumed))
}

/// An indented table without lines; the columns in `right` are aligned to the right.
fn table(header: &[&str], right: &[usize], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(header).add_rows(rows);
    for &column in right {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string().lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}

/// At most one decimal.
fn decimals(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn plural(number: f64, noun: &str) -> String {
    if number == 1.0 { noun.to_owned() } else { format!("{noun}s") }
}

/// The marks of heavy loads in colour.
fn coloured(text: &str) -> String {
    let paint = |text: String, mark: &str, code: u8| {
        text.replace(&format!(" {mark} "), &format!(" \x1b[{code}m{mark}\x1b[0m "))
    };
    paint(paint(text.to_owned(), load::RED, 31), load::AMBER, 33)
}

#[cfg(test)]
mod tests;
