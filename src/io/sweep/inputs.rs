//! The columns of varied inputs in the tables of a sweep: what was typed, and for times a number beside it.

use crate::experiment::sweep::Point;
use crate::io::scenario::{beside, time_of};
use crate::units::{Span, written};

/// A column of a varied input, with its value at every point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputColumn {
    /// Its header: the path, and for a number that stands beside a typed time the unit in brackets.
    pub name: String,
    /// By point, in the order of the design.
    pub values: Vec<String>,
}

/// The columns of some factors, in the order of factors. If all values of one are times with units, a column of numbers
/// follows in the unit of the first value, so that `90 min` beside `1 h` is 1.5.
pub fn input_columns(paths: &[String], points: &[Point]) -> Vec<InputColumn> {
    let mut columns = Vec::new();
    for (factor, path) in paths.iter().enumerate() {
        let typed: Vec<String> = points.iter().map(|point| point.levels[factor].clone()).collect();
        let numbers = numbers(path, &typed);
        columns.push(InputColumn { name: path.clone(), values: typed });
        columns.extend(numbers);
    }
    columns
}

fn numbers(path: &str, typed: &[String]) -> Option<InputColumn> {
    let times: Vec<(f64, Span)> = typed.iter().map(|level| time_of(level)).collect::<Option<_>>()?;
    let unit = times.first()?.1;
    let name = beside(path, unit)?;
    let values = times.iter().map(|(number, of)| written(number * of.ms() / unit.ms())).collect();
    Some(InputColumn { name, values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::scenario::is_beside;

    /// By hand: an hour and a half is 90 minutes, two weeks are 14 days.
    #[test]
    fn times_have_numbers_beside_what_was_typed() {
        let paths = ["a.time", "b.time", "c.share", "d.word", "e.length"].map(String::from);
        let point = |levels: [&str; 5]| {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            Point::new(&paths, levels.map(String::from).into())
        };
        let points = [
            point(["30 min", "3 days", "0.5", "due", "1 month"]),
            point(["1.5 h", "2 weeks", "1", "6 min", "1 week"]),
            point(["45 s", "0 h", "2", "due", "1 year"]),
        ];
        let columns = input_columns(&paths, &points);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["a.time", "a.time [min]", "b.time", "b.time [days]", "c.share", "d.word", "e.length"]);
        assert_eq!(columns[0].values, ["30 min", "1.5 h", "45 s"]);
        assert_eq!(columns[1].values, ["30", "90", "0.75"]);
        assert_eq!(columns[3].values, ["3", "14", "0"]);
        let passed: Vec<bool> = names.iter().map(|name| is_beside(name, &names)).collect();
        assert_eq!(passed, [false, true, false, true, false, false, false]);
        assert!(!is_beside("x [min]", &names));
    }
}
