//! Several arms from one run: what happens in all of them is simulated once.
//!
//! A run is of a set of arms as long as nothing in it depends on which of them it is. Where that ends its state is
//! forked, and each part goes on with its own copy:
//!
//! - Until time zero the control's configuration is valid in all arms. What looks ahead makes the difference: the next
//!   arrival of each stream is always scheduled already, and so is the next downtime of each tool.
//! - At time zero the arm's configuration becomes valid. From here on only arms with equal configurations go on
//!   together: they differ in nothing but policies, and in tools that have not come yet ([`crate::model::run::alike`]).
//! - Then at each boundary: arms part where a tool that is not the same comes before the next one; and where policies
//!   that are not the same would decide now, or would look next at different times. The state says whether they do, so
//!   an arm whose policy waits for a backlog leaves the others in the week in which the backlog is there, if ever.
//!
//! So every arm goes through the same events with the same numbers as if it had been run from its beginning: outcomes,
//! fingerprints and lines of the ledger are the same to the last bit.

use crate::engine::Execution;
use crate::model::outcome::Outcome;
use crate::model::run::log::Steps;
use crate::model::run::replication::{Halt, Run, Stage};
use crate::model::run::simulation::Simulation;
use crate::model::scenario::{Action, ArmId, Clause, Policy, PolicyId, Trigger};
use crate::units::{Span, Time};
use rayon::prelude::*;

/// What policies of an arm do at a boundary.
#[derive(PartialEq)]
struct PolicyDecision<'s> {
    due: Vec<(PolicyId, Option<usize>)>,
    /// If any is due: what these say, and what those say that may become due by what these do, which is hire people who
    /// bring a tool.
    policies: Vec<(PolicyId, &'s Policy)>,
    /// If numbers are set: which.
    configs: Option<ArmId>,
}

fn asks_for_a_tool(policy: &Policy) -> bool {
    let Trigger::When { condition, .. } = &policy.trigger else { return false };
    condition.all.iter().any(|clause| matches!(clause, Clause::Tool { .. } | Clause::Without(_)))
}

impl<'s> Run<'s> {
    /// The arms in parts for all of which the same comes next; none if it does for all.
    pub fn parts(&self) -> Option<Vec<Vec<ArmId>>> {
        if self.arms.len() == 1 {
            return None;
        }
        let likeness = |arm: ArmId, until: Time| {
            let come = &self.tools_come[arm];
            self.simulation.alike.likeness(arm, |tool| come[tool] < until)
        };
        let parts = match self.stage {
            // Each arm needs an outcome of its own.
            Stage::Change if self.now >= self.simulation.scenario.end => self.part_by(|arm| arm),
            // A tool that comes at time zero itself makes the difference now, hence the millisecond.
            Stage::Change if self.now == Time::ZERO => self.part_by(|arm| likeness(arm, self.now + Span(1))),
            Stage::Change => return None,
            Stage::Decide if self.now >= Time::ZERO => self.part_by(|arm| self.decision(arm)),
            Stage::Decide => return None,
            Stage::Advance if self.now >= Time::ZERO => self.part_by(|arm| {
                // Together only if the next stop is the same, and no other tool comes before it.
                let next = self.next_boundary(arm);
                (next, likeness(arm, next))
            }),
            Stage::Advance => self.part_by(|arm| self.next_boundary(arm)),
        };
        (parts.len() > 1).then_some(parts)
    }

    fn part_by<K: PartialEq>(&self, key: impl Fn(ArmId) -> K) -> Vec<Vec<ArmId>> {
        part_by(&self.arms, key)
    }

    fn decision(&self, arm: ArmId) -> PolicyDecision<'s> {
        let simulation = self.simulation;
        let plan = &simulation.plans[arm][0];
        let due = self.decisions.due(plan, simulation.scenario.calendar, self.now, &self.sites);
        let is_due = |id: PolicyId| due.iter().any(|(due, _)| *due == id);
        let matters = |id: PolicyId, policy: &Policy| policy.on && (is_due(id) || asks_for_a_tool(policy));
        let policies: Vec<_> = match due.is_empty() {
            true => Vec::new(),
            false => plan.config.policies.enumerate().filter(|(id, policy)| matters(*id, policy)).collect(),
        };
        // Numbers that are set bring the whole configuration into play, so it has to be the same one.
        let sets = policies.iter().any(|(_, policy)| policy.action == Action::Set);
        PolicyDecision { due, policies, configs: sets.then(|| simulation.alike.configs[arm]) }
    }
}

/// Parts of arms with the same key, in order.
fn part_by<K: PartialEq>(arms: &[ArmId], key: impl Fn(ArmId) -> K) -> Vec<Vec<ArmId>> {
    let mut parts: Vec<(K, Vec<ArmId>)> = Vec::new();
    for &arm in arms {
        let of_arm = key(arm);
        match parts.iter_mut().find(|(other, _)| *other == of_arm) {
            Some((_, part)) => part.push(arm),
            None => parts.push((of_arm, vec![arm])),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// How many weeks were simulated, warm-up included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weeks {
    /// Weeks of all runs.
    pub of_runs: u64,
    /// Of these, weeks taken over from the run of another arm, as the same would have happened.
    pub shared: u64,
}

impl Weeks {
    /// Share of the weeks that did not have to be simulated; 0 of none.
    pub fn share(&self) -> f64 {
        self.shared as f64 / self.of_runs.max(1) as f64
    }

    /// Adds others.
    pub fn add(&mut self, other: Weeks) {
        self.of_runs += other.of_runs;
        self.shared += other.shared;
    }
}

/// Is told a simulated week of some run that is done, and may stop all by returning false.
pub type Watch<'a> = &'a (dyn Fn(i64) -> bool + Sync);
/// Is given the outcome of each arm.
pub type Done<'a> = &'a (dyn Fn(ArmId, Outcome) + Sync);

impl Simulation {
    /// Runs some arms in one replication; what happens in several of them is simulated once, unless
    /// [`Simulation::apart`] is asked for. Each outcome is the one that [`Simulation::run`] gives. Runs of different
    /// arms are spread over the threads of the current pool, those of the first arms first, unless sites are.
    ///
    /// `watch` is told of each simulated week of each arm; if it stops them there is nothing, though `done` may have
    /// been given some outcomes.
    pub fn run_arms(&self, arms: &[ArmId], replication: u32, watch: Watch<'_>, done: Done<'_>) -> Option<Weeks> {
        let together = part_by(arms, |arm| if self.apart { arm } else { self.alike.past[arm] });
        self.for_each_part(&together, &|part| {
            follow(Run::new(self, part.to_vec(), replication, Steps::Dropped), watch, done)
        })
    }

    /// One level of parallelism at a time: parts are spread over threads if sites are not.
    fn for_each_part(&self, parts: &[Vec<ArmId>], make: &(dyn Fn(&[ArmId]) -> Option<Weeks> + Sync)) -> Option<Weeks> {
        let weeks: Vec<Option<Weeks>> = match self.execution {
            Execution::InTurn if parts.len() > 1 => parts.par_iter().map(|part| make(part)).collect(),
            // In turn if the sites of a run are already spread over the threads.
            _ => parts.iter().map(|part| make(part)).collect(),
        };
        weeks.into_iter().try_fold(Weeks::default(), |mut sum, weeks| {
            sum.add(weeks?);
            Some(sum)
        })
    }
}

/// Follows a run to its end in each of its arms. Copies are made when it is their turn, so that no more of them are in
/// memory than are under way, and one for each fork.
fn follow(mut run: Run<'_>, watch: Watch<'_>, done: Done<'_>) -> Option<Weeks> {
    let halt = run.go(&watch);
    let arms = run.arms.len() as u64;
    let mut weeks = Weeks { of_runs: run.simulated * arms, shared: run.simulated * (arms - 1) };
    match halt {
        Halt::Stopped => return None,
        Halt::End => done(run.arms[0], run.outcome()),
        Halt::Parting(parts) => {
            weeks.add(run.simulation.for_each_part(&parts, &|part| follow(run.fork(part), watch, done))?);
        }
    }
    Some(weeks)
}
