//! Outcomes of the last period as bars with intervals: after-hours, skill mix, defects, savings, patients' data work.

use super::data::{Interval, RowKey, RunFolder, TableValue, meaning, plain_number};
use super::figure::{Figure, Grid, PageSection, Panel, words};
use super::ranges::{self, RangeBar};
use crate::experiment::MetricKind;
use crate::io::tables::number;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An empty table of values by arm.
pub(super) fn grid(first: &str) -> Grid {
    let header = [first, "arm", "mean", "95% interval", "n", "difference to control", "its 95% interval"];
    Grid { texts: 2, header: header.map(str::to_owned).into(), ..Grid::default() }
}

/// Adds a row to it.
pub(super) fn push(grid: &mut Grid, name: &str, arm: &str, value: TableValue) {
    let mean = |of: Interval| number(of.mean());
    let ends =
        |of: Interval| of.ends.map_or(String::new(), |(low, high)| format!("{} to {}", number(low), number(high)));
    let difference = value.difference;
    grid.rows.push(vec![
        name.into(),
        words(arm),
        mean(value.mean),
        ends(value.mean),
        value.mean.estimate.n.to_string(),
        difference.map(mean).unwrap_or_default(),
        difference.map(ends).unwrap_or_default(),
    ]);
}

/// A panel of the arms' values; none if there are none but zeros.
fn panel(grid: &mut Grid, title: &str, values: &[(&str, TableValue)], unit: &str) -> Option<Panel> {
    let mut bars = Vec::new();
    for (number, (arm, value)) in values.iter().enumerate() {
        push(grid, title, arm, *value);
        bars.push(RangeBar { name: words(arm), series: number, value: value.mean.estimate, change: false });
    }
    if values.iter().all(|(_, value)| value.mean.mean() == 0.0) {
        return None;
    }
    let svg = ranges::draw(&format!("{title} by arm, {unit}"), &bars);
    Some(Panel { title: format!("{title}, {unit}"), svg })
}

/// Panels of a metric, one for each key.
fn figure(run: &RunFolder, keys: &[(String, RowKey)], first: &str, caption: &str) -> Option<Figure> {
    let (_, key) = keys.first()?;
    let kind = MetricKind::of(&key.metric);
    let mut table = Grid { title: format!("Table: {}", kind.meaning), ..grid(first) };
    let mut panels = Vec::new();
    for (title, key) in keys {
        let values: Vec<(&str, TableValue)> = run.arms().filter_map(|arm| Some((arm, run.value(arm, key)?))).collect();
        // Colours stand for arms: a panel that lacks one would shift them.
        let complete: Vec<(&str, TableValue)> = run.arms().map(|arm| (arm, of_arm(&values, arm))).collect();
        panels.extend(panel(&mut table, title, &complete, &shown_unit(run, &key.metric)));
    }
    if panels.is_empty() {
        return None;
    }
    Some(Figure { caption: caption.into(), legend: Vec::new(), panels, table })
}

fn of_arm(values: &[(&str, TableValue)], arm: &str) -> TableValue {
    values.iter().find(|(name, _)| *name == arm).map_or_else(TableValue::nothing, |(_, value)| *value)
}

fn shown_unit(run: &RunFolder, metric: &str) -> Cow<'static, str> {
    match run.unit(metric) {
        unit if unit == "1" => "a product".into(),
        unit => unit,
    }
}

fn by_occupation(run: &RunFolder, metric: &str) -> Vec<(String, RowKey)> {
    let keys = run.occupations.iter().map(|name| (words(name), RowKey::of(metric, name)));
    keys.filter(|(_, key)| run.present(key)).collect()
}

fn section(id: &'static str, title: &'static str, figures: Vec<Figure>) -> Option<PageSection> {
    (!figures.is_empty()).then(|| PageSection { id, title, lead: String::new(), figures })
}

/// Work after the shift.
pub(super) fn after_hours(run: &RunFolder) -> Option<PageSection> {
    let metric = "after_hours.per_fte_day";
    let caption = format!(
        "<strong>{}.</strong> Longer bars: more evenings spent on work that falls due. The thin line is the 95% interval.",
        meaning(metric)
    );
    let figure = figure(run, &by_occupation(run, metric), "occupation", &caption);
    section("after-hours", "After hours", figure.into_iter().collect())
}

/// Occupations by wage, in thirds of the control's employment: an occupation belongs where the middle of its people is.
fn wage_thirds(run: &RunFolder) -> [Vec<&str>; 3] {
    let mut paid: Vec<(f64, &str, f64)> = Vec::new();
    for (name, table) in run.named("occupation") {
        let Some(wage) = table.get("wage").and_then(plain_number) else { continue };
        let employed =
            run.value(run.control(), &RowKey::of("fte.staffed", name)).map_or(0.0, |value| value.mean.mean());
        paid.push((wage, name, employed));
    }
    paid.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let all: f64 = paid.iter().map(|(_, _, employed)| employed).sum();
    let mut thirds: [Vec<&str>; 3] = Default::default();
    let mut below = 0.0;
    for (_, name, employed) in paid {
        let middle = if all > 0.0 { (below + employed / 2.0) / all } else { 0.0 };
        thirds[((middle * 3.0) as usize).min(2)].push(name);
        below += employed;
    }
    thirds
}

/// Who is employed.
pub(super) fn skill_mix(run: &RunFolder) -> Option<PageSection> {
    let mut table = Grid { title: "Table: employment by wage third".into(), ..grid("wage third") };
    let mut panels = Vec::new();
    let mut members = Vec::new();
    for (name, occupations) in ["lower third", "middle third", "upper third"].iter().zip(wage_thirds(run)) {
        let sums = run.sum_over("fte.staffed", &occupations);
        let values: Vec<(&str, TableValue)> = run.arms().filter_map(|arm| Some((arm, *sums.get(arm)?))).collect();
        let drawn = panel(&mut table, name, &values, "FTE");
        if drawn.is_some() {
            let names: Vec<String> = occupations.iter().map(|name| super::figure::escaped(&words(name))).collect();
            members.push(format!("{name}: {}", names.join(", ")));
        }
        panels.extend(drawn);
    }
    if panels.is_empty() {
        return None;
    }
    let caption = format!(
        "<strong>Full-time equivalents employed, by wage third.</strong> Occupations are ordered by wage and divided into \
         thirds of the control’s employment. Bars of different length within a panel: an arm that employs more or fewer \
         there. In the {}.",
        members.join("; in the ")
    );
    let mut figures = vec![Figure { caption, legend: Vec::new(), panels, table }];
    let keys: Vec<(String, RowKey)> =
        by_occupation(run, "fte.staffed").into_iter().filter(|(_, key)| varies(run, key)).collect();
    let caption =
        "<strong>Occupations whose employment differs between arms.</strong> Who gains posts and who loses them.";
    figures.extend(figure(run, &keys, "occupation", caption));
    section("skill-mix", "Skill mix and employment", figures)
}

fn varies(run: &RunFolder, key: &RowKey) -> bool {
    let differs =
        |arm: &String| run.value(arm, key).and_then(|value| value.difference).is_some_and(|d| d.mean() != 0.0);
    run.others.iter().any(differs)
}

/// Defects by order, and who spends time on them.
pub(super) fn defects(run: &RunFolder) -> Option<PageSection> {
    let mut orders: Vec<&RowKey> =
        run.values().map(|(_, key, _)| key).filter(|key| key.metric == "defects.mean").collect();
    orders.sort();
    orders.dedup();
    let keys: Vec<(String, RowKey)> = orders
        .into_iter()
        .filter(|key| !key.order.is_empty() && run.present(key))
        .map(|key| (format!("order {}", key.order), key.clone()))
        .collect();
    let caption = "<strong>Defects carried by a product, by order of the data.</strong> Order 1 is the record itself, order \
                   2 what is made of it (such as billing), order 3 what is made of that. What is gathered \
                   from many cases carries the defects of all of them: bars that grow with the order are errors that \
                   travel along with reuse.";
    let mut figures: Vec<Figure> = figure(run, &keys, "order", caption).into_iter().collect();
    let metric = "defects.hours";
    let caption = format!(
        "<strong>Who pays for defects. {}.</strong> Those who spend the time are often not those who made the error.",
        meaning(metric)
    );
    figures.extend(figure(run, &by_occupation(run, metric), "occupation", &caption));
    if !figures.is_empty() {
        figures.push(paid(run));
    }
    section("defects", "Defects and who pays", figures)
}

/// Who pays for the defects of each order, over the whole run: a table.
fn paid(run: &RunFolder) -> Figure {
    let mut sums: BTreeMap<(usize, &str, &str), [f64; 2]> = BTreeMap::new();
    for row in run.table("defects.csv").rows() {
        let Some(arm) = run.arms().position(|arm| arm == row.text("arm")) else { continue };
        let sum = sums.entry((arm, row.text("order_made"), row.text("paid_by"))).or_default();
        sum[0] += row.number("count").unwrap_or(0.0);
        sum[1] += row.number("rework_hours").unwrap_or(0.0);
    }
    let header = ["arm", "order in which they were made", "who pays", "defects", "hours"].map(str::to_owned).into();
    let arms: Vec<&str> = run.arms().collect();
    let rows = sums.into_iter().map(|((arm, order, who), [count, hours])| {
        // The rows of all who pay have the count.
        let (who, count) = if who.is_empty() { ("all".into(), number(count)) } else { (words(who), String::new()) };
        vec![words(arms[arm]), order.to_owned(), who, count, number(hours)]
    });
    let title = "Table: defects made and hours paid for them, by order and who pays, whole run".into();
    let table = Grid { title, texts: 3, header, rows: rows.collect() };
    Figure { caption: String::new(), legend: Vec::new(), panels: Vec::new(), table }
}

/// What was expected to be saved, and what was.
pub(super) fn saving(run: &RunFolder) -> Option<PageSection> {
    let mut table = Grid { title: "Table: expected and realised saving".into(), ..grid("saving") };
    let mut panels = Vec::new();
    for (arm, occupation) in run.others.iter().flat_map(|arm| run.occupations.iter().map(move |of| (arm, of))) {
        let of = |metric: &str| run.value(arm, &RowKey::of(metric, occupation));
        let (Some(expected), Some(realised)) = (of("saving.expected"), of("saving.realised")) else { continue };
        let mut bars = Vec::new();
        for (place, (name, value)) in [("expected", expected), ("realised", realised)].into_iter().enumerate() {
            push(&mut table, &format!("{name}, {}", words(occupation)), arm, value);
            bars.push(RangeBar { name: name.into(), series: place, value: value.mean.estimate, change: false });
        }
        let title = format!("{}: hours of {} a week", words(arm), words(occupation));
        panels.push(Panel { svg: ranges::draw(&format!("Expected and realised saving, {title}"), &bars), title });
    }
    if panels.is_empty() {
        return None;
    }
    let caption = format!(
        "<strong>Expected: {}. Realised: {}.</strong> A realised bar longer than the expected one need not be a saving: the \
         ledger shows whether the work went away or to others.",
        MetricKind::of("saving.expected").meaning,
        MetricKind::of("saving.realised").meaning
    );
    section("saving", "Expected and realised saving", vec![Figure { caption, legend: Vec::new(), panels, table }])
}

/// Data work of people nobody employs.
pub(super) fn patients(run: &RunFolder) -> Option<PageSection> {
    let unpaid = |table: &toml::Table| table.get("unlimited").and_then(toml::Value::as_bool).unwrap_or(false);
    let of_patients: Vec<&str> =
        run.named("occupation").filter(|(_, table)| unpaid(table)).map(|(name, _)| name).collect();
    let keys = of_patients.into_iter().map(|name| (words(name), RowKey::of("hours.data_work", name)));
    let keys: Vec<(String, RowKey)> = keys.filter(|(_, key)| run.present(key)).collect();
    let caption = "<strong>Data work of those whom nobody pays for it, hours a week.</strong> No payroll shows these hours; \
                   a bar longer than the control’s is work handed to patients.";
    let figure = figure(run, &keys, "who", caption);
    section("patients", "Patients’ data work", figure.into_iter().collect())
}
