//! What came of the points of a sweep, from all its chunks.
//!
//! A point's result depends on the values at the point and on the content of every file that its scenario reads there.
//! A record says what those files held. If one of them has changed since, the record is of another point, and the point
//! is run again.

use super::journal::{Chunk, End, JournalEntry};
use crate::io::scenario::Inputs;
use std::collections::{BTreeMap, BTreeSet};

/// What came of each point that is finished, by name.
#[derive(Debug)]
pub struct Ends<'c> {
    ends: BTreeMap<&'c str, (&'c Chunk, &'c JournalEntry)>,
    /// Points that were finished with files that have changed since, with the first such file.
    outdated: BTreeMap<&'c str, &'c str>,
}

impl<'c> Ends<'c> {
    /// The ends in some chunks. `now` says what files hold; of a file that it does not mention, the latest record that
    /// has read it does. If a point was run more than once, a result counts rather than a failure, and the latest of a
    /// chunk.
    pub fn of(chunks: &'c [Chunk], now: &Inputs) -> Ends<'c> {
        let mut contents: BTreeMap<&str, (f64, &str)> = BTreeMap::new();
        for entry in chunks.iter().flat_map(|chunk| &chunk.entries) {
            for (name, content) in &entry.record.inputs {
                let latest = contents.entry(name).or_insert((f64::NEG_INFINITY, ""));
                if entry.record.at >= latest.0 {
                    *latest = (entry.record.at, content);
                }
            }
        }
        contents.extend(now.iter().map(|(name, content)| (name.as_str(), (f64::INFINITY, content.as_str()))));
        let mut ends: BTreeMap<&str, (&Chunk, &JournalEntry)> = BTreeMap::new();
        let mut outdated = BTreeMap::new();
        for (chunk, entry) in chunks.iter().flat_map(|chunk| chunk.entries.iter().map(move |entry| (chunk, entry))) {
            let record = &entry.record;
            let changed = record.inputs.iter().find(|(name, content)| contents[name.as_str()].1 != **content);
            if let Some((name, _)) = changed {
                outdated.entry(record.point.as_str()).or_insert(name.as_str());
                continue;
            }
            let is_done = |entry: &JournalEntry| matches!(entry.record.end, End::Done { .. });
            match ends.get(record.point.as_str()) {
                Some((_, other)) if is_done(other) => {}
                _ => drop(ends.insert(&record.point, (chunk, entry))),
            }
        }
        outdated.retain(|point, _| !ends.contains_key(point));
        Ends { ends, outdated }
    }

    /// The chunk and the entry of a finished point.
    pub fn get(&self, point: &str) -> Option<(&'c Chunk, &'c JournalEntry)> {
        self.ends.get(point).copied()
    }

    /// Whether a point is finished.
    pub fn has(&self, point: &str) -> bool {
        self.ends.contains_key(point)
    }

    /// The file that has changed since a point was run, if that is why it counts as not run.
    pub fn changed_since(&self, point: &str) -> Option<&'c str> {
        self.outdated.get(point).copied()
    }
}

/// Names of all files that the scenarios of finished points have read.
pub fn files_read(chunks: &[Chunk]) -> BTreeSet<&str> {
    let records = chunks.iter().flat_map(|chunk| &chunk.entries);
    records.flat_map(|entry| entry.record.inputs.keys().map(String::as_str)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sweep::Shard;
    use crate::io::sweep::JournalRecord;

    fn inputs(files: &[(&str, &str)]) -> Inputs {
        files.iter().map(|(name, content)| ((*name).into(), (*content).into())).collect()
    }

    fn entry(point: &str, at: f64, files: &[(&str, &str)], failed: bool) -> JournalEntry {
        let end = match failed {
            true => End::Failed { reason: "it was so".into() },
            false => End::Done {
                replications: 1,
                precision: String::new(),
                events: 1,
                fingerprint: String::new(),
                rows: String::new(),
            },
        };
        JournalEntry {
            record: JournalRecord { point: point.into(), at, seconds: 1.0, inputs: inputs(files), end },
            offset: 0,
        }
    }

    fn chunk(number: u32, entries: Vec<JournalEntry>) -> Chunk {
        Chunk::new(Shard { number, of: 2 }, entries)
    }

    /// b.csv is edited between points 2 and 3. Results of points that read it before the edit are out of date, those of
    /// points that do not read it are valid. A result from before the edit does not replace one from after it, though
    /// its chunk comes first.
    #[test]
    fn what_was_run_with_a_file_that_has_changed_is_not_finished() {
        let chunks = [
            chunk(1, vec![entry("p1", 1.0, &[("a.csv", "x"), ("b.csv", "old")], false), entry("p2", 2.0, &[], false)]),
            chunk(2, vec![entry("p3", 3.0, &[("b.csv", "new")], false), entry("p1", 4.0, &[("b.csv", "new")], false)]),
        ];
        let all = Ends::of(&chunks, &Inputs::new());
        assert!(all.has("p2") && all.has("p3"));
        assert_eq!(all.get("p1").map(|(_, entry)| entry.record.at), Some(4.0));
        let before = Ends::of(&chunks[..1], &inputs(&[("b.csv", "new")]));
        assert!(!before.has("p1") && before.has("p2"));
        assert_eq!(before.changed_since("p1"), Some("b.csv"));
        assert_eq!(before.changed_since("p2"), None);
        // A file that is gone holds nothing that anybody has read.
        assert!(!Ends::of(&chunks, &inputs(&[("b.csv", "")])).has("p3"));
        assert_eq!(files_read(&chunks), BTreeSet::from(["a.csv", "b.csv"]));
    }

    #[test]
    fn a_result_counts_rather_than_a_failure() {
        let chunks =
            [chunk(1, vec![entry("p1", 1.0, &[], true), entry("p1", 2.0, &[], false), entry("p1", 3.0, &[], true)])];
        let ends = Ends::of(&chunks, &Inputs::new());
        assert_eq!(ends.get("p1").map(|(_, entry)| entry.record.at), Some(2.0));
    }
}
