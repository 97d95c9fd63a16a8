//! `ledger.csv`: its columns, and how each is read from a row of the ledger.

use super::{File, FilledColumn, as_metric, columns};
use crate::experiment::{Column, Flows};
use crate::model::ledger::LedgerCause;
use crate::model::scenario::{Activity, ArmId, Configuration, OccupationId, Scenario, TaskId};
use crate::units::HOUR;

/// Name of the period before the scenario's own: cases born then are worked on in the measured window, too.
const WARM_UP: &str = "warm_up";

/// One row: hours of an occupation on a task in an arm, summed over replications.
pub(in crate::io::tables) struct LedgerRow<'a> {
    pub scenario: &'a Scenario,
    pub arm: ArmId,
    /// 0 for the warm-up, n + 1 for the scenario's n-th.
    pub period: u16,
    pub occupation: OccupationId,
    pub task: TaskId,
    pub flows: &'a Flows,
    pub replications: u32,
}

impl LedgerRow<'_> {
    fn config(&self) -> &Configuration {
        &self.scenario.arms[self.scenario.control].configs[0]
    }

    fn period(&self) -> String {
        let place = self.period.checked_sub(1);
        place.map_or(WARM_UP, |place| &self.scenario.periods[place as usize].name).into()
    }

    /// Mean hours over replications.
    fn hours(&self, ms: u64) -> String {
        exact(ms, self.replications)
    }

    /// What the task is to the occupation: the activities of all ways they have a part in, in the paper's order.
    fn activities(&self) -> String {
        let ways = &self.config().tasks[self.task].ways;
        let theirs = || ways.iter().filter(|way| way.team.contains(&self.occupation));
        let is = |activity: &&Activity| {
            theirs().any(|way| way.activity.iter().any(|(of, share)| of == *activity && *share > 0.0))
        };
        Activity::ALL.iter().filter(is).map(|activity| activity.name()).collect::<Vec<_>>().join("+")
    }
}

/// Text of a column in a row.
type OfRow = fn(&LedgerRow<'_>) -> String;

pub(in crate::io::tables) const COLUMNS: [FilledColumn<OfRow>; 19] = [
    Column::text("arm", "arm of the scenario; the control is what it is compared with")
        .filled(|row| row.scenario.arms[row.arm].name.clone()),
    Column::text(
        "period",
        "window of the scenario in which the case was born (or, if collected, closed), whenever it was worked on; \
         so hours differ from workload.csv. Where an arm has the case in another window than the control (called \
         earlier or later), the hours of each are in its own. `warm_up`: before time zero, with the hours after it",
    )
    .filled(|row| row.period()),
    Column::text("occupation", "whose hours").filled(|row| row.config().occupations[row.occupation].name.clone()),
    Column::text("task", "task").filled(|row| row.config().tasks[row.task].name.clone()),
    Column::text("activity", "activity; several are joined by `+`").filled(|row| row.activities()),
    Column::whole("order", "1", "order of the data worked on")
        .filled(|row| row.config().tasks[row.task].order.to_string()),
    Column::real(
        "control_hours",
        "h",
        "hours in the control within the run, mean over replications, as in all columns",
    )
    .filled(|row| row.hours(row.flows.control)),
    as_metric("not_needed", "h", "ledger.not_needed").filled(|row| row.hours(row.flows.not_needed)),
    as_metric("abandoned", "h", "ledger.abandoned").filled(|row| row.hours(row.flows.abandoned)),
    as_metric("unfinished", "h", "ledger.unfinished").filled(|row| row.hours(row.flows.unfinished)),
    Column::real(
        "shifted_out",
        "h",
        "done by another occupation in the arm, in the control's time; gross, under common draws",
    )
    .filled(|row| row.hours(row.flows.shifted_out)),
    Column::real(
        "shifted_in",
        "h",
        "taken over from another occupation, in the control's time; more or less time is `slower` or `faster` \
         here; gross, under common draws",
    )
    .filled(|row| row.hours(row.flows.shifted_in)),
    Column::real("faster", "h", "less time in the arm for the same instance; gross, under common draws")
        .filled(|row| row.hours(row.flows.faster)),
    Column::real("slower", "h", "more time in the arm for the same instance; gross, under common draws")
        .filled(|row| row.hours(row.flows.slower)),
    as_metric("created_review", "h", "ledger.created_review")
        .filled(|row| row.hours(row.flows.created[LedgerCause::Review as usize])),
    as_metric("created_query", "h", "ledger.created_query")
        .filled(|row| row.hours(row.flows.created[LedgerCause::Query as usize])),
    as_metric("created_rework", "h", "ledger.created_rework")
        .filled(|row| row.hours(row.flows.created[LedgerCause::Rework as usize])),
    as_metric("created_other", "h", "ledger.created_other")
        .filled(|row| row.hours(row.flows.created[LedgerCause::Other as usize])),
    Column::real(
        "arm_hours",
        "h",
        "hours in the arm: control_hours - not_needed - abandoned - unfinished - shifted_out + shifted_in - faster \
         + slower + created",
    )
    .filled(|row| row.hours(row.flows.arm)),
];

pub(super) const LEDGER: File =
    File { name: "ledger.csv", row: "arm x period x occupation x task", key: 4, columns: &columns(&COLUMNS) };

/// Mean hours with nine decimals, so that sums and differences of a row hold to the ms.
pub(in crate::io::tables) fn exact(ms: u64, replications: u32) -> String {
    let hours = ms as f64 / (HOUR.ms() * replications as f64);
    let text = format!("{hours:.9}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn hours_are_exact_to_the_ms() {
        assert_eq!(exact(0, 3), "0");
        assert_eq!(exact(3_600_000, 1), "1");
        assert_eq!(exact(1, 1), "0.000000278");
        for ms in [1, 7, 123_456_789, 9_876_543_210_123] {
            let hours: f64 = exact(ms, 1).parse().expect("a number");
            assert_eq!((hours * 3_600_000.0).round() as u64, ms);
        }
    }
}
