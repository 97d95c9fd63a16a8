//! Which arms are alike, and until when: what [`crate::model::run::fork`] decides by.
//!
//! A tool that has not come to any site yet makes a difference only where it matters whether it will ever come: a way
//! that is ruled out now waits for it, or is ruled out for good. That does not matter if, wherever such a way would
//! keep a task alive, another one does that cannot be ruled out before the tool comes ([`stays_open`]). Then arms with
//! and without the tool, or with other dates of it, go through the same until it comes to the first site.

use crate::model::compile::plan::{Plan, WayPlan};
use crate::model::compile::schema::Schema;
use crate::model::scenario::{
    AdoptedBy, Arm, ArmId, Clause, Configuration, Curve, Demand, OnFound, Scenario, SiteTypeId, TaskId, Technology,
    TechnologyId, Way,
};
use crate::model::site::Process;
use crate::units::{IdVec, Time};

/// Which arms are alike: each has the first arm that is like it.
pub(in crate::model) struct Alike {
    /// Until time zero.
    pub past: IdVec<ArmId, ArmId>,
    /// From then on, as long as only policies differ, and tools that have not come yet, and none of the policies that
    /// set numbers has been taken.
    early: IdVec<ArmId, ArmId>,
    /// Also when those have been, and all tools have come.
    pub configs: IdVec<ArmId, ArmId>,
    /// What is said of each tool.
    tools: IdVec<ArmId, IdVec<TechnologyId, ArmId>>,
}

/// What the configuration of an arm is like after time zero, before policies set numbers: arms with equal ones are
/// alike.
#[derive(PartialEq)]
pub(in crate::model) struct Likeness {
    early: ArmId,
    /// By tool: which it is, if it has come somewhere.
    tools: Vec<Option<ArmId>>,
}

impl Alike {
    pub fn new(scenario: &Scenario, plans: &IdVec<ArmId, Vec<Plan>>, schema: &Schema) -> Alike {
        let bare = |config: &Configuration| Configuration { policies: IdVec::new(), ..config.clone() };
        let configs = |arm: &Arm| -> Vec<Configuration> { arm.configs.iter().map(bare).collect() };
        let configs: IdVec<ArmId, Vec<Configuration>> = scenario.arms.iter().map(configs).collect();
        let in_years = |arm: ArmId| (0..=scenario.years.len()).map(move |year| scenario.arms[arm].place_of(year, 0));
        // Waits over the gap between two sessions are counted by what the whole configuration of an arm allows.
        let early = |arm: ArmId| {
            let plans = in_years(arm).map(|place| &plans[arm][place]);
            plans.map(|plan| (before_tools(plan, schema), &plan.sessions)).collect()
        };
        let early: IdVec<ArmId, Vec<_>> = scenario.arms.ids().map(early).collect();
        let looks_back = |arm: ArmId| plans[arm][0].looks_back;
        let first = |alike: &dyn Fn(ArmId, ArmId) -> bool, arm: ArmId| {
            scenario.arms.ids().find(|other| alike(*other, arm)).expect("an arm is like itself")
        };
        let firsts = |alike: &dyn Fn(ArmId, ArmId) -> bool| scenario.arms.ids().map(|arm| first(alike, arm)).collect();
        let tool = |arm: ArmId, tool: TechnologyId| &configs[arm][0].technologies[tool];
        Alike {
            past: firsts(&|one, other| {
                looks_back(one) == looks_back(other) && looks_ahead_alike(&configs[one][0], &configs[other][0])
            }),
            early: firsts(&|one, other| early[one] == early[other]),
            configs: firsts(&|one, other| {
                let sets = |arm: ArmId| (&scenario.arms[arm].set_policies, &scenario.arms[arm].variants);
                sets(one) == sets(other) && configs[one] == configs[other]
            }),
            tools: scenario
                .arms
                .ids()
                .map(|arm| {
                    let ids = configs[arm][0].technologies.ids();
                    ids.map(|id| first(&|one, other| tool(one, id) == tool(other, id), arm)).collect()
                })
                .collect(),
        }
    }

    /// What an arm is like if some of its tools have come.
    pub fn likeness(&self, arm: ArmId, has_come: impl Fn(TechnologyId) -> bool) -> Likeness {
        let tools = self.tools[arm].enumerate().map(|(tool, is)| has_come(tool).then_some(*is)).collect();
        Likeness { early: self.early[arm], tools }
    }
}

/// Whether what is known ahead of time zero is the same.
fn looks_ahead_alike(one: &Configuration, other: &Configuration) -> bool {
    let arrivals = |one: &Demand, other: &Demand| one.on == other.on && one.source == other.source;
    one.demands.iter().zip(other.demands.iter()).all(|(one, other)| arrivals(one, other))
        && one.technologies.iter().zip(other.technologies.iter()).all(|(one, other)| one.downtime == other.downtime)
}

/// A configuration without its policies and without what does not count of its tools as long as they have not come.
fn before_tools(plan: &Plan, schema: &Schema) -> Configuration {
    let mut config = Configuration { policies: IdVec::new(), ..plan.config.clone() };
    for (id, tool) in config.technologies.iter_mut().enumerate() {
        // What remains of such a tool is the same in every arm: on, without dates.
        if is_waited_for_in_vain(plan, schema, TechnologyId(id as u16), tool) {
            tool.on = true;
            (tool.dip, tool.expects) = (None, None);
            (tool.adoption.start, tool.adoption.curve, tool.adoption.ceiling) = (Vec::new(), Curve::Step, 1.0);
        }
    }
    config
}

/// When each tool of a configuration comes to the first of some sites that adopts it.
pub(in crate::model) fn tools_come(config: &Configuration, sites: &[Process]) -> IdVec<TechnologyId, Time> {
    let first = |tool| sites.iter().filter_map(|site| site.adoption_date(tool)).min().unwrap_or(Time::NEVER);
    config.technologies.iter().map(first).collect()
}

/// Whether all is the same without a tool as with one that is still to come. Not of tools that workers adopt: people
/// who are hired may bring them at any time.
fn is_waited_for_in_vain(plan: &Plan, schema: &Schema, tool: TechnologyId, spec: &Technology) -> bool {
    let tasks = &plan.config.tasks;
    // At one site type, or at all.
    let replaced = |task: TaskId, kind: Option<SiteTypeId>, way: usize, serves: &dyn Fn(usize) -> bool| {
        let ways = &tasks[task].ways;
        let staffed = |way: &Way, place: usize| way.team.iter().all(|member| schema.employed[place][*member]);
        let sites =
            || (0..schema.sites.len()).filter(|place| kind.is_none_or(|kind| schema.sites[*place].site_type == kind));
        // The other way must have its people wherever this one has.
        let wherever = |one: &Way| sites().all(|place| staffed(one, place) || !staffed(&ways[way], place));
        !depends(&ways[way], tool)
            || (0..ways.len()).any(|one| serves(one) && stays_open(&ways[one], tool) && wherever(&ways[one]))
    };
    // Tasks of cases: something else that can write as much, for which no more is needed.
    let in_cases = plan.case_types.iter().flat_map(|case_type| &case_type.tasks).all(|task| {
        let serves = |one: &WayPlan, other: &WayPlan| {
            !one.out && one.needs & !other.needs == 0 && other.writes & !one.writes == 0
        };
        let (ways, kind) = (&task.ways, Some(task.kind));
        let serves = |one: usize, way: usize| serves(&ways[one], &ways[way]);
        (0..ways.len()).all(|way| ways[way].out || replaced(task.task, kind, way, &|one| serves(one, way)))
    });
    // Answers to queries, which read nothing.
    let asks = |way: &Way, id: TaskId| matches!(way.on_found, OnFound::Query { task, .. } if task == id);
    let answers = |id: TaskId| tasks.iter().any(|task| task.ways.iter().any(|way| asks(way, id)));
    let in_answers = tasks.enumerate().filter(|(id, _)| answers(*id)).all(|(id, task)| {
        (0..task.ways.len()).all(|way| !task.ways[way].on || replaced(id, None, way, &|one| task.ways[one].on))
    });
    spec.adoption.by == AdoptedBy::Site && in_cases && in_answers
}

/// Whether a way may wait for a tool.
fn depends(way: &Way, tool: TechnologyId) -> bool {
    let asks = |clause: &Clause| matches!(clause, Clause::Tool { technology, .. } if *technology == tool);
    way.tool == Some(tool) || way.when.as_ref().is_some_and(|when| when.all.iter().any(asks))
}

/// Whether a way is not ruled out as long as the tool has not come, if there are people for it: nothing but being
/// without the tool is asked of it, and only machines fail.
fn stays_open(way: &Way, tool: TechnologyId) -> bool {
    let without = |clause: &Clause| *clause == Clause::Without(tool);
    way.tool.is_none()
        && way.chance >= 1.0
        && way.when.as_ref().is_none_or(|when| when.all.iter().all(without))
        && !way.team.is_empty()
}
