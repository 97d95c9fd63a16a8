//! Doing it wrong, and again: defects, queries and their answers, rejections and what they make stale.

use crate::engine::poisson_quantile;
use crate::model::compile::case_type::SlotKind;
use crate::model::compile::plan::SlotNo;
use crate::model::ledger::Fate;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::{DefectKindId, QueryTo, TaskId};
use crate::model::site::Process;
use crate::model::site::cases::{Attribution, Carried, Defect, Defects};
use crate::model::site::instances::{Asker, Instance, Query, State};
use crate::model::site::mail::{AskedQuery, Body};
use crate::model::site::notes::{Drawn, What};
use crate::model::site::prospects::Out;
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::units::{Bits, Id, Span, bits};

impl Process<'_> {
    /// Which of the inherited defects the lead notices, who heeds them so much: drawn by finding instance and defect.
    pub(super) fn notice(&self, number: InstanceNo, way: usize, heed: f64) -> Defects {
        let instance = &self.instances[number];
        let job = self.instances.job(number);
        let spec = &self.plan.config.tasks[instance.task].ways[way];
        let salt = self.schema.salts[instance.task].finds.at(instance.attempt, 0);
        let noticed = |defect: &&Defect| {
            let draw = self.key_of_found(number, defect).unit(salt);
            draw < heed * spec.finds[defect.kind as usize]
        };
        job.carried.set.iter().filter(noticed).copied().collect()
    }

    /// What the products of a finished instance carry: what was read and is not fixed, and what this attempt
    /// introduced, and how much that is.
    pub(super) fn carried_on(&mut self, number: InstanceNo) -> (Carried, u32) {
        let mut carried = self.instances.take_carried(number);
        let Instance { task, way, attempt, .. } = self.instances[number];
        let (job, key) = (self.instances.job(number), self.key_of(number));
        let row = self.plan.compiled.way(task, way);
        let mut introduced = 0;
        if row.fixes && !job.found.is_empty() {
            carried.set.retain(|defect| !job.found.contains(defect));
        }
        if row.makes_defects
            && let Some(defects) = &self.plan.config.tasks[task].ways[way as usize].defects
        {
            let salts = &self.schema.salts[task];
            let lead = job.team.first();
            let raised = lead.map_or(1.0, |lead| self.strained_by(*lead, |strain| strain.defects));
            let salt = salts.introduced.at(attempt, 0);
            let made = poisson_quantile(raised * defects.introduced, key.unit(salt));
            self.note_draw(Drawn::Introduced(task), key, salt, f64::from(made));
            for defect in 0..made {
                let kind = pick(&defects.kinds, key.unit(salts.kind.at(attempt, defect))).index() as u16;
                let number = defect;
                // The same identity in every arm and at every site, so that a defect found twice is counted once.
                let id = key.child(salts.name).child((attempt as u64) << 32 | number as u64).0;
                let made_in = self.schedule.now().week() as i16;
                carried.set.push(Defect { scope: 0, task, attempt, number, kind, made_in, id });
            }
            introduced = made;
            // Sets are kept sorted, so that the defects of one task are neighbours.
            if made > 0 {
                carried.set.sort_unstable();
            }
        }
        (carried, introduced)
    }

    /// One query for all the defects an instance noticed; the asker is released and the instance blocked.
    pub(super) fn ask(&mut self, number: InstanceNo, answer: TaskId, to: QueryTo) {
        let Instance { task, attempt, serial, case, .. } = self.instances[number];
        let key = self.key_of(number);
        self.instances.block(number);
        self.note(What::Block(task));
        let defects = self.instances.job(number).found.clone();
        let asker = Asker { site: self.site as u16, instance: number, serial, task };
        let origin = self.origin_of(number, &defects, to);
        // The answer draws at addresses of its own, which do not depend on where it is given.
        let key = key.child(self.schema.salts[task].name).child(attempt as u64);
        let question = AskedQuery { asker, key, answer, origin: origin.map(SlotNo::new), defects, attempt };
        let case_type = &self.plan.case_types[self.cases[case].case_type as usize];
        let kind = origin.map_or(self.site_type, |slot| case_type.tasks[slot].kind);
        if kind == self.site_type {
            self.put_question(case, question);
        } else {
            self.send(case, kind, Body::Query { gid: self.cases[case].gid, question });
        }
    }

    /// The task slot whose lead is to be asked.
    fn origin_of(&self, asker: InstanceNo, defects: &[Defect], to: QueryTo) -> Option<usize> {
        let Instance { task, way, case, .. } = self.instances[asker];
        let read = self.instances.job(asker).read;
        let row = &self.cases[case];
        let case_type = &self.schema.case_types[row.case_type as usize];
        let tasks = &case_type.tasks;
        match to {
            QueryTo::Occupation(_) => None,
            QueryTo::Author => {
                // The first of its reads, as they stand in the file, that is there.
                let reads = self.plan.config.tasks[task].ways[way as usize].reads.iter();
                let mut slots = reads.filter_map(|read| case_type.slot(SlotKind::Own(read.product)));
                let first = slots.find(|slot| read.has(*slot))?;
                (0..tasks.len()).find(|task| row.tasks[*task].wrote.has(first))
            }
            QueryTo::Origin => {
                // The origin of most of the defects, ties by name.
                let own = || defects.iter().filter(|defect| defect.scope == 0);
                let count = |task: TaskId| own().filter(|defect| defect.task == task).count();
                let name = |task: TaskId| &self.plan.config.tasks[task].name;
                let most = own()
                    .map(|defect| defect.task)
                    .max_by(|a, b| count(*a).cmp(&count(*b)).then_with(|| name(*b).cmp(name(*a))))?;
                tasks.iter().position(|task| *task == most)
            }
        }
    }

    /// A query arrives with whom it is for: their in-basket, or people whom the answer is meant for.
    pub(super) fn put_question(&mut self, case: CaseNo, question: AskedQuery) {
        let AskedQuery { asker, key, answer, origin, defects, attempt } = question;
        let number = self.new_instance(case, answer, None, attempt);
        let led_by = origin.and_then(|slot| self.cases[case].tasks[slot.place()].led_by);
        let there = led_by.filter(|worker| self.staff[*worker].employed);
        self.instances.put_question(number, Query { asker, key, asked_for: there, origin, defects });
        self.begin(number);
        self.fail_hopeless(number);
    }

    /// Gives up an answer that waits and that nobody can ever give any more.
    pub(super) fn fail_hopeless(&mut self, number: InstanceNo) -> bool {
        let instance = &self.instances[number];
        if instance.state != State::Waiting || !instance.is_answer() || instance.fixed {
            return false;
        }
        let ways = self.plan.config.tasks[instance.task].ways.len();
        let hopeless = (0..ways).all(|way| self.answer_way_out(number, way) == Out::Forever);
        if hopeless {
            self.answer_fails(number, AbsenceCause::RuledOut);
        }
        hopeless
    }

    /// An answer is done: it cures, or not.
    pub(super) fn answer(&mut self, number: InstanceNo) {
        let Instance { task, way, case, .. } = self.instances[number];
        let Query { asker, key, origin, .. } = *self.instances.query(number);
        let spec = &self.plan.config.tasks[task].ways[way as usize];
        let salt = self.schema.salts[task].ways[way as usize].success;
        // A machine's failure has been an exception before this; here it has answered.
        let cured = spec.team.is_empty() || spec.success >= 1.0 || key.unit(salt) < spec.success;
        self.record_done(number);
        self.tell_answered(number);
        let question = self.instances.take_question(number);
        if let Some(origin) = origin.filter(|_| cured) {
            // The source: what the origin's task wrote here.
            let wrote = self.cases[case].tasks[origin.place()].wrote;
            self.cases.cure(case, wrote, &question);
        }
        self.release(number, true, None);
        self.reply(case, asker, cured, question);
    }

    /// A query that expires or that nobody can answer leaves the defects and releases the asker.
    pub(super) fn answer_fails(&mut self, number: InstanceNo, cause: AbsenceCause) {
        let Instance { task, state, started, case, .. } = self.instances[number];
        let asker = self.instances.query(number).asker;
        self.note(What::Abandoned(task, cause));
        self.book(number, Fate::Abandoned);
        self.tell_answered(number);
        self.record.abandoned(task, cause, state == State::Waiting && !started);
        self.release(number, true, None);
        self.reply(case, asker, false, Defects::new());
    }

    fn reply(&mut self, case: CaseNo, asker: Asker, cured: bool, question: Defects) {
        if asker.site as usize == self.site {
            self.answered(asker, cured, &question);
        } else {
            let kind = self.schema.sites[asker.site as usize].site_type;
            self.send(case, kind, Body::Answer { asker, cured, defects: question });
        }
    }

    /// The asker goes on: at once, or after the time it takes to find back into the work.
    pub(super) fn answered(&mut self, asker: Asker, cured: bool, question: &[Defect]) {
        let number = asker.instance;
        let instance = &self.instances[number];
        // The asker may have gone, and its row have another instance, while the answer was on its way.
        if instance.serial != asker.serial || instance.state != State::Blocked {
            return;
        }
        let Instance { task, way, case, .. } = *instance;
        if cured {
            let read = self.instances.job(number).read;
            self.instances.cure(number, question);
            self.cases.cure(case, read, question);
        }
        let cost = self.plan.config.tasks[task].ways[way as usize].resume_cost;
        if cost <= 0.0 {
            self.finish(number);
            return;
        }
        let lead = self.instances.job(number).team.first().copied();
        let clock = self.schedule.generation();
        self.instances.come_back(number, clock, cost);
        // Who asked knows the case: it is theirs until the end of their shift, then anybody's.
        if let Some(lead) = lead.filter(|lead| self.staff[*lead].on_shift) {
            let stays = self.staff[lead].shift_end - self.schedule.now();
            self.give_to(number, lead, Some(stays.max(Span(1))), clock);
        }
        self.offer(number);
    }

    /// How many defects the product carries that a task may send back.
    pub(super) fn carried_by_rejected(&self, case: CaseNo, task: TaskId) -> u32 {
        self.plan.config.tasks[task].rejects.map_or(0, |rejects| {
            let row = &self.cases[case];
            let case_type = &self.schema.case_types[row.case_type as usize];
            case_type.slot(SlotKind::Own(rejects.product)).map_or(0, |slot| row.slots[slot].carried.len())
        })
    }

    /// A task sends a product back: it is withdrawn here at once, and where it was written.
    pub(super) fn reject(&mut self, case: CaseNo, slot: usize, attribution: Option<Box<Attribution>>) {
        self.cases.attribution(case, attribution.clone());
        let row = &self.cases[case];
        let attempt = row.slots[slot].attempt;
        let gid = row.gid;
        let case_type = &self.plan.case_types[row.case_type as usize];
        let written_at = case_type.views.ids().find(|kind| case_type.views[*kind].mine.has(slot));
        self.withdraw(case, slot);
        // The site that wrote it tells all others; this one does not wait for that.
        match written_at {
            Some(kind) if kind != self.site_type => {
                self.send(case, kind, Body::Reject { gid, slot: slot as u8, attempt, attribution });
            }
            _ => {}
        }
    }

    /// A product is withdrawn, and everything built from it here; all of it is open again.
    pub(super) fn withdraw(&mut self, case: CaseNo, slot: usize) {
        // Not there (any more): this also ends the recursion where products form a circle.
        if !self.cases.withdraw(case, slot) {
            return;
        }
        let row = &self.cases[case];
        let case_type = &self.plan.case_types[row.case_type as usize];
        let view = &case_type.views[self.site_type];
        let mine = view.mine.has(slot);
        if mine {
            if let SlotKind::Own(product) = self.schema.case_types[row.case_type as usize].slots[slot] {
                self.note(What::Withdrawn(product));
                self.record.withdrawn(product);
            }
            self.announce(case, slot);
        }
        self.take_back_from_gatherers(case, slot);
        // What was superseded because this product was there may be wanted again.
        self.cases.reopen_superseded(case);
        let mut stale = 0;
        for task in bits(view.local) {
            self.cases.undo_write(case, task, slot);
            if let Some(number) = self.cases[case].tasks[task].instance {
                if case_type.tasks[task].reads.has(slot) {
                    // Not sent back at once: it goes on waiting if another way has all it reads.
                    self.instances.lose_read(number);
                }
                if self.instances[number].is_under_way() && self.instances.job(number).read.has(slot) {
                    self.make_obsolete(number);
                    self.cases.charge_to_rejection(case, task);
                }
            } else {
                // What was made from this product is withdrawn after it.
                stale |= self.cases.undo_read(case, task, slot);
            }
        }
        for product in bits(stale) {
            self.withdraw(case, product);
        }
        self.cases.look_at(case);
    }

    /// What an instance in service has read is gone: it finishes, for nothing.
    fn make_obsolete(&mut self, number: InstanceNo) {
        let team = self.instances.job(number).team.clone();
        for worker in team {
            // Time until now is counted first, so that all of it becomes rework.
            if self.staff[worker].instance == Some(number) {
                self.count_time(worker);
            }
        }
        self.record_as_rework(number);
        self.instances.make_obsolete(number);
    }

    /// Where to ask: called when an answer becomes ready.
    pub(super) fn address_question(&mut self, number: InstanceNo) {
        let Instance { task, clock, .. } = self.instances[number];
        if let Some(asked_for) = self.instances.query(number).asked_for {
            let wait = self.plan.config.tasks[task].owner_wait;
            self.give_to(number, asked_for, wait, clock);
        }
    }
}

fn pick(kinds: &[(DefectKindId, f64)], u: f64) -> DefectKindId {
    let mut sum = 0.0;
    for (kind, share) in kinds {
        sum += share;
        if u < sum {
            return *kind;
        }
    }
    // Shares may add up to a little less than one.
    kinds.last().map_or(DefectKindId(0), |(kind, _)| *kind)
}
