//! `sim new NAME`: a scenario to begin with, a template explained line by line or a few lines on top of a shipped
//! scenario.

use super::job::show;
use super::run::quoted;
use super::{FAILED, Failure, WRONG};
use crate::experiment::did_you_mean;
use crate::io::scenario::{Request, read};
use crate::io::shipped::{self, Shipped};
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The clinic that `sim new` writes: it runs as it is.
const TEMPLATE: &str = include_str!("template.toml");

/// Writes a scenario to begin with: a small clinic, explained line by line.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  sim new my_clinic
  sim new my_hospital --from ehr_rollout

It never replaces a file (exit code 2).")]
pub struct NewArgs {
    /// What it is called: NAME.toml is written.
    name: PathBuf,
    /// Builds on a scenario that comes with sim (`sim list`) instead of the small clinic.
    #[arg(long, value_name = "SCENARIO")]
    from: Option<String>,
}

/// Writes it and says what to do next.
pub fn run(args: &NewArgs) -> Result<u8, Failure> {
    let path = path(&args.name)?;
    let text = match &args.from {
        Some(base) => on_top_of(base, &path)?,
        None => TEMPLATE.to_string(),
    };
    write(&path, &text)?;
    let file = quoted(&path.display().to_string());
    let shown = path.display();
    show(&format!(
        "\
wrote {shown}

  sim check {file}    what it means: load of each occupation, what its numbers rest on
  sim run {file}      the answer here, tables and report.html in a folder

Then change one number at a time, in the file or with --set path=value.
"
    ))?;
    Ok(0)
}

/// The file to write, with its ending.
fn path(name: &Path) -> Result<PathBuf, Failure> {
    let wrong = |why: &str| Failure::new(WRONG, format!("error: `{}` {why}", name.display()));
    match name.extension().and_then(|ending| ending.to_str()) {
        Some("toml") => Ok(name.into()),
        Some(_) => Err(wrong("does not end in .toml; leave the ending out, and it is added")),
        None if name.file_name().is_none() => Err(wrong("is not the name of a file; give one, such as my_clinic")),
        None => Ok(name.with_extension("toml")),
    }
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let shown = path.display();
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = opened.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(WRONG, format!("error: {shown} already exists; choose another name")),
        _ => Failure::new(WRONG, format!("error: cannot write {shown}: {error}")),
    })?;
    file.write_all(text.as_bytes())
        .map_err(|error| Failure::new(FAILED, format!("error: cannot write {shown}: {error}")))
}

/// A scenario that says nothing new yet, with the staff and the arms of what it builds on in reach.
fn on_top_of(base: &str, path: &Path) -> Result<String, Failure> {
    let known: Vec<Shipped> = shipped::list().into_iter().chain(shipped::exercises()).collect();
    let wanted = base.strip_suffix(".toml").unwrap_or(base);
    let wanted = wanted.strip_prefix("teaching/").unwrap_or(wanted);
    let Some(base) = known.iter().find(|shipped| shipped.name == wanted) else {
        let help = did_you_mean(wanted, known.iter().map(|shipped| shipped.name.as_str()));
        let help = help.unwrap_or_else(|| "`sim list` shows them".into());
        let why = format!("error: no scenario that comes with sim is called `{base}`; {help}");
        return Err(Failure::new(WRONG, why));
    };
    let request = Request { path: base.path(), ..Request::default() };
    let loaded = read(&request).map_err(|problems| Failure::new(FAILED, problems))?;
    let title = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut text = format!(
        "\
# Builds on `{name}`, which comes with sim: what stands here wins, all else is as it is there.
# It asks: {question}

extends = \"{name}\"
title   = {title}

# Staff of each site, full-time equivalents. To change a number, take away the `#` before it and its heading.
",
        name = base.name,
        question = base.question,
        title = toml::Value::String(format!("{title}: {}", base.title)),
    );
    let staff = staff(&loaded.resolved);
    let mut heading = "";
    for (site, occupation, number) in &staff {
        if site != heading {
            let _ = writeln!(text, "# [site.{site}.staff]");
            heading = site;
        }
        let _ = writeln!(text, "# {occupation} = {number}");
    }
    let arms: Vec<&str> = loaded.scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let _ = writeln!(text, "\n# Its arms: {}. One more may change any value by its path:", arms.join(", "));
    if let Some((site, occupation, number)) = staff.first() {
        let _ = writeln!(text, "# [arm.mine]\n# set = {{ \"site.{site}.staff.{occupation}\" = {number} }}");
    }
    Ok(text)
}

/// Site, occupation and full-time equivalents, wherever they stand in the scenario itself.
fn staff(resolved: &str) -> Vec<(String, String, toml::Value)> {
    let table: toml::Table = resolved.parse().unwrap_or_default();
    let mut found = Vec::new();
    for (site, spec) in table.get("site").and_then(toml::Value::as_table).into_iter().flatten() {
        for (occupation, value) in spec.get("staff").and_then(toml::Value::as_table).into_iter().flatten() {
            let number = value.get("value").unwrap_or(value);
            found.push((site.clone(), occupation.clone(), number.clone()));
        }
    }
    found
}
