//! Defects, and what products carry of them.

use crate::model::compile::plan::Mask;
use crate::model::scenario::TaskId;
use crate::units::Time;
use smallvec::SmallVec;
use thin_vec::ThinVec;

/// A defect: where it was made (attempt of a task of the case, or of a relative) and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct Defect {
    /// How far off the case is in which it was made: 0 this one, 1 the parent, 2 a sibling.
    pub scope: u8,
    pub task: TaskId,
    pub attempt: u16,
    pub number: u32,
    pub kind: u16,
    /// The week in which it was made.
    pub made_in: i16,
    /// The same wherever it is seen from.
    pub id: u64,
}

/// Some defects; most often none, and then one word.
pub(in crate::model) type Defects = ThinVec<Defect>;

/// What a product carries: a sorted set of defects, and a count of those from other cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Carried {
    pub set: Defects,
    pub count: u32,
}

impl Carried {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.count == 0
    }

    pub fn clear(&mut self) {
        self.set.clear();
        self.count = 0;
    }

    pub fn len(&self) -> u32 {
        self.set.len() as u32 + self.count
    }

    /// Takes in what another product carries.
    pub fn unite(&mut self, other: &Carried) {
        self.count += other.count;
        if self.set.is_empty() {
            self.set.extend_from_slice(&other.set);
        } else if !other.set.is_empty() {
            self.set.extend_from_slice(&other.set);
            self.set.sort_unstable();
            self.set.dedup();
        }
    }

    /// The same, seen from a case that is `scope` away.
    pub fn seen_from(&self, scope: u8) -> Carried {
        let set = self.set.iter().map(|defect| Defect { scope: defect.scope.max(scope), ..*defect }).collect();
        Carried { set, count: self.count }
    }
}

/// Somebody noticed a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct DefectFound {
    pub id: u64,
    pub at: Time,
    pub found_at: TaskId,
    pub made_at: TaskId,
    pub made_in: i16,
}

/// Where some defects were made (unknown for those that are only counted), and how many.
pub(in crate::model) type Origins = SmallVec<[(Option<TaskId>, u32); 2]>;

/// Why work of a case is done again.
#[derive(Clone, Debug)]
pub(in crate::model) struct Attribution {
    /// The task that sent a product back.
    pub found_at: TaskId,
    /// What was wrong with it.
    pub origins: Origins,
    /// Task slots that were opened again here.
    pub opened: Mask,
}
