//! Work that is interrupted and begun anew takes what it took at first: one standard time, whatever went into it.

use crate::support::{Desk, load, run};
use sim::model::scenario::OccupationId;

/// A tool drafts a note in a minute, from 00:00. A nurse reviews it from 00:01, which takes an hour; their trust in the
/// tool, `1 / (1 + 1)`, shortens that by half, to 30 min. At 00:21 an urgent call takes them away for 15 min, after
/// 20 min of the review.
fn review_hours(task: &str, way: &str) -> f64 {
    let text = format!(
        r#"
start = 2024-01-01
length = "1 week"
[site.clinic]
staff = {{ nurse = 1 }}
[occupation.nurse]
shift = "always"
[technology.drafter]
trust = {{ prior = [1, 1], shortens = 1 }}
[product.visit]
[product.draft]
[product.note]
[product.call]
[product.reply]
[demand.visit]
every = "1 year"
writes = ["visit"]
[demand.caller]
trace = "calls.csv"
writes = ["call"]
[task.draft]
reads = ["visit"]
writes = ["draft"]
[task.draft.way.tool]
team = []
tool = "drafter"
time = "1 min"
[task.review]
reads = ["draft"]
writes = ["note"]
reviews = true
{task}
[task.review.way.nurse]
team = ["nurse"]
time = "1 h"
{way}
[task.reply]
urgent = true
reads = ["call"]
writes = ["reply"]
[task.reply.way.nurse]
team = ["nurse"]
time = "15 min"
"#
    );
    let desk = Desk::new(&text);
    desk.write("calls.csv", "time\n2024-01-01T00:21:00\n");
    let outcome = run(&load(desk.path("desk.toml"), &[]), 0);
    let busy = outcome.weeks[0].staff[OccupationId(0)].regular as f64 / 3_600_000.0;
    busy - 0.25
}

/// Resumed: 30 min in all. Begun anew: 20 min and then 30 min again, not the hour of those who do not trust. Finding
/// back into it, if that takes 6 min, comes on top of both.
#[test]
fn what_is_begun_anew_is_as_short_by_trust_as_it_was() {
    let close = |hours: f64, minutes: f64| {
        assert!((hours * 60.0 - minutes).abs() < 1e-6, "{} min, not {minutes}", hours * 60.0)
    };
    close(review_hours("", ""), 30.0);
    close(review_hours("preempted = \"restart\"", ""), 50.0);
    close(review_hours("", "resume_cost = \"6 min\""), 36.0);
    close(review_hours("preempted = \"restart\"", "resume_cost = \"6 min\""), 56.0);
}

/// The same of a learner, who takes 1 / 0.5 of the time: of the 60 min 20 are done by the call, and then it begins
/// anew.
#[test]
fn a_learner_who_begins_anew_learns_nothing_from_what_was_lost() {
    let hours = |preempted: &str| {
        review_hours(preempted, "[occupation.nurse.learning]\nstart = 0.5\nstaff = 0.5\nscale = 1e9\n")
    };
    // The call is led by the same learner and takes 30 min instead of 15.
    assert!((hours("") * 60.0 - (60.0 + 15.0)).abs() < 1e-6, "{}", hours(""));
    assert!((hours("preempted = \"restart\"") * 60.0 - (20.0 + 60.0 + 15.0)).abs() < 1e-6);
}
