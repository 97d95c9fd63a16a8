//! Doing it: start, suspend, resume, complete.

use crate::model::compile::case_type::SlotKind;
use crate::model::compile::plan::SlotNo;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::OnFound;
use crate::model::site::Process;
use crate::model::site::instances::{Begun, Instance, Job, State};
use crate::model::site::notes::{Drawn, What};
use crate::model::site::rows::{InstanceNo, Number, WorkerNo};
use crate::model::site::schedule::{Payload, class};
use crate::units::{Bits, Span, bits};

impl Process<'_> {
    /// Starts a waiting instance on a way with these people (nobody for automated ways and unlimited occupations).
    pub(super) fn start(&mut self, number: InstanceNo, way: usize, members: &[WorkerNo]) {
        let stamp = self.schedule.generation();
        let plan = self.plan;
        let lead = members.first().copied();
        let Instance { task, slot, case, ready, .. } = self.instances[number];
        let row = plan.compiled.way(task, way as u8);
        let unlimited = lead.is_none() && !row.is_automated();
        if self.audit && lead.is_some() {
            self.audit_start(number, way, members);
        }
        // The new generation makes its entries in queues stale.
        let Begun { first, fixed } = self.instances.begin(number, way, members, unlimited, stamp);
        if let Some(slot) = slot {
            let case_type = self.cases.take_in_hand(case, slot.place(), lead);
            // From now on only what this way reads is wanted by it; other writers may be superseded.
            if plan.case_types[case_type as usize].ways_differ.has(slot.place()) {
                self.cases.look_at(case);
            }
            if plan.compiled.task(task).bars {
                self.offer_to_others(case, task);
            }
        }
        self.note(What::Start(task, way, lead.map(Number::place)));
        self.record.started(task, first.then(|| self.schedule.now() - ready));
        if first {
            self.log_start(number);
            self.record_session(task, ready);
        }
        // What was suspended or handed over has read before and keeps its time.
        if !fixed {
            self.count_on_taken(number, way, 1);
            self.read(number, way);
        }
        if row.is_automated() {
            self.record.attempted(plan.config.tasks[task].ways[way].tool);
        }
        self.put_in_service(number);
    }

    /// What the work reads, and how long that makes it: standard time in ms. Nothing else computes it.
    fn read(&mut self, number: InstanceNo, way: usize) {
        let (plan, schema) = (self.plan, self.schema);
        let key = self.key_of(number);
        let Instance { task, slot, attempt, case, .. } = self.instances[number];
        let row = plan.compiled.way(task, way as u8);
        let salt = schema.salts[task].time.at(attempt, 0);
        // One variate per case, task and attempt, whichever way is used: so arms that use different ways stay coupled.
        let mut time = row.time.quantile(key.unit(salt));
        // Complexity makes human time longer; a machine takes its `time`.
        if !row.is_automated() {
            time *= self.cases[case].complexity;
        }
        let mut carried = self.instances.take_carried(number);
        carried.clear();
        let (mut read, mut tool, mut unread) = (0, None, 0);
        if let Some(slot) = slot {
            let row = &self.cases[case];
            let way = &plan.case_types[row.case_type as usize].tasks[slot.place()].ways[way];
            read = (way.needs | way.settles) & row.written;
            (tool, unread) = self.cases.read(case, read, &mut carried);
        }
        let review = tool.filter(|_| row.reviews);
        // Most products carry nothing: then no draws are needed to notice nothing.
        let laden = row.finds && !carried.set.is_empty();
        self.instances.lay_out(number, time, read, carried, review);
        self.note_draw(Drawn::Time(task, way as u8), key, salt, Span::from_ms(time).hours());
        bits(unread).for_each(|slot| self.record_first_reading(case, slot));
        if plan.compiled.task(task).rejects && slot.is_some() {
            self.instances.count_rejected(number, self.carried_by_rejected(case, task));
        }
        if row.itemised {
            self.instances.lengthen(number, self.items_time(number, way as u8));
        }
        let heed = if review.is_some() { self.rely_on_tool(number) } else { 1.0 };
        if laden {
            let found = self.notice(number, way, heed);
            let fixing = if row.fixes { self.fixing_time(number, way as u8, &found) } else { 0.0 };
            self.instances.find(number, found, fixing);
        }
    }

    /// The clock runs: under the tool's present dip, with everybody busy.
    fn put_in_service(&mut self, number: InstanceNo) {
        // Outdates the completion of an earlier spell of service.
        let service = self.schedule.generation();
        let (plan, now) = (self.plan, self.schedule.now());
        let Instance { task, way, .. } = self.instances[number];
        let row = plan.compiled.way(task, way);
        let mut factor = 1.0;
        if row.tooled {
            let Job { unlimited, ref team, .. } = *self.instances.job(number);
            // Novelty slows people down, not machines.
            let lead = team.first().copied();
            if lead.is_some() || unlimited {
                factor = self.dip(plan.config.tasks[task].ways[way as usize].tool, lead);
            }
        }
        if row.learns {
            factor /= self.begin_practice(number);
        }
        let until = self.instances.run(number, service, factor, now);
        let mut place = 0;
        // Up to now they were idle or held: counted before they are busy.
        while let Some(worker) = self.instances.member(number, place) {
            self.count_time(worker);
            self.staff.put_to_work(worker, number);
            place += 1;
        }
        self.schedule.at(until, class::COMPLETION, Payload::Complete { instance: number, service });
    }

    /// Takes suspended work up again, with the same people.
    pub(super) fn resume(&mut self, number: InstanceNo) {
        for place in 0..self.instances.job(number).team.len() {
            let worker = self.instances.job(number).team[place];
            self.staff.no_longer_behind(worker, number);
        }
        self.instances.resume(number);
        self.note(What::Resume(self.instances[number].task));
        self.put_in_service(number);
    }

    /// Stops work in service; what is left is kept in standard time. `leaver` is not free for other work.
    pub(super) fn suspend(&mut self, number: InstanceNo, leaver: WorkerNo) {
        let service = self.schedule.generation();
        self.instances.suspend(number, service, self.schedule.now());
        let team = self.instances.job(number).team.clone();
        let lead = team[0];
        self.note(What::Suspend(self.instances[number].task));
        self.end_practice(number, false);
        for &worker in &team {
            self.count_time(worker);
            self.staff.put_down(worker);
            // The caller says what the leaver does next: break, home, or other work.
            if worker != leaver {
                self.free(worker);
            }
        }
        // A team comes back together; handing over is for work of one person.
        if team.len() > 1 {
            self.await_team(number, service);
            self.waiting.look();
        } else {
            self.staff.leave_behind(lead, number);
            let occupation = self.staff.occupation_of(lead);
            self.schedule.start_hand_over(occupation, Payload::HandOver { instance: number, service });
        }
    }

    /// Suspended work goes back to the queue of its lead's occupation: same way, what is left of it, original rank.
    pub(super) fn hand_over(&mut self, number: InstanceNo, service: u32) -> bool {
        if self.instances.job(number).service != service || self.instances[number].state != State::Suspended {
            return false;
        }
        self.instances.hand_over(number);
        self.offer(number);
        true
    }

    /// A worker has no work in hand: idle on shift, perhaps going on after it, or going home.
    pub(super) fn free(&mut self, worker: WorkerNo) {
        self.staff.put_down(worker);
        let row = &self.staff[worker];
        if !row.employed {
            self.staff.go_home(worker);
        } else if row.on_shift {
            self.make_idle(worker, self.schedule.now());
        } else {
            self.join_after_hours_pool(worker);
        }
    }

    /// Past the shift: owned work that falls due may still be done.
    pub(super) fn join_after_hours_pool(&mut self, worker: WorkerNo) {
        if self.staff[worker].after_until > self.schedule.now() {
            self.staff.join_after_hours_pool(worker); // Who finds nothing due at the next look goes home.
            self.waiting.look();
        } else {
            self.staff.go_home(worker);
        }
    }

    pub(super) fn complete(&mut self, number: InstanceNo, service: u32) -> bool {
        let instance = &self.instances[number];
        let job = self.instances.job(number);
        // Suspended or interrupted since this completion was scheduled.
        if job.service != service || instance.state != State::InService {
            return false;
        }
        let Instance { task, way, attempt, .. } = *instance;
        let Job { unlimited, asked, review, ref found, .. } = *job;
        let found = !found.is_empty();
        if unlimited {
            self.count_unlimited(number);
            self.instances.end_unlimited(number);
        }
        let mut place = 0;
        // Before the outcome: what follows frees the instance, and with it the list of its team.
        while let Some(worker) = self.instances.member(number, place) {
            self.count_time(worker);
            self.free(worker);
            place += 1;
        }
        let row = self.plan.compiled.way(task, way);
        if row.learns {
            // What is taken up after an answer is the same repetition.
            self.end_practice(number, !asked);
        }
        if let Some(tool) = review {
            self.judge_tool(number, tool);
        }
        if row.is_automated() || row.tooled {
            let spec = &self.plan.config.tasks[task].ways[way as usize];
            if row.is_automated() {
                let salt = self.schema.salts[task].ways[way as usize].success.at(attempt, 0);
                let key = self.key_of(number);
                // No draw where the outcome is certain.
                let succeeds = spec.success >= 1.0 || key.unit(salt) < spec.success;
                if spec.success < 1.0 {
                    self.note_draw(Drawn::Success(task, way), key, salt, f64::from(succeeds));
                }
                self.record.automated(spec.tool, succeeds);
                if !succeeds {
                    self.take_exception(number);
                    return true;
                }
            } else {
                self.record.used(spec.tool);
            }
        }
        // One query an instance: after the answer it completes with what the answer left.
        let asks = found && !asked;
        if asks {
            self.tell_found(number);
        } else if found {
            self.tell_resumed(number);
        }
        match self.plan.config.tasks[task].ways[way as usize].on_found {
            OnFound::Query { task, to } if asks => self.ask(number, task, to),
            _ => self.finish(number),
        }
        true
    }

    /// An automated way failed: the next way is tried.
    fn take_exception(&mut self, number: InstanceNo) {
        self.count_on_taken(number, self.instances[number].way.into(), -1);
        // The way has failed for this instance only, and for good.
        let first = self.instances.fail_way(number);
        let Instance { case, task, slot, .. } = self.instances[number];
        let answers = slot.is_none();
        if let Some(slot) = slot {
            self.cases.fail_way(case, slot.place(), first);
        }
        let spec = &self.plan.config.tasks[task];
        if !spec.on {
            // Begun before time zero and off since: there is no next way.
            if answers {
                self.answer_fails(number, AbsenceCause::RuledOut);
            } else {
                self.abandon(number, AbsenceCause::RuledOut);
            }
            return;
        }
        let is_out = |way| self.answer_way_out(number, way) == crate::model::site::prospects::Out::Forever;
        if answers && (0..spec.ways.len()).all(is_out) {
            self.answer_fails(number, AbsenceCause::RuledOut);
            return;
        }
        self.offer(number);
        self.cases.look_at(case);
    }

    /// The work is done: it repeats, rejects or writes, and ends.
    pub(super) fn finish(&mut self, number: InstanceNo) {
        let Instance { task, way, slot, case, .. } = self.instances[number];
        let Some(slot) = slot else {
            self.answer(number);
            return;
        };
        let Job { read, spent, obsolete, ref found, .. } = *self.instances.job(number);
        let found = !found.is_empty();
        self.record_done(number);
        self.tell_again(number);
        // Also if it writes nothing in the end: the hours were worked.
        // What it read was withdrawn meanwhile: nothing is written, and its task is open again.
        if obsolete {
            self.release(number, false, None);
            return;
        }
        if self.plan.compiled.task(task).may_fail && self.fails(number, slot) {
            return;
        }
        let (carried, introduced) = self.carried_on(number);
        let row = &self.cases[case];
        let writes = self.plan.case_types[row.case_type as usize].tasks[slot.place()].ways[way as usize].writes;
        // What another task has written meanwhile is not written twice.
        let new = writes & !(row.written | row.absent);
        // Defects in a discarded write are in no product.
        if new != 0 {
            self.record.introduced(task, introduced);
        }
        self.cases.finish_attempt(case, slot.place(), read, new, found);
        let row = self.plan.compiled.way(task, way);
        let tool = if row.tooled { self.plan.config.tasks[task].ways[way as usize].tool } else { None };
        if row.observes {
            self.take_readings(number, new);
        }
        self.log_written(case, new);
        for product in bits(new) {
            self.write(case, product, &carried, tool, spent);
        }
        self.release(number, true, None);
    }

    /// Whether an attempt ends without writing: it is to be done again, or sends back what it was given.
    fn fails(&mut self, number: InstanceNo, slot: SlotNo) -> bool {
        let Instance { task, attempt, case, .. } = self.instances[number];
        let key = self.key_of(number);
        let spec = &self.plan.config.tasks[task];
        let salts = &self.schema.salts[task];
        // The last attempt neither repeats nor rejects, so no case goes round for ever.
        if u32::from(attempt) >= spec.attempts {
            return false;
        }
        if spec.repeat > 0.0 {
            let salt = salts.repeat.at(attempt, 0);
            let repeats = key.unit(salt) < spec.repeat;
            self.note_draw(Drawn::Repeat(task), key, salt, f64::from(repeats));
            if repeats {
                self.release(number, false, None);
                return true;
            }
        }
        let Some(rejects) = spec.rejects else { return false };
        let defects = self.instances.job(number).rejected_count as f64;
        let salt = salts.rejects.at(attempt, 0);
        let u = key.unit(salt);
        // One draw for both reasons: below `base` it would have been sent back without defects, too.
        let sends_back = u < rejects.base + rejects.per_defect * defects;
        self.note_draw(Drawn::Rejects(task), key, salt, f64::from(sends_back));
        if sends_back {
            let case_type = self.cases[case].case_type as usize;
            let product = self.schema.case_types[case_type].slot(SlotKind::Own(rejects.product));
            self.release(number, false, None);
            if let Some(product) = product {
                let attribution = if u < rejects.base { None } else { self.tell_rejected(task, slot, case, product) };
                self.reject(case, product, attribution);
            }
        }
        sends_back
    }
}
