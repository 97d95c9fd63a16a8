//! `report.html`: a run's answer as one page that needs no network, made from the tables and the manifest of its folder.
//!
//! `Run` reads the folder, each section makes figures of it, `page.html` lays them out. Whatever the run has no data for
//! is left out. Nothing comes from the clock or the machine, so the same results are the same page.

mod answer;
mod data;
mod figure;
mod ledger;
mod lines;
mod outcomes;
mod over_time;
mod palette;
mod ranges;
mod reuse;
mod shown;
mod words;

use data::Run;
use figure::Section;
use minijinja::syntax::SyntaxConfig;
pub use shown::{SECTIONS, Shown};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file, or what should be in the manifest, is not there.
    #[error("{0} is missing: a report is made from all that `sim run` has written")]
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
    /// A chart cannot be drawn.
    #[error("a chart cannot be drawn: {0}")]
    Chart(String),
    /// The page cannot be put together.
    #[error("the page cannot be put together: {0}")]
    Page(#[from] minijinja::Error),
}

/// What the charts' library says of a chart that cannot be drawn.
fn failed(error: impl std::fmt::Display) -> ReportError {
    ReportError::Chart(error.to_string())
}

/// Name of the page in a folder of results.
pub const PAGE: &str = "report.html";

#[derive(serde::Serialize)]
struct Page<'a> {
    title: &'a str,
    version: &'a str,
    style: &'static str,
    sections: Vec<Section>,
}

/// The page; `file` gives the contents of a file of the folder.
///
/// # Errors
/// If a file is missing or is not as `sim run` writes it.
pub fn report(file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<String, ReportError> {
    let run = Run::read(file)?;
    let made = [
        Some(answer::question(&run)),
        Some(answer::answer(&run)?),
        ledger::section(&run),
        over_time::hours(&run)?,
        over_time::backlog(&run)?,
        over_time::turnaround(&run)?,
        outcomes::after_hours(&run)?,
        outcomes::skill_mix(&run)?,
        outcomes::defects(&run)?,
        reuse::section(&run),
        outcomes::saving(&run)?,
        outcomes::patients(&run)?,
        Some(words::rests_on(&run)),
        Some(words::scenario(&run)),
        Some(words::reproduce(&run)),
    ];
    let page = Page {
        title: &run.manifest.title,
        version: &run.manifest.version,
        style: include_str!("style.css"),
        sections: made.into_iter().flatten().collect(),
    };
    let mut environment = minijinja::Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(PAGE, include_str!("page.html"))?;
    Ok(environment.get_template(PAGE)?.render(minijinja::value::Serde(&page))?)
}
