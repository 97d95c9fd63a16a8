//! Metrics of the summary.

use super::{Explained, Lines, sentence, with_unit};
use crate::cli::answer;
use crate::experiment::{Empty, Groups, MetricKind, SUBJECTS};
use crate::io::tables::FILES;
use crate::report::SECTIONS;

/// The metric of a name.
pub(super) fn find(name: &str) -> Option<Explained> {
    let kind = MetricKind::find(name)?;
    let of = kind.name.strip_suffix('X').map(|prefix| &name[prefix.len()..]).filter(|of| *of != "X");
    let mut paragraphs = vec![format!("{}. {}", kind.title, sentence(kind.meaning))];
    paragraphs.push(format!("Computed: {}.", computed(kind)));
    paragraphs.push(format!("Rows: {}.", groups(kind.groups)));
    paragraphs.extend(of.map(|of| format!("X: {of}, an occupation of the scenario.")));
    paragraphs.push(format!("If there is nothing of the kind: {}.", empty(kind)));
    paragraphs.push(format!("Used in: {}.", uses(kind).join("; ")));
    Some(Explained { name: kind.name.into(), kind: format!("metric, {}", unit(kind.unit)), paragraphs })
}

/// A unit in words.
fn unit(unit: &str) -> &str {
    if unit == "1" { "a number without unit" } else { unit }
}

/// How a value comes about.
pub(super) fn computed(kind: &MetricKind) -> String {
    let parts = [kind.computed, kind.over.meaning()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What a run says of nothing.
fn empty(kind: &MetricKind) -> &'static str {
    match kind.empty {
        Empty::Zero => "0, which counts in means and differences",
        Empty::Blank => "no value, and the replication is left out",
    }
}

/// The rows that a metric has.
pub(super) fn groups(groups: Groups) -> String {
    let row = |group: &&[crate::experiment::By]| match group {
        [] => "all together".to_owned(),
        columns => format!("by {}", columns.iter().map(|by| by.name()).collect::<Vec<_>>().join(" and ")),
    };
    groups.iter().map(row).collect::<Vec<_>>().join("; ")
}

/// Where it is to be seen.
fn uses(kind: &MetricKind) -> Vec<String> {
    let mut uses = vec!["summary.csv".to_owned(), "replications.csv".into(), "results.csv of a sweep".into()];
    for file in FILES {
        let columns = file.columns.iter().filter(|column| column.metric == kind.name);
        uses.extend(columns.map(|column| format!("{} {}", file.name, column.name)));
    }
    let sections = SECTIONS.iter().filter(|section| section.metrics.contains(&kind.name));
    uses.extend(sections.map(|section| format!("report, \"{}\"", section.title)));
    uses.extend(answer::shows(kind.name).then(|| "the answer of `sim run`".into()));
    uses
}

/// All of them.
pub(super) fn lines() -> Lines {
    let line = |kind: &MetricKind| (kind.name.to_owned(), with_unit(kind.meaning, kind.unit));
    let subject = |of: &crate::experiment::Subject| (of.title.to_owned(), of.metrics().map(line).collect());
    SUBJECTS.iter().map(subject).collect()
}
