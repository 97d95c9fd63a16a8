//! `ledger.csv`.

use super::columns::file;
use crate::experiment::{Flows, Results};
use crate::model::scenario::{Activity, OccupationId, Scenario, TaskId};
use crate::units::HOUR;

/// Name of the period before the scenario's own: cases born then are worked on in the measured window, too.
const WARM_UP: &str = "warm_up";

/// The text of `ledger.csv`: mean hours over replications, of every arm but the control.
pub fn ledger_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("ledger.csv").columns.iter().map(|column| column.name))?;
    let world = &scenario.arms[scenario.control].worlds[0];
    for (ledger, arm) in results.ledgers.iter().zip(&results.arms) {
        for (&(period, occupation, task), flows) in &ledger.rows {
            let (occupation, task) = (OccupationId(occupation), TaskId(task));
            let period = period.checked_sub(1).map_or(WARM_UP, |place| &scenario.periods[place as usize].name);
            let mut row = vec![
                scenario.arms[*arm].name.clone(),
                period.into(),
                world.occupations[occupation].name.clone(),
                world.tasks[task].name.clone(),
                activities(scenario, occupation, task),
                world.tasks[task].order.to_string(),
            ];
            row.extend(columns(flows).map(|ms| exact(ms, results.replications)));
            csv.write_record(row)?;
        }
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// In the order of the file.
fn columns(flows: &Flows) -> [u64; 13] {
    let [review, query, rework, other] = flows.created;
    let Flows { control, not_needed, abandoned, unfinished, shifted_out, shifted_in, faster, slower, arm, .. } = *flows;
    [
        control,
        not_needed,
        abandoned,
        unfinished,
        shifted_out,
        shifted_in,
        faster,
        slower,
        review,
        query,
        rework,
        other,
        arm,
    ]
}

/// What the task is to the occupation: the activities of all ways they have a part in, in the paper's order.
fn activities(scenario: &Scenario, occupation: OccupationId, task: TaskId) -> String {
    let task = &scenario.arms[scenario.control].worlds[0].tasks[task];
    let theirs = || task.ways.iter().filter(|way| way.team.contains(&occupation));
    let is = |activity: &&Activity| {
        theirs().any(|way| way.activity.iter().any(|(of, share)| of == *activity && *share > 0.0))
    };
    Activity::ALL.iter().filter(is).map(|activity| activity.name()).collect::<Vec<_>>().join("+")
}

/// Mean hours with nine decimals, so that sums and differences of a row hold to the ms.
pub(super) fn exact(ms: u64, replications: u32) -> String {
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
