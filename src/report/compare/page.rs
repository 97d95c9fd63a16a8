//! `comparison.html`: two runs side by side.

use super::{Compared, ComparedArm, Comparison};
use crate::experiment::Comparing;
use crate::io::tables::{Shows, number};
use crate::report::answer::{datum, subject};
use crate::report::data::RowKey;
use crate::report::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use crate::report::{Page, ReportError, ranges, render};
use std::fmt::Write as _;

/// At most so many occupations of an arm are drawn.
const DRAWN: usize = 6;
/// At most so many rows of the table of everything, so that the page stays small.
const ROWS: usize = 6_000;

/// The headline of the page.
pub fn title_of(comparison: &Comparison) -> String {
    let (a, b) = (&comparison.a.manifest.title, &comparison.b.manifest.title);
    let what = if a == b { a.clone() } else { format!("{a} / {b}") };
    format!("Two runs compared: {what}")
}

/// The page.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn page(comparison: &Comparison) -> Result<String, ReportError> {
    let sections = vec![answer(comparison), inputs(comparison), runs(comparison), everything(comparison)];
    render(&Page {
        title: &title_of(comparison),
        footer: format!("Made by sim {} from the tables of two runs.", env!("CARGO_PKG_VERSION")),
        sections,
    })
}

/// The difference with its interval, n and design.
fn in_words(comparison: &Comparison, value: &Compared) -> String {
    let of = value.difference;
    let n = match comparison.comparing {
        Comparing::Paired => format!("n = {} pairs of replications", of.n),
        Comparing::Independent => {
            format!("n = {} and {} independent replications", comparison.compared.0, comparison.compared.1)
        }
    };
    let mut text = format!("{} {}", datum(of.mean, of, Shows::Change), escaped(&comparison.unit(value)));
    match of.half_width {
        Some(half) => {
            let (low, high) = (datum(of.mean - half, of, Shows::Change), datum(of.mean + half, of, Shows::Change));
            let _ = write!(text, " (95% interval {low} to {high}, {n})");
        }
        None => text += " (it takes two replications to have an interval)",
    }
    text
}

fn sentence(comparison: &Comparison, arm: &ComparedArm, value: &Compared) -> String {
    format!(
        "In <strong>{}</strong>, {} is {} {} in A and {} in B; B less A: {}.",
        escaped(&words(&arm.name)),
        escaped(&subject(&value.key)),
        datum(value.a.mean, value.a, Shows::Level),
        escaped(&comparison.unit(value)),
        datum(value.b.mean, value.b, Shows::Level),
        in_words(comparison, value)
    )
}

fn answer(comparison: &Comparison) -> PageSection {
    let all = RowKey::all("hours.data_work");
    let mut lead = String::new();
    let headline = comparison.answer();
    if let Some((arm, value)) = headline {
        let _ = write!(lead, "<p class=\"headline\">{}</p>", sentence(comparison, arm, value));
    }
    let _ = write!(
        lead,
        "<p>A is <code>{}</code>, B is <code>{}</code>. {}. Means over weeks {} (period <em>{}</em>).</p>",
        escaped(&comparison.a.name),
        escaped(&comparison.b.name),
        escaped(&comparison.design()),
        weeks(comparison),
        escaped(&words(&comparison.period))
    );
    let said =
        |arm: &ComparedArm, value: &Compared| headline.is_some_and(|(of, what)| of.name == arm.name && what == value);
    let others = comparison.arms.iter().filter_map(|arm| Some((arm, arm.value(&all)?)));
    let others = others.filter(|(arm, value)| !said(arm, value));
    let others: Vec<String> =
        others.map(|(arm, value)| format!("<li>{}</li>", sentence(comparison, arm, value))).collect();
    if !others.is_empty() {
        let _ = write!(lead, "<ul class=\"sentences\">{}</ul>", others.concat());
    }
    PageSection { id: "answer", title: "What differs", lead, figures: vec![data_work(comparison)] }
}

fn weeks(comparison: &Comparison) -> String {
    let ((from_a, to_a), (from_b, to_b)) = (comparison.a.weeks, comparison.b.weeks);
    match (from_a, to_a) == (from_b, to_b) {
        true => format!("{from_a} to {to_a}"),
        false => format!("{from_a} to {to_a} of A and {from_b} to {to_b} of B"),
    }
}

/// Data work by occupation, a panel for each arm.
fn data_work(comparison: &Comparison) -> Figure {
    let mut table = grid("Table: data work by arm and occupation", &["arm", "occupation"]);
    let mut panels = Vec::new();
    for (place, arm) in comparison.arms.iter().enumerate() {
        let total = arm.of("hours.data_work", "").map(|value| ("all occupations", value));
        let rows: Vec<_> = total.into_iter().chain(arm.occupations("hours.data_work")).collect();
        let mut bars = Vec::new();
        for (name, value) in rows {
            table.rows.push([vec![words(&arm.name), words(name)], cells(value)].concat());
            if bars.len() <= DRAWN && value.difference.mean != 0.0 {
                bars.push(ranges::RangeBar { name: words(name), series: place, value: value.difference, change: true });
            }
        }
        if !bars.is_empty() {
            let label =
                format!("Data work in B less data work in A, {}, by occupation, hours a week", words(&arm.name));
            let svg = ranges::draw(&label, &bars);
            panels.push(Panel { title: format!("{}, h/week", words(&arm.name)), svg });
        }
    }
    let same = panels.is_empty();
    let caption = format!(
        "<strong>Data work in B less data work in A.</strong> To the right of the line: more hours a week in B; to the \
         left: fewer. The bar is the difference, the thin line its 95% interval: where it crosses zero, the sign is open. \
         Each arm has its own scale and shows the {DRAWN} occupations that change most; the table has all.{}",
        if same { " No arm differs in it, so nothing is drawn." } else { "" }
    );
    Figure { caption, legend: Vec::new(), panels, table }
}

fn grid(title: &str, names: &[&str]) -> Grid {
    let header = names.iter().copied().chain(["A", "B", "B − A", "its 95% interval", "n"]);
    Grid { title: title.into(), texts: names.len(), header: header.map(str::to_owned).collect(), rows: Vec::new() }
}

fn cells(value: &Compared) -> Vec<String> {
    let of = value.difference;
    let ends = of.half_width.map(|half| format!("{} to {}", number(of.mean - half), number(of.mean + half)));
    vec![
        number(value.a.mean),
        number(value.b.mean),
        number(of.mean),
        ends.unwrap_or_default(),
        if value.a.n == value.b.n { value.a.n.to_string() } else { format!("{}, {}", value.a.n, value.b.n) },
    ]
}

fn plain_table(table: Grid) -> Figure {
    Figure { caption: String::new(), legend: Vec::new(), panels: Vec::new(), table }
}

fn inputs(comparison: &Comparison) -> PageSection {
    let changed = &comparison.inputs;
    let mut lead = match changed.len() {
        0 if comparison.only_texts_differ() => {
            "<p>The scenarios differ in comments, evidence or a file they name, and \
                                                in no input of the document itself.</p>"
                .to_owned()
        }
        0 => "<p>No input of the scenarios differs.</p>".to_owned(),
        1 => "<p>One input differs.</p>".to_owned(),
        many => format!("<p>{many} inputs differ.</p>"),
    };
    /// So many stand in sight; all are in the table.
    const IN_SIGHT: usize = 12;
    let or_default = |value: &Option<String>| value.clone().unwrap_or_else(|| "not set".into());
    lead += "<dl>";
    for of in changed.iter().take(IN_SIGHT) {
        let _ = write!(
            lead,
            "<dt><code>{}</code></dt><dd>{} → <strong>{}</strong></dd>",
            escaped(&of.path),
            escaped(&or_default(&of.old)),
            escaped(&or_default(&of.new))
        );
    }
    lead += "</dl>";
    let header = ["input", "in A", "in B"].map(str::to_owned).into();
    let rows = changed.iter().map(|of| vec![of.path.clone(), or_default(&of.old), or_default(&of.new)]).collect();
    let title = "Table: inputs that differ (evidence left out; what a scenario does not say has its default)".into();
    let table = Grid { title, texts: 3, header, rows };
    let figures = if changed.is_empty() { Vec::new() } else { vec![plain_table(table)] };
    PageSection { id: "inputs", title: "Inputs that differ", lead, figures }
}

fn runs(comparison: &Comparison) -> PageSection {
    let (a, b) = (&comparison.a, &comparison.b);
    let row = |name: &str, of_a: String, of_b: String| vec![name.into(), of_a, of_b];
    let rows = vec![
        row("title", a.manifest.title.clone(), b.manifest.title.clone()),
        row("version of sim", a.version.clone(), b.version.clone()),
        row("seed", a.seed.to_string(), b.seed.to_string()),
        row("replications", a.replications.to_string(), b.replications.to_string()),
        row("arms", words(&a.manifest.arms.join(", ")), words(&b.manifest.arms.join(", "))),
        row("control", words(&a.manifest.control), words(&b.manifest.control)),
        row("scenario, SHA-256", a.manifest.scenario_sha256.clone(), b.manifest.scenario_sha256.clone()),
        row("made by", a.manifest.reproduce.clone(), b.manifest.reproduce.clone()),
    ];
    let mut lead = String::new();
    if a.version != b.version {
        let _ = write!(
            lead,
            "<p>The two were made by different versions of sim: a difference may come from the program.</p>"
        );
    }
    let header = ["", "A", "B"].map(str::to_owned).into();
    let table = Grid { title: "Table: how the two were made".into(), texts: 3, header, rows };
    PageSection { id: "runs", title: "The two runs", lead, figures: vec![plain_table(table)] }
}

/// Every metric and group that both have.
fn everything(comparison: &Comparison) -> PageSection {
    let mut table = grid(
        "Table: every metric and group that differs",
        &["arm", "metric", "occupation", "activity", "order", "task", "unit"],
    );
    let (mut all, mut same) = (0_usize, 0_usize);
    for arm in &comparison.arms {
        for value in &arm.values {
            all += 1;
            if value.difference.mean == 0.0 && value.difference.half_width.unwrap_or(0.0) == 0.0 {
                same += 1;
                continue;
            }
            if table.rows.len() < ROWS {
                let key = &value.key;
                let names = [&arm.name, &key.metric, &key.occupation, &key.activity, &key.order, &key.task];
                let names = names.map(String::clone).into_iter().chain([comparison.unit(value).into_owned()]);
                table.rows.push(names.chain(cells(value)).collect());
            }
        }
    }
    let left = all - same - table.rows.len();
    let mut lead = format!(
        "<p>{all} values of {} arm{} are compared, an amount that only one run mentions with zero in the other; {same} are \
         the same in every replication and left out here. \
         <code>saving.*</code> and <code>ledger.*</code> compare each run with its own control.</p>",
        comparison.arms.len(),
        if comparison.arms.len() == 1 { "" } else { "s" }
    );
    if left > 0 {
        let _ = write!(lead, "<p>The table has the first {ROWS}; {left} more are left out.</p>");
    }
    let figures = if table.rows.is_empty() { Vec::new() } else { vec![plain_table(table)] };
    PageSection { id: "everything", title: "Everything that differs", lead, figures }
}
