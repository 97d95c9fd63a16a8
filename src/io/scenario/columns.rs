//! Columns of a CSV file that a scenario names: which one is meant, and which unit its name says.

use super::csv_text::{Csv, listed};
use super::dates::Moment;
use super::problem::Position;
use super::reader::Reader;
use super::values::{length, unit};
use crate::experiment::did_you_mean;
use crate::units::Span;

/// Names that a column of values may have where the scenario names none.
const OF_VALUES: &[&str] = &["value", "values", "sample", "samples", "time", "times", "duration", "durations"];

/// Names that a column of arrival times may have where the scenario names none.
const OF_TIMES: &[&str] = &[
    "time",
    "times",
    "arrival",
    "arrivals",
    "arrived",
    "arrived_at",
    "arrival_time",
    "arrival_date",
    "timestamp",
    "datetime",
    "date_time",
    "date",
];

/// What a column is looked for to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Times of arrivals.
    Times,
    /// Lengths of time.
    Lengths,
    /// Plain numbers.
    Numbers,
}

/// A CSV file with what the scenario says about its columns: `"a.csv"`, or `{ file = "a.csv", column = "minutes" }`.
pub(super) struct NamedFile {
    /// The name as written.
    pub file: String,
    pub place: Position,
    /// Keys beside `file`, with the names of columns they give.
    columns: Vec<(String, String, Position)>,
    pub csv: Csv,
}

impl NamedFile {
    pub fn new(file: String, place: Position, columns: Vec<(String, String, Position)>, csv: Csv) -> NamedFile {
        NamedFile { file, place, columns, csv }
    }

    /// The name of the column that a key gives.
    fn given(&self, key: &str) -> Option<(&str, &Position)> {
        self.columns.iter().find(|(other, _, _)| other == key).map(|(_, name, place)| (name.as_str(), place))
    }

    /// Whether the scenario names the column, or its own name says that it holds times.
    pub fn is_of_times(&self, column: usize) -> bool {
        let header = &self.csv.header;
        self.given("column").is_some() || is_likely(&header[column], header, Wanted::Times)
    }

    /// The unit that the name of a column says.
    pub fn unit_of(&self, column: usize) -> Option<Span> {
        unit_in(&self.csv.header[column], &self.csv.header)
    }
}

impl Reader {
    /// The column that a key names; none if the key is not there.
    pub(super) fn named_column(&mut self, named: &NamedFile, key: &str) -> Option<Option<usize>> {
        let Some((name, place)) = named.given(key) else { return Some(None) };
        Some(Some(self.find_column(named, name, place)?))
    }

    /// The column of a name that must be there.
    pub(super) fn find_column(&mut self, named: &NamedFile, name: &str, place: &Position) -> Option<usize> {
        let header = &named.csv.header;
        let found = header.iter().position(|column| column == name);
        if found.is_none() {
            let title = format!("{} has no column `{name}`", named.file);
            let label = format!("it has {}", listed(header));
            self.complain(title, label, place, did_you_mean(name, header.iter().map(String::as_str)));
        }
        found
    }

    /// The column that is meant: the one the scenario names, else the only one, else the only one with a name that such
    /// a column has.
    pub(super) fn column(&mut self, named: &NamedFile, wanted: Wanted) -> Option<usize> {
        if let Some(column) = self.named_column(named, "column")? {
            return Some(column);
        }
        let header = &named.csv.header;
        // A column without a name may stand beside others, as a row number does; a value in the place of a name would
        // be lost.
        let unnamed = header.iter().all(String::is_empty);
        if let Some(value) = header.iter().find(|name| unnamed || is_value(name)) {
            let title = format!("{}, row 1: `{value}` is no header", named.file);
            let help = "the first row names the columns".to_string();
            self.complain(title, "read from here", &named.place, Some(help));
            return None;
        }
        let likely: Vec<usize> = match header[..] {
            [_] => vec![0],
            _ => (0..header.len()).filter(|place| is_likely(&header[*place], header, wanted)).collect(),
        };
        if let [column] = likely[..] {
            return Some(column);
        }
        let title = match likely[..] {
            [] => format!("{} does not say which column is meant", named.file),
            _ => format!("{} has more than one column that may be meant", named.file),
        };
        let example = header[likely.first().copied().unwrap_or(header.len() - 1)].as_str();
        let help = format!("name it: {{ file = \"{}\", column = \"{example}\" }}", named.file);
        self.complain(title, format!("it has {}", listed(header)), &named.place, Some(help));
        None
    }
}

/// Whether a text is a value and no name: a number, a length of time or a date.
fn is_value(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.parse::<f64>().is_ok() || length(text).is_ok() || Moment::read(text).is_some())
}

/// Whether a column has a name that says what it holds.
fn is_likely(name: &str, header: &[String], wanted: Wanted) -> bool {
    let plain = name.to_lowercase().replace([' ', '-'], "_");
    match wanted {
        Wanted::Times => OF_TIMES.contains(&plain.as_str()) || unit_in(name, header).is_some(),
        Wanted::Lengths => OF_VALUES.contains(&plain.as_str()) || unit_in(name, header).is_some(),
        Wanted::Numbers => OF_VALUES.contains(&plain.as_str()),
    }
}

/// The unit that the name of a column says: `minutes`, `time \[min\]`, `time (min)`, `time_min`, `wait h`. What is
/// called `..._min` beside `..._max` is a minimum.
fn unit_in(name: &str, header: &[String]) -> Option<Span> {
    let name = name.trim().to_lowercase();
    let in_brackets =
        |open: char, close: char| name.strip_suffix(close)?.rsplit_once(open).map(|(_, inner)| inner.trim());
    if let Some(inner) = in_brackets('[', ']').or_else(|| in_brackets('(', ')')) {
        return unit_word(inner);
    }
    let (stem, last) = match name.rfind(['_', ' ', '-', '.']) {
        Some(end) if end > 0 => (&name[..=end], &name[end + 1..]),
        _ => ("", name.as_str()),
    };
    let is_bound = |other: &String| {
        let other = other.trim().to_lowercase();
        ["max", "mean", "mode"].iter().any(|bound| other.strip_prefix(stem) == Some(*bound))
    };
    if last == "min" && header.iter().any(is_bound) { None } else { unit_word(last) }
}

/// A unit of time, with the short forms that headers of tables have.
fn unit_word(word: &str) -> Option<Span> {
    let word = match word {
        "d" => "day",
        "w" | "wk" | "wks" => "week",
        "hr" | "hrs" => "h",
        "mins" => "min",
        "secs" => "s",
        "msec" | "millisecond" | "milliseconds" => "ms",
        other => other,
    };
    unit(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{DAY, HOUR, MINUTE, SECOND, WEEK};

    #[test]
    fn the_name_of_a_column_says_its_unit() {
        let header = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        for (name, unit) in [
            ("seconds", Some(SECOND)),
            ("Minutes", Some(MINUTE)),
            ("time [min]", Some(MINUTE)),
            ("wait (h)", Some(HOUR)),
            ("service_time_min", Some(MINUTE)),
            ("los days", Some(DAY)),
            ("duration_ms", Some(Span(1))),
            ("age.weeks", Some(WEEK)),
            ("time", None),
            ("cost [USD]", None),
            ("times", None),
        ] {
            assert_eq!(unit_in(name, &header(&[name])), unit, "{name}");
        }
        assert_eq!(unit_in("time_min", &header(&["time_min", "time_max"])), None, "the smaller of two");
        assert_eq!(unit_in("min", &header(&["min", "mode", "max"])), None);
    }
}
