//! Lines for the hours ledger: what somebody worked on, and what this arm left undone, with all that would have
//! followed from it.
//!
//! Work that another arm has and this one does not was either not needed here or is undone here, and only a look at the
//! case tells which. So an arm also writes down tasks that were never requested since what they read was given up (or
//! is not there yet at the end of the run): nobody may count those as saved. Where messages were still under way the
//! doubt goes the same way.

use crate::engine::Key;
use crate::model::compile::case_type::{CaseOrigin, CaseType};
use crate::model::compile::plan::{Mask, SlotNo};
use crate::model::ledger::{Brought, Fate, LedgerCause, LedgerEntry, LedgerRecord, may_be_to_come};
use crate::model::scenario::{OnFound, TaskId};
use crate::model::site::Process;
use crate::model::site::cases::Case;
use crate::model::site::instances::{Instance, Job, State};
use crate::model::site::mail::{Body, Settling};
use crate::model::site::notes::Late;
use crate::model::site::rows::{CaseNo, InstanceNo};
use crate::units::{Bits, bits};

impl Process<'_> {
    /// Time zero: from here on hours count.
    pub(super) fn open_ledger(&mut self) {
        let (control, arm) = (&self.control.config, &self.arm.config);
        let noted = |case_type: &CaseType| match case_type.origin {
            CaseOrigin::Demand(demand) => may_be_to_come(control, arm, demand),
            CaseOrigin::Collect(_) => true,
        };
        let noted = self.schema.case_types.iter().map(noted).collect();
        let live = self.instances.live();
        let live = live.map(|(number, instance)| (instance.serial, self.instances.job(number).spent));
        // What was worked in the warm-up is no hour of the arm.
        let before = live.filter(|(_, spent)| *spent > 0).collect();
        self.recorder.open(self.schedule.last_generation(), noted, before);
        for case in self.cases.numbers() {
            if self.cases[case].used {
                self.book_case(case);
            }
        }
    }

    /// From now on only hours are booked.
    pub fn book_hours_only(&mut self) {
        self.recorder.keep_hours_only();
    }

    /// An instance ends. Without hours it is worth a line only if it is undone.
    pub(super) fn book(&mut self, number: InstanceNo, fate: Fate) {
        if !self.recorder.is_open() {
            return;
        }
        let instance = &self.instances[number];
        let Instance { case, task, way, attempt, serial, .. } = *instance;
        let Job { review, obsolete, asked, spent, .. } = *self.instances.job(number);
        let key = self.key_of(number);
        let members = self.plan.compiled.way(task, way).members.max(1) as u64;
        // Time before time zero is left out.
        let worked = self.recorder.since_opened(serial, spent);
        debug_assert_eq!(worked % members, 0, "a team works together for the whole time");
        let undone = matches!(fate, Fate::Abandoned | Fate::Unfinished) && self.recorder.wants_undone();
        if worked == 0 && !undone {
            return;
        }
        let answer = instance.is_answer();
        let cause = match (review.is_some(), answer, obsolete || instance.is_rework()) {
            (true, ..) => LedgerCause::Review,
            (_, true, _) => LedgerCause::Query,
            (.., true) => LedgerCause::Rework,
            _ => LedgerCause::Other,
        };
        let row = &self.cases[case];
        let week = row.born.week();
        let brought = if answer { Brought::Asked } else { self.brought(row.case_type) };
        let ms = worked / members;
        let entry =
            LedgerEntry { case: key.0, task, attempt: Some(attempt.into()), way, fate, cause, week, brought, ms };
        self.recorder.add(LedgerRecord::new(entry));
        // The query that it would have asked is undone as well, with its own line.
        if undone && !answer && !asked {
            self.book_query(key, task, attempt.into(), week, fate);
        }
    }

    /// What brings cases of a type.
    pub(super) fn brought(&self, case_type: u16) -> Brought {
        match self.schema.case_types[case_type as usize].origin {
            CaseOrigin::Collect(task) => Brought::Gathered(task),
            CaseOrigin::Demand(demand) => Brought::By(demand),
        }
    }

    /// Cases that are gathered, called or moved are noted as such: one that the control has and this arm does not is
    /// yet to come.
    pub(super) fn book_case(&mut self, case: CaseNo) {
        let Case { key, case_type, born, .. } = self.cases[case];
        if self.recorder.wants_cases_of(case_type) {
            self.recorder.add(LedgerRecord::of_case(key.0, born.week()));
        }
    }

    /// A task that cannot be requested any more since something it needs is absent: is it so because work was given up?
    pub(super) fn book_upstream(&mut self, number: CaseNo, slot: usize) {
        let case = &self.cases[number];
        let case_type = &self.plan.case_types[case.case_type as usize];
        // `lost` are products whose absence goes back to work that was given up.
        if case_type.tasks[slot].ways.iter().any(|way| way.needs & case.lost != 0) {
            self.cases.give_up(number, slot);
            self.book_uncalled(number, 1 << slot, Fate::Abandoned);
        }
    }

    /// What becomes of an instance that nobody wants any more: if who would have read what it writes was given up, it
    /// is undone like them, and with it all that only it would have read.
    pub(super) fn fate_of_unwanted(&mut self, number: CaseNo, slot: SlotNo) -> Fate {
        let case = &self.cases[number];
        if case.given_up == 0 || self.unread(case) & self.writes_of(case, slot.place()) == 0 {
            return Fate::Superseded;
        }
        self.cases.give_up(number, slot.place());
        Fate::Abandoned
    }

    /// What tasks that were given up would have read and is not there.
    fn unread(&self, case: &Case) -> Mask {
        let case_type = &self.plan.case_types[case.case_type as usize];
        let reads = bits(case.given_up).fold(0, |reads, slot| reads | case_type.tasks[slot].reads);
        reads & case_type.reach & !(case.written | case.absent)
    }

    fn writes_of(&self, case: &Case, slot: usize) -> Mask {
        self.plan.case_types[case.case_type as usize].tasks[slot].writes
    }

    /// Tasks that are requested no more since who would have read what they write was given up, besides some.
    pub(super) fn book_unread(&mut self, number: CaseNo, besides: Mask) {
        if self.cases[number].given_up == 0 || !self.recorder.wants_undone() {
            return;
        }
        let case_type = &self.plan.case_types[self.cases[number].case_type as usize];
        let view = &case_type.views[self.site_type];
        loop {
            let before = self.cases[number].given_up;
            // Readers first, so that one pass finds whole chains; circles take more.
            for &slot in &view.readers_first {
                let case = &self.cases[number];
                let over = (case.ended | case.live | case.given_up | besides).has(slot);
                let on = case_type.tasks[slot as usize].on;
                if !over && on && self.unread(case) & self.writes_of(case, slot as usize) != 0 {
                    self.cases.give_up(number, slot.into());
                    self.book_uncalled(number, 1 << slot, Fate::Abandoned);
                }
            }
            if !view.circular || self.cases[number].given_up == before {
                break;
            }
        }
    }

    /// Tasks of a case that were not requested, and not since nobody needed them.
    fn book_uncalled(&mut self, number: CaseNo, slots: Mask, fate: Fate) {
        let Case { key, case_type, born, .. } = self.cases[number];
        for slot in bits(slots) {
            let attempt = self.cases[number].tasks[slot].attempts as u32 + 1;
            self.book_one_uncalled(key, case_type, slot, attempt, born.week(), fate);
        }
    }

    fn book_one_uncalled(&mut self, key: Key, case_type: u16, slot: usize, attempt: u32, week: i64, fate: Fate) {
        if !self.recorder.wants_undone() {
            return;
        }
        let task = self.plan.case_types[case_type as usize].tasks[slot].task;
        self.recorder.add(uncalled(key, task, week, fate));
        self.book_query(key, task, attempt, week, fate);
    }

    /// What was not done may have asked somebody.
    fn book_query(&mut self, key: Key, task: TaskId, attempt: u32, week: i64, fate: Fate) {
        for way in &self.plan.config.tasks[task].ways {
            if let OnFound::Query { task: answer, .. } = way.on_found {
                let key = key.child(self.schema.salts[task].name).child(attempt as u64);
                self.recorder.add(uncalled(key, answer, week, fate));
            }
        }
    }

    /// A message that would arrive after the end.
    pub(super) fn book_late(&mut self, body: &Body) {
        if let Body::Settle { gid, key, case_type, born, settling, .. } = body
            && !matches!(settling, Settling::Absent { lost: false })
            && self.recorder.wants_undone()
        {
            self.recorder.add_late(Late { gid: *gid, key: *key, case_type: *case_type, week: born.week() });
        }
    }

    /// The end of the run: what is unfinished, and all that waits for it. Hands over the lines.
    pub fn close_ledger(&mut self) -> Vec<LedgerRecord> {
        for number in self.instances.numbers() {
            if self.instances[number].state != State::Free {
                self.book(number, Fate::Unfinished);
            }
        }
        if self.recorder.wants_undone() {
            for number in self.cases.numbers() {
                if self.cases[number].used {
                    self.book_open_case(number);
                }
            }
            // Messages that nobody has opened might have brought work: it is unfinished, not saved.
            for letter in self.mail.take_unopened() {
                self.book_late(&letter);
            }
            for Late { gid, key, case_type, week } in self.recorder.take_late() {
                if self.cases.find(gid).is_none() {
                    let local = self.plan.case_types[case_type as usize].views[self.site_type].local;
                    bits(local)
                        .for_each(|slot| self.book_one_uncalled(key, case_type, slot, 1, week, Fate::Unfinished));
                }
            }
        }
        self.recorder.take_lines()
    }

    /// What may still be requested in a case; elsewhere it is anything that could be, since here nobody knows.
    fn book_open_case(&mut self, number: CaseNo) {
        let case = &self.cases[number];
        let case_type = &self.plan.case_types[case.case_type as usize];
        let home = self.schema.sites[case.home as usize].site_type;
        let here = self.judge(number, case.case_type as usize, case_type).may_run;
        let elsewhere = case_type
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, task)| task.on && task.kind != self.site_type && task.kind != home)
            .fold(0, |mask, (slot, _)| mask | 1 << slot);
        // What is live has been booked as an instance.
        let slots = (here | elsewhere) & !case.live;
        self.book_uncalled(number, slots, Fate::Unfinished);
        self.book_unread(number, slots);
    }
}

fn uncalled(key: Key, task: TaskId, week: i64, fate: Fate) -> LedgerRecord {
    let cause = LedgerCause::Other;
    LedgerRecord::new(LedgerEntry {
        case: key.0,
        task,
        attempt: None,
        way: 0,
        fate,
        cause,
        week,
        brought: Brought::Asked,
        ms: 0,
    })
}
