//! `sim explain NAME`: what a metric, a column or a parameter means. All words come from the tables that the program
//! itself works by: metrics from `experiment`, columns from `io::tables`, parameters from `io::scenario::fields`.

mod columns;
mod markdown;
mod metrics;
mod parameters;
#[cfg(test)]
mod tests;

use super::job::{show, show_as_is};
use super::{Failure, WRONG};
use crate::experiment::did_you_mean;

/// Says what a metric, a column of a table or a parameter of a scenario means, its unit, how it is computed and where
/// it is used; without a name, lists all with a line for each.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim explain hours.data_work
  sim explain workload.csv rework_hours
  sim explain task.way.time
  sim explain discipline

Exit codes: 0 said, 2 nothing has this name.")]
pub struct ExplainArgs {
    /// Metrics as in summary.csv, columns (perhaps after their file), or parameters.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Prints the whole dictionary of metrics and columns, or of parameters, as Markdown.
    #[arg(long, value_enum, value_name = "WHICH", conflicts_with = "names")]
    markdown: Option<Dictionary>,
}

/// A dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Dictionary {
    /// Metrics of the summary, and columns of all tables.
    Metrics,
    /// Parameters of scenarios.
    Parameters,
}

/// What is said of one thing.
struct Explained {
    /// Its full name.
    name: String,
    /// What kind of thing it is, with its unit or type.
    kind: String,
    /// What it means, and all else: a paragraph each.
    paragraphs: Vec<String>,
}

impl Explained {
    fn text(&self) -> String {
        let paragraphs: String = self.paragraphs.iter().map(|paragraph| format!("  {paragraph}\n")).collect();
        format!("{}  ({})\n{paragraphs}", self.name, self.kind)
    }
}

/// Runs the command and returns its exit code.
pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    match args.markdown {
        Some(Dictionary::Metrics) => show_as_is(&markdown::metrics())?,
        Some(Dictionary::Parameters) => show_as_is(&markdown::parameters())?,
        None if args.names.is_empty() => show(&list())?,
        None => show(&explained(&args.names)?)?,
    }
    Ok(0)
}

/// What is said of some names, in their order.
fn explained(names: &[String]) -> Result<String, Failure> {
    let mut entries = Vec::new();
    for name in asked(names) {
        let found = find(&name);
        if found.is_empty() {
            let help = did_you_mean(&name, known().iter().map(String::as_str));
            let help = help.unwrap_or_else(|| "`sim explain` lists all names".into());
            let message = format!("error: no metric, column or parameter is called `{name}` ({help})");
            return Err(Failure::new(WRONG, message));
        }
        entries.extend(found);
    }
    Ok(entries.iter().map(Explained::text).collect::<Vec<_>>().join("\n"))
}

/// A file and a column after it are one name.
fn asked(names: &[String]) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for name in names {
        match asked.last_mut().filter(|last| last.ends_with(".csv")) {
            Some(file) if columns::is_column(file, name) || !name.ends_with(".csv") => *file = format!("{file} {name}"),
            _ => asked.push(name.clone()),
        }
    }
    asked
}

/// Everything of a name: a metric, a column and a parameter may have the same.
fn find(name: &str) -> Vec<Explained> {
    let mut found: Vec<Explained> = metrics::find(name).into_iter().collect();
    found.extend(columns::find(name));
    found.extend(parameters::find(name));
    found
}

/// All names there are, and those that people may mean by them.
fn known() -> Vec<String> {
    let mut known: Vec<String> =
        metrics::lines().into_iter().flat_map(|(_, lines)| lines).map(|(name, _)| name).collect();
    for (table, lines) in columns::lines() {
        known.extend(lines.into_iter().flat_map(|(column, _)| [format!("{table} {column}"), column]));
        known.push(table);
    }
    known.extend(parameters::names());
    known
}

/// Headings, and below each names with what they mean.
type Lines = Vec<(String, Vec<(String, String)>)>;

/// All names with a line for each.
fn list() -> String {
    let mut text = String::new();
    for (part, lines) in [
        ("METRICS of summary.csv", metrics::lines()),
        ("COLUMNS of tables", columns::lines()),
        ("PARAMETERS of scenarios", parameters::lines()),
    ] {
        text += &format!("{part}\n");
        for (heading, lines) in lines {
            text += &format!("\n{heading}\n");
            text.extend(lines.iter().map(|(name, meaning)| format!("  {name}: {meaning}\n")));
        }
        text.push('\n');
    }
    text + "`sim explain NAME` says more.\n"
}

/// A sentence out of a clause.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Its unit after a meaning; "1" is none.
fn with_unit(meaning: &str, unit: &str) -> String {
    match unit {
        "" | "1" => meaning.into(),
        unit => format!("{meaning} [{unit}]"),
    }
}
