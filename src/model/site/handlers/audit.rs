//! Invariants, checked inside any run that asks for it. A violation is a bug of ours and names instance, time and rule.
//! Who takes which work is checked in `audit_work`.

use crate::model::scenario::{Clause, TaskId};
use crate::model::site::Process;
use crate::model::site::instances::State;
use crate::model::site::rows::{CaseNo, Number, WorkerNo};
use crate::model::site::staff::{DayPart, Doing};
use crate::units::{Bits, Id};

impl Process<'_> {
    /// At the end of every instant: nobody idles while something they may do waits (rule 5), and nobody is in two
    /// places (rule 2).
    pub(super) fn audit_instant(&self) {
        assert!(self.prospects.are(&self.stock()), "availabilities are out of date at {:?}", self.schedule.now());
        for (_, crew) in self.staff.crews() {
            for (_, _, worker) in &crew.idle {
                let row = &self.staff[*worker];
                assert!(
                    row.doing == Doing::Idle && row.on_shift && row.employed,
                    "rule 2: worker {worker} is among the idle at {:?} and {:?}",
                    self.schedule.now(),
                    row.doing
                );
            }
        }
        // Both directions: each team member is at their instance, and each busy worker is in a team.
        for (number, instance) in self.instances.live() {
            if instance.state == State::InService {
                for worker in &self.instances.job(number).team {
                    let row = &self.staff[*worker];
                    assert!(
                        row.doing == Doing::Busy && row.instance == Some(number),
                        "rule 2: worker {worker} should be at instance {number} at {:?}",
                        self.schedule.now()
                    );
                }
            }
        }
        for (worker, row) in self.staff.workers() {
            if row.doing == Doing::Busy {
                self.audit_off_shift(worker);
                let instance = &self.instances[row.at()];
                assert!(
                    instance.state == State::InService && self.instances.job(row.at()).team.contains(&worker),
                    "rule 2: worker {worker} is busy with nothing at {:?}: {row:?} {instance:?}",
                    self.schedule.now()
                );
            }
        }
        // It looks at everything that waits: with much of it, every sixteenth event will do.
        if self.instances.len() <= 128 || self.record.statistics().events.is_multiple_of(16) {
            self.audit_work();
        }
    }

    /// At week boundaries and the end: counts add up (rule 1), hours by task equal hours by occupation (rule 3).
    pub fn audit_week(&self) {
        // Counted afresh from the instances, to compare with counts that are kept as they come and go.
        let mut live = vec![0i64; self.plan.config.tasks.len()];
        let mut of_cases = vec![0u32; self.cases.len()];
        for (_, instance) in self.instances.live() {
            let spec = &self.plan.config.tasks[instance.task];
            assert!(
                spec.on || instance.is_under_way(),
                "rule 1: {} is off and still waits at {:?}",
                spec.name,
                self.schedule.now()
            );
            live[instance.task.index()] += 1;
            of_cases[instance.case.place()] += 1;
        }
        for (task, spec) in self.plan.config.tasks.enumerate() {
            assert_eq!(
                live[task.index()],
                self.record.live(task),
                "rule 1: live instances of {} at {:?}",
                spec.name,
                self.schedule.now()
            );
        }
        for (number, case) in self.cases.open() {
            assert_eq!(
                case.instances,
                of_cases[number.place()],
                "rule 1: instances of case {number} at {:?}",
                self.schedule.now()
            );
            let live = crate::units::bits(case.live).filter_map(|slot| case.tasks[slot].instance);
            for instance in live.map(|number| &self.instances[number]) {
                let under_way = instance.slot.is_some_and(|slot| case.under_way.has(slot.place()));
                assert_eq!(instance.is_under_way(), under_way, "rule 1: what is under way in case {number}");
            }
        }
        // The same hours are counted twice: by way and position, and by person.
        let slots = crate::model::outcome::work_slots(&self.plan.config);
        for (occupation, staff) in self.record.week().staff.enumerate() {
            if self.plan.config.occupations[occupation].unlimited {
                continue;
            }
            let by_task: u64 = slots
                .iter()
                .zip(&self.record.week().work)
                .filter(|(slot, _)| slot.occupation == occupation)
                .map(|(_, work)| work.total)
                .sum();
            assert_eq!(
                by_task,
                staff.regular + staff.overrun + staff.after_hours,
                "rule 3: hours of {} at {:?}",
                self.plan.config.occupations[occupation].name,
                self.schedule.now()
            );
        }
    }

    /// Rule 2: nobody works off shift except overrun and after-hours, within limits.
    fn audit_off_shift(&self, worker: WorkerNo) {
        let row = &self.staff[worker];
        let spec = &self.plan.config.occupations[self.staff.occupation_of(worker)];
        let until = self.instances.job(row.at()).until;
        let allowed = match row.part {
            DayPart::Regular => false,
            DayPart::Overrun => until < row.shift_end + spec.overrun,
            DayPart::AfterHours => {
                spec.after_hours.is_some_and(|rule| self.schedule.now() <= row.shift_end + rule.up_to)
            }
        };
        assert!(
            row.employed && (row.on_shift || allowed),
            "rule 2: worker {worker} works off shift at {:?}: {row:?} until {until:?}",
            self.schedule.now()
        );
    }

    /// At the end: nothing hangs. A case that is still open waits for somebody, somewhere.
    pub fn audit_end(&self) {
        for (number, case) in self.cases.open() {
            let case_type = &self.plan.case_types[case.case_type as usize];
            let open = case_type.reach & case_type.views[self.site_type].mine & !(case.written | case.absent);
            let may_change = case.instances > 0
                || case.children > 0
                || !case.episode_over
                || case.sent > 0
                || case_type.travels
                || open == 0
                || case.elder.is_some()
                || self.plan.looks_back // The figures of the week just closed were not looked at any more.
                || self.waits_for_tool(number);
            assert!(
                may_change,
                "rule 1: a case of {:?} hangs at {}: {:?} neither written nor absent, ended tasks {:b}, reach {:b}, written {:b}, absent {:b}",
                self.schema.case_types[case.case_type as usize].origin,
                self.site,
                crate::units::bits(open)
                    .map(|slot| self.schema.case_types[case.case_type as usize].slots[slot])
                    .collect::<Vec<_>>(),
                case.ended,
                case_type.reach,
                case.written,
                case.absent
            );
        }
    }

    fn waits_for_tool(&self, case: CaseNo) -> bool {
        let row = &self.cases[case];
        let case_type = &self.plan.case_types[row.case_type as usize];
        (0..case_type.tasks.len()).any(|slot| {
            let task = &case_type.tasks[slot];
            (0..task.ways.len()).any(|way| {
                self.way_out(case, slot, way) == crate::model::site::prospects::Out::Now
                    || self.comes_true_now(task.task, way)
            })
        })
    }

    /// Whether a tool has been there for as long as a way asks for at this very instant. At the end of the run nobody
    /// looks any more: an event at `length` exactly does not happen, so the case waits as it did just before.
    fn comes_true_now(&self, task: TaskId, way: usize) -> bool {
        let when = self.plan.config.tasks[task].ways[way].when.iter();
        when.flat_map(|condition| &condition.all).any(|clause| match clause {
            Clause::Tool { technology, lasting } => self.tools[*technology].since + *lasting == self.schedule.now(),
            _ => false,
        })
    }
}
