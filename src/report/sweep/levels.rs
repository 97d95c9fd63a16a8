//! A factor of a sweep as an axis: its levels, or bins of them where there are many.

use crate::experiment::sweep::Point;
use crate::io::scenario::quantity;
use crate::io::tables::number;
use std::collections::BTreeMap;

/// Points that stand together on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LevelGroup {
    /// What it is called.
    pub name: String,
    /// Where it stands: the mean of its numbers, or the number of the word.
    pub at: f64,
    /// Places of its points.
    pub points: Vec<usize>,
}

/// A factor's groups, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    pub groups: Vec<LevelGroup>,
    /// The unit of numbers.
    pub unit: String,
    pub words: bool,
    /// Whether groups are bins of many values.
    pub binned: bool,
    /// Points that are in no group, as their words are too many.
    pub left_out: usize,
}

impl Axis {
    /// The axis of a factor over some points: as many groups as levels, if there are at most so many, else so many bins
    /// of about equal count. Levels that are no numbers of one unit are words, in the order of the design.
    pub(super) fn of(points: &[Point], of: &[usize], factor: usize, most: usize, bins: usize) -> Axis {
        let level = |place: usize| points[place].levels[factor].as_str();
        let numbers: Option<Vec<(f64, usize, &str)>> =
            of.iter().map(|place| quantity(level(*place)).map(|(value, unit)| (value, *place, unit))).collect();
        let one_unit = |numbers: &[(f64, usize, &str)]| numbers.windows(2).all(|pair| pair[0].2 == pair[1].2);
        match numbers {
            Some(numbers) if !numbers.is_empty() && one_unit(&numbers) => by_number(numbers, most, bins),
            _ => by_word(of.iter().map(|place| (level(*place), *place)), most),
        }
    }
}

fn by_number(mut numbers: Vec<(f64, usize, &str)>, most: usize, bins: usize) -> Axis {
    let unit = numbers[0].2.to_owned();
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let levels = 1 + numbers.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
    let wanted = if levels <= most { numbers.len() } else { bins };
    let mut groups: Vec<LevelGroup> = Vec::new();
    let mut from = 0;
    for bin in 1..=wanted {
        let mut to = (bin * numbers.len() / wanted).max(from);
        // Equal values stand together.
        while to > from && to < numbers.len() && numbers[to].0 == numbers[to - 1].0 {
            to += 1;
        }
        if to > from {
            let own = &numbers[from..to];
            let (low, high) = (own[0].0, own[own.len() - 1].0);
            let at = if low == high { low } else { own.iter().map(|own| own.0).sum::<f64>() / own.len() as f64 };
            let name = if low == high { number(low) } else { format!("{} to {}", number(low), number(high)) };
            groups.push(LevelGroup { name, at, points: own.iter().map(|own| own.1).collect() });
            from = to;
        }
    }
    Axis { groups, unit, words: false, binned: levels > most, left_out: 0 }
}

fn by_word<'p>(levels: impl Iterator<Item = (&'p str, usize)>, most: usize) -> Axis {
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<LevelGroup> = Vec::new();
    let mut left_out = 0;
    for (word, place) in levels {
        let next = order.len();
        let at = *order.entry(word).or_insert(next);
        if at >= most {
            left_out += 1;
            continue;
        }
        if at == groups.len() {
            groups.push(LevelGroup { name: word.into(), at: at as f64, points: Vec::new() });
        }
        groups[at].points.push(place);
    }
    Axis { groups, unit: String::new(), words: true, binned: false, left_out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(levels: &[&str], most: usize, bins: usize) -> Axis {
        let points: Vec<Point> = levels.iter().map(|level| Point::new(&["x"], vec![(*level).into()])).collect();
        Axis::of(&points, &(0..points.len()).collect::<Vec<_>>(), 0, most, bins)
    }

    #[test]
    fn numbers_with_one_unit_are_numbers() {
        let times = axis(&["12 min", "8 min", "8 min"], 12, 8);
        assert_eq!((times.unit.as_str(), times.words, times.binned), ("min", false, false));
        let found: Vec<_> = times.groups.iter().map(|group| (group.at, group.points.clone())).collect();
        assert_eq!(found, [(8.0, vec![1, 2]), (12.0, vec![0])]);
    }

    #[test]
    fn words_keep_the_order_of_the_design() {
        let axis = axis(&["8 min", "2 h", "8 min", "1 day", "never"], 3, 8);
        assert!(axis.words);
        assert_eq!(axis.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["8 min", "2 h", "1 day"]);
        assert_eq!((axis.groups[0].points.clone(), axis.left_out), (vec![0, 2], 1));
    }

    #[test]
    fn many_values_are_bins_of_equal_count() {
        let levels: Vec<String> = (0..80).map(|place| format!("{}", (place * 37) % 80)).collect();
        let axis = axis(&levels.iter().map(String::as_str).collect::<Vec<_>>(), 12, 8);
        assert!(axis.binned);
        assert_eq!(axis.groups.iter().map(|group| group.points.len()).collect::<Vec<_>>(), [10; 8]);
        assert_eq!((axis.groups[0].name.as_str(), axis.groups[0].at), ("0 to 9", 4.5));
    }
}
