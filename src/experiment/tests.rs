//! Results do not depend on how the runs are spread over threads.

use super::{Group, Parallel, Progress, Results, RunPlan, WeeklyTableKind, run};
use crate::engine::Execution;
use crate::model::Simulation;
use crate::model::scenario::{Action, ArmId, Clause, Condition, Curve, Scenario, Start, Trigger, Way};
use crate::model::tests::random_config::{random_scenario, valid_scenarios};
use crate::units::{DAY, HOUR, Id, Time, WEEK};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

struct Count(AtomicU32);

impl Progress for Count {
    fn week_done(&self) {}
    fn replication_done(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn results(scenario: &Scenario, threads: usize, parallel: Parallel) -> Results {
    results_of(scenario, Simulation::new(scenario).expect("a stated warm-up"), threads, parallel)
}

fn results_of(scenario: &Scenario, simulation: Simulation, threads: usize, parallel: Parallel) -> Results {
    let execution = if parallel == Parallel::Sites { Execution::Parallel } else { Execution::InTurn };
    let simulation = simulation.audited().ledgered().executed(execution);
    let plan = RunPlan { parallel, ..RunPlan::new(scenario, &[], threads) };
    let count = Count(AtomicU32::new(0));
    let results = run(scenario, &plan, &simulation, &count, &AtomicBool::new(false)).expect("not stopped");
    assert_eq!(count.0.into_inner(), scenario.replications);
    results
}

/// Everything in results, floats to the last bit.
fn bits(results: &Results) -> String {
    format!("{results:?}")
}

#[test]
fn random_scenarios_give_the_same_results_on_any_number_of_threads() {
    for (seed, mut scenario) in valid_scenarios(1000) {
        scenario.replications = 2;
        let one = bits(&results(&scenario, 1, Parallel::Replications));
        for (threads, parallel) in [(2, Parallel::Sites), (3, Parallel::Replications), (8, Parallel::Sites)] {
            assert!(
                one == bits(&results(&scenario, threads, parallel)),
                "seed {seed}: {threads} threads over {parallel:?}"
            );
        }
    }
}

/// What arms have in common is simulated once, and comes to the same, to the last bit, as if each had been run from its
/// beginning: on one thread and on several, with the ledger and under audit.
#[test]
fn arms_that_share_their_run_come_to_the_same_as_arms_run_apart() {
    let share = compare_with_apart(200, |_, scenario| more_arms(scenario));
    // Else there would be nothing to compare.
    assert!(share > 1.0 / 3.0, "{share} of all weeks shared");
}

/// The same of arms whose tools differ: in some, work done with a tool can always be done by hand, so that nothing
/// before it comes depends on whether it does.
#[test]
fn arms_with_other_tools_share_what_comes_before_them() {
    let tools = |by_hand: bool| {
        compare_with_apart(100, move |seed, scenario| {
            if by_hand {
                by_hand_too(seed, scenario);
            }
            other_tools(seed, scenario);
        })
    };
    let (as_it_is, by_hand) = (tools(false), tools(true));
    assert!(as_it_is > 0.1 && by_hand > as_it_is + 0.02, "{as_it_is} and {by_hand} of all weeks shared");
}

/// Changes scenarios and runs them with arms together and apart; the share of weeks that were not simulated again.
fn compare_with_apart(usual: usize, change: impl Fn(u64, &mut Scenario)) -> f64 {
    let mut shared = 0;
    let mut together = 0;
    for (seed, mut scenario) in valid_scenarios(usual) {
        scenario.replications = 2;
        change(seed, &mut scenario);
        let mut apart = results_of(
            &scenario,
            Simulation::new(&scenario).expect("a stated warm-up").apart(),
            1,
            Parallel::Replications,
        );
        assert_eq!(apart.weeks.shared, 0);
        for (threads, parallel) in [(1, Parallel::Replications), (2, Parallel::Sites), (3, Parallel::Replications)] {
            let results = results(&scenario, threads, parallel);
            assert_eq!(results.weeks.of_runs, apart.weeks.of_runs, "seed {seed}");
            apart.weeks = results.weeks;
            assert!(bits(&apart) == bits(&results), "seed {seed}: {threads} threads over {parallel:?}");
        }
        (shared, together) = (shared + apart.weeks.shared, together + apart.weeks.of_runs);
    }
    shared as f64 / together as f64
}

/// Arms with no tools, with those there are, and with those coming at other times.
fn other_tools(seed: u64, scenario: &mut Scenario) {
    let last = scenario.arms[ArmId::from_index(scenario.arms.len() - 1)].clone();
    for variant in 0..3 {
        let mut arm = last.clone();
        arm.name = format!("{} {variant}", arm.name);
        for (number, tool) in arm.configs.iter_mut().flat_map(|config| config.technologies.iter_mut().enumerate()) {
            match variant {
                0 => tool.on = false,
                1 => tool.on = seed % 2 != number as u64 % 2,
                _ => {
                    // Not a whole day: a condition that asks for a day with the tool would hold at the very end, when
                    // it is too late for what waits for it, and an audit finds that it hangs.
                    let start = |weeks: i64| Start::At(Time(WEEK.0 * weeks + DAY.0 * (seed % 9) as i64 + HOUR.0));
                    tool.adoption.start = vec![start(1), start(2)];
                    tool.adoption.curve = Curve::Step;
                    tool.dip = None;
                }
            }
        }
        scenario.arms.push(arm);
    }
}

/// Adds to each task a way without a tool that does for all its ways with one.
fn by_hand_too(seed: u64, scenario: &mut Scenario) {
    for task in scenario.arms.iter_mut().flat_map(|arm| &mut arm.configs).flat_map(|config| config.tasks.iter_mut()) {
        let people = task.ways.iter().find(|way| !way.team.is_empty()).map(|way| way.team.clone());
        for way in task.ways.clone().iter().filter(|way| way.tool.is_some() || way.when.is_some()) {
            let without = way.tool.filter(|_| seed.is_multiple_of(3)).map(Clause::Without);
            let when = without.map(|clause| Condition { all: vec![clause] });
            let team = if way.team.is_empty() { people.clone().unwrap_or_default() } else { way.team.clone() };
            let name = format!("{} by hand", way.name);
            task.ways.push(Way { name, tool: None, chance: 1.0, when, team, ..way.clone() });
        }
    }
}

/// Arms that differ from those there are in policies only: when they act, what they do, or not at all.
fn more_arms(scenario: &mut Scenario) {
    for arm in [ArmId(0), ArmId::from_index(scenario.arms.len() - 1)] {
        for day in [4, 10] {
            let mut arm = scenario.arms[arm].clone();
            arm.name = format!("{} {day}", arm.name);
            for policy in arm.configs.iter_mut().flat_map(|config| config.policies.iter_mut()) {
                let set = policy.action == Action::Set;
                match policy.trigger {
                    Trigger::At(_) => (policy.on, policy.trigger) = (true, Trigger::At(Time(day * DAY.0))),
                    _ => policy.on &= set || day == 4,
                }
            }
            scenario.arms.push(arm);
        }
    }
}

/// What a week or a run has nothing of counts as zero in the mean over replications: weekly means add up to what the
/// summary says, and differences to the control are there where only one of the two has any.
#[test]
fn nothing_counts_as_zero() {
    const REQUESTED: usize = WeeklyTableKind::Queues.place("requested");
    let mut rare = 0;
    for (seed, mut scenario) in valid_scenarios(40) {
        scenario.replications = 3;
        let results = results(&scenario, 2, Parallel::Replications);
        let weeks = scenario.end.0 as f64 / WEEK.ms();
        for (place, weekly_tables) in results.weekly_tables.iter().enumerate() {
            for task in scenario.arms[results.arms[place]].configs[0].tasks.ids() {
                let group = Group { metric: "requested".into(), task: Some(task.index() as u16), ..Group::default() };
                let summary = results.mean(place, &group).expect("a metric").expect("an amount");
                assert_eq!(summary.n, 3, "seed {seed}");
                rare += results.values(place, &group).expect("a metric").contains(&Some(0.0)) as u32;
                let rows = &weekly_tables[&WeeklyTableKind::Queues].rows;
                let of_task = rows.iter().filter(|(key, _)| key[1] as usize == task.index());
                let weekly: f64 = of_task.map(|(_, row)| row[REQUESTED].estimate().expect("a count").mean).sum();
                assert!(
                    (weekly - summary.mean * weeks).abs() < 1e-6,
                    "seed {seed}: {weekly}, {}",
                    summary.mean * weeks
                );
            }
        }
        let only_in_arms = Group { metric: "automation.attempted".into(), ..Group::default() };
        assert_eq!(
            results.difference(0, 0, &only_in_arms).expect("a metric").map(|difference| difference.mean),
            Some(0.0)
        );
    }
    assert!(rare > 0, "none of these scenarios has anything rare");
}

#[test]
fn a_stopped_experiment_says_so() {
    let scenario = random_scenario(1);
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    let count = Count(AtomicU32::new(0));
    let stopped = run(&scenario, &RunPlan::new(&scenario, &[], 2), &simulation, &count, &AtomicBool::new(true));
    assert!(stopped.is_err());
}
