//! Parameters of scenarios, by their paths.

use super::{Explained, Lines, sentence};
use crate::experiment::MetricKind;
use crate::io::scenario::fields::{BY_YEAR, DISTRIBUTION, EVIDENCE, Field, Holds, KINDS, Kind, VALUES};
use crate::io::tables::FILES;

/// Stands for a name that the scenario gives.
const NAME: &str = "NAME";

/// The paths of a field, `NAME` for names.
fn paths(kind: &Kind, field: &Field) -> Vec<String> {
    let below = |at: &&str| if at.is_empty() { field.name.to_owned() } else { format!("{at}.{}", field.name) };
    kind.at.iter().map(below).collect()
}

/// A path as people write it who do not name what it is of: `task.way.time`.
fn unnamed(path: &str) -> String {
    path.split('.').filter(|part| *part != NAME).collect::<Vec<_>>().join(".")
}

/// Whether a path is meant by what is asked for: names may be left out, and stand for any.
fn matches(path: &[&str], asked: &[&str]) -> bool {
    match (path, asked) {
        ([], []) => true,
        ([NAME, path @ ..], [_, rest @ ..]) if matches(path, rest) => true,
        ([NAME, path @ ..], _) => matches(path, asked),
        ([part, path @ ..], [first, rest @ ..]) => part == first && matches(path, rest),
        _ => false,
    }
}

/// Fields whose path ends in what is asked for; if there are any, only those whose whole path it is.
fn fields_of(asked: &str) -> Vec<(&'static Kind, &'static Field)> {
    let asked: Vec<&str> = asked.split('.').collect();
    let (mut whole, mut ends) = (Vec::new(), Vec::new());
    for (kind, field) in KINDS.iter().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field))) {
        let paths = paths(kind, field);
        let parts = |path: &'_ String| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        let mut paths = paths.iter().map(parts);
        let means =
            |path: &[String], asked: &[&str]| matches(&path.iter().map(String::as_str).collect::<Vec<_>>(), asked);
        if paths.clone().any(|path| means(&path, &asked)) {
            whole.push((kind, field));
        } else if paths.any(|path| (1..path.len()).any(|from| path[from] != NAME && means(&path[from..], &asked))) {
            ends.push((kind, field));
        }
    }
    // Of a single word people may mean any.
    if asked.len() == 1 || whole.is_empty() { whole.into_iter().chain(ends).collect() } else { whole }
}

/// Parameters of a path, of its end, or of what its value is made of.
pub(super) fn find(name: &str) -> Vec<Explained> {
    let found = fields_of(name);
    if !found.is_empty() {
        return found.into_iter().map(|(kind, field)| entry(kind, field)).collect();
    }
    let (value, key) = name.rsplit_once('.').unwrap_or(("", name));
    let of = fields_of(value);
    let mut entries = Vec::new();
    for (kind, may_stand) in [
        (DISTRIBUTION, (|holds| matches!(holds, Holds::Times)) as fn(Holds) -> bool),
        (BY_YEAR, Holds::is_number),
        (EVIDENCE, |holds| holds.is_number() && !matches!(holds, Holds::Times)),
    ] {
        if value.is_empty() || of.iter().any(|(_, field)| may_stand(field.holds)) {
            entries.extend(kind.fields.iter().filter(|field| field.name == key).map(|field| part(&kind, field)));
        }
    }
    entries
}

/// What a field holds, in words.
pub(super) fn holds(field: &Field) -> String {
    field.holds.expected()
}

fn default(field: &Field) -> String {
    if field.default.is_empty() { "Default: none.".into() } else { format!("Default: {}.", field.default) }
}

fn entry(kind: &Kind, field: &Field) -> Explained {
    let paths = paths(kind, field);
    let mut paragraphs = vec![sentence(field.meaning), format!("Value: {}.", holds(field)), default(field)];
    let inside =
        |path: &String| KINDS.iter().find(|of| of.at.iter().any(|at| at == path || *at == format!("{path}.{NAME}")));
    if let Some(table) = paths.iter().find_map(inside) {
        let keys: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
        paragraphs.push(format!("Keys of {} {}: {}.", article(table.name), table.name, keys.join(", ")));
    }
    if field.holds.is_number() {
        paragraphs.push(format!("To try another value: --set {}=VALUE.", paths[0]));
    }
    let told = told_by(&paths);
    if !told.is_empty() {
        paragraphs.push(format!("Told by: {}.", told.join(", ")));
    }
    Explained {
        name: paths.join(" or "),
        kind: format!("parameter of {} {}", article(kind.name), kind.name),
        paragraphs,
    }
}

fn part(kind: &Kind, field: &Field) -> Explained {
    let mut paragraphs = vec![sentence(field.meaning), format!("Value: {}.", holds(field))];
    paragraphs.extend((!field.default.is_empty()).then(|| default(field)));
    Explained { name: field.name.into(), kind: format!("key of {} {}", article(kind.name), kind.name), paragraphs }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// Words between backquotes.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether words name a path, such as `task.due`; or the key of a value of its, as in `counted = false`.
fn is_meant(words: &str, path: &str) -> bool {
    match words.split_once(" = ") {
        Some((key, _)) => path.rsplit('.').next() == Some(key),
        None => words == path,
    }
}

/// Metrics and columns whose words name one of these paths.
fn told_by(paths: &[String]) -> Vec<String> {
    let paths: Vec<String> = paths.iter().map(|path| unnamed(path)).collect();
    let names = |text: &str| quoted(text).any(|span| paths.iter().any(|path| is_meant(span, path)));
    let metrics = MetricKind::all();
    let metrics = metrics.filter(|kind| names(kind.meaning) || names(kind.computed)).map(|kind| kind.name.to_owned());
    let columns = FILES.iter().flat_map(|file| file.columns.iter().map(move |column| (file, column)));
    let columns = columns.filter(|(_, column)| MetricKind::find(column.metric).is_none() && names(column.meaning));
    metrics.chain(columns.map(|(file, column)| format!("{} {}", file.name, column.name))).collect()
}

/// All paths, without names.
pub(super) fn names() -> Vec<String> {
    let fields = KINDS.iter().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field)));
    let paths = fields.flat_map(|(kind, field)| [paths(kind, field), vec![field.name.into()]].concat());
    let parts = VALUES.iter().flat_map(|kind| kind.fields).map(|field| field.name.into());
    paths.map(|path| unnamed(&path)).chain(parts).collect()
}

/// The heading of a kind of table.
pub(super) fn heading(kind: &Kind) -> String {
    match kind.at {
        [] => format!("In the value of a number: {}", kind.name),
        [""] => "The scenario itself".into(),
        at => format!("{} ({})", at.iter().map(|at| format!("[{at}]")).collect::<Vec<_>>().join(", "), kind.name),
    }
}

/// All of them.
pub(super) fn lines() -> Lines {
    let line = |field: &Field| {
        let default = if field.default.is_empty() { String::new() } else { format!(" [default: {}]", field.default) };
        (field.name.to_owned(), format!("{}{default}", field.meaning))
    };
    KINDS.iter().chain(VALUES).map(|kind| (heading(kind), kind.fields.iter().map(line).collect())).collect()
}
