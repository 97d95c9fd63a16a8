//! When a task is requested: data work behaves like `make`. Looking at a case again after anything in it changed.

use crate::model::compile::case_type::SlotKind;
use crate::model::compile::plan::{CaseTypePlan, Mask, SlotNo};
use crate::model::outcome::AbsenceCause;
use crate::model::site::Process;
use crate::model::site::cases::Case;
use crate::model::site::instances::Instance;
use crate::model::site::prospects::{Availability, Decision, Deed, Out, WayStep};
use crate::model::site::rows::CaseNo;
use crate::units::{Bits, bits};

/// What the ways of a task come to at the moment.
#[derive(Clone, Copy, Default)]
pub(super) struct Chances {
    /// Reads and writes of ways not ruled out.
    reads: Mask,
    writes: Mask,
    /// Writes of ways not ruled out for good.
    possible: Mask,
    /// Ways not ruled out that have what they read.
    startable: u32,
    /// Some way may come back, or is not ruled out.
    alive: bool,
}

impl Process<'_> {
    /// Whether way number `way` of a case's task is ruled out.
    pub(super) fn way_out(&self, number: CaseNo, slot: usize, way: usize) -> Out {
        let case = &self.cases[number];
        let case_type = &self.plan.case_types[case.case_type as usize];
        let task = &case_type.tasks[slot];
        let plan = &task.ways[way];
        let never = self.prospects.is_never(task.task, way);
        let instance = case.tasks[slot].instance;
        let failed = instance.is_some_and(|instance| self.instances[instance].failed.has(way));
        if plan.out || never || failed || plan.needs & (case.absent | !case_type.reach) != 0 {
            return Out::Forever;
        }
        if plan.conditional { self.conditional_way_out(Some(number), task.task, way) } else { Out::No }
    }

    /// What the ways of a task come to, given its instance if it has one.
    fn chances(
        &self,
        number: CaseNo,
        case_type: &CaseTypePlan,
        availability: &Availability,
        instance: Option<&Instance>,
    ) -> Chances {
        let case = &self.cases[number];
        let task = &case_type.tasks[availability.slot as usize];
        let absent = case.absent | !case_type.reach;
        let settled = case.written | absent;
        let failed = instance.map_or(0, |instance| instance.failed);
        let mut chances = Chances::default();
        // A way in none of the three masks is ruled out for good at this site.
        for way in bits(((availability.open | availability.closed | availability.by_case) & !failed) as Mask) {
            let plan = &task.ways[way];
            // An absent read rules a way out for good, whatever its condition says.
            if plan.needs & absent != 0 {
                continue;
            }
            let out = if availability.by_case.has(way) {
                self.conditional_way_out(Some(number), task.task, way)
            } else if availability.open.has(way) {
                Out::No
            } else {
                Out::Now
            };
            if out == Out::Forever {
                continue;
            }
            // A way that is ruled out only now keeps the task alive, and its products from being settled as absent.
            chances.alive = true;
            chances.possible |= plan.writes;
            if out == Out::No {
                chances.reads |= plan.needs | plan.settles;
                chances.writes |= plan.writes;
                // An optional read has to be settled only: absent will do.
                let readable = (plan.needs & !case.written) | (plan.settles & !settled) == 0;
                chances.startable |= (readable as u32) << way;
            }
        }
        chances
    }

    /// Evaluates every case that changed, and those that change by that.
    #[inline(always)]
    pub(super) fn work_off_worklist(&mut self) {
        if self.cases.any_to_look_at() {
            self.work_off();
        }
    }

    #[inline(never)]
    fn work_off(&mut self) {
        let mut next = 0;
        while let Some(case) = self.cases.take_to_look_at(next) {
            next += 1;
            if self.cases[case].used {
                self.evaluate(case);
            }
        }
        self.cases.clear_worklist();
    }

    /// Looks at a case: ends what cannot be done any more and settles what is absent; when all that is settled,
    /// supersedes what nobody wants; then requests what is wanted; and closes it when nothing is left. So nothing is
    /// requested that would be superseded, or denied, by what is known at the same moment.
    pub(super) fn evaluate(&mut self, number: CaseNo) {
        let class_number = self.cases[number].case_type as usize;
        let case_type = &self.plan.case_types[class_number];
        // What settles in one look may end or supersede other tasks, so the case is looked at until nothing settles.
        let may_run = loop {
            let gathered = !case_type.gathers.is_empty() && self.settle_gathered(number, case_type);
            let (may_run, settled) = self.evaluate_once(number, class_number, case_type);
            if !(gathered || settled) {
                break may_run;
            }
        };
        self.close_if_over(number, may_run);
    }

    /// One look: which tasks may still run, and whether something settled by it.
    fn evaluate_once(&mut self, number: CaseNo, class_number: usize, case_type: &CaseTypePlan) -> (Mask, bool) {
        let case = &self.cases[number];
        // The key of the cache has neither failed ways nor what only this case decides, so such a case is judged by
        // itself.
        if case.failing > 0 || self.prospects[class_number].by_case {
            let decision = self.judge(number, class_number, case_type);
            if decision.gated != 0 && self.refuse(number, decision.gated) {
                return (decision.may_run, true);
            }
            let mut changed = false;
            for step in &decision.steps {
                changed |= self.carry_out(number, class_number, *step);
            }
            if decision.absent != 0 {
                self.settle_all_absent(number, case_type, decision.absent);
            }
            if self.audit {
                self.audit_calls(number, class_number, case_type, &decision);
            }
            return (decision.may_run, changed || decision.absent != 0);
        }
        // Which way the work under way has taken matters only if its ways read different products.
        let bound = if case.under_way & case_type.ways_differ == 0 {
            0
        } else {
            self.bound_reads(case, class_number, case_type)
        };
        let key = case.key(bound);
        let row = match self.prospects.find(class_number, &key) {
            Some(row) => row,
            None => {
                let decision = self.judge(number, class_number, case_type);
                self.prospects.remember(class_number, key, decision)
            }
        };
        let Decision { absent, may_run, gated, .. } = *self.prospects.decision(class_number, row);
        if gated != 0 && self.refuse(number, gated) {
            return (may_run, true);
        }
        let mut changed = false;
        // By number and copied: to carry a step out needs the whole site.
        for step in 0..self.prospects.decision(class_number, row).steps.len() {
            let step = self.prospects.decision(class_number, row).steps[step];
            changed |= self.carry_out(number, class_number, step);
        }
        if absent != 0 {
            self.settle_all_absent(number, case_type, absent);
        }
        if self.audit {
            self.audit_calls(number, class_number, case_type, &self.prospects.decision(class_number, row).clone());
        }
        (may_run, changed || absent != 0)
    }

    /// What is read by work under way on tasks whose ways read different things: once started, only what its way reads
    /// counts as read by it, until that way fails.
    fn bound_reads(&self, case: &Case, class_number: usize, case_type: &CaseTypePlan) -> Mask {
        let mut reads = 0;
        for slot in bits(case.under_way & case_type.ways_differ) {
            let Some(number) = case.tasks[slot].instance else { continue };
            let Instance { task, way, .. } = self.instances[number];
            let plan = &case_type.tasks[slot].ways[way as usize];
            let Some(availability) = self.prospects[class_number].of(slot) else { continue };
            // A way that has been ruled out meanwhile binds nothing: another one of the task may have to be used.
            let holds = availability.open.has(way)
                || availability.by_case.has(way)
                    && self.conditional_way_out(Some(self.instances[number].case), task, way as usize) == Out::No;
            if holds && plan.needs & (case.absent | !case_type.reach) == 0 {
                reads |= plan.needs | plan.settles;
            }
        }
        reads
    }

    /// What is to be done about a case.
    pub(super) fn judge(&self, number: CaseNo, class_number: usize, case_type: &CaseTypePlan) -> Decision {
        let view = &case_type.views[self.site_type];
        let mut decision = Decision::default();
        let mut pending: Vec<(u8, Chances)> = Vec::new();
        let case = &self.cases[number];
        // What is out of reach of the case type is never written, so it counts as absent.
        let absent = case.absent | !case_type.reach;
        let settled = case.written | absent;
        let missing = !settled;
        let mut wanted = (view.always_wanted | self.bound_reads(case, class_number, case_type)) & missing;
        let mut possible: Mask = 0;
        let mut dormant: Mask = 0;
        if view.circular {
            wanted = self.wanted_in_circles(number, class_number, case_type, wanted);
        }
        // Rows are in the order readers first: all that want a product have been seen when its writers are.
        for availability in &self.prospects[class_number].rows {
            let bit = 1u64 << availability.slot;
            if case.ended & bit != 0 {
                continue;
            }
            let row = self.live_instance(case, availability.slot);
            let found = self.chances(number, case_type, availability, row);
            possible |= found.possible;
            let under_way = case.under_way & bit != 0;
            if under_way {
                possible |= case_type.tasks[availability.slot as usize].writes; // What is under way may still write.
            }
            // Work under way finishes whatever is wanted; what its own way reads is in `wanted` from the beginning.
            if found.writes & missing & wanted != 0 || under_way {
                decision.may_run |= bit;
                let bound = under_way && case_type.tasks[availability.slot as usize].ways_differ;
                wanted |= if bound { 0 } else { found.reads & missing };
            } else if found.possible & missing & wanted != 0 {
                dormant |= bit; // Its ways are ruled out now, and can come back.
            }
            // Nothing is decided about work under way, nor about a task that can neither start nor end yet.
            if if row.is_some() { !under_way } else { !found.alive || found.startable != 0 } {
                pending.push((availability.slot, found));
            }
        }
        decision.may_run |= dormant;
        for &(slot, found) in pending.iter().rev() {
            // While a way can come back, what waits is needed for what it might write then.
            let live = case.live.has(slot);
            let writes = if live { found.possible } else { found.writes };
            let needed = writes & missing & wanted != 0;
            let startable = found.startable != 0;
            let what = if !live {
                if !found.alive {
                    // The absence of a read is passed on as the cause, rather than the ruled-out way.
                    let needs = case_type.tasks[slot as usize].ways.iter().any(|way| way.needs & case.absent != 0);
                    Deed::End(if needs { AbsenceCause::Upstream } else { AbsenceCause::RuledOut })
                } else if needed && startable {
                    decision.gated |= Mask::from(self.has_gate(case_type.tasks[slot as usize].task)) << slot;
                    Deed::Request
                } else {
                    continue;
                }
            } else if !found.alive {
                Deed::Abandon
            } else if !needed {
                Deed::Supersede
            } else {
                Deed::Keep { startable, open: found.startable }
            };
            decision.steps.push(WayStep { slot, what });
        }
        // Absent: every task that could write it has ended without it. What only a superseded task could have written
        // and nobody wants stays open until the case closes.
        let mut lost = case_type.reach & view.mine & missing & !possible;
        if lost != 0 {
            let superseded = bits(case.superseded).fold(0, |mask, slot| mask | case_type.tasks[slot].writes);
            lost &= !(superseded & !wanted);
        }
        let own = |slot: &usize| matches!(self.schema.case_types[class_number].slots[*slot], SlotKind::Own(_));
        decision.absent = bits(lost).filter(own).fold(0, |mask, slot| mask | 1 << slot);
        decision.keep_first();
        decision
    }

    /// What is wanted where readers of a product cannot all come before its writers: what the first look finds may be
    /// read by who was looked at already, so all are looked at until nothing is added.
    #[inline(never)]
    fn wanted_in_circles(
        &self,
        number: CaseNo,
        class_number: usize,
        case_type: &CaseTypePlan,
        mut wanted: Mask,
    ) -> Mask {
        let case = &self.cases[number];
        let missing = !(case.written | case.absent | !case_type.reach);
        loop {
            // `wanted` only grows and has 64 bits, so this ends.
            let before = wanted;
            for availability in &self.prospects[class_number].rows {
                let bit = 1u64 << availability.slot;
                if case.ended & bit != 0 || case.under_way & case_type.ways_differ & bit != 0 {
                    continue; // Of work under way on one of several ways, the reads are wanted from the beginning.
                }
                let found = self.chances(number, case_type, availability, self.live_instance(case, availability.slot));
                if found.writes & missing & wanted != 0 || case.under_way & bit != 0 {
                    wanted |= found.reads & missing;
                }
            }
            if wanted == before {
                return wanted;
            }
        }
    }

    fn live_instance(&self, case: &Case, slot: u8) -> Option<&Instance> {
        let number = case.tasks[slot as usize].instance.filter(|_| case.live.has(slot))?;
        Some(&self.instances[number])
    }

    /// Does what is to be done about a task; whether something settled by it.
    fn carry_out(&mut self, number: CaseNo, class_number: usize, step: WayStep) -> bool {
        let slot = step.slot as usize;
        let instance = self.cases[number].tasks[slot].instance;
        let live = || instance.expect("a live task has an instance");
        match step.what {
            Deed::End(cause) => {
                self.cases.end_task(number, slot, Some(cause));
                // The ledger asks why the read is absent: work that was given up is no saving.
                if cause == AbsenceCause::Upstream {
                    self.book_upstream(number, slot);
                }
            }
            // What is requested may write what it might have written before.
            Deed::Request => {
                self.request(number, slot);
                return false;
            }
            Deed::Abandon => self.abandon(live(), AbsenceCause::RuledOut),
            Deed::Supersede => self.supersede(live()),
            Deed::Keep { startable, open } => {
                self.keep_waiting(live(), class_number, startable, open);
                return false;
            }
        }
        true
    }

    fn settle_all_absent(&mut self, number: CaseNo, case_type: &CaseTypePlan, absent: Mask) {
        for slot in bits(absent) {
            let local = case_type.views[self.site_type].local;
            let writers = || bits(local).filter(|task| case_type.tasks[*task].writes.has(slot));
            let cause = writers().filter_map(|task| self.cases[number].tasks[task].cause).max();
            // Lost, not saved: some task that could have written it was given up.
            if writers().any(|task| self.cases[number].given_up.has(task)) {
                self.cases.lose(number, slot);
            }
            self.settle_absent(number, slot, cause.unwrap_or(AbsenceCause::RuledOut));
        }
    }

    /// Requests a task.
    fn request(&mut self, number: CaseNo, slot: usize) {
        let task = self.plan.case_types[self.cases[number].case_type as usize].tasks[slot].task;
        let attempt = self.cases.attempt(number, slot);
        let instance = self.new_instance(number, task, Some(SlotNo::new(slot)), attempt);
        self.cases.begin_task(number, slot, instance);
        self.begin(instance);
    }

    /// What is requested is wanted once all is settled: looking again finds nothing to settle and nothing to supersede.
    #[inline(never)]
    fn audit_calls(&self, number: CaseNo, class_number: usize, case_type: &CaseTypePlan, done: &Decision) {
        if done.steps.iter().any(|step| step.what == Deed::Request) {
            let again = self.judge(number, class_number, case_type);
            assert!(
                again.absent == 0 && again.steps.iter().all(|step| matches!(step.what, Deed::Keep { .. })),
                "rule 1: {:?} was requested at {:?} too early: {again:?} is still to be settled",
                done.steps,
                self.schedule.now()
            );
        }
    }
}
