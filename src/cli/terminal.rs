//! What the terminal can show, as a value: layouts take it and need no terminal.

use std::io::IsTerminal as _;

/// What text is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Columns that a line may take.
    pub width: usize,
    /// Sentences are folded at this width; who reads from a pipe folds them, or looks for them line by line.
    pub folded: bool,
    /// Bars and sparklines are drawn.
    pub bars: bool,
    /// They have colours.
    pub colour: bool,
}

/// Columns where nobody says how many there are; nothing is laid out for fewer than 60, or for more than twice as many.
pub(super) const COLUMNS: usize = 80;

impl Style {
    /// For a pipe or a file.
    pub(super) const PLAIN: Style = Style { width: COLUMNS, folded: false, bars: false, colour: false };

    /// For the standard output of this process.
    pub(super) fn of_output() -> Style {
        if !std::io::stdout().is_terminal() {
            return Style::PLAIN;
        }
        let width = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
        Style::of_terminal(width, &|name| std::env::var(name).ok())
    }

    /// For a terminal of so many columns in this environment: pictures need UTF-8, and whoever sets `NO_COLOR` or has a
    /// `dumb` terminal wants text.
    fn of_terminal(width: Option<usize>, variable: &dyn Fn(&str) -> Option<String>) -> Style {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        // The first of these that is set decides (POSIX, locale).
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        let bars = utf8 && set("NO_COLOR").is_none() && set("TERM").is_some_and(|term| term != "dumb");
        let width = width.filter(|width| *width > 0).unwrap_or(COLUMNS).clamp(60, 2 * COLUMNS);
        Style { width, folded: true, bars, colour: bars }
    }
}

/// A text whose lines are folded if the style wants it; they go on two columns further in than they began.
pub(super) fn folded(text: &str, style: Style) -> String {
    if !style.folded {
        return text.into();
    }
    text.lines().map(|line| fold(line, style.width, line.len() - line.trim_start().len() + 2) + "\n").collect()
}

/// A line folded at spaces to a width, further lines indented; what has no space in time stays whole.
pub(super) fn fold(line: &str, width: usize, indent: usize) -> String {
    let lead = &line[..line.len() - line.trim_start().len()];
    let mut text = lead.to_owned();
    let (mut column, mut first) = (lead.len(), true);
    for word in line.split_whitespace() {
        let long = word.chars().count();
        if !first && column + 1 + long > width {
            text += &format!("\n{:indent$}", "");
            column = indent;
        } else if !first {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += long;
        first = false;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(variables: &[(&str, &str)]) -> Style {
        let of = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Style::of_terminal(Some(120), &of)
    }

    #[test]
    fn pictures_need_utf8_and_a_terminal_that_is_not_dumb_and_nobody_who_wants_none() {
        let able = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")];
        assert_eq!(style(&able), Style { width: 120, folded: true, bars: true, colour: true });
        let with = |name, value| style(&[&[(name, value)], &able[..]].concat());
        for (name, value) in [("LC_ALL", "C"), ("LC_CTYPE", "POSIX"), ("NO_COLOR", "1"), ("TERM", "dumb")] {
            assert!(!with(name, value).bars, "{name}={value}");
        }
        assert!(with("NO_COLOR", "").bars && with("LC_ALL", "C.utf8").bars);
        assert!(!style(&[]).bars);
    }

    #[test]
    fn widths_are_sensible() {
        let width = |columns| Style::of_terminal(columns, &|_| None).width;
        assert_eq!([None, Some(0), Some(10), Some(100), Some(400)].map(width), [80, 80, 60, 100, 160]);
    }

    #[test]
    fn lines_are_folded_at_spaces() {
        assert_eq!(fold("  one two three four", 11, 4), "  one two\n    three\n    four");
        assert_eq!(fold("averyveryverylongword b", 5, 0), "averyveryverylongword\nb");
        assert_eq!(fold("", 5, 0), "");
    }
}
