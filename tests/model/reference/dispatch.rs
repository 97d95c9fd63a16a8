//! Who takes which work: every waiting instance in the team order of its site, again from the first after each start.

use super::case::Ruled;
use super::interpreter::{Instance, Interpreter, Phase};
use super::random::Numbers;
use sim::model::scenario::Discipline;
use sim::units::Span;
use std::cmp::Reverse;

/// A number without meaning, for ties; the one of order 0 rises.
pub fn shuffled(number: usize, ties: u64) -> u64 {
    if ties == 0 {
        number as u64
    } else {
        Numbers((number as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ ties).next()
    }
}

impl Interpreter<'_> {
    /// Urgent, priority, time ready (or time due), keyed rank.
    fn ranked(&self, which: impl Fn(&Instance) -> bool) -> Vec<usize> {
        let by_due = self.config.occupations.iter().all(|occupation| occupation.discipline == Discipline::Due);
        let mut found: Vec<usize> = (0..self.instances.len()).filter(|n| which(&self.instances[*n])).collect();
        found.sort_by_key(|number| {
            let Instance { task, ready, .. } = self.instances[*number];
            let task = &self.config.tasks[task];
            let time = if by_due { self.due(*number) } else { ready };
            (Reverse(task.urgent), Reverse(task.priority), time, shuffled(*number, self.ties))
        });
        found
    }

    /// Starts or resumes the first instance that can, and says whether there was one. If there is none, all who are
    /// held for a team are marked.
    pub fn dispatch(&mut self) -> bool {
        self.workers.iter_mut().for_each(|worker| worker.held = None);
        self.resume() || self.start_urgent() || self.start_or_hold()
    }

    /// Their own suspended work before anything else, then a team's, if all of them are free; but not what urgent work
    /// would interrupt at once.
    fn resume(&mut self) -> bool {
        let mut suspended = self.ranked(|instance| matches!(instance.phase, Phase::Suspended { .. }));
        suspended.sort_by_key(|number| self.instances[*number].members.len() > 1);
        for number in suspended {
            let members = self.instances[number].members.clone();
            let free = members.iter().all(|worker| self.workers[*worker].is_free(self.now));
            if free && !(self.is_preemptible(number) && self.is_needed_urgently(members[0])) {
                self.begin(number, self.instances[number].way, members);
                return true;
            }
        }
        false
    }

    /// One person's work, and nothing urgent itself.
    fn is_preemptible(&self, number: usize) -> bool {
        let task = &self.config.tasks[self.instances[number].task];
        task.preemptible && !task.urgent && self.instances[number].members.len() == 1
    }

    fn is_needed_urgently(&self, worker: usize) -> bool {
        let config = self.config;
        let urgent = self.ranked(|instance| instance.phase == Phase::Waiting && config.tasks[instance.task].urgent);
        urgent.into_iter().any(|number| {
            let mut ways = self.open_ways(number).into_iter().map(|way| self.way(number, way).lead());
            let occupation = self.workers[worker].occupation;
            ways.any(|lead| lead.is_some_and(|lead| lead.0 as usize == occupation)) && self.may_lead(number, worker)
        })
    }

    /// Starts what is urgent; if nobody is free for it, it interrupts the lowest of what may be interrupted.
    fn start_urgent(&mut self) -> bool {
        let config = self.config;
        for number in self.ranked(|instance| instance.phase == Phase::Waiting && config.tasks[instance.task].urgent) {
            if self.start(number) {
                return true;
            }
            for way in self.open_ways(number) {
                let [alone] = self.way(number, way).team[..] else { panic!("urgent work is one person's") };
                let ranked = self.ranked(|instance| matches!(instance.phase, Phase::Service { .. }));
                let victim = ranked.into_iter().rev().filter(|victim| self.is_preemptible(*victim)).find(|victim| {
                    let lead = self.instances[*victim].members[0];
                    let worker = &self.workers[lead];
                    let there = worker.occupation == alone.0 as usize && worker.shift(self.now).is_some();
                    there && self.may_lead(number, lead)
                });
                if let Some(victim) = victim {
                    let members = self.instances[victim].members.clone();
                    let cost = self.way(victim, self.instances[victim].way).resume_cost;
                    let left = self.left(victim) + Span::from_ms(cost);
                    self.leave(victim, left);
                    self.begin(number, way, members);
                    return true;
                }
            }
        }
        false
    }

    /// Starts the first waiting instance that can be started.
    fn start_or_hold(&mut self) -> bool {
        for number in self.ranked(|instance| instance.phase == Phase::Waiting) {
            if self.start(number) {
                return true;
            }
            // None of its open ways can start: it takes members for the first whose others are on shift.
            let ways = self.open_ways(number).into_iter();
            let mut teams = ways.filter(|way| self.way(number, *way).team.len() > 1).map(|way| self.team(number, way));
            if let Some(team) = teams.find(|team| team.on_shift) {
                team.free.into_iter().for_each(|worker| self.workers[worker].held = Some(number));
            }
        }
        false
    }

    /// Starts an instance on its first open way whose team is free.
    fn start(&mut self, number: usize) -> bool {
        for way in self.open_ways(number) {
            let team = self.team(number, way);
            if team.complete {
                self.begin(number, way, team.free);
                return true;
            }
        }
        false
    }

    fn open_ways(&self, number: usize) -> Vec<usize> {
        let Instance { case, task, way, left, .. } = self.instances[number];
        if left.is_some() {
            return vec![way]; // Handed over: the same way.
        }
        let case = &self.cases[case];
        let is_open = |way: &usize| {
            let spec = &self.config.tasks[task].ways[*way];
            case.ruled(task, *way) == Ruled::Possible && case.has_reads(spec) && self.opens(number, *way) <= self.now
        };
        (0..self.config.tasks[task].ways.len()).filter(is_open).collect()
    }

    /// Whether this worker may lead this instance: not who led what it is `not_by`; its owner, as long as it is theirs.
    fn may_lead(&self, number: usize, worker: usize) -> bool {
        let task = &self.config.tasks[self.instances[number].task];
        let barred = task.not_by.is_some_and(|other| self.led(number, other) == Some(worker));
        let owner = self.instances[number].owner.filter(|owner| {
            let same = self.workers[*owner].occupation == self.workers[worker].occupation;
            same && self.is_owned(number) // What was handed over is anybody's.
        });
        !barred && owner.is_none_or(|owner| owner == worker)
    }

    /// Who of a way's team is free and not held for a better instance, longest idle first, the lead first.
    fn team(&self, number: usize, way: usize) -> Team {
        let way = self.way(number, way);
        let mut team = Team { free: Vec::new(), complete: true, on_shift: true };
        if way.lead().is_some_and(|lead| self.config.occupations[lead].unlimited) {
            return team; // Each case has its own.
        }
        let mut taken: Vec<usize> = Vec::new();
        for (position, occupation) in way.team.iter().enumerate() {
            let fits = |id: &usize| {
                let right = self.workers[*id].occupation == occupation.0 as usize && !taken.contains(id);
                right && (position > 0 || self.may_lead(number, *id))
            };
            let all: Vec<usize> = (0..self.workers.len()).filter(fits).collect();
            let free = all.iter().copied().filter(|id| {
                let worker = &self.workers[*id];
                let late = worker.busy.is_none()
                    && way.team.len() == 1
                    && self.is_owned(number)
                    && self.may_be_late(*id, number);
                worker.held.is_none() && (worker.is_free(self.now) || late)
            });
            // Longest idle first; who has just come has not been idle.
            let idle_since = |id: &usize| {
                let worker = &self.workers[*id];
                worker.shift(self.now).map_or(worker.idle_since, |(start, _)| start.max(worker.idle_since))
            };
            if let Some(worker) = free.min_by_key(|id| (idle_since(id), shuffled(*id, self.ties))) {
                team.free.push(worker);
                taken.push(worker);
                continue;
            }
            team.complete = false;
            match all.into_iter().find(|id| self.workers[*id].shift(self.now).is_some()) {
                Some(busy) => taken.push(busy),
                None => team.on_shift = false,
            }
        }
        team
    }
}

/// The people of a way.
struct Team {
    free: Vec<usize>,
    /// They are all there.
    complete: bool,
    /// Those who are not free are on shift.
    on_shift: bool,
}
