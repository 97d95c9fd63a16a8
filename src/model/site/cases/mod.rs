//! Cases at a site: those that are at home here, and replicas of those that are not.
//!
//! Others read any case, and change it only by what is below: `relatives` (parents, children and siblings), `products`
//! (its slots) and `tasks`. So what is counted and marked at a case agrees with what it is about: which numbers are
//! known to other sites, what is on the worklist, which tasks are live.

mod carried;
mod case;
mod products;
mod readings;
mod relatives;
mod tasks;
#[cfg(test)]
mod tests;

pub(in crate::model) use carried::{Attribution, Carried, Defect, DefectFound, Defects, Origins};
pub(in crate::model) use case::{Case, Gate, Made, Slot, first};

use super::rows::{CaseNo, Rows};
use crate::engine::Key;
use crate::units::{Span, Time};
use case::TaskSlot;
use readings::Readings;
use std::collections::BTreeMap;
use std::ops::Index;

/// All cases of a site.
#[derive(Clone, Debug)]
pub(super) struct Cases {
    site: usize,
    rows: Rows<CaseNo, Case>,
    /// Cases known at more than one site.
    known: BTreeMap<u64, CaseNo>,
    /// What observers made of cases.
    readings: Readings,
    /// How many were born here.
    born: u64,
    /// Cases to be looked at before the event is over.
    worklist: Vec<CaseNo>,
}

impl Index<CaseNo> for Cases {
    type Output = Case;
    #[inline(always)]
    fn index(&self, case: CaseNo) -> &Case {
        &self.rows[case]
    }
}

/// What a case is about, whether it was born here or elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Identity {
    pub key: Key,
    pub case_type: u16,
    /// Number of the home site.
    pub home: u32,
    pub complexity: f64,
    pub born: Time,
    /// Traits of whom it is about, as bits.
    pub traits: u64,
}

/// How many products and tasks cases of a type have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    pub slots: usize,
    pub tasks: usize,
}

/// Which cases there are.
impl Cases {
    /// None yet, at a site.
    pub fn new(site: usize) -> Cases {
        Cases {
            site,
            rows: Rows::new(),
            known: BTreeMap::new(),
            readings: Readings::default(),
            born: 0,
            worklist: Vec::new(),
        }
    }

    /// All numbers given out so far, whether or not a case has them now.
    pub fn numbers(&self) -> impl Iterator<Item = CaseNo> + use<> {
        self.rows.numbers()
    }

    /// How many numbers were given out so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Cases that are not closed.
    pub fn open(&self) -> impl Iterator<Item = (CaseNo, &Case)> {
        self.rows.enumerate().filter(|(_, case)| case.used)
    }

    /// The number here of a case that other sites know.
    pub fn find(&self, gid: u64) -> Option<CaseNo> {
        self.known.get(&gid).copied()
    }

    /// A case of average complexity is born here, with nothing written; `travels`: other sites hear of it.
    pub fn begin(&mut self, key: Key, case_type: usize, room: Room, now: Time, travels: bool) -> CaseNo {
        let gid = ((self.site as u64) << 40) | self.born;
        self.born += 1;
        let (case_type, home) = (case_type as u16, self.site as u32);
        let number = self.add(gid, Identity { key, case_type, home, complexity: 1.0, born: now, traits: 0 }, room, now);
        if travels {
            self.known.insert(gid, number);
        }
        number
    }

    /// Another site's case becomes known here. Its episode is the home's affair.
    pub fn add_replica(&mut self, gid: u64, identity: Identity, room: Room, now: Time) -> CaseNo {
        let number = self.add(gid, identity, room, now);
        self.rows[number].episode_over = true;
        self.known.insert(gid, number);
        number
    }

    fn add(&mut self, gid: u64, identity: Identity, room: Room, now: Time) -> CaseNo {
        let number = self.rows.take();
        let case = &mut self.rows[number];
        // The vectors' allocations are used again.
        let (mut slots, mut tasks) = (std::mem::take(&mut case.slots), std::mem::take(&mut case.tasks));
        let mut newest = std::mem::take(&mut case.newest);
        newest.clear();
        slots.clear();
        slots.resize_with(room.slots, Slot::default);
        tasks.clear();
        tasks.resize(room.tasks, TaskSlot::default());
        let Identity { key, case_type, home, complexity, born, traits } = identity;
        let ends = now;
        *case = Case {
            used: true,
            gid,
            key,
            case_type,
            home,
            complexity,
            born,
            ends,
            traits,
            slots,
            tasks,
            newest,
            ..Case::default()
        };
        number
    }

    /// Who it is about becomes known, and how long its episode lasts from now; zero: it is over at once.
    pub fn begin_episode(&mut self, case: CaseNo, complexity: f64, traits: u64, now: Time, lasts: Span) {
        let row = &mut self.rows[case];
        row.complexity = complexity;
        row.traits = traits;
        row.ends = now + lasts;
        row.episode_over = lasts == Span::ZERO;
    }

    /// Nothing comes from outside any more: the case and its youngest children, who need not wait for a younger one,
    /// are looked at again.
    pub fn end_episode(&mut self, case: CaseNo) {
        self.rows[case].episode_over = true;
        self.look_at(case);
        for place in 0..self.rows[case].newest.len() {
            let (_, child) = self.rows[case].newest[place];
            self.look_at(child);
        }
    }

    /// The case is closed, and its number may be another's.
    pub fn forget(&mut self, case: CaseNo) {
        if !self.known.is_empty() {
            self.known.remove(&self.rows[case].gid);
        }
        self.readings.forget(case);
        self.rows[case].used = false;
        self.rows.give_back(case);
    }
}

/// What sites tell each other.
impl Cases {
    /// A message about a case is sent.
    pub fn count_sent(&mut self, case: CaseNo) {
        self.rows[case].sent += 1;
    }

    /// A settling has arrived here.
    pub fn count_seen(&mut self, case: CaseNo) {
        self.rows[case].seen += 1;
    }

    /// One site type has closed the case, after sending so many settlings here.
    pub fn hear_closed(&mut self, case: CaseNo, sent: u32) {
        let row = &mut self.rows[case];
        row.closed_by += 1;
        row.close_after += sent;
    }
}

/// The worklist: cases that changed and are to be looked at again.
impl Cases {
    /// Puts a case that changed on the worklist, once.
    #[inline]
    pub fn look_at(&mut self, case: CaseNo) {
        if !std::mem::replace(&mut self.rows[case].queued, true) {
            self.worklist.push(case);
        }
    }

    #[inline]
    pub fn any_to_look_at(&self) -> bool {
        !self.worklist.is_empty()
    }

    /// The case at a position of the worklist, which may be put on it again from now on.
    #[inline]
    pub fn take_to_look_at(&mut self, place: usize) -> Option<CaseNo> {
        let case = *self.worklist.get(place)?;
        self.rows[case].queued = false;
        Some(case)
    }

    /// All of the worklist has been looked at.
    pub fn clear_worklist(&mut self) {
        self.worklist.clear();
    }
}
