//! What a run writes down for the hours ledger: a line for each task instance that somebody worked on or that an arm
//! left undone, so that two runs on the same draws can be compared instance by instance.
//!
//! An instance is known by its case's key (a hash of names, the same in every arm), its task and its attempt. Lines are
//! appended as instances end and sorted when the run is over; 24 bytes each. Hours are those worked from time zero to
//! the end of the run: what an instance took before that is left out.

use super::scenario::{Configuration, DemandId, Source, TaskId};
use crate::engine::{Key, name_hash};

/// How an instance ended in its run, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Done.
    Done,
    /// No longer needed while it waited.
    Superseded,
    /// Given up or expired, or what it reads was never made, or who would have read it never came to it, since other
    /// work was given up.
    Abandoned,
    /// Not done at the end of the run, or not requested since what it reads was not yet made.
    Unfinished,
}

/// Why there is work that another arm does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerCause {
    /// Review of what was made with a tool.
    Review,
    /// The answer to a query.
    Query,
    /// A further attempt, or work made obsolete.
    Rework,
    /// Anything else.
    Other,
}

impl LedgerCause {
    /// All causes.
    pub const ALL: [LedgerCause; 4] =
        [LedgerCause::Review, LedgerCause::Query, LedgerCause::Rework, LedgerCause::Other];
}

/// How there came to be a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Brought {
    /// It is a query about another case.
    Asked,
    /// By a demand.
    By(DemandId),
    /// A collecting task gathered it.
    Gathered(TaskId),
}

impl Brought {
    fn code(self) -> u64 {
        match self {
            Brought::Asked => 0,
            Brought::By(demand) => 1 + 2 * demand.0 as u64,
            Brought::Gathered(task) => 2 + 2 * task.0 as u64,
        }
    }

    fn of_code(code: u64) -> Brought {
        match code {
            0 => Brought::Asked,
            odd if odd % 2 == 1 => Brought::By(DemandId(((odd - 1) / 2) as u16)),
            even => Brought::Gathered(TaskId(((even - 2) / 2) as u16)),
        }
    }
}

/// Whether cases of a demand that one of two configurations has may be yet to come in the other when the run ends: they
/// are called from a waiting list, or arrive at another rate. Where a recurrence is another (`every`) there are fewer
/// of them, and of the children of a case as many as its parent has time for: those are not waited for.
pub fn may_be_to_come(one: &Configuration, other: &Configuration, demand: DemandId) -> bool {
    match (&one.demands[demand].source, &other.demands[demand].source) {
        (Source::Children { parent, .. }, _) => may_be_to_come(one, other, *parent),
        (Source::Every(_), Source::Every(_)) => false,
        (source, then) => matches!(then, Source::Pull { .. }) || source != then,
    }
}

/// The case of the query that an attempt of a task may have asked, given the key of its own.
pub fn query_of(case: u64, task: &str, attempt: u32) -> u64 {
    Key(case).child(name_hash(&format!("task.{task}"))).child(attempt as u64).0
}

const FATES: [Fate; 4] = [Fate::Done, Fate::Superseded, Fate::Abandoned, Fate::Unfinished];

/// Stands for every attempt that was not requested.
const ANY_ATTEMPT: u16 = u16::MAX;
/// Stands for the case itself.
const NO_TASK: u16 = u16::MAX;
/// 2,200 years.
const MS_BITS: u32 = 46;

/// One line. The order of lines is by case, task and attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerRecord {
    case: u64,
    /// Task, attempt, way, fate and cause, week.
    what: u64,
    /// What brought the case, ms.
    rest: u64,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Key of the case; of an answer that of the query.
    pub case: u64,
    /// The task.
    pub task: TaskId,
    /// The attempt; none: every attempt that was not requested.
    pub attempt: Option<u32>,
    /// The way it was worked on; without hours it says nothing.
    pub way: u8,
    /// How it ended.
    pub fate: Fate,
    /// What it would be if the other arm had nothing of the kind.
    pub cause: LedgerCause,
    /// Week in which the case was born; negative in the warm-up.
    pub week: i64,
    /// What brought the case.
    pub brought: Brought,
    /// ms that each member of the team worked on it.
    pub ms: u64,
}

impl LedgerRecord {
    /// The line that says this.
    pub fn new(entry: LedgerEntry) -> LedgerRecord {
        let attempt = entry.attempt.map_or(ANY_ATTEMPT, |attempt| attempt.min(ANY_ATTEMPT as u32 - 1) as u16);
        let week = (entry.week.clamp(i16::MIN as i64, i16::MAX as i64) - i16::MIN as i64) as u64;
        let kind = (entry.fate as u64) << 2 | entry.cause as u64;
        let what = (entry.task.0 as u64) << 48 | (attempt as u64) << 32 | (entry.way as u64) << 24 | kind << 16 | week;
        LedgerRecord {
            case: entry.case,
            what,
            rest: entry.brought.code() << MS_BITS | entry.ms.min((1 << MS_BITS) - 1),
        }
    }

    /// The line that says that there is such a case.
    pub fn of_case(case: u64, week: i64) -> LedgerRecord {
        let (fate, cause) = (Fate::Done, LedgerCause::Other);
        let task = TaskId(NO_TASK);
        LedgerRecord::new(LedgerEntry {
            case,
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

    /// Of a line of the control only hours are asked for, and whether they came to an end: makes all that is undone or
    /// superseded alike, since why it is so is known only where the undone work is booked. False if there are no hours.
    pub(super) fn keep_hours(&mut self) -> bool {
        if self.fate() == Fate::Abandoned {
            self.what = self.what & !(3 << 18) | (Fate::Superseded as u64) << 18;
        }
        self.ms() > 0
    }

    /// The case.
    #[inline]
    pub fn case(&self) -> u64 {
        self.case
    }

    /// Task and attempt in one number, in order.
    #[inline]
    pub fn place(&self) -> u32 {
        (self.what >> 32) as u32
    }

    /// The task; that of a line about the case itself is no task of the scenario.
    #[inline]
    pub fn task(&self) -> TaskId {
        TaskId((self.what >> 48) as u16)
    }

    /// Whether it is about the case itself.
    pub fn is_of_case(&self) -> bool {
        self.task().0 == NO_TASK
    }

    /// Whether it stands for every attempt that was not requested.
    pub fn is_any_attempt(&self) -> bool {
        (self.what >> 32) as u16 == ANY_ATTEMPT
    }

    /// The way.
    pub fn way(&self) -> usize {
        (self.what >> 24) as u8 as usize
    }

    /// How it ended.
    pub fn fate(&self) -> Fate {
        FATES[(self.what >> 18 & 3) as usize]
    }

    /// What it would be if the other arm had nothing of the kind.
    pub fn cause(&self) -> LedgerCause {
        LedgerCause::ALL[(self.what >> 16 & 3) as usize]
    }

    /// Week in which the case was born.
    pub fn week(&self) -> i64 {
        (self.what as u16) as i64 + i16::MIN as i64
    }

    /// What brought the case.
    pub fn brought(&self) -> Brought {
        Brought::of_code(self.rest >> MS_BITS)
    }

    /// The attempt, if it is one.
    pub fn attempt(&self) -> Option<u32> {
        (!self.is_any_attempt()).then_some((self.what >> 32) as u16 as u32)
    }

    /// ms that each member of the team worked on it.
    pub fn ms(&self) -> u64 {
        self.rest & ((1 << MS_BITS) - 1)
    }
}

/// The lines of several sites in one order. Keys are hashes, so that their first bits deal the lines out evenly to
/// short lists, which takes a tenth of the work of sorting them as a whole.
pub(super) fn in_order(of_sites: &[Vec<LedgerRecord>]) -> Vec<LedgerRecord> {
    let count: usize = of_sites.iter().map(Vec::len).sum();
    let bits = (count / 4).max(2).ilog2();
    let list = |line: &LedgerRecord| (line.case >> (64 - bits)) as usize;
    let mut ends = vec![0u32; 1 << bits];
    of_sites.iter().flatten().for_each(|line| ends[list(line)] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum); // Where the list begins, until it is filled.
    }
    let mut lines = vec![LedgerRecord { case: 0, what: 0, rest: 0 }; count];
    for line in of_sites.iter().flatten() {
        let place = &mut ends[list(line)];
        lines[*place as usize] = *line;
        *place += 1;
    }
    let mut begin = 0;
    for end in ends {
        lines[begin..end as usize].sort_unstable();
        begin = end as usize;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_dealt_out_in_order() {
        for count in [0u64, 1, 2, 7, 5_000] {
            let key = crate::engine::Key::root(1, count);
            let line = |n: u64| LedgerRecord { case: key.child(n / 3).0, what: n.wrapping_mul(7) % 5, rest: n };
            let sites: Vec<Vec<LedgerRecord>> =
                (0..3).map(|site| (site * count..(site + 1) * count).map(line).collect()).collect();
            let mut expected = sites.concat();
            expected.sort();
            assert_eq!(in_order(&sites), expected);
        }
    }

    #[test]
    fn what_is_written_comes_back() {
        let mut entry = LedgerEntry {
            case: u64::MAX,
            task: TaskId(65_534),
            attempt: Some(3),
            way: 31,
            fate: Fate::Unfinished,
            cause: LedgerCause::Rework,
            week: -8,
            brought: Brought::Gathered(TaskId(65_534)),
            ms: (1 << 46) - 1,
        };
        let line = LedgerRecord::new(entry);
        assert_eq!((line.case(), line.task(), line.place()), (entry.case, entry.task, 65_534 << 16 | 3));
        assert_eq!((line.way(), line.fate(), line.cause()), (31, Fate::Unfinished, LedgerCause::Rework));
        assert_eq!((line.week(), line.brought(), line.ms()), (-8, entry.brought, entry.ms));
        assert!(!line.is_of_case() && !line.is_any_attempt());
        entry.attempt = None;
        assert!(LedgerRecord::new(entry).is_any_attempt() && LedgerRecord::new(entry) > line);
        let case = LedgerRecord::of_case(7, 0);
        assert!(case.is_of_case() && case.week() == 0);
        for brought in
            [Brought::Asked, Brought::By(DemandId(65_534)), Brought::By(DemandId(0)), Brought::Gathered(TaskId(0))]
        {
            assert_eq!(LedgerRecord::new(LedgerEntry { brought, ..entry }).brought(), brought);
        }
        assert_eq!((line.attempt(), LedgerRecord::new(entry).attempt()), (Some(3), None));
    }
}
