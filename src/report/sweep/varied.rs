//! The answer of a sweep in a sentence; what was varied; how to go on.

use super::read::Swept;
use super::{Axis, Moved, in_words, plain};
use crate::experiment::Estimate;
use crate::experiment::sweep::Point;
use crate::io::scenario::quantity;
use crate::io::tables::{Shows, number, shown};
use crate::report::answer::subject;
use crate::report::figure::{Figure, Grid, PageSection, escaped, words};
use crate::report::svg::power_of_ten;
use std::fmt::Write as _;

/// Levels that are named.
const NAMED: usize = 8;
/// Failed points that are named in the table.
const FAILED: usize = 100;

fn levels(swept: &Swept<'_>, point: &Point) -> String {
    let pairs = swept.definition.factors.iter().zip(&point.levels);
    pairs
        .map(|(path, level)| format!("<code>{}</code> = {}", escaped(path), escaped(&short(level))))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A level for readers: numbers that a design has drawn have more digits than anybody reads.
fn short(level: &str) -> String {
    match quantity(level) {
        Some((value, unit)) if level.len() > 6 + unit.len() => {
            let digits = power_of_ten(value.abs().max(f64::MIN_POSITIVE)) / 1e3;
            format!("{} {unit}", number((value / digits).round() * digits)).trim_end().to_owned()
        }
        _ => level.into(),
    }
}

/// How the answer moves over the points, in sentences.
pub(super) fn answer(swept: &Swept<'_>, moved: &Moved) -> PageSection {
    let n = swept.definition.replications;
    let done = swept.done.len();
    let mut lead = String::new();
    if let (Some(key), false) = (swept.subjects.first(), swept.done.is_empty()) {
        let arms: Vec<usize> =
            std::iter::once(swept.arm).chain(swept.others().filter(|arm| *arm != swept.arm)).collect();
        for (place, arm) in arms.into_iter().enumerate() {
            let Some(text) = sentence(swept, arm) else { continue };
            let class = if place == 0 { "headline" } else { "note" };
            let _ = write!(lead, "<p class=\"{class}\">{text}</p>");
        }
        if let Some(factor) = moved.order(0).first().filter(|_| moved.by[0].iter().any(|by| *by > 0.0)) {
            let _ = write!(
                lead,
                "<p><code>{}</code> moves it most: the means of its {} are up to {} {} apart.</p>",
                escaped(&swept.definition.factors[*factor]),
                if moved.axes[*factor].binned { "bins" } else { "levels" },
                shown(Some(apart(moved.by[0][*factor])), 1.0, Shows::Level),
                escaped(&swept.unit(&key.metric))
            );
        }
    }
    let _ = write!(
        lead,
        "<p>{done} point{} with a result; n = {n} replication{} of each arm at each point, all on the same draws{}; period \
         <em>{}</em>. Intervals are those of one point: the lowest and the highest of many points are extreme by choice, too.</p>",
        if done == 1 { "" } else { "s" },
        if n == 1 { "" } else { "s" },
        if swept.differs() {
            format!(", differences paired by replication to <em>{}</em>", escaped(&words(swept.control())))
        } else {
            String::new()
        },
        escaped(&words(&swept.period))
    );
    if swept.subjects.is_empty() {
        lead += "<p>No point has a result yet, so nothing is drawn: curves, heat map and trade-off are left out.</p>";
    } else if moved.order(0).is_empty() {
        lead += "<p>No factor has two levels with results, so there is nothing to draw over: response curves and the heat map \
                 are left out.</p>";
    }
    plain("answer", "The answer", lead)
}

fn apart(mean: f64) -> Estimate {
    Estimate { mean, sd: None, half_width: None, n: 0 }
}

/// The lowest and the highest value of an arm over all points.
fn sentence(swept: &Swept<'_>, arm: usize) -> Option<String> {
    let key = &swept.subjects[0];
    let values = swept.done.iter().filter_map(|point| Some((*point, swept.answer(0, arm, *point)?)));
    let low = values.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let high = values.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let value = |(point, value): (usize, f64)| {
        let cell = swept.cell(0, arm, point);
        let ends =
            cell.map_or((f64::NAN, f64::NAN), |c| if swept.differs() { (c.from, c.to) } else { (c.low, c.high) });
        format!("{} (at {})", in_words(swept, value, ends, key), levels(swept, &swept.points[point]))
    };
    let about = escaped(&subject(key));
    let name = escaped(&words(&swept.arms[arm]));
    let start = if swept.differs() {
        format!("With <strong>{name}</strong> instead of {}, {about} changes", escaped(&words(swept.control())))
    } else {
        format!("With <strong>{name}</strong>, {about} is")
    };
    if low.0 == high.0 {
        return Some(format!("{start} by {}.", value(low)).replace(" is by ", " is "));
    }
    let by = if swept.differs() { "by between" } else { "between" };
    Some(format!("{start} {by} {} and {}.", value(low), value(high)))
}

/// What was varied, and how far the sweep is.
pub(super) fn section(swept: &Swept<'_>) -> PageSection {
    let definition = swept.definition;
    let mut lead = String::from("<dl>");
    let mut item = |term: &str, text: String| {
        let _ = write!(lead, "<dt>{term}</dt><dd>{text}</dd>");
    };
    let design = match definition.design.as_str() {
        "grid" => "every combination of levels (grid)",
        "lhs" => "Latin hypercube",
        "sobol" => "scrambled Sobol’ sequence",
        _ => "a file of points",
    };
    item("Design", format!("{design}, {} points", definition.points));
    let mut state = format!("{} done", swept.done.len());
    if !swept.failed.is_empty() {
        let _ = write!(state, ", {} failed", swept.failed.len());
    }
    if swept.missing > 0 {
        let _ =
            write!(state, ", <strong>{} missing</strong>: the same <code>sim sweep</code> runs them", swept.missing);
    }
    item("Points", state);
    item("Arms", escaped(&words(&swept.arms.join(", "))));
    item("Replications", definition.replications.to_string());
    item("Seed", definition.seed.to_string());
    if !definition.metrics.is_empty() {
        item("Metrics kept", escaped(&definition.metrics.join(", ")));
    }
    lead += "</dl>";
    let header = ["input", "levels or range", "different levels"].map(str::to_owned).into();
    let all: Vec<usize> = (0..swept.points.len()).collect();
    let rows = definition.factors.iter().enumerate().map(|(factor, path)| {
        // As many groups as levels: none is put into a bin.
        let axis = Axis::of(swept.points, &all, factor, usize::MAX, 1);
        let count = axis.groups.len();
        let names = || axis.groups.iter().map(|group| group.name.as_str());
        let unit = if axis.unit.is_empty() { String::new() } else { format!(" {}", axis.unit) };
        let text = match axis.words || count <= NAMED {
            true if count > NAMED => format!("{}, ...", names().take(NAMED).collect::<Vec<_>>().join(", ")),
            true => format!("{}{unit}", names().collect::<Vec<_>>().join(", ")),
            false => format!("{} to {}{unit}", names().next().unwrap_or(""), names().next_back().unwrap_or("")),
        };
        vec![path.clone(), text, count.to_string()]
    });
    let table = Grid { title: "Table: what was varied".into(), texts: 2, header, rows: rows.collect() };
    let mut figures = vec![table_alone(table)];
    if !swept.failed.is_empty() {
        let header = ["point", "reason"].map(str::to_owned).into();
        let rows = swept.failed.iter().take(FAILED).map(|(id, reason)| vec![id.clone(), reason.clone()]).collect();
        let title = format!("Table: points that failed (at most {FAILED}; runs.csv has all)");
        figures.push(table_alone(Grid { title, texts: 2, header, rows }));
    }
    PageSection { id: "varied", title: "What was varied", lead, figures }
}

fn table_alone(table: Grid) -> Figure {
    Figure { caption: String::new(), legend: Vec::new(), panels: Vec::new(), table }
}

/// Where the numbers are.
pub(super) fn reproduce(swept: &Swept<'_>) -> PageSection {
    let lead = format!(
        "<p>Every number is in <code>results.csv</code> beside this page: a row for each point, arm, metric and group, with \
         its interval. <code>points.csv</code> has the design, <code>runs.csv</code> what became of each point. The same \
         scenario, points and seed give the same bytes.</p><dl><dt>Program</dt><dd><code>sim {}</code></dd>\
         <dt>Identity of the sweep</dt><dd><code>{}</code></dd></dl>",
        escaped(&swept.definition.version),
        escaped(&swept.definition.identity)
    );
    plain("reproduce", "Where the numbers are", lead)
}
