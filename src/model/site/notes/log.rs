//! Task instances that are done, for the event log.

use crate::model::ledger::Brought;
use crate::model::scenario::{ProductId, TaskId};
use crate::model::site::rows::{InstanceNo, Number};
use crate::units::Time;
use smallvec::SmallVec;

/// A task instance that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Key of the case: the same in every arm.
    pub case: u64,
    /// What brought the case.
    pub brought: Brought,
    /// When the case was born.
    pub born: Time,
    /// Where: number of the site (copies of the first site type, then of the second, ...).
    pub site: usize,
    /// The task.
    pub task: TaskId,
    /// The way on which it was done in the end.
    pub way: usize,
    /// Which attempt it was, from 1; of an answer which question of its kind.
    pub attempt: u32,
    /// Since when it was ready.
    pub ready: Time,
    /// When somebody or a tool first began it.
    pub started: Time,
    /// When it was done.
    pub done: Time,
    /// Who did it in the end (numbers at the site), the lead first; nobody in particular if empty.
    pub team: SmallVec<[usize; 4]>,
    /// ms of all who worked on it.
    pub ms: u64,
    /// What it read, also of other cases.
    pub reads: SmallVec<[ProductId; 4]>,
    /// What it wrote.
    pub writes: SmallVec<[ProductId; 4]>,
}

/// The log of a site since it was last handed over.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct InstanceLog {
    /// By row of the instance: when it was first begun.
    begun: Vec<Time>,
    done: Vec<Logged>,
}

impl InstanceLog {
    /// An instance is begun for the first time.
    pub fn begin(&mut self, instance: InstanceNo, now: Time) {
        let row = instance.place();
        if self.begun.len() <= row {
            self.begun.resize(row + 1, Time::ZERO);
        }
        self.begun[row] = now;
    }

    /// When an instance was first begun.
    pub fn begun(&self, instance: InstanceNo) -> Time {
        self.begun[instance.place()]
    }

    /// An instance is done.
    pub fn done(&mut self, instance: Logged) {
        self.done.push(instance);
    }

    /// The instance that was done last has written these.
    pub fn write(&mut self, products: SmallVec<[ProductId; 4]>) {
        self.done.last_mut().expect("who writes has just been logged").writes = products;
    }

    /// Hands over what was done since the last time.
    pub fn take(&mut self) -> Vec<Logged> {
        std::mem::take(&mut self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    #[test]
    fn what_is_written_belongs_to_what_was_done_last() {
        let mut log = InstanceLog::default();
        let number = InstanceNo::default();
        log.begin(number, Time::ZERO + HOUR);
        let (brought, ready, started, team) = (Brought::Asked, Time::ZERO, log.begun(number), SmallVec::new());
        let (reads, writes) = (SmallVec::new(), SmallVec::new());
        let done = started + HOUR;
        let (case, born, site, task, way, attempt, ms) = (7, ready, 0, TaskId(0), 0, 1, 0);
        let one =
            Logged { case, brought, born, site, task, way, attempt, ready, started, done, team, ms, reads, writes };
        [one.clone(), one].into_iter().for_each(|one| log.done(one));
        log.write([ProductId(3)].into_iter().collect());
        let written: Vec<usize> = log.take().iter().map(|one| one.writes.len()).collect();
        assert_eq!((written, log.take().len()), (vec![0, 1], 0));
    }
}
