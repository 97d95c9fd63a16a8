//! Tables of a site, whose rows only their own numbers find.

use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

/// The number of a row: an identifier of a case, an instance, a worker or a job of one site.
pub(in crate::model) trait Number: Copy + Eq + Ord {
    fn from_row(row: NonZeroU32) -> Self;
    /// Its row, from 1 on.
    fn row(self) -> usize;
    /// How many rows stand before it: a number from 0 on, for what people read.
    fn place(self) -> usize {
        self.row() - 1
    }
}

/// Declares a number: a newtype over `NonZeroU32`, so that an `Option` of it takes no room.
macro_rules! define_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::model) struct $name(NonZeroU32);
        /// The first row's: a filler in rows that are not in use.
        impl Default for $name {
            fn default() -> Self {
                $name(NonZeroU32::MIN)
            }
        }
        /// The row, from 0 on.
        impl std::fmt::Display for $name {
            fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
                write!(to, "{}", self.place())
            }
        }
        impl Number for $name {
            fn from_row(row: NonZeroU32) -> Self {
                $name(row)
            }
            #[inline(always)]
            fn row(self) -> usize {
                self.0.get() as usize
            }
        }
    };
}

define_number!(
    /// A case, or what another site's case is here.
    CaseNo
);
define_number!(
    /// An instance of a task.
    InstanceNo
);
define_number!(
    /// What it takes to do an instance.
    JobNo
);
define_number!(
    /// A worker.
    WorkerNo
);
define_number!(
    /// A message that is under way to this site.
    MessageNo
);

/// A table whose rows are used again. Row 0 has no number: it is as a row is by default, and nobody changes it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Rows<N, T> {
    rows: Vec<T>,
    free: Vec<N>,
    key: PhantomData<N>,
}

impl<N: Number, T: Default> Rows<N, T> {
    pub fn new() -> Self {
        Rows { rows: vec![T::default()], free: Vec::new(), key: PhantomData }
    }

    /// A row that nobody uses, as its last user has left it, or a new one.
    pub fn take(&mut self) -> N {
        self.free.pop().unwrap_or_else(|| self.add(T::default()))
    }

    /// The row may be used for something else.
    pub fn give_back(&mut self, number: N) {
        self.free.push(number);
    }

    /// A new row.
    pub fn add(&mut self, row: T) -> N {
        self.rows.push(row);
        number(self.rows.len() - 1)
    }

    /// The row of default values if there is no number.
    #[inline(always)]
    pub fn get_or_default(&self, number: Option<N>) -> &T {
        &self.rows[number.map_or(0, N::row)]
    }

    /// How many rows there are, used or not.
    pub fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// All numbers given out so far, in order, whether or not their rows are in use.
    pub fn numbers(&self) -> impl Iterator<Item = N> + use<N, T> {
        (1..self.rows.len()).map(number)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows[1..].iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows[1..].iter_mut()
    }

    /// Each number with its row.
    pub fn enumerate(&self) -> impl Iterator<Item = (N, &T)> {
        self.numbers().zip(self.iter())
    }
}

fn number<N: Number>(row: usize) -> N {
    let row = u32::try_from(row).ok().and_then(NonZeroU32::new);
    N::from_row(row.expect("a table has fewer than 4,294,967,295 rows"))
}

impl<N: Number, T: Default> Default for Rows<N, T> {
    fn default() -> Self {
        Rows::new()
    }
}

impl<N: Number, T> Index<N> for Rows<N, T> {
    type Output = T;
    #[inline(always)]
    fn index(&self, number: N) -> &T {
        &self.rows[number.row()]
    }
}

impl<N: Number, T> IndexMut<N> for Rows<N, T> {
    #[inline(always)]
    fn index_mut(&mut self, number: N) -> &mut T {
        &mut self.rows[number.row()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_used_again_and_keep_their_numbers() {
        let mut rows: Rows<CaseNo, u8> = Rows::new();
        let (one, two) = (rows.add(1), rows.add(2));
        rows.give_back(one);
        assert_eq!((rows.take(), rows[one], rows[two]), (one, 1, 2));
        assert_eq!(rows.enumerate().map(|(number, row)| (number.place(), *row)).collect::<Vec<_>>(), [(0, 1), (1, 2)]);
        assert_eq!((rows.len(), *rows.get_or_default(None), *rows.get_or_default(Some(two))), (2, 0, 2));
    }

    /// What the numbers are for: an optional one is as small as a plain one.
    #[test]
    fn an_optional_number_takes_no_room() {
        assert_eq!(size_of::<Option<InstanceNo>>(), 4);
    }
}
