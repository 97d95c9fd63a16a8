//! Who chooses first when several occupations have somebody free at one instant, when teams wait, and after hours.
//!
//! Each of an occupation's people would begin the best entry of their in-basket and of the common queue, by the
//! occupation's discipline. Of these, and of the teams that wait, the first in the one order of the site begins; then
//! all are asked again. So nothing depends on the order of tables in the file.

use crate::model::scenario::OccupationId;
use crate::model::site::Process;
use crate::model::site::instances::State;
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{Doing, QueueEntry};
use crate::model::site::waiting::{TeamStage, Turn};
use crate::units::Id;
use smallvec::SmallVec;

/// What an occupation would begin next.
#[derive(Clone, Copy, Debug)]
struct Bid {
    turn: Turn,
    occupation: OccupationId,
    deed: BidDeed,
}

#[derive(Clone, Copy, Debug)]
enum BidDeed {
    /// A worker takes up what they left.
    Resume {
        number: InstanceNo,
        worker: WorkerNo,
    },
    Begin {
        entry: QueueEntry,
        way: usize,
        lead: WorkerNo,
    },
    /// A worker calls the next patient.
    Call {
        worker: WorkerNo,
    },
}

impl Process<'_> {
    /// Lets teams, idle workers and those past their shift choose, in the order of the site.
    #[inline(never)]
    pub(super) fn match_site(&mut self, with_teams: bool) {
        let (mut teams, mut next) = (self.gather_turns(with_teams), 0);
        // Those past their shift bid with their occupation, each for what they own.
        for place in 0..self.staff.after_hours_pool().len() {
            let occupation = self.staff.occupation_of(self.staff.after_hours_pool()[place]);
            self.waiting.add_crew(occupation);
        }
        let mut bids: SmallVec<[Bid; 8]> = SmallVec::new();
        let (mut first, mut changed): (Option<Bid>, _) = (None, true);
        loop {
            // Bids that still stand are kept: only occupations whose bid fell, or that were marked, are asked again.
            if changed {
                for bid in &bids {
                    if !self.stands(bid) {
                        self.waiting.add_crew(bid.occupation);
                    }
                }
                while let Some(occupation) = self.waiting.take_crew(0) {
                    bids.retain(|bid| bid.occupation != occupation);
                    bids.extend(self.bid(occupation));
                }
                first = bids.iter().min_by_key(|bid| (bid.turn, bid.occupation)).copied();
            }
            let held = self.waiting.held().len();
            let begun = match (first, teams.get(next).copied()) {
                (Some(first), team) if team.is_none_or(|(turn, ..)| first.turn < turn) => {
                    // Both occupations have to bid again: the one whose turn it was, and the one that went before it.
                    let bid = self.before(first, &bids, &teams[next..]);
                    self.waiting.add_crew(first.occupation);
                    self.waiting.add_crew(bid.occupation);
                    self.act(bid);
                    true
                }
                (_, Some((turn, number, offer))) => {
                    // One turn for each team in a round; `gather_turns` begins another round.
                    next += 1;
                    self.meet(turn, number, offer)
                }
                (_, None) => break,
            };
            // A team that neither begins nor holds anybody leaves all as it was.
            changed = begun || self.waiting.held().len() != held;
            if begun {
                // What somebody has begun may leave others unwanted before anybody takes them; and those who are held
                // may have preferred it, and now find something that ranks before the team. Teams may have come, too.
                self.work_off_worklist();
                if self.waiting.take_in_turn() || !self.waiting.held().is_empty() {
                    // Who is let go may lead a way further up in the file of what another occupation would begin.
                    if !self.waiting.held().is_empty() {
                        bids.drain(..).for_each(|bid| self.waiting.add_crew(bid.occupation));
                    }
                    (teams, next) = (self.gather_turns(true), 0);
                }
            }
        }
        // Who has found nothing that falls due before their next shift goes home.
        for worker in self.staff.take_after_hours_pool() {
            if self.staff[worker].doing == Doing::AfterHoursPool {
                self.staff.go_home(worker);
            }
        }
    }

    /// What goes before the bid whose turn it is, or this bid. Who would begin something on a way that others lead
    /// leaves these their own choice first: what waits stands in their queue, too, and by their discipline something
    /// else may go before it. But what would begin with a team has its own turn, and what a team that would take them
    /// goes before is no choice of theirs.
    fn before(&self, first: Bid, bids: &[Bid], teams: &[(Turn, InstanceNo, u32)]) -> Bid {
        let mut next = first;
        // As many steps as there are bids: after that they go round in a circle.
        for _ in bids {
            let BidDeed::Begin { lead, .. } = &next.deed else { break };
            let leads = self.staff.occupation_of(*lead);
            let theirs = |bid: &&Bid| bid.occupation == leads && matches!(bid.deed, BidDeed::Begin { .. });
            match bids.iter().filter(|_| leads != next.occupation).find(theirs) {
                Some(bid) if self.begins_so(&bid.deed) && !self.is_wanted_before(leads, bid.turn, teams) => next = *bid,
                _ => return next,
            }
        }
        first // Each would take somebody of another occupation.
    }

    /// Whether no way further up in the file is free for what somebody would begin.
    fn begins_so(&self, deed: &BidDeed) -> bool {
        let BidDeed::Begin { entry, way, .. } = deed else { return true };
        self.first_free_way(entry.instance, None).is_some_and(|(first, _)| first == *way)
    }

    /// Whether a team that could meet or hold people before some turn needs one of an occupation.
    fn is_wanted_before(&self, occupation: OccupationId, turn: Turn, teams: &[(Turn, InstanceNo, u32)]) -> bool {
        let before = teams.iter().take_while(|(of, ..)| *of < turn);
        before.filter(|(_, number, offer)| self.instances.is_offered(*number, *offer) && self.could_meet(*number)).any(
            |(_, number, _)| match self.instances[*number].state {
                State::Suspended => self
                    .instances
                    .job(*number)
                    .team
                    .iter()
                    .any(|worker| self.staff.occupation_of(*worker) == occupation),
                _ => self.occupations_of_teams(*number).contains(&occupation),
            },
        )
    }

    /// Teams that wait, after letting go of everybody who is held, and what needs nobody and has to wait for its turn.
    fn gather_turns(&mut self, with_teams: bool) -> Vec<(Turn, InstanceNo, u32)> {
        let mut turns = if with_teams { self.gather_teams() } else { Vec::new() };
        let fresh = self.waiting.fresh().iter().filter(|number| self.instances[**number].state == State::Waiting);
        let fresh = fresh.filter(|number| self.has_rivals(**number));
        let teams = turns.len();
        turns.extend(fresh.map(|number| (self.turn(*number), *number, self.instances[*number].offer)));
        if turns.len() > teams {
            turns.sort_unstable();
        }
        turns
    }

    fn act(&mut self, bid: Bid) {
        match bid.deed {
            BidDeed::Resume { number, .. } => self.resume(number),
            BidDeed::Begin { entry, way, lead } => self.start(entry.instance, way, &[lead]),
            BidDeed::Call { worker } => {
                self.call_next(worker, bid.occupation);
            }
        }
    }

    /// Whether what an occupation said holds after others have begun something.
    fn stands(&self, bid: &Bid) -> bool {
        let doing = |worker: WorkerNo| self.staff[worker].doing;
        match &bid.deed {
            BidDeed::Resume { number, worker } => {
                doing(*worker) == Doing::Idle && self.instances[*number].state == State::Suspended
            }
            BidDeed::Begin { entry, lead, .. } => {
                self.instances.is_waiting_as(entry.instance, entry.offer)
                    && matches!(doing(*lead), Doing::Idle | Doing::AfterHoursPool)
            }
            // What others would have begun for them may be theirs to begin, if these are held now.
            BidDeed::Call { worker } => {
                doing(*worker) == Doing::Idle && self.may_call(*worker, bid.occupation).is_some()
            }
        }
    }

    /// What an occupation would begin next, if anything: of what each of its people would, what ranks first in the
    /// order of the site.
    fn bid(&mut self, occupation: OccupationId) -> Option<Bid> {
        let calls = self.calls(occupation);
        let mut best: Option<(Turn, QueueEntry, usize, WorkerNo)> = None;
        let mut call = None;
        let mut place = 0;
        while place < self.staff[occupation].idle.len() {
            let (since, rank, worker) = self.staff[occupation].idle[place];
            place += 1;
            let row = &self.staff[worker];
            let owns_nothing = row.basket.is_empty() && row.suspended.is_empty();
            // Work that somebody had to leave ranks before all else, so no colleague need be asked.
            if !row.suspended.is_empty()
                && let Some(number) = self.own_suspended(worker)
            {
                if !self.is_called_away(worker, occupation, number) {
                    return Some(Bid { turn: self.turn(number), occupation, deed: BidDeed::Resume { number, worker } });
                }
            } else if calls && self.may_call(worker, occupation).is_some() {
                // Who may not call now may begin something meanwhile: all they can begin comes before a call.
                call = call.or(Some(Bid {
                    turn: (TeamStage::Call, 0, since, rank),
                    occupation,
                    deed: BidDeed::Call { worker },
                }));
                continue;
            }
            // What is first in the common queue is best for everybody who owns nothing: no need to search again.
            if owns_nothing && best.is_some_and(|(_, entry, ..)| self.is_first_for(entry, worker, occupation)) {
                continue;
            }
            if let Some(other) = self.best_for(worker, occupation) {
                best = Some(self.better(best, other));
            }
        }
        for place in 0..self.staff.after_hours_pool().len() {
            let worker = self.staff.after_hours_pool()[place];
            let row = &self.staff[worker];
            if row.doing == Doing::AfterHoursPool
                && row.occupation as usize == occupation.index()
                && let Some(other) = self.best_due(worker)
            {
                best = Some(self.better(best, other));
            }
        }
        // A call comes last: whatever one of them can begin goes before it.
        let Some((turn, entry, way, lead)) = best else { return call };
        Some(Bid { turn, occupation, deed: BidDeed::Begin { entry, way, lead } })
    }

    /// Whether an entry is the first of an occupation's queue and somebody without an in-basket may lead it.
    fn is_first_for(&mut self, entry: QueueEntry, worker: WorkerNo, occupation: OccupationId) -> bool {
        self.first_in_queue(occupation).is_some_and(|first| first == entry)
            && self.way_for(entry.instance, worker, occupation).is_some()
    }

    /// The one of two that ranks first: the one found before, if both are of one instance.
    fn better(
        &self,
        best: Option<(Turn, QueueEntry, usize, WorkerNo)>,
        (entry, way, lead): (QueueEntry, usize, WorkerNo),
    ) -> (Turn, QueueEntry, usize, WorkerNo) {
        let turn = self.turn(entry.instance);
        match best {
            Some(best) if best.0 <= turn => best,
            _ => (turn, entry, way, lead),
        }
    }
}
