//! Which weekly tables there are, their columns, and how a replication is added to each.

use super::weekly_table::{WeeklyColumn, WeeklyTable};
use super::{hours, products, queues, staff, tools};
use crate::model::outcome::Outcome;
use crate::model::scenario::{ArmId, Scenario};

/// One of the weekly tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeeklyTableKind {
    /// Hours by occupation, activity (its number among all) and order.
    Workload,
    /// Staff by occupation.
    Staffing,
    /// Instances by task.
    Queues,
    /// Products.
    Products,
    /// Tools.
    Automation,
}

/// All weekly tables.
pub const SHEETS: [WeeklyTableKind; 5] = [
    WeeklyTableKind::Workload,
    WeeklyTableKind::Staffing,
    WeeklyTableKind::Queues,
    WeeklyTableKind::Products,
    WeeklyTableKind::Automation,
];

impl WeeklyTableKind {
    /// The columns of its values, in the order of a row's values.
    pub const fn columns(self) -> &'static [WeeklyColumn] {
        match self {
            WeeklyTableKind::Workload => hours::COLUMNS,
            WeeklyTableKind::Staffing => staff::COLUMNS,
            WeeklyTableKind::Queues => queues::COLUMNS,
            WeeklyTableKind::Products => products::COLUMNS,
            WeeklyTableKind::Automation => tools::COLUMNS,
        }
    }

    /// The place of a column among a row's values, found while the program is compiled: a name that is none does not
    /// compile.
    pub(crate) const fn place(self, name: &str) -> usize {
        let columns = self.columns();
        let mut place = 0;
        while !super::same(columns[place].column.name, name) {
            place += 1;
        }
        place
    }

    /// Adds one replication to the table.
    pub fn add_run(
        self,
        weekly_table: &mut WeeklyTable,
        scenario: &Scenario,
        arm: ArmId,
        outcome: &Outcome,
        control: &Outcome,
    ) {
        match self {
            WeeklyTableKind::Workload => hours::workload(weekly_table, scenario, arm, outcome),
            WeeklyTableKind::Staffing => staff::staffing(weekly_table, scenario, arm, outcome),
            WeeklyTableKind::Queues => queues::queues(weekly_table, outcome),
            WeeklyTableKind::Products => products::products(weekly_table, outcome),
            WeeklyTableKind::Automation => tools::automation(weekly_table, scenario, arm, outcome, control),
        }
    }
}
