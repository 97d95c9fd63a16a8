//! Which ways of a waiting instance are open, whose in-basket or queue it stands in, and in which order.

use crate::model::compile::compiled::WayRow;
use crate::model::compile::plan::Mask;
use crate::model::scenario::{Discipline, OccupationId, Roster, TaskId, Way};
use crate::model::site::Process;
use crate::model::site::instances::{Instance, State};
use crate::model::site::prospects::Out;
use crate::model::site::rows::{CaseNo, InstanceNo, WorkerNo};
use crate::model::site::schedule::{Payload, class};
use crate::model::site::staff::QueueEntry;
use crate::model::site::waiting::{TeamStage, Turn};
use crate::units::{Bits, Id, Span, Time, bits};

impl Process<'_> {
    /// Ways of an instance on which it could start if the people were free.
    pub(super) fn open_ways(&self, number: InstanceNo) -> u32 {
        let instance = &self.instances[number];
        if instance.fixed {
            return 1 << instance.way; // Begun already: only people are missing.
        }
        // An answer reads nothing and has no slot in its case, so each of its ways is asked by itself.
        let Some(slot) = instance.slot else {
            let spec = &self.plan.config.tasks[instance.task];
            let open = |(way, spec): (usize, &Way)| {
                let late = self.plan.compiled.way(instance.task, way as u8).late;
                let passed = !late || instance.opened.has(way);
                let is_open = passed && self.tools.is_up(spec.tool) && self.answer_way_out(number, way) == Out::No;
                (is_open as u32) << way
            };
            return spec.ways.iter().enumerate().map(open).sum();
        };
        let case = &self.cases[instance.case];
        let case_type = &self.plan.case_types[case.case_type as usize];
        let availabilities = &self.prospects[case.case_type as usize];
        let Some(availability) = availabilities.of(slot.place()) else { return 0 };
        let settled = case.written | case.absent | !case_type.reach;
        let passed = availability.passed(instance.opened) & !instance.failed;
        // All open ways read and write the same: one test is enough.
        if availability.alike {
            let readable = (availability.needs & !case.written) | (availability.settles & !settled) == 0;
            return if readable { availability.open & passed } else { 0 };
        }
        let mut open = 0;
        for way in bits((passed & (availability.open | availability.by_case)) as Mask) {
            let plan = &case_type.tasks[slot.place()].ways[way];
            let readable = (plan.needs & !case.written) | (plan.settles & !settled) == 0;
            let decided = availability.open.has(way)
                || self.conditional_way_out(Some(instance.case), instance.task, way) == Out::No;
            open |= ((readable && decided) as u32) << way;
        }
        open
    }

    /// An answer's ways have no reads.
    pub(super) fn answer_way_out(&self, number: InstanceNo, way: usize) -> Out {
        let instance = &self.instances[number];
        let spec = &self.plan.config.tasks[instance.task].ways[way];
        if !spec.on || self.prospects.is_never(instance.task, way) || instance.failed.has(way) {
            return Out::Forever;
        }
        self.conditional_way_out(Some(instance.case), instance.task, way)
    }

    /// Offers a waiting instance anew if other ways are open than before.
    pub(super) fn offer_if_changed(&mut self, number: InstanceNo) {
        if self.open_ways(number) != self.instances[number].offered {
            self.offer(number);
        }
    }

    /// Somebody leads `task` of a case now: for what they may not lead, those who led it before may be free again.
    pub(super) fn offer_to_others(&mut self, case: CaseNo, task: TaskId) {
        for slot in bits(self.cases[case].live) {
            let Some(number) = self.cases[case].tasks[slot].instance else { continue };
            let Instance { state, task: waiting, .. } = self.instances[number];
            if state == State::Waiting && self.plan.config.tasks[waiting].not_by == Some(task) {
                self.offer(number);
            }
        }
    }

    /// Puts a waiting instance into the queues of everybody who could lead one of its open ways.
    pub(super) fn offer(&mut self, number: InstanceNo) {
        // Entries of an earlier offer become stale where they stand; no queue is searched for them.
        let offer = self.schedule.generation();
        let open = self.open_ways(number);
        self.instances.offer(number, offer, open);
        let task = self.instances[number].task;
        let plan = self.plan;
        let mut in_team = false;
        let mut instant = false;
        let rows = plan.compiled.ways(task);
        for (number_of_way, way) in rows.iter().enumerate() {
            if !open.has(number_of_way) {
                continue;
            }
            // Not started here but by dispatch: what else happens at this instant may supersede it.
            let Some(lead) = way.lead().filter(|_| !way.instant) else {
                instant = true;
                continue;
            };
            if way.members > 1 {
                in_team = true;
                continue;
            }
            let owner = self.bound_owner(number, lead);
            // One entry in a queue is enough for several ways: the worker who takes it chooses among them.
            let before = rows[..number_of_way].iter().enumerate();
            let queued = |(other, row): (usize, &WayRow)| open.has(other) && row.is_solo_of(lead);
            if owner.is_none() && before.into_iter().any(queued) {
                continue;
            }
            let entry = self.entry(number, lead, number_of_way);
            // Only in the in-basket: from the common queue a colleague could take it first.
            match owner {
                Some(worker) => self.staff.put_in_basket(worker, entry),
                None => self.staff.enqueue(lead, entry),
            }
            self.waiting.add_crew(lead);
        }
        if in_team {
            self.await_team(number, offer);
        }
        if instant {
            self.waiting.add_fresh(number);
        }
        if plan.compiled.task(task).urgent {
            self.waiting.add_urgent(number);
        }
        self.waiting.look();
    }

    /// The worker whose in-basket binds this instance for ways led by `lead`.
    pub(super) fn bound_owner(&self, number: InstanceNo, lead: OccupationId) -> Option<WorkerNo> {
        let instance = &self.instances[number];
        let owner = instance.owner?;
        let row = &self.staff[owner];
        (instance.owner_waiting && row.employed && row.occupation as usize == lead.index()).then_some(owner)
    }

    pub(super) fn entry(&self, number: InstanceNo, lead: OccupationId, way: usize) -> QueueEntry {
        let instance = &self.instances[number];
        let discipline = match self.plan.compiled.disciplines[lead] {
            Discipline::Fifo => instance.ready.0,
            Discipline::Due => instance.due.0,
            Discipline::Shortest => self.expected_ms(number, way) as i64,
        };
        // Smaller goes first, so the priority is negated; half of the rank keeps an entry at 24 bytes.
        QueueEntry {
            priority: -self.plan.compiled.task(instance.task).priority,
            discipline,
            rank: (self.rank_of(number) >> 32) as u32,
            instance: number,
            offer: instance.offer,
        }
    }

    /// Its place in the one order of the site.
    pub(super) fn turn(&self, number: InstanceNo) -> Turn {
        let instance = &self.instances[number];
        let stage = match (instance.state, self.instances.job(number).team.len()) {
            (State::Suspended, 0..=1) => TeamStage::Own,
            (State::Suspended, _) => TeamStage::Team,
            _ => TeamStage::Begin,
        };
        let priority = -self.plan.compiled.task(instance.task).priority;
        (stage, priority, instance.ready, self.rank_of(number))
    }

    /// What anybody would expect the work to take by this way, in ms of each member.
    pub(super) fn expected_ms(&self, number: InstanceNo, way: usize) -> f64 {
        if self.instances[number].fixed {
            return self.instances.job(number).left;
        }
        self.expected_whole(number, way)
    }

    /// The same of all the work from its beginning: at mean complexity, by an experienced worker.
    fn expected_whole(&self, number: InstanceNo, way: usize) -> f64 {
        let Instance { task, case, slot, .. } = self.instances[number];
        let row = self.plan.compiled.way(task, way as u8);
        row.standard.with(if row.itemised { self.items(case, slot) } else { 0.0 })
    }

    /// Work requested, in expected time, for those it is meant for.
    pub(super) fn record_demand(&mut self, number: InstanceNo) {
        let row = self.plan.compiled.task(self.instances[number].task);
        if let (Some(meant_for), Some(way)) = (row.meant_for, row.meant_way) {
            let ms = self.expected_whole(number, way.into());
            self.record.demanded(meant_for, ms as u64);
        }
        self.count_on_meant(number, 1);
    }

    /// Counts the work of an instance among what is offered to those who are planned to do it, or takes it out again
    /// (-1).
    pub(super) fn count_on_meant(&mut self, number: InstanceNo, sign: i64) {
        let way = self.plan.compiled.task(self.instances[number].task).meant_way;
        if let Some(way) = way.filter(|_| self.schema.plans_staff) {
            self.count_on(number, way.into(), sign);
        }
    }

    /// Work that is begun on some way is offered to its team, and no more to those who were planned to do it; a failed
    /// way (-1) gives it back. What nobody is meant to see is offered to nobody.
    pub(super) fn count_on_taken(&mut self, number: InstanceNo, way: usize, sign: i64) {
        if self.schema.plans_staff {
            self.count_on_meant(number, -sign);
            if self.plan.config.tasks[self.instances[number].task].ways[way].counted {
                self.count_on(number, way, sign);
            }
        }
    }

    fn count_on(&mut self, number: InstanceNo, way: usize, sign: i64) {
        let ms = self.expected_whole(number, way) as i64;
        let team = &self.plan.config.tasks[self.instances[number].task].ways[way].team;
        team.iter().for_each(|member| self.record.offered_to(*member, sign * ms));
    }

    /// Finds whose in-basket a ready instance belongs in, and until when it stays there.
    pub(super) fn find_owner(&mut self, number: InstanceNo) {
        let Instance { task, case, clock, .. } = self.instances[number];
        let spec = &self.plan.config.tasks[task];
        let Some(of) = spec.owner else { return };
        let row = &self.cases[case];
        let tasks = &self.schema.case_types[row.case_type as usize].tasks;
        let Some(slot) = tasks.iter().position(|other| *other == of) else { return };
        // Who has left owns nothing: the work goes to the occupation.
        if let Some(owner) = row.tasks[slot].led_by.filter(|owner| self.staff[*owner].employed) {
            self.give_to(number, owner, spec.owner_wait, clock);
        }
    }

    /// Puts an instance into a worker's in-basket for a time (default: the end of their next shift).
    pub(super) fn give_to(&mut self, number: InstanceNo, owner: WorkerNo, wait: Option<Span>, clock: u32) {
        self.instances.give_to(number, owner);
        // Without a wait the work is open to the occupation at once; no event is needed for that.
        match wait {
            Some(wait) if wait == Span::ZERO => self.instances.end_owner_wait(number),
            Some(wait) => {
                let payload = Payload::OwnerWaited { instance: number, clock };
                self.schedule.at(self.schedule.now() + wait, class::TIMER, payload);
            }
            None => match self.next_shift(owner) {
                Some((_, end)) => self.wait_until(end, number, owner, clock),
                None if self.is_always_on(owner) => {}
                // No further shift this week: looked at again when the next roster is dealt.
                None => self.staff.await_roster(owner, number, clock),
            },
        }
    }

    /// Keeps an instance in an in-basket until the owner's shift ends: one event for all that wait until then.
    fn wait_until(&mut self, end: Time, number: InstanceNo, owner: WorkerNo, clock: u32) {
        if self.staff.await_shift_end(owner, end, number, clock) {
            self.schedule.at(end, class::TIMER, Payload::OwnersShiftOver { worker: owner });
        }
    }

    /// What waited for its owner until now goes to the occupation.
    pub(super) fn owners_shift_over(&mut self, worker: WorkerNo) -> bool {
        let over = self.staff.take_awaited(worker, self.schedule.now());
        over.into_iter().fold(false, |counts, (number, clock)| self.owner_waited(number, clock) | counts)
    }

    fn is_always_on(&self, worker: WorkerNo) -> bool {
        matches!(self.plan.config.occupations[self.staff.occupation_of(worker)].roster, Roster::Always)
    }

    /// The first shift rostered this week that starts after now.
    pub(super) fn next_shift(&self, worker: WorkerNo) -> Option<(Time, Time)> {
        let shifts = &self.staff[worker].shifts;
        shifts.iter().find(|shift| shift.start > self.schedule.now()).map(|shift| (shift.start, shift.end))
    }

    pub(super) fn owner_waited(&mut self, number: InstanceNo, clock: u32) -> bool {
        if !self.instances.is_timed_by(number, clock) || !self.instances[number].owner_waiting {
            return false;
        }
        self.instances.end_owner_wait(number);
        if self.instances[number].state == State::Waiting {
            self.offer(number);
        }
        true
    }

    pub(super) fn way_opens(&mut self, number: InstanceNo, clock: u32, way: u8) -> bool {
        if !self.instances.is_timed_by(number, clock) {
            return false;
        }
        self.instances.open_way(number, way);
        let waiting = self.instances[number].state == State::Waiting;
        // In service or suspended it keeps its way; the opened one counts when it is offered again.
        if waiting {
            self.offer_if_changed(number);
        }
        waiting
    }
}
