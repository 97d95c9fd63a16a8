//! Metrics: the values of `summary.csv`, and the weekly tables.
//!
//! A file for each theme holds its metrics - name, unit, meaning, groups - each with the function that computes it, and
//! the columns of its weekly table, each with its function. Summary, weekly tables, answer, report and dictionary all
//! take their words from here.
//!
//! A new metric is an entry in the file of its theme. If nothing of a run tells it yet, a field of
//! [`crate::model::outcome`] comes before, and what writes it down; the guide's page is made anew by
//! `BLESS=1 cargo test --test dictionary`.

mod defects;
mod group;
mod hours;
mod kind;
mod ledger;
mod money;
mod products;
mod queues;
mod staff;
mod stretch;
mod tools;
mod weekly;
mod weekly_table;

pub(super) use defects::cost_of_defect_work;
pub use group::Group;
pub use kind::{By, Empty, Groups, MetricKind, Needs, Over, in_currency};
pub(super) use ledger::of_ledger;
pub(super) use stretch::hours as in_hours;
pub use stretch::length_in_weeks;
pub use weekly::{SHEETS, WeeklyTableKind};
pub use weekly_table::{Key, WeeklyColumn, WeeklyTable};

use crate::model::outcome::Outcome;
use crate::model::scenario::{ArmId, Scenario};
use group::Tally;
use std::collections::BTreeMap;
use stretch::PeriodRun;

/// Metrics about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What they are about.
    pub title: &'static str,
    /// They, in parts.
    parts: &'static [&'static [&'static [MetricKind]]],
}

impl Subject {
    /// Its metrics.
    pub fn metrics(&self) -> impl Iterator<Item = &'static MetricKind> + Clone + use<> {
        self.parts.iter().copied().flatten().copied().flatten()
    }
}

/// All metrics, by what they are about.
pub const SUBJECTS: &[Subject] = &[
    Subject { title: "Hours", parts: &[hours::METRICS] },
    Subject { title: "People and money", parts: &[staff::METRICS, money::METRICS] },
    Subject { title: "Work that is requested", parts: &[queues::METRICS] },
    Subject { title: "Data, defects and tools", parts: &[products::METRICS, defects::METRICS, tools::METRICS] },
    Subject { title: "The hours ledger: an arm against the control", parts: &[ledger::METRICS] },
];

/// How the metrics of each theme are counted; money rests on what was counted before.
const THEMES: [fn(&mut Tally<'_>, &PeriodRun<'_>); 7] =
    [hours::count, staff::count, queues::count, products::count, defects::count, money::count, tools::count];

/// All metrics of one run but those of the ledger. `control` is the control's run of the same replication.
pub fn metrics(scenario: &Scenario, arm: ArmId, outcome: &Outcome, control: &Outcome) -> BTreeMap<Group, f64> {
    let mut values = BTreeMap::new();
    for period in 0..scenario.periods.len() {
        let stretch = PeriodRun::of(scenario, period, arm, outcome, control);
        let mut tally = Tally { period, values: &mut values };
        THEMES.iter().for_each(|count| count(&mut tally, &stretch));
    }
    values
}

impl MetricKind {
    /// All metrics.
    pub fn all() -> impl Iterator<Item = &'static MetricKind> + Clone {
        SUBJECTS.iter().flat_map(Subject::metrics)
    }

    /// The kind of a metric; of one that names an occupation, the kind with `X` in its place.
    pub fn find(metric: &str) -> Option<&'static MetricKind> {
        MetricKind::all().find(|kind| match kind.name.strip_suffix('X') {
            Some(prefix) => metric.len() > prefix.len() && metric.starts_with(prefix),
            None => kind.name == metric,
        })
    }

    /// The kind of a metric of ours.
    ///
    /// # Panics
    /// If there is none: the names are ours.
    pub fn of(metric: &str) -> &'static MetricKind {
        MetricKind::find(metric).expect("one of our metrics")
    }

    /// The kind of this name, found while the program is compiled: a name that is none does not compile.
    pub(crate) const fn named(name: &str) -> &'static MetricKind {
        // Loops by hand: iterators cannot be used in a constant.
        let mut subject = 0;
        while subject < SUBJECTS.len() {
            let mut theme = 0;
            while theme < SUBJECTS[subject].parts.len() {
                let parts = SUBJECTS[subject].parts[theme];
                let mut part = 0;
                while part < parts.len() {
                    let mut place = 0;
                    while place < parts[part].len() {
                        if same(parts[part][place].name, name) {
                            return &parts[part][place];
                        }
                        place += 1;
                    }
                    part += 1;
                }
                theme += 1;
            }
            subject += 1;
        }
        panic!("no metric has this name")
    }
}

/// Whether two texts are the same, for constants.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_found_by_its_name() {
        assert!(MetricKind::of("on_time").more_is_better && !MetricKind::of("payroll").more_is_better);
        assert_eq!(MetricKind::find("hours.shifted_from.nurse").map(|kind| kind.name), Some("hours.shifted_from.X"));
        assert_eq!(MetricKind::find("no.such"), None);
    }
}
