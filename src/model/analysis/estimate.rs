//! What estimates of one arm at its end rest on: the configuration it ends in, the streams of cases there, and who is
//! on shift in an average week; and how many hours a week flows of cases come to.

use super::reach::{StreamReach, streams};
use super::rota::{Gap, Rota, rota};
use super::timeline::{StaffCount, firings, staff_at_end};
use super::traffic::Traffic;
use crate::model::scenario::{Arm, Configuration, Occupation, OccupationId, PolicyId, Scenario, SiteTypeId, TaskId};
use crate::units::{Calendar, IdVec, Time};
use std::collections::BTreeMap;

/// The configuration an arm ends in: that to which the `set` policies lead that are taken by then at the first copy of
/// a site, in the order in which each is taken last.
fn last_config<'a>(scenario: &Scenario, arm: &'a Arm) -> &'a Configuration {
    let first = &arm.configs[0];
    let last = |policy: &PolicyId| {
        let times = firings(scenario, first, &first.policies[*policy], &[0]);
        Some((*times.last()?, *policy))
    };
    let mut fired: Vec<(Time, PolicyId)> = arm.set_policies.iter().filter_map(last).collect();
    fired.sort_unstable();
    let variant = fired.into_iter().fold(0, |variant, (_, policy)| arm.after(variant, policy));
    &arm.configs[arm.place_of(scenario.years.len(), variant)]
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
    pub site: SiteTypeId,
    pub crews: IdVec<OccupationId, There>,
}

/// What estimates of one arm at its end rest on.
pub(super) struct ArmEstimate<'a> {
    pub scenario: &'a Scenario,
    pub config: &'a Configuration,
    pub streams: Vec<StreamReach>,
    pub staff: Vec<Staffed>,
}

/// Average weeks that are known: arms and copies of a site are mostly alike.
#[derive(Default)]
pub(super) struct WeeksByStaff<'a>(BTreeMap<(OccupationId, usize, u64), StaffWeeks<'a>>);

/// By occupation, of which an arm may change the numbers.
type StaffWeeks<'a> = Vec<(&'a Occupation, Rota)>;

impl<'a> WeeksByStaff<'a> {
    fn rota(&mut self, kind: &'a Occupation, calendar: Calendar, id: OccupationId, crew: StaffCount) -> &Rota {
        let of_alike = self.0.entry((id, crew.heads, crew.fte.to_bits())).or_default();
        let found = of_alike.iter().position(|(other, _)| *other == kind);
        let place = found.unwrap_or_else(|| {
            of_alike.push((kind, rota(kind, calendar, crew)));
            of_alike.len() - 1
        });
        &of_alike[place].1
    }
}

impl<'a> ArmEstimate<'a> {
    /// What is known of an arm; `known` keeps average weeks from one arm to the next.
    pub fn of(scenario: &'a Scenario, arm: &'a Arm, known: &mut WeeksByStaff<'a>) -> ArmEstimate<'a> {
        let config = last_config(scenario, arm);
        let staff = staff_at_end(scenario, arm).into_iter().map(|place| {
            let there = |(id, crew): (OccupationId, &StaffCount)| {
                let kind = &config.occupations[id];
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
        ArmEstimate { scenario, config, streams: streams(config), staff }
    }
}

/// Hours a week by task, of each occupation at each site type.
pub(super) struct Hours(BTreeMap<(SiteTypeId, OccupationId), BTreeMap<TaskId, f64>>);

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

    /// By task, of one occupation at one site type.
    pub fn tasks(&self, site: SiteTypeId, occupation: OccupationId) -> impl Iterator<Item = (TaskId, f64)> {
        self.0.get(&(site, occupation)).into_iter().flatten().map(|(task, hours)| (*task, *hours))
    }

    /// Of one occupation at one site type, all tasks together.
    pub fn sum(&self, site: SiteTypeId, occupation: OccupationId) -> f64 {
        // A sum of nothing is -0 in floating point, and would be printed so.
        self.tasks(site, occupation).map(|(_, hours)| hours).sum::<f64>() + 0.0
    }

    /// All tasks together.
    pub fn sums(&self) -> BTreeMap<(SiteTypeId, OccupationId), f64> {
        self.0.iter().map(|(who, tasks)| (*who, tasks.values().sum())).collect()
    }
}
