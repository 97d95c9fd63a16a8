//! What dispatch has to look at: occupations for which something has changed, instances that may begin without anybody,
//! urgent ones, teams that wait, and people who are held for them.

mod marks;
mod turn;

pub(in crate::model) use turn::{TeamStage, Turn};

use super::rows::{InstanceNo, WorkerNo};
use crate::model::scenario::OccupationId;
use marks::Marks;
use std::collections::BTreeSet;

/// A team instance that waits: its turn, and the generation under which it was offered.
pub(super) type TeamTurn = (Turn, InstanceNo, u32);

/// Which of what waits may begin now, and who is held meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    /// Dispatch must run again before the instant is over; `crews` says for which occupations.
    look: bool,
    /// Something has expired at this instant, and more is about to.
    expiring: bool,
    crews: Marks,
    /// Offered since dispatch last ran, and may begin without anybody.
    fresh: Vec<InstanceNo>,
    urgent: Vec<InstanceNo>,
    teams: BTreeSet<TeamTurn>,
    /// See [`Waiting::let_all_choose_in_turn`].
    in_turn: bool,
    /// Occupations for which some team instance has ever waited here, whatever the configuration says now.
    awaited: Marks,
    /// Who is held, and for which instance.
    held: Vec<(WorkerNo, InstanceNo)>,
}

/// When to look, and for whom.
impl Waiting {
    /// Dispatch must run once the rest of this instant is done.
    #[inline]
    pub fn look(&mut self) {
        self.look = true;
    }

    /// Whether dispatch must run, and may: not before all that expires at one instant has expired.
    #[inline]
    pub fn is_to_be_looked_at(&self) -> bool {
        self.look && !self.expiring
    }

    /// Whether dispatch must run at this instant, now or after what expires.
    #[inline]
    pub fn is_pending(&self) -> bool {
        self.look
    }

    /// Dispatch runs; whether it had to.
    #[inline]
    pub fn take_look(&mut self) -> bool {
        std::mem::take(&mut self.look)
    }

    /// Something has expired, unless it no longer counted.
    pub fn expire(&mut self, counts: bool) {
        self.expiring |= counts;
    }

    /// Nothing more expires at this instant: people who are held may be looked at again.
    pub fn end_expiry(&mut self) {
        let expired = std::mem::take(&mut self.expiring);
        self.look |= expired && !self.held.is_empty();
    }

    /// What has just happened may have ended what somebody is held for, or brought them something better.
    #[inline]
    pub fn look_at_held(&mut self) {
        self.look |= !self.held.is_empty();
    }

    /// Something has changed for an occupation.
    #[inline]
    pub fn add_crew(&mut self, occupation: OccupationId) {
        self.crews.add(occupation);
    }

    /// The next occupation, not before `from`, for which something has changed.
    #[inline]
    pub fn take_crew(&mut self, from: usize) -> Option<OccupationId> {
        self.crews.take_from(from)
    }
}

/// What waits.
impl Waiting {
    pub fn add_fresh(&mut self, instance: InstanceNo) {
        self.fresh.push(instance);
    }

    pub fn fresh(&self) -> &[InstanceNo] {
        &self.fresh
    }

    /// Puts what is fresh in the order of its turns.
    pub fn sort_fresh(&mut self, turn: impl Fn(InstanceNo) -> Turn) {
        self.fresh.sort_unstable_by_key(|instance| turn(*instance));
    }

    pub fn clear_fresh(&mut self) {
        self.fresh.clear();
    }

    pub fn add_urgent(&mut self, instance: InstanceNo) {
        self.urgent.push(instance);
    }

    pub fn any_urgent(&self) -> bool {
        !self.urgent.is_empty()
    }

    pub fn take_urgent(&mut self) -> Vec<InstanceNo> {
        std::mem::take(&mut self.urgent)
    }

    /// These have found nobody to interrupt, and are looked at again.
    pub fn keep_urgent(&mut self, urgent: Vec<InstanceNo>) {
        self.urgent = urgent;
    }

    /// A team instance waits for people of these occupations.
    pub fn add_team(&mut self, team: TeamTurn, occupations: impl IntoIterator<Item = OccupationId>) {
        self.teams.insert(team);
        self.in_turn = true;
        occupations.into_iter().for_each(|occupation| self.awaited.add(occupation));
    }

    pub fn remove_team(&mut self, team: &TeamTurn) {
        self.teams.remove(team);
    }

    /// Team instances that wait, in their order.
    pub fn teams(&self) -> &BTreeSet<TeamTurn> {
        &self.teams
    }

    /// From here on all of the site must choose in turn, not one occupation alone: a team has come to wait, or what
    /// somebody would begin may leave others unwanted.
    pub fn let_all_choose_in_turn(&mut self) {
        self.in_turn = true;
    }

    /// Whether all must choose in turn.
    pub fn is_in_turn(&self) -> bool {
        self.in_turn
    }

    /// All have been asked in turn; whether they had to be.
    pub fn take_in_turn(&mut self) -> bool {
        std::mem::take(&mut self.in_turn)
    }

    /// Whether a team could start or hold people now that could not when dispatch last looked: one that is new, or one
    /// for whose occupations something has changed. While people are held, all teams are looked at again.
    pub fn teams_may_meet(&mut self) -> bool {
        let in_turn = self.take_in_turn();
        !self.held.is_empty() || !self.teams.is_empty() && (in_turn || self.crews.meet(&self.awaited))
    }

    pub fn hold(&mut self, worker: WorkerNo, instance: InstanceNo) {
        self.held.push((worker, instance));
    }

    /// Who is held, and for what.
    pub fn held(&self) -> &[(WorkerNo, InstanceNo)] {
        &self.held
    }

    /// Whether somebody is held for an instance.
    pub fn holds(&self, worker: WorkerNo, instance: InstanceNo) -> bool {
        self.held.contains(&(worker, instance))
    }

    /// Lets go of everybody.
    pub fn take_held(&mut self) -> Vec<(WorkerNo, InstanceNo)> {
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Time;

    const NURSE: OccupationId = OccupationId(1);

    fn team() -> TeamTurn {
        ((TeamStage::Begin, 0, Time::ZERO, 0), InstanceNo::default(), 1)
    }

    /// A team is looked at when it comes, then only when something has changed for its occupations or people are held.
    #[test]
    fn teams_are_looked_at_only_when_they_could_meet() {
        let mut waiting = Waiting::default();
        waiting.add_team(team(), [NURSE]);
        assert!(waiting.teams_may_meet() && !waiting.teams_may_meet());
        waiting.add_crew(OccupationId(0));
        assert!(!waiting.teams_may_meet());
        waiting.add_crew(NURSE);
        assert!(waiting.teams_may_meet());
        assert_eq!(
            [waiting.take_crew(0), waiting.take_crew(1), waiting.take_crew(0)],
            [Some(OccupationId(0)), Some(NURSE), None]
        );
        waiting.hold(WorkerNo::default(), InstanceNo::default());
        assert!(waiting.teams_may_meet());
    }

    /// Nothing is dispatched between two things that expire at one instant; afterwards only if people are held.
    #[test]
    fn what_expires_at_one_instant_expires_together() {
        let mut waiting = Waiting::default();
        waiting.look();
        waiting.expire(true);
        assert!(waiting.is_pending() && !waiting.is_to_be_looked_at());
        waiting.end_expiry();
        assert!(waiting.is_to_be_looked_at() && waiting.take_look() && !waiting.is_pending());
        waiting.expire(true);
        waiting.end_expiry();
        assert!(!waiting.is_pending(), "nobody is held");
        waiting.hold(WorkerNo::default(), InstanceNo::default());
        waiting.expire(true);
        waiting.end_expiry();
        assert!(waiting.is_pending());
    }
}
