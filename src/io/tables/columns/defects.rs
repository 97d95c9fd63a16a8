//! `defects.csv`: its columns, and how each is read from the attribution of defects.

use super::{ARM, File, FilledColumn, columns};
use crate::experiment::{AttributedCost, AttributionKey, Column};
use crate::io::tables::number::number;
use crate::model::scenario::{ArmId, Configuration, Scenario, Task};

/// One row: defects by who made, found and pays for them in an arm, summed over replications.
pub(in crate::io::tables) struct DefectRow<'a> {
    pub scenario: &'a Scenario,
    pub arm: ArmId,
    pub key: &'a AttributionKey,
    pub attribution: &'a AttributedCost,
    pub replications: u32,
}

impl DefectRow<'_> {
    fn config(&self) -> &Configuration {
        &self.scenario.arms[self.scenario.control].configs[0]
    }

    fn made_at(&self) -> Option<&Task> {
        self.key.made_at.map(|task| &self.config().tasks[task])
    }

    fn found_at(&self) -> Option<&Task> {
        self.key.found_at.map(|task| &self.config().tasks[task])
    }

    fn paid_by(&self) -> String {
        self.key.paid_by.map_or(String::new(), |occupation| self.config().occupations[occupation].name.clone())
    }

    /// The mean over replications of a sum over them.
    fn mean(&self, sum: f64) -> String {
        number(sum / self.replications as f64)
    }
}

/// Text of a column in a row.
type OfRow = fn(&DefectRow<'_>) -> String;

pub(in crate::io::tables) const COLUMNS: [FilledColumn<OfRow>; 12] = [
    ARM.filled(|row| row.scenario.arms[row.arm].name.clone()),
    Column::text("made_at", "task that made the defects; blank: only counted, in collected products")
        .filled(|row| row.made_at().map_or(String::new(), |task| task.name.clone())),
    Column::text("found_at", "task that found them first, or whose finding took the time; `never`: not found")
        .filled(|row| row.found_at().map_or("never".into(), |task| task.name.clone())),
    Column::text("paid_by", "occupation that spent the time; blank: all, and the row that has the count")
        .filled(|row| row.paid_by()),
    Column::whole("order_made", "1", "order of the task that made them")
        .filled(|row| row.made_at().map_or(String::new(), |task| task.order.to_string())),
    Column::whole("order_found", "1", "order of the task that found them")
        .filled(|row| row.found_at().map_or(String::new(), |task| task.order.to_string())),
    Column::real("count", "1", "defects made since `start`, each counted once, where it was found first")
        .filled(|row| row.key.paid_by.map_or(row.mean(row.attribution.count), |_| String::new())),
    Column::real("fix_hours", "h", "hours of fixing them on the spot").filled(|row| row.mean(row.attribution.hours[0])),
    Column::real("query_hours", "h", "hours of answering queries about them, and of finding back into the work")
        .filled(|row| row.mean(row.attribution.hours[1])),
    Column::real("again_hours", "h", "hours of work done again or for nothing after rejections due to them")
        .filled(|row| row.mean(row.attribution.hours[2])),
    Column::real("rework_hours", "h", "all three").filled(|row| row.mean(row.attribution.hours.iter().sum())),
    Column::real("cost", "currency", "these hours times wage").filled(|row| row.mean(row.attribution.cost)),
];

pub(super) const DEFECTS: File = File {
    name: "defects.csv",
    row: "arm x task that made them x task that found them x who pays",
    key: 0,
    columns: &columns(&COLUMNS),
};
