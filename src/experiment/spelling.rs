//! The valid name that somebody may have meant by a wrong one.

/// Names of earlier versions with those they have now.
const RENAMED: &[(&str, &str)] = &[("called_for", "requested"), ("overtaken", "superseded")];

/// "did you mean `x`?" for the valid name nearest to a wrong one, if one is near; of a name of an earlier version, what
/// it is called now.
pub fn did_you_mean<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let name = nearest(wrong, valid)?;
    Some(if RENAMED.contains(&(wrong, name)) {
        format!("`{wrong}` is called `{name}` now")
    } else {
        format!("did you mean `{name}`?")
    })
}

/// The valid name nearest to a wrong one, if one is near.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let now = RENAMED.iter().find(|(old, _)| *old == wrong).map(|(_, now)| *now);
    valid
        .into_iter()
        .map(|name| (if now == Some(name) { 0 } else { strsim::damerau_levenshtein(wrong, name) }, name))
        .filter(|(distance, name)| *distance <= 1 + wrong.len().max(name.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_an_earlier_version_leads_to_the_present_one() {
        let valid = ["done", "requested", "superseded"];
        assert_eq!(did_you_mean("called_for", valid).as_deref(), Some("`called_for` is called `requested` now"));
        assert_eq!(did_you_mean("requestd", valid).as_deref(), Some("did you mean `requested`?"));
        assert_eq!(nearest("overtaken", ["done"]), None);
    }
}
