//! What to do about a file that is not TOML: most often a name or a text lacks its quotes.

use crate::model::scenario::{key, keys};

/// The remedy for a syntax error that begins at a byte of a text, if the line shows it.
pub(super) fn remedy(text: &str, at: usize) -> Option<String> {
    let at = (0..=at.min(text.len())).rev().find(|place| text.is_char_boundary(*place))?;
    let begin = text[..at].rfind('\n').map_or(0, |place| place + 1);
    let line = text[begin..].lines().next()?.trim();
    if let Some(header) = line.strip_prefix('[') {
        // A header that is closed: what is wrong is a name in it.
        let inside = &header[..header.find(']')?];
        let quoted = keys(inside)?.iter().map(|name| key(name)).collect::<Vec<_>>().join(".");
        return (quoted != inside).then(|| format!("{NAMES}: [{quoted}]"));
    }
    let (before, value) = line.split_once('=')?;
    let value_begins = begin + text[begin..].find('=')? + 1;
    if at < value_begins {
        let name = before.trim();
        return (key(name) != name && !name.contains(['"', '\'', '.'])).then(|| format!("{NAMES}: {} =", key(name)));
    }
    let value = value.split('#').next()?.trim();
    let is_word = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']);
    if is_word {
        return Some(format!("a text stands in quotes: {} = \"{value}\"", before.trim()));
    }
    value.starts_with('{').then(|| format!("{NAMES}, and a text, too: {{ \"north west\" = 2, every = \"1 h\" }}"))
}

const NAMES: &str = "a name with anything but the letters a to z, digits, `_` and `-` stands in quotes";

#[cfg(test)]
mod tests {
    use super::remedy;

    /// TOML 1.0: bare keys are of A-Z, a-z, 0-9, `_`, `-`; texts stand in quotes.
    #[test]
    fn what_lacks_quotes_is_shown_with_quotes() {
        let told = |text: &str, at: usize| remedy(text, at).unwrap_or_default();
        assert!(told("a = 1\n[site.north west]\nb = 2", 16).ends_with(": [site.\"north west\"]"));
        assert!(told("[occupation.Ärztin]", 12).ends_with(": [occupation.\"Ärztin\"]"));
        assert!(told("[occupation.it's]", 15).ends_with(": [occupation.\"it's\"]"));
        assert!(told("every = 1 h # often", 8).ends_with(": every = \"1 h\""));
        assert!(told("clerk two = 1", 6).ends_with(": \"clerk two\" ="));
        assert!(told("staff = { clerk two = 1 }", 16).contains("\"north west\""));
        assert_eq!(remedy("[product.answer", 15), None, "this is not closed");
        assert_eq!(remedy("a = \"open", 9), None);
        assert_eq!(remedy("", 3), None);
    }
}
