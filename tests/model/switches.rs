//! What is switched off, or can no longer be done, leaves nobody waiting.

use crate::support::{Desk, load, scenario};
use sim::model::outcome::Outcome;
use sim::model::scenario::{ArmId, TaskId};
use sim::model::{Simulation, What};

/// Runs the arms of a scenario under audit.
fn arms(text: &str) -> Vec<Outcome> {
    let scenario = scenario(text);
    let simulation = Simulation::new(&scenario).expect("a stated warm-up").audited();
    let arms: Vec<ArmId> = scenario.arms.ids().collect();
    arms.into_iter().map(|arm| simulation.run(arm, 0, &|_| true).expect("nobody stops it")).collect()
}

/// One case every five hours through a week of warm-up: 34 call for the copying that only the control knows. Its clerk
/// is there for two hours a week and does four of them; the other arm gives up what is left at time zero.
#[test]
fn what_waits_for_a_task_that_is_off_is_abandoned_at_time_zero() {
    let outcomes = arms(
        r#"
start   = 2024-01-01
warm_up = "1 week"
length  = "1 week"
[site.office]
staff = { clerk = 1, nurse = 1 }
[occupation.clerk]
shift    = "Mon 08:00-10:00"
contract = "2 h"
[occupation.nurse]
shift = "always"
[product.request]
[product.copy]
[product.answer]
[demand.request]
every  = "5 h"
writes = ["request"]
[task.copy]
reads  = ["request"]
writes = ["copy"]
[task.copy.way.clerk]
team = ["clerk"]
time = "30 min"
[task.answer]
reads  = ["request"]
writes = ["answer"]
[task.answer.way.nurse]
team = ["nurse"]
time = "30 min"
[arm.with_copies]
control = true
use     = ["task.copy"]
[arm.without]
"#,
    );
    let copies = |arm: usize| &outcomes[arm].weeks[0].queues[TaskId(0)];
    assert_eq!((copies(1).requested, copies(1).done, copies(1).unfinished, copies(1).backlog), (0, 0, 0, 0));
    // 33 or 34 cases in 168 h at intervals of 5 h, less the few that the two hours on Monday had already seen.
    assert!((29..=34).contains(&copies(1).abandoned), "{:?}", copies(1));
    assert_eq!(copies(0).abandoned, 0);
}

/// The coder asks on Friday night; the physician, who would be back on Monday, answers only while there is no tool,
/// which comes on Saturday. The question is given up then, and the coder goes on.
#[test]
fn an_answer_that_nobody_can_give_any_more_releases_the_asker() {
    let text = r#"
start  = 2024-01-01
length = "1 week"
[site.office]
staff = { physician = 1, coder = 1, scribe = 1 }
[occupation.physician]
[occupation.coder]
shift = "always"
[occupation.scribe]
shift = "always"
[product.request]
[product.record]
[product.codes]
[demand.request]
trace  = "friday.csv"
writes = ["request"]
[task.write_record]
reads   = ["request"]
writes  = ["record"]
defects = { introduced = 1000, kinds = { error = 1 } }
[task.write_record.way.scribe]
team = ["scribe"]
time = "10 min"
[task.code]
reads    = ["record"]
writes   = ["codes"]
finds    = 1
on_found = { query = "answer", to = "physician" }
[task.code.way.coder]
team = ["coder"]
time = "20 min"
[task.answer]
[task.answer.way.physician]
when = { without = "portal" }
team = ["physician"]
time = "5 min"
[technology.portal]
adoption = { start = "5 days" }
"#;
    let desk = Desk::new(text);
    desk.write("friday.csv", "time\n2024-01-05T22:00\n");
    let scenario = load(desk.path("desk.toml"), &[]);
    let (_, steps) = Simulation::new(&scenario).expect("a stated warm-up").audited().trace(ArmId(0), 0);
    let config = &scenario.arms[ArmId(0)].configs[0];
    let ends: Vec<String> = steps
        .iter()
        .filter(|step| matches!(step.what, What::Block(_) | What::Abandoned(..) | What::Done(_)))
        .map(|step| step.describe(config))
        .collect();
    assert_eq!(
        ends,
        ["118:10 done write_record", "118:30 block code", "120:00 abandoned answer (ruled_out)", "120:00 done code"]
    );
}

/// A clerk works Monday to Friday from eight to four. Two hours with a tool that was always there begin on Friday at
/// 15:00, in the warm-up, and are suspended after one. Time zero is the Monday after; there one arm has no tool. What
/// has begun is finished, in the hour that is left: a tool has no novelty where it is taken away.
#[test]
fn work_begun_with_a_tool_that_is_taken_away_takes_the_time_that_was_left() {
    let text = r#"
start   = 2024-01-08
warm_up = "1 week"
length  = "1 week"
[site.office]
staff = { clerk = 1 }
[occupation.clerk]
shift = "Mon-Fri 08:00-16:00"
[product.request]
[product.answer]
[demand.request]
trace  = "friday.csv"
writes = ["request"]
[task.answer]
reads  = ["request"]
writes = ["answer"]
[task.answer.way.with_tool]
team = ["clerk"]
tool = "tool"
time = "2 h"
[task.answer.way.by_hand]
team = ["clerk"]
time = "2 h"
[technology.tool]
adoption = { start = "before" }
dip      = { depth = 0.5, recovery = "1 week" }
[arm.with_tool]
control = true
use     = ["technology.tool"]
[arm.without]
"#;
    let desk = Desk::new(text);
    desk.write("friday.csv", "time\n2024-01-05T15:00\n");
    let scenario = load(desk.path("desk.toml"), &[]);
    let simulation = Simulation::new(&scenario).expect("a stated warm-up").audited();
    for arm in scenario.arms.ids() {
        let (_, steps) = simulation.trace(arm, 0);
        let config = &scenario.arms[arm].configs[0];
        let work = steps.iter().filter(|step| matches!(step.what, What::Start(..) | What::Resume(_) | What::Done(_)));
        let work: Vec<String> = work.map(|step| step.describe(config)).collect();
        assert_eq!(work, ["-57:00 start answer/with_tool 0", "08:00 resume answer", "09:00 done answer"]);
    }
}
