//! `--event-log`: the event log while the runs are made.

use super::{FAILED, Failure};
use crate::experiment::Results;
use crate::io::results;
use crate::io::tables::{EVENT_LOG, EventLog};
use crate::model::LogSink;
use crate::model::scenario::Scenario;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use tempfile::TempDir;

/// Of how many replications there is a log: the first so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LoggedReplications(u32);

impl FromStr for LoggedReplications {
    type Err = String;

    fn from_str(text: &str) -> Result<LoggedReplications, String> {
        match (text, text.parse()) {
            ("all", _) => Ok(LoggedReplications(u32::MAX)),
            (_, Ok(first @ 1..)) => Ok(LoggedReplications(first)),
            _ => Err("expected a number of replications, at least 1, or `all`".into()),
        }
    }
}

impl LoggedReplications {
    /// How many replications are logged, at most.
    pub fn replications(self) -> u32 {
        self.0
    }
}

impl fmt::Display for LoggedReplications {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == u32::MAX { text.write_str("all") } else { self.0.fmt(text) }
    }
}

/// An event log that is being written, in a folder of its own.
pub(super) struct Logging {
    log: EventLog,
    logged: LoggedReplications,
    workshop: TempDir,
}

/// A log that is written.
pub(super) struct EventLogFile {
    /// Its name.
    pub name: &'static str,
    /// Its header.
    pub header: Vec<u8>,
    /// Where it is.
    pub path: PathBuf,
    /// Where it is goes with the value.
    _workshop: TempDir,
}

impl Logging {
    pub fn start(scenario: &Scenario, out: &Path, logged: LoggedReplications) -> Result<Logging, Failure> {
        let workshop = results::workshop(out).map_err(|error| Failure::new(FAILED, format!("error: {error}")))?;
        Ok(Logging { log: EventLog::new(scenario, workshop.path()), logged, workshop })
    }

    /// How many replications are logged, and what takes them.
    pub fn sink(&self) -> (u32, Arc<LogSink>) {
        (self.logged.0, self.log.sink())
    }

    /// Puts the log together.
    pub fn finish(self, results: &Results) -> Result<EventLogFile, Failure> {
        let name = EVENT_LOG.name;
        let path = self.log.finish(&results.arms, self.logged.0.min(results.replications)).map_err(|error| {
            let text = format!(
                "error: cannot write {name}: {error}; nothing was written, earlier results are as they were; without \
                 --event-log, or with fewer arms (--arm), it takes less room"
            );
            Failure::new(FAILED, text)
        })?;
        let header = EVENT_LOG.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",").into_bytes();
        Ok(EventLogFile { name, header, path, _workshop: self.workshop })
    }
}
