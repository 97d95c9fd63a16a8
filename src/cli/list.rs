//! `sim list`: the shipped scenarios with their questions.

use super::Failure;
use super::job::show_as_is;
use super::terminal::{Style, fold};
use crate::io::shipped;

/// Lists the shipped scenarios, then the exercises.
pub fn run() -> Result<u8, Failure> {
    let of = |list: Vec<shipped::Shipped>| -> Vec<(String, String)> {
        list.into_iter().map(|shipped| (shipped.name, shipped.question)).collect()
    };
    let (scenarios, exercises, width) = (of(shipped::list()), of(shipped::exercises()), Style::of_output().width);
    show_as_is(&lines(&scenarios, width))?;
    show_as_is("\nExercises, in order; `sim run one_queue` runs the first:\n")?;
    show_as_is(&lines(&exercises, width))?;
    Ok(0)
}

/// Names and questions in two columns; a question is folded within its own.
fn lines(list: &[(String, String)], width: usize) -> String {
    let names = list.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let room = width.saturating_sub(names + 2);
    let line = |(name, question): &(String, String)| {
        let question = fold(question, room, 0).replace('\n', &format!("\n{:names$}  ", ""));
        format!("{name:names$}  {question}\n")
    };
    list.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_folded_within_their_column() {
        let list = [("a", "Who does it?"), ("long_name", "How much of it, and for whom?")];
        let list = list.map(|(name, question)| (name.to_owned(), question.to_owned()));
        let plain = "a          Who does it?\nlong_name  How much of it, and for whom?\n";
        assert_eq!(lines(&list, 100), plain);
        let narrow = "a          Who does it?\nlong_name  How much of it,\n           and for whom?\n";
        assert_eq!(lines(&list, 28), narrow);
    }
}
