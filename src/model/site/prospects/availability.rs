//! What tools, figures and staff leave of each task's ways at a site: the same for all cases until one of them changes,
//! so that looking at a case need not ask again.

use crate::model::compile::plan::Mask;
use crate::model::scenario::TaskId;

/// Whether a way is ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model::site) enum Out {
    No,
    /// Ruled out, but it can come back.
    Now,
    Forever,
}

/// The tasks of a case type that run here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model::site) struct Availabilities {
    /// Readers of a product before its writers.
    pub rows: Vec<Availability>,
    /// By task slot: which row; those that run elsewhere have none.
    row: Vec<Option<u8>>,
    /// Some way is decided by the case.
    pub by_case: bool,
}

impl Availabilities {
    /// Those of a case type with so many tasks, in the order of their rows.
    pub fn new(tasks: usize, rows: Vec<Availability>) -> Availabilities {
        let mut row = vec![None; tasks];
        for (number, availability) in rows.iter().enumerate() {
            row[availability.slot as usize] = Some(number as u8);
        }
        let by_case = rows.iter().any(|availability| availability.by_case != 0);
        Availabilities { rows, row, by_case }
    }

    /// The row of a task, if it is on and runs here.
    pub fn of(&self, slot: usize) -> Option<&Availability> {
        self.row[slot].map(|row| &self.rows[row as usize])
    }
}

/// The ways of a task, as sets of way numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model::site) struct Availability {
    pub task: TaskId,
    pub slot: u8,
    /// Whether the open ways, of which there are, all read and write the same and no other way is or may come to be
    /// open.
    pub alike: bool,
    /// Not ruled out.
    pub open: u32,
    /// Ruled out now, and can come back.
    pub closed: u32,
    /// The case decides.
    pub by_case: u32,
    /// Their tool, if any, is up.
    pub up: u32,
    /// They open some time after the instance is ready.
    pub timed: u32,
    /// What `alike` ways read and write.
    pub needs: Mask,
    pub settles: Mask,
    pub writes: Mask,
}

impl Availability {
    /// Ways whose tool is up and whose time has come.
    pub fn passed(&self, opened: u32) -> u32 {
        self.up & (!self.timed | opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of three tasks the last runs first and the second elsewhere.
    #[test]
    fn a_task_is_found_by_its_slot_whatever_the_order() {
        let row = |slot, by_case| Availability { slot, by_case, ..Availability::default() };
        let all = Availabilities::new(3, vec![row(2, 0), row(0, 0)]);
        assert_eq!([0, 1, 2].map(|slot| all.of(slot).map(|of| of.slot)), [Some(0), None, Some(2)]);
        assert!(!all.by_case && Availabilities::new(1, vec![row(0, 0b10)]).by_case);
    }

    /// Way 0 has its tool, way 1 has not, way 2 is late and its time has come, way 3's has not.
    #[test]
    fn ways_pass_with_their_tools_and_times() {
        let of = Availability { up: 0b1101, timed: 0b1100, ..Availability::default() };
        assert_eq!(of.passed(0b0100), 0b0101);
    }
}
