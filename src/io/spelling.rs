//! The valid name that somebody may have meant by a wrong one.

/// "did you mean `x`?" for the valid name nearest to a wrong one, if one is near.
pub fn did_you_mean<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, valid).map(|name| format!("did you mean `{name}`?"))
}

/// The valid name nearest to a wrong one, if one is near.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    valid
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, name)| *distance <= 1 + wrong.len().max(name.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
