//! What the numbers rest on.

use std::collections::BTreeMap;

/// Where the numbers of a scenario come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Every number that can move the answer in some arm, in file order: each path once for each of its values.
    pub numbers: Vec<Quoted>,
    /// Numbers that cannot: of people nobody employs, work nobody does, tools nobody uses, and the like.
    pub idle: Vec<Quoted>,
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
    /// Whether it is cited and all it was made from is: what is made of a cited and an assumed number is assumed.
    pub cited: bool,
    /// The conversion from the source's unit, if one was needed.
    pub from: Option<String>,
    /// Range, as written, with its meaning.
    pub range: Option<(f64, f64, String)>,
    /// Why it is not varied in uncertainty analysis.
    pub fixed: Option<String>,
}

impl Provenance {
    /// Puts numbers that cannot move the answer apart, and leaves out the works that only they cite.
    pub fn without_idle(mut self, is_idle: impl Fn(&str) -> bool) -> Provenance {
        let (idle, numbers) = self.numbers.into_iter().partition(|number| is_idle(&number.path));
        (self.idle, self.numbers) = (idle, numbers);
        let numbers = &self.numbers;
        self.citations.retain(|key, _| numbers.iter().any(|number| number.source.as_ref() == Some(key)));
        self
    }

    /// How many numbers that can move the answer are cited. With [`Provenance::assumed`] the one ratio that `sim
    /// check`, the answer, the report, the manifest and `sim describe` show.
    pub fn cited(&self) -> usize {
        self.numbers.iter().filter(|number| number.cited).count()
    }

    /// How many of these are assumptions.
    pub fn assumed(&self) -> usize {
        self.numbers.len() - self.cited()
    }
}
