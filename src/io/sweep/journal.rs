//! Chunks: one file a shard, one line a finished point.
//!
//! A line is eight digits of the SHA-256 of what follows, a blank, and JSON. It is written by one call, so a process
//! that is killed leaves whole lines and at most one that is not; that one is cut off when the next process opens the
//! file.

use super::error::{SweepError, failed};
use crate::experiment::sweep::Shard;
use crate::io::scenario::Inputs;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What came of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Its runs are made.
    Done {
        /// Replications of each arm.
        replications: u32,
        /// Whether it is as precise as the scenario asks: `met` or `not met`; blank if it does not ask.
        precision: String,
        /// Events of all runs.
        events: u64,
        /// Fingerprints of all arms, combined.
        fingerprint: String,
        /// Its rows of the summary as CSV, without a header.
        rows: String,
    },
    /// It has no result.
    Failed {
        /// Why.
        reason: String,
    },
}

/// A finished point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalRecord {
    /// Name of the point.
    pub point: String,
    /// When it was finished, in seconds since 1970.
    pub at: f64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The files that its scenario names, with what they held then.
    #[serde(default, skip_serializing_if = "Inputs::is_empty")]
    pub inputs: Inputs,
    /// What came of it.
    pub end: End,
}

/// The first line of a chunk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    /// Identity of the sweep.
    sweep: String,
    /// Which part of it.
    shard: String,
}

/// Where a record is, and what it says besides its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// The record, its rows left out.
    pub record: JournalRecord,
    /// Where its line begins in the chunk.
    pub offset: u64,
}

/// A chunk as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// The file.
    pub path: PathBuf,
    /// Which part of the sweep.
    pub shard: Shard,
    /// Its records, in the order in which points were finished.
    pub entries: Vec<JournalEntry>,
    /// Bytes up to the end of the last whole line.
    whole: u64,
}

fn line_of(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(value)?;
    Ok(format!("{} {json}\n", checksum(&json)))
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The value of a whole line; none of a damaged one.
fn value_of<T: for<'a> Deserialize<'a>>(line: &[u8]) -> Option<T> {
    let text = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (sum, json) = text.split_once(' ')?;
    (sum == checksum(json)).then(|| serde_json::from_str(json).ok()).flatten()
}

impl Chunk {
    /// A chunk that is on no disk.
    #[cfg(test)]
    pub(super) fn new(shard: Shard, entries: Vec<JournalEntry>) -> Chunk {
        Chunk { path: PathBuf::new(), shard, entries, whole: 0 }
    }

    /// Reads a chunk. A damaged line is as if it were not there.
    ///
    /// # Errors
    /// If the file cannot be read, or belongs to another sweep.
    pub(super) fn read(path: &Path, sweep: &str, shard: Shard) -> Result<Chunk, SweepError> {
        let file = File::open(path).map_err(failed(path))?;
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let mut chunk = Chunk { path: path.into(), shard, entries: Vec::new(), whole: 0 };
        let (mut line, mut offset) = (Vec::new(), 0);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(failed(path))? as u64;
            if read == 0 {
                return Ok(chunk);
            }
            if offset == 0 {
                match value_of::<Head>(&line) {
                    Some(head) if head.sweep != sweep => return Err(SweepError::OtherChunk(path.into())),
                    Some(_) => {}
                    None => return Ok(chunk), // Killed before its first line was whole.
                }
            } else if let Some(mut record) = value_of::<JournalRecord>(&line) {
                if let End::Done { rows, .. } = &mut record.end {
                    *rows = String::new();
                }
                chunk.entries.push(JournalEntry { record, offset });
            }
            offset += read;
            if line.ends_with(b"\n") {
                chunk.whole = offset;
            }
        }
    }

    /// Whether somebody is writing to it now.
    pub fn is_open(&self) -> bool {
        // Shared, so that those who only look do not see each other.
        let locked = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        File::open(&self.path).is_ok_and(locked)
    }
}

/// The rows of a record that begins at an offset of a chunk.
///
/// # Errors
/// If it is no longer there.
pub(super) fn rows_at(file: &mut File, path: &Path, offset: u64) -> Result<String, SweepError> {
    file.seek(SeekFrom::Start(offset)).map_err(failed(path))?;
    let mut line = Vec::new();
    BufReader::with_capacity(1 << 16, &*file).read_until(b'\n', &mut line).map_err(failed(path))?;
    match value_of::<JournalRecord>(&line) {
        Some(JournalRecord { end: End::Done { rows, .. }, .. }) => Ok(rows),
        _ => Err(SweepError::Changed(path.into())),
    }
}

/// A chunk that is being written. Nobody else can write to it meanwhile; the lock goes with the process.
#[derive(Debug)]
pub struct Journal {
    file: File,
    part: PathBuf,
    whole: PathBuf,
}

/// Names of a shard's chunk: while it is written, and when it is whole.
pub(super) fn names(shard: Shard) -> [String; 2] {
    ["part", "done"].map(|ending| format!("shard-{}-of-{}.{ending}", shard.number, shard.of))
}

/// The shard a file holds, by its name.
pub(super) fn shard_of(name: &str) -> Option<Shard> {
    let name = name.strip_suffix(".part").or(name.strip_suffix(".done"))?;
    let (number, of) = name.strip_prefix("shard-")?.split_once("-of-")?;
    format!("{number}/{of}").parse().ok()
}

impl Journal {
    /// Opens the chunk of a shard for writing behind what is there, which is cut off after the last whole line.
    pub(super) fn open(chunks: &Path, sweep: &str, shard: Shard) -> Result<Journal, SweepError> {
        let [part, whole] = names(shard).map(|name| chunks.join(name));
        for attempt in 0.. {
            if whole.exists() && !part.exists() {
                // More points have come into the design since.
                let _ = fs::rename(&whole, &part);
            }
            let opened = OpenOptions::new().create(true).read(true).append(true).open(&part);
            let file = opened.map_err(failed(&part))?;
            match file.try_lock() {
                // The one who held it may have finished and renamed it meanwhile: then begin again.
                Ok(()) if part.exists() => return Journal { file, part, whole }.mended(sweep, shard),
                Ok(()) => {}
                // `sim status` looks for an instant.
                Err(TryLockError::WouldBlock) if attempt < 20 => {}
                Err(TryLockError::WouldBlock) => return Err(SweepError::Busy { shard, path: part }),
                Err(TryLockError::Error(source)) => return Err(SweepError::Io { path: part, source }),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        unreachable!("the loop has no end")
    }

    fn mended(mut self, sweep: &str, shard: Shard) -> Result<Journal, SweepError> {
        let chunk = Chunk::read(&self.part, sweep, shard)?;
        self.file.set_len(chunk.whole).map_err(failed(&self.part))?;
        if chunk.whole == 0 {
            self.append(&Head { sweep: sweep.into(), shard: shard.to_string() })?;
        }
        Ok(self)
    }

    fn append(&mut self, value: &impl Serialize) -> Result<(), SweepError> {
        let line = line_of(value).map_err(|error| SweepError::Io { path: self.part.clone(), source: error.into() })?;
        self.file.write_all(line.as_bytes()).map_err(failed(&self.part))
    }

    /// Adds a finished point: from now on it is not lost if the process is killed.
    ///
    /// # Errors
    /// If the file system says no.
    pub fn add(&mut self, record: &JournalRecord) -> Result<(), SweepError> {
        self.append(record)
    }

    /// Closes the chunk: all points of the shard are in.
    ///
    /// # Errors
    /// If the file system says no.
    pub fn finish(self) -> Result<(), SweepError> {
        self.file.sync_all().map_err(failed(&self.part))?;
        fs::rename(&self.part, &self.whole).map_err(failed(&self.part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: usize) -> JournalRecord {
        let rows = format!("a,\"b\n{number}\",é\n");
        let end = End::Done { replications: 2, precision: String::new(), events: 7, fingerprint: "f".into(), rows };
        JournalRecord { point: format!("p{number}"), at: 1.5, seconds: 0.25, inputs: Inputs::new(), end }
    }

    fn points(chunks: &Path) -> Vec<String> {
        let path = chunks.join(&names(Shard::ALL)[0]);
        let chunk = Chunk::read(&path, "s", Shard::ALL).expect("readable");
        let mut file = File::open(&path).expect("there");
        for entry in &chunk.entries {
            let rows = rows_at(&mut file, &path, entry.offset).expect("its rows");
            assert!(rows.contains(&entry.record.point[1..]), "{rows}");
        }
        chunk.entries.into_iter().map(|entry| entry.record.point).collect()
    }

    /// A process may be killed after any byte: whatever is left, the whole lines are read, and writing goes on behind
    /// them.
    #[test]
    fn a_chunk_cut_off_at_any_byte_keeps_its_whole_lines() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join(&names(Shard::ALL)[0]);
        let mut journal = Journal::open(place.path(), "s", Shard::ALL).expect("new");
        (0..3).for_each(|number| journal.add(&record(number)).expect("written"));
        drop(journal);
        let bytes = fs::read(&path).expect("readable");
        for length in 0..=bytes.len() {
            fs::write(&path, &bytes[..length]).expect("cut");
            let whole = bytes[..length].iter().filter(|byte| **byte == b'\n').count().saturating_sub(1);
            assert_eq!(points(place.path()).len(), whole, "after {length} bytes");
            Journal::open(place.path(), "s", Shard::ALL).expect("mended").add(&record(9)).expect("written");
            let mut expected: Vec<String> = (0..whole).map(|number| format!("p{number}")).collect();
            expected.push("p9".into());
            assert_eq!(points(place.path()), expected, "after {length} bytes");
        }
    }

    #[test]
    fn a_damaged_line_is_as_if_it_were_not_there() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join(&names(Shard::ALL)[0]);
        let mut journal = Journal::open(place.path(), "s", Shard::ALL).expect("new");
        (0..3).for_each(|number| journal.add(&record(number)).expect("written"));
        drop(journal);
        let text = fs::read_to_string(&path).expect("readable").replace("\"p1\"", "\"p5\"");
        fs::write(&path, text).expect("written");
        assert_eq!(points(place.path()), ["p0", "p2"]);
    }

    #[test]
    fn one_process_at_a_time_and_one_sweep_a_chunk() {
        let place = tempfile::tempdir().expect("a folder");
        let journal = Journal::open(place.path(), "s", Shard::ALL).expect("new");
        let path = place.path().join(&names(Shard::ALL)[0]);
        let chunk = Chunk::read(&path, "s", Shard::ALL).expect("readable");
        assert!(chunk.is_open());
        let again = Journal::open(place.path(), "s", Shard::ALL);
        assert!(matches!(again, Err(SweepError::Busy { .. })), "{again:?}");
        journal.finish().expect("renamed");
        assert!(!chunk.is_open() && !path.exists());
        let other = Journal::open(place.path(), "t", Shard::ALL);
        assert!(matches!(other, Err(SweepError::OtherChunk(_))), "{other:?}");
    }
}
