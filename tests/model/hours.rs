//! Hours and pay of small rosters, counted by hand.

use crate::support::scenario;
use sim::model::Simulation;
use sim::model::scenario::{ArmId, OccupationId};
use sim::units::HOUR;

/// Paid hours of the first occupation over the whole run.
fn paid(roster: &str) -> f64 {
    let text = format!(
        r#"
start  = 2024-01-01
length = "4 weeks"
[site.ward]
staff = {{ nurse = 1 }}
[occupation.nurse]
{roster}
[product.request]
[product.answer]
[demand.request]
arrivals = {{ per_week = 1 }}
writes   = ["request"]
[task.answer]
reads  = ["request"]
writes = ["answer"]
[task.answer.way.nurse]
team = ["nurse"]
time = "1 s"
"#
    );
    let scenario = scenario(&text);
    let outcome =
        Simulation::new(&scenario).expect("a stated warm-up").run(ArmId(0), 0, &|_| true).expect("nobody stops it");
    outcome.weeks.iter().map(|week| week.staff[OccupationId(0)].paid).sum::<u64>() as f64 / HOUR.ms()
}

/// Four Sunday nights begin in four weeks, and the last ends after the run; each night is paid when it ends, worked or
/// not.
#[test]
fn leave_is_paid_for_nights_that_end_in_the_next_week() {
    let night = "shift = \"Sun 23:00-07:00\"";
    assert_eq!(paid(&format!("{night}\nabsent = 1")), 3.0 * 8.0);
    // Worked, they are paid hour by hour: one hour of the last falls into the run.
    assert_eq!(paid(night), 3.0 * 8.0 + 1.0);
}

#[test]
fn leave_is_paid_without_breaks() {
    assert_eq!(paid("shift = \"Mon-Fri 08:00-16:30\"\nbreak = \"30 min\"\nabsent = 1"), 160.0);
    assert_eq!(paid("shift = \"Mon-Fri 08:00-16:30\"\nbreak = \"30 min\""), 160.0);
}
