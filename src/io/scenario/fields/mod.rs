//! What may stand in a scenario: one table of fields per kind of table. Reading, messages and the parameter dictionary
//! all follow it.

mod change;
mod data;
mod holds;
mod people;
mod run;
mod values;
mod work;

use crate::model::scenario::keys;

pub use change::{ACTION, ADOPTION, CONDITION, DIP, DOWNTIME, EXPECTS, POLICY, PRICE, STAFF_TO, TECHNOLOGY, TRUST};
pub use data::{ARRIVALS, DEMAND, PRODUCT, PULL, READING};
pub use holds::Holds;
pub use people::{AFTER_HOURS, LEARNING, LINK, OCCUPATION, SITE, STRAIN};
pub use run::{ARM, PRECISION, PREDICTION, RUN, SCENARIO, SWEEP};
pub use values::{BY_YEAR, DISTRIBUTION, EVIDENCE, RANGES, has_evidence, is_basis, is_evidence};
pub use work::{COLLECT, DEFECTS, REJECTS, TASK, WAY};

/// One field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What counts if it is not there; empty: it is required or nothing.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn field(name: &'static str, holds: Holds, default: &'static str, meaning: &'static str) -> Field {
    Field { name, holds, default, meaning }
}

/// A kind of table and its fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// What such a table is.
    pub name: &'static str,
    /// The paths at which such tables stand; `NAME` stands for a name that the scenario gives.
    pub at: &'static [&'static str],
    /// Its fields.
    pub fields: &'static [Field],
}

const ANY: f64 = f64::INFINITY;

/// All kinds of table, for the dictionary.
pub const KINDS: &[Kind] = &[
    SCENARIO,
    RUN,
    PRECISION,
    SWEEP,
    PREDICTION,
    SITE,
    LINK,
    OCCUPATION,
    AFTER_HOURS,
    LEARNING,
    STRAIN,
    PRODUCT,
    READING,
    DEMAND,
    PULL,
    ARRIVALS,
    TASK,
    WAY,
    DEFECTS,
    REJECTS,
    COLLECT,
    TECHNOLOGY,
    ADOPTION,
    DIP,
    DOWNTIME,
    TRUST,
    PRICE,
    EXPECTS,
    POLICY,
    ACTION,
    STAFF_TO,
    CONDITION,
    ARM,
];

/// What may stand inside the value of a field, for the dictionary.
pub const VALUES: &[Kind] = &[DISTRIBUTION, BY_YEAR, EVIDENCE];

/// What the field at a path holds, with its key; of what is inside a value whose table has no fields, that of the
/// value.
pub fn holds_at(path: &str) -> Option<(String, Holds)> {
    let keys = keys(path)?;
    let at = |pattern: &str, keys: &[String]| {
        let parts: Vec<&str> = pattern.split('.').filter(|part| !part.is_empty()).collect();
        parts.len() == keys.len() && parts.iter().zip(keys).all(|(part, key)| *part == "NAME" || part == key)
    };
    let field = |(table, key): (&[String], &String)| {
        let kind = KINDS.iter().find(|kind| kind.at.iter().any(|pattern| at(pattern, table)))?;
        kind.fields.iter().find(|field| field.name == key).map(|field| (key.clone(), field.holds))
    };
    (1..=keys.len()).rev().find_map(|end| field((&keys[..end - 1], &keys[end - 1])))
}

/// Whether a path names a number of a task, a way or an occupation, or something in such a number.
pub fn is_number_of_work(path: &str) -> bool {
    let keys = keys(path).unwrap_or_default();
    let (kind, key) = match keys.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["task", _, "way", _, key, ..] => (&WAY, key),
        ["task", _, key, ..] => (&TASK, key),
        ["occupation", _, key, ..] => (&OCCUPATION, key),
        _ => return false,
    };
    let stands = kind.fields.iter().any(|field| field.name == key && field.holds.is_made_of_numbers());
    stands && holds_at(path).is_some_and(|(_, holds)| holds.is_made_of_numbers())
}

#[cfg(test)]
mod tests;
