//! Weeks of a run as lines: hours of data work by occupation, backlog and turnaround by task.

use super::data::{RunFolder, TableRow, meaning};
use super::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use super::lines::{self, PlotLine};
use super::palette::legend;
use crate::experiment::Estimate;
use crate::io::tables::{Shows, shown};
use std::collections::BTreeMap;

/// At most so many points to a line: what is finer than a pixel is noise.
const POINTS: usize = 60;
/// At most so many tasks are drawn; the table has all.
const TASKS: usize = 6;

/// Value and half-width by name (of an occupation or a task), arm and week.
type WeeklyValues<'a> = BTreeMap<&'a str, BTreeMap<&'a str, BTreeMap<&'a str, (f64, f64)>>>;

/// Sums a column over the rows of a week. Half-widths add up, too: those of a sum are never larger, since deviations
/// over the same replications are at most additive.
fn weekly<'a>(
    run: &'a RunFolder,
    table: &str,
    name: &str,
    value: &str,
    half: &str,
    keep: &dyn Fn(TableRow<'_>) -> bool,
) -> WeeklyValues<'a> {
    let mut sums = WeeklyValues::new();
    for row in run.table(table).rows().filter(|row| keep(*row)) {
        let Some(amount) = row.number(value) else { continue };
        let of_arm = sums.entry(row.text(name)).or_default().entry(row.text("arm")).or_default();
        let cell = of_arm.entry(row.text("week_start")).or_default();
        cell.0 += amount;
        cell.1 += row.number(half).unwrap_or(0.0);
    }
    sums
}

/// The weeks of the run, in blocks that give no more than so many points.
fn blocks(run: &RunFolder) -> Vec<Vec<&str>> {
    let mut weeks: Vec<&str> = run.table("workload.csv").rows().map(|row| row.text("week_start")).collect();
    weeks.extend(run.table("queues.csv").rows().map(|row| row.text("week_start")));
    weeks.sort_unstable();
    weeks.dedup();
    // A last week of a day or two would look like a collapse.
    weeks.truncate((run.manifest.weeks.floor() as usize).max(1));
    let size = weeks.len().div_ceil(POINTS).max(1);
    weeks.chunks(size).map(<[&str]>::to_vec).collect()
}

/// Value and half-width of each block.
type Blocks = Vec<Option<(f64, f64)>>;

/// A line and its cells: means of blocks. What has no row in a week was zero if it is an amount, and is left out else.
fn line(of: Option<&BTreeMap<&str, (f64, f64)>>, blocks: &[Vec<&str>], amount: bool) -> (PlotLine, Blocks) {
    let mut week = 0.0;
    let (mut points, mut cells) = (Vec::new(), Vec::new());
    for block in blocks {
        let values: Vec<(f64, f64)> = block.iter().filter_map(|date| of?.get(date).copied()).collect();
        let n = if amount { block.len() } else { values.len() } as f64;
        let middle = week + block.len() as f64 / 2.0;
        week += block.len() as f64;
        let mean = (n > 0.0 && of.is_some()).then(|| {
            (values.iter().map(|value| value.0).sum::<f64>() / n, values.iter().map(|value| value.1).sum::<f64>() / n)
        });
        points.extend(mean.map(|(value, half)| (middle, value, half)));
        cells.push(mean);
    }
    (PlotLine { points }, cells)
}

/// What a figure shows.
struct Plotted<'a> {
    names: Vec<&'a str>,
    /// Of these are drawn.
    drawn: usize,
    amount: bool,
    unit: &'static str,
    /// First words of the table's title.
    table: &'static str,
    first: &'static str,
}

fn figure(run: &RunFolder, sums: &WeeklyValues<'_>, subject: &Plotted<'_>, caption: String) -> Figure {
    let blocks = blocks(run);
    let marks: Vec<f64> = run.manifest.period.iter().skip(1).map(|period| period.from_week as f64).collect();
    let mut header = vec![subject.first.to_owned(), "from week of".into()];
    header.extend(run.arms().map(words));
    let mut grid = Grid { title: subject.table.into(), texts: 2, header, rows: Vec::new() };
    let mut panels = Vec::new();
    for (place, name) in subject.names.iter().enumerate() {
        let Some(of_name) = sums.get(name) else { continue };
        let (lines, cells): (Vec<PlotLine>, Vec<Blocks>) =
            run.arms().map(|arm| line(of_name.get(arm), &blocks, subject.amount)).unzip();
        for (number, block) in blocks.iter().enumerate() {
            let mut row = vec![words(name), block[0].to_owned()];
            row.extend(cells.iter().map(|cells| cells[number].map_or(String::new(), cell)));
            grid.rows.push(row);
        }
        if place < subject.drawn {
            let label = format!("{} of {} by week of the run", subject.unit, words(name));
            let title = format!("{}, {}", words(name), subject.unit);
            panels.push(Panel { title, svg: lines::draw(&label, &lines, &marks) });
        }
    }
    let block = match blocks.first().map_or(1, Vec::len) {
        1 => String::new(),
        weeks => format!(" Each point is the mean of {weeks} weeks."),
    };
    let marked = match marks.len() {
        0 => String::new(),
        _ => {
            let names: Vec<String> = run
                .manifest
                .period
                .iter()
                .map(|period| format!("<em>{}</em>", escaped(&words(&period.name))))
                .collect();
            format!(" Upright lines divide the periods {}.", names.join(", "))
        }
    };
    let caption = format!("{caption}{block} Across: weeks since the start.{marked}");
    Figure { caption, legend: legend(run.arms()), panels, table: grid }
}

fn cell((mean, half): (f64, f64)) -> String {
    let half_width = (half > 0.0).then_some(half);
    shown(Some(Estimate { mean, sd: None, half_width, n: 0 }), 1.0, Shows::Level).replace('-', "−")
}

/// Hours of data work by occupation.
pub(super) fn hours(run: &RunFolder) -> Option<PageSection> {
    let data_work = |row: TableRow<'_>| row.text("activity") != "care";
    let sums = weekly(run, "workload.csv", "occupation", "hours", "hours_ci", &data_work);
    let peak = |name: &str| {
        let values = sums.get(name).into_iter().flat_map(BTreeMap::values).flat_map(BTreeMap::values);
        values.map(|value| value.0).fold(0.0, f64::max)
    };
    let mut names: Vec<&str> = run.occupations.iter().map(String::as_str).filter(|name| peak(name) > 0.0).collect();
    names.sort_by(|a, b| peak(b).total_cmp(&peak(a)));
    if names.is_empty() {
        return None;
    }
    let caption = "<strong>Hours of data work by occupation.</strong> Where an arm leaves the control’s line, work has come \
                   or gone. Bands add up the half-widths of the 95% intervals of an occupation’s activities, and are so at \
                   least as wide as the interval of the sum."
        .to_owned();
    let subject = Plotted {
        drawn: names.len(),
        names,
        amount: true,
        unit: "h/week",
        table: "Table: hours of data work by occupation over time",
        first: "occupation",
    };
    let figure = figure(run, &sums, &subject, caption);
    Some(PageSection { id: "hours", title: "Hours over time", lead: String::new(), figures: vec![figure] })
}

/// Tasks by how far arms are apart in the last period (of one arm alone: by how much there is).
fn by_spread<'a>(run: &'a RunFolder, sums: &WeeklyValues<'a>, metric: &str) -> Vec<&'a str> {
    let spread = |task: &str| {
        let key = super::data::RowKey::of_task(metric, task);
        let values: Vec<f64> = run.arms().filter_map(|arm| Some(run.value(arm, &key)?.mean.mean())).collect();
        let (low, high) = values.iter().fold((f64::INFINITY, 0.0f64), |(low, high), v| (low.min(*v), high.max(*v)));
        if run.others.is_empty() || values.len() < 2 { high } else { high - low }
    };
    let mut tasks: Vec<&str> = sums.keys().copied().filter(|task| spread(task) > 0.0).collect();
    tasks.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    tasks
}

/// What waits.
pub(super) fn backlog(run: &RunFolder) -> Option<PageSection> {
    let sums = weekly(run, "queues.csv", "task", "backlog", "", &|_| true);
    let names = by_spread(run, &sums, "backlog");
    if names.is_empty() {
        return None;
    }
    let which = if run.others.is_empty() { "with the longest queues" } else { "in which the arms differ most" };
    let caption = format!(
        "<strong>{}.</strong> A line that climbs is work that is not keeping up. Drawn are the tasks {which} in the last \
         period; the table has all.",
        meaning("backlog")
    );
    let subject = Plotted {
        names,
        drawn: TASKS,
        amount: true,
        unit: "instances",
        table: "Table: backlog by task over time",
        first: "task",
    };
    let figure = figure(run, &sums, &subject, caption);
    Some(PageSection { id: "backlog", title: "Backlog", lead: String::new(), figures: vec![figure] })
}

/// How long work takes from ready to done.
pub(super) fn turnaround(run: &RunFolder) -> Option<PageSection> {
    let sums = weekly(run, "queues.csv", "task", "turnaround_mean", "", &|_| true);
    let names = by_spread(run, &sums, "turnaround.mean");
    if names.is_empty() {
        return None;
    }
    let which = if run.others.is_empty() { "that take longest" } else { "in which the arms differ most" };
    let caption = format!(
        "<strong>Turnaround: mean hours from ready to done.</strong> Drawn are the tasks {which} in the last period; the \
         table has all."
    );
    let subject = Plotted {
        names,
        drawn: TASKS,
        amount: false,
        unit: "h",
        table: "Table: turnaround by task over time",
        first: "task",
    };
    let figure = figure(run, &sums, &subject, caption);
    Some(PageSection { id: "turnaround", title: "Turnaround", lead: String::new(), figures: vec![figure] })
}
