//! Who is employed where: at first, at some time, and after all decisions.

use crate::model::scenario::{
    Action, Amount, Clause, Curve, Keep, Occupation, OccupationId, Policy, Roster, Scope, SiteId, Start, Technology,
    Trigger, World,
};
use crate::units::{IdVec, Span, Time, WEEK};

/// Whether anybody of an occupation may ever work at a kind of site: it is staffed from the start, or a policy that is on
/// brings them.
pub(super) fn ever_employed(world: &World, site: SiteId, occupation: OccupationId) -> bool {
    fn sources(world: &World, occupation: OccupationId, seen: &mut Vec<OccupationId>) -> bool {
        // Collects every occupation from which this one can be filled; true if it can be filled from nowhere.
        if seen.contains(&occupation) {
            return false;
        }
        seen.push(occupation);
        world.policies.iter().filter(|policy| policy.on).fold(false, |hired, policy| {
            hired
                | match &policy.action {
                    Action::Hire { occupation: who, amount: Amount::Heads(heads) } => *who == occupation && *heads > 0,
                    Action::Retrain { occupation: from, to, .. } => {
                        to.iter().any(|(who, share)| *who == occupation && *share > 0.0) && sources(world, *from, seen)
                    }
                    Action::Replace { occupation: from, by, .. } => *by == occupation && sources(world, *from, seen),
                    _ => false,
                }
        })
    }
    if world.occupations[occupation].unlimited {
        return true;
    }
    let mut from = Vec::new();
    sources(world, occupation, &mut from)
        || world.sites[site].staff.iter().any(|staff| from.iter().any(|&occupation| staff[occupation] > 0.0))
}

/// Hours on shift in an average week of one full-time worker: the contract, or what the shift lines offer if that is
/// less, without breaks, less absence; all 168 h for those who are never off.
pub(super) fn hours_on_shift(occupation: &Occupation) -> f64 {
    let offered = match &occupation.roster {
        Roster::Always => WEEK.hours(),
        Roster::Lines(lines) => lines
            .iter()
            .map(|line| {
                let days = line.days.iter().filter(|on| **on).count() as i64;
                let week = (line.length - occupation.pause) * days;
                line.share * week.min(occupation.contract).hours()
            })
            .sum(),
    };
    offered * (1.0 - occupation.absent)
}

/// The share of units of one copy of a site that have adopted a tool by `time`.
pub(super) fn adopted(technology: &Technology, copy: usize, time: Time) -> f64 {
    let Some(&start) = technology.adoption.start.get(copy).or(technology.adoption.start.last()) else { return 0.0 };
    if !technology.on {
        return 0.0;
    }
    let since = match start {
        // Long ago: whoever adopts has adopted.
        Start::Before => Span(i64::MAX / 8),
        Start::At(at) if at > time => return 0.0,
        Start::At(at) => time - at,
    };
    let share = match technology.adoption.curve {
        Curve::Step => 1.0,
        Curve::Logistic { midpoint, scale } => 1.0 / (1.0 + libm::exp(-(since - midpoint).ms() / scale.ms().max(1.0))),
        Curve::Bass { p, q } => {
            let decay = libm::exp(-(p + q) * since.hours() / (365.2425 * 24.0));
            (1.0 - decay) / (1.0 + q / p * decay)
        }
    };
    share * technology.adoption.ceiling
}

/// Full-time equivalents in one copy of a site once every policy that is on and due by `end` has been taken once;
/// `staff_to` aims at a utilisation rather than at a number and is left out. A decision that waits for a tool is taken
/// where the tool has come by then; other conditions are taken to come true.
pub(super) fn staff_at_end(world: &World, site: SiteId, copy: usize, end: Time) -> IdVec<OccupationId, f64> {
    let mut staff = world.sites[site].staff[copy].clone();
    for policy in world.policies.iter().filter(|policy| policy.on && taken(world, policy, copy, end)) {
        let heads = |amount: Amount, occupation: OccupationId, staff: &IdVec<OccupationId, f64>| match amount {
            Amount::Share(share) => libm::floor(share * libm::ceil(staff[occupation]) + 0.5),
            Amount::Heads(n) if policy.scope == Scope::All => n as f64 * part_of_all(world, site, copy, occupation),
            Amount::Heads(n) => n as f64,
        };
        // Removes heads; the part-timer goes in proportion. Returns the full-time equivalents that left.
        let leave = |staff: &mut IdVec<OccupationId, f64>, occupation: OccupationId, heads: f64| {
            let all = libm::ceil(staff[occupation]);
            let gone = if all > 0.0 { staff[occupation] * (heads / all).min(1.0) } else { 0.0 };
            staff[occupation] -= gone;
            gone
        };
        match &policy.action {
            Action::Dismiss { occupation, amount } => {
                let n = heads(*amount, *occupation, &staff);
                leave(&mut staff, *occupation, n);
            }
            Action::Hire { occupation, amount } => staff[*occupation] += heads(*amount, *occupation, &staff),
            Action::Retrain { occupation, to, amount, .. } => {
                let n = heads(*amount, *occupation, &staff);
                let gone = leave(&mut staff, *occupation, n);
                for (into, share) in to {
                    staff[*into] += gone * share;
                }
            }
            Action::Replace { occupation, by, amount, keep } => {
                let n = heads(*amount, *occupation, &staff);
                let gone = leave(&mut staff, *occupation, n);
                let cost = |occupation: OccupationId| {
                    let spec = &world.occupations[occupation];
                    spec.cost_of_hour() * spec.contract.hours()
                };
                staff[*by] += match keep {
                    Keep::Heads => gone,
                    Keep::Payroll if cost(*by) > 0.0 => gone * cost(*occupation) / cost(*by),
                    Keep::Payroll => 0.0,
                };
            }
            Action::StaffTo { .. } | Action::Set => {}
        }
    }
    staff
}

/// Whether a decision is taken at this copy of a site before `end`.
pub(super) fn taken(world: &World, policy: &Policy, copy: usize, end: Time) -> bool {
    match &policy.trigger {
        Trigger::At(time) => *time < end,
        Trigger::Every(recurrence) => recurrence.mean() < end - Time::ZERO,
        Trigger::When { condition, .. } => condition.all.iter().all(|clause| match clause {
            Clause::Tool { technology, lasting } => {
                adopted(&world.technologies[*technology], copy, end - *lasting) > 0.0
            }
            _ => true,
        }),
    }
}

/// When a decision is taken for the last time before `end`, if it is; one that waits for a condition counts as taken at the
/// end, since nothing says when the condition holds.
pub(super) fn taken_last(world: &World, policy: &Policy, copy: usize, end: Time) -> Option<Time> {
    let last = match &policy.trigger {
        Trigger::At(time) => *time,
        Trigger::Every(recurrence) => {
            let period = recurrence.mean().0.max(1);
            Time((end.0 - 1).div_euclid(period) * period)
        }
        Trigger::When { .. } => end,
    };
    taken(world, policy, copy, end).then_some(last)
}

/// This copy's share of an occupation's staff over all sites.
fn part_of_all(world: &World, site: SiteId, copy: usize, occupation: OccupationId) -> f64 {
    let all: f64 = world.sites.iter().flat_map(|site| &site.staff).map(|staff| staff[occupation]).sum();
    if all > 0.0 {
        world.sites[site].staff[copy][occupation] / all
    } else {
        1.0 / world.sites.iter().map(|site| site.staff.len()).sum::<usize>() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::{ShiftLine, build};
    use crate::units::{HOUR, MINUTE};

    #[test]
    fn hours_on_shift_are_the_contract_less_absence() {
        let mut world = build::world();
        let nurse = world.add_occupation("nurse");
        assert_eq!(hours_on_shift(&world.occupations[nurse]), 168.0);
        let day = ShiftLine {
            days: [true, true, true, true, true, false, false],
            start: HOUR * 8,
            length: HOUR * 8 + MINUTE * 30,
            share: 1.0,
        };
        let spec = &mut world.occupations[nurse];
        spec.roster = Roster::Lines(vec![day]);
        spec.pause = MINUTE * 30;
        spec.absent = 0.25;
        assert_eq!(hours_on_shift(spec), 30.0);
        spec.contract = HOUR * 20;
        assert_eq!(hours_on_shift(spec), 15.0);
    }

    #[test]
    fn policies_move_staff_once() {
        let mut world = build::world();
        let site = world.add_site("hospital", 1);
        let [secretary, coder, scribe] = ["secretary", "coder", "scribe"].map(|name| world.add_occupation(name));
        world.employ(site, secretary, 61.0);
        world.occupations[scribe].wage = 10.0; // half of the others
        assert!(!ever_employed(&world, site, scribe));
        let half = Amount::Share(0.5);
        let retrain = Action::Retrain { occupation: secretary, to: vec![(coder, 1.0)], amount: half, takes: HOUR };
        world.add_policy("retrain", Time::of_week(1), retrain);
        let replace = Action::Replace { occupation: coder, by: scribe, amount: Amount::Heads(11), keep: Keep::Payroll };
        world.add_policy("replace", Time::of_week(2), replace);
        world.add_policy("late", Time::of_week(60), Action::Dismiss { occupation: secretary, amount: half });
        let staff = staff_at_end(&world, site, 0, Time::of_week(52));
        // 30.5 heads round half up to 31.
        assert_eq!((staff[secretary], staff[coder], staff[scribe]), (30.0, 20.0, 22.0));
        assert!(ever_employed(&world, site, scribe) && ever_employed(&world, site, coder));
    }
}
