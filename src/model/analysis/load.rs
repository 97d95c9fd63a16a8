//! Offered load and volume: what a run asks of its people, and of the machine.

use super::reach::{Stream, streams};
use super::staff::{hours_on_shift, staff_at_end, taken_last};
use super::traffic::{Traffic, Waiting};
use crate::model::scenario::{Arm, ArmId, OccupationId, PolicyId, Scenario, SiteId, TaskId, World};
use crate::units::{Time, WEEK};
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
    /// Hours of work a week if nobody ever waits, so that the first way that is not ruled out is taken.
    pub hours_first: f64,
    /// The less of that and of the hours if everybody always waits, so that the last way that others could take is taken.
    pub hours_low: f64,
    /// The more of the two.
    pub hours_high: f64,
    /// Hours on shift a week.
    pub on_shift: f64,
    /// The three tasks with most hours (of the higher figure), heaviest first.
    pub tasks: Vec<(TaskId, f64)>,
}

impl Load {
    /// `hours` of work for each hour on shift; infinite if nobody is there.
    pub fn utilisation(&self, hours: f64) -> f64 {
        if hours == 0.0 { 0.0 } else { hours / self.on_shift }
    }
}

/// What one replication of one arm brings, at the rates of its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Volume {
    /// Cases, warm-up included.
    pub cases: f64,
    /// Task instances.
    pub instances: f64,
    /// Shifts of workers.
    pub shifts: f64,
    /// Task instances in a week, which is about what is alive at a time.
    pub instances_a_week: f64,
}

/// The world an arm ends in: that to which the `set` policies lead that are taken by then at the first copy of a site, in the
/// order in which each is taken last.
fn last_world<'a>(scenario: &Scenario, arm: &'a Arm) -> &'a World {
    let (end, first) = (scenario.end, &arm.worlds[0]);
    let last = |policy: &PolicyId| Some((taken_last(first, &first.policies[*policy], 0, end)?, *policy));
    let mut fired: Vec<(Time, PolicyId)> = arm.set_policies.iter().filter_map(last).collect();
    fired.sort_unstable();
    let variant = fired.into_iter().fold(0, |variant, (_, policy)| arm.after(variant, policy));
    &arm.worlds[arm.place_of(scenario.years.len(), variant)]
}

/// The offered load by arm, site and occupation from the traffic equations of the graph, to first order; occupations
/// with neither work nor staff at a site, and those nobody queues for, are left out.
pub fn offered_load(scenario: &Scenario) -> Vec<Load> {
    let mut loads = Vec::new();
    for (arm, spec) in scenario.arms.enumerate() {
        let world = last_world(scenario, spec);
        let streams = streams(world);
        let [calm, busy] = [Waiting::None, Waiting::Long].map(|waiting| hours(scenario, world, &streams, waiting));
        for site in world.sites.ids() {
            let copies = 0..world.sites[site].staff.len();
            let staff: Vec<_> = copies.map(|copy| staff_at_end(world, site, copy, scenario.end)).collect();
            for (occupation, kind) in world.occupations.enumerate() {
                let fte: f64 = staff.iter().map(|staff| staff[occupation]).sum();
                let on_shift = fte * hours_on_shift(kind);
                let sum =
                    |hours: &Hours| hours.get(&(site, occupation)).map_or(0.0, |tasks| tasks.values().sum::<f64>());
                let (a, b) = (sum(&calm), sum(&busy));
                if kind.unlimited || (on_shift <= 0.0 && a.max(b) <= 0.0) {
                    continue;
                }
                let heavier = if a >= b { &calm } else { &busy };
                let mut tasks: Vec<(TaskId, f64)> = heavier
                    .get(&(site, occupation))
                    .into_iter()
                    .flatten()
                    .map(|(task, hours)| (*task, *hours))
                    .collect();
                tasks.sort_by(|a, b| b.1.total_cmp(&a.1));
                tasks.truncate(3);
                let (hours_low, hours_high) = (a.min(b), a.max(b));
                loads.push(Load { arm, site, occupation, hours_first: a, hours_low, hours_high, on_shift, tasks });
            }
        }
    }
    loads
}

/// Hours a week by task.
type Hours = BTreeMap<(SiteId, OccupationId), BTreeMap<TaskId, f64>>;

fn hours(scenario: &Scenario, world: &World, streams: &[Stream], waiting: Waiting) -> Hours {
    let mut sums = Hours::new();
    for flow in Traffic::of(scenario, world, streams, waiting).flows.values() {
        for (&(site, occupation, task), hours) in &flow.hours {
            *sums.entry((site, occupation)).or_default().entry(task).or_default() += flow.cases * hours;
        }
    }
    sums
}

/// What one replication of an arm brings.
pub fn volume(scenario: &Scenario, arm: ArmId) -> Volume {
    let world = last_world(scenario, &scenario.arms[arm]);
    let streams = streams(world);
    let weeks = (scenario.end - Time::ZERO + scenario.warm_up).ms() / WEEK.ms();
    let mut volume = Volume::default();
    for flow in Traffic::of(scenario, world, &streams, Waiting::None).flows.values() {
        volume.instances_a_week += flow.cases * flow.instances.values().sum::<f64>();
        volume.cases += flow.cases * weeks;
    }
    volume.instances = volume.instances_a_week * weeks;
    for staff in world.sites.iter().flat_map(|site| &site.staff) {
        for (occupation, fte) in world.occupations.iter().zip(staff.iter()) {
            // A shift of eight hours is a good guess for counting.
            volume.shifts += fte * occupation.contract.hours() / 8.0 * weeks;
        }
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
