//! What a sweep varies and how: `[sweep]`, and the arguments that stand in its place.

use super::SweepArgs;
use crate::cli::{Failure, WRONG};
use crate::experiment::sweep::{Design, Factor, Points};
use crate::io::scenario::{SweepSection, check_metrics, factors_from_arguments, points_from_csv};
use crate::io::tables::file;

/// Names of designs on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DesignName {
    /// Every combination of values.
    Grid,
    /// A Latin hypercube of --points points.
    Lhs,
    /// The first --points points of a scrambled Sobol' sequence.
    Sobol,
    /// The rows of --points-file.
    File,
}

/// What is swept.
pub(super) struct Sweep {
    pub factors: Vec<Factor>,
    pub design: Design,
    pub points: Points,
    pub metrics: Vec<String>,
}

fn has_column(table: &str, name: &str) -> bool {
    file(table).columns.iter().any(|column| column.name == name)
}

fn wrong(message: impl std::fmt::Display) -> Failure {
    Failure::new(WRONG, format!("error: {message}"))
}

/// Puts the section and the arguments together.
pub(super) fn plan(args: &SweepArgs, section: &SweepSection) -> Result<Sweep, Failure> {
    let factors = factors_from_arguments(&args.vary).map_err(|problems| Failure::new(WRONG, problems))?;
    let mut factors = if factors.is_empty() { section.factors.clone() } else { factors };
    check_metrics(&args.metrics).map_err(|message| Failure::new(WRONG, message))?;
    let metrics = if args.metrics.is_empty() { section.metrics.clone() } else { args.metrics.clone() };
    let of_section = match section.design {
        Some("lhs") => Some(DesignName::Lhs),
        Some("sobol") => Some(DesignName::Sobol),
        Some("file") => Some(DesignName::File),
        Some(_) => Some(DesignName::Grid),
        None => None,
    };
    let by_file = args.points_file.as_ref().map(|_| DesignName::File);
    let name = args.design.or(by_file).or(of_section).unwrap_or(DesignName::Grid);
    if name != DesignName::File && args.points_file.is_some() {
        return Err(wrong("--points-file goes with --design file alone"));
    }
    let seed = args.design_seed.or(section.seed).unwrap_or(1);
    let number = || {
        let points = args.points.or(section.points);
        points.ok_or_else(|| wrong("this design needs a number of points: --points N, or `points` in [sweep]"))
    };
    let design = match name {
        DesignName::Grid if args.points.is_some() => {
            return Err(wrong(
                "a grid has as many points as there are combinations; leave --points out, or take --design lhs or sobol",
            ));
        }
        DesignName::Grid => Design::Grid,
        DesignName::Lhs => Design::LatinHypercube { points: number()?, seed },
        DesignName::Sobol => Design::Sobol { points: number()?, seed },
        DesignName::File => {
            if !args.vary.is_empty() {
                return Err(wrong("a file of points says all that is varied; leave --vary out"));
            }
            let file = args.points_file.as_ref().or(section.file.as_ref());
            let file = file.ok_or_else(|| {
                wrong("the design `file` needs a file of points: --points-file CSV, or `file` in [sweep]")
            })?;
            let (columns, rows) = points_from_csv(file).map_err(|message| Failure::new(WRONG, message))?;
            factors = columns;
            Design::Listed(rows)
        }
    };
    for path in factors.iter().map(|factor| factor.path.as_str()) {
        // Columns of tables have the paths of what is varied as their names.
        if ["results.csv", "runs.csv", "summary.csv"].iter().any(|table| has_column(table, path)) {
            return Err(wrong(format!(
                "cannot vary all of `{path}`: the tables of a sweep have a column of this name; vary a value in it, {path}.NAME.KEY"
            )));
        }
    }
    let points = design.points(&factors).map_err(wrong)?;
    Ok(Sweep { factors, design, points, metrics })
}
