//! Who takes what: looked at once the rest of an instant is done.
//!
//! Idle workers choose in the order longest idle first; each takes the best instance of their in-basket and their
//! occupation's queue, on its first open way whose people are free.

use crate::model::scenario::OccupationId;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{Doing, QueueEntry};
use crate::units::{Id, Time, bits};

impl Process<'_> {
    /// Starts everything that can start now.
    pub(super) fn dispatch(&mut self) {
        loop {
            // First what needs nobody on its first open way, then people, then what falls back to a way without
            // people: so a way further up in the file is preferred.
            let in_turn = !self.waiting.fresh().is_empty() && self.start_instant(false);
            self.match_people(in_turn);
            if !self.waiting.fresh().is_empty() {
                self.start_instant(true);
            }
            // After people had their choice: urgent work interrupts somebody only if nobody was free for it.
            if self.waiting.any_urgent() {
                self.preempt();
            }
            self.work_off_worklist();
            // What has begun may have freed people or superseded work; then all is looked at again.
            if !self.waiting.take_look() {
                break;
            }
        }
    }

    /// Starts fresh instances on ways that need nobody: at first only those whose first open way is one; once people
    /// have had their choice, also those that would fall back to one. Whether some have to wait for their turn, since
    /// they and others of their case may make each other unwanted.
    fn start_instant(&mut self, fall_back: bool) -> bool {
        // Taken out of the site while it is sorted, since the order is asked of the rest of it.
        if self.waiting.fresh().len() > 1 {
            let mut waiting = std::mem::take(&mut self.waiting);
            waiting.sort_fresh(|number| self.turn(number));
            self.waiting = waiting;
        }
        let mut in_turn = false;
        let mut place = 0;
        // By number: what begins may bring other instances, which are added at the end.
        while place < self.waiting.fresh().len() {
            let number = self.waiting.fresh()[place];
            place += 1;
            if self.instances[number].state != State::Waiting {
                continue;
            }
            // What people begin before its turn may leave it unwanted, so it takes its turn among them.
            if !fall_back && self.has_rivals(number) {
                in_turn = true;
                continue;
            }
            let Instance { offered: open, task, .. } = self.instances[number];
            let rows = self.plan.compiled.ways(task);
            let mut ways = bits(open.into());
            let instant = |way: &usize| rows[*way].instant;
            let chosen = if fall_back { ways.find(instant) } else { ways.next().filter(instant) };
            if let Some(way) = chosen {
                self.start(number, way, &[]);
                self.work_off_worklist();
                // Those who are held may have preferred it, and now find something that ranks before the team.
                self.waiting.look_at_held();
            }
        }
        if fall_back {
            self.waiting.clear_fresh();
        }
        in_turn
    }

    /// Whether others of its case wait, and who starts may leave others unwanted there.
    pub(super) fn has_rivals(&self, number: InstanceNo) -> bool {
        let Instance { case, slot, .. } = self.instances[number];
        let row = &self.cases[case];
        slot.is_some_and(|slot| row.live & !row.under_way & !(1 << slot.place()) != 0)
            && self.plan.case_types[row.case_type as usize].ways_differ != 0
    }

    /// Lets people take work. What one occupation does at an instant does not depend on others as long as it is the
    /// only one that has both somebody free and something for them; else, and if teams wait, all of the site choose in
    /// turn, and so does what needs nobody if it is `in_turn`.
    fn match_people(&mut self, in_turn: bool) {
        let teams = self.waiting.teams_may_meet();
        if teams || in_turn || !self.staff.after_hours_pool().is_empty() {
            self.match_site(teams);
            return;
        }
        let mut only: Option<OccupationId> = None;
        let mut from = 0;
        while let Some(occupation) = self.waiting.take_crew(from) {
            from = occupation.index() + 1;
            if !self.may_take_something(occupation) {
                continue;
            }
            // A second occupation has a choice: both are put back, and all of the site choose in turn.
            if let Some(first) = only {
                self.waiting.add_crew(first);
                self.waiting.add_crew(occupation);
                self.match_site(false);
                return;
            }
            only = Some(occupation);
        }
        if let Some(occupation) = only {
            self.match_crew(occupation);
        }
    }

    /// Whether an occupation has somebody idle, and something that one of them might take.
    fn may_take_something(&mut self, occupation: OccupationId) -> bool {
        !self.staff[occupation].idle.is_empty()
            && (!self.queue_is_empty(occupation) || self.calls(occupation) || self.staff.any_basket(occupation, 0))
    }

    /// Lets idle workers of the only occupation that has something to choose from choose, in order.
    fn match_crew(&mut self, occupation: OccupationId) {
        let mut place = 0;
        let calls = self.calls(occupation);
        while place < self.staff[occupation].idle.len() {
            let (_, _, worker) = self.staff[occupation].idle[place];
            // `call_next` does nothing if something is overdue or suspended, which goes before a call.
            let called = calls && self.call_next(worker, occupation);
            let busy = called && self.staff[worker].doing != Doing::Idle;
            // Who begins something leaves the idle ones, so that the next one is at this place then.
            if busy || !self.waiting.is_in_turn() && self.serve_one(worker, occupation) {
                // What somebody has begun may leave others unwanted before anybody takes them.
                self.work_off_worklist();
                if !self.waiting.is_in_turn() {
                    continue;
                }
            }
            if self.waiting.is_in_turn() {
                // From here on all of the site choose in turn.
                self.waiting.add_crew(occupation);
                let teams = self.waiting.teams_may_meet();
                self.match_site(teams);
                return;
            }
            place += 1;
            // Nothing in the common queue for this one: the others need only look if they have a basket or if this
            // worker was barred from something.
            if self.queue_is_empty(occupation) && !calls && !self.staff.any_basket(occupation, place) {
                return;
            }
        }
    }

    fn queue_is_empty(&mut self, occupation: OccupationId) -> bool {
        self.first_in_queue(occupation).is_none()
    }

    /// The first live entry of an occupation's queue.
    pub(super) fn first_in_queue(&mut self, occupation: OccupationId) -> Option<QueueEntry> {
        let instances = &self.instances;
        self.staff.first_in_queue(occupation, |entry| instances.is_waiting_as(entry.instance, entry.offer))
    }

    /// The best there is for one idle worker begins, led by them or by who leads one of its ways further up in the
    /// file; false if there is nothing.
    fn serve_one(&mut self, worker: WorkerNo, occupation: OccupationId) -> bool {
        // Their own suspended work comes before anything else.
        if !self.staff[worker].suspended.is_empty()
            && let Some(number) = self.own_suspended(worker)
            && !self.is_called_away(worker, occupation, number)
        {
            self.resume(number);
            return true;
        }
        match self.best_for(worker, occupation) {
            // It may leave others unwanted, and somebody's in-basket may hold what goes before it: all choose in turn.
            Some((entry, ..)) if self.has_rivals(entry.instance) && self.staff.any_basket(occupation, 0) => {
                self.waiting.let_all_choose_in_turn();
                false
            }
            Some((entry, way, lead)) => {
                self.start(entry.instance, way, &[lead]);
                true
            }
            None => false,
        }
    }

    /// The best entry of which this worker may lead a way, with the way and its lead.
    pub(super) fn best_for(
        &mut self,
        worker: WorkerNo,
        occupation: OccupationId,
    ) -> Option<(QueueEntry, usize, WorkerNo)> {
        let (entry, _) = self.best_entry(worker, occupation)?;
        match self.way_for(entry.instance, worker, occupation) {
            Some((way, lead)) => Some((entry, way, lead)),
            None => self.best_beyond(worker, occupation),
        }
    }

    /// The same, if the first entry is not for this worker: what is not is put aside while we look further.
    #[inline(never)]
    fn best_beyond(&mut self, worker: WorkerNo, occupation: OccupationId) -> Option<(QueueEntry, usize, WorkerNo)> {
        let (mut barred, mut from_basket) = (std::mem::take(&mut self.scratch), Vec::new());
        let mut found = None;
        while let Some((entry, basket)) = self.best_entry(worker, occupation) {
            if let Some((way, lead)) = self.way_for(entry.instance, worker, occupation) {
                found = Some((entry, way, lead));
                break;
            }
            if basket {
                self.staff.take_from_basket(worker);
                from_basket.push(entry);
            } else {
                self.staff.dequeue(occupation);
                barred.push(entry);
            }
        }
        // Queues are heaps in a total order, so what is put back has its old place.
        barred.drain(..).for_each(|entry| self.staff.enqueue(occupation, entry));
        self.scratch = barred;
        from_basket.into_iter().for_each(|entry| self.staff.put_in_basket(worker, entry));
        found
    }

    /// The best live entry among a worker's in-basket and their occupation's queue.
    pub(super) fn best_entry(&mut self, worker: WorkerNo, occupation: OccupationId) -> Option<(QueueEntry, bool)> {
        let instances = &self.instances;
        let own = self.staff.first_in_basket(worker, |entry| instances.is_waiting_as(entry.instance, entry.offer));
        match (own, self.first_in_queue(occupation)) {
            (Some(own), Some(common)) if own <= common => Some((own, true)),
            (Some(own), None) => Some((own, true)),
            (_, Some(common)) => Some((common, false)),
            (None, None) => None,
        }
    }

    /// A worker is free, since `since`: somebody should look whether there is work.
    pub(super) fn make_idle(&mut self, worker: WorkerNo, since: Time) {
        self.put_among_idle(worker, since);
        self.waiting.look();
    }

    /// Puts a worker among the idle ones, the longest idle first.
    pub(super) fn put_among_idle(&mut self, worker: WorkerNo, since: Time) {
        self.staff.put_among_idle(worker, since);
        self.waiting.add_crew(self.staff.occupation_of(worker));
    }
}
