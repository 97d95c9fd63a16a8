//! Inputs in which two scenarios differ: the leaves of their merged documents, without evidence.

use super::scenario::fields::{has_evidence, is_evidence};
use std::collections::BTreeMap;

/// A path at which two scenarios say something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The path, as in `--set`.
    pub path: String,
    /// The value in the first; none: it says nothing there, and a default counts.
    pub old: Option<String>,
    /// The value in the second.
    pub new: Option<String>,
}

/// The replications and the seed are no inputs of the scenario; nor is what a number rests on.
const SAID_APART: [&str; 2] = ["run.seed", "run.replications"];

/// The paths at which they differ, sorted.
pub fn changed(a: &toml::Table, b: &toml::Table) -> Vec<Changed> {
    let (a, b) = (leaves(a), leaves(b));
    let mut paths: Vec<&String> = a.keys().chain(b.keys().filter(|path| !a.contains_key(*path))).collect();
    paths.sort();
    let differ = paths.into_iter().filter(|path| a.get(*path) != b.get(*path) && !SAID_APART.contains(&path.as_str()));
    differ.map(|path| Changed { path: path.clone(), old: a.get(path).cloned(), new: b.get(path).cloned() }).collect()
}

/// Files that both read under one name, and that held something else, with the first digits of their SHA-256.
pub fn changed_files(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>, but: &[String]) -> Vec<Changed> {
    let short = |sum: &String| Some(format!("SHA-256 {}", sum.chars().take(12).collect::<String>()));
    let both = a.iter().filter_map(|(name, sum)| Some((name, sum, b.get(name)?)));
    let differ = both.filter(|(name, of_a, of_b)| of_a != of_b && !but.contains(name));
    let path = |name: &str| format!("content of {name}");
    differ.map(|(name, of_a, of_b)| Changed { path: path(name), old: short(of_a), new: short(of_b) }).collect()
}

fn leaves(table: &toml::Table) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    table.iter().for_each(|(key, value)| walk(&part(key), value, &mut found));
    found
}

/// A key as it stands in a path.
fn part(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(plain) { key.into() } else { format!("{key:?}") }
}

fn walk(path: &str, value: &toml::Value, found: &mut BTreeMap<String, String>) {
    let toml::Value::Table(table) = value else {
        found.insert(path.into(), plain(value));
        return;
    };
    let quoted = has_evidence(table);
    let own: Vec<_> = table.iter().filter(|(key, _)| !quoted || !is_evidence(key)).collect();
    match own[..] {
        // A number with its evidence is the number.
        [(key, value)] if key == "value" => walk(path, value, found),
        _ => own.into_iter().for_each(|(key, value)| walk(&format!("{path}.{}", part(key)), value, found)),
    }
}

/// A value as it would be read: `8.0` is `8`.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_differ_and_no_others() {
        let a: toml::Table =
            "[site.a]\nstaff = { nurse = 2 }\n[x]\ntime = { value = \"8 min\", source = \"P1\" }\nold = 1\n\
                              [link.l]\nfrom = \"a\"\n[run]\nseed = 1"
                .parse()
                .expect("TOML");
        let b: toml::Table = "[site.a]\nstaff = { nurse = 2.0 }\n[x]\ntime = \"9 min\"\n\"new.one\" = [1.0, 2]\n\
                              [link.l]\nfrom = \"b\"\n[run]\nseed = 2"
            .parse()
            .expect("TOML");
        let of = |path: &str, old: Option<&str>, new: Option<&str>| Changed {
            path: path.into(),
            old: old.map(String::from),
            new: new.map(String::from),
        };
        let expected = [
            of("link.l.from", Some("\"a\""), Some("\"b\"")),
            of("x.\"new.one\"", None, Some("[1, 2]")),
            of("x.old", Some("1"), None),
            of("x.time", Some("\"8 min\""), Some("\"9 min\"")),
        ];
        assert_eq!(changed(&a, &b), expected);
        assert_eq!(changed(&a, &a), []);
    }

    /// A file of another name is another value of a path, which is listed there.
    #[test]
    fn files_of_one_name_that_held_something_else() {
        let of = |files: &[(&str, &str)]| files.iter().map(|(name, sum)| ((*name).into(), (*sum).into())).collect();
        let a = of(&[("a.csv", "0123456789abcdef"), ("b.csv", "1"), ("only_a.csv", "2"), ("evidence.toml", "3")]);
        let b = of(&[("a.csv", "fedcba9876543210"), ("b.csv", "1"), ("only_b.csv", "2"), ("evidence.toml", "4")]);
        let expected = Changed {
            path: "content of a.csv".into(),
            old: Some("SHA-256 0123456789ab".into()),
            new: Some("SHA-256 fedcba987654".into()),
        };
        assert_eq!(changed_files(&a, &b, &["evidence.toml".into()]), [expected]);
    }
}
