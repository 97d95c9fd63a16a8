//! The shipped scenarios, as far as their arms part and a little further: arms that share their run come to the same, to
//! the last bit, as arms run from their beginning each.

use sim::experiment::{Parallel, Plan, Progress, Results, run};
use sim::io::scenario::{Request, read};
use sim::io::shipped;
use sim::model::Simulation;
use sim::model::scenario::{Period, Scenario};
use sim::units::Time;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Tools come and policies act by then in all of them.
const WEEKS: i64 = 32;

struct Silent;
impl Progress for Silent {
    fn week_done(&self) {}
    fn replication_done(&self) {}
}

fn shortened(name: &str) -> Scenario {
    let path = Path::new("scenarios").join(name).with_extension("toml");
    let request = Request { path, replications: Some(1), ..Request::default() };
    let mut scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    scenario.end = scenario.end.min(Time::of_week(WEEKS));
    let to_week = scenario.end.week();
    scenario.periods = vec![Period { name: "all".into(), from_week: 0, to_week }];
    scenario
}

fn results(scenario: &Scenario, simulation: &Simulation, threads: usize) -> Results {
    let plan = Plan { parallel: Parallel::Replications, ..Plan::new(scenario, &[], threads) };
    run(scenario, &plan, simulation, &Silent, &AtomicBool::new(false)).expect("nobody stops it")
}

#[test]
fn shipped_scenarios_come_to_the_same_shared_and_apart() {
    for shipped in shipped::list() {
        let scenario = shortened(&shipped.name);
        let apart = Simulation::new(&scenario).ledgered().apart();
        let mut apart = results(&scenario, &apart, 2);
        let shared = results(&scenario, &Simulation::new(&scenario).ledgered(), 2);
        println!("{}: {:.0}% shared", shipped.name, 100.0 * shared.weeks.share());
        apart.weeks = shared.weeks;
        assert!(format!("{apart:?}") == format!("{shared:?}"), "{}", shipped.name);
    }
}
