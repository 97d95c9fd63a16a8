//! When a task is called for: data work behaves like `make`. Looking at a case again after anything in it changed.

use super::Process;
use super::standing::Standing;
use super::state::{Gate, Instance, NONE, State};
use crate::model::layout::SlotKind;
use crate::model::outcome::Cause;
use crate::model::plan::{ClassPlan, Mask, bits};

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

/// A task of a case something may have to be done about.
#[derive(Clone, Copy)]
pub(super) struct Pending {
    slot: u8,
    writes: Mask,
    startable: bool,
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
        if plan.conditional { self.conditional_way_out(Some(number), task.task, way) } else { Out::No }
    }

    /// The same for ways that differ, one by one.
    fn chances(&self, number: u32, class: &ClassPlan, standing: &Standing, instance: Option<&Instance>) -> Chances {
        let case = &self.cases[number as usize];
        let task = &class.tasks[standing.slot as usize];
        let absent = case.absent | !class.reach;
        let settled = case.written | absent;
        let failed = instance.map_or(0, |instance| instance.failed);
        // Once started, only what its way reads counts as read by it, until that way fails.
        let bound = instance
            .filter(|instance| task.ways_differ && instance.is_under_way())
            .map(|instance| instance.way as usize);
        let mut chances = Chances::default();
        for way in bits(((standing.open | standing.closed | standing.by_case) & !failed) as Mask) {
            let plan = &task.ways[way];
            if plan.needs & absent != 0 {
                continue;
            }
            let out = if standing.by_case >> way & 1 == 1 {
                self.conditional_way_out(Some(number), task.task, way)
            } else if standing.open >> way & 1 == 1 {
                Out::No
            } else {
                Out::Now
            };
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
        let class_number = self.cases[number as usize].class as usize;
        let class = &self.plan.classes[class_number];
        let may_run = loop {
            let gathered = self.settle_gathered(number, class);
            let (may_run, settled) = self.evaluate_once(number, class_number, class);
            if !(gathered || settled) {
                break may_run;
            }
        };
        self.close_if_over(number, may_run);
    }

    /// One look: which tasks may still run, and whether something settled by it.
    fn evaluate_once(&mut self, number: u32, class_number: usize, class: &ClassPlan) -> (Mask, bool) {
        let view = &class.views[self.kind];
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        let case = &self.cases[number as usize];
        let absent = case.absent | !class.reach;
        let settled = case.written | absent;
        let missing = !settled;
        let mut wanted = view.always_wanted & missing;
        let mut possible: Mask = 0;
        let mut may_run: Mask = 0;
        let mut dormant: Mask = 0;
        for standing in &self.standings[class_number].rows {
            let bit = 1u64 << standing.slot;
            if case.ended & bit != 0 {
                continue;
            }
            let row = if case.live & bit == 0 {
                None
            } else {
                Some(&self.instances[case.tasks[standing.slot as usize].instance as usize])
            };
            let found = if standing.alike && row.is_none_or(|row| standing.open & !row.failed != 0) {
                let Standing { needs, settles, writes, .. } = *standing;
                if needs & absent == 0 {
                    let startable = (needs & !case.written) | (settles & !settled) == 0;
                    Chances { reads: needs | settles, writes, possible: writes, startable, alive: true }
                } else {
                    Chances::default()
                }
            } else {
                self.chances(number, class, standing, row)
            };
            possible |= found.possible;
            let under_way = row.is_some_and(Instance::is_under_way);
            if under_way {
                possible |= class.tasks[standing.slot as usize].writes; // What is under way may still write.
            }
            if found.writes & missing & wanted != 0 || under_way {
                may_run |= bit;
                wanted |= found.reads & missing;
            } else if found.possible & missing & wanted != 0 {
                dormant |= bit; // Its ways are ruled out now, and can come back.
            }
            if if row.is_some() { !under_way } else { !found.alive || found.startable } {
                let Chances { writes, startable, alive, .. } = found;
                pending.push(Pending { slot: standing.slot, writes, startable, alive });
            }
        }
        let mut changed = false;
        for &Pending { slot, writes, startable, alive } in pending.iter().rev() {
            let slot = slot as usize;
            let case = &self.cases[number as usize];
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
            } else if matches!(self.instances[instance as usize].state, State::Waiting | State::Gathering) {
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
        self.pending = pending;
        // Absent: every task that could write it has ended without it. What only an overtaken task could have written
        // and nobody wants stays open until the case closes.
        let case = &self.cases[number as usize];
        let mut absent = class.reach & view.mine & missing & !possible & !case.written;
        if absent != 0 {
            let overtaken = bits(case.overtaken).fold(0, |mask, slot| mask | class.tasks[slot].writes);
            absent &= !(overtaken & !wanted);
        }
        for slot in bits(absent) {
            if !matches!(self.layout.classes[class_number].slots[slot], SlotKind::Own(_)) {
                continue;
            }
            let writers = bits(view.local).filter(|task| class.tasks[*task].writes >> slot & 1 == 1);
            let cause = writers.filter_map(|task| self.cases[number as usize].tasks[task].cause).last();
            self.settle_absent(number, slot, cause.unwrap_or(Cause::RuledOut));
            changed = true;
        }
        (may_run | dormant, changed)
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
