//! Paths of values, such as `task.note.way.typist.time`. A name that is no bare key of TOML stands in quotes, as in
//! TOML:
//! `site."north.west".staff.clerk`.

use std::borrow::Cow;

/// A name as it stands in a path: in quotes unless it is a bare key (letters, digits, `_`, `-`).
pub fn key(name: &str) -> Cow<'_, str> {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    match (bare, name.contains('"')) {
        (true, _) => name.into(),
        (false, false) => format!("\"{name}\"").into(),
        (false, true) => format!("'{name}'").into(),
    }
}

/// The names in a path; none if a quote is not closed or something follows it, or a name is missing.
pub fn keys(path: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut rest = path.trim();
    loop {
        let (name, after) = match rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let (name, after) = rest[1..].split_once(quote)?;
                (name, after.trim_start())
            }
            _ => {
                let end = rest.find('.').unwrap_or(rest.len());
                (rest[..end].trim_end(), &rest[end..])
            }
        };
        if name.is_empty() {
            return None;
        }
        keys.push(name.to_owned());
        match after.strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None if after.is_empty() => return Some(keys),
            None => return None,
        }
    }
}

/// Where `=` ends the path of `PATH=VALUE`: the first one outside quotes.
pub fn end_of_path(edit: &str) -> Option<usize> {
    let mut open = None;
    for (place, c) in edit.char_indices() {
        match (open, c) {
            (None, '"' | '\'') => open = Some(c),
            (Some(quote), c) if c == quote => open = None,
            (None, '=') => return Some(place),
            _ => {}
        }
    }
    edit.find('=') // A quote that is not closed: the path is refused where it is read.
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TOML 1.0, "Keys": bare keys are ASCII letters, digits, underscores and dashes; other names stand in quotes.
    #[test]
    fn paths_are_dotted_keys_of_toml() {
        let read = |path: &str| keys(path).map(|keys| keys.join("|"));
        assert_eq!(read("site.north.staff"), Some("site|north|staff".into()));
        assert_eq!(read("site.\"north.west\".staff.clerk"), Some("site|north.west|staff|clerk".into()));
        assert_eq!(read("site . 'a \"b\"' . staff"), Some("site|a \"b\"|staff".into()));
        assert_eq!(read("site.north west.staff"), Some("site|north west|staff".into()), "as it always was");
        for wrong in ["", "a.", ".a", "a..b", "a.\"b", "a.\"b\"c", "a.\"\""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        for name in ["note", "north.west", "a \"b\"", "Ä", "a = b", "it's"] {
            let path = format!("task.{}.time", key(name));
            assert_eq!(keys(&path), Some(vec!["task".into(), name.into(), "time".into()]), "{path}");
        }
    }

    #[test]
    fn an_edit_is_divided_at_the_first_equals_sign_outside_quotes() {
        assert_eq!(end_of_path("a.b=c=d"), Some(3));
        assert_eq!(end_of_path("a.\"x=y\".b=1"), Some(9));
        assert_eq!(end_of_path("a.b"), None);
    }
}
