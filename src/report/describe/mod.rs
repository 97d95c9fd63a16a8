//! Documents about a scenario, filled in from it and from what the program does: the ODD protocol (Grimm et al. 2020),
//! the STRESS-DES checklist (Monks et al. 2019), and a page for those who decide.
//!
//! What the program cannot know stands as a line `> **Author:** ...`, and all such lines are listed at the end.

mod facts;
mod says;
mod tables;

use crate::io::scenario::Loaded;
use facts::Facts;
use minijinja::syntax::SyntaxConfig;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Overview, design concepts, details: how agent-based models are described (Grimm et al. 2020).
    Odd,
    /// Strengthening the reporting of empirical simulation studies, for discrete-event simulation (Monks et al. 2019).
    Stress,
    /// A page without jargon.
    Plain,
}

/// How a line begins that only the author can write.
const ASKS: &str = "> **Author:** ";
/// Where the list of these lines goes.
const LIST: &str = "[the author's list]";

/// The document, in Markdown.
///
/// # Errors
/// If a template is wrong, which is a mistake of ours.
pub fn describe(loaded: &Loaded, form: Form) -> Result<String, minijinja::Error> {
    let template = match form {
        Form::Odd => include_str!("odd.md"),
        Form::Stress => include_str!("stress.md"),
        Form::Plain => include_str!("plain.md"),
    };
    let mut environment = minijinja::Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("document", template)?;
    let facts = Facts::of(loaded);
    let text = environment.get_template("document")?.render(minijinja::value::Serde(&facts))?;
    let list = asked(&text);
    Ok(squeezed(&text.replace(LIST, &list)))
}

/// The lines for the author, each with the heading it stands under.
fn asked(text: &str) -> String {
    let mut list = String::new();
    let mut heading = "";
    for line in text.lines() {
        if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
        } else if let Some(what) = line.strip_prefix(ASKS) {
            list += &format!("- *{heading}*: {what}\n");
        }
    }
    if list.is_empty() { "Nothing.".into() } else { list.trim_end().to_owned() }
}

/// No more than one blank line at a time.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        if !(blank && line.is_empty()) {
            squeezed += line;
            squeezed.push('\n');
        }
        blank = line.is_empty();
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_author_knows_is_listed_under_its_heading() {
        let text = "# Title\n\n## 1. Purpose\n> **Author:** patterns\nmore\n## 2. Scales\n> **Author:** why\n";
        assert_eq!(asked(text), "- *1. Purpose*: patterns\n- *2. Scales*: why");
        assert_eq!(asked("# Title\n"), "Nothing.");
    }

    #[test]
    fn blank_lines_come_one_at_a_time() {
        assert_eq!(squeezed("\n\na\n\n\nb\n"), "a\n\nb\n");
    }
}
