//! What a site notes for the event log: each task instance that is done, with who did it, when, and what it read and
//! wrote.

use crate::model::compile::case_type::SlotKind;
use crate::model::compile::plan::Mask;
use crate::model::scenario::{ProductId, TaskId};
use crate::model::site::Process;
use crate::model::site::instances::{Instance, Job};
use crate::model::site::notes::Logged;
use crate::model::site::rows::{CaseNo, InstanceNo, Number};
use crate::units::{Time, bits};
use smallvec::SmallVec;

impl Process<'_> {
    /// An instance is begun for the first time.
    #[inline]
    pub(super) fn log_start(&mut self, number: InstanceNo) {
        if let Some(log) = &mut self.log {
            log.begin(number, self.schedule.now());
        }
    }

    /// An instance is done.
    #[inline]
    pub(super) fn log_done(&mut self, number: InstanceNo) {
        if self.log.is_some() {
            self.write_log(number);
        }
    }

    fn write_log(&mut self, number: InstanceNo) {
        let Instance { case, task, slot, way, attempt, ready, .. } = self.instances[number];
        let row = &self.cases[case];
        let Job { read, spent, ref team, .. } = *self.instances.job(number);
        // An answer reads what its asker shows it.
        let read = slot.map_or(0, |_| read);
        let brought = self.brought(row.case_type);
        let reads = self.names_of(case, task, way, read);
        let (case, born, team) = (row.key.0, row.born, team.iter().map(|worker| worker.place()).collect());
        let (site, now) = (self.site, self.schedule.now());
        let Some(log) = self.log.as_mut().filter(|_| now >= Time::ZERO) else { return };
        let started = log.begun(number);
        log.done(Logged {
            case,
            brought,
            born,
            site,
            task,
            way: way.into(),
            attempt: attempt.into(),
            ready,
            started,
            done: now,
            team,
            ms: spent,
            reads,
            writes: SmallVec::new(),
        });
    }

    /// What has just been done writes these.
    #[inline]
    pub(super) fn log_written(&mut self, case: CaseNo, slots: Mask) {
        if self.log.is_some() && self.schedule.now() >= Time::ZERO {
            let case_type = self.cases[case].case_type as usize;
            let own = |slot: usize| match self.schema.case_types[case_type].slots[slot] {
                SlotKind::Own(product) => Some(product),
                _ => None,
            };
            let mut writes: SmallVec<_> = bits(slots).filter_map(own).collect();
            self.log.iter_mut().for_each(|log| log.write(std::mem::take(&mut writes)));
        }
    }

    /// The products in some slots of a case; of gathered ones what the way reads.
    fn names_of(&self, case: CaseNo, task: TaskId, way: u8, slots: Mask) -> SmallVec<[ProductId; 4]> {
        let case_type = &self.schema.case_types[self.cases[case].case_type as usize];
        let mut products = SmallVec::new();
        for slot in bits(slots) {
            match case_type.slots[slot] {
                SlotKind::Own(product) | SlotKind::Parent(product) | SlotKind::Previous(product) => {
                    products.push(product);
                }
                SlotKind::Gathered(_) => {
                    let reads = &self.plan.config.tasks[task].ways[way as usize].reads;
                    products.extend(reads.iter().filter(|read| !read.optional).map(|read| read.product));
                }
            }
        }
        products.sort_unstable();
        products.dedup();
        products
    }

    /// Hands over what was done since the last time.
    pub fn take_log(&mut self) -> Vec<Logged> {
        self.log.as_mut().map_or(Vec::new(), |log| log.take())
    }
}
