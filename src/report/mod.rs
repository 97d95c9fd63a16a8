//! `report.html`: a run's answer as one page that needs no network, made from the tables and the manifest of its
//! folder.
//!
//! `RunFolder` reads the folder, each section makes figures of it, `page.html` lays them out; `compare` does so with
//! two runs, `sweep` with a sweep, and `picture` draws the ledger to stand alone. Whatever the results have no data for
//! is left out. Nothing comes from the clock or the machine, so the same results are the same page.

mod answer;
mod cells;
mod compare;
mod curves;
mod data;
pub mod describe;
mod figure;
mod ledger;
mod lines;
mod outcomes;
mod over_time;
mod palette;
mod picture;
mod ranges;
mod reuse;
mod shown;
mod svg;
mod sweep;
pub mod wording;
mod words;

pub use compare::{CompareError, Compared, ComparedArm, Comparison, page as comparison_page, title_of};
pub use picture::picture;
pub use sweep::{SweepPageError, write_sweep_page};

use crate::io::results::PAGE;
use data::RunFolder;
use figure::PageSection;
use minijinja::syntax::SyntaxConfig;
pub use shown::{SECTIONS, Shown};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file, or what should be in the manifest, is not there.
    #[error("{0} is missing; name a folder with all that `sim run` has written")]
    Missing(&'static str),
    /// A table is not as `sim run` writes it.
    #[error("{name} cannot be read: {source}")]
    Table {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        source: csv::Error,
    },
    /// The manifest is not as this version of `sim run` writes it.
    #[error("manifest.toml cannot be read (results of another version of sim have to be made again): {0}")]
    Manifest(#[from] toml::de::Error),
    /// There is no ledger to make a picture of.
    #[error(
        "there is no hours ledger to draw: it takes two arms that differ, and a scenario without `run.ledger = false`"
    )]
    NoLedger,
    /// The page cannot be put together.
    #[error("the page cannot be put together: {0}")]
    Page(#[from] minijinja::Error),
}

/// The style of every page; colours first.
const STYLE: &str = include_str!("style.css");

/// A page of sections.
struct Page<'a> {
    title: &'a str,
    footer: String,
    sections: Vec<PageSection>,
}

#[derive(serde::Serialize)]
struct Filled<'a> {
    title: &'a str,
    footer: &'a str,
    style: &'static str,
    sections: &'a [PageSection],
}

/// The text of a page.
fn render(page: &Page<'_>) -> Result<String, ReportError> {
    let mut environment = minijinja::Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(PAGE, include_str!("page.html"))?;
    let Page { title, footer, sections } = page;
    let filled = Filled { title, footer, style: STYLE, sections };
    Ok(environment.get_template(PAGE)?.render(minijinja::value::Serde(&filled))?)
}

/// The page; `file` gives the contents of a file of the folder.
///
/// # Errors
/// If a file is missing or is not as `sim run` writes it.
pub fn report(file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<String, ReportError> {
    let run = RunFolder::read(file)?;
    let made = [
        Some(answer::question(&run)),
        Some(answer::answer(&run)),
        words::warnings(&run),
        ledger::section(&run),
        over_time::hours(&run),
        over_time::backlog(&run),
        over_time::turnaround(&run),
        outcomes::after_hours(&run),
        outcomes::skill_mix(&run),
        outcomes::defects(&run),
        reuse::section(&run),
        outcomes::saving(&run),
        outcomes::patients(&run),
        Some(words::rests_on(&run)),
        Some(words::scenario(&run)),
        Some(words::reproduce(&run)),
    ];
    render(&Page {
        title: &run.manifest.title,
        footer: format!("Made by sim {} from the tables beside this page.", run.manifest.version),
        sections: made.into_iter().flatten().collect(),
    })
}
