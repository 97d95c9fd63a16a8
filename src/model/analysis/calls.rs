//! How many cases are called from waiting lists that never empty: as many as the callers have time for after their
//! other work, at most what a list allows.

use super::estimate::{ArmEstimate, Hours};
use super::graph::live_ways;
use super::reach::{Origin, StreamReach};
use super::traffic::{Called, Traffic, WaitBound};
use crate::model::scenario::{Configuration, DemandId, OccupationId, SiteTypeId, Source, Way};
use std::collections::BTreeMap;

/// Two occupations may give each other work and both call; each round halves the distance to where they settle.
const ROUNDS: usize = 60;

/// One waiting list at a site type.
struct List {
    demand: DemandId,
    home: SiteTypeId,
    by: OccupationId,
    at_most: Option<u32>,
    /// Who must work on a case before the caller can begin; empty if they can begin at once.
    first: Vec<OccupationId>,
    /// Hours that one case takes, by who spends them.
    case: BTreeMap<(SiteTypeId, OccupationId), f64>,
    /// Cases a week over all copies.
    calls: f64,
}

/// Cases called a week from each list at each site type, over all its copies.
pub(super) fn called(estimate: &ArmEstimate, waiting: WaitBound) -> Called {
    let mut lists = lists(estimate);
    if lists.is_empty() {
        return Called::new();
    }
    let hours = |called: Called| {
        let traffic = Traffic::with_calls(estimate.scenario, estimate.config, &estimate.streams, waiting, called);
        Hours::of(&traffic).sums()
    };
    let others = hours(Called::new());
    for list in &mut lists {
        let with = hours(Called::from([((list.demand, list.home), 1.0)]));
        let more = with.into_iter().map(|(who, hours)| (who, hours - others.get(&who).copied().unwrap_or(0.0)));
        list.case = more.filter(|(_, hours)| *hours > 0.0).collect();
    }
    for round in 0..ROUNDS {
        for first in 0..lists.len() {
            let caller = (lists[first].home, lists[first].by);
            if lists[..first].iter().any(|list| (list.home, list.by) == caller) {
                continue; // Those who call from several lists share their time among them once.
            }
            let elsewhere = lists.iter().filter(|list| (list.home, list.by) != caller);
            let given: f64 = elsewhere.map(|list| list.calls * list.hours(caller.0, caller.1)).sum();
            let own_work = others.get(&caller).copied().unwrap_or(0.0) + given;
            let share = if round == 0 { 1.0 } else { 0.5 };
            let work = |who: OccupationId, of: &List| {
                let lists = lists.iter().filter(|list| (list.demand, list.home) != (of.demand, of.home));
                let given: f64 = lists.map(|list| list.calls * list.hours(of.home, who)).sum();
                others.get(&(of.home, who)).copied().unwrap_or(0.0) + given
            };
            let calls = share_out(estimate, &lists, caller, own_work, &work);
            let own = lists.iter_mut().filter(|list| (list.home, list.by) == caller);
            own.zip(calls).for_each(|(list, calls)| list.calls += share * (calls - list.calls));
        }
    }
    lists.into_iter().map(|list| ((list.demand, list.home), list.calls)).collect()
}

impl List {
    /// Hours that a case takes of an occupation at a site type.
    fn hours(&self, site: SiteTypeId, who: OccupationId) -> f64 {
        self.case.get(&(site, who)).copied().unwrap_or(0.0)
    }
}

/// Others who work on a case of a list before its caller can: those of the ways that read what every case has from its
/// birth, unless the caller can take one of these ways alone.
fn first(config: &Configuration, stream: &StreamReach, demand: DemandId, by: OccupationId) -> Vec<OccupationId> {
    let born = &config.demands[demand].writes;
    let tasks = stream.reach.tasks.iter().map(|task| &config.tasks[*task]);
    let open: Vec<&Way> = tasks
        .filter_map(|task| {
            live_ways(task).find(|way| way.reads.iter().all(|read| read.optional || born.contains(&read.product)))
        })
        .collect();
    if open.iter().any(|way| way.team == [by]) {
        return Vec::new();
    }
    let others = open.iter().flat_map(|way| way.team.iter().copied()).filter(|who| *who != by);
    others.filter(|who| !config.occupations[*who].unlimited).collect()
}

fn lists(estimate: &ArmEstimate) -> Vec<List> {
    let mut lists = Vec::new();
    for stream in &estimate.streams {
        let Origin::Demand(demand) = stream.origin else { continue };
        let Source::Pull { by, at_most } = estimate.config.demands[demand].source else { continue };
        let first = first(estimate.config, stream, demand, by);
        let list = |&home| List { demand, home, by, at_most, first: first.clone(), case: BTreeMap::new(), calls: 0.0 };
        lists.extend(stream.homes.iter().map(list));
    }
    lists
}

/// Cases a week from each list of one caller, in file order: at each copy the first list takes the time that other work
/// leaves, up to its limit; the next what then remains.
/// `work` is what the caller has to do beside the lists, `of_others` what an occupation has to do beside one list.
fn share_out(
    estimate: &ArmEstimate,
    lists: &[List],
    caller: (SiteTypeId, OccupationId),
    work: f64,
    of_others: &dyn Fn(OccupationId, &List) -> f64,
) -> Vec<f64> {
    let (home, by) = caller;
    let own: Vec<&List> = lists.iter().filter(|list| (list.home, list.by) == caller).collect();
    let mut calls = vec![0.0; own.len()];
    let copies = estimate.config.sites[home].staff.len() as f64;
    for place in estimate.staff.iter().filter(|place| place.site == home) {
        let there = &place.crews[by];
        let mut room = (there.hours - work / copies).max(0.0);
        for (list, calls) in own.iter().zip(&mut calls) {
            let limit = list.at_most.map_or(f64::INFINITY, |most| f64::from(most) * there.shifts);
            let each = list.hours(home, by);
            // A caller who has nothing to do with a case calls no other before they have begun something.
            let possible = if each > 0.0 { room / each } else { 0.0 };
            // Nobody calls another case before they have begun on the last: whom that waits for holds up the list.
            let held_up = list.first.iter().filter(|who| list.hours(home, **who) > 0.0).map(|who| {
                (place.crews[*who].hours - of_others(*who, list) / copies).max(0.0) / list.hours(home, *who)
            });
            let number = held_up.fold(limit.min(possible), f64::min);
            *calls += number;
            room -= number * each;
        }
    }
    calls
}
