//! Teams: instances that need several people at once take them one by one, in one order, so that the best-ranked always
//! assembles and nothing deadlocks. Who holds whom is worked out afresh at every look.

use super::Process;
use super::state::{Doing, State};
use crate::model::scenario::OccupationId;
use crate::units::Time;

/// (suspended ones first, priority negated, time ready, keyed rank): smaller goes first.
pub(in crate::model) type TeamKey = (bool, i32, Time, u64);

impl Process<'_> {
    /// Whether a team could start or hold people now that could not when somebody last looked: one that is new, or one of
    /// whose people somebody may have become free or come on shift. While people are held, everybody is looked at again.
    pub(super) fn teams_may_meet(&mut self) -> bool {
        let grew = std::mem::take(&mut self.teams_grew);
        !self.held.is_empty() || !self.teams.is_empty() && (grew || self.dirty_crews.meet(&self.awaited))
    }

    /// An instance waits for a team, or suspended for its own; it is out of date once its stamp is another.
    pub(super) fn await_team(&mut self, number: u32, stamp: u32) {
        self.teams.insert((self.team_key(number), number, stamp));
        self.teams_grew = true;
        let occupations = match self.instances[number as usize].state {
            State::Suspended => self.job(number).team.iter().map(|worker| self.occupation_of(*worker)).collect(),
            _ => self.occupations_of_teams(number),
        };
        occupations.into_iter().for_each(|occupation| self.awaited.add(occupation));
    }

    /// Lets team instances start or take members, in their order.
    pub(super) fn assemble_teams(&mut self) {
        for worker in std::mem::take(&mut self.held) {
            if self.workers[worker as usize].doing == Doing::Held {
                self.count_time(worker);
                self.put_among_idle(worker, self.workers[worker as usize].since);
            }
        }
        let waiting: Vec<_> = self.teams.iter().copied().collect();
        for (key, number, offer) in waiting {
            if !self.is_offered(number, offer) {
                self.teams.remove(&(key, number, offer));
                continue;
            }
            if !self.could_meet(number) {
                continue; // Nobody to hold, and nothing to start that the crews would not start themselves.
            }
            for occupation in self.occupations_of_teams(number) {
                self.match_crew(occupation, Some(key));
            }
            if !self.is_offered(number, offer) {
                self.teams.remove(&(key, number, offer));
                continue; // Somebody took it alone.
            }
            let started = if self.instances[number as usize].state == State::Suspended {
                self.rejoin(number)
            } else {
                self.join(number)
            };
            if started {
                self.teams.remove(&(key, number, offer));
            }
        }
    }

    /// Whether an entry of the team order still stands for a waiting or suspended instance.
    fn is_offered(&self, number: u32, offer: u32) -> bool {
        let instance = &self.instances[number as usize];
        match instance.state {
            State::Waiting => instance.offer == offer,
            State::Suspended => {
                let job = self.job(number);
                job.service == offer && job.team.len() > 1
            }
            _ => false,
        }
    }

    /// Whether some team of an instance has all its occupations on shift.
    fn could_meet(&self, number: u32) -> bool {
        let instance = &self.instances[number as usize];
        if instance.state == State::Suspended {
            return self.job(number).team.iter().all(|worker| self.workers[*worker as usize].on_shift);
        }
        let mut ways = self.plan.world.tasks[instance.task].ways.iter().enumerate();
        ways.any(|(way, spec)| {
            let open = instance.offered >> way & 1 == 1 || instance.fixed && instance.way as usize == way;
            open && spec.team.len() > 1 && spec.team.iter().all(|occupation| self.crews[*occupation].present > 0)
        })
    }

    fn occupations_of_teams(&self, number: u32) -> Vec<OccupationId> {
        let instance = &self.instances[number as usize];
        let spec = &self.plan.world.tasks[instance.task];
        let mut occupations: Vec<OccupationId> = spec
            .ways
            .iter()
            .enumerate()
            .filter(|(way, _)| instance.offered >> way & 1 == 1 || instance.fixed && instance.way as usize == *way)
            .flat_map(|(_, way)| way.team.iter().copied())
            .collect();
        occupations.sort_unstable();
        occupations.dedup();
        occupations
    }

    /// The same people take suspended work up again, once all are free; those who are wait for the others while all are on
    /// shift.
    fn rejoin(&mut self, number: u32) -> bool {
        let team = self.job(number).team.clone();
        let on_shift = team.iter().all(|worker| self.workers[*worker as usize].on_shift);
        let free = |worker: &u32| self.workers[*worker as usize].doing == Doing::Idle;
        if on_shift && team.iter().all(free) {
            self.resume(number);
            return true;
        }
        if on_shift {
            let free: Vec<u32> = team.into_iter().filter(free).collect();
            self.hold(&free);
        }
        false
    }

    /// Starts on the first open way whose people are free; else takes those who are, for the first open team way whose
    /// missing members are on shift.
    fn join(&mut self, number: u32) -> bool {
        let instance = &self.instances[number as usize];
        let open = instance.offered;
        let spec = &self.plan.world.tasks[instance.task];
        for (way, _) in spec.ways.iter().enumerate().filter(|(way, spec)| open >> way & 1 == 1 && !spec.team.is_empty())
        {
            let members = self.free_members(number, way);
            if let Some(members) = members.iter().copied().collect::<Option<Vec<u32>>>() {
                self.start(number, way, &members);
                return true;
            }
        }
        for (way, spec) in
            spec.ways.iter().enumerate().filter(|(way, spec)| open >> way & 1 == 1 && spec.team.len() > 1)
        {
            let members = self.free_members(number, way);
            if self.all_on_shift(number, way, &spec.team) {
                let free: Vec<u32> = members.into_iter().flatten().collect();
                self.hold(&free);
                return false;
            }
        }
        false
    }

    /// For each position of a way's team the longest-idle worker who could take it.
    fn free_members(&self, number: u32, way: usize) -> Vec<Option<u32>> {
        let spec = &self.plan.world.tasks[self.instances[number as usize].task].ways[way];
        let mut members: Vec<Option<u32>> = Vec::with_capacity(spec.team.len());
        for (position, &occupation) in spec.team.iter().enumerate() {
            let free = self.crews[occupation].idle.iter().map(|(_, _, worker)| *worker).find(|worker| {
                !members.contains(&Some(*worker)) && (position > 0 || self.may_lead(*worker, number, way))
            });
            members.push(free);
        }
        members
    }

    /// Whether enough people are on shift to fill a team, whatever they are doing.
    fn all_on_shift(&self, number: u32, way: usize, team: &[OccupationId]) -> bool {
        let here = |worker: &&u32| self.workers[**worker as usize].on_shift;
        let lead = self.crews[team[0]].members.iter().filter(here).any(|worker| self.may_lead(*worker, number, way));
        lead && team.iter().all(|occupation| {
            let needed = team.iter().filter(|other| *other == occupation).count();
            self.crews[*occupation].members.iter().filter(here).count() >= needed
        })
    }

    fn hold(&mut self, workers: &[u32]) {
        for &worker in workers {
            self.count_time(worker);
            self.take_from_idle(worker);
            self.workers[worker as usize].doing = Doing::Held;
            self.held.push(worker);
        }
    }
}
