//! `counted = false`: planners do not see the work, neither when it is requested nor when it is left over.

use crate::support::run_text;
use sim::model::outcome::Outcome;
use sim::model::scenario::OccupationId;

const CLERK: OccupationId = OccupationId(0);
const HOUR: u64 = 3_600_000;

/// A case an hour; for six days, 144 of them, none is begun: the only shift is on the seventh day.
fn left_over(length: &str, ways: &str, policy: &str) -> Outcome {
    let text = format!(
        r#"
start = 2024-01-01
length = "{length}"
[site.office]
staff = {{ clerk = 1, nurse = 1 }}
[occupation.clerk]
shift = "Sun 08:00-16:00"
[occupation.nurse]
shift = "Sun 08:00-16:00"
[product.letter]
[product.answer]
[demand.letter]
every = "1 h"
writes = ["letter"]
[task.answer]
reads = ["letter"]
writes = ["answer"]
meant_for = "clerk"
{ways}
{policy}
"#
    );
    run_text(&text)
}

fn way(name: &str, lead: &str, time: &str, counted: bool) -> String {
    format!("[task.answer.way.{name}]\nteam = [\"{lead}\"]\ntime = \"{time}\"\ncounted = {counted}\n")
}

/// What was requested and what is left over are the same work: 144 times the first counted way of those it is meant
/// for; where there is none, nothing, whatever others could do.
#[test]
fn planners_see_the_same_work_when_it_is_called_for_and_when_it_is_left() {
    let (hidden, seen) = (way("hidden", "clerk", "60 min", false), way("seen", "clerk", "30 min", true));
    let nurse = way("nurse", "nurse", "20 min", true);
    for (ways, hours) in [
        (way("plain", "clerk", "60 min", true), 144),
        (hidden.clone(), 0),
        (format!("{hidden}{seen}"), 72),
        (format!("{seen}{hidden}"), 72),
        (format!("{hidden}{nurse}"), 0),
        (format!("{nurse}{seen}"), 72),
    ] {
        let outcome = left_over("6 days", &ways, "");
        assert_eq!(outcome.weeks[0].queues[sim::model::scenario::TaskId(0)].requested, 144, "{ways}");
        assert_eq!(outcome.weeks[0].staff[CLERK].demanded, hours * HOUR, "{ways}");
        assert_eq!(outcome.unfinished[CLERK], hours * HOUR, "{ways}");
    }
}

/// A backlog of clerks is of the work that planners count on them for: of 168 more than 136 wait at the end of the
/// first week, as one clerk and one nurse answer at most 8 and 24 on the seventh day. A policy that waits for 100 hires
/// only where they see it.
#[test]
fn a_backlog_of_hidden_work_is_none() {
    let policy =
        "[policy.help]\nwhen = { backlog = \"clerk\", over = 100 }\naction = { hire = \"clerk\", heads = 1 }\n";
    let hires =
        |ways: &str| left_over("15 days", ways, policy).weeks.iter().map(|week| week.staff[CLERK].hires).sum::<u64>();
    let nurse = way("nurse", "nurse", "20 min", true);
    assert_eq!(hires(&format!("{}{nurse}", way("seen", "clerk", "60 min", true))), 1);
    assert_eq!(hires(&format!("{}{nurse}", way("hidden", "clerk", "60 min", false))), 0);
}
