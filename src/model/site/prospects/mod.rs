//! What can be done at a site: which ways are ruled out for all cases, and what follows for a case from its state.

mod availability;
mod decision;

pub(super) use availability::{Availabilities, Availability, Out};
pub(super) use decision::{CaseKey, Decision, Deed, WayStep};

use crate::model::scenario::TaskId;
use crate::units::{Bits, IdVec};
use decision::DecisionCache;
use std::ops::Index;

/// What is known of all cases of a type, and what was decided on some.
#[derive(Clone, Debug, Default)]
pub(super) struct Prospects {
    /// Ways of each task that nobody here can ever lead.
    never: IdVec<TaskId, u32>,
    /// By case type.
    availabilities: Vec<Availabilities>,
    decisions: Vec<DecisionCache>,
}

/// By case type.
impl Index<usize> for Prospects {
    type Output = Availabilities;
    #[inline(always)]
    fn index(&self, case_type: usize) -> &Availabilities {
        &self.availabilities[case_type]
    }
}

impl Prospects {
    /// Nobody here can ever lead these ways.
    pub fn rule_out(&mut self, never: IdVec<TaskId, u32>) {
        self.never = never;
    }

    /// Whether nobody here can ever lead a way.
    #[inline]
    pub fn is_never(&self, task: TaskId, way: usize) -> bool {
        self.never[task].has(way)
    }

    /// Tools, figures or staff leave this: if it differs from what they left before, no decision counts any more.
    pub fn change(&mut self, availabilities: Vec<Availabilities>) {
        if availabilities != self.availabilities {
            self.availabilities = availabilities;
            self.decisions.resize_with(self.availabilities.len(), DecisionCache::default);
            self.decisions.iter_mut().for_each(DecisionCache::forget);
        }
    }

    pub fn are(&self, availabilities: &[Availabilities]) -> bool {
        self.availabilities == availabilities
    }

    /// The number of what was decided on such a case of a type.
    #[inline]
    pub fn find(&self, case_type: usize, key: &CaseKey) -> Option<usize> {
        self.decisions[case_type].find(key)
    }

    /// A decision by its number.
    #[inline]
    pub fn decision(&self, case_type: usize, number: usize) -> &Decision {
        self.decisions[case_type].get(number)
    }

    /// Remembers what was decided on such a case; its number.
    #[inline]
    pub fn remember(&mut self, case_type: usize, key: CaseKey, decision: Decision) -> usize {
        self.decisions[case_type].add(key, decision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_class(open: u32) -> Vec<Availabilities> {
        vec![Availabilities::new(1, vec![Availability { open, ..Availability::default() }])]
    }

    #[test]
    fn a_decision_counts_until_what_it_rests_on_changes() {
        let mut prospects = Prospects::default();
        prospects.change(one_class(0b1));
        let key = CaseKey::default();
        let number = prospects.remember(0, key, Decision { may_run: 5, ..Decision::default() });
        prospects.change(one_class(0b1));
        assert_eq!((prospects.find(0, &key), prospects.decision(0, number).may_run), (Some(number), 5));
        prospects.change(one_class(0b11));
        assert_eq!((prospects.find(0, &key), prospects[0].rows[0].open), (None, 0b11));
    }

    #[test]
    fn what_nobody_can_lead_is_ruled_out_by_way() {
        let mut prospects = Prospects::default();
        prospects.rule_out(vec![0b100].into());
        assert_eq!([1, 2].map(|way| prospects.is_never(TaskId(0), way)), [false, true]);
    }
}
