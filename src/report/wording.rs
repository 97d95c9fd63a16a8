//! What stands in a scenario's document, as readers say it.

use crate::io::scenario::fields::is_evidence;

/// A name of the scenario as words: `visit_note` is `visit note`.
pub fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// A key with its value.
pub fn said(key: &str, value: &toml::Value) -> String {
    if key == "value" { plain(value) } else { format!("{} {}", words(key), plain(value)) }
}

/// A value of the document without its evidence.
pub fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        toml::Value::Table(table) => match table.get("value") {
            Some(value) => plain(value),
            None => {
                let own = table.iter().filter(|(key, _)| !is_evidence(key));
                own.map(|(key, value)| said(key, value)).collect::<Vec<_>>().join(", ")
            }
        },
        other => other.to_string(),
    }
}

/// Names that a key of a table lists, as words.
pub fn names(table: &toml::Table, key: &str) -> String {
    table.get(key).map(plain).map(|text| words(&text)).unwrap_or_default()
}

/// A way: who does it, with which tool, how long it takes, and when it opens.
pub fn way_in_words(name: &str, way: &toml::Table) -> String {
    let mut parts = Vec::new();
    let team = names(way, "team");
    parts.push(if team.is_empty() { "nobody".into() } else { team });
    parts.extend(way.get("tool").map(|tool| format!("with {}", words(&plain(tool)))));
    parts.extend(way.get("time").map(plain));
    parts.extend(way.get("after").map(|after| format!("after {}", plain(after))));
    format!("{} ({})", words(name), parts.join(", "))
}

/// Two significant digits, with thousands set off.
pub fn rounded(number: f64) -> String {
    if number < 100.0 {
        return format!("{number:.0}");
    }
    let digits = format!("{number:.0}").len() as i32;
    let unit = libm::pow(10.0, f64::from(digits - 2));
    let plain = format!("{:.0}", libm::round(number / unit) * unit);
    let mut text = String::new();
    for (i, digit) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
