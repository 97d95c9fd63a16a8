//! Offered load and volume: what a run asks of its people, and of the machine.

use super::calls::called;
use super::estimate::{ArmEstimate, Hours, WeeksByStaff};
use super::rota::Gap;
use super::traffic::{Called, Traffic, WaitBound};
use crate::model::scenario::{ArmId, DemandId, OccupationId, Scenario, SiteTypeId, Source, TaskId};
use crate::units::{Time, WEEK};

/// The offered load of one occupation at one site type in one arm, over all its copies, at the end of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The arm.
    pub arm: ArmId,
    /// The site type.
    pub site: SiteTypeId,
    /// The occupation.
    pub occupation: OccupationId,
    /// Heads employed.
    pub heads: usize,
    /// Contract hours a week.
    pub contract: f64,
    /// Hours a week in their rosters, breaks excluded; all 168 h for those who are never off.
    pub rostered: f64,
    /// Of these on shift: absence and vacant posts excluded.
    pub on_shift: f64,
    /// Hours of work a week if nobody ever waits, so that the first way that is not ruled out is taken.
    pub hours_first: f64,
    /// The less of that and of the hours if everybody always waits, so that the last way that others could take is
    /// taken.
    pub hours_low: f64,
    /// The more of the two.
    pub hours_high: f64,
    /// The three tasks with most hours (of the higher figure), heaviest first.
    pub tasks: Vec<(TaskId, f64)>,
    /// Cases they call a week from each of their waiting lists, if nobody ever waits.
    pub calls: Vec<(DemandId, f64)>,
    /// Whether what they call fills whatever time is left: then their load is 100% by design.
    pub filled: bool,
    /// Copies of the site.
    pub copies: usize,
    /// Hours on shift a week at the copy with the fewest, of those where anybody is employed; 0 if nobody is.
    pub on_shift_least: f64,
    /// When nobody of them is on shift at some copy, absence apart: of the copy where that is longest.
    pub gaps: Vec<Gap>,
}

impl Load {
    /// `hours` of work for each hour on shift; infinite if nobody is there.
    pub fn utilisation(&self, hours: f64) -> f64 {
        if hours == 0.0 { 0.0 } else { hours / self.on_shift }
    }

    /// The same in whole percent, as it is printed and as it is compared with 85% and 100%: no last bit of a sum
    /// decides, and what is printed as 85% is marked.
    pub fn percent(&self, hours: f64) -> f64 {
        libm::round(100.0 * self.utilisation(hours))
    }
}

/// What one replication of one arm brings, at the rates of its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Volume {
    /// Cases, warm-up included.
    pub cases: f64,
    /// Task instances.
    pub instances: f64,
    /// Workers at the end.
    pub workers: f64,
    /// Copies of sites.
    pub sites: f64,
    /// Shifts of workers.
    pub shifts: f64,
    /// Task instances in a week, which is about what is alive at a time.
    pub instances_a_week: f64,
}

/// The flows of an arm with the cases called from waiting lists, and how many these are.
fn traffic<'e>(estimate: &'e ArmEstimate<'_>, waiting: WaitBound) -> (Traffic<'e>, Called) {
    let called = called(estimate, waiting);
    let ArmEstimate { scenario, config, streams, .. } = estimate;
    (Traffic::with_calls(scenario, config, streams, waiting, called.clone()), called)
}

/// The offered load by arm, site and occupation from the traffic equations of the graph, to first order; occupations
/// with neither work nor staff at a site, and those nobody queues for, are left out.
pub fn offered_load(scenario: &Scenario) -> Vec<Load> {
    let mut known = WeeksByStaff::default();
    let mut all = Vec::new();
    for (arm, spec) in scenario.arms.enumerate() {
        all.extend(loads(&ArmEstimate::of(scenario, spec, &mut known), arm));
    }
    all
}

fn loads(estimate: &ArmEstimate, arm: ArmId) -> Vec<Load> {
    let (calm, called) = traffic(estimate, WaitBound::None);
    let (busy, _) = traffic(estimate, WaitBound::Long);
    let (calm, busy) = (Hours::of(&calm), Hours::of(&busy));
    let config = estimate.config;
    let mut loads = Vec::new();
    for site in config.sites.ids() {
        for (occupation, kind) in config.occupations.enumerate() {
            let there =
                || estimate.staff.iter().filter(|place| place.site == site).map(|place| &place.crews[occupation]);
            let on_shift: f64 = there().map(|there| there.hours).sum();
            let (mut a, mut b) = (calm.sum(site, occupation), busy.sum(site, occupation));
            if kind.unlimited || (on_shift <= 0.0 && a.max(b) <= 0.0) {
                continue;
            }
            let lists = config.demands.enumerate().filter(|(_, demand)| demand.called_by() == Some(occupation));
            let calls: Vec<(DemandId, f64)> =
                lists.filter_map(|(id, _)| Some((id, *called.get(&(id, site))?))).collect();
            let unlimited =
                |(id, _): &(DemandId, f64)| matches!(config.demands[*id].source, Source::Pull { at_most: None, .. });
            let full = |hours: f64| (hours / on_shift - 1.0).abs() < 1e-6;
            let filled = calls.iter().any(unlimited) && full(a);
            if filled {
                // Not above 100% by a last bit.
                (a, b) = (a.min(on_shift), if full(b) { b.min(on_shift) } else { b });
            }
            let mut tasks: Vec<(TaskId, f64)> = (if a >= b { &calm } else { &busy }).tasks(site, occupation).collect();
            tasks.sort_by(|a, b| b.1.total_cmp(&a.1));
            tasks.truncate(3);
            let missing = |gaps: &[Gap]| gaps.iter().map(Gap::hours).sum::<f64>();
            let staffed = || there().filter(|there| there.heads > 0);
            let least = staffed().map(|there| there.hours).min_by(f64::total_cmp).unwrap_or(0.0);
            let worst = staffed().max_by(|a, b| missing(&a.gaps).total_cmp(&missing(&b.gaps)));
            loads.push(Load {
                arm,
                site,
                occupation,
                heads: there().map(|there| there.heads).sum(),
                contract: there().map(|there| there.contract).sum(),
                rostered: there().map(|there| there.rostered).sum(),
                on_shift,
                hours_first: a,
                hours_low: a.min(b),
                hours_high: a.max(b),
                tasks,
                calls,
                filled,
                copies: there().count(),
                on_shift_least: least,
                gaps: worst.map_or(Vec::new(), |there| there.gaps.clone()),
            });
        }
    }
    loads
}

/// What one replication of an arm brings.
pub fn volume(scenario: &Scenario, arm: ArmId) -> Volume {
    of_estimate(&ArmEstimate::of(scenario, &scenario.arms[arm], &mut WeeksByStaff::default()))
}

/// The same of every arm, in order.
pub(super) fn volumes(scenario: &Scenario) -> impl Iterator<Item = (ArmId, Volume)> {
    let mut known = WeeksByStaff::default();
    scenario.arms.enumerate().map(move |(arm, spec)| (arm, of_estimate(&ArmEstimate::of(scenario, spec, &mut known))))
}

fn of_estimate(estimate: &ArmEstimate) -> Volume {
    let scenario = estimate.scenario;
    let weeks = (scenario.end - Time::ZERO + scenario.warm_up).ms() / WEEK.ms();
    let mut volume = Volume { sites: estimate.staff.len() as f64, ..Volume::default() };
    let (traffic, _) = traffic(estimate, WaitBound::None);
    for flow in traffic.flows.values() {
        volume.instances_a_week += flow.cases * flow.instances.values().sum::<f64>();
        volume.cases += flow.cases * weeks;
    }
    volume.instances = volume.instances_a_week * weeks;
    for there in estimate.staff.iter().flat_map(|place| place.crews.iter()) {
        volume.workers += there.heads as f64;
        volume.shifts += there.shifts * weeks;
    }
    volume
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::{Action, Amount, build};
    use crate::units::HOUR;

    #[test]
    fn load_is_work_over_hours_on_shift_by_arm_and_site() {
        let mut config = build::config();
        let site = config.add_site("hospital", 2);
        let nurse = config.add_occupation("nurse");
        config.employ(site, nurse, 4.0);
        let [visit, note] = ["visit", "note"].map(|name| config.add_product(name, "care"));
        config.add_demand("visits", site, 336.0, &[visit]);
        let task = config.add_task("note", &[visit], &[note], &[nurse], HOUR);
        let mut fewer = config.clone();
        let half = Action::Dismiss { occupation: nurse, amount: Amount::Share(0.5) };
        fewer.add_policy("fewer", Time::of_week(3), half);
        let loads = offered_load(&build::scenario(vec![config, fewer]));
        // 336 arrivals an hour long a week at each of 2 copies, over 4 x 168 h: an M/M/4 at one half.
        assert_eq!(loads.len(), 2);
        for (load, expected) in loads.iter().zip([0.5, 1.0]) {
            assert!((load.utilisation(load.hours_first) - expected).abs() < 1e-12 && load.hours_low == load.hours_high);
            assert!((load.hours_low - 672.0).abs() < 1e-9 && load.tasks.len() == 1 && load.tasks[0].0 == task);
        }
    }
}
