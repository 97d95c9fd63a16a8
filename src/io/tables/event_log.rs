//! `event_log.csv`, written while the runs are made: a file for each arm and replication, put together in the end. So
//! nothing but the week that closes is in memory, and the bytes do not depend on who was faster.

use super::columns::EVENT_LOG;
use super::columns::ledger::exact;
use crate::model::ledger::Brought;
use crate::model::scenario::{Activity, ArmId, Configuration, OccupationId, ProductId, Scenario, SiteTypeId};
use crate::model::{LogSink, Logged};
use crate::units::{Calendar, Id, Time};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// An event log that is being written.
pub struct EventLog {
    scenario: Arc<Scenario>,
    /// Where its parts are.
    folder: PathBuf,
    /// What went wrong first.
    failure: Arc<Mutex<Option<io::Error>>>,
}

impl EventLog {
    /// A log with its parts in a folder, which is there and empty.
    pub fn new(scenario: &Scenario, folder: &Path) -> EventLog {
        EventLog { scenario: Arc::new(scenario.clone()), folder: folder.into(), failure: Arc::default() }
    }

    /// What takes the weeks of runs. Once something has gone wrong it takes no more; [`EventLog::finish`] says what it
    /// was.
    pub fn sink(&self) -> Arc<LogSink> {
        let (scenario, folder) = (self.scenario.clone(), self.folder.clone());
        let failure = self.failure.clone();
        let places = places(&scenario);
        Arc::new(move |arms: &[ArmId], replication: u32, done: &[Logged]| {
            for &arm in arms {
                if failure.lock().is_ok_and(|failure| failure.is_some()) {
                    return;
                }
                let names = IdNames { scenario: &scenario, places: &places, arm, replication };
                let part = File::options().create(true).append(true).open(part(&folder, arm, replication));
                let written = part.and_then(|mut file| file.write_all(&names.rows(done)?));
                if let (Err(error), Ok(mut failure)) = (written, failure.lock()) {
                    failure.get_or_insert(error);
                }
            }
        })
    }

    /// Puts the parts together, in the order of arms and replications, and says where the log is.
    ///
    /// # Errors
    /// If anything could not be written.
    pub fn finish(self, arms: &[ArmId], replications: u32) -> io::Result<PathBuf> {
        if let Some(error) = self.failure.lock().ok().and_then(|mut failure| failure.take()) {
            return Err(error);
        }
        let path = self.folder.join(EVENT_LOG.name);
        let mut csv = csv::Writer::from_writer(File::create(&path)?);
        csv.write_record(EVENT_LOG.columns.iter().map(|column| column.name))?;
        let mut whole = csv.into_inner().map_err(|error| error.into_error())?;
        for &arm in arms {
            for replication in 0..replications {
                let part = part(&self.folder, arm, replication);
                match File::open(&part) {
                    Ok(mut rows) => io::copy(&mut rows, &mut whole)?,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue, // Nothing was done.
                    Err(error) => return Err(error),
                };
                fs::remove_file(&part)?;
            }
        }
        Ok(path)
    }
}

fn part(folder: &Path, arm: ArmId, replication: u32) -> PathBuf {
    folder.join(format!("{}-{replication}", arm.index()))
}

/// The type of each site, and its name.
fn places(scenario: &Scenario) -> Vec<(SiteTypeId, String)> {
    let sites = scenario.arms[scenario.control].configs[0].sites.enumerate();
    sites
        .flat_map(|(kind, site)| (1..=site.staff.len()).map(move |copy| (kind, format!("{}.{copy}", site.name))))
        .collect()
}

/// What ids are called in one run.
struct IdNames<'s> {
    scenario: &'s Scenario,
    places: &'s [(SiteTypeId, String)],
    arm: ArmId,
    replication: u32,
}

impl IdNames<'_> {
    /// Rows as they stand in the file.
    fn rows(&self, done: &[Logged]) -> io::Result<Vec<u8>> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::with_capacity(256 * done.len()));
        for logged in done {
            csv.write_record(self.row(logged))?;
        }
        csv.into_inner().map_err(|error| error.into_error())
    }

    fn row(&self, logged: &Logged) -> [String; 20] {
        let arm = &self.scenario.arms[self.arm];
        let config = &arm.configs[0];
        let task = &config.tasks[logged.task];
        let way = &task.ways[logged.way];
        let kind = match logged.brought {
            Brought::By(demand) => &config.demands[demand].name,
            Brought::Gathered(task) => &config.tasks[task].name,
            Brought::Asked => unreachable!("a case is brought by a demand or gathered"),
        };
        let site = &self.places[logged.site].1;
        let tool = way.tool.map_or("", |tool| &config.technologies[tool].name);
        let resource = match (logged.team.first(), way.team.first()) {
            (Some(lead), Some(occupation)) => format!("{site}.{}.{lead}", config.occupations[*occupation].name),
            (None, None) if !tool.is_empty() => format!("{site}.{tool}"),
            _ => String::new(),
        };
        let clock = |time| clock(self.scenario.calendar, time);
        let occupation = |id: &OccupationId| config.occupations[*id].name.as_str();
        let is = |activity: &&Activity| way.activity.iter().any(|(of, share)| of == *activity && *share > 0.0);
        [
            format!("{}.{}.{kind}.{:016x}", arm.name, self.replication, logged.case),
            task.name.clone(),
            clock(logged.started),
            clock(logged.done),
            resource,
            joined(way.team.iter().map(occupation)),
            site.clone(),
            arm.name.clone(),
            self.replication.to_string(),
            kind.clone(),
            clock(logged.born),
            clock(logged.ready),
            joined(Activity::ALL.iter().filter(is).map(|activity| activity.name())),
            task.order.to_string(),
            way.name.clone(),
            tool.into(),
            logged.attempt.to_string(),
            exact(logged.ms, 1),
            products(config, &logged.reads),
            products(config, &logged.writes),
        ]
    }
}

fn products(config: &Configuration, products: &[ProductId]) -> String {
    joined(products.iter().map(|product| config.products[*product].name.as_str()))
}

fn joined<'s>(names: impl Iterator<Item = &'s str>) -> String {
    names.collect::<Vec<_>>().join("+")
}

/// Date and time of day, ISO 8601, with milliseconds.
fn clock(calendar: Calendar, time: Time) -> String {
    let ms = time.0.rem_euclid(86_400_000);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{:03}", calendar.date_of(time).format("%Y-%m-%d"), ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_cannot_be_written_says_so() {
        let request = crate::io::scenario::Request { path: "ambient_ai".into(), ..Default::default() };
        let scenario = crate::io::scenario::read(&request).expect("a shipped scenario").scenario;
        let place = tempfile::tempdir().expect("a folder");
        let log = EventLog::new(&scenario, &place.path().join("gone"));
        log.sink()(&[scenario.control], 0, &[]);
        assert_eq!(log.finish(&[scenario.control], 1).expect_err("no such folder").kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn clocks_before_and_after_the_start() {
        let calendar = Calendar { start: chrono::NaiveDate::from_ymd_opt(2024, 3, 1).expect("a date") };
        assert_eq!(clock(calendar, Time(0)), "2024-03-01T00:00:00.000");
        assert_eq!(clock(calendar, Time(86_400_000 + 3_723_004)), "2024-03-02T01:02:03.004");
        assert_eq!(clock(calendar, Time(-1)), "2024-02-29T23:59:59.999");
    }
}
