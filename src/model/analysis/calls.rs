//! How many cases are called from waiting lists that never empty: as many as the callers have time for after their other
//! work, at most what a list allows.

use super::load::{Estimate, Hours};
use super::reach::Origin;
use super::traffic::{Called, Traffic, Waiting};
use crate::model::scenario::{DemandId, OccupationId, Roster, SiteId, Source};
use crate::units::Time;
use std::collections::BTreeMap;

/// Two occupations may give each other work and both call; each round halves the distance to where they settle.
const ROUNDS: usize = 60;

/// One waiting list at a kind of site.
struct List {
    demand: DemandId,
    home: SiteId,
    by: OccupationId,
    at_most: Option<u32>,
    /// Hours that one case takes, by who spends them.
    case: BTreeMap<(SiteId, OccupationId), f64>,
    /// Cases a week over all copies.
    calls: f64,
}

/// Cases called a week from each list at each kind of site, over all its copies.
pub(super) fn called(estimate: &Estimate, waiting: Waiting) -> Called {
    let mut lists = lists(estimate);
    if lists.is_empty() {
        return Called::new();
    }
    let hours = |called: Called| {
        let traffic =
            Traffic::with_calls(estimate.scenario, estimate.world, &estimate.streams, waiting, called);
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
            let given: f64 = elsewhere.map(|list| list.calls * list.case.get(&caller).copied().unwrap_or(0.0)).sum();
            let work = others.get(&caller).copied().unwrap_or(0.0) + given;
            let share = if round == 0 { 1.0 } else { 0.5 };
            let calls = share_out(estimate, &lists, caller, work);
            let own = lists.iter_mut().filter(|list| (list.home, list.by) == caller);
            own.zip(calls).for_each(|(list, calls)| list.calls += share * (calls - list.calls));
        }
    }
    lists.into_iter().map(|list| ((list.demand, list.home), list.calls)).collect()
}

fn lists(estimate: &Estimate) -> Vec<List> {
    let mut lists = Vec::new();
    for stream in &estimate.streams {
        let Origin::Demand(demand) = stream.origin else { continue };
        let Source::Pull { by, at_most } = estimate.world.demands[demand].source else { continue };
        let list = |&home| List { demand, home, by, at_most, case: BTreeMap::new(), calls: 0.0 };
        lists.extend(stream.homes.iter().map(list));
    }
    lists
}

/// Cases a week from each list of one caller, in file order: at each copy the first list takes the time that other work
/// leaves, up to its limit; the next what then remains.
fn share_out(estimate: &Estimate, lists: &[List], caller: (SiteId, OccupationId), work: f64) -> Vec<f64> {
    let (home, by) = caller;
    let own: Vec<&List> = lists.iter().filter(|list| (list.home, list.by) == caller).collect();
    let mut calls = vec![0.0; own.len()];
    let copies = estimate.world.sites[home].staff.len() as f64;
    for place in estimate.staff.iter().filter(|place| place.site == home) {
        let there = &place.crews[by];
        let mut room = (there.hours - work / copies).max(0.0);
        for (list, calls) in own.iter().zip(&mut calls) {
            let limit = list.at_most.map_or(f64::INFINITY, |most| f64::from(most) * shifts(estimate, by, there));
            let each = list.case.get(&caller).copied().unwrap_or(0.0);
            // A caller who has nothing to do with a case calls no other before they have begun something.
            let possible = if each > 0.0 { room / each } else { 0.0 };
            let number = limit.min(possible);
            *calls += number;
            room -= number * each;
        }
    }
    calls
}

/// Shifts a week in which a list's limit counts anew; who is never off has one in the whole run.
fn shifts(estimate: &Estimate, by: OccupationId, there: &super::load::There) -> f64 {
    match estimate.world.occupations[by].roster {
        Roster::Lines(_) => there.shifts,
        Roster::Always => {
            let weeks = (estimate.scenario.end - Time::ZERO + estimate.scenario.warm_up).hours() / 168.0;
            there.heads as f64 / weeks.max(f64::MIN_POSITIVE)
        }
    }
}
