//! Who chooses first when several occupations have somebody free at one instant, when teams wait, and after hours.
//!
//! Each occupation says what it would begin next: the best entry, by its own discipline, that one of its people may lead.
//! Of these, and of the teams that wait, the first in the one order of the site begins;
//! then all are asked again. So nothing depends on the order of tables in the file.

use super::Process;
use super::state::{Doing, Entry, State};
use super::team::{Stage, Turn};
use crate::model::scenario::OccupationId;
use crate::units::Id;
use smallvec::SmallVec;

/// What an occupation would begin next.
#[derive(Clone, Copy, Debug)]
struct Bid {
    turn: Turn,
    occupation: OccupationId,
    deed: Deed,
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    /// A worker takes up what they left.
    Resume {
        number: u32,
        worker: u32,
    },
    Begin {
        entry: Entry,
        way: usize,
        lead: u32,
    },
    /// A worker calls the next patient.
    Call {
        worker: u32,
    },
}

impl Process<'_> {
    /// Lets teams, idle workers and those past their shift choose, in the order of the site.
    #[inline(never)]
    pub(super) fn match_site(&mut self, with_teams: bool) {
        let mut teams = self.gather_turns(with_teams).into_iter().peekable();
        for place in 0..self.lingering.len() {
            let occupation = self.occupation_of(self.lingering[place]);
            self.dirty_crews.add(occupation);
        }
        let mut bids: SmallVec<[Bid; 8]> = SmallVec::new();
        loop {
            for bid in &bids {
                if !self.stands(&bid.deed) {
                    self.dirty_crews.add(bid.occupation);
                }
            }
            while let Some(occupation) = self.dirty_crews.take_from(0) {
                bids.retain(|bid| bid.occupation != occupation);
                bids.extend(self.bid(occupation));
            }
            let best = self.first_of(&bids);
            let begun = match (best, teams.peek()) {
                (Some(bid), team) if team.is_none_or(|(turn, ..)| bid.turn < *turn) => {
                    self.dirty_crews.add(bid.occupation);
                    self.act(bid);
                    true
                }
                (_, Some(_)) => {
                    let (turn, number, offer) = teams.next().expect("there is one");
                    self.meet(turn, number, offer)
                }
                (_, None) => break,
            };
            if begun {
                // What somebody has begun may leave others unwanted before anybody takes them; and whoever is held may have
                // preferred it, and now find something that ranks before the team. Teams may have come, too.
                self.work_off_agenda();
                if std::mem::take(&mut self.teams_grew) || !self.held.is_empty() {
                    teams = self.gather_turns(true).into_iter().peekable();
                }
            }
        }
        for worker in std::mem::take(&mut self.lingering) {
            if self.workers[worker as usize].doing == Doing::Lingering {
                self.go_home(worker);
            }
        }
    }

    /// Whose turn it is. Who would begin something on a way that others lead leaves these their own choice first: what
    /// waits stands in their queue, too, and by their discipline something else may go before it.
    fn first_of(&self, bids: &[Bid]) -> Option<Bid> {
        let first = bids.iter().min_by_key(|bid| (bid.turn, bid.occupation))?;
        let mut next = first;
        for _ in bids {
            let Deed::Begin { entry, lead, .. } = &next.deed else { break };
            let leads = self.occupation_of(*lead);
            let others = |bid: &&Bid| match &bid.deed {
                Deed::Begin { entry: own, .. } => bid.occupation == leads && own.instance != entry.instance,
                _ => false,
            };
            match bids.iter().filter(|_| leads != next.occupation).find(others) {
                Some(bid) => next = bid,
                None => return Some(*next),
            }
        }
        Some(*first) // Each would take somebody of another occupation.
    }

    /// Teams that wait, after letting go of everybody who is held, and what needs nobody and has to wait for its turn.
    fn gather_turns(&mut self, with_teams: bool) -> Vec<(Turn, u32, u32)> {
        let mut turns = if with_teams { self.gather_teams() } else { Vec::new() };
        let fresh = self.fresh.iter().filter(|number| self.instances[**number as usize].state == State::Waiting);
        let fresh = fresh.filter(|number| self.has_rivals(**number));
        let teams = turns.len();
        turns.extend(fresh.map(|number| (self.turn(*number), *number, self.instances[*number as usize].offer)));
        if turns.len() > teams {
            turns.sort_unstable();
        }
        turns
    }

    fn act(&mut self, bid: Bid) {
        match bid.deed {
            Deed::Resume { number, .. } => self.resume(number),
            Deed::Begin { entry, way, lead } => self.start(entry.instance, way, &[lead]),
            Deed::Call { worker } => {
                self.call_next(worker, bid.occupation);
            }
        }
    }

    /// Whether what an occupation said holds after others have begun something.
    fn stands(&self, deed: &Deed) -> bool {
        let doing = |worker: u32| self.workers[worker as usize].doing;
        match deed {
            Deed::Resume { number, worker } => {
                doing(*worker) == Doing::Idle && self.instances[*number as usize].state == State::Suspended
            }
            Deed::Begin { entry, lead, .. } => {
                self.is_live(entry) && matches!(doing(*lead), Doing::Idle | Doing::Lingering)
            }
            Deed::Call { worker } => doing(*worker) == Doing::Idle,
        }
    }

    /// What an occupation would begin next, if anything.
    fn bid(&mut self, occupation: OccupationId) -> Option<Bid> {
        let calls = self.calls(occupation);
        let mut best: Option<(Entry, usize, u32)> = None;
        let mut call = None;
        let mut place = 0;
        // Whether nobody without an in-basket of their own could find anything better.
        let mut found = false;
        while place < self.crews[occupation].idle.len() {
            let (since, rank, worker) = self.crews[occupation].idle[place];
            place += 1;
            let row = &self.workers[worker as usize];
            if found && !calls && row.basket.is_empty() && row.suspended.is_empty() {
                continue;
            }
            if !row.suspended.is_empty()
                && let Some(number) = self.own_suspended(worker)
            {
                if !self.is_called_away(worker, occupation, number) {
                    return Some(Bid { turn: self.turn(number), occupation, deed: Deed::Resume { number, worker } });
                }
            } else if calls && self.may_call(worker, occupation).is_some() {
                // Who may not call now may begin something meanwhile: all they can begin comes before a call.
                call =
                    call.or(Some(Bid { turn: (Stage::Call, 0, since, rank), occupation, deed: Deed::Call { worker } }));
                continue;
            }
            if let Some(other) = self.best_for(worker, occupation) {
                best = Some(best.map_or(other, |best| better(best, other)));
            }
            let first = self.first_in_queue(occupation);
            found = first.is_none_or(|first| best.is_some_and(|(entry, ..)| entry <= first));
        }
        for place in 0..self.lingering.len() {
            let worker = self.lingering[place];
            let row = &self.workers[worker as usize];
            if row.doing == Doing::Lingering
                && row.occupation as usize == occupation.index()
                && let Some(other) = self.best_due(worker)
            {
                best = Some(best.map_or(other, |best| better(best, other)));
            }
        }
        let Some((entry, way, lead)) = best else { return call };
        Some(Bid { turn: self.turn(entry.instance), occupation, deed: Deed::Begin { entry, way, lead } })
    }
}

/// The better of two: the one found first, if both are of one instance.
fn better(one: (Entry, usize, u32), other: (Entry, usize, u32)) -> (Entry, usize, u32) {
    if other.0 < one.0 { other } else { one }
}
