//! The shipped scenarios, as far as their arms part and a little further: arms that share their run come to the same,
//! to the last bit, as arms run from their beginning each. Not the one of size, which would take minutes.

use crate::support;
use sim::experiment::{Parallel, Results, RunPlan};
use sim::io::scenario::{Request, read};
use sim::io::shipped;
use sim::model::Simulation;
use sim::model::scenario::{Period, Scenario};
use sim::units::Time;
use std::path::Path;

/// Tools come and policies act by then in all of them.
const WEEKS: i64 = 32;

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
    let plan = RunPlan { parallel: Parallel::Replications, ..RunPlan::new(scenario, &[], threads) };
    support::results(scenario, &plan, simulation)
}

#[test]
fn shipped_scenarios_come_to_the_same_shared_and_apart() {
    for shipped in shipped::list().iter().filter(|shipped| shipped.name != "national") {
        let scenario = shortened(&shipped.name);
        let apart = Simulation::new(&scenario).expect("a stated warm-up").ledgered().apart();
        let mut apart = results(&scenario, &apart, 2);
        let shared = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up").ledgered(), 2);
        println!("{}: {:.0}% shared", shipped.name, 100.0 * shared.weeks.share());
        if shipped.name == "ehr_rollout" {
            // Six arms share 8 weeks of warm-up; `paper` and three of those with the EHR alone the 26 weeks until it
            // comes to the first site; these three the 4 weeks until somebody acts on it.
            assert_eq!((shared.weeks.of_runs, shared.weeks.shared), (6 * 40, 5 * 8 + 3 * 26 + 2 * 4));
        }
        apart.weeks = shared.weeks;
        assert!(format!("{apart:?}") == format!("{shared:?}"), "{}", shipped.name);
    }
}

/// In the small scenario the tool comes to the first site in week 6, and the arm `fewer` dismisses a week later: two
/// weeks of warm-up are shared by three arms, and weeks 0 to 6 by the two that use the tool. With a policy that nothing
/// ever calls for, these two go together to the end; with other arrivals in an arm, it has no week in common with the
/// others.
#[test]
fn arms_share_what_comes_before_they_differ() {
    let path = Path::new("tests/scenarios/small.toml");
    let other_arrivals = "arm.fewer.set={ \"demand.visit.arrivals.per_week\" = 90 }";
    for (set, shared) in [
        (None, 2 * 2 + 7),
        (Some("policy.fewer.when={ tool = \"speech\", for = \"50 weeks\" }"), 2 * 2 + 12),
        (Some("policy.fewer.when={ backlog = \"code\", over = 1e9 }"), 2 * 2 + 12),
        (Some("policy.fewer.check=1 day"), 2 * 2),
        (Some(other_arrivals), 2),
    ] {
        let sets = set.into_iter().map(String::from).collect();
        let request = Request { path: path.into(), replications: Some(3), sets, ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let weeks = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up"), 2).weeks;
        assert_eq!((weeks.of_runs, weeks.shared), (3 * 3 * 14, 3 * shared), "{set:?}");
        let weeks = results(&scenario, &Simulation::new(&scenario).expect("a stated warm-up").apart(), 2).weeks;
        assert_eq!((weeks.of_runs, weeks.shared), (3 * 3 * 14, 0), "{set:?}");
    }
}
