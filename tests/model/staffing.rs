//! `staff_to`: staff follows the work that is requested, not the time people are busy, which ends at the time on shift.

use crate::support::{loaded, run};
use sim::model::scenario::{OccupationId, Scenario};

/// A case an hour of the time stated, day and night: at 204 min that is 3.4 hours of work in each hour, so 3.4
/// full-time equivalents; at a utilisation of 0.85 they should be 4.
fn desk(staff: &str, time: &str, rule: &str, more: &str) -> String {
    format!(
        r#"
length = "10 weeks"
[site.office]
staff = {{ {staff} }}
[occupation.clerk]
shift = "always"
[occupation.helper]
shift = "always"
[product.letter]
[product.answer]
[demand.letter]
every = "1 h"
writes = ["letter"]
[task.answer]
reads = ["letter"]
writes = ["answer"]
{more}
[task.answer.way.clerk]
team = ["clerk"]
time = "{time}"
[policy.staff]
every = "1 week"
action = {{ staff_to = {{ {rule} }} }}
"#
    )
}

fn load(text: &str) -> (Scenario, Vec<String>) {
    let loaded = loaded(text);
    (loaded.scenario, loaded.warnings.iter().map(ToString::to_string).collect())
}

/// Heads of an occupation by week.
fn heads(text: &str, occupation: u16) -> Vec<u64> {
    let outcome = run(&load(text).0, 0);
    outcome.weeks.iter().map(|week| week.staff[OccupationId(occupation)].heads).collect()
}

/// Two clerks are busy all the time, and so would be told to be right at 2 / 0.85 = 2.4. A tenth of two is less than
/// half a head, so one comes at a time; with four the demand is met, and nothing changes any more. The same from above.
#[test]
fn staff_follows_what_is_called_for_until_it_is_met() {
    let rule = "utilisation = 0.85, most = \"10%\"";
    assert_eq!(heads(&desk("clerk = 2", "204 min", rule, ""), 0), [2, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
    assert_eq!(heads(&desk("clerk = 7", "204 min", rule, ""), 0), [7, 6, 5, 4, 4, 4, 4, 4, 4, 4]);
}

/// Ten times the work, 34 full-time equivalents, and so 40 heads. From 26: 2.6 is 3 (0.4 too much), 2.9 - 0.4 is 3 (0.5
/// too much), 3.2 - 0.5 is 3 (0.3 too much), 3.5 - 0.3 is 3; the last two are within the limit.
#[test]
fn the_rest_of_a_limited_change_is_carried_over() {
    let rule = "utilisation = 0.85, most = \"10%\"";
    assert_eq!(heads(&desk("clerk = 26", "2040 min", rule, ""), 0), [26, 29, 32, 35, 38, 40, 40, 40, 40, 40]);
}

/// A half post counts as half. In office hours 168 x 45 min are 126 h a week, 3.15 contracts of 40 h, and 3.5 at a
/// utilisation of 0.9. There are 1.5, so two come; by heads it would be 2 x 126 / 60 / 0.9 = 4.7 heads, and three would
/// come.
#[test]
fn full_time_equivalents_are_compared_not_heads() {
    let text = desk("clerk = 1.5", "45 min", "utilisation = 0.9, most = \"100%\"", "");
    let text = text.replace("shift = \"always\"", "shift = \"Mon-Fri 08:00-16:00\"\ncontract = \"40 h\"");
    assert_eq!(heads(&text, 0), [2, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
}

/// At most nothing is nothing.
#[test]
fn at_most_nothing_changes_nothing() {
    assert_eq!(heads(&desk("clerk = 2", "204 min", "utilisation = 0.85, most = 0", ""), 0), [2; 10]);
}

/// Work meant for the clerks that helpers take at once is offered to the helpers: clerks have nothing to do and go, one
/// a week, and the helpers, who lead nothing that is meant for them, stay at the 4 they need.
#[test]
fn work_that_others_take_is_offered_to_them() {
    let more = "meant_for = \"clerk\"\n[task.answer.way.helper]\nteam = [\"helper\"]\ntime = \"204 min\"\n";
    let text = desk("clerk = 2, helper = 4", "204 min", "utilisation = 0.85, most = \"100%\"", more);
    assert_eq!((heads(&text, 0)[1], heads(&text, 1)), (0, vec![4; 10]));
}

/// Members of a team are needed as much as its lead, though nothing is meant for them.
#[test]
fn members_of_a_team_are_offered_its_work() {
    let text = desk("clerk = 4, helper = 2", "204 min", "utilisation = 0.85, most = \"100%\"", "");
    let text = text.replace("team = [\"clerk\"]", "team = [\"clerk\", \"helper\"]");
    assert_eq!(heads(&text, 1), [2, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
}

/// Nothing rounds to nobody without a word: a tenth of four clerks is 0.4, so that a policy of every quarter never
/// moves anybody.
#[test]
fn a_share_that_moves_nobody_is_said() {
    let text = desk("clerk = 4", "204 min", "utilisation = 0.85", "");
    let trim = |share: f64| {
        text.clone()
            + &format!("[policy.trim]\nevery = \"2 weeks\"\naction = {{ dismiss = \"clerk\", share = {share} }}\n")
    };
    let said = |share: f64| {
        load(&trim(share)).1.iter().any(|warning| warning.contains("`trim` moves nobody of 4 `clerk` at first"))
    };
    assert!(said(0.1) && !said(0.125));
}
