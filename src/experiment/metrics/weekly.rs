//! Which weekly tables there are, their columns, and how a replication is added to each.

use super::sheet::{Sheet, WeeklyColumn};
use super::{hours, products, queues, staff, tools};
use crate::model::outcome::Outcome;
use crate::model::scenario::{ArmId, Scenario};

/// One of the weekly tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetKind {
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
pub const SHEETS: [SheetKind; 5] =
    [SheetKind::Workload, SheetKind::Staffing, SheetKind::Queues, SheetKind::Products, SheetKind::Automation];

impl SheetKind {
    /// The columns of its values, in the order of a row's values.
    pub const fn columns(self) -> &'static [WeeklyColumn] {
        match self {
            SheetKind::Workload => hours::COLUMNS,
            SheetKind::Staffing => staff::COLUMNS,
            SheetKind::Queues => queues::COLUMNS,
            SheetKind::Products => products::COLUMNS,
            SheetKind::Automation => tools::COLUMNS,
        }
    }

    /// The place of a column among a row's values, found while the program is compiled: a name that is none does not compile.
    pub(crate) const fn place(self, name: &str) -> usize {
        let columns = self.columns();
        let mut place = 0;
        while !super::same(columns[place].column.name, name) {
            place += 1;
        }
        place
    }

    /// Adds one replication to the table.
    pub fn add_run(self, sheet: &mut Sheet, scenario: &Scenario, arm: ArmId, outcome: &Outcome, control: &Outcome) {
        match self {
            SheetKind::Workload => hours::workload(sheet, scenario, arm, outcome),
            SheetKind::Staffing => staff::staffing(sheet, scenario, arm, outcome),
            SheetKind::Queues => queues::queues(sheet, outcome),
            SheetKind::Products => products::products(sheet, outcome),
            SheetKind::Automation => tools::automation(sheet, scenario, arm, outcome, control),
        }
    }
}
