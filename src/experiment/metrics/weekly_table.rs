//! A weekly table: for each week and group the mean over replications of each column.

use super::kind::MetricKind;
use crate::experiment::column::Column;
use crate::experiment::estimate::Mean;
use std::collections::BTreeMap;

/// A column of a weekly table, and the function that computes it from one thing in one week.
#[derive(Clone, Copy)]
pub(super) struct Weekly<F> {
    pub column: Column,
    pub of: F,
    /// The column of the half-width of its 95% interval, if that is shown.
    pub half_width: Option<Column>,
}

impl Column {
    /// With the function that computes it.
    pub(super) const fn by<F: Copy>(self, of: F) -> Weekly<F> {
        Weekly { column: self, of, half_width: None }
    }

    /// The same, with the half-width of its interval in another column, behind all others.
    pub(super) const fn by_with<F: Copy>(self, of: F, half_width: Column) -> Weekly<F> {
        Weekly { column: self, of, half_width: Some(half_width) }
    }
}

impl MetricKind {
    /// A column that means the same as the metric, in rows of its own.
    pub(super) const fn column(&self, name: &'static str, unit: &'static str) -> Column {
        Column { metric: self.name, ..Column::real(name, unit, self.meaning) }
    }
}

/// What a reader of the table has to know of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyColumn {
    /// The column.
    pub column: Column,
    /// The column of the half-width of its 95% interval, if that is shown; these stand behind all others.
    pub half_width: Option<Column>,
}

/// The columns of a table, in the order of a row's values.
pub(super) const fn columns<F: Copy, const N: usize>(table: &[Weekly<F>; N]) -> [WeeklyColumn; N] {
    let mut columns = [WeeklyColumn { column: table[0].column, half_width: None }; N];
    let mut place = 0;
    while place < N {
        columns[place] = WeeklyColumn { column: table[place].column, half_width: table[place].half_width };
        place += 1;
    }
    columns
}

/// (week, up to three identifiers).
pub type Key = [u16; 4];

/// One weekly table of one arm: means by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeeklyTable {
    /// Rows in order.
    pub rows: BTreeMap<Key, Vec<Mean>>,
}

impl WeeklyTable {
    /// Adds a row of one replication.
    pub(super) fn add(&mut self, key: Key, values: impl ExactSizeIterator<Item = Option<f64>>) {
        let row = self.rows.entry(key).or_insert_with(|| vec![Mean::default(); values.len()]);
        for (mean, value) in row.iter_mut().zip(values) {
            if let Some(value) = value {
                mean.add(value);
            }
        }
    }

    /// Leaves out rows of which nothing happened in any replication. Until all are in, nobody knows: in the mean over
    /// replications those without anything count.
    pub fn drop_empty_rows(&mut self) {
        let empty = |mean: &Mean| mean.estimate().is_none_or(|estimate| estimate.mean == 0.0);
        self.rows.retain(|_, row| !row.iter().all(empty));
    }
}
