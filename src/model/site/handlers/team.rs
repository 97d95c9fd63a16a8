//! Teams: instances that need several people at once take them one by one, in one order, so that the best-ranked always
//! assembles and nothing deadlocks. Who holds whom is worked out afresh at every look.

use crate::model::scenario::OccupationId;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::Doing;
use crate::model::site::waiting::Turn;
use crate::units::{Bits, bits};

impl Process<'_> {
    /// An instance waits for a team, or suspended for its own; its entry is stale once the generation is another.
    pub(super) fn await_team(&mut self, number: InstanceNo, stamp: u32) {
        let occupations: Vec<OccupationId> = match self.instances[number].state {
            State::Suspended => {
                self.instances.job(number).team.iter().map(|worker| self.staff.occupation_of(*worker)).collect()
            }
            _ => self.occupations_of_teams(number),
        };
        self.waiting.add_team((self.turn(number), number, stamp), occupations);
    }

    /// Lets go of everybody who is held; team instances that wait, in their order.
    pub(super) fn gather_teams(&mut self) -> Vec<(Turn, InstanceNo, u32)> {
        for (worker, _) in self.waiting.take_held() {
            if self.staff[worker].doing == Doing::Held {
                // The time until now was held, and is counted before the state changes. Their place among the idle
                // stays the one from before they were held.
                self.count_time(worker);
                self.put_among_idle(worker, self.staff[worker].since);
            }
        }
        self.waiting.teams().iter().copied().collect()
    }

    /// It is a team instance's turn: it starts, or takes members. Whether it starts.
    pub(super) fn meet(&mut self, turn: Turn, number: InstanceNo, offer: u32) -> bool {
        let counts = self.instances.is_offered(number, offer);
        let starts = counts
            && (self.could_meet(number) || self.instant_way(number).is_some())
            && match self.instances[number].state {
                State::Suspended => self.rejoin(number),
                _ => self.join(number),
            };
        // One that only holds people stays in the list, for the next look.
        if starts || !counts {
            self.waiting.remove_team(&(turn, number, offer));
        }
        starts
    }

    /// Whether some team of an instance has all its occupations on shift and somebody of them idle.
    pub(super) fn could_meet(&self, number: InstanceNo) -> bool {
        let instance = &self.instances[number];
        if instance.state == State::Suspended {
            return self.instances.job(number).team.iter().all(|worker| self.staff[*worker].on_shift);
        }
        let mut ways = self.plan.config.tasks[instance.task].ways.iter().enumerate();
        ways.any(|(way, spec)| {
            let open = instance.offered.has(way) || instance.fixed && instance.way as usize == way;
            // Somebody idle is enough: the others may be held for it until the last one is free.
            open && spec.team.len() > 1
                && spec.team.iter().all(|occupation| self.staff[*occupation].present > 0)
                && spec.team.iter().any(|occupation| !self.staff[*occupation].idle.is_empty())
        })
    }

    pub(super) fn occupations_of_teams(&self, number: InstanceNo) -> Vec<OccupationId> {
        let instance = &self.instances[number];
        let spec = &self.plan.config.tasks[instance.task];
        let mut occupations: Vec<OccupationId> = spec
            .ways
            .iter()
            .enumerate()
            .filter(|(way, _)| instance.offered.has(*way) || instance.fixed && instance.way as usize == *way)
            .flat_map(|(_, way)| way.team.iter().copied())
            .collect();
        occupations.sort_unstable();
        occupations.dedup();
        occupations
    }

    /// The same people take suspended work up again once all are free and on shift; until then it holds none of them.
    fn rejoin(&mut self, number: InstanceNo) -> bool {
        let team = &self.instances.job(number).team;
        let free = |worker: &WorkerNo| self.staff[*worker].doing == Doing::Idle && !self.has_suspended(*worker);
        let all = team.iter().all(free);
        if all {
            self.resume(number);
        }
        all
    }

    /// The first open way of an instance that needs nobody.
    pub(super) fn instant_way(&self, number: InstanceNo) -> Option<usize> {
        let Instance { offered, task, state, .. } = self.instances[number];
        let ways = self.plan.compiled.ways(task);
        bits(offered.into()).find(|way| ways[*way].instant).filter(|_| state == State::Waiting)
    }

    /// Starts on the first open way whose people are free; else takes those who are, for the first open team way whose
    /// missing members are on shift.
    fn join(&mut self, number: InstanceNo) -> bool {
        if let Some((way, members)) = self.first_free_way(number, None) {
            self.start(number, way, &members);
            return true;
        }
        if let Some(way) = self.instant_way(number) {
            self.start(number, way, &[]);
            return true;
        }
        if let Some((_, free)) = self.to_hold(number) {
            self.hold(&free, number);
        }
        false
    }

    /// The first open way of an instance all of whose people are free, with them. `asks`: who leads the ways of their
    /// occupation, instead of the worker idle for longest.
    pub(super) fn first_free_way(
        &self,
        number: InstanceNo,
        asks: Option<(WorkerNo, OccupationId)>,
    ) -> Option<(usize, Vec<WorkerNo>)> {
        let Instance { offered, task, .. } = self.instances[number];
        let ways = self.plan.compiled.ways(task);
        bits(offered.into()).take_while(|way| !ways[*way].instant).find_map(|way| {
            let lead = ways[way].lead()?;
            let asks = asks.filter(|(_, occupation)| *occupation == lead).map(|(worker, _)| worker);
            let members: Option<Vec<WorkerNo>> = match (ways[way].members, asks) {
                (1, None) => self.free_lead(number, way, lead).map(|lead| vec![lead]),
                (1, Some(worker)) => self.may_lead(worker, number, way).then(|| vec![worker]),
                _ => self.free_members(number, way, asks).into_iter().collect(),
            };
            members.map(|members| (way, members))
        })
    }

    /// For which way an instance that cannot start takes members, and those of them who are free.
    pub(super) fn to_hold(&self, number: InstanceNo) -> Option<(usize, Vec<WorkerNo>)> {
        let Instance { offered, task, .. } = self.instances[number];
        let ways = self.plan.compiled.ways(task);
        // What needs nobody begins at once if nobody else does it.
        if self.instant_way(number).is_some() {
            return None;
        }
        let way = bits(offered.into()).find(|way| ways[*way].members > 1 && self.all_on_shift(number, *way))?;
        Some((way, self.free_members(number, way, None).into_iter().flatten().collect()))
    }

    /// Whether a team instance would start with, or take, somebody of these at its turn.
    pub(super) fn would_take(&self, number: InstanceNo, people: &[WorkerNo]) -> bool {
        if self.instances[number].state == State::Suspended {
            return false; // It goes on as soon as all its people are free, and holds nobody.
        }
        let starts = self.first_free_way(number, None);
        let taken = starts.or_else(|| self.to_hold(number)).map(|(_, taken)| taken).unwrap_or_default();
        taken.iter().any(|worker| people.contains(worker))
    }

    /// For each position of a way's team the longest-idle worker who could take it; `leads`: who has to lead.
    pub(super) fn free_members(
        &self,
        number: InstanceNo,
        way: usize,
        leads: Option<WorkerNo>,
    ) -> Vec<Option<WorkerNo>> {
        let spec = &self.plan.config.tasks[self.instances[number].task].ways[way];
        let may_lead = |worker: WorkerNo| leads.is_none_or(|lead| lead == worker) && self.may_lead(worker, number, way);
        let mut members: Vec<Option<WorkerNo>> = Vec::with_capacity(spec.team.len());
        // A team may need two of one occupation: each position takes another person.
        for (position, &occupation) in spec.team.iter().enumerate() {
            let free = self.staff[occupation].idle.iter().map(|(_, _, worker)| *worker).find(|worker| {
                !members.contains(&Some(*worker)) && !self.has_suspended(*worker) && (position > 0 || may_lead(*worker))
            });
            members.push(free);
        }
        members
    }

    /// Whether enough people are on shift to fill a team, whatever they are doing.
    fn all_on_shift(&self, number: InstanceNo, way: usize) -> bool {
        let team = &self.plan.config.tasks[self.instances[number].task].ways[way].team;
        let here = |worker: &&WorkerNo| self.staff[**worker].on_shift;
        let lead = self.staff[team[0]].members.iter().filter(here).any(|worker| self.may_lead(*worker, number, way));
        lead && team.iter().all(|occupation| {
            let needed = team.iter().filter(|other| *other == occupation).count();
            self.staff[*occupation].members.iter().filter(here).count() >= needed
        })
    }

    fn hold(&mut self, workers: &[WorkerNo], number: InstanceNo) {
        for &worker in workers {
            self.count_time(worker);
            self.staff.hold(worker);
            self.waiting.hold(worker, number);
        }
    }
}
