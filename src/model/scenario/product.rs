//! Data products, and how they are read.

use super::{ProductId, UseId};

/// A kind of data product.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// What kind of data it is.
    pub category: Category,
    /// What it is used for.
    pub used_for: UseId,
    /// What one is worth, in currency units, if it is not withdrawn.
    pub worth: f64,
    /// If it is what an observer makes of a case.
    pub reading: Option<Reading>,
    /// How many uses of data lie behind it, at least 1; derived over all ways and the same in all arms.
    pub order: u16,
    /// How many steps lie behind it, at least 1; derived.
    pub depth: u16,
}

/// A product that a way reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// Which.
    pub product: ProductId,
    /// Written as `"b?"`: waits until it is settled, written or absent.
    pub optional: bool,
    /// Written as `"b@previous"`: the elder sibling's.
    pub previous: bool,
}

/// How readings of one thing vary: standard deviations of independent normal parts, in any unit. The intraclass
/// correlation of two people's readings of one case is the square of the first over the sum of the squares (Shrout &
/// Fleiss 1979, ICC(2,1)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Of the cases' own values; one for all readings of a case.
    pub between_cases: f64,
    /// Of the leans of who reads; one for all readings by a person.
    pub between_people: f64,
    /// Of what differs when the same person looks again.
    pub within: f64,
}

/// The four categories of data (Borgman, in Bossen et al. 2019).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Recognising, noting or recording facts.
    Observational,
    /// Products of executing models.
    Computational,
    /// From procedures under controlled conditions.
    Experimental,
    /// Records of government, business and public and private life.
    Record,
}
