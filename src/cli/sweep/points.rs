//! One point: its scenario is read, its runs are made, its rows are kept.

use crate::cli::job::interrupt;
use crate::cli::{Failure, WRONG};
use crate::experiment::sweep::{Factor, Point};
use crate::experiment::{Error, Experiment, Progress, Stopped};
use crate::io::scenario::{Inputs, Loaded, Problems, Request, SourceText, inputs_now, read};
use crate::io::sweep::{Chunk, End, JournalRecord, files_read};
use crate::io::tables::summary_lines;
use crate::model::analysis::{Warning, Warnings};
use crate::model::scenario::Scenario;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Instant, SystemTime};

/// Makes points.
pub(super) struct Maker {
    /// The scenario and what is changed at all points.
    pub base: Request,
    /// What differs between points.
    pub factors: Vec<Factor>,
    /// Metrics to keep; none: all.
    pub metrics: Vec<String>,
    /// Arms to run; none: all.
    pub arms: Vec<String>,
    /// Threads of one point.
    pub threads: usize,
    /// Whether the model's invariants are checked.
    pub audit: bool,
}

/// So many points are looked at before the first is run.
const LOOKS: usize = 64;

impl Maker {
    /// The scenario at a point.
    pub fn read(&self, point: &Point) -> Result<Loaded, Problems> {
        let edit = |(factor, level): (&Factor, &String)| SourceText {
            name: factor.origin.clone(),
            text: format!("{}={level}", factor.path),
        };
        let edits = self.factors.iter().zip(&point.levels).map(edit).collect();
        read(&Request { edits, ..self.base.clone() })
    }

    /// What is to be run of the scenario at a point. What nobody asked for is not computed.
    pub fn experiment<'s>(&self, scenario: &'s Scenario) -> Experiment<'s> {
        let experiment = Experiment::new(scenario).arms(&self.arms).only(&self.metrics);
        experiment.threads(self.threads).audited(self.audit).stopped_by(interrupt())
    }

    /// What the files hold now that the scenarios of finished points have read.
    pub fn files_now(&self, chunks: &[Chunk]) -> Inputs {
        inputs_now(&self.base.path, files_read(chunks).into_iter())
    }

    /// Reads some points, every level of every factor among them as far as [`LOOKS`] go, to say what is wrong at once
    /// and not after hours. Returns the warnings of all of them, each once.
    pub fn look(&self, points: &[Point]) -> Result<Vec<Warning>, Failure> {
        let mut warnings = Warnings::default();
        let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
        let mut looks = 0;
        for point in points {
            let levels: Vec<_> = point.levels.iter().map(String::as_str).enumerate().collect();
            if looks == LOOKS || levels.iter().all(|level| seen.contains(level)) {
                continue;
            }
            looks += 1;
            seen.extend(levels);
            let loaded = self.read(point).map_err(|problems| {
                let help = "to run the points that are right: --on-error continue";
                Failure::new(WRONG, format!("{problems}\n\nat the point {}\n{help}", self.describe(point)))
            })?;
            loaded.warnings.into_iter().for_each(|warning| warnings.push(warning));
        }
        Ok(warnings.into_list())
    }

    fn describe(&self, point: &Point) -> String {
        let levels = self.factors.iter().zip(&point.levels).map(|(factor, level)| format!("{} = {level}", factor.path));
        levels.collect::<Vec<_>>().join(", ")
    }

    /// Makes a point; nothing if it was interrupted.
    #[expect(clippy::disallowed_methods, reason = "records say how long a point took; results do not depend on it")]
    pub fn make(&self, point: &Point, progress: &dyn Progress) -> Option<JournalRecord> {
        let started = Instant::now();
        // A mistake of ours at one point must not take the others with it.
        let end = catch_unwind(AssertUnwindSafe(|| self.end_of(point, progress)));
        let (inputs, end) = end.unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            let reason = format!("a mistake in sim: {}", said.unwrap_or("it does not say which"));
            Some((Inputs::new(), End::Failed { reason }))
        })?;
        let at = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64());
        Some(JournalRecord { point: point.id.clone(), at, seconds: started.elapsed().as_secs_f64(), inputs, end })
    }

    /// What comes of a point, and the files that its scenario has read.
    fn end_of(&self, point: &Point, progress: &dyn Progress) -> Option<(Inputs, End)> {
        let mut loaded = match self.read(point) {
            Ok(loaded) => loaded,
            Err(problems) => return Some((Inputs::new(), End::Failed { reason: problems.titles() })),
        };
        let inputs = std::mem::take(&mut loaded.inputs);
        Some((inputs, self.end_of_runs(&loaded, progress)?))
    }

    fn end_of_runs(&self, loaded: &Loaded, progress: &dyn Progress) -> Option<End> {
        let failed = |reason: String| Some(End::Failed { reason });
        // With a pilot at each point: a point's result depends on nothing but the point.
        let scenario = &loaded.scenario;
        let results = match self.experiment(scenario).watched_by(progress).run() {
            Ok(results) => results,
            Err(Error::Stopped(Stopped::Interrupted)) => return None,
            Err(Error::Stopped(Stopped::NoThreads(why))) => return failed(format!("no threads: {why}")),
            Err(Error::Stopped(Stopped::WrongPlan(why))) => return failed(format!("a mistake in sim: {why}")),
            Err(error) => return failed(error.to_string()),
        };
        let rows = match summary_lines(scenario, &results, &self.metrics) {
            Ok(rows) => String::from_utf8(rows).expect("written from texts"),
            Err(error) => return failed(error.to_string()),
        };
        let fingerprint =
            results.statistics.iter().fold(0u64, |all, statistics| all.rotate_left(17) ^ statistics.fingerprint);
        Some(End::Done {
            replications: results.replications,
            precision: match &results.precision {
                None => "",
                Some(reached) if reached.met => "met",
                Some(_) => "not met",
            }
            .into(),
            events: results.statistics.iter().map(|statistics| statistics.events).sum(),
            fingerprint: format!("{fingerprint:016x}"),
            rows,
        })
    }
}
