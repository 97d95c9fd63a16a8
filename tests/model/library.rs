//! The library as others use it: what is wrong is an error and no panic, and what is absent is not zero.

use crate::support::{Silent, scenario, slower_desk};
use sim::experiment::{Error, Experiment, Group, NoValue, Parallel, Results, RunPlan, Stopped, find_warm_up, run};
use sim::io::scenario::from_text;
use sim::model::Simulation;
use sim::model::analysis::checked;
use sim::model::scenario::{Activity, Scenario, WarmUpFrom, build};
use sim::units::{MINUTE, WEEK};
use std::sync::atomic::AtomicBool;

/// A clerk who writes a note of 6 minutes for each of a call an hour, in one arm of 7 minutes.
fn desk(more: &str) -> Scenario {
    scenario(&slower_desk(&format!("length = \"2 weeks\"\n{more}"), 4))
}

fn results(scenario: &Scenario, simulation: &Simulation) -> Results {
    run(scenario, &RunPlan::new(scenario, &[], 1), simulation, &Silent, &AtomicBool::new(false))
        .expect("nobody stops it")
}

fn group(metric: &str) -> Group {
    Group { metric: metric.into(), ..Group::default() }
}

/// A minute more in each of 168 instances a week is 2.8 h slower; without lines for the ledger nobody knows, whatever
/// the hours say.
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
    // Of an amount that nothing of the kind made there was nothing: nobody was hired. Of no retrained people there is
    // no wait.
    assert_eq!(results.values(0, &of("hires")), Ok(vec![Some(0.0); 4]));
    assert_eq!(results.values(0, &of("strain")), Ok(vec![None; 4]));
}

#[test]
fn a_warm_up_that_is_to_be_found_is_an_error_until_it_is() {
    let mut scenario = desk("warm_up = \"auto\"");
    assert!(Simulation::new(&scenario).is_err());
    let settled = Scenario { warm_up_from: WarmUpFrom::Scenario, ..scenario.clone() };
    let simulation = Simulation::new(&settled).expect("a warm-up of zero");
    let plan = RunPlan::new(&scenario, &[], 1);
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
    let plan = || RunPlan::new(&scenario, &[], 1);
    let stopped =
        |scenario: &Scenario, plan: &RunPlan| run(scenario, plan, &simulation, &Silent, &AtomicBool::new(false)).err();
    let arms: Vec<_> = scenario.arms.ids().collect();
    for wrong in [
        RunPlan { threads: 0, ..plan() },
        RunPlan { replications: 0, ..plan() },
        RunPlan { arms: vec![arms[1]], ..plan() },
        RunPlan { arms: Vec::new(), ..plan() },
        RunPlan { arms: vec![arms[0], arms[1], arms[1]], ..plan() },
        RunPlan { arms: vec![arms[0], sim::model::scenario::ArmId(9)], ..plan() },
    ] {
        assert!(matches!(stopped(&scenario, &wrong), Some(Stopped::WrongPlan(_))), "{wrong:?}");
    }
    let other = Scenario { seed: 99, ..scenario.clone() };
    assert!(matches!(stopped(&other, &plan()), Some(Stopped::WrongPlan(_))));
}

/// As a stranger would: 168 notes a week of 6 min are 16.8 h, of 7 min 2.8 h more, in every replication.
#[test]
fn an_experiment_is_run_and_asked_by_names() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = desk("");
    let results = Experiment::new(&scenario).arms(["b"]).threads(1).replications(2).run()?;
    let data_work = results.metric("hours.data_work")?.of_occupation("clerk")?;
    let (before, change) = (data_work.mean("a")?, data_work.difference("b")?);
    assert_eq!(format!("{before:.1}, {change:+.1}, n = {}", change.n), "16.8 ±0.0, +2.8 ±0.0, n = 2");
    assert_eq!(data_work.kind().unit, "h/week");
    // The ledger is kept without being asked for.
    assert!((results.metric("ledger.slower")?.mean("b")?.mean - 2.8).abs() < 1e-9);
    // By all that it is split by, and in a period by its name.
    let hours = results.metric("hours")?.of_occupation("clerk")?.of_activity("create")?.of_order(1).of_task("write")?;
    assert_eq!(hours.in_period("all")?.values("a")?.len(), 2);
    Ok(())
}

#[test]
fn a_name_that_is_none_is_an_error_with_the_one_that_was_meant() {
    let scenario = desk("");
    let results = Experiment::new(&scenario).threads(1).replications(1).run().expect("nobody stops it");
    let said = |error: Error| error.to_string();
    let of_metric = |name: &str| said(results.metric(name).expect_err("no such metric"));
    let hours = || results.metric("hours.data_work").expect("a metric");
    assert_eq!(of_metric("hours.data_wrok"), "no metric is called `hours.data_wrok`; did you mean `hours.data_work`?");
    assert_eq!(
        of_metric("hours.shifted_from.clrk"),
        "no metric is called `hours.shifted_from.clrk`; did you mean `hours.shifted_from.clerk`?"
    );
    assert_eq!(of_metric("happiness"), "no metric is called `happiness`; `sim explain` lists all of them");
    for (error, expected) in [
        (hours().of_occupation("clerc").err(), "no occupation is called `clerc`; did you mean `clerk`?"),
        (hours().of_occupation("surgeon").err(), "no occupation is called `surgeon`; there are clerk"),
        (hours().of_task("wriet").err(), "no task is called `wriet`; did you mean `write`?"),
        (hours().of_activity("cure").err(), "no activity is called `cure`; did you mean `care`?"),
        (hours().in_period("settled").err(), "no period is called `settled`; there are all"),
        (hours().mean("plan").err(), "no arm is called `plan`; there are a, b"),
        (Experiment::new(&scenario).arms(["plan"]).run().err(), "no arm is called `plan`; there are a, b"),
    ] {
        assert_eq!(error.map(said).as_deref(), Some(expected));
    }
}

/// Whatever has no value says why, so that a zero is always one that was counted.
#[test]
fn what_has_no_value_says_why() {
    let periods = "[period]\nearly = \"0..1 weeks\"\nlate = \"1..2 weeks\"\n";
    let scenario = scenario(&(slower_desk("length = \"2 weeks\"", 4) + periods));
    let experiment = Experiment::new(&scenario).threads(1).replications(2);
    let results = experiment.run().expect("nobody stops it");
    let metric = |name: &str| results.metric(name).expect("a metric");
    // `backlog` is by task alone, so its sum is not asked for by leaving the task out.
    assert!(matches!(metric("backlog").mean("a"), Err(Error::NoValue(NoValue::NoSuchRow { .. }))));
    // Nobody can be strained here.
    let strain = metric("strain").of_occupation("clerk").expect("there are clerks");
    let blank = strain.mean("a").expect_err("nobody is strained");
    let why = "`strain` is blank in arm `a`: in none of the 2 replications was there anything to take a share, mean or percentile of";
    assert_eq!(blank.to_string(), why);
    assert!(matches!(strain.difference("b"), Err(Error::Blank { .. })));
    // What is left at the end of the run was not counted at the end of an earlier period.
    let early = metric("unfinished").in_period("early").expect("a period");
    assert_eq!(early.mean("a"), Err(Error::NoValue(NoValue::AtEndOnly("unfinished".into()))));
    assert!(metric("unfinished").mean("a").is_ok());
    assert_eq!(metric("hours.data_work").difference("a"), Err(Error::ControlItself("a".into())));
    // Nothing to compare, or not kept since other metrics only are asked for.
    for kept in [experiment.clone().arms(["a"]), experiment.clone().only(["hours.data_work"])] {
        let results = kept.run().expect("nobody stops it");
        let no_ledger = results.metric("ledger.slower").err();
        assert_eq!(no_ledger, Some(Error::NoValue(NoValue::NoLedger("ledger.slower".into()))));
    }
    let alone = experiment.arms(["a"]).run().expect("nobody stops it");
    let not_run = alone.metric("hours.data_work").expect("a metric").difference("b");
    assert_eq!(not_run, Err(Error::NotRun("b".into())));
}

/// A pilot finds the warm-up by itself; who stops an experiment, or gives it no threads or replications, hears so.
#[test]
fn an_experiment_decides_what_a_run_needs() {
    let scenario = desk("warm_up = \"auto\"");
    let experiment = Experiment::new(&scenario).threads(1).replications(1);
    let results = experiment.run().expect("it settles, since work never waits");
    assert!(results.warm_up <= WEEK);
    let stop = AtomicBool::new(true);
    assert_eq!(experiment.clone().stopped_by(&stop).run().err(), Some(Error::Stopped(Stopped::Interrupted)));
    for wrong in [experiment.clone().threads(0), experiment.replications(0)] {
        assert!(matches!(wrong.run().err(), Some(Error::Stopped(Stopped::WrongPlan(_)))));
    }
}

/// In code as in a file: ten calls a week of 6 min are an hour a week. A note that nobody can write is a mistake.
#[test]
fn a_scenario_can_be_built_in_code_and_read_from_a_text() {
    let mut config = build::config();
    let clinic = config.add_site("clinic", 1);
    let clerk = config.add_occupation("clerk");
    config.employ(clinic, clerk, 1.0);
    let call = config.add_product("call", "care");
    let note = config.add_product("note", "billing");
    config.add_demand("visit", clinic, 10.0, &[call]);
    let write = config.add_task("write", &[call], &[note], &[clerk], MINUTE * 6);
    let scenario = checked(build::scenario(vec![config.clone()])).expect("it can be meant");
    assert_eq!(scenario.arms[scenario.control].configs[0].tasks[write].order, 2, "billing reads what care wrote");
    let results = Experiment::new(&scenario).threads(1).replications(2).run().expect("nobody stops it");
    let hours = results.metric("hours.data_work").and_then(|metric| metric.mean("arm0")).expect("a value");
    assert!((hours.mean - 1.0).abs() < 0.3, "{hours}");
    config.sites[clinic].staff[0][clerk] = 0.0;
    let mistakes = checked(build::scenario(vec![config])).expect_err("nobody is employed");
    assert!(mistakes.to_string().contains("write"), "{mistakes}");

    let text = from_text("desk", &slower_desk("length = \"2 weeks\"", 4)).expect("it can be read");
    assert_eq!((text.name.as_str(), text.arms.len()), ("desk", 2));
    let wrong = from_text("desk", "[site.clinic]\nstuff = 1\n").expect_err("no such key");
    assert!(wrong.to_string().contains("unknown key `stuff`"), "{wrong}");
}
