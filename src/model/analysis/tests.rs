//! Whatever the configuration, however wrong: the analysis ends, and says only what can be.

use super::*;
use crate::engine::{Dist, Key, Salt, Stream};
use crate::model::scenario::*;
use crate::units::{DAY, Id, MINUTE, Recurrence, Time};
use rand::RngExt;

/// Draws without end.
struct Draws(Stream);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0.random()
    }
    fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..n)
    }
    fn chance(&mut self, p: f64) -> bool {
        self.0.random_bool(p)
    }
}

fn random_config(draws: &mut Draws) -> Configuration {
    let mut config = build::config();
    let sites: Vec<SiteTypeId> = (0..2).map(|i| config.add_site(&format!("site{i}"), 1 + i)).collect();
    let workers: Vec<OccupationId> = (0..3).map(|i| config.add_occupation(&format!("worker{i}"))).collect();
    for &site in &sites {
        for &worker in &workers {
            config.employ(site, worker, draws.below(4) as f64 * 0.75);
        }
    }
    config.add_link(sites[0], sites[1], DAY);
    let products: Vec<ProductId> =
        (0..9).map(|i| config.add_product(&format!("p{i}"), ["care", "billing"][i % 2])).collect();
    let demand = config.add_demand("cases", sites[0], 10.0, &products[..1]);
    config.demands[demand].lasts = draws.chance(0.8).then(|| Dist::exponential((DAY * 3).ms()).expect("a mean"));
    let child = config.add_child("children", demand, DAY, &products[1..2]);
    let kind = config.defect_kinds.push("error".into());
    let by = if draws.chance(0.5) { AdoptedBy::Site } else { AdoptedBy::Worker };
    let start = if draws.chance(0.5) { Start::Before } else { Start::At(Time::of_week(30)) };
    let tool = config.add_technology("tool", by, start);
    config.technologies[tool].uptake = Some(Dist::Constant(0.6));
    config.technologies[tool].adoption.ceiling = 0.7;
    let answer = config.add_task("answer", &[], &[], &workers[..1], MINUTE);
    for i in 0..8 {
        // Mostly forwards, sometimes back: cycles are wrong, but must not trap anybody.
        let from = if draws.chance(0.1) { draws.below(9) } else { draws.below(i + 2) };
        let to = if draws.chance(0.9) { i + 1 } else { draws.below(9) };
        let team = vec![workers[draws.below(3)]];
        let task = config.add_task(&format!("t{i}"), &[products[from]], &[products[to]], &team, MINUTE * 10);
        let team = if draws.chance(0.3) { vec![] } else { workers[draws.below(2)..].to_vec() };
        let way = config.add_way(task, "other", &[products[draws.below(i + 2)]], &[products[to]], &team, MINUTE * 5);
        way.tool = draws.chance(0.5).then_some(tool);
        way.chance = draws.unit();
        way.success = draws.unit();
        way.finds = vec![draws.unit()];
        way.on_found = OnFound::Query { task: answer, to: QueryTo::Origin };
        way.reads[0].optional = draws.chance(0.3);
        way.reads[0].previous = draws.chance(0.2);
        let spec = &mut config.tasks[task];
        spec.at = draws.chance(0.2).then_some(sites[1]);
        spec.share = draws.unit();
        spec.repeat = if draws.chance(0.3) { draws.unit() } else { 0.0 };
        spec.on = draws.chance(0.95);
        spec.ways[0].defects = Some(Defects { introduced: draws.unit(), kinds: vec![(kind, 1.0)] });
        if draws.chance(0.3) {
            spec.when = Some(Condition { all: vec![Clause::Missing(products[draws.below(9)])] });
        }
        if draws.chance(0.3) {
            spec.rejects = Some(Rejects { product: products[from], base: draws.unit(), per_defect: 1.0 });
        }
        if draws.chance(0.3) {
            let gather = match draws.below(4) {
                0 => Gather::Every(Recurrence::Months(1)),
                1 => Gather::Size(7),
                2 => Gather::Children(child),
                _ => Gather::CopiesOf(TaskId::from_index(draws.below(i + 2))),
            };
            spec.collect = Some(Collect { gather, sample: None, empty: draws.chance(0.5), copies: 2 });
        }
        spec.owner = draws.chance(0.2).then(|| TaskId::from_index(draws.below(i + 1)));
        spec.not_by = draws.chance(0.2).then(|| TaskId::from_index(draws.below(i + 1)));
    }
    config
}

#[test]
fn any_config_is_analysed_to_the_end() {
    let mut loaded = 0;
    for i in 0..300 {
        let mut draws = Draws(Key::root(7, i).stream(Salt::of("test", "draws")));
        let mut scenario = build::scenario(vec![random_config(&mut draws)]);
        derive_orders(&mut scenario);
        let found = problems(&scenario);
        assert!(found.is_sorted_by_key(|problem| problem.severity));
        for load in offered_load(&scenario) {
            assert!(
                load.hours_low >= 0.0 && load.hours_low <= load.hours_high && load.hours_high.is_finite(),
                "{load:?}"
            );
            loaded += usize::from(load.hours_low > 0.0);
        }
        let arm = scenario.control;
        assert!(volume(&scenario, arm).instances.is_finite());
        for product in scenario.arms[arm].configs[0].products.iter() {
            assert!(product.order >= 1 && product.depth >= product.order);
        }
    }
    assert!(loaded > 300, "only {loaded} loads to look at");
}
