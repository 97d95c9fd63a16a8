//! `sim guide NAME`: guides that are readable as pages and are in the program.

use super::job::{show, show_as_is};
use super::{Failure, WRONG};
use crate::experiment::did_you_mean;

/// Name, what it is for, and text of each guide; the files are in `src/guide/`.
const GUIDES: &[(&str, &str, &str)] = &[
    (
        "tutorial",
        "ten minutes from an empty folder to an answer with its interval",
        include_str!("../guide/tutorial.md"),
    ),
    ("analyst", "for those who want an answer about a policy", include_str!("../guide/analyst.md")),
    ("researcher", "for those who sweep, calibrate and publish", include_str!("../guide/researcher.md")),
    ("teacher", "for those who use it in class", include_str!("../guide/teacher.md")),
    (
        "metrics",
        "every metric and every column: unit, meaning, how it is computed",
        include_str!("../guide/metrics.md"),
    ),
    ("glossary", "what the words mean, with the field's terms", include_str!("../guide/glossary.md")),
    ("parameters", "every parameter of a scenario: value, default, meaning", include_str!("../guide/parameters.md")),
];

/// Lists the guides, or prints one.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim guide
  sim guide metrics | less

Exit codes: 0 said, 2 there is no such guide.")]
pub struct GuideArgs {
    /// The guide to print.
    name: Option<String>,
}

/// Runs the command and returns its exit code.
pub fn run(args: &GuideArgs) -> Result<u8, Failure> {
    let names = || GUIDES.iter().map(|(name, ..)| *name);
    match &args.name {
        None => show(&list())?,
        Some(asked) => {
            let found = GUIDES.iter().find(|(name, ..)| *name == asked.trim_end_matches(".md"));
            let help = || did_you_mean(asked, names()).unwrap_or_else(|| "`sim guide` lists them".into());
            let wrong = || Failure::new(WRONG, format!("error: there is no guide `{asked}` ({})", help()));
            show_as_is(found.ok_or_else(wrong)?.2)?; // Markdown, for pages as for terminals.
        }
    }
    Ok(0)
}

fn list() -> String {
    let width = GUIDES.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    let lines = GUIDES.iter().map(|(name, about, _)| format!("{name:width$}  {about}\n"));
    lines.collect::<String>() + "\n`sim guide NAME` prints one.\n"
}

#[cfg(test)]
mod tests {
    use super::GUIDES;

    /// A guide that is not in the table would be on the web only.
    #[test]
    fn every_file_of_the_folder_is_a_guide() {
        let mut files: Vec<String> = std::fs::read_dir("src/guide")
            .expect("the folder of guides")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".md"))
            .collect();
        files.sort();
        let mut names: Vec<String> = GUIDES.iter().map(|(name, ..)| format!("{name}.md")).collect();
        names.sort();
        assert_eq!(files, names);
        assert!(GUIDES.iter().all(|(.., text)| text.starts_with("# ")));
    }
}
