//! The heat map: the answer over the two factors that move it most.

use super::levels::Axis;
use super::read::Swept;
use super::response::{capital, titled};
use super::{Moved, mean};
use crate::io::tables::number;
use crate::report::answer::subject;
use crate::report::cells::{HeatMap, draw};
use crate::report::curves::label;
use crate::report::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use crate::report::svg::power_of_ten;
use std::collections::BTreeSet;

/// So many levels have cells of their own; more are put into bins.
const LEVELS: usize = 7;
const BINS: usize = 6;

/// A panel for each arm that something is known of.
pub(super) fn section(swept: &Swept<'_>, moved: &Moved) -> Option<PageSection> {
    let key = swept.subjects.first()?;
    let order = moved.order(0);
    let [x, y] = *order.get(..2)? else { return None };
    let axis = |factor| Axis::of(swept.points, &swept.done, factor, LEVELS, BINS);
    let (columns, rows) = (axis(x), axis(y));
    let (path_x, path_y) = (&swept.definition.factors[x], &swept.definition.factors[y]);
    let signed = swept.differs();
    let mut maps = Vec::new();
    let header = [path_y.as_str(), path_x, "arm", "points", if signed { "difference" } else { "mean" }];
    let title = format!("Table: {} by the two inputs, {}", subject(key), swept.unit(&key.metric));
    let mut table = Grid { title, texts: 3, header: header.map(str::to_owned).into(), rows: Vec::new() };
    for arm in swept.others() {
        let mut values = Vec::new();
        // From below, like an axis.
        for row in rows.groups.iter().rev() {
            let of_row: BTreeSet<usize> = row.points.iter().copied().collect();
            let cell = |column: &super::levels::LevelGroup| {
                let inside = column.points.iter().filter(|point| of_row.contains(point));
                let found: Vec<f64> = inside.filter_map(|point| swept.answer(0, arm, *point)).collect();
                (found.len(), mean(found.iter().copied()))
            };
            let cells: Vec<_> = columns.groups.iter().map(|column| (column, cell(column))).collect();
            for (column, (count, value)) in &cells {
                table.rows.push(vec![
                    row.name.clone(),
                    column.name.clone(),
                    words(&swept.arms[arm]),
                    count.to_string(),
                    value.map_or(String::new(), number),
                ]);
            }
            values.push(cells.into_iter().map(|(_, (_, value))| value).collect());
        }
        let mut names: Vec<String> = short_names(&rows);
        names.reverse();
        maps.push((arm, HeatMap { columns: short_names(&columns), rows: names, values }));
    }
    let largest = maps.iter().map(|(_, cells)| cells.largest()).fold(0.0, f64::max);
    let panels = maps.iter().map(|(arm, cells)| {
        let arm = words(&swept.arms[*arm]);
        let name = format!("{} of {arm} by {path_x} and {path_y}", subject(key));
        Panel { title: format!("{arm}, {}", swept.unit(&key.metric)), svg: draw(&name, cells, signed, largest) }
    });
    let panels = panels.collect();
    let what = if signed {
        format!(
            "Difference to {}: orange cells have more than it, blue ones less, and the sign says so, too; all panels have \
             one scale. ",
            escaped(&words(swept.control()))
        )
    } else {
        "The fuller the colour, the larger the number. ".to_owned()
    };
    let others = if swept.definition.factors.len() > 2 {
        "They are the two inputs that move it most; a cell is the mean over the points within, whatever their other inputs. "
    } else if columns.binned || rows.binned {
        "A cell is the mean over the points within. "
    } else {
        ""
    };
    let binned = if columns.binned || rows.binned {
        format!("Inputs with more than {LEVELS} values are in bins of about equal count, named by their means. ")
    } else {
        String::new()
    };
    let caption = format!(
        "<strong>{} by two inputs: <code>{}</code> from left to right, <code>{}</code> from below.</strong> {what}Where \
         rows do not rise or fall by as much as each other, the inputs act together. {others}{binned}\
         A dash: no point there.",
        escaped(&capital(&subject(key))),
        escaped(&titled(path_x, &columns)),
        escaped(&titled(path_y, &rows))
    );
    let figure = Figure { caption, legend: Vec::new(), panels, table };
    Some(PageSection { id: "heat", title: "Two inputs together", lead: String::new(), figures: vec![figure] })
}

/// Names that fit a cell: of bins, their means.
fn short_names(axis: &Axis) -> Vec<String> {
    let spread = axis.groups.last().map_or(1.0, |last| last.at) - axis.groups.first().map_or(0.0, |first| first.at);
    let step = power_of_ten(spread.abs().max(1e-9) / 20.0);
    let name = |group: &super::levels::LevelGroup| if axis.binned { label(group.at, step) } else { group.name.clone() };
    axis.groups.iter().map(name).collect()
}
