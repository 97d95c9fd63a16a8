//! Offered load and volume: what a run asks of its people, and of the machine.

use super::calls::called;
use super::reach::{Stream, streams};
use super::rota::{Gap, Rota, rota};
use super::timeline::{Crew, firings, staff_at_end};
use super::traffic::{Called, Traffic, Waiting};
use crate::model::scenario::{
    Arm, ArmId, DemandId, Occupation, OccupationId, PolicyId, Scenario, SiteId, Source, TaskId, World,
};
use crate::units::{Calendar, IdVec, Time, WEEK};
use std::collections::BTreeMap;

/// The offered load of one occupation at one kind of site in one arm, over all its copies, at the end of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The arm.
    pub arm: ArmId,
    /// The kind of site.
    pub site: SiteId,
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
    /// The less of that and of the hours if everybody always waits, so that the last way that others could take is taken.
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

    /// The same in whole percent, as it is printed and as it is compared with 85% and 100%: no last bit of a sum decides, and
    /// what is printed as 85% is marked.
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

/// The world an arm ends in: that to which the `set` policies lead that are taken by then at the first copy of a site, in the
/// order in which each is taken last.
fn last_world<'a>(scenario: &Scenario, arm: &'a Arm) -> &'a World {
    let first = &arm.worlds[0];
    let last = |policy: &PolicyId| {
        let times = firings(scenario, first, &first.policies[*policy], &[0]);
        Some((*times.last()?, *policy))
    };
    let mut fired: Vec<(Time, PolicyId)> = arm.set_policies.iter().filter_map(last).collect();
    fired.sort_unstable();
    let variant = fired.into_iter().fold(0, |variant, (_, policy)| arm.after(variant, policy));
    &arm.worlds[arm.place_of(scenario.years.len(), variant)]
}

/// Staff of an occupation at one copy of a site in an average week at the end.
pub(super) struct There {
    pub heads: usize,
    pub contract: f64,
    pub rostered: f64,
    /// Hours on shift: breaks, absence and vacant posts excluded.
    pub hours: f64,
    /// Shifts that they come to.
    pub shifts: f64,
    pub gaps: Vec<Gap>,
}

/// A copy of a site with its staff at the end.
pub(super) struct Staffed {
    pub site: SiteId,
    pub crews: IdVec<OccupationId, There>,
}

/// What estimates of one arm at its end rest on.
pub(super) struct Estimate<'a> {
    pub scenario: &'a Scenario,
    pub world: &'a World,
    pub streams: Vec<Stream>,
    pub staff: Vec<Staffed>,
}

/// Average weeks that are known: arms and copies of a site are mostly alike.
#[derive(Default)]
pub(super) struct Known<'a>(BTreeMap<(OccupationId, usize, u64), Weeks<'a>>);

/// By occupation, of which an arm may change the numbers.
type Weeks<'a> = Vec<(&'a Occupation, Rota)>;

impl<'a> Known<'a> {
    fn rota(&mut self, kind: &'a Occupation, calendar: Calendar, id: OccupationId, crew: Crew) -> &Rota {
        let of_alike = self.0.entry((id, crew.heads, crew.fte.to_bits())).or_default();
        let found = of_alike.iter().position(|(other, _)| *other == kind);
        let place = found.unwrap_or_else(|| {
            of_alike.push((kind, rota(kind, calendar, crew)));
            of_alike.len() - 1
        });
        &of_alike[place].1
    }
}

impl<'a> Estimate<'a> {
    pub fn of(scenario: &'a Scenario, arm: &'a Arm, known: &mut Known<'a>) -> Estimate<'a> {
        let world = last_world(scenario, arm);
        let staff = staff_at_end(scenario, arm).into_iter().map(|place| {
            let there = |(id, crew): (OccupationId, &Crew)| {
                let kind = &world.occupations[id];
                let rota = known.rota(kind, scenario.calendar, id, *crew);
                let present = kind.presence();
                There {
                    heads: crew.heads,
                    contract: rota.contract,
                    rostered: rota.rostered,
                    hours: rota.hours * present,
                    shifts: rota.shifts * present,
                    gaps: rota.gaps.clone(),
                }
            };
            Staffed { site: place.site, crews: place.crews.enumerate().map(there).collect() }
        });
        let staff = staff.collect();
        Estimate { scenario, world, streams: streams(world), staff }
    }

    /// The flows with the cases called from waiting lists.
    fn traffic(&self, waiting: Waiting) -> (Traffic<'_>, Called) {
        let called = called(self, waiting);
        (Traffic::with_calls(self.scenario, self.world, &self.streams, waiting, called.clone()), called)
    }
}

/// The offered load by arm, site and occupation from the traffic equations of the graph, to first order; occupations
/// with neither work nor staff at a site, and those nobody queues for, are left out.
pub fn offered_load(scenario: &Scenario) -> Vec<Load> {
    let mut known = Known::default();
    let mut all = Vec::new();
    for (arm, spec) in scenario.arms.enumerate() {
        all.extend(loads(&Estimate::of(scenario, spec, &mut known), arm));
    }
    all
}

fn loads(estimate: &Estimate, arm: ArmId) -> Vec<Load> {
    let (calm, called) = estimate.traffic(Waiting::None);
    let (busy, _) = estimate.traffic(Waiting::Long);
    let (calm, busy) = (Hours::of(&calm), Hours::of(&busy));
    let world = estimate.world;
    let mut loads = Vec::new();
    for site in world.sites.ids() {
        for (occupation, kind) in world.occupations.enumerate() {
            let there =
                || estimate.staff.iter().filter(|place| place.site == site).map(|place| &place.crews[occupation]);
            let on_shift: f64 = there().map(|there| there.hours).sum();
            let (mut a, mut b) = (calm.sum(site, occupation), busy.sum(site, occupation));
            if kind.unlimited || (on_shift <= 0.0 && a.max(b) <= 0.0) {
                continue;
            }
            let lists = world.demands.enumerate().filter(|(_, demand)| demand.called_by() == Some(occupation));
            let calls: Vec<(DemandId, f64)> =
                lists.filter_map(|(id, _)| Some((id, *called.get(&(id, site))?))).collect();
            let unlimited =
                |(id, _): &(DemandId, f64)| matches!(world.demands[*id].source, Source::Pull { at_most: None, .. });
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

/// Hours a week by task, of each occupation at each kind of site.
pub(super) struct Hours(BTreeMap<(SiteId, OccupationId), BTreeMap<TaskId, f64>>);

impl Hours {
    pub fn of(traffic: &Traffic) -> Hours {
        let mut hours = Hours(BTreeMap::new());
        for flow in traffic.flows.values() {
            for (&(site, occupation, task), each) in &flow.hours {
                *hours.0.entry((site, occupation)).or_default().entry(task).or_default() += flow.cases * each;
            }
        }
        hours
    }

    fn tasks(&self, site: SiteId, occupation: OccupationId) -> impl Iterator<Item = (TaskId, f64)> {
        self.0.get(&(site, occupation)).into_iter().flatten().map(|(task, hours)| (*task, *hours))
    }

    fn sum(&self, site: SiteId, occupation: OccupationId) -> f64 {
        // A sum of nothing is -0 in floating point, and would be printed so.
        self.tasks(site, occupation).map(|(_, hours)| hours).sum::<f64>() + 0.0
    }

    /// All tasks together.
    pub fn sums(&self) -> BTreeMap<(SiteId, OccupationId), f64> {
        self.0.iter().map(|(who, tasks)| (*who, tasks.values().sum())).collect()
    }
}

/// What one replication of an arm brings.
pub fn volume(scenario: &Scenario, arm: ArmId) -> Volume {
    of_estimate(&Estimate::of(scenario, &scenario.arms[arm], &mut Known::default()))
}

/// The same of every arm, in order.
pub(super) fn volumes(scenario: &Scenario) -> impl Iterator<Item = (ArmId, Volume)> {
    let mut known = Known::default();
    scenario.arms.enumerate().map(move |(arm, spec)| (arm, of_estimate(&Estimate::of(scenario, spec, &mut known))))
}

fn of_estimate(estimate: &Estimate) -> Volume {
    let scenario = estimate.scenario;
    let weeks = (scenario.end - Time::ZERO + scenario.warm_up).ms() / WEEK.ms();
    let mut volume = Volume { sites: estimate.staff.len() as f64, ..Volume::default() };
    let (traffic, _) = estimate.traffic(Waiting::None);
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
        let mut world = build::world();
        let site = world.add_site("hospital", 2);
        let nurse = world.add_occupation("nurse");
        world.employ(site, nurse, 4.0);
        let [visit, note] = ["visit", "note"].map(|name| world.add_product(name, "care"));
        world.add_demand("visits", site, 336.0, &[visit]);
        let task = world.add_task("note", &[visit], &[note], &[nurse], HOUR);
        let mut fewer = world.clone();
        let half = Action::Dismiss { occupation: nurse, amount: Amount::Share(0.5) };
        fewer.add_policy("fewer", Time::of_week(3), half);
        let loads = offered_load(&build::scenario(vec![world, fewer]));
        // 336 arrivals an hour long a week at each of 2 copies, over 4 x 168 h: an M/M/4 at one half.
        assert_eq!(loads.len(), 2);
        for (load, expected) in loads.iter().zip([0.5, 1.0]) {
            assert!((load.utilisation(load.hours_first) - expected).abs() < 1e-12 && load.hours_low == load.hours_high);
            assert!((load.hours_low - 672.0).abs() < 1e-9 && load.tasks.len() == 1 && load.tasks[0].0 == task);
        }
    }
}
