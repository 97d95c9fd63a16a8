//! `runs.csv` and `results.csv`, from all chunks, in the order of the design.

use super::definition::Definition;
use super::ends::Ends;
use super::error::{SweepError, failed};
use super::folder::Folder;
use super::inputs::{InputColumn, input_columns};
use super::journal::{End, rows_at};
use crate::io::scenario::Inputs;
use crate::io::tables::{About, PACKAGE, file, sweep_package};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};

/// What was gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Points with a result.
    pub done: usize,
    /// Points without one, with the reasons.
    pub failed: Vec<(String, String)>,
    /// Names of the points that have not been run.
    pub missing: Vec<String>,
}

/// The values of the inputs at a point.
fn at_point(inputs: &[InputColumn], place: usize) -> impl Iterator<Item = &str> {
    inputs.iter().map(move |column| column.values[place].as_str())
}

impl Folder {
    /// Writes `runs.csv` and `results.csv` of what there is, and the description of all tables. `now` says what
    /// files hold that scenarios have read, as far as it matters to who gathers.
    ///
    /// # Errors
    /// If a chunk cannot be read or a table cannot be written; what was there before is as it was then.
    pub fn gather(&self, now: &Inputs) -> Result<Gathered, SweepError> {
        let _alone = self.lock()?;
        let chunks = self.chunks()?;
        let ends = Ends::of(&chunks, now);
        let mut gathered = Gathered::default();
        let inputs = input_columns(&self.definition.factors, &self.points);
        let header = |name: &str| {
            let own = &file(name).columns;
            let before = std::iter::once(own[0].name).chain(inputs.iter().map(|column| column.name.as_str()));
            before.chain(own[1..].iter().map(|column| column.name)).collect::<Vec<_>>()
        };
        self.write("runs.csv", |out| {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(header("runs.csv"))?;
            for (place, point) in self.points.iter().enumerate() {
                let [status, reason, replications, precision, events, fingerprint] = match ends.get(&point.id) {
                    None => {
                        gathered.missing.push(point.id.clone());
                        let changed = ends.changed_since(&point.id);
                        let reason =
                            changed.map_or(String::new(), |file| format!("{file} has changed since it was run"));
                        ["missing", &reason, "", "", "", ""].map(String::from)
                    }
                    Some((_, entry)) => match &entry.record.end {
                        End::Failed { reason } => {
                            gathered.failed.push((point.id.clone(), reason.clone()));
                            ["failed", reason, "", "", "", ""].map(String::from)
                        }
                        End::Done { replications, precision, events, fingerprint, .. } => {
                            gathered.done += 1;
                            let [replications, events] = [replications.to_string(), events.to_string()];
                            ["done".into(), String::new(), replications, precision.clone(), events, fingerprint.clone()]
                        }
                    },
                };
                let own = [&status, &reason, &replications, &precision, &events, &fingerprint];
                let mut row: Vec<&str> = vec![&point.id];
                row.extend(at_point(&inputs, place));
                row.extend(own.into_iter().map(String::as_str));
                csv.write_record(row)?;
            }
            csv.flush()
        })?;
        let mut files: BTreeMap<_, File> = BTreeMap::new();
        for chunk in &chunks {
            files.insert(&chunk.path, File::open(&chunk.path).map_err(failed(&chunk.path))?);
        }
        let mut changed = None;
        let written = self.write("results.csv", |out| {
            let mut csv = csv::Writer::from_writer(out);
            let summary = file("summary.csv").columns.iter().map(|column| column.name);
            csv.write_record(header("results.csv").into_iter().chain(summary))?;
            for (place, point) in self.points.iter().enumerate() {
                let Some((chunk, entry)) = ends.get(&point.id) else { continue };
                if !matches!(entry.record.end, End::Done { .. }) {
                    continue;
                }
                let open = files.get_mut(&chunk.path).expect("opened above");
                let rows = rows_at(open, &chunk.path, entry.offset).map_err(|error| {
                    changed = Some(error);
                    io::Error::other("a chunk was changed")
                })?;
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_bytes());
                let mut row = csv::ByteRecord::new();
                while reader.read_byte_record(&mut row)? {
                    let before =
                        std::iter::once(point.id.as_bytes()).chain(at_point(&inputs, place).map(str::as_bytes));
                    csv.write_record(before.chain(&row))?;
                }
            }
            csv.flush()
        });
        changed.map_or(written, Err)?;
        let factors: Vec<(&str, Vec<&str>)> = inputs
            .iter()
            .map(|column| (column.name.as_str(), column.values.iter().map(String::as_str).collect()))
            .collect();
        let Definition { scenario, title, .. } = &self.definition;
        let currency = self.definition.currency();
        let about = About { scenario, title, cite: &self.definition.cited().line(), currency: currency.as_deref() };
        self.write(PACKAGE, |out| out.write_all(&sweep_package(about, &factors)?))?;
        Ok(gathered)
    }

    /// Writes a file that `make` makes of `runs.csv` and `results.csv`, while nobody else gathers here.
    ///
    /// # Errors
    /// If the tables are not there, nothing can be made of them, or the file cannot be written.
    pub fn make<E: From<SweepError>>(
        &self,
        name: &str,
        make: impl FnOnce(File, File) -> Result<String, E>,
    ) -> Result<(), E> {
        let _alone = self.lock()?;
        let open = |name: &str| {
            let path = self.path.join(name);
            File::open(&path).map_err(failed(&path))
        };
        let text = make(open("runs.csv")?, open("results.csv")?)?;
        Ok(self.write(name, |out| out.write_all(text.as_bytes()))?)
    }
}
