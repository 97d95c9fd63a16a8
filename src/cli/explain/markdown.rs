//! The dictionaries as Markdown: the same words as on the terminal, in tables.

use super::{columns, metrics, parameters};
use crate::experiment::{Over, SUBJECTS};
use crate::io::scenario::fields::{KINDS, VALUES};

/// A row of a table; what would end a cell is escaped.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn header(cells: &[&str]) -> String {
    row(cells) + &row(&vec!["---"; cells.len()])
}

fn code(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("`{name}`") }
}

/// Metrics and columns.
pub(super) fn metrics() -> String {
    let mut text = String::from(
        "# Metrics and columns\n\nWhat `summary.csv` and the other tables of a run say. `sim explain NAME` says the same of one \
         of them. This page is made by `sim explain --markdown metrics`.\n\nA metric has a row for each arm, period and group. \
         All values are means over replications; the other arms have their paired difference to the control beside them. An \
         amount of which nothing happened is 0; a share, a mean or a percentile of nothing has no value.\n\nWhat the value of \
         a period is made of:\n\n",
    );
    text.extend(Over::ALL.map(|over| format!("- *{}*: {}\n", over.name(), over.meaning())));
    for subject in SUBJECTS {
        text += &format!("\n## {}\n\n", subject.title);
        text += &header(&["metric", "unit", "what it is", "how it is computed", "of a period", "rows"]);
        for kind in subject.metrics() {
            let rows = metrics::groups(kind.groups);
            text += &row(&[&code(kind.name), kind.unit, kind.meaning, kind.computed, kind.over.name(), &rows]);
        }
    }
    text += "\n## Columns\n\nA column that means what a metric does names it.\n";
    for file in columns::files() {
        text += &format!("\n### {}\n\nA row: {}.\n\n", file.name, file.row);
        text += &header(&["column", "type", "unit", "what it is", "metric"]);
        for column in file.columns {
            let optional = if column.optional { "; left out where nothing has a value" } else { "" };
            let meaning = format!("{}{optional}", column.meaning);
            let kind = columns::kind(column.kind);
            text += &row(&[&code(column.name), kind, column.unit, &meaning, &code(column.metric)]);
        }
    }
    text
}

/// Parameters.
pub(super) fn parameters() -> String {
    let mut text = String::from(
        "# Parameters\n\nWhat may stand in a scenario, by kind of table. `NAME` stands for a name that the scenario gives. \
         `sim explain PATH` says the same of one of them. This page is made by `sim explain --markdown parameters`.\n",
    );
    for kind in KINDS.iter().chain(VALUES) {
        text += &format!("\n## {}\n\n", parameters::heading(kind));
        text += &header(&["key", "value", "default", "what it is"]);
        for field in kind.fields {
            text += &row(&[&code(field.name), &parameters::holds(field), field.default, field.meaning]);
        }
    }
    text
}
