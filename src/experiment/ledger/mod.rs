//! The hours ledger: each arm compared with the control instance by instance, under the same draws.
//!
//! An instance is the same in both if its case, task, attempt and place in the team are. Its hours in the control are
//! then its hours in the arm, and what explains the difference:
//!
//! | in the control | in the arm | booked as |
//! | --- | --- | --- |
//! | worked on | nobody works on it: superseded, not requested, done by a tool, or without this member | `not_needed` |
//! | worked on | given up, or not done since what it reads, or who would read it, was given up | `abandoned` |
//! | worked on | not done at the end, or a read not yet made, or its case is yet to come | `unfinished` |
//! | by A | by B | `shifted_out` of A, `shifted_in` to B, both in the control's time; B has the difference in time |
//! | more time | less time | `faster`; if the arm did not finish it, `abandoned` or `unfinished` |
//! | less time | more time | `slower`; if the control did not finish it, `created` |
//! | not worked on | worked on | `created`: review of a tool's product, answer to a query, rework, or other |
//!
//! A case may be born at another time in the arm: called earlier from a waiting list, moved by another rate, gathered
//! later. Hours of each then belong to the period of its own birth. If these are not the same periods, the control's
//! hours are `unfinished` in its period (the arm does them in another one), and the arm's are `created` in the arm's.
//! So a period never holds hours of cases that were not there yet, and `control_less_arm` is what the hours of the
//! period differ by.
//!
//! In whole ms of one person, so that each row adds up exactly: control = arm + not_needed + abandoned + unfinished +
//! shifted_out - shifted_in + faster - slower - created.

mod sums;

use crate::model::ledger::{Brought, Fate, LedgerCause, LedgerRecord, may_be_to_come, query_of};
use crate::model::scenario::{ArmId, Configuration, OccupationId, OnFound, Scenario, TaskId, Way};
use std::collections::{BTreeMap, BTreeSet};
use sums::Sums;

/// Whose hours, on what: (period, occupation, task). Period 0 is the warm-up, period n + 1 the scenario's n-th.
pub type LedgerKey = (u16, u16, u16);

/// Hours of one occupation on one task, in ms. No flow is ever negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flows {
    /// Hours in the control.
    pub control: u64,
    /// Nobody needed them in the arm: the only saving.
    pub not_needed: u64,
    /// Given up in the arm.
    pub abandoned: u64,
    /// Not done in the arm when the run ended.
    pub unfinished: u64,
    /// Done by another occupation in the arm, in the control's time.
    pub shifted_out: u64,
    /// Taken over from another occupation, in the control's time.
    pub shifted_in: u64,
    /// Less time for the same.
    pub faster: u64,
    /// More time for the same.
    pub slower: u64,
    /// What the control did not do, by [`LedgerCause`].
    pub created: [u64; 4],
    /// Hours in the arm.
    pub arm: u64,
}

impl Flows {
    /// Adds others.
    pub fn add(&mut self, other: &Flows) {
        self.control += other.control;
        self.not_needed += other.not_needed;
        self.abandoned += other.abandoned;
        self.unfinished += other.unfinished;
        self.shifted_out += other.shifted_out;
        self.shifted_in += other.shifted_in;
        self.faster += other.faster;
        self.slower += other.slower;
        self.created.iter_mut().zip(other.created).for_each(|(sum, more)| *sum += more);
        self.arm += other.arm;
    }

    /// All that was created.
    pub fn all_created(&self) -> u64 {
        self.created.iter().sum()
    }

    /// Whether the row adds up to the ms.
    pub fn adds_up(&self) -> bool {
        let less = self.not_needed + self.abandoned + self.unfinished + self.shifted_out + self.faster;
        self.control + self.shifted_in + self.slower + self.all_created() == self.arm + less
    }
}

/// The ledger of one arm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Rows in order; those without hours in either arm are left out.
    pub rows: BTreeMap<LedgerKey, Flows>,
}

impl Ledger {
    /// Adds another replication's.
    pub fn add(&mut self, other: &Ledger) {
        for (key, flows) in &other.rows {
            self.rows.entry(*key).or_default().add(flows);
        }
    }
}

/// Compares a run of an arm with the control's of the same replication, both given as lines in order.
///
/// # Panics
/// If a row does not add up: that is a bug of ours.
pub fn compare(scenario: &Scenario, arm: ArmId, control: &[LedgerRecord], lines: &[LedgerRecord]) -> Ledger {
    let (before, after) = (&scenario.arms[scenario.control].configs[0], &scenario.arms[arm].configs[0]);
    let mut configs = Configurations { control: before, arm: after, unasked: BTreeSet::new() };
    let mut sums = Sums::new(scenario, configs.arm);
    // Twice: what was not asked stands under a key of its own, which may come before that of the case it is about.
    for_each_case(control, lines, |before, after| configs.note_unasked(before, after));
    for_each_case(control, lines, |before, after| configs.compare_case(&mut sums, before, after));
    sums.ledger()
}

/// Cases in order: the lines of the control and of the arm.
fn for_each_case<'l>(
    mut control: &'l [LedgerRecord],
    mut lines: &'l [LedgerRecord],
    mut look: impl FnMut(&'l [LedgerRecord], &'l [LedgerRecord]),
) {
    while let Some(case) = first_case(control, lines) {
        let before = take_while(&mut control, |line| line.case() == case);
        let after = take_while(&mut lines, |line| line.case() == case);
        look(before, after);
    }
}

fn first_case(one: &[LedgerRecord], other: &[LedgerRecord]) -> Option<u64> {
    one.first().into_iter().chain(other.first()).map(LedgerRecord::case).min()
}

/// Takes the lines in front that are such.
fn take_while<'l>(lines: &mut &'l [LedgerRecord], such: impl Fn(&LedgerRecord) -> bool) -> &'l [LedgerRecord] {
    let all = *lines;
    let count = all.iter().position(|line| !such(line)).unwrap_or(all.len());
    let (taken, rest) = all.split_at(count);
    *lines = rest;
    taken
}

struct Configurations<'s> {
    control: &'s Configuration,
    arm: &'s Configuration,
    /// Queries that the arm has not asked, since the case they would be about is yet to come.
    unasked: BTreeSet<u64>,
}

impl Configurations<'_> {
    /// Whether a case that only the control has is yet to come in the arm.
    fn is_to_come(&self, brought: Brought) -> bool {
        match brought {
            Brought::Asked => false,
            Brought::By(demand) => self.arm.demands[demand].on && may_be_to_come(self.control, self.arm, demand),
            // Too little came together for this case so far.
            Brought::Gathered(task) => self.arm.tasks[task].on,
        }
    }

    /// What the control has asked about a case that is yet to come in the arm is yet to be asked.
    fn note_unasked(&mut self, control: &[LedgerRecord], lines: &[LedgerRecord]) {
        let asks = |way: &Way| matches!(way.on_found, OnFound::Query { .. });
        let may_ask = |config: &Configuration, task: TaskId| config.tasks[task].ways.iter().any(asks);
        if !lines.is_empty() || !control.first().is_some_and(|line| self.is_to_come(line.brought())) {
            return;
        }
        for line in control.iter().filter(|line| may_ask(self.control, line.task())) {
            let attempt = line.attempt().unwrap_or_default();
            self.unasked.insert(query_of(line.case(), &self.control.tasks[line.task()].name, attempt));
        }
    }

    /// The period is that of the case's birth in each.
    fn compare_case(&self, sums: &mut Sums, mut control: &[LedgerRecord], mut lines: &[LedgerRecord]) {
        let (here, there) = (lines.first(), control.first());
        let Some(either) = there.or(here) else { return };
        sums.set_weeks(there.unwrap_or(either).week(), here.unwrap_or(either).week());
        let is_there = here.is_some();
        loop {
            // Lines are in order, so both sides advance task by task, as in a merge.
            let tasks = control.first().into_iter().chain(lines.first().filter(|line| !line.is_of_case()));
            let Some(task) = tasks.map(LedgerRecord::task).min() else { return };
            let before = take_while(&mut control, |line| line.task() == task);
            let after = take_while(&mut lines, |line| line.task() == task);
            self.compare_task(sums, is_there, before, after);
        }
    }

    /// All attempts of a task in a case.
    fn compare_task(&self, sums: &mut Sums, is_there: bool, mut control: &[LedgerRecord], lines: &[LedgerRecord]) {
        let attempts = lines.iter().position(LedgerRecord::is_any_attempt).unwrap_or(lines.len());
        let (mut attempts, uncalled) = lines.split_at(attempts);
        // What would follow an attempt that is undone is undone as well.
        let last = attempts.last().map(LedgerRecord::fate).filter(|fate| is_undone(*fate));
        let fate = last.or_else(|| uncalled.iter().map(LedgerRecord::fate).min());
        loop {
            let (before, after) = (control.first(), attempts.first());
            // A merge by attempt: what only one side has stands alone.
            let (before, after) = match (before, after) {
                (Some(one), Some(other)) if one.place() < other.place() => (before, None),
                (Some(one), Some(other)) if one.place() > other.place() => (None, after),
                (None, None) => return,
                both => both,
            };
            control = &control[before.is_some() as usize..];
            attempts = &attempts[after.is_some() as usize..];
            let fate = match (before, after) {
                (_, Some(after)) => after.fate(),
                (Some(before), None) => self.fate_without_line(before, is_there, fate),
                (None, None) => return,
            };
            self.compare_instance(sums, before, after, fate);
        }
    }

    /// What became in the arm of an instance of the control of which the arm says nothing.
    fn fate_without_line(&self, before: &LedgerRecord, is_there: bool, of_task: Option<Fate>) -> Fate {
        // A task that the arm does not have at all was not needed there.
        if !self.arm.tasks[before.task()].on {
            return Fate::Superseded;
        }
        if !is_there && (self.is_to_come(before.brought()) || self.unasked.contains(&before.case())) {
            return Fate::Unfinished;
        }
        of_task.unwrap_or(Fate::Superseded)
    }

    /// One instance, member by member.
    fn compare_instance(
        &self,
        sums: &mut Sums,
        control: Option<&LedgerRecord>,
        arm: Option<&LedgerRecord>,
        fate: Fate,
    ) {
        let before = control.map_or(&[][..], |line| team(self.control, line));
        let after = arm.map_or(&[][..], |line| team(self.arm, line));
        let task = control.or(arm).expect("one of the two").task();
        let finished_before = control.is_some_and(|line| line.fate() == Fate::Done);
        let cause = arm.map_or(LedgerCause::Other, LedgerRecord::cause);
        let (ms_before, ms_after) = (control.map_or(0, LedgerRecord::ms), arm.map_or(0, LedgerRecord::ms));
        for position in 0..before.len().max(after.len()) {
            let (from, to) = (before.get(position), after.get(position));
            // Members work together for the whole time, so each has the same hours.
            let had = if from.is_some() { ms_before } else { 0 };
            let has = if to.is_some() { ms_after } else { 0 };
            if sums.apart() && has > 0 {
                // The arm does it in another period.
                if let Some(&from) = from {
                    let row = sums.row(from, task);
                    row.control += had;
                    row.unfinished += had;
                }
                let row = sums.row_of_arm(*to.expect("somebody works on it"), task);
                row.arm += has;
                row.created[cause as usize] += has;
                continue;
            }
            // Who would do it in the arm: the difference in time is theirs.
            let whose = *to.or(from).expect("a position of one of the teams");
            if let Some(&from) = from {
                let row = sums.row(from, task);
                row.control += had;
                if from != whose {
                    row.shifted_out += had;
                    sums.row(whose, task).shifted_in += had;
                }
            }
            let row = sums.row(whose, task);
            row.arm += has;
            // Less than in the control: what became of the instance in the arm says why.
            if let Some(less) = had.checked_sub(has) {
                let flow = match fate {
                    Fate::Abandoned => &mut row.abandoned,
                    Fate::Unfinished => &mut row.unfinished,
                    Fate::Done if to.is_some() => &mut row.faster,
                    Fate::Done | Fate::Superseded => &mut row.not_needed,
                };
                *flow += less;
            } else if finished_before && from.is_some() {
                row.slower += has - had;
            } else {
                row.created[cause as usize] += has - had;
            }
        }
    }
}

fn is_undone(fate: Fate) -> bool {
    matches!(fate, Fate::Abandoned | Fate::Unfinished)
}

/// Who worked on it; nobody if nobody did.
fn team<'w>(config: &'w Configuration, line: &LedgerRecord) -> &'w [OccupationId] {
    if line.ms() == 0 { &[] } else { &config.tasks[line.task()].ways[line.way()].team }
}
