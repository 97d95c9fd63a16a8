//! Data products.

use super::UseId;

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
    /// How many uses of data lie behind it, at least 1; derived over all ways and the same in all arms.
    pub order: u16,
    /// How many steps lie behind it, at least 1; derived.
    pub depth: u16,
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
