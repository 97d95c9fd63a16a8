//! The rows of one comparison while it is made: flat, so that millions of instances find theirs at once.

use super::{Flows, Ledger};
use crate::model::scenario::{Configuration, OccupationId, Scenario, TaskId};
use crate::units::{Id, Time};

/// Sums by occupation and task, in a block for each set of periods that a week can belong to.
pub(super) struct Sums {
    occupations: usize,
    tasks: usize,
    rows: Vec<Flows>,
    /// The periods of each block: 0 for the warm-up, n + 1 for the scenario's n-th.
    blocks: Vec<Vec<u16>>,
    /// The block of each week from the last of the warm-up on.
    block_of_week: Vec<usize>,
    /// Where the rows of the case at hand begin, by the period of its birth in the control and in the arm.
    base: usize,
    base_of_arm: usize,
}

impl Sums {
    pub fn new(scenario: &Scenario, config: &Configuration) -> Sums {
        let (occupations, tasks) = (config.occupations.len(), config.tasks.len());
        let mut blocks = vec![vec![0]];
        let mut block_of_week = vec![0];
        for week in 0..=Time(scenario.end.0 - 1).week() {
            let named = scenario.periods.iter().enumerate();
            let of_week: Vec<u16> = named
                .filter(|(_, period)| (period.from_week..period.to_week).contains(&week))
                .map(|(number, _)| number as u16 + 1)
                .collect();
            // Weeks with the same periods share a block, so rows are few however long the run is.
            let block = blocks.iter().position(|periods| *periods == of_week).unwrap_or_else(|| {
                blocks.push(of_week);
                blocks.len() - 1
            });
            block_of_week.push(block);
        }
        let rows = vec![Flows::default(); blocks.len() * occupations * tasks];
        Sums { occupations, tasks, rows, blocks, block_of_week, base: 0, base_of_arm: 0 }
    }

    /// Rows that follow are of a case born in this week of the control and in that of the arm.
    pub fn set_weeks(&mut self, control: i64, arm: i64) {
        let place = |week: i64| ((week + 1).max(0) as usize).min(self.block_of_week.len() - 1);
        let base = |week: i64| self.block_of_week[place(week)] * self.occupations * self.tasks;
        (self.base, self.base_of_arm) = (base(control), base(arm));
    }

    /// Whether the case at hand was born in other periods in the arm than in the control.
    pub fn apart(&self) -> bool {
        self.base != self.base_of_arm
    }

    /// A row in the periods of the case's birth in the arm.
    pub fn row_of_arm(&mut self, occupation: OccupationId, task: TaskId) -> &mut Flows {
        &mut self.rows[self.base_of_arm + occupation.index() * self.tasks + task.index()]
    }

    #[inline]
    pub fn row(&mut self, occupation: OccupationId, task: TaskId) -> &mut Flows {
        &mut self.rows[self.base + occupation.index() * self.tasks + task.index()]
    }

    /// The ledger, row by row. Cases of weeks that no period names are in none.
    pub fn ledger(self) -> Ledger {
        let mut ledger = Ledger::default();
        for (number, flows) in self.rows.iter().enumerate().filter(|(_, flows)| **flows != Flows::default()) {
            assert!(flows.adds_up(), "a row of the ledger does not add up: {flows:?}");
            let (place, task) = (number / self.tasks, (number % self.tasks) as u16);
            let (block, occupation) = (place / self.occupations, (place % self.occupations) as u16);
            for &period in &self.blocks[block] {
                ledger.rows.entry((period, occupation, task)).or_default().add(flows);
            }
        }
        ledger
    }
}
