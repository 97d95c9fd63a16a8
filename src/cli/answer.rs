//! The answer on the terminal: arms as columns, the control with its interval, the others as paired differences, for the
//! last period; and in a sentence what was expected to be saved and what was.

use crate::experiment::{Cells, Estimate, Group, Results, estimate};
use crate::model::scenario::{ArmId, Scenario};
use crate::units::Id;
use comfy_table::{CellAlignment, ColumnConstraint, Table, Width, presets};
use std::fmt::Write as _;

/// At most so many arms stand side by side besides the control.
const ABREAST: usize = 5;

/// The whole answer.
pub fn answer(scenario: &Scenario, results: &Results) -> String {
    let mut text = format!("{}\n", scenario.title);
    if !scenario.question.is_empty() {
        let _ = writeln!(text, "{}", scenario.question);
    }
    let period = scenario.periods.len() - 1;
    let window = &scenario.periods[period];
    let _ = writeln!(
        text,
        "Period `{}` (weeks {} to {}), {} replications; means with 95% intervals; other arms as paired differences to `{}`.\n",
        window.name, window.from_week, window.to_week, results.replications, scenario.arms[scenario.control].name
    );
    let page = Page { scenario, results, period };
    let others: Vec<ArmId> = results.arms.iter().copied().filter(|arm| *arm != scenario.control).collect();
    let blocks: Vec<&[ArmId]> = if others.is_empty() { vec![&[]] } else { others.chunks(ABREAST).collect() };
    for block in blocks {
        let _ = writeln!(text, "{}\n", page.table(block));
    }
    text + &page.sentences()
}

struct Page<'a> {
    scenario: &'a Scenario,
    results: &'a Results,
    period: usize,
}

impl Page<'_> {
    fn cells(&self, arm: ArmId) -> &Cells {
        &self.results.cells[self.results.place(arm).expect("an arm of the results")]
    }

    fn group(&self, metric: &str, occupation: Option<u16>, task: Option<u16>) -> Group {
        Group { period: self.period, metric: metric.into(), occupation, task, ..Group::default() }
    }

    /// All values of a group, zero where a run had none, if any arm has some.
    fn values(&self, arm: ArmId, group: &Group) -> Vec<f64> {
        match self.cells(arm).get(group) {
            Some(values) => values.iter().map(|value| value.unwrap_or(0.0)).collect(),
            None => vec![0.0; self.results.replications as usize],
        }
    }

    fn mean(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        estimate(self.values(arm, group))
    }

    fn difference(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        let before = self.values(self.scenario.control, group);
        estimate(self.values(arm, group).iter().zip(before).map(|(after, before)| after - before))
    }

    fn present(&self, group: &Group) -> bool {
        self.results
            .cells
            .iter()
            .any(|cells| cells.get(group).is_some_and(|values| values.iter().flatten().any(|v| *v != 0.0)))
    }

    /// The rows: label and group, with the factor by which values are shown.
    fn rows(&self) -> Vec<(String, Group, f64)> {
        let world = &self.scenario.arms[self.scenario.control].worlds[0];
        let mut rows: Vec<(String, Group, f64)> = Vec::new();
        let mut add = |label: String, group: Group, factor: f64| {
            if self.present(&group) {
                rows.push((label, group, factor));
            }
        };
        add("Data work, h/week".into(), self.group("hours.data_work", None, None), 1.0);
        for (id, occupation) in world.occupations.enumerate() {
            let group = self.group("hours.data_work", Some(id.index() as u16), None);
            add(format!("  {}", occupation.name), group, 1.0);
        }
        for (from, occupation) in world.occupations.enumerate() {
            let total = self.group("hours.shifted", Some(from.index() as u16), None);
            add(format!("Shifted from {}, h/week", occupation.name), total, 1.0);
            let metric = format!("hours.shifted_from.{}", occupation.name);
            for (to, occupation) in world.occupations.enumerate() {
                add(format!("  to {}", occupation.name), self.group(&metric, Some(to.index() as u16), None), 1.0);
            }
        }
        add("After hours, h/week".into(), self.group("hours.after_hours", None, None), 1.0);
        for (id, occupation) in world.occupations.enumerate() {
            let group = self.group("after_hours.per_fte_day", Some(id.index() as u16), None);
            add(format!("  {}, min per FTE and day", occupation.name), group, 1.0);
        }
        for (id, task) in world.tasks.enumerate().filter(|(_, task)| task.due.is_some()) {
            add(format!("On time: {}, %", task.name), self.group("on_time", None, Some(id.index() as u16)), 100.0);
        }
        add("Patients seen, 1/week".into(), self.group("patients.seen", None, None), 1.0);
        add("Left unseen, 1/week".into(), self.group("patients.left_unseen", None, None), 1.0);
        add("Payroll, 1000/week".into(), self.group("payroll", None, None), 0.001);
        add("Unfinished at the end, FTE-weeks".into(), self.group("unfinished", None, None), 1.0);
        for (id, occupation) in world.occupations.enumerate() {
            add(format!("  {}", occupation.name), self.group("unfinished", Some(id.index() as u16), None), 1.0);
        }
        rows
    }

    fn table(&self, arms: &[ArmId]) -> Table {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        let mut header = vec![String::new(), self.scenario.arms[self.scenario.control].name.clone()];
        header.extend(arms.iter().map(|arm| self.scenario.arms[*arm].name.clone()));
        table.set_header(header);
        for (label, group, factor) in self.rows() {
            let mut row = vec![label];
            row.push(shown(self.mean(self.scenario.control, &group), factor, false));
            row.extend(arms.iter().map(|arm| shown(self.difference(*arm, &group), factor, true)));
            table.add_row(row);
        }
        for (number, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if number > 0 {
                column.set_cell_alignment(CellAlignment::Right);
            } else {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(20)));
            }
        }
        table
    }

    /// What was expected to be saved and what was, by arm and occupation.
    fn sentences(&self) -> String {
        let mut text = String::new();
        let n = self.results.replications;
        for &arm in self.results.arms.iter().filter(|arm| **arm != self.scenario.control) {
            let world = &self.scenario.arms[arm].worlds[0];
            for (id, occupation) in world.occupations.enumerate() {
                let of = Some(id.index() as u16);
                let expected = self.group("saving.expected", of, None);
                if !self.cells(arm).contains_key(&expected) {
                    continue;
                }
                let realised = self.group("saving.realised", of, None);
                let all = self.group("hours.data_work", None, None);
                let _ = writeln!(
                    text,
                    "{}: expected to save {} of {}'s hours a week; their hours fell by {}, data work of all changed by {} ({n} replications, paired).",
                    self.scenario.arms[arm].name,
                    shown(
                        self.mean(arm, &expected).map(|estimate| Estimate { half_width: None, ..estimate }),
                        1.0,
                        false
                    ),
                    occupation.name,
                    shown(self.mean(arm, &realised), 1.0, false),
                    shown(self.difference(arm, &all), 1.0, true),
                );
            }
        }
        text
    }
}

/// `412 ±5`, or with a sign for differences.
fn shown(estimate: Option<Estimate>, factor: f64, signed: bool) -> String {
    let Some(estimate) = estimate else { return String::new() };
    let (mean, half) = (estimate.mean * factor, estimate.half_width.map(|half| half * factor));
    let decimals = match half.unwrap_or(mean.abs() / 100.0).max(mean.abs() / 1000.0) {
        size if size >= 1.0 => 0,
        size if size >= 0.1 => 1,
        _ => 2,
    };
    let mut text = if signed { format!("{mean:+.decimals$}") } else { format!("{mean:.decimals$}") };
    if mean == 0.0 && half.is_none_or(|half| half == 0.0) {
        return "0".into();
    }
    if let Some(half) = half {
        let _ = write!(text, " ±{half:.decimals$}");
    }
    text
}
