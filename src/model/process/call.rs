//! When a task is called for: data work behaves like `make`. Looking at a case again after anything in it changed.

use super::Process;
use super::state::{Gate, NONE, State};
use crate::model::layout::SlotKind;
use crate::model::outcome::Cause;
use crate::model::plan::{Mask, bits};

/// Whether a way is ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Out {
    No,
    /// Ruled out, but it can come back.
    Now,
    Forever,
}

/// What the ways of a task come to at the moment.
#[derive(Clone, Copy, Default)]
pub(super) struct Chances {
    /// Reads and writes of ways not ruled out.
    reads: Mask,
    writes: Mask,
    /// Writes of ways not ruled out for good.
    possible: Mask,
    /// Some way not ruled out has what it reads.
    startable: bool,
    /// Some way may come back, or is not ruled out.
    alive: bool,
}

impl Process<'_> {
    /// Whether way number `way` of a case's task is ruled out.
    pub(super) fn way_out(&self, number: u32, slot: usize, way: usize) -> Out {
        let case = &self.cases[number as usize];
        let class = &self.plan.classes[case.class as usize];
        let task = &class.tasks[slot];
        let plan = &task.ways[way];
        let never = self.never[task.task] >> way & 1 == 1;
        let instance = case.tasks[slot].instance;
        let failed = instance != NONE && self.instances[instance as usize].failed >> way & 1 == 1;
        if plan.out || never || failed || plan.needs & (case.absent | !class.reach) != 0 {
            return Out::Forever;
        }
        if plan.conditional { self.conditional_way_out(number, task.task, way) } else { Out::No }
    }

    fn chances(&self, number: u32, slot: usize) -> Chances {
        let case = &self.cases[number as usize];
        let class = &self.plan.classes[case.class as usize];
        let task = &class.tasks[slot];
        let absent = case.absent | !class.reach;
        let settled = case.written | absent;
        let instance = case.tasks[slot].instance;
        // Ways that are out for good whatever the case: nobody here can lead them, or they failed this time.
        let failed = if instance == NONE { 0 } else { self.instances[instance as usize].failed };
        let gone = self.never[task.task] | failed;
        // Once started, only what its way reads counts as read by it, until that way fails.
        let bound = (task.ways_differ && instance != NONE && self.is_under_way(instance))
            .then(|| self.instances[instance as usize].way as usize);
        let mut chances = Chances::default();
        for (way, plan) in task.ways.iter().enumerate() {
            if plan.out || gone >> way & 1 == 1 || plan.needs & absent != 0 {
                continue;
            }
            let out = if plan.conditional { self.conditional_way_out(number, task.task, way) } else { Out::No };
            if out == Out::Forever {
                continue;
            }
            chances.alive = true;
            chances.possible |= plan.writes;
            if out == Out::No {
                if bound.is_none_or(|bound| bound == way) {
                    chances.reads |= plan.needs | plan.settles;
                }
                chances.writes |= plan.writes;
                chances.startable |= plan.needs & !case.written == 0 && plan.settles & !settled == 0;
            }
        }
        chances
    }

    /// Looks at a case: ends what cannot be done any more, settles what is absent, calls for what is wanted, overtakes what
    /// is not; and closes it when nothing is left.
    pub(super) fn evaluate(&mut self, number: u32) {
        let plan = self.plan;
        let class_number = self.cases[number as usize].class as usize;
        let class = &plan.classes[class_number];
        let view = &class.views[self.kind];
        let mut chances = std::mem::take(&mut self.chances);
        chances.clear();
        chances.resize(class.tasks.len(), Chances::default());
        let may_run = loop {
            let mut changed = self.settle_gathered(number, class);
            let case = &self.cases[number as usize];
            let missing = class.reach & !(case.written | case.absent);
            let mut wanted = view.always_wanted & missing;
            let mut possible: Mask = 0;
            let mut may_run: Mask = 0;
            let mut dormant: Mask = 0;
            for &slot in &class.readers_first {
                let bit = 1u64 << slot;
                if view.local & bit == 0 || case.ended & bit != 0 {
                    continue;
                }
                let found = self.chances(number, slot);
                chances[slot] = found;
                possible |= found.possible;
                let instance = case.tasks[slot].instance;
                if instance != NONE && self.is_under_way(instance) {
                    possible |= class.tasks[slot].writes; // What is under way may still write.
                }
                if found.writes & missing & wanted != 0 || instance != NONE && self.is_under_way(instance) {
                    may_run |= bit;
                    wanted |= found.reads & missing;
                } else if found.possible & missing & wanted != 0 {
                    dormant |= bit; // Its ways are ruled out now, and can come back.
                }
            }
            for &slot in class.readers_first.iter().rev() {
                let bit = 1u64 << slot;
                let case = &self.cases[number as usize];
                if view.local & bit == 0 || case.ended & bit != 0 {
                    continue;
                }
                let Chances { writes, startable, alive, .. } = chances[slot];
                let needed = writes & missing & wanted != 0;
                let instance = case.tasks[slot].instance;
                if instance == NONE {
                    if !alive {
                        let needs = class.tasks[slot].ways.iter().any(|way| way.needs & case.absent != 0);
                        let cause = if needs { Cause::Upstream } else { Cause::RuledOut };
                        self.end_task(number, slot, Some(cause));
                        changed = true;
                    } else if needed && startable {
                        // What is called for may write what it might have written before: only a refusal changes that.
                        changed |= !self.call(number, slot);
                    }
                } else if matches!(self.instances[instance as usize].state, State::Waiting | State::Gathering)
                    && !self.is_under_way(instance)
                {
                    if !alive {
                        self.abandon(instance, Cause::RuledOut);
                        changed = true;
                    } else if !needed {
                        self.overtake(instance);
                        changed = true;
                    } else {
                        self.keep_waiting(instance, startable);
                    }
                }
            }
            // Absent: every task that could write it has ended without it. What only an overtaken task could have written
            // and nobody wants stays open until the case closes.
            let case = &self.cases[number as usize];
            let mut absent = class.reach & view.mine & missing & !possible & !case.written;
            let overtaken = bits(case.overtaken).fold(0, |mask, slot| mask | class.tasks[slot].writes);
            absent &= !(overtaken & !wanted);
            for slot in bits(absent) {
                if !matches!(self.layout.classes[class_number].slots[slot], SlotKind::Own(_)) {
                    continue;
                }
                let writers = bits(view.local).filter(|task| class.tasks[*task].writes >> slot & 1 == 1);
                let cause = writers.filter_map(|task| self.cases[number as usize].tasks[task].cause).last();
                self.settle_absent(number, slot, cause.unwrap_or(Cause::RuledOut));
                changed = true;
            }
            if !changed {
                break may_run | dormant;
            }
        };
        self.chances = chances;
        self.close_if_over(number, may_run);
    }

    /// In service, suspended, blocked, or on its way back to somebody: no longer overtaken.
    pub(super) fn is_under_way(&self, number: u32) -> bool {
        let instance = &self.instances[number as usize];
        instance.fixed || matches!(instance.state, State::InService | State::Suspended | State::Blocked)
    }

    /// Ends a task of a case without an instance.
    fn end_task(&mut self, number: u32, slot: usize, cause: Option<Cause>) {
        let case = &mut self.cases[number as usize];
        case.ended |= 1 << slot;
        case.tasks[slot].cause = cause;
    }

    /// Calls for a task, unless its `share` or `when` says no.
    fn call(&mut self, number: u32, slot: usize) -> bool {
        let case = &self.cases[number as usize];
        let task = self.plan.classes[case.class as usize].tasks[slot].task;
        let spec = &self.plan.world.tasks[task];
        let salts = &self.layout.salts[task];
        if case.tasks[slot].gate == Gate::Undecided {
            if spec.share < 1.0 && case.key.unit(salts.share) >= spec.share {
                self.end_task(number, slot, Some(Cause::Share));
                return false;
            }
            if spec.when.as_ref().is_some_and(|when| !self.holds(when, Some(number))) {
                self.end_task(number, slot, Some(Cause::When));
                return false;
            }
            self.cases[number as usize].tasks[slot].gate = Gate::Open;
        }
        let case = &mut self.cases[number as usize];
        case.live |= 1 << slot;
        case.tasks[slot].attempts += 1;
        let attempt = case.tasks[slot].attempts;
        let instance = self.new_instance(number, task, slot as u8, attempt);
        self.cases[number as usize].tasks[slot].instance = instance;
        self.begin(instance);
        true
    }
}
