//! Learning and tools: to do a task by hand and with a tool are two skills, and a tool that comes is new to those who
//! were there.

use crate::support::{run, scenario};
use sim::model::scenario::TaskId;

const MINUTE: f64 = 60_000.0;
/// Repetitions after which the distance to full proficiency has shrunk to 1/e.
const SCALE: f64 = 50.0;

/// A paper every six hours, 28 a week, each half an hour by either way; one coder, always there. A novice has speed
/// 0.5. From week 2 the tool is used, unless `adoption` says otherwise.
fn hours_by_way(adoption: &str, more: &str) -> [Vec<u64>; 2] {
    let text = format!(
        r#"
length = "4 weeks"
[site.a]
staff = {{ coder = 1 }}
[occupation.coder]
shift = "always"
learning = {{ start = 0.5, scale = {SCALE} }}
[product.paper]
[product.done]
[demand.paper]
every = "6 h"
writes = ["paper"]
[task.do]
reads = ["paper"]
writes = ["done"]
[task.do.way.tool]
tool = "t"
team = ["coder"]
time = "30 min"
[task.do.way.hand]
team = ["coder"]
time = "30 min"
[technology.t]
adoption = {{ {adoption} }}
{more}
"#
    );
    let scenario = scenario(&text);
    let outcome = run(&scenario, scenario.arms.len() as u16 - 1);
    assert!(outcome.weeks.iter().all(|week| week.queues[TaskId(0)].done == 28));
    [0, 1].map(|way| outcome.weeks.iter().map(|week| week.work[way].total).collect())
}

/// ms that 28 repetitions take after so many, from this proficiency towards 1.
fn curve(from: f64, after: u32) -> u64 {
    let proficiency = |n: u32| 1.0 - (1.0 - from) * libm::exp(-f64::from(n) / SCALE);
    (after..after + 28).map(|n| (30.0 * MINUTE / proficiency(n)).round() as u64).sum()
}

fn expert() -> u64 {
    28 * 30 * MINUTE as u64
}

/// Experts for two weeks by hand; then novices with the tool, who learn: 28 repetitions, and 28 more.
#[test]
fn those_who_were_there_learn_a_new_tool_from_the_start() {
    let learnt = [0, 0, curve(0.5, 0), curve(0.5, 28)].to_vec();
    let by_hand = [expert(), expert(), 0, 0].to_vec();
    assert_eq!(hours_by_way("start = \"2 weeks\"", ""), [learnt.clone(), by_hand.clone()]);
    // So do those who adopt it one by one.
    assert_eq!(hours_by_way("by = \"worker\", start = \"2 weeks\"", ""), [learnt, by_hand]);
}

/// A tool from before is no novelty: in the control, and in an arm whose tool has always been there.
#[test]
fn a_tool_from_before_is_known() {
    let known = [vec![expert(); 4], vec![0; 4]];
    assert_eq!(hours_by_way("start = \"before\"", ""), known);
    assert_eq!(hours_by_way("by = \"worker\", start = \"before\"", ""), known);
    let arms = "[arm.old]\ncontrol = true\n[arm.new]\nuse = [\"t\"]\n";
    assert_eq!(hours_by_way("start = \"before\"", arms), known);
    assert_eq!(hours_by_way("start = \"2 weeks\"", arms)[0][2], curve(0.5, 0));
}

/// Each tool is learnt apart: those who know one that was there before begin anew with the one that comes.
#[test]
fn a_second_tool_is_a_third_skill() {
    let more = "[task.do.way.second]\ntool = \"old\"\nteam = [\"coder\"]\ntime = \"30 min\"\n[technology.old]\n";
    let text = format!("{more}[arm.only]\n");
    let [new, _] = hours_by_way("start = \"2 weeks\"", &text);
    assert_eq!(new, [0, 0, curve(0.5, 0), curve(0.5, 28)]);
}

/// Somebody hired after the tool has come is a novice with it like those who were there; and a novice by hand before.
#[test]
fn novices_are_novices_in_both() {
    let swap = "[policy.swap]\nat = \"1 week\"\naction = { replace = \"coder\", by = \"coder\", heads = 1 }\n";
    let [tool, hand] = hours_by_way("start = \"2 weeks\"", swap);
    assert_eq!(hand, [expert(), curve(0.5, 0), 0, 0]);
    assert_eq!(tool, [0, 0, curve(0.5, 0), curve(0.5, 28)]);
}

/// Ten nurses and a clerk, always there; a request every six hours finds all of them idle. Some of the nurses use the
/// tool of the first way. A request begins on the first open way whose people are free: as long as one of those nurses
/// is, neither the clerk nor a nurse without the tool begins it, however long these have been idle.
#[test]
fn somebody_with_the_tool_of_the_first_way_goes_before_the_next_occupation() {
    let text = r#"
length = "4 weeks"
[site.a]
staff = { nurse = 10, clerk = 1 }
[occupation.nurse]
shift = "always"
[occupation.clerk]
shift = "always"
[product.request]
[product.answer]
[demand.request]
every = "6 h"
writes = ["request"]
[task.answer]
reads = ["request"]
writes = ["answer"]
[task.answer.way.tool]
tool = "t"
team = ["nurse"]
time = "30 min"
[task.answer.way.clerk]
team = ["clerk"]
time = "30 min"
[task.answer.way.hand]
team = ["nurse"]
time = "30 min"
[technology.t]
adoption = { by = "worker", start = "before", ceiling = 0.5 }
"#;
    let scenario = scenario(text);
    let outcome = run(&scenario, 0);
    let used = [0, 1, 2].map(|way| outcome.weeks.iter().map(|week| week.work[way].total).sum::<u64>());
    assert_eq!(used, [112 * 30 * MINUTE as u64, 0, 0]);
}
