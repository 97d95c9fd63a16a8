//! Names that cannot be told from something else: from a missing value, a number or a truth value where other programs
//! read our tables, or from a word of ours in the same place.

use super::fields::is_evidence;
use super::names::{NAMED_KINDS, entries};
use super::node::{Node, Value};
use super::problem::Position;
use super::reader::{Reader, article};
use crate::model::scenario::key;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;

/// Words that pandas or R read as a missing value unless told otherwise (`pandas.read_csv`, `na_values`; R's
/// `read.csv`, `na.strings`; readr), in any case.
const MISSING: [&str; 14] = [
    "na", "n/a", "#n/a", "#n/a n/a", "#na", "<na>", "nan", "-nan", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "null",
    "none",
];

/// Why a name does not survive a table; nothing if it does.
fn misread(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let number = lower.replacen('d', "e", 1).parse::<f64>().is_ok() || lower.parse::<f64>().is_ok();
    let digits = lower.trim_start_matches(['+', '-']);
    let hexadecimal = digits.strip_prefix("0x").is_some_and(|rest| u64::from_str_radix(rest, 16).is_ok());
    let date = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y"];
    let moment = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let clock = ["%H:%M", "%H:%M:%S%.f"];
    match () {
        () if name.trim() != name || name.chars().any(char::is_control) => {
            Some("begins or ends with a space, or has a line break or a tab")
        }
        () if name.is_empty() || MISSING.contains(&lower.as_str()) => Some("is read as a missing value"),
        () if number || hexadecimal => Some("is read as a number"),
        () if ["true", "false"].contains(&lower.as_str()) || ["T", "F"].contains(&name) => {
            Some("is read as true or false")
        }
        () if date.iter().any(|format| NaiveDate::parse_from_str(name, format).is_ok())
            || moment.iter().any(|format| NaiveDateTime::parse_from_str(name, format).is_ok())
            || clock.iter().any(|format| NaiveTime::parse_from_str(name, format).is_ok()) =>
        {
            Some("is read as a date or a time")
        }
        () => None,
    }
}

/// Why a name cannot be told from a word of ours where names of its kind stand; nothing if it can.
fn collides(kind: &str, name: &str) -> Option<String> {
    let says = |what: &str| Some(format!("`{name}` {what}"));
    let beside_evidence = ["occupation", "trait", "kind of defect", "way"].contains(&kind);
    match (kind, name) {
        ("period", "warm_up") => says("is the period before time zero in ledger.csv"),
        ("task", "never") => says("stands in defects.csv for defects that nobody found"),
        ("occupation", "all") => says("stands for all occupations in tables of the report"),
        ("occupation", "origin" | "author") => says("is whom a query goes to in `on_found`"),
        ("occupation" | "product", _) if name.contains('+') => {
            Some("names are joined by `+` in event_log.csv".to_owned())
        }
        ("product", _) if name.ends_with('?') || name.contains('@') => {
            Some("`?` and `@` behind a product have a meaning in `reads`".to_owned())
        }
        (_, "value" | "by_year" | "series") if beside_evidence => {
            says("is a key of values, which names of this kind stand beside")
        }
        (_, key) if beside_evidence && is_evidence(key) => {
            says("is a key of evidence, which names of this kind stand beside")
        }
        _ => None,
    }
}

/// A name with its kind and its place.
type NamedAt<'n> = (&'static str, &'n str, &'n Position);

/// All names that a scenario gives, in file order by kind.
fn names(root: &Node) -> Vec<NamedAt<'_>> {
    let mut names: Vec<NamedAt<'_>> = Vec::new();
    for kind in NAMED_KINDS.into_iter().chain(["period"]) {
        names.extend(entries(root, kind).iter().map(|(name, place, _)| (kind, name.as_str(), place)));
    }
    fn inside<'n>(kind: &'static str, node: Option<&'n Node>) -> impl Iterator<Item = NamedAt<'n>> {
        let entries = node.and_then(Node::table).unwrap_or_default();
        entries.iter().map(move |(name, place, _)| (kind, name.as_str(), place))
    }
    let mut more: Vec<NamedAt<'_>> = Vec::new();
    for (_, _, task) in entries(root, "task") {
        more.extend(inside("way", task.entry("way")));
        let ways = task.entry("way").and_then(Node::table).unwrap_or_default();
        for holder in std::iter::once(task).chain(ways.iter().map(|(_, _, way)| way)) {
            more.extend(inside("kind of defect", holder.entry("defects").and_then(|defects| defects.entry("kinds"))));
        }
    }
    for (_, _, demand) in entries(root, "demand") {
        more.extend(inside("trait", demand.entry("traits")));
    }
    for (_, _, product) in entries(root, "product") {
        if let Some(Node { value: Value::Text(text), place }) = product.entry("use") {
            more.push(("use", text.as_str(), place));
        }
    }
    names.extend(more);
    names
}

impl Reader {
    /// Refuses names that would be read as something else; remarks on those that differ by case only.
    pub(super) fn check_names(&mut self, root: &Node, scenario: &str) {
        if MISSING.contains(&scenario.to_lowercase().as_str()) {
            let title = format!("a scenario may not be called `{scenario}`");
            let help = "pandas and R read it as a missing value: give the file another name".to_owned();
            self.complain(title, "in the file of this name", &Position::default(), Some(help));
        }
        // The spellings met so far, by kind and by how the page shows them: to compare every name with all before it
        // took minutes for the largest number of tables.
        let mut spellings: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
        for (kind, name, place) in names(root) {
            let of_kind = kind.replace(' ', "_");
            let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
            let other = format!("{of_kind}_{}", plain.trim_matches('_'));
            if let Some(why) = misread(name) {
                let title = format!("{} may not be called `{name}`", article(kind));
                let help = format!("choose another name, such as `{}`", other.trim_end_matches('_'));
                self.complain(title, format!("{why} where other programs read the tables"), place, Some(help));
            } else if let Some(why) = collides(kind, name) {
                let title = format!("{} may not be called `{name}`", article(kind));
                self.complain(title, why, place, Some(format!("choose another name, such as `{other}`")));
            }
            // The page shows `_` as a space.
            let alike = spellings.entry((kind, name.to_lowercase().replace('_', " "))).or_default();
            if let Some(before) = alike.iter().find(|before| **before != name) {
                let path = |name: &str| format!("{of_kind}.{}", key(name));
                let help = "the page and programs that ignore case show them alike: choose names that differ in more";
                let only = "differ only by case, or by `_` and a space";
                self.remarks.push(format!("{} and {} {only} ({help})", path(before), path(name)));
            }
            if !alike.contains(&name) {
                alike.push(name);
            }
        }
        self.check_bringers(root);
    }

    /// A demand and a collecting task bring cases: their names stand in one column.
    fn check_bringers(&mut self, root: &Node) {
        for (name, place, task) in entries(root, "task") {
            if task.entry("collect").is_some() && entries(root, "demand").iter().any(|(demand, _, _)| demand == name) {
                let title = format!("`{name}` is a demand and a task that gathers");
                let label = "both bring cases, and stand in one column of event_log.csv";
                self.complain(title, label, place, Some("give one of them another name".into()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `pandas._libs.parsers.STR_NA_VALUES` and of R's `read.csv` and `type.convert`, by their
    /// documentation.
    #[test]
    fn names_survive_the_programs_that_read_tables() {
        for name in ["null", "NULL", "nan", "NaN", "-nan", "NA", "n/a", "N/A", "#N/A", "<NA>", "None", ""] {
            assert_eq!(misread(name), Some("is read as a missing value"), "{name}");
        }
        for name in ["1", "01", "1e5", "1E-5", "-3.5", "inf", "-Inf", "infinity", "1d5", "0x1F", ".5"] {
            assert_eq!(misread(name), Some("is read as a number"), "{name}");
        }
        for name in ["true", "FALSE", "True", "T", "F"] {
            assert_eq!(misread(name), Some("is read as true or false"), "{name}");
        }
        for name in ["2024-01-31", "2024/01/31", "31.01.2024", "2024-01-31T08:00", "08:00"] {
            assert_eq!(misread(name), Some("is read as a date or a time"), "{name}");
        }
        for name in [" a", "a ", "a\nb"] {
            assert!(misread(name).is_some(), "{name:?}");
        }
        for name in
            ["t", "f", "note", "nurse 1", "Ärztin", "north.west", "nano", "e", "d", "dead", "infusion", "no", "4th"]
        {
            assert_eq!(misread(name), None, "{name}");
        }
    }
}
