//! What the hours ledger comes to: sums of the rows of `ledger.csv`.

use super::group::Group;
use super::kind::Over::PerWeek;
use super::kind::{ALL_AND_OCCUPATION, Measure, MetricKind, Needs, OCCUPATION, kinds, metric};
use super::stretch::{hours, length_in_weeks};
use crate::experiment::ledger::{Flows, Ledger};
use crate::model::ledger::LedgerCause;
use crate::model::scenario::Scenario;
use std::collections::BTreeMap;

const fn flow(name: &'static str, title: &'static str) -> MetricKind {
    metric(name, title, "h/week", PerWeek, ALL_AND_OCCUPATION).needs(Needs::Ledger)
}

/// Whose hours.
const CASES: &str = "of cases born in the period";

fn less(more: u64, less: u64) -> f64 {
    hours(more) - hours(less)
}

/// What a metric is of flows \[h\].
type OfFlows = fn(&Flows) -> f64;

/// Its metrics, and what each is of the flows \[h\].
const FLOWS: [Measure<OfFlows>; 10] = [
    flow("ledger.control_less_arm", "Hours of the control less the arm's")
        .is("hours in the control less hours in the arm; net")
        .computed(CASES)
        .better_if_more()
        .by(|flows| less(flows.control, flows.arm)),
    flow("ledger.not_needed", "Removed: nobody needs it")
        .is("hours that nobody needed in the arm: not requested, superseded or done by a tool; the only saving; gross, \
             under common draws")
        .computed(CASES)
        .better_if_more()
        .by(|flows| hours(flows.not_needed)),
    flow("ledger.abandoned", "Undone: given up")
        .is("hours given up or expired in the arm, or not requested since what it reads, or who would read it, was given up: \
             undone, not saved; gross, under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.abandoned)),
    flow("ledger.unfinished", "Undone: unfinished at the end")
        .is("hours not done in the arm when the run ended, or not requested since it waits for what is not done, or its case \
             is yet to come: not yet called from a waiting list, arriving after the end, or under way between sites; also if \
             the case comes in another period there; gross, under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.unfinished)),
    // Of all together it is zero.
    MetricKind { groups: OCCUPATION, ..flow("ledger.shifted_to", "Shifted to") }
        .is("hours taken over from other occupations, in the control's time, less those they took over; net")
        .computed("shifted_in - shifted_out, of cases born in the period")
        .by(|flows| less(flows.shifted_in, flows.shifted_out)),
    flow("ledger.slower", "Slower on the same work")
        .is("more time in the arm for the same instances, less time saved on others; net")
        .computed("slower - faster, of cases born in the period")
        .by(|flows| less(flows.slower, flows.faster)),
    flow("ledger.created_review", "Created: review of a tool's product")
        .is("review of a tool's product that the control did not do; gross, under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.created[LedgerCause::Review as usize])),
    flow("ledger.created_query", "Created: answers to queries")
        .is("answers to queries that the control did not give; gross, under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.created[LedgerCause::Query as usize])),
    flow("ledger.created_rework", "Created: rework")
        .is("further attempts and obsolete work that the control has not; gross, under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.created[LedgerCause::Rework as usize])),
    flow("ledger.created_other", "Created: other work")
        .is("other work that the control did not do, also since it left it undone, or has the case in another period; gross, \
             under common draws")
        .computed(CASES)
        .by(|flows| hours(flows.created[LedgerCause::Other as usize])),
];

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&kinds(&FLOWS)];

/// The values of an arm in one replication by group: for each occupation, and for all.
pub(in crate::experiment) fn of_ledger(scenario: &Scenario, ledger: &Ledger) -> BTreeMap<Group, f64> {
    let mut sums: BTreeMap<(u16, Option<u16>), Flows> = BTreeMap::new();
    for (&(period, occupation, _), flows) in ledger.rows.iter().filter(|((period, ..), _)| *period > 0) {
        // A row for each occupation, and one for all.
        for who in [Some(occupation), None] {
            sums.entry((period - 1, who)).or_default().add(flows);
        }
    }
    let mut values = BTreeMap::new();
    for ((period, occupation), flows) in sums {
        let period = period as usize;
        let length = length_in_weeks(scenario, &scenario.periods[period]);
        for measure in &FLOWS {
            let value = (measure.of)(&flows);
            if value != 0.0 {
                let metric = measure.kind.name.into();
                values.insert(Group { period, metric, occupation, ..Group::default() }, value / length);
            }
        }
    }
    values
}
