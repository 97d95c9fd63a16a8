//! What the terminal can show, as a value: layouts take it and need no terminal.

/// What text is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Columns that a line may take.
    pub width: usize,
    /// Bars and sparklines are drawn.
    pub bars: bool,
    /// They have colours.
    pub colour: bool,
}

/// Columns where nobody says how many there are; nothing is laid out for fewer than 60, or for more than twice as many.
pub(super) const COLUMNS: usize = 80;

/// Columns of text in a pipe or a file, where nobody can say how many they want.
const PIPED: usize = 100;

impl Style {
    /// For a pipe or a file.
    pub(super) const PLAIN: Style = Style { width: PIPED, bars: false, colour: false };

    /// For the standard output of this process.
    pub(super) fn of_output() -> Style {
        Style::of(&console::Term::stdout())
    }

    /// For the standard error of this process.
    pub(super) fn of_messages() -> Style {
        Style::of(&console::Term::stderr())
    }

    fn of(stream: &console::Term) -> Style {
        if !stream.is_term() {
            return Style::PLAIN;
        }
        let width = stream.size_checked().map(|(_, columns)| usize::from(columns));
        Style::of_terminal(width, &|name| std::env::var(name).ok())
    }

    /// For a terminal of so many columns in this environment: pictures need UTF-8, and who sets `NO_COLOR` or has a
    /// `dumb` terminal wants text.
    fn of_terminal(width: Option<usize>, variable: &dyn Fn(&str) -> Option<String>) -> Style {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        // The first of these that is set decides (POSIX, locale).
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        let bars = utf8 && set("NO_COLOR").is_none() && set("TERM").is_some_and(|term| term != "dumb");
        let width = width.filter(|width| *width > 0).unwrap_or(COLUMNS).clamp(60, 2 * COLUMNS);
        Style { width, bars, colour: bars }
    }
}

/// A number of things, such as `1 point` or `2 points`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A text whose long lines are folded. They go on below their last column where a gap of two spaces or more sets it
/// apart, as in a table, and else two columns further in than they began. A message that underlines a line of the
/// user's keeps its layout: what is underlined stands where it stands.
pub(super) fn folded(text: &str, width: usize) -> String {
    if text.lines().any(|line| line.trim_start().starts_with("--> ")) {
        return text.into();
    }
    let line = |line: &str| match line.chars().count() > width {
        true => fold(line, width, going_on(line, width)),
        false => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The last column must have so much room for its lines to stay in it.
const ROOM: usize = 16;

/// The column at which a folded line goes on.
fn going_on(line: &str, width: usize) -> usize {
    let lead = line.len() - line.trim_start().len();
    let last = line.trim().rfind("  ").map(|gap| line[..lead + gap + 2].chars().count());
    last.filter(|last| last + ROOM <= width).unwrap_or(lead + 2)
}

/// A line folded at spaces to a width, further lines indented; what has no space in time stays whole, and so do gaps.
pub(super) fn fold(line: &str, width: usize, indent: usize) -> String {
    let (mut text, mut column, mut rest) = (String::new(), 0, line.trim_end());
    while !rest.is_empty() {
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let end = rest[gap..].find(' ').map_or(rest.len(), |long| gap + long);
        let (word, long) = (&rest[gap..end], rest[gap..end].chars().count());
        let first = text.is_empty();
        if first || column + gap + long <= width {
            text += &format!("{:gap$}{word}", "");
            column += gap + long;
        } else {
            text += &format!("\n{:indent$}{word}", "");
            column = indent + long;
        }
        rest = &rest[end..];
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
        assert_eq!(style(&able), Style { width: 120, bars: true, colour: true });
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

    /// A table's last column goes on below itself, a sentence two columns in; an underlined line of a scenario is the
    /// user's.
    #[test]
    fn long_lines_go_on_where_they_belong() {
        let row = " clinic  clerk   40%  see the patient, write the note and code it";
        assert_eq!(
            folded(row, 50),
            " clinic  clerk   40%  see the patient, write the\n                      note and code it"
        );
        assert_eq!(folded("  - one two three\n", 12), "  - one two\n    three\n");
        let error = "error: a title that is long\n --> a.toml:1:1\n  |\n1 | a long line of text";
        assert_eq!(folded(error, 12), error);
    }
}
