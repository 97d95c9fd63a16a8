//! How speed scales: over replications and over the sites of one run on two threads, as sites double, and when one site
//! has ten times the work of the others.
//!
//!     cargo bench --bench scaling                  everything
//!     cargo bench --bench scaling -- threads       two threads beside one; or `doubling`

#[path = "../measure/mod.rs"]
mod measure;

use measure::{Clock, median, pair, timed};
use sim::engine::Execution;
use sim::experiment::{Parallel, Progress, RunPlan, run};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::outcome::RunStatistics;
use sim::model::scenario::Scenario;
use sim::units::{Time, WEEK};
use std::sync::atomic::AtomicBool;

struct Silent;
impl Progress for Silent {
    fn week_done(&self) {}
    fn replication_done(&self) {}
}

fn scenario(path: &str, sets: &[String]) -> Scenario {
    let path = format!("{}/benches/{path}", env!("CARGO_MANIFEST_DIR"));
    let request = Request { path: path.into(), sets: sets.to_vec(), ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

/// So many hospitals and a large one, which has `times` their work and staff; messages take `latency`.
fn hospitals(count: u32, latency: &str, times: u32) -> Scenario {
    let mut sets = vec![
        format!("site.hospital.count={count}"),
        format!("link.hospital.latency={latency:?}"),
        format!("link.large.latency={latency:?}"),
        format!("site.coding_centre.staff.coder={}", count + times),
        format!("demand.visit_at_large.arrivals.per_week={}", 800 * times),
    ];
    for (occupation, heads) in [("physician", 12), ("secretary", 8), ("nurse", 6)] {
        sets.push(format!("site.large.staff.{occupation}={}", heads * times));
    }
    scenario("scaling/sites.toml", &sets)
}

/// Wall seconds of one run, its sites in turn or on the threads of the pool, and what it cost.
fn run_once(scenario: &Scenario, execution: Execution, clock: Clock) -> (RunStatistics, f64) {
    let simulation = Simulation::new(scenario).expect("a stated warm-up").executed(execution);
    timed(clock, || simulation.run(scenario.control, 0, &|_| true).expect("nobody stops it").statistics)
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let wanted = |part: &str| !words.iter().any(|word| ["threads", "doubling"].contains(&&word[..]) && word != part);
    if wanted("threads") {
        threads();
    }
    if wanted("doubling") {
        doubling();
    }
}

fn threads() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    println!("{:<52}{:>14}{:>10}{:>8}", "two threads beside one", "events/window", "ratio", "target");
    replications();
    sites(&pool, "sites of the flagship: 4 hospitals, 1 registry", &flagship(), None);
    sites(&pool, "sites: 65 hospitals alike", &hospitals(64, "1 day", 1), Some(1.7));
    sites(&pool, "sites: 64 alike, one ten times the others", &hospitals(64, "1 day", 10), None);
    sites(&pool, "sites: 10 alike, one ten times the others", &hospitals(10, "1 day", 10), None);
    sites(&pool, "sites: 65 alike, messages within an hour", &hospitals(64, "1 h", 1), None);
    println!();
}

fn row(what: &str, window: f64, ratio: f64, aim: Option<f64>) {
    let window = if window.is_nan() { String::new() } else { format!("{window:.0}") };
    println!("{what:<52}{window:>14}{ratio:>10.2}{:>8}", measure::target(aim));
}

/// The first months of the flagship are as good as all of it.
fn flagship() -> Scenario {
    Scenario { replications: 8, end: Time::ZERO + WEEK * 12, ..scenario("flagship.toml", &[]) }
}

fn replications() {
    let flagship = flagship();
    let simulation = Simulation::new(&flagship).expect("a stated warm-up");
    let speed = |threads| {
        let plan =
            RunPlan { parallel: Parallel::Replications, ..RunPlan::new(&flagship, &[flagship.control], threads) };
        let all = || run(&flagship, &plan, &simulation, &Silent, &AtomicBool::new(false)).is_ok();
        1.0 / timed(Clock::Wall, all).1
    };
    row("replications of the flagship, one arm", f64::NAN, pair(|_| speed(2), |_| speed(1)).ratio, Some(1.9));
}

fn sites(pool: &rayon::ThreadPool, what: &str, scenario: &Scenario, aim: Option<f64>) {
    let mut window = 0.0;
    let parallel = |_| pool.install(|| 1.0 / run_once(scenario, Execution::Parallel, Clock::Wall).1);
    let in_turn = |_| {
        let (statistics, seconds) = run_once(scenario, Execution::InTurn, Clock::Wall);
        window = statistics.events as f64 / statistics.windows as f64;
        1.0 / seconds
    };
    let ratio = pair(parallel, in_turn).ratio;
    row(what, window, ratio, aim);
}

/// Nanoseconds an event as sites double, each with the same load; beside the cost with one hospital.
fn doubling() {
    println!("ns an event, by the number of hospitals");
    println!("{:<12}{:>26}{:>26}{:>26}", "", "lookahead 1 day", "1 hour", "1 minute");
    let mut first = [f64::NAN; 3];
    for hospitals_more in [0, 1, 3, 7, 15, 31, 63, 127, 255] {
        let mut line = format!("{:<12}", hospitals_more + 1);
        for (at, latency) in ["1 day", "1 h", "1 min"].into_iter().enumerate() {
            let scenario = hospitals(hospitals_more.max(1), latency, u32::from(hospitals_more > 0));
            // Short runs are repeated more often.
            let rounds = (64 / (u64::from(hospitals_more) + 1)).clamp(3, 15);
            let costs: Vec<f64> = (0..rounds)
                .map(|_| {
                    let (statistics, seconds) = run_once(&scenario, Execution::InTurn, Clock::Processor);
                    seconds * 1e9 / statistics.events as f64
                })
                .collect();
            let cost = median(&costs);
            if first[at].is_nan() {
                first[at] = cost;
            }
            line += &format!("{cost:>16.0}{:>10}", format!("x {:.2}", cost / first[at]));
        }
        println!("{line}");
    }
    println!("{:<12}{:>26}   at 256 beside 1", "target", "x 1.3");
}
