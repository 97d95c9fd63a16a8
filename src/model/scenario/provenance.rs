//! What the numbers rest on.

use std::collections::BTreeMap;

/// Where the numbers of a scenario come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Every number that can be cited or assumed (of the control and of switched-on tables of any arm, each path once), in file order.
    pub numbers: Vec<Quoted>,
    /// The works they cite, by their keys in the bibliography.
    pub citations: BTreeMap<String, String>,
}

/// One number.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// Its path, such as `task.note.way.typist.time`.
    pub path: String,
    /// As written, such as `3.85 min`.
    pub value: String,
    /// Key in the bibliography; none: an assumption.
    pub source: Option<String>,
    /// The conversion from the source's unit, if one was needed.
    pub from: Option<String>,
    /// Range, as written, with its meaning.
    pub range: Option<(f64, f64, String)>,
    /// Why it is not varied in uncertainty analysis.
    pub fixed: Option<String>,
}

impl Provenance {
    /// How many numbers are cited.
    pub fn cited(&self) -> usize {
        self.numbers.iter().filter(|number| number.source.is_some()).count()
    }

    /// How many are assumptions.
    pub fn assumed(&self) -> usize {
        self.numbers.len() - self.cited()
    }
}
