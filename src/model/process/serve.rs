//! Doing it: start, suspend, resume, complete.

use super::state::{Doing, Instance, NONE, Part, State, left_at};
use super::{Payload, Process, What, class};
use crate::model::layout::SlotKind;
use crate::model::plan::bits;
use crate::model::scenario::OnFound;
use crate::units::{Span, Time};

impl Process<'_> {
    /// Starts a waiting instance on a way with these people (nobody for automated ways and unlimited occupations).
    pub(super) fn start(&mut self, number: u32, way: usize, members: &[u32]) {
        let stamp = self.stamp();
        let now = self.now;
        let instance = &mut self.instances[number as usize];
        let (task, first) = (instance.task, !instance.started);
        let ready = instance.ready;
        instance.started = true;
        instance.state = State::InService;
        instance.offer = stamp;
        instance.way = way as u8;
        instance.team.clear();
        instance.team.extend_from_slice(members);
        let fixed = std::mem::take(&mut instance.fixed);
        let slot = instance.slot;
        let case = instance.case;
        self.note(What::Start(task, way, members.first().copied()));
        self.record.started(task, if first { Some(now - ready) } else { None });
        if slot != 255 {
            let lead = members.first().copied().unwrap_or(NONE);
            let case_row = &mut self.cases[case as usize];
            case_row.tasks[slot as usize].led_by = lead;
            if self.plan.classes[case_row.class as usize].tasks[slot as usize].ways_differ {
                self.look_at(case);
            }
            if self.plan.bars[task] {
                self.offer_to_others(case, task);
            }
        }
        if !fixed {
            self.read(number, way);
        }
        let spec = &self.plan.world.tasks[task].ways[way];
        self.instances[number as usize].unlimited = members.is_empty() && !spec.team.is_empty();
        if self.instances[number as usize].unlimited {
            self.unlimited_busy.insert(number);
        }
        if spec.team.is_empty() {
            self.record.attempted(spec.tool);
        }
        self.put_in_service(number);
    }

    /// What the work reads, and how long that makes it: standard time in ms.
    fn read(&mut self, number: u32, way: usize) {
        let Instance { task, key, attempt, slot, case, .. } = self.instances[number as usize];
        let spec = &self.plan.world.tasks[task].ways[way];
        let items = self.items(case, slot);
        let row = &self.cases[case as usize];
        let variate = key.unit(self.layout.salts[task].time.at(attempt, 0));
        let mut left = spec.time.quantile(variate);
        if spec.team.is_empty() {
            left += spec.per_item * items;
        } else {
            left = left * row.complexity + spec.per_item * items;
        }
        let mut carried = std::mem::take(&mut self.instances[number as usize].carried);
        carried.set.clear();
        carried.count = 0;
        let mut read = 0;
        let mut tooled = false;
        if slot != 255 {
            let plan = &self.plan.classes[row.class as usize].tasks[slot as usize].ways[way];
            read = (plan.needs | plan.settles) & row.written;
            for slot in bits(read) {
                let slot = &self.cases[case as usize].slots[slot];
                carried.unite(&slot.carried);
                tooled |= slot.tooled;
            }
        }
        let rejected_count = self.plan.world.tasks[task].rejects.map_or(0, |rejects| {
            let row = &self.cases[case as usize];
            let classes = &self.layout.classes[row.class as usize];
            classes.slot(SlotKind::Own(rejects.product)).map_or(0, |slot| row.slots[slot].carried.len())
        });
        bits(read).for_each(|slot| self.mark_read(case, slot));
        let found = self.notice(number, way, &carried);
        if spec.on_found == OnFound::Fix {
            left += found.len() as f64 * spec.fix_time;
        }
        let instance = &mut self.instances[number as usize];
        instance.left = left;
        instance.read = read;
        instance.review = spec.reviews && tooled;
        instance.carried = carried;
        instance.rejected_count = rejected_count;
        instance.found = found;
    }

    /// The clock runs: under the tool's present dip, with everybody busy.
    fn put_in_service(&mut self, number: u32) {
        let service = self.stamp();
        let Instance { task, way, .. } = self.instances[number as usize];
        let tool = self.plan.world.tasks[task].ways[way as usize].tool;
        let lead = self.instances[number as usize].team.first().copied();
        let slowed = lead.is_some() || self.instances[number as usize].unlimited;
        let factor = if slowed { self.dip(tool, lead) } else { 1.0 };
        let now = self.now;
        let instance = &mut self.instances[number as usize];
        instance.factor = factor;
        instance.service = service;
        instance.counted = now;
        instance.until = now + Span::from_ms(instance.left * factor).max(Span(1));
        let until = instance.until;
        for place in 0..self.instances[number as usize].team.len() {
            let worker = self.instances[number as usize].team[place];
            self.count_time(worker);
            if self.workers[worker as usize].doing == Doing::Idle {
                self.take_from_idle(worker);
            }
            let row = &mut self.workers[worker as usize];
            row.part = if row.on_shift { Part::Regular } else { Part::AfterHours };
            row.doing = Doing::Busy;
            row.instance = number;
        }
        self.schedule(until, class::COMPLETION, Payload::Complete { instance: number, service });
    }

    /// Takes suspended work up again, with the same people.
    pub(super) fn resume(&mut self, number: u32) {
        for place in 0..self.instances[number as usize].team.len() {
            let worker = self.instances[number as usize].team[place];
            self.workers[worker as usize].suspended.retain(|other| *other != number);
        }
        self.instances[number as usize].state = State::InService;
        self.note(What::Resume(self.instances[number as usize].task));
        self.put_in_service(number);
    }

    /// Stops work in service; what is left is kept in standard time. `leaver` is not free for other work.
    pub(super) fn suspend(&mut self, number: u32, leaver: u32) {
        let service = self.stamp();
        let now = self.now;
        let instance = &mut self.instances[number as usize];
        instance.left = left_at(instance, now);
        instance.state = State::Suspended;
        instance.service = service;
        let team = instance.team.clone();
        let lead = team[0];
        self.note(What::Suspend(self.instances[number as usize].task));
        for &worker in &team {
            self.count_time(worker);
            self.workers[worker as usize].instance = NONE;
            if worker != leaver {
                self.free(worker);
            }
        }
        if team.len() > 1 {
            let key = self.team_key(number);
            self.teams.insert((key, number, service));
            self.dirty = true;
        } else {
            self.workers[lead as usize].suspended.push(number);
            let occupation = self.occupation_of(lead);
            if let Some(wait) = self.plan.world.occupations[occupation].hand_over {
                self.schedule(now + wait, class::TIMER, Payload::HandOver { instance: number, service });
            }
        }
    }

    /// Suspended work goes back to the queue of its lead's occupation: same way, what is left of it, original rank.
    pub(super) fn hand_over(&mut self, number: u32, service: u32) -> bool {
        let instance = &mut self.instances[number as usize];
        if instance.service != service || instance.state != State::Suspended {
            return false;
        }
        instance.state = State::Waiting;
        instance.fixed = true;
        instance.owner_waiting = false;
        instance.team.clear();
        self.offer(number);
        true
    }

    /// A worker has no work in hand: idle on shift, perhaps going on after it, or going home.
    pub(super) fn free(&mut self, worker: u32) {
        let row = &mut self.workers[worker as usize];
        row.instance = NONE;
        if !row.employed {
            row.doing = Doing::Off;
        } else if row.on_shift {
            self.make_idle(worker, self.now);
        } else {
            self.linger(worker);
        }
    }

    /// Past the shift: owned work that falls due may still be done.
    pub(super) fn linger(&mut self, worker: u32) {
        if self.workers[worker as usize].after_until > self.now {
            self.workers[worker as usize].doing = Doing::Lingering;
            self.lingering.push(worker);
            self.dirty = true;
        } else {
            self.go_home(worker);
        }
    }

    pub(super) fn go_home(&mut self, worker: u32) {
        let row = &mut self.workers[worker as usize];
        row.doing = Doing::Off;
        row.instance = NONE;
    }

    pub(super) fn complete(&mut self, number: u32, service: u32) -> bool {
        let instance = &self.instances[number as usize];
        if instance.service != service || instance.state != State::InService {
            return false;
        }
        let Instance { task, way, key, attempt, .. } = *instance;
        let spec = &self.plan.world.tasks[task].ways[way as usize];
        self.count_unlimited(number);
        self.unlimited_busy.remove(&number);
        for place in 0..self.instances[number as usize].team.len() {
            let worker = self.instances[number as usize].team[place];
            self.count_time(worker);
            self.free(worker);
        }
        if spec.team.is_empty() {
            let succeeds = spec.success >= 1.0
                || key.unit(self.layout.salts[task].ways[way as usize].success.at(attempt, 0)) < spec.success;
            self.record.automated(spec.tool, succeeds);
            if !succeeds {
                self.take_exception(number);
                return true;
            }
        } else {
            self.record.used(spec.tool);
        }
        let asks = !self.instances[number as usize].asked && !self.instances[number as usize].found.is_empty();
        match spec.on_found {
            OnFound::Query { task, to } if asks => self.ask(number, task, to),
            _ => self.finish(number),
        }
        true
    }

    /// An automated way failed: the next way is tried.
    fn take_exception(&mut self, number: u32) {
        let instance = &mut self.instances[number as usize];
        instance.failed |= 1 << instance.way;
        instance.state = State::Waiting;
        let case = instance.case;
        if instance.is_answer() {
            let ways = self.plan.world.tasks[self.instances[number as usize].task].ways.len();
            if (0..ways).all(|way| self.answer_way_out(number, way) == super::call::Out::Forever) {
                self.answer_fails(number, crate::model::outcome::Cause::RuledOut);
                return;
            }
        }
        self.offer(number);
        self.look_at(case);
    }

    /// The work is done: it repeats, rejects or writes, and ends.
    pub(super) fn finish(&mut self, number: u32) {
        if self.instances[number as usize].is_answer() {
            self.answer(number);
            return;
        }
        let Instance { task, way, key, attempt, slot, case, obsolete, .. } = self.instances[number as usize];
        let spec = &self.plan.world.tasks[task];
        let salts = &self.layout.salts[task];
        self.record_done(number);
        let last = attempt >= spec.attempts;
        if obsolete || !last && spec.repeat > 0.0 && key.unit(salts.repeat.at(attempt, 0)) < spec.repeat {
            self.release(number, false, None);
            return;
        }
        if let Some(rejects) = spec.rejects.filter(|_| !last) {
            let defects = self.instances[number as usize].rejected_count as f64;
            if key.unit(salts.rejects.at(attempt, 0)) < rejects.base + rejects.per_defect * defects {
                let class = self.cases[case as usize].class as usize;
                let product = self.layout.classes[class].slot(SlotKind::Own(rejects.product));
                self.release(number, false, None);
                if let Some(product) = product {
                    self.reject(case, product);
                }
                return;
            }
        }
        let carried = self.carried_on(number);
        let row = &self.cases[case as usize];
        let writes = self.plan.classes[row.class as usize].tasks[slot as usize].ways[way as usize].writes;
        let new = writes & !(row.written | row.absent);
        let Instance { read, spent, .. } = self.instances[number as usize];
        let tooled = spec.ways[way as usize].tool.is_some();
        let found = !self.instances[number as usize].found.is_empty();
        let row = &mut self.cases[case as usize];
        row.tasks[slot as usize].read = read;
        row.tasks[slot as usize].wrote |= new;
        row.tasks[slot as usize].found |= found;
        for product in bits(new) {
            self.write(case, product, &carried, tooled, spent);
        }
        self.release(number, true, None);
    }

    /// A product comes into being.
    fn write(&mut self, case: u32, slot: usize, carried: &super::state::Carried, tooled: bool, making: u64) {
        let now = self.now;
        let row = &mut self.cases[case as usize];
        row.written |= 1 << slot;
        let product = &mut row.slots[slot];
        product.attempt += 1;
        product.read = false;
        product.tooled = tooled;
        product.at = now;
        product.making = making;
        product.carried = carried.clone();
        if let SlotKind::Own(kind) = self.layout.classes[row.class as usize].slots[slot] {
            self.note(What::Written(kind));
            self.record.written(kind, making, carried.len());
        }
        self.settled(case, slot);
    }

    /// Counts the first reading of a product.
    pub(super) fn mark_read(&mut self, case: u32, slot: usize) {
        let row = &mut self.cases[case as usize];
        let product = &mut row.slots[slot];
        if std::mem::replace(&mut product.read, true) {
            return;
        }
        let SlotKind::Own(kind) = self.layout.classes[row.class as usize].slots[slot] else { return };
        // At another site a first reading counts only if nobody reads it where it is written.
        let view = &self.plan.classes[row.class as usize].views[self.kind];
        if view.mine >> slot & 1 == 1 || self.is_unread_at_home(case, slot) {
            let Time(at) = self.cases[case as usize].slots[slot].at;
            let making = self.cases[case as usize].slots[slot].making;
            self.record.read(kind, Time(at), making, self.now);
        }
    }

    fn is_unread_at_home(&self, case: u32, slot: usize) -> bool {
        let class = &self.plan.classes[self.cases[case as usize].class as usize];
        let written_at = class.views.ids().find(|kind| class.views[*kind].mine >> slot & 1 == 1);
        !class.tasks.iter().any(|task| task.on && Some(task.kind) == written_at && task.reads >> slot & 1 == 1)
    }
}
