//! Who is free for what: which way of a waiting instance somebody may lead, and what they left and take up again.

use crate::model::scenario::OccupationId;
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::{Doing, QueueEntry};
use crate::units::{Bits, bits};

impl Process<'_> {
    /// The first open way of an instance whose lead is free, if `worker` may lead one: then the lead of a way further
    /// up in the file goes first. The answer does not depend on `worker`, but that they take their own first way if no
    /// other occupation has one further up.
    pub(super) fn way_for(
        &self,
        number: InstanceNo,
        worker: WorkerNo,
        occupation: OccupationId,
    ) -> Option<(usize, WorkerNo)> {
        let own = self.first_way_of(number, worker, occupation)?;
        let Instance { offered, task, .. } = self.instances[number];
        // Only a way further up in the file could go before the one of this worker.
        if offered & ((1 << own) - 1) != 0 {
            let rows = self.plan.compiled.ways(task);
            let solo = |way: &usize| offered.has(*way) && rows[*way].members == 1;
            let free = |way: usize| rows[way].lead().and_then(|lead| Some((way, self.free_lead(number, way, lead)?)));
            let mut others = (0..own).filter(solo).filter(|way| rows[*way].lead() != Some(occupation));
            if let Some((last, lead)) = others.find_map(free) {
                // Now ways of all occupations count, so that the answer is the same whichever worker asks.
                return (0..last).filter(solo).find_map(free).or(Some((last, lead)));
            }
        }
        Some((own, worker))
    }

    /// Who of an occupation would lead a way of an instance alone: the one of [`Self::idle_lead`], else, since that one
    /// has another way in mind, somebody else who may lead this one.
    pub(super) fn free_lead(&self, number: InstanceNo, way: usize, lead: OccupationId) -> Option<WorkerNo> {
        self.idle_lead(number, way, lead).or_else(|| self.free_members(number, way, None)[0])
    }

    /// The first open way that a worker of this occupation may lead alone. Ways behind one that needs nobody do not
    /// count: that one begins before them.
    #[inline]
    pub(super) fn first_way_of(&self, number: InstanceNo, worker: WorkerNo, occupation: OccupationId) -> Option<usize> {
        let Instance { offered, task, .. } = self.instances[number];
        let rows = self.plan.compiled.ways(task);
        for way in bits(offered.into()) {
            let row = &rows[way];
            // It needs nobody and begins before anything further down.
            if row.instant {
                return None;
            }
            if row.members == 1 && row.lead() == Some(occupation) && self.may_lead(worker, number, way) {
                return Some(way);
            }
        }
        None
    }

    /// Who of an occupation would take an instance, if this is the way on which they would: the longest-idle worker who
    /// may lead any of its ways, or its owner if they are there after hours to do it. Who has own work to take up again
    /// does that first and is not free, but for what would interrupt it at once.
    pub(super) fn idle_lead(&self, number: InstanceNo, way: usize, lead: OccupationId) -> Option<WorkerNo> {
        let idle = self.staff[lead].idle.iter().map(|(_, _, worker)| *worker);
        let owner = self.bound_owner(number, lead).filter(|owner| self.stays_for(*owner, number));
        idle.filter(|worker| !self.has_suspended(*worker) || self.may_turn_to(*worker, number))
            .chain(owner)
            .find_map(|worker| self.first_way_of(number, worker, lead).map(|first| (first, worker)))
            .filter(|(first, _)| *first == way)
            .map(|(_, worker)| worker)
    }

    /// Whether somebody past their shift may begin what they own, since it falls due before they are back.
    pub(super) fn stays_for(&self, worker: WorkerNo, number: InstanceNo) -> bool {
        self.stays(worker) && self.instances[number].due < self.next_start(worker)
    }

    /// Whether somebody is past their shift and may still begin something.
    fn stays(&self, worker: WorkerNo) -> bool {
        let row = &self.staff[worker];
        row.doing == Doing::AfterHoursPool && self.schedule.now() < row.after_until
    }

    /// Whether a worker of the right occupation may lead this instance by this way.
    pub(super) fn may_lead(&self, worker: WorkerNo, number: InstanceNo, way: usize) -> bool {
        let instance = &self.instances[number];
        if instance.owner_waiting {
            let occupation = self.staff.occupation_of(worker);
            if self.bound_owner(number, occupation).is_some_and(|owner| owner != worker) {
                return false;
            }
        }
        if self.plan.compiled.task(instance.task).barred && self.led_what_bars(worker, instance) {
            return false;
        }
        if instance.fixed {
            return true; // The tool is already in use.
        }
        if !self.plan.compiled.way(instance.task, way as u8).tooled {
            return true;
        }
        self.plan.config.tasks[instance.task].ways[way].tool.is_none_or(|tool| {
            let salt = self.schema.salts[instance.task].ways[way].uptake.at(instance.attempt, 0);
            self.uses(worker, tool, self.key_of(number).unit(salt))
        })
    }

    /// Whether a worker led the task whose lead may not lead this instance.
    fn led_what_bars(&self, worker: WorkerNo, instance: &Instance) -> bool {
        let Some(other) = self.plan.config.tasks[instance.task].not_by else { return false };
        let case = &self.cases[instance.case];
        let tasks = &self.schema.case_types[case.case_type as usize].tasks;
        let led_by = tasks.iter().position(|task| *task == other).and_then(|slot| case.tasks[slot].led_by);
        led_by == Some(worker)
    }

    /// Whether a worker has solo work to take up again.
    pub(super) fn has_suspended(&self, worker: WorkerNo) -> bool {
        self.staff[worker].suspended.iter().any(|number| {
            self.instances[*number].state == State::Suspended && self.instances.job(*number).is_solo_of(worker)
        })
    }

    /// Solo work this worker had to leave and may take up again: what ranks first.
    pub(super) fn own_suspended(&mut self, worker: WorkerNo) -> Option<InstanceNo> {
        let instances = &self.instances;
        self.staff.keep_behind(worker, |number| {
            instances[number].state == State::Suspended && instances.job(number).team.first() == Some(&worker)
        });
        let alone = |number: &InstanceNo| self.instances.job(*number).team.len() == 1;
        self.staff[worker].suspended.iter().copied().filter(alone).min_by_key(|number| self.turn(*number))
    }

    /// Whether an instance is urgent and may keep a worker from taking up what they left.
    fn may_turn_to(&self, worker: WorkerNo, number: InstanceNo) -> bool {
        let suspended = self.staff[worker].suspended.iter().copied();
        let left = suspended
            .filter(|left| self.instances[*left].state == State::Suspended)
            .filter(|left| self.instances.job(*left).is_solo_of(worker));
        self.plan.compiled.task(self.instances[number].task).urgent
            && left.min_by_key(|left| self.turn(*left)).is_none_or(|left| self.may_be_interrupted(left))
    }

    /// Whether a worker turns to something urgent before they take up what they left: it would interrupt them at once.
    pub(super) fn is_called_away(&mut self, worker: WorkerNo, occupation: OccupationId, left: InstanceNo) -> bool {
        if !self.plan.compiled.any_urgent || !self.may_be_interrupted(left) {
            return false;
        }
        self.best_for(worker, occupation).is_some_and(|(entry, _, lead)| {
            let task = self.instances[entry.instance].task;
            lead == worker && self.plan.compiled.task(task).urgent
        })
    }

    /// Whether urgent work may interrupt this: preemptible work of one.
    pub(super) fn may_be_interrupted(&self, number: InstanceNo) -> bool {
        let task = self.plan.compiled.task(self.instances[number].task);
        self.instances.job(number).team.len() == 1 && task.preemptible && !task.urgent
    }

    /// The best owned entry due before the next shift of somebody past theirs, with the way and its lead.
    pub(super) fn best_due(&self, worker: WorkerNo) -> Option<(QueueEntry, usize, WorkerNo)> {
        let row = &self.staff[worker];
        if row.basket.is_empty() || !self.stays(worker) {
            return None;
        }
        let occupation = self.staff.occupation_of(worker);
        let next_start = self.next_start(worker);
        let mut best: Option<(QueueEntry, usize, WorkerNo)> = None;
        for entry in row.basket.iter().map(|entry| entry.0) {
            if best.is_none_or(|(best, ..)| entry < best)
                && self.instances.is_waiting_as(entry.instance, entry.offer)
                && self.instances[entry.instance].due < next_start
                && let Some((way, lead)) = self.way_for(entry.instance, worker, occupation)
            {
                best = Some((entry, way, lead));
            }
        }
        best
    }
}
