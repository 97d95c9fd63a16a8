//! Waiting lists that never empty: a free worker with nothing overdue calls the next patient, of several lists from the
//! one they called from least in this shift.
//!
//! Overdue is what they could start now and is past its due time, or has none; work they left comes first too. Case n
//! of a list is the same patient whenever called and by whomever: keyed by (site, demand, ordinal).

use crate::engine::Salt;
use crate::model::compile::case_type::CaseOrigin;
use crate::model::scenario::{OccupationId, Source};
use crate::model::site::Process;
use crate::model::site::instances::State;
use crate::model::site::rows::{CaseNo, InstanceNo, WorkerNo};
use crate::model::site::sources::WaitingList;
use crate::model::site::staff::QueueEntry;
use crate::model::site::waiting::Turn;
use crate::units::{Time, bits};
use std::cmp::Reverse;

impl Process<'_> {
    pub(super) fn set_up_waiting_lists(&mut self) {
        for (number, case_type) in self.schema.case_types.iter().enumerate() {
            let CaseOrigin::Demand(demand) = case_type.origin else { continue };
            let spec = &self.control.config.demands[demand];
            if case_type.home == self.site_type && matches!(spec.source, Source::Pull { .. }) {
                let key = self.key.named("demand").named(&spec.name);
                self.lists.add(demand, number, key);
            }
        }
        self.look_at_callers();
    }

    /// Another configuration is valid: its callers may have somebody to call.
    pub(super) fn look_at_callers(&mut self) {
        for list in 0..self.lists.len() {
            if let Some((by, _)) = self.caller(list) {
                self.waiting.add_crew(by);
                self.waiting.look();
            }
        }
    }

    /// Who calls from a list, and how many each may call in a shift; none if it is off.
    fn caller(&self, list: usize) -> Option<(OccupationId, Option<u32>)> {
        let spec = &self.plan.config.demands[self.lists[list].demand];
        match spec.source {
            Source::Pull { by, at_most } if spec.on => Some((by, at_most)),
            _ => None,
        }
    }

    /// Whether an occupation calls from some list here.
    #[inline]
    pub(super) fn calls(&self, occupation: OccupationId) -> bool {
        (0..self.lists.len()).any(|list| self.caller(list).is_some_and(|(by, _)| by == occupation))
    }

    /// From which list an idle worker may call now: they have nothing to do before.
    pub(super) fn may_call(&self, worker: WorkerNo, occupation: OccupationId) -> Option<usize> {
        // A worker who has begun nothing since their last call has called a patient who is not theirs to see.
        if self.schedule.now() >= self.end || self.staff[worker].called_in_vain {
            return None;
        }
        let called = |list: usize| self.staff[worker].called.get(list).copied().unwrap_or(0);
        let may_call = |list: &usize| {
            self.caller(*list)
                .is_some_and(|(by, most)| by == occupation && most.is_none_or(|most| called(*list) < most))
        };
        // From several lists in turn.
        let rank = |list: usize| self.lists[list].key.word(Salt::of("list", "rank"));
        let list = (0..self.lists.len()).filter(may_call).min_by_key(|list| (called(*list), rank(*list)))?;
        (!self.has_suspended(worker) && !self.has_overdue(worker, occupation)).then_some(list)
    }

    /// An idle worker calls the next patient, if they have nothing to do before; whether they did.
    pub(super) fn call_next(&mut self, worker: WorkerNo, occupation: OccupationId) -> bool {
        let Some(list) = self.may_call(worker, occupation) else { return false };
        let lists = self.lists.len();
        self.staff.count_call(worker, list, lists);
        let WaitingList { demand, case_type, key, ordinal } = self.lists.call(list);
        let case = self.new_case(key.child(ordinal), case_type);
        self.begin_episode(case, demand, None);
        // The case has to be evaluated before anything of it can be led.
        self.work_off_worklist();
        self.lead_first(worker, occupation, case);
        true
    }

    /// Whether something waits that this worker could start and that should have been done.
    fn has_overdue(&self, worker: WorkerNo, occupation: OccupationId) -> bool {
        let overdue = |entry: &Reverse<QueueEntry>| {
            let instance = &self.instances[entry.0.instance];
            self.instances.is_waiting_as(entry.0.instance, entry.0.offer)
                // Without `due` all that waits should have been done: it goes before a call.
                && (instance.due == Time::NEVER || instance.due <= self.schedule.now())
                && self.way_for(entry.0.instance, worker, occupation).is_some_and(|(_, lead)| lead == worker)
        };
        self.staff[worker].basket.iter().any(overdue) || self.staff[occupation].queue.iter().any(overdue)
    }

    /// Who called a patient leads what goes first of the case, if the first open way whose people are free is theirs.
    /// What ranks before it goes first: if that would take one of these people, or may leave this unwanted, all of the
    /// site choose in turn, as of anything that waits.
    fn lead_first(&mut self, worker: WorkerNo, occupation: OccupationId, case: CaseNo) {
        let mut waiting: Vec<InstanceNo> = bits(self.cases[case].live)
            .filter_map(|slot| self.cases[case].tasks[slot].instance)
            .filter(|number| self.instances[*number].state == State::Waiting)
            .collect();
        waiting.sort_by_key(|number| self.turn(*number));
        let mut others = false;
        for number in waiting {
            match self.first_free_way(number, Some((worker, occupation))) {
                Some((way, members)) if members[0] == worker => {
                    // Their own patient has no privilege: what ranks before may want the same people.
                    if others || self.is_wanted_first(number, &members) {
                        self.waiting.let_all_choose_in_turn();
                    } else {
                        self.start(number, way, &members);
                    }
                    return;
                }
                found => {
                    let begins = found.is_some() || self.instant_way(number).is_some();
                    others |= begins && self.has_rivals(number);
                }
            }
        }
    }

    /// Whether anything that ranks before an instance could take one of these people, the first of whom leads: a team
    /// that lacks them, or what another of them would begin alone.
    fn is_wanted_first(&mut self, number: InstanceNo, members: &[WorkerNo]) -> bool {
        let turn = self.turn(number);
        let takes = |(_, team, offer): &(Turn, InstanceNo, u32)| {
            // Who holds people has had a choice already.
            let looks = self.instances.is_offered(*team, *offer) && self.could_meet(*team);
            looks && self.waiting.held().iter().all(|(_, of)| of != team) && self.would_take(*team, members)
        };
        if self.waiting.teams().iter().take_while(|(of, ..)| *of < turn).any(takes) {
            return true;
        }
        // The caller has nothing overdue, or could not have called; of the other members this is not known.
        members[1..].iter().any(|member| {
            let best = self.best_for(*member, self.staff.occupation_of(*member));
            best.is_some_and(|(entry, ..)| self.turn(entry.instance) < turn)
        })
    }
}
