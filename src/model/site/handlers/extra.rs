//! Time that an instance takes beyond its `time`: for each item gathered, and for each defect fixed.
//!
//! Each item and each defect has a draw of its own. The address of an item is (instance, attempt, number); that of a
//! defect is (instance, attempt, defect), as in `notice`. So the same defect takes the same time in every arm, and a
//! restarted instance draws the same values again.

use crate::engine::{Dist, Key};
use crate::model::site::Process;
use crate::model::site::cases::Defect;
use crate::model::site::instances::Instance;
use crate::model::site::rows::InstanceNo;

impl Process<'_> {
    /// Standard time of the items gathered by an instance on a way \[ms\].
    pub(super) fn items_time(&self, number: InstanceNo, way: u8) -> f64 {
        let Instance { task, attempt, case, slot, .. } = self.instances[number];
        let items = self.items(case, slot);
        match &self.plan.compiled.way(task, way).per_item {
            Dist::Constant(each) => each * items,
            each => {
                let (key, salt) = (self.key_of(number), self.schema.salts[task].per_item);
                (0..items as u32).map(|item| each.quantile(key.unit(salt.at(attempt, item)))).sum()
            }
        }
    }

    /// Standard time to fix defects that an instance noticed \[ms\].
    pub(super) fn fixing_time(&self, number: InstanceNo, way: u8, found: &[Defect]) -> f64 {
        let Instance { task, attempt, .. } = self.instances[number];
        match &self.plan.config.tasks[task].ways[way as usize].fix_time {
            Dist::Constant(each) => each * found.len() as f64,
            each => {
                let salt = self.schema.salts[task].fix_time.at(attempt, 0);
                found.iter().map(|defect| each.quantile(self.key_of_found(number, defect).unit(salt))).sum()
            }
        }
    }

    /// Identity of a defect as an instance looks at it.
    pub(super) fn key_of_found(&self, number: InstanceNo, defect: &Defect) -> Key {
        let made_by = self.schema.salts[defect.task].name;
        let which = ((defect.scope as u64) << 48) | ((defect.attempt as u64) << 24) | defect.number as u64;
        self.key_of(number).child(made_by ^ which)
    }
}
