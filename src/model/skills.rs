//! What can be learnt: each task by hand and with each of its tools.

use super::scenario::{Configuration, TaskId, TechnologyId};
use crate::units::IdVec;

/// The skills of a task: to do it by hand, and with each tool that some way of it has in some configuration.
#[derive(Clone, Debug)]
pub(super) struct TaskSkills {
    /// Number of the skill by hand; those with tools follow.
    pub by_hand: usize,
    pub tools: Vec<TechnologyId>,
}

impl TaskSkills {
    /// The number of the skill to do it with a tool, or by hand.
    pub fn of(&self, tool: Option<TechnologyId>) -> usize {
        let with_tool = |tool| self.tools.iter().position(|other| *other == tool).expect("a tool of one of its ways");
        self.by_hand + tool.map_or(0, |tool| 1 + with_tool(tool))
    }
}

/// The skills of each task over all configurations, and how many there are.
pub(super) fn skills(configs: &[&Configuration]) -> (IdVec<TaskId, TaskSkills>, usize) {
    let mut number = 0;
    let of = |task: TaskId| {
        let ways = configs.iter().flat_map(|config| &config.tasks[task].ways);
        let mut tools: Vec<TechnologyId> = ways.filter_map(|way| way.tool).collect();
        tools.sort_unstable();
        tools.dedup();
        let by_hand = number;
        number += 1 + tools.len();
        TaskSkills { by_hand, tools }
    };
    (configs[0].tasks.ids().map(of).collect(), number)
}
