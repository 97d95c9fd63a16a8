//! The hours ledger as a picture: for each arm and occupation, to the left what the control did and the arm does not,
//! to the right what the arm does and the control did not.

use super::data::{CsvTable, RunFolder, TableRow};
use super::figure::{Figure, Grid, PageSection, Panel, Swatch, escaped, words};
use super::lines::tick;
use super::svg::head;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A kind of flow: class of the style sheet, name, columns of `ledger.csv`, and side.
struct FlowColumns {
    class: &'static str,
    name: &'static str,
    columns: &'static [&'static str],
    left: bool,
}

const FLOWS: [FlowColumns; 5] = [
    FlowColumns {
        class: "less",
        name: "removed: not needed, or faster",
        columns: &["not_needed", "faster"],
        left: true,
    },
    FlowColumns { class: "moved", name: "shifted to or from others", columns: &["shifted_out"], left: true },
    FlowColumns { class: "undone", name: "left undone", columns: &["abandoned", "unfinished"], left: true },
    FlowColumns { class: "moved", name: "", columns: &["shifted_in"], left: false },
    FlowColumns {
        class: "more",
        name: "created: review, queries, rework, other, or slower",
        columns: &["created_review", "created_query", "created_rework", "created_other", "slower"],
        left: false,
    },
];

/// All columns of the table behind the chart.
pub(super) const COLUMNS: [&str; 13] = [
    "control_hours",
    "not_needed",
    "faster",
    "shifted_out",
    "abandoned",
    "unfinished",
    "shifted_in",
    "slower",
    "created_review",
    "created_query",
    "created_rework",
    "created_other",
    "arm_hours",
];

/// Hours a week by column, of an arm's occupation.
type HoursByColumn<'a> = BTreeMap<(&'a str, &'a str), [f64; COLUMNS.len()]>;

fn sums(run: &RunFolder) -> HoursByColumn<'_> {
    let mut sums = HoursByColumn::new();
    let of_window = |row: &TableRow<'_>| row.text("period") == run.window.name;
    for row in run.ledger().into_iter().flat_map(CsvTable::rows).filter(of_window) {
        let cells = sums.entry((row.text("arm"), row.text("occupation"))).or_default();
        for (cell, column) in cells.iter_mut().zip(COLUMNS) {
            *cell += row.number(column).unwrap_or(0.0) / run.window.weeks;
        }
    }
    sums
}

/// What a flow comes to.
fn amount(cells: &[f64; COLUMNS.len()], flow: &FlowColumns) -> f64 {
    let of = |column: &&str| COLUMNS.iter().position(|name| name == column).map_or(0.0, |place| cells[place]);
    flow.columns.iter().map(of).sum()
}

fn side(cells: &[f64; COLUMNS.len()], left: bool) -> f64 {
    FLOWS.iter().filter(|flow| flow.left == left).map(|flow| amount(cells, flow)).sum()
}

pub(super) const WIDE: f64 = 360.0;
const ROW: f64 = 40.0;
const EDGE: f64 = 6.0;

/// Height of a chart of so many rows.
fn height(rows: usize) -> f64 {
    ROW * rows as f64 + 4.0
}

/// Draws one arm: rows of a name and cells; `left` and `right` are the longest bars of any arm, so that panels compare.
fn draw(label: &str, rows: &[(String, [f64; COLUMNS.len()])], left: f64, right: f64) -> String {
    let scale = (WIDE - 2.0 * EDGE) / (left + right).max(f64::MIN_POSITIVE);
    let zero = EDGE + left * scale;
    let height = height(rows.len());
    let mut svg = head(WIDE, height, label);
    for (number, (name, cells)) in rows.iter().enumerate() {
        let top = ROW * number as f64;
        let (less, more) = (side(cells, true), side(cells, false));
        let _ = write!(
            svg,
            "<text x=\"{EDGE}\" y=\"{:.1}\" font-size=\"12\" fill=\"var(--ink)\">{}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"end\" fill=\"var(--ink)\">{}</text>",
            top + 14.0,
            escaped(name),
            WIDE - EDGE,
            top + 14.0,
            sides(less, more)
        );
        let (mut from_left, mut from_right) = (zero, zero);
        for flow in &FLOWS {
            let long = amount(cells, flow) * scale;
            if long < 0.05 {
                continue;
            }
            let x = if flow.left { from_left - long } else { from_right };
            if flow.left {
                from_left -= long;
            } else {
                from_right += long;
            }
            let what = FLOWS.iter().find(|other| other.class == flow.class).map_or("", |other| other.name);
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{long:.1}\" height=\"15\" fill=\"{}\"><title>{}: {what}, {} h/week\
                 </title></rect>",
                top + 20.0,
                fill(flow.class),
                escaped(name),
                tick(amount(cells, flow))
            );
        }
        // Beside the bars alone: names stand above them.
        let _ = write!(
            svg,
            "<line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"var(--ink)\"/>",
            top + 17.0,
            top + 38.0
        );
    }
    svg += "</svg>";
    svg
}

/// The ends of a row in figures.
fn sides(less: f64, more: f64) -> String {
    let end = |sign: &str, hours: f64| if hours < 0.005 { String::new() } else { format!("{sign}{}", tick(hours)) };
    format!("{} {}", end("−", less), end("+", more)).trim().to_owned()
}

/// Shifted and undone hours are hatched: nobody has to tell them by colour.
pub(super) fn fill(class: &str) -> String {
    match class {
        "moved" | "undone" => format!("url(#{class})"),
        class => format!("var(--{class})"),
    }
}

/// The hatchings of shifted and undone hours.
pub(super) const HATCHINGS: &str = "<defs>\
<pattern id=\"moved\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect width=\"4.2\" height=\"6\" fill=\"var(--moved)\"/></pattern>\
<pattern id=\"undone\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">\
<rect width=\"2\" height=\"4\" fill=\"var(--undone)\"/></pattern></defs>";

/// An arm's occupations with their hours, the largest moves first.
type OccupationHours = Vec<(String, [f64; COLUMNS.len()])>;

/// What is drawn: each arm but the control with its rows, and the longest bars of any arm on either side.
pub(super) struct LedgerChart {
    pub arms: Vec<(String, OccupationHours)>,
    left: f64,
    right: f64,
}

impl LedgerChart {
    /// Reads it; none if no arm differs. Rows of all occupations; `LedgerChart::panel` leaves out the smallest.
    pub(super) fn of(run: &RunFolder) -> Option<LedgerChart> {
        let sums = sums(run);
        let longest = |left| sums.values().map(|cells| side(cells, left)).fold(0.0, f64::max);
        let (left, right) = (longest(true), longest(false));
        let rows = |arm: &String| {
            let of_arm = run
                .occupations
                .iter()
                .filter_map(|name| Some((words(name), *sums.get(&(arm.as_str(), name.as_str()))?)));
            (arm.clone(), of_arm.collect())
        };
        (left + right > 0.0).then(|| LedgerChart { arms: run.others.iter().map(rows).collect(), left, right })
    }

    /// One arm's chart: those of at least a hundredth of the width, the largest first. And its height.
    pub(super) fn panel(&self, arm: &str, rows: &OccupationHours) -> (String, f64) {
        let moves = |cells: &[f64; COLUMNS.len()]| side(cells, true).max(side(cells, false));
        let mut rows = rows.clone();
        rows.retain(|(_, cells)| moves(cells) > (self.left + self.right) / 100.0);
        rows.sort_by(|(_, a), (_, b)| moves(b).total_cmp(&moves(a)));
        let label = format!("Ledger of {}: hours removed, shifted and created by occupation", words(arm));
        (draw(&label, &rows, self.left, self.right), height(rows.len()))
    }
}

/// The colours' names and classes.
pub(super) fn legend() -> Vec<Swatch> {
    let named = FLOWS.iter().filter(|flow| !flow.name.is_empty());
    named.map(|flow| Swatch { name: flow.name.into(), class: flow.class.into() }).collect()
}

/// The ledger of every arm but the control.
pub(super) fn section(run: &RunFolder) -> Option<PageSection> {
    let chart = LedgerChart::of(run)?;
    let mut header = vec!["arm".to_owned(), "occupation".to_owned()];
    header.extend(COLUMNS.iter().map(|column| words(column)));
    let title = "Table: the ledger, hours a week by arm and occupation".into();
    let mut table = Grid { title, texts: 2, header, rows: Vec::new() };
    let mut panels = Vec::new();
    for (arm, rows) in &chart.arms {
        for (name, cells) in rows {
            let cells = cells.iter().map(|value| crate::io::tables::number((value * 1e4).round() / 1e4));
            table.rows.push([words(arm), name.clone()].into_iter().chain(cells).collect());
        }
        panels.push(Panel { title: format!("{}, h/week", words(arm)), svg: chart.panel(arm, rows).0 });
    }
    let caption = format!(
        "<strong>Where each arm’s hours went, against {}.</strong> Left of the line: hours the control spends and the arm \
         does not. Right: hours the arm spends and the control does not. Only solid bars on the left are a saving; hatched \
         ones are work that others do now, or nobody. Occupations with less than a hundredth of the width are in the table \
         alone. All panels have one scale; flows are gross and hold under common \
         draws, mean of n = {} replications, of cases born in the last period.",
        escaped(&words(run.control())),
        run.manifest.replications
    );
    let figure = Figure { caption, legend: legend(), panels, table };
    // Once for the page.
    let hidden = "class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"";
    let lead = format!("<svg {hidden}>{HATCHINGS}</svg>");
    Some(PageSection { id: "ledger", title: "The ledger", lead, figures: vec![figure] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_hours_and_sides_are_signs() {
        let mut cells = [0.0; COLUMNS.len()];
        let mut set = |column: &str, hours: f64| {
            cells[COLUMNS.iter().position(|name| *name == column).expect("a column")] = hours;
        };
        set("not_needed", 30.0);
        set("shifted_out", 10.0);
        set("created_review", 8.0);
        set("slower", 2.0);
        // 50 h on 348 units: 30 h are 208.8, 10 h are 69.6 (twice, on either side); zero is at 6 + 40 x 6.96 = 284.4.
        let svg = draw("a < b", &[("R&D".into(), cells)], 40.0, 10.0);
        assert!(
            svg.contains("<rect x=\"75.6\" y=\"20.0\" width=\"208.8\" height=\"15\" fill=\"var(--less)\">"),
            "{svg}"
        );
        assert!(svg.contains("<rect x=\"6.0\" y=\"20.0\" width=\"69.6\" height=\"15\" fill=\"url(#moved)\">"), "{svg}");
        assert!(
            svg.contains("<rect x=\"284.4\" y=\"20.0\" width=\"69.6\" height=\"15\" fill=\"var(--more)\">"),
            "{svg}"
        );
        assert!(svg.contains("R&amp;D") && svg.contains("a &lt; b") && svg.contains(">−40 +10<"));
    }
}
