//! Waiting lists that never empty.

use crate::engine::Key;
use crate::model::scenario::DemandId;

/// A waiting list at a site.
#[derive(Clone, Copy, Debug)]
pub(in crate::model::site) struct WaitingList {
    pub demand: DemandId,
    /// Type of its cases.
    pub case_type: usize,
    /// The identity under which they come.
    pub key: Key,
    /// Who is next.
    pub ordinal: u64,
}

/// The waiting lists of a site.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct WaitingLists(Vec<WaitingList>);

impl std::ops::Index<usize> for WaitingLists {
    type Output = WaitingList;
    #[inline]
    fn index(&self, list: usize) -> &WaitingList {
        &self.0[list]
    }
}

impl WaitingLists {
    pub fn add(&mut self, demand: DemandId, case_type: usize, key: Key) {
        self.0.push(WaitingList { demand, case_type, key, ordinal: 0 });
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The next of a list is called: the list with their ordinal.
    pub fn call(&mut self, list: usize) -> WaitingList {
        let called = self.0[list];
        self.0[list].ordinal += 1;
        called
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_a_list_is_called_once() {
        let mut lists = WaitingLists::default();
        (0..2).for_each(|case_type| lists.add(DemandId(0), case_type, Key(7)));
        assert_eq!([0, 0, 1, 0].map(|list| lists.call(list).ordinal), [0, 1, 0, 2]);
        assert_eq!((lists.len(), lists[0].ordinal), (2, 3));
    }
}
