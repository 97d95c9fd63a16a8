//! Values that observers have read off cases. They are few and rare: they stand beside the cases, not in them.

use super::super::rows::{CaseNo, Number};

/// Values by case and product slot. A case has few, and its row is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings(Vec<Vec<(u8, f64)>>);

impl Readings {
    pub fn get(&self, case: CaseNo, slot: usize) -> Option<f64> {
        let row = self.0.get(case.place())?;
        row.iter().find(|(of, _)| *of as usize == slot).map(|(_, value)| *value)
    }

    pub fn set(&mut self, case: CaseNo, slot: usize, value: f64) {
        if self.0.len() <= case.place() {
            self.0.resize_with(case.place() + 1, Vec::new);
        }
        let row = &mut self.0[case.place()];
        match row.iter_mut().find(|(of, _)| *of as usize == slot) {
            Some((_, old)) => *old = value,
            None => row.push((slot as u8, value)),
        }
    }

    /// The case is over, and its number will be another's.
    pub fn forget(&mut self, case: CaseNo) {
        if let Some(row) = self.0.get_mut(case.place()) {
            row.clear();
        }
    }
}
