//! The library as others use it: what is wrong is an error and no panic, and what is absent is not zero.

use crate::support::{Silent, scenario};
use sim::experiment::{Group, NoValue, Parallel, Plan, Results, Stopped, find_warm_up, run};
use sim::model::Simulation;
use sim::model::scenario::{Activity, Scenario, WarmUpFrom};
use sim::units::WEEK;
use std::sync::atomic::AtomicBool;

/// A clerk who writes a note of 6 minutes for each of a call an hour, in one arm of 7 minutes.
fn desk(more: &str) -> Scenario {
    scenario(&format!(
        r#"
length = "2 weeks"
{more}
[run]
replications = 4
[site.clinic]
staff = {{ clerk = 1 }}
[occupation.clerk]
shift = "always"
wage  = 20
[product.call]
[product.note]
[demand.visit]
every  = "1 h"
writes = ["call"]
[task.write]
reads  = ["call"]
writes = ["note"]
[task.write.way.clerk]
team = ["clerk"]
time = "6 min"
[arm.a]
control = true
[arm.b]
set = {{ "task.write.way.clerk.time" = "7 min" }}
"#
    ))
}

fn results(scenario: &Scenario, simulation: &Simulation) -> Results {
    run(scenario, &Plan::new(scenario, &[], 1), simulation, &Silent, &AtomicBool::new(false)).expect("nobody stops it")
}

fn group(metric: &str) -> Group {
    Group { metric: metric.into(), ..Group::default() }
}

/// A minute more in each of 168 instances a week is 2.8 h slower; without lines for the ledger nobody knows, whatever the hours say.
#[test]
fn without_a_ledger_its_metrics_are_absent() {
    let scenario = desk("");
    let plain = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up"));
    let kept = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up").ledgered());
    let slower = group("ledger.slower");
    assert_eq!(plain.mean(1, &slower), Err(NoValue::NoLedger("ledger.slower".into())));
    assert_eq!(plain.difference(1, 0, &slower), Err(NoValue::NoLedger("ledger.slower".into())));
    let known = kept.mean(1, &slower).expect("kept").expect("a value");
    assert!((known.mean - 2.8).abs() < 1e-9 && known.n == 4, "{known:?}");
    let hours = |of: &Results| of.difference(1, 0, &group("hours.data_work")).expect("a metric").expect("a value").mean;
    assert!((hours(&plain) - 2.8).abs() < 1e-9 && (hours(&kept) - 2.8).abs() < 1e-9);
}

#[test]
fn what_cannot_be_asked_is_an_error_and_not_zero() {
    let scenario = desk("");
    let results = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up"));
    let of = |metric: &str| Group { occupation: Some(0), ..group(metric) };
    let unknown = |metric: &str| Err(NoValue::UnknownMetric(metric.into()));
    assert_eq!(results.values(0, &group("hours.data_wrok")), unknown("hours.data_wrok"));
    assert_eq!(results.values(0, &of("hours.shifted_from.nobody")), unknown("hours.shifted_from.nobody"));
    for asked in [
        group("hours"),                                               // by occupation, activity, order and task
        group("backlog"),                                             // by task
        Group { activity: Some(Activity::Care), ..group("payroll") }, // by occupation
    ] {
        assert!(matches!(results.values(0, &asked), Err(NoValue::NoSuchRow { .. })), "{asked:?}");
    }
    for asked in [
        Group { period: 1, ..group("hours.data_work") },
        Group { occupation: Some(1), ..group("payroll") },
        Group { task: Some(1), ..group("requested") },
        Group { order: Some(99), ..group("products.written") },
    ] {
        assert!(matches!(results.values(0, &asked), Err(NoValue::NotThere { .. })), "{asked:?}");
    }
    assert_eq!(results.values(2, &group("payroll")), Err(NoValue::NoArm(2)));
    assert_eq!(results.values(0, &group("net")), Err(NoValue::NotStated("net".into())));
    // Of an amount that nothing of the kind made there was nothing: nobody was hired. Of no retrained people there is no wait.
    assert_eq!(results.values(0, &of("hires")), Ok(vec![Some(0.0); 4]));
    assert_eq!(results.values(0, &of("strain")), Ok(vec![None; 4]));
}

#[test]
fn a_warm_up_that_is_to_be_found_is_an_error_until_it_is() {
    let mut scenario = desk("warm_up = \"auto\"");
    assert!(Simulation::new(&scenario).is_err());
    let settled = Scenario { warm_up_from: WarmUpFrom::Scenario, ..scenario.clone() };
    let simulation = Simulation::new(&settled).expect("a warm-up of zero");
    let plan = Plan::new(&scenario, &[], 1);
    let stop = AtomicBool::new(false);
    assert_eq!(run(&scenario, &plan, &simulation, &Silent, &stop).err(), Some(Stopped::NoWarmUp));
    // Work never waits here, so nothing is to be cut.
    scenario.warm_up = find_warm_up(&scenario, 1, Parallel::Replications, &stop).expect("it settles");
    scenario.warm_up_from = WarmUpFrom::Pilot;
    assert!(scenario.warm_up <= WEEK);
    assert!(Simulation::new(&scenario).is_ok());
}

#[test]
fn a_plan_that_does_not_fit_is_an_error() {
    let scenario = desk("");
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    let plan = || Plan::new(&scenario, &[], 1);
    let stopped =
        |scenario: &Scenario, plan: &Plan| run(scenario, plan, &simulation, &Silent, &AtomicBool::new(false)).err();
    let arms: Vec<_> = scenario.arms.ids().collect();
    for wrong in [
        Plan { threads: 0, ..plan() },
        Plan { replications: 0, ..plan() },
        Plan { arms: vec![arms[1]], ..plan() },
        Plan { arms: Vec::new(), ..plan() },
        Plan { arms: vec![arms[0], arms[1], arms[1]], ..plan() },
        Plan { arms: vec![arms[0], sim::model::scenario::ArmId(9)], ..plan() },
    ] {
        assert!(matches!(stopped(&scenario, &wrong), Some(Stopped::WrongPlan(_))), "{wrong:?}");
    }
    let other = Scenario { seed: 99, ..scenario.clone() };
    assert!(matches!(stopped(&other, &plan()), Some(Stopped::WrongPlan(_))));
}
