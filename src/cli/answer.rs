//! The answer on the terminal: arms as columns, the control with its interval, the others as paired differences, for the
//! last period; and in a sentence what was expected to be saved and what was.

use super::ledger;
use crate::experiment::{
    Estimate, Group, MetricKind, PILOT_REPLICATIONS, PILOT_WEEKS, Results, estimate, headline_group, headlines,
};
use crate::io::tables::shown;
use crate::model::scenario::{Activity, ArmId, Direction, OccupationId, Scenario, Task, TaskId, WarmUpFrom};
use crate::units::{Id, WEEK};
use comfy_table::{CellAlignment, ColumnConstraint, Table, Width, presets};
use std::fmt::Write as _;

/// At most so many arms stand side by side besides the control: a terminal of 100 columns holds them.
const ABREAST: usize = 3;

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
        "Period `{}` (weeks {} to {}), {} replication{}; means with 95% intervals, each for itself; other arms as paired differences to `{}`.\n",
        window.name,
        window.from_week,
        window.to_week,
        results.replications,
        if results.replications == 1 { "" } else { "s" },
        scenario.arms[scenario.control].name
    );
    if scenario.warm_up_from == WarmUpFrom::Pilot {
        let weeks = scenario.warm_up.ms() / WEEK.ms();
        let _ = writeln!(
            text,
            "Warm-up: {weeks:.0} weeks, by MSER-5 on {PILOT_REPLICATIONS} replications of {PILOT_WEEKS} weeks of the control.\n"
        );
    }
    if results.precision.is_some() {
        let _ = writeln!(text, "{}\n", precision(scenario, results));
    }
    let page = Page { scenario, results, period };
    let others: Vec<ArmId> = results.arms.iter().copied().filter(|arm| *arm != scenario.control).collect();
    let blocks: Vec<&[ArmId]> = if others.is_empty() { vec![&[]] } else { others.chunks(ABREAST).collect() };
    if !scenario.ledger {
        text += "No hours ledger: `run.ledger` is false.\n\n";
    } else if !others.is_empty() {
        text += "Where the hours went, h/week, of cases born in the period (under common draws; see ledger.csv):\n";
        for block in others.chunks(ABREAST) {
            push_lines(&mut text, &page.ledger(block));
        }
    }
    for block in blocks {
        push_lines(&mut text, &page.table(block));
    }
    text += &page.headlines();
    text += &page.verdict();
    let sentences = page.sentences();
    text += &sentences;
    if !sentences.is_empty() {
        text.push('\n');
    }
    text + &page.rests_on()
}

/// What decided on the number of replications, in a sentence.
pub fn precision(scenario: &Scenario, results: &Results) -> String {
    let (Some(reached), Some(asked)) = (&results.precision, &scenario.precision) else { return String::new() };
    let target = &asked.targets[reached.target];
    let unit = MetricKind::of(&target.metric).unit;
    let arm = &scenario.arms[reached.arm].name;
    let world = &scenario.arms[scenario.control].worlds[0];
    let mut of: Vec<String> = Vec::new();
    of.extend(target.occupation.map(|id| world.occupations[id].name.clone()));
    of.extend(target.activity.map(|activity| activity.name().to_string()));
    of.extend(target.task.map(|id| world.tasks[id].name.clone()));
    of.extend(target.order.map(|order| format!("order {order}")));
    let of = if of.is_empty() { String::new() } else { format!(" of {}", of.join(", ")) };
    let what = match target.difference {
        Some(_) => format!("the difference of {}{of} between `{arm}` and the control", target.metric),
        None => format!("{}{of} in `{arm}`", target.metric),
    };
    let confidence = 100.0 * target.confidence;
    let wanted = crate::io::tables::number(reached.width.wanted);
    let n = results.replications;
    match (reached.met, reached.width.half_width) {
        (true, Some(half)) => {
            let half = crate::io::tables::number(half);
            format!(
                "Precise enough after {n} replications, bound by {what}: +-{half} of +-{wanted} {unit} ({confidence:.0}%)."
            )
        }
        (_, Some(half)) => {
            let half = crate::io::tables::number(half);
            format!(
                "Not precise enough after {n} replications: {what} is known to +-{half}, wanted +-{wanted} {unit} ({confidence:.0}%)."
            )
        }
        _ => format!("Not precise enough after {n} replications: too few of them have a value for {what}."),
    }
}

fn push_lines(text: &mut String, table: &Table) {
    for line in table.lines() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.push('\n');
}

struct Page<'a> {
    scenario: &'a Scenario,
    results: &'a Results,
    period: usize,
}

impl Page<'_> {
    fn group(&self, metric: &str, occupation: Option<u16>, task: Option<u16>) -> Group {
        Group { period: self.period, metric: metric.into(), occupation, task, ..Group::default() }
    }

    fn place(&self, arm: ArmId) -> usize {
        self.results.place(arm).expect("an arm of the results")
    }

    fn mean(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        estimate(self.results.values(self.place(arm), group).into_iter().flatten())
    }

    fn difference(&self, arm: ArmId, group: &Group) -> Option<Estimate> {
        self.results.difference(self.place(arm), self.place(self.scenario.control), group)
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
        let documents = |task: &Task| {
            task.due.is_some() && task.ways.iter().any(|way| way.activity.iter().any(|(of, _)| *of == Activity::Create))
        };
        for (id, task) in world.tasks.enumerate().filter(|(_, task)| documents(task)) {
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
        let mut header = vec![String::new(), self.scenario.arms[self.scenario.control].name.clone()];
        header.extend(arms.iter().map(|arm| self.scenario.arms[*arm].name.clone()));
        let rows = self.rows().into_iter().map(|(label, group, factor)| {
            let mut row = vec![label, shown(self.mean(self.scenario.control, &group), factor, false)];
            row.extend(arms.iter().map(|arm| shown(self.difference(*arm, &group), factor, true)));
            row
        });
        aligned(header, rows)
    }

    /// The ledger of some arms.
    fn ledger(&self, arms: &[ArmId]) -> Table {
        let mut header = vec![String::new()];
        header.extend(arms.iter().map(|arm| self.scenario.arms[*arm].name.clone()));
        let lines = ledger::lines(self.scenario, self.results, arms);
        let rows = lines.into_iter().map(|(label, values)| {
            std::iter::once(label).chain(values.into_iter().map(|value| shown(value, 1.0, true))).collect()
        });
        aligned(header, rows)
    }

    /// What was expected to be saved and what was, by arm and occupation.
    fn sentences(&self) -> String {
        let mut text = String::new();
        for &arm in self.results.arms.iter().filter(|arm| **arm != self.scenario.control) {
            let world = &self.scenario.arms[arm].worlds[0];
            for (id, occupation) in world.occupations.enumerate() {
                let of = Some(id.index() as u16);
                let expected = self.group("saving.expected", of, None);
                if !self.results.cells[self.place(arm)].contains_key(&expected) {
                    continue;
                }
                let hours =
                    |metric| self.mean(self.scenario.control, &self.group(metric, of, None)).map_or(0.0, |e| e.mean);
                let before = hours("hours.data_work") + hours("hours.care");
                let expected = self.mean(arm, &expected).map_or(0.0, |e| e.mean);
                let realised = self.mean(arm, &self.group("saving.realised", of, None));
                let share = |hours: f64| format!("{:.0}%", 100.0 * hours / before);
                let _ = writeln!(
                    text,
                    "{}: expected to save {expected:.0} of {before:.0} h/week of {} ({}); saved {} ({}). Data work of all: {} h/week{}.",
                    self.scenario.arms[arm].name,
                    occupation.name,
                    share(expected),
                    shown(realised, 1.0, false),
                    share(realised.map_or(0.0, |e| e.mean)),
                    shown(self.difference(arm, &self.group("hours.data_work", None, None)), 1.0, true),
                    self.others(arm, id),
                );
            }
        }
        text
    }

    /// The other occupations whose data work changed by more than its uncertainty, the largest three first.
    fn others(&self, arm: ArmId, but: OccupationId) -> String {
        let world = &self.scenario.arms[arm].worlds[0];
        let mut changes: Vec<(&str, Estimate)> = (world.occupations.enumerate().filter(|(id, _)| *id != but))
            .filter_map(|(id, occupation)| {
                let group = self.group("hours.data_work", Some(id.index() as u16), None);
                let change = self.difference(arm, &group)?;
                (change.mean.abs() >= 1.0 && change.mean.abs() > change.half_width.unwrap_or(0.0))
                    .then_some((occupation.name.as_str(), change))
            })
            .collect();
        changes.sort_by(|(_, a), (_, b)| b.mean.abs().total_cmp(&a.mean.abs()));
        let named: Vec<String> = changes
            .iter()
            .take(3)
            .map(|(name, change)| format!("{name} {}", shown(Some(*change), 1.0, true)))
            .collect();
        if named.is_empty() { String::new() } else { format!("; {}", named.join(", ")) }
    }

    /// The differences the answer rests on, with intervals that hold for all arms at once.
    fn headlines(&self) -> String {
        let headlines = headlines(self.scenario, self.results);
        if headlines.is_empty() || self.results.replications < 2 {
            return String::new();
        }
        let group = headline_group(self.scenario);
        let unit = MetricKind::of(&group.metric).unit;
        let of = self.of(group.occupation, group.activity, group.task, group.order);
        let all = match headlines.len() {
            1 => String::new(),
            many => format!("Intervals hold for all {many} arms at once with 95% (Bonferroni).\n"),
        };
        let mut text = format!(
            "{}{of}, {unit}: difference to the control; variance that common draws remove.\n{all}",
            group.metric
        );
        for headline in headlines {
            let difference = Estimate { half_width: headline.simultaneous, ..headline.difference };
            let reduction = headline.variance_reduction.map_or("–".into(), |share| format!("{:.0}%", 100.0 * share));
            let name = &self.scenario.arms[headline.arm].name;
            let _ = writeln!(text, "  {name}  {}  {reduction}", shown(Some(difference), 1.0, true));
        }
        text.push('\n');
        text
    }

    /// ` of nurse, coding` and the like; nothing for a sum.
    fn of(&self, occupation: Option<u16>, activity: Option<Activity>, task: Option<u16>, order: Option<u16>) -> String {
        let world = &self.scenario.arms[self.scenario.control].worlds[0];
        let mut of: Vec<String> = Vec::new();
        of.extend(occupation.map(|id| world.occupations[OccupationId(id)].name.clone()));
        of.extend(activity.map(|activity| activity.name().to_string()));
        of.extend(task.map(|id| world.tasks[TaskId(id)].name.clone()));
        of.extend(order.map(|order| format!("order {order}")));
        if of.is_empty() { String::new() } else { format!(" of {}", of.join(", ")) }
    }

    /// What was expected, and whether it came.
    fn verdict(&self) -> String {
        let Some(expected) = &self.scenario.prediction else { return String::new() };
        let Some((difference, verdict)) = expected.verdict(self.scenario, self.results) else { return String::new() };
        let kind = MetricKind::of(&expected.metric);
        let way = match expected.direction {
            Direction::More => "more by at least",
            Direction::Less => "less by at least",
            Direction::None => "different by less than",
        };
        let group = expected.group(self.scenario);
        let of = self.of(group.occupation, group.activity, group.task, group.order);
        format!(
            "Expected ({}): {}{of} in `{}` {way} {} {}. Found: {}: {}.\n\n",
            expected.because,
            expected.metric,
            self.scenario.arms[expected.arm].name,
            expected.smallest,
            kind.unit,
            shown(difference, 1.0, true),
            verdict.name(),
        )
    }

    /// What the scenario's author wants known, and what its numbers rest on.
    fn rests_on(&self) -> String {
        let note = &self.scenario.note;
        let (cited, assumed) = (self.scenario.provenance.cited(), self.scenario.provenance.assumed());
        let note = if note.is_empty() { String::new() } else { format!("{note}\n") };
        format!("{note}Of its {} numbers {cited} are cited and {assumed} assumed.\n", cited + assumed)
    }
}

/// A table without lines: text to the left, numbers to the right.
fn aligned(header: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(header);
    rows.for_each(|row| {
        table.add_row(row);
    });
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
