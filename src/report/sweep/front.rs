//! The trade-off of two metrics: each point and arm a dot, and those that no other beats in both.

use super::read::Swept;
use crate::experiment::MetricKind;
use crate::io::tables::number;
use crate::report::answer::subject;
use crate::report::curves::{Dot, dots};
use crate::report::data::RowKey;
use crate::report::figure::{Figure, Grid, PageSection, Panel, Swatch, escaped, words};
use crate::report::palette::SERIES;

/// About so many dots are drawn.
const DOTS: usize = 600;
/// Rows of the table, and dots of the front that are drawn.
const ROWS: usize = 300;

/// A point and arm with its two values.
#[derive(Clone, Copy, Debug, PartialEq)]
struct FrontPoint {
    x: f64,
    y: f64,
    arm: usize,
    point: usize,
}

/// Which values of a metric are better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Better {
    Less,
    More,
}

impl Better {
    /// What has the smaller cost is better.
    fn cost(self, value: f64) -> f64 {
        if self == Better::More { -value } else { value }
    }

    /// The worse of two values.
    fn worse(self, a: f64, b: f64) -> f64 {
        if self == Better::More { a.min(b) } else { a.max(b) }
    }

    fn word(self) -> &'static str {
        if self == Better::More { "more" } else { "less" }
    }
}

/// Those that no other beats: none is as good in both and better in one. From left to right.
fn front(all: &[FrontPoint], in_x: Better, in_y: Better) -> Vec<FrontPoint> {
    let cost = |of: &FrontPoint| (in_x.cost(of.x), in_y.cost(of.y));
    let mut order: Vec<&FrontPoint> = all.iter().collect();
    order.sort_by(|a, b| {
        let (a, b) = (cost(a), cost(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut found: Vec<FrontPoint> = Vec::new();
    for choice in order {
        let (x, y) = cost(choice);
        // Equal ones stand beside each other.
        if found.last().map(cost).is_none_or(|(last_x, best)| y < best || (x, y) == (last_x, best)) {
            found.push(*choice);
        }
    }
    found.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    found
}

/// The corners of the step line along a front: what is beaten lies on its worse side.
fn steps(front: &[FrontPoint], in_x: Better, in_y: Better) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for choice in front {
        if let Some((x, y)) = corners.last().copied() {
            corners.push((in_x.worse(x, choice.x), in_y.worse(y, choice.y)));
        }
        corners.push((choice.x, choice.y));
    }
    corners
}

/// The two metrics: what the answer is about and what it costs, or the first two that there are.
fn two(swept: &Swept<'_>) -> Option<(usize, usize)> {
    let place = |key: &RowKey| swept.subjects.iter().position(|subject| subject == key);
    let cost = place(&RowKey::all("payroll")).filter(|place| *place != 0);
    let other = cost.or((swept.subjects.len() > 1).then_some(1))?;
    Some((other, 0))
}

/// The chart.
pub(super) fn section(swept: &Swept<'_>) -> Option<PageSection> {
    let (of_x, of_y) = two(swept)?;
    let (key_x, key_y) = (&swept.subjects[of_x], &swept.subjects[of_y]);
    let better = |key: &RowKey| match MetricKind::find(&key.metric) {
        Some(kind) if kind.more_is_better => Better::More,
        _ => Better::Less,
    };
    let (in_x, in_y) = (better(key_x), better(key_y));
    let choices = (0..swept.arms.len()).flat_map(|arm| swept.done.iter().map(move |point| (arm, *point)));
    let choice = |(arm, point)| {
        let (x, y) = (swept.cell(of_x, arm, point)?.mean, swept.cell(of_y, arm, point)?.mean);
        Some(FrontPoint { x, y, arm, point })
    };
    let all: Vec<FrontPoint> = choices.filter_map(choice).collect();
    if all.len() < 2 {
        return None;
    }
    let front = front(&all, in_x, in_y);
    let dot = |choice: &FrontPoint| -> Dot { (choice.x, choice.y, choice.arm) };
    let every = all.len().div_ceil(DOTS);
    let behind: Vec<Dot> = all.iter().step_by(every).filter(|choice| !front.contains(choice)).map(dot).collect();
    let every_of_front = front.len().div_ceil(ROWS);
    let drawn: Vec<FrontPoint> = front.iter().step_by(every_of_front).copied().collect();
    let before: Vec<Dot> = drawn.iter().map(dot).collect();
    let (about_x, about_y) = (subject(key_x), subject(key_y));
    let name = format!("{about_y} against {about_x}, a dot for each point and arm, with the trade-off front");
    let svg = dots(&name, &behind, &before, &steps(&drawn, in_x, in_y));
    let title = format!("↑ {about_y}, {} · → {about_x}, {}", swept.unit(&key_y.metric), swept.unit(&key_x.metric));
    let panels = vec![Panel { title, svg }];
    let legend = swept.arms.iter().enumerate();
    let legend = legend.map(|(at, arm)| Swatch { name: words(arm), class: format!("mark m{}", at % SERIES) }).collect();
    let wanted = |about: &str, better: Better| format!("{} of {}", better.word(), escaped(about));
    let thinned = if every > 1 {
        format!("Of {} dots every {every}{} is drawn, and the front. ", all.len(), ordinal(every))
    } else {
        String::new()
    };
    let mut arms: Vec<&str> = front.iter().map(|choice| swept.arms[choice.arm].as_str()).collect();
    arms.sort_unstable();
    arms.dedup();
    let caption = format!(
        "<strong>What one has to give up.</strong> Better is {} and {}, which is taken to be so by the metrics alone. The line \
         joins what no other point or arm beats in both, large dots; small dots are beaten by one of them. On it {}: {}. \
         {thinned}Values are means over n = {} replications, and dots closer than their intervals may change places.",
        wanted(&about_x, in_x),
        wanted(&about_y, in_y),
        if arms.len() == 1 { "is one arm" } else { "are arms" },
        escaped(&words(&arms.join(", "))),
        swept.definition.replications
    );
    let factors = swept.definition.factors.iter().cloned();
    let header = ["point".to_owned(), "arm".into()].into_iter().chain(factors).chain([about_x, about_y]).collect();
    let rows = front.iter().take(ROWS).map(|choice| {
        let point = &swept.points[choice.point];
        let names = [point.id.clone(), words(&swept.arms[choice.arm])].into_iter().chain(point.levels.iter().cloned());
        names.chain([number(choice.x), number(choice.y)]).collect()
    });
    let texts = 2 + swept.definition.factors.len();
    let title = if front.len() > ROWS {
        format!("Table: the first {ROWS} of {} points and arms on the front", front.len())
    } else {
        "Table: points and arms on the front".to_owned()
    };
    let table = Grid { title, texts, header, rows: rows.collect() };
    let figures = vec![Figure { caption, legend, panels, table }];
    Some(PageSection { id: "front", title: "The trade-off", lead: String::new(), figures })
}

fn ordinal(number: usize) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[(f64, f64)]) -> Vec<FrontPoint> {
        values.iter().enumerate().map(|(point, (x, y))| FrontPoint { x: *x, y: *y, arm: 0, point }).collect()
    }

    /// By hand: (3, 3) is beaten by (2, 2), (4, 1) is as cheap as (5, 1) and beats it.
    #[test]
    fn nobody_on_the_front_is_beaten() {
        let all = of(&[(1.0, 5.0), (2.0, 2.0), (3.0, 3.0), (4.0, 1.0), (5.0, 1.0), (4.0, 1.0)]);
        let places: Vec<usize> = front(&all, Better::Less, Better::Less).iter().map(|choice| choice.point).collect();
        assert_eq!(places, [0, 1, 3, 5]);
        // More of the second is better: then the first is, with all that is cheaper.
        let places: Vec<usize> = front(&all, Better::Less, Better::More).iter().map(|choice| choice.point).collect();
        assert_eq!(places, [0]);
        let places: Vec<usize> = front(&all, Better::More, Better::More).iter().map(|choice| choice.point).collect();
        assert_eq!(places, [0, 2, 4]);
    }

    #[test]
    fn steps_keep_to_the_worse_side() {
        let all = of(&[(1.0, 5.0), (2.0, 2.0)]);
        assert_eq!(steps(&all, Better::Less, Better::Less), [(1.0, 5.0), (2.0, 5.0), (2.0, 2.0)]);
        let all = of(&[(1.0, 2.0), (2.0, 5.0)]);
        assert_eq!(steps(&all, Better::Less, Better::More), [(1.0, 2.0), (2.0, 2.0), (2.0, 5.0)]);
    }
}
