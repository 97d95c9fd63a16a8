//! The answer on the terminal: where the hours went; arms as columns, the control with its interval, the others as
//! paired differences, for the last period; and in a sentence what was expected to be saved and what was. Where the
//! terminal can show them, bars of the ledger and a line of weeks for each arm.

mod layout;
mod ledger;
mod rows;
mod sentences;
#[cfg(test)]
mod tests;
mod weeks;

pub use sentences::precision;

use super::terminal::{Style, counted, folded};
use crate::experiment::{Estimate, Group, Results};
use crate::io::tables::{Shows, shown};
use crate::model::scenario::{ArmId, Scenario};
use layout::TextTable;

/// Whether the answer shows a metric.
pub(super) fn shows(metric: &str) -> bool {
    rows::metrics().any(|shown| shown == metric)
}

/// The whole answer.
pub(super) fn answer(scenario: &Scenario, results: &Results, style: Style) -> String {
    let page = AnswerPage { scenario, results, period: scenario.periods.len() - 1 };
    let sentence = |text: String| folded(&text, style.width);
    let mut text = sentence(page.head());
    text += &sentence(page.warm_up());
    if results.precision.is_some() {
        text += &sentence(format!("{}\n\n", precision(scenario, results)));
    }
    let others = page.others();
    if !scenario.ledger {
        text += &sentence("No hours ledger: `run.ledger` is false.\n\n".into());
    } else if !others.is_empty() {
        let about = "Where the hours went, h/week, of cases born in the period (under common draws; see ledger.csv):\n";
        text += &sentence(about.into());
        if style.bars {
            text += &page.bars(style);
        }
        text += &page.ledger().text(style.width);
        if page.cases_move() {
            let about = "Cases that an arm has in another period than the control (called earlier or later, say) stand in the \
                         ledger as unfinished in the control's period and as created in the arm's.\n\n";
            text += &sentence(about.into());
        }
    }
    text += &page.table().text(style.width);
    if style.bars {
        text += &page.weeks(style);
    }
    text += &page.headlines(style);
    let sentences = page.sentences();
    let gap = if sentences.is_empty() { "" } else { "\n" };
    text + &sentence(page.verdict() + &sentences + gap + &page.rests_on())
}

/// What is shown: some runs of a scenario in one of its periods.
struct AnswerPage<'a> {
    scenario: &'a Scenario,
    results: &'a Results,
    period: usize,
}

impl AnswerPage<'_> {
    /// Title, question, and what the numbers are.
    fn head(&self) -> String {
        let (scenario, n) = (self.scenario, self.results.replications);
        let window = &scenario.periods[self.period];
        let question = if scenario.question.is_empty() { String::new() } else { format!("{}\n", scenario.question) };
        let intervals = if n == 1 { "" } else { "; means with pointwise 95% intervals" };
        let control = &scenario.arms[scenario.control].name;
        let others = match self.others().is_empty() {
            true => String::new(),
            false => format!("; other arms as paired differences to `{control}`"),
        };
        format!(
            "{}\n{question}Period `{}` (weeks {} to {}), {}{intervals}{others}.\n\n",
            scenario.title,
            window.name,
            window.from_week,
            window.to_week,
            counted(n as usize, "replication"),
        )
    }

    fn others(&self) -> Vec<ArmId> {
        self.results.arms.iter().copied().filter(|arm| *arm != self.scenario.control).collect()
    }

    fn group(&self, metric: &str, occupation: Option<u16>, task: Option<u16>) -> Group {
        Group { period: self.period, metric: metric.into(), occupation, task, ..Group::default() }
    }

    fn place(&self, arm: ArmId) -> usize {
        self.results.place(arm).expect("an arm of the results")
    }

    fn mean(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        self.results.mean(self.place(arm), group).ok().flatten()
    }

    fn difference(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        self.results.difference(self.place(arm), self.place(self.scenario.control), group).ok().flatten()
    }

    fn names(&self, arms: &[ArmId]) -> Vec<String> {
        arms.iter().map(|arm| self.scenario.arms[*arm].name.clone()).collect()
    }

    /// The control's means, and the differences of the others; the control stands in front of each block.
    fn table(&self) -> TextTable {
        let (control, others) = (self.scenario.control, self.others());
        let header = self.names(&[&[control], &others[..]].concat());
        let rows = self.rows(rows::OUTCOMES, rows::Units::Said).into_iter().chain(self.asked_for()).map(|row| {
            let mut cells = vec![shown(self.mean(control, &row.group), row.factor, Shows::Level)];
            cells.extend(others.iter().map(|arm| shown(self.difference(*arm, &row.group), row.factor, Shows::Change)));
            (row.label, cells)
        });
        TextTable { header, repeated: 1, rows: rows.collect() }
    }
}
