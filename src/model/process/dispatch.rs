//! Who takes what: looked at once the rest of an instant is done.
//!
//! Idle workers choose in the order longest idle first; each takes the best instance of their in-basket and their
//! occupation's queue, on its first open way whose people are free.

use super::Process;
use super::state::{Doing, Entry, Instance, NONE, State};
use super::team::TeamKey;
use crate::model::scenario::OccupationId;
use crate::units::{Id, Time};
use std::cmp::Reverse;

impl Process<'_> {
    /// Starts everything that can start now.
    pub(super) fn dispatch(&mut self) {
        loop {
            if !self.fresh.is_empty() {
                self.start_instant(false);
            }
            if !self.lingering.is_empty() {
                self.serve_lingering();
            }
            if self.teams_may_meet() {
                self.assemble_teams();
            }
            let mut from = 0;
            while let Some(occupation) = self.dirty_crews.take_from(from) {
                self.match_crew(occupation, None);
                from = occupation.index() + 1;
            }
            if !self.fresh.is_empty() {
                self.start_instant(true);
            }
            if !self.alarms.is_empty() {
                self.preempt();
            }
            self.work_off_agenda();
            if !self.dirty {
                break;
            }
            self.dirty = false;
        }
        if self.audit {
            self.audit_dispatch();
        }
    }

    /// Starts fresh instances on ways that need nobody: at first only those whose first open way is one; once people have
    /// had their choice, also those that would fall back to one.
    fn start_instant(&mut self, fall_back: bool) {
        let mut place = 0;
        while place < self.fresh.len() {
            let number = self.fresh[place];
            place += 1;
            if self.instances[number as usize].state != State::Waiting {
                continue;
            }
            let Instance { offered: open, task, .. } = self.instances[number as usize];
            let rows = self.plan.compiled.ways(task);
            let ways = (0..rows.len()).filter(|way| open >> way & 1 == 1);
            let instant = |way: &usize| rows[*way].instant;
            let chosen =
                if fall_back { ways.into_iter().find(instant) } else { ways.into_iter().take(1).find(instant) };
            if let Some(way) = chosen {
                self.start(number, way, &[]);
            }
        }
        if fall_back {
            self.fresh.clear();
        }
    }

    /// Lets idle workers of an occupation choose, in order; `before`: only solo work that ranks before that team instance.
    pub(super) fn match_crew(&mut self, occupation: OccupationId, before: Option<TeamKey>) {
        let mut place = 0;
        let calls = !self.lists.is_empty() && before.is_none();
        while place < self.crews[occupation].idle.len() {
            let (_, _, worker) = self.crews[occupation].idle[place];
            if calls && self.call_next(worker, occupation) && self.workers[worker as usize].doing != Doing::Idle {
                continue;
            }
            if !self.serve_one(worker, occupation, before) {
                place += 1;
                // Nothing in the common queue for this one: the others need only look if they have a basket or if this
                // worker was barred from something.
                if self.queue_is_empty(occupation) && !calls && !self.any_basket(occupation, place) {
                    return;
                }
            }
        }
    }

    fn any_basket(&self, occupation: OccupationId, from: usize) -> bool {
        self.crews[occupation].idle.iter().skip(from).any(|(_, _, worker)| {
            let worker = &self.workers[*worker as usize];
            !worker.basket.is_empty() || !worker.suspended.is_empty()
        })
    }

    fn queue_is_empty(&mut self, occupation: OccupationId) -> bool {
        while let Some(Reverse(entry)) = self.crews[occupation].queue.peek() {
            if self.is_live(entry) {
                return false;
            }
            self.crews[occupation].queue.pop();
        }
        true
    }

    fn is_live(&self, entry: &Entry) -> bool {
        let instance = &self.instances[entry.instance as usize];
        instance.state == State::Waiting && instance.offer == entry.offer
    }

    /// One idle worker takes the best there is for them; false if there is nothing.
    fn serve_one(&mut self, worker: u32, occupation: OccupationId, before: Option<TeamKey>) -> bool {
        // Their own suspended work comes before anything else.
        let called_away = self.plan.compiled.any_urgent && self.urgent_waits(worker, occupation);
        if !called_away
            && !self.workers[worker as usize].suspended.is_empty()
            && let Some(number) = self.own_suspended(worker)
        {
            self.resume(number);
            return true;
        }
        // What is not for this worker, put aside while we look further.
        let (mut barred, mut from_basket) = (Vec::new(), Vec::new());
        let mut started = false;
        while let Some((entry, basket)) = self.best_entry(worker, occupation) {
            let number = entry.instance;
            if before.is_some_and(|key| self.team_key(number) > key) {
                break;
            }
            match self.way_for(number, worker, occupation) {
                Some((way, lead)) => {
                    self.start(number, way, &[lead]);
                    started = lead == worker;
                    if started {
                        break;
                    }
                }
                None => {
                    if basket {
                        self.workers[worker as usize].basket.pop();
                        from_basket.push(entry);
                    } else {
                        if barred.capacity() == 0 {
                            barred = std::mem::take(&mut self.scratch);
                        }
                        self.crews[occupation].queue.pop();
                        barred.push(entry);
                    }
                }
            }
        }
        if !barred.is_empty() {
            self.crews[occupation].queue.extend(barred.drain(..).map(Reverse));
            self.scratch = barred;
        }
        if !from_basket.is_empty() {
            self.workers[worker as usize].basket.extend(from_basket.into_iter().map(Reverse));
        }
        started
    }

    /// The best live entry among a worker's in-basket and their occupation's queue.
    pub(super) fn best_entry(&mut self, worker: u32, occupation: OccupationId) -> Option<(Entry, bool)> {
        loop {
            let own = self.workers[worker as usize].basket.peek().map(|entry| entry.0);
            match own {
                Some(entry) if !self.is_live(&entry) => {
                    self.workers[worker as usize].basket.pop();
                }
                _ => {
                    self.queue_is_empty(occupation);
                    let common = self.crews[occupation].queue.peek().map(|entry| entry.0);
                    return match (own, common) {
                        (Some(own), Some(common)) if own <= common => Some((own, true)),
                        (Some(own), None) => Some((own, true)),
                        (_, Some(common)) => Some((common, false)),
                        (None, None) => None,
                    };
                }
            }
        }
    }

    /// The first open way of an instance whose lead is free, if `worker` may lead one: then the lead of a way further up
    /// in the file goes first.
    pub(super) fn way_for(&self, number: u32, worker: u32, occupation: OccupationId) -> Option<(usize, u32)> {
        let Instance { offered, task, .. } = self.instances[number as usize];
        let rows = self.plan.compiled.ways(task);
        let solo = |way: &usize| offered >> way & 1 == 1 && rows[*way].members == 1;
        let own = (0..rows.len())
            .filter(solo)
            .find(|way| rows[*way].lead() == Some(occupation) && self.may_lead(worker, number, *way))?;
        for way in (0..own).filter(solo) {
            let lead = rows[way].lead().filter(|lead| *lead != occupation);
            if let Some(other) = lead.and_then(|lead| self.idle_lead(number, way, lead)) {
                return Some((way, other));
            }
        }
        Some((own, worker))
    }

    /// The longest-idle worker of an occupation who may lead a way of an instance. Who has own work to take up again does
    /// that first and is not free.
    pub(super) fn idle_lead(&self, number: u32, way: usize, lead: OccupationId) -> Option<u32> {
        self.crews[lead]
            .idle
            .iter()
            .map(|(_, _, worker)| *worker)
            .find(|worker| !self.has_suspended(*worker) && self.may_lead(*worker, number, way))
    }

    /// Whether a worker has solo work to take up again.
    pub(super) fn has_suspended(&self, worker: u32) -> bool {
        self.workers[worker as usize].suspended.iter().any(|number| {
            let instance = &self.instances[*number as usize];
            instance.state == State::Suspended && self.job(*number).team[..] == [worker]
        })
    }

    /// Whether a worker of the right occupation may lead this instance by this way.
    pub(super) fn may_lead(&self, worker: u32, number: u32, way: usize) -> bool {
        let instance = &self.instances[number as usize];
        if instance.owner_waiting {
            let occupation = self.occupation_of(worker);
            if self.bound_owner(number, occupation).is_some_and(|owner| owner != worker) {
                return false;
            }
        }
        if instance.fixed {
            return true;
        }
        if self.plan.compiled.task(instance.task).barred && self.led_what_bars(worker, instance) {
            return false;
        }
        if !self.plan.compiled.way(instance.task, way as u8).tooled {
            return true;
        }
        self.plan.world.tasks[instance.task].ways[way].tool.is_none_or(|tool| {
            let salt = self.layout.salts[instance.task].ways[way].uptake.at(instance.attempt, 0);
            self.uses(worker, tool, self.key_of(number).unit(salt))
        })
    }

    /// Whether a worker led the task whose lead may not lead this instance.
    fn led_what_bars(&self, worker: u32, instance: &Instance) -> bool {
        let Some(other) = self.plan.world.tasks[instance.task].not_by else { return false };
        let case = &self.cases[instance.case as usize];
        let tasks = &self.layout.classes[case.class as usize].tasks;
        let led_by = tasks.iter().position(|task| *task == other).map(|slot| case.tasks[slot].led_by);
        led_by == Some(worker)
    }

    /// Solo work this worker had to leave and may take up again.
    fn own_suspended(&mut self, worker: u32) -> Option<u32> {
        let (instances, jobs) = (&self.instances, &self.jobs);
        let row = &mut self.workers[worker as usize];
        row.suspended.retain(|number| {
            let instance = &instances[*number as usize];
            instance.state == State::Suspended && jobs[instance.job as usize].team.first() == Some(&worker)
        });
        let alone = |number: &u32| jobs[instances[*number as usize].job as usize].team.len() == 1;
        row.suspended.iter().copied().find(alone)
    }

    /// Workers past their shift take owned work that falls due before they are back, or go home.
    fn serve_lingering(&mut self) {
        for worker in std::mem::take(&mut self.lingering) {
            let row = &self.workers[worker as usize];
            if row.doing != Doing::Lingering {
                continue;
            }
            if !(self.now < row.after_until && self.take_due(worker)) {
                self.go_home(worker);
            }
        }
    }

    /// Starts the best owned instance due before the worker's next shift.
    fn take_due(&mut self, worker: u32) -> bool {
        let back = self.next_start(worker);
        let occupation = self.occupation_of(worker);
        let mut aside = Vec::new();
        let mut started = false;
        while let Some(Reverse(entry)) = self.workers[worker as usize].basket.pop() {
            if !self.is_live(&entry) {
                continue;
            }
            let Instance { due, .. } = self.instances[entry.instance as usize];
            if due < back
                && let Some((way, lead)) = self.way_for(entry.instance, worker, occupation)
                && lead == worker
            {
                self.start(entry.instance, way, &[worker]);
                started = true;
                break;
            }
            aside.push(entry);
        }
        self.workers[worker as usize].basket.extend(aside.into_iter().map(Reverse));
        started
    }

    /// A worker is free, since `since`: somebody should look whether there is work.
    pub(super) fn make_idle(&mut self, worker: u32, since: Time) {
        self.put_among_idle(worker, since);
        self.dirty = true;
    }

    /// Puts a worker among the idle ones, the longest idle first.
    pub(super) fn put_among_idle(&mut self, worker: u32, since: Time) {
        let row = &mut self.workers[worker as usize];
        row.doing = Doing::Idle;
        row.part = super::state::Part::Regular;
        row.instance = NONE;
        row.since = since;
        let key = (since, row.rank, worker);
        let occupation = OccupationId::from_index(row.occupation as usize);
        let crew = &mut self.crews[occupation];
        let place = crew.idle.iter().rposition(|other| *other < key).map_or(0, |place| place + 1);
        crew.idle.insert(place, key);
        self.dirty_crews.add(occupation);
    }

    /// Takes a worker from among the idle ones.
    pub(super) fn take_from_idle(&mut self, worker: u32) {
        let occupation = self.occupation_of(worker);
        let crew = &mut self.crews[occupation];
        if let Some(place) = crew.idle.iter().position(|(_, _, other)| *other == worker) {
            crew.idle.remove(place);
        }
    }
}
