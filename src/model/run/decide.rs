//! Policies: what is decided at a boundary, at one site or over all of them, before that week's rosters are dealt.

use crate::model::compile::plan::Plan;
use crate::model::scenario::{Action, Amount, Clause, OccupationId, Policy, PolicyId, Roster, Scope, Trigger};
use crate::model::site::{Figures, Process, WorkerNo};
use crate::model::staffing::{heads_of, hires, replacements, split};
use crate::units::{Calendar, IdVec, Time, WEEK};
use std::collections::BTreeMap;

/// What policies remember.
#[derive(Clone, Debug)]
pub(in crate::model) struct Decisions {
    /// By policy, then site: when it last fired.
    fired: IdVec<PolicyId, Vec<Option<Time>>>,
    /// Parts of a head that a limited change left over, by policy, site (the first, of a policy about all) and
    /// occupation.
    carried: BTreeMap<(PolicyId, usize, OccupationId), f64>,
}

impl Decisions {
    pub fn new(plan: &Plan, sites: usize) -> Decisions {
        Decisions { fired: plan.config.policies.iter().map(|_| vec![None; sites]).collect(), carried: BTreeMap::new() }
    }

    /// The next point of time after `now` at which some policy wants to look, other than week boundaries.
    pub fn next_look(plan: &Plan, calendar: Calendar, now: Time) -> Time {
        let next = |policy: &Policy| match &policy.trigger {
            Trigger::At(time) if *time > now => *time,
            Trigger::Every(every) => {
                let mut k = calendar.first_occurrence(*every, now).max(1);
                // Occurrences lie on the calendar, so the first at or after `now` may be `now` itself.
                while calendar.occurrence(*every, k) <= now {
                    k += 1;
                }
                calendar.occurrence(*every, k)
            }
            // Checks every week or less often fall on week boundaries, which are looked at anyway.
            Trigger::When { check, .. } if *check < WEEK => Time((now.0.div_euclid(check.0) + 1) * check.0),
            _ => Time::NEVER,
        };
        plan.config.policies.iter().filter(|policy| policy.on).map(next).min().unwrap_or(Time::NEVER)
    }

    /// Decisions that are due now, in file order, before any of them is taken: by policy the sites it is about, or none
    /// if it is about all of them together.
    pub fn due(&self, plan: &Plan, calendar: Calendar, now: Time, sites: &[Process]) -> Vec<(PolicyId, Option<usize>)> {
        let mut due = Vec::new();
        for (id, policy) in plan.config.policies.enumerate().filter(|(_, policy)| policy.on) {
            match policy.scope {
                Scope::Site => {
                    let is_due = |number: &usize| {
                        self.is_due(id, policy, calendar, now, *number, &sites[*number..=*number], plan)
                    };
                    due.extend((0..sites.len()).filter(is_due).map(|number| (id, Some(number))));
                }
                Scope::All => {
                    due.extend(self.is_due(id, policy, calendar, now, 0, sites, plan).then_some((id, None)));
                }
            }
        }
        due
    }

    /// Takes the decisions due now, in file order. Returns, by site, the bits of `set` policies that fired.
    pub fn take(
        &mut self,
        plan: &Plan,
        calendar: Calendar,
        now: Time,
        sites: &mut [Process],
    ) -> Vec<(usize, PolicyId)> {
        let mut set = Vec::new();
        for (id, policy) in plan.config.policies.enumerate().filter(|(_, policy)| policy.on) {
            match policy.scope {
                Scope::Site => {
                    for number in 0..sites.len() {
                        // Asked again after the policies before it: what they did may count.
                        if self.is_due(id, policy, calendar, now, number, &sites[number..=number], plan) {
                            self.fired[id][number] = Some(now);
                            if policy.action == Action::Set {
                                set.push((number, id));
                            }
                            self.act(plan, (id, policy), now, number, &mut sites[number..=number]);
                        }
                    }
                }
                Scope::All => {
                    if self.is_due(id, policy, calendar, now, 0, sites, plan) {
                        // One decision for all sites, so it rests at all of them.
                        self.fired[id].fill(Some(now));
                        if policy.action == Action::Set {
                            set.extend((0..sites.len()).map(|number| (number, id)));
                        }
                        self.act(plan, (id, policy), now, 0, sites);
                    }
                }
            }
        }
        set
    }

    #[expect(clippy::too_many_arguments, reason = "one question with all its circumstances")]
    fn is_due(
        &self,
        id: PolicyId,
        policy: &Policy,
        calendar: Calendar,
        now: Time,
        number: usize,
        looked_at: &[Process],
        plan: &Plan,
    ) -> bool {
        let last = self.fired[id][number];
        match &policy.trigger {
            Trigger::At(time) => *time == now,
            Trigger::Every(every) => {
                let k = calendar.first_occurrence(*every, now);
                k >= 1 && calendar.occurrence(*every, k) == now
            }
            Trigger::When { condition, check, again } => {
                // Without `again` a condition is good for one firing.
                let rested = match (last, again) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(last), Some(again)) => now - last >= again.mean(),
                };
                if !rested || now.0 % check.0 != 0 {
                    return false;
                }
                // Figures are added over the sites in scope; a tool must be in use at each of them.
                let mut sum = Figures::new(&plan.config);
                looked_at.iter().for_each(|site| sum.add(site.figures()));
                condition.all.iter().all(|clause| match clause {
                    Clause::Tool { .. } | Clause::Without(_) => looked_at
                        .iter()
                        .all(|site| site.holds(&crate::model::scenario::Condition { all: vec![clause.clone()] }, None)),
                    _ => sum.hold(clause, &plan.config),
                })
            }
        }
    }
}

/// Everybody of an occupation at some sites, in the order in which they would leave.
fn leavers(sites: &[Process], occupation: OccupationId) -> Vec<(usize, WorkerNo)> {
    let mut all: Vec<(u64, usize, WorkerNo)> = Vec::new();
    for (number, site) in sites.iter().enumerate() {
        all.extend(
            site.by_leaving_rank(occupation).into_iter().map(|worker| (site.leaving_rank(worker), number, worker)),
        );
    }
    // By keyed rank over all sites, so that nobody leaves because of the order of sites in the file.
    all.sort_unstable();
    all.into_iter().map(|(_, number, worker)| (number, worker)).collect()
}

fn act(plan: &Plan, policy: &Policy, now: Time, sites: &mut [Process]) {
    for site in sites.iter_mut() {
        site.advance_clock(now);
    }
    match &policy.action {
        Action::Set => {}
        Action::Dismiss { occupation, amount } => {
            dismiss(sites, *occupation, *amount);
        }
        Action::Hire { occupation, amount } => hire(sites, *occupation, *amount),
        Action::Retrain { occupation, to, amount, takes } => {
            let leaving = leavers(sites, *occupation);
            let heads = heads_of(*amount, leaving.len());
            close_posts(sites, *occupation, *amount);
            let parts = split(heads, &to.iter().map(|(_, share)| *share).collect::<Vec<_>>());
            let mut targets = to.iter().zip(parts).flat_map(|((to, _), heads)| std::iter::repeat_n(*to, heads));
            for (number, worker) in leaving.into_iter().take(heads) {
                let to = targets.next().expect("as many targets as heads");
                sites[number].send_to_training(worker, to, now + *takes);
            }
        }
        Action::Replace { occupation, by, amount, keep } => {
            let left = dismiss(sites, *occupation, *amount);
            for (number, milli) in left.into_iter().enumerate().filter(|(_, milli)| *milli > 0) {
                let (old, new) = (&plan.config.occupations[*occupation], &plan.config.occupations[*by]);
                let fte = replacements(milli as f64 / 1000.0, old, new, *keep);
                sites[number].hire(*by, fte);
            }
        }
        // Needs what was left over of earlier changes: `Decisions::act`.
        Action::StaffTo { .. } => {}
    }
}

/// How many heads come (or leave, if negative), given by how many full-time equivalents the staff falls short, the most
/// that may change at a time, and what is left over of earlier changes; and what is left over of this one.
///
/// Rounds half up. If the gap rounds to a head or more at least one head moves, though the limit be less than half a
/// head: else a small staff would stay as it is for ever. What rounding a limited change leaves over is kept for the
/// next.
fn heads_of_gap(gap: f64, limit: f64, carried: f64) -> (i64, f64) {
    let round = |fte: f64| libm::floor(fte + 0.5);
    if limit <= 0.0 {
        return (0, 0.0);
    }
    if gap.abs() <= limit {
        return (round(gap) as i64, 0.0);
    }
    let change = gap.clamp(-limit, limit) + carried;
    let heads = if round(change) * gap > 0.0 { round(change) } else { 0.0 };
    if heads == 0.0 && round(gap) != 0.0 {
        return (gap.signum() as i64, 0.0);
    }
    (heads as i64, (change - heads).clamp(-0.5, 0.5))
}

impl Decisions {
    fn act(&mut self, plan: &Plan, (id, policy): (PolicyId, &Policy), now: Time, number: usize, sites: &mut [Process]) {
        act(plan, policy, now, sites);
        let Action::StaffTo { occupations, utilisation, most } = &policy.action else { return };
        let all: Vec<OccupationId> = plan.config.occupations.ids().collect();
        for &occupation in if occupations.is_empty() { &all } else { occupations } {
            if let Some(gap) = gap(plan, sites, occupation, *utilisation) {
                let staff = sites.iter().map(|site| site.milli_fte(occupation)).sum::<u64>() as f64 / 1000.0;
                let carried = self.carried.entry((id, number, occupation)).or_default();
                let (heads, left) = heads_of_gap(gap, most * staff.max(1.0), *carried);
                *carried = left;
                change_staff(sites, occupation, heads);
            }
        }
    }
}

/// By how many full-time equivalents an occupation's staff, with posts about to be filled, falls short of what last
/// week's work requested, in standard time, needs at a utilisation. Time busy would not tell: it ends at the time on
/// shift, however much waits. `None` if nothing was requested and nobody there.
fn gap(plan: &Plan, sites: &[Process], occupation: OccupationId, utilisation: f64) -> Option<f64> {
    let mut sum = Figures::new(&plan.config);
    sites.iter().for_each(|site| sum.add(site.figures()));
    let week = sum.staffing(occupation);
    if !sites.iter().any(|site| site.may_employ(occupation)) || week.offered <= 0 && week.on_shift == 0 {
        return None;
    }
    let spec = &plan.config.occupations[occupation];
    // Hours on shift of one full-time equivalent last week; if nobody was there, those of the contract.
    let of_one = if week.on_shift > 0 && week.milli_fte > 0 {
        week.on_shift as f64 / (week.milli_fte as f64 / 1000.0)
    } else {
        let contract = if spec.roster == Roster::Always { WEEK } else { spec.contract };
        contract.ms() * spec.presence()
    };
    let staff = sites.iter().map(|site| site.milli_fte(occupation)).sum::<u64>() as f64 / 1000.0;
    (of_one > 0.0).then(|| week.offered.max(0) as f64 / of_one / utilisation - staff)
}

/// Hires, or closes vacant posts and then dismisses.
fn change_staff(sites: &mut [Process], occupation: OccupationId, mut heads: i64) {
    // A post that nobody holds goes before somebody is dismissed.
    while heads < 0
        && let Some(site) = sites.iter_mut().rfind(|site| site.vacant_posts(occupation) > 0)
    {
        site.close_posts(occupation, 1);
        heads += 1;
    }
    let amount = Amount::Heads(heads.unsigned_abs() as u32);
    if heads > 0 {
        hire(sites, occupation, amount);
    } else if heads < 0 {
        dismiss(sites, occupation, amount);
    }
}

/// A share of the employed who leave takes the same share of the vacant posts of each site with it.
fn close_posts(sites: &mut [Process], occupation: OccupationId, amount: Amount) {
    if matches!(amount, Amount::Share(_)) {
        for site in sites {
            site.close_posts(occupation, heads_of(amount, site.vacant_posts(occupation)));
        }
    }
}

/// Dismisses by keyed rank; returns the full-time equivalents (in thousandths) each site lost.
fn dismiss(sites: &mut [Process], occupation: OccupationId, amount: Amount) -> Vec<u64> {
    let leaving = leavers(sites, occupation);
    let heads = heads_of(amount, leaving.len());
    close_posts(sites, occupation, amount);
    let mut left = vec![0; sites.len()];
    for (number, worker) in leaving.into_iter().take(heads) {
        left[number] += sites[number].share_of(worker) as u64;
        sites[number].let_go(worker);
    }
    left
}

/// Hires, over several sites in proportion to the heads they have.
fn hire(sites: &mut [Process], occupation: OccupationId, amount: Amount) {
    let heads: Vec<usize> = sites.iter().map(|site| site.heads(occupation)).collect();
    let parts = hires(amount, &heads);
    for (site, heads) in sites.iter_mut().zip(parts) {
        site.hire(occupation, heads as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten per cent of 26 are 2.6, rounded to 3; the next change begins 0.4 behind, and so on: after ten changes 26
    /// have come.
    #[test]
    fn what_a_limited_change_rounds_off_is_carried_over() {
        let mut sum = 0;
        let mut carried = 0.0;
        for _ in 0..10 {
            let (heads, left) = heads_of_gap(1000.0, 2.6, carried);
            assert!(heads == 2 || heads == 3);
            (sum, carried) = (sum + heads, left);
        }
        assert_eq!(sum, 26);
        assert_eq!(heads_of_gap(-1000.0, 2.6, 0.0).0, -3);
    }

    /// A tenth of four is 0.4 heads. The gap of 1.6 is clear, one of 0.4 is not; half a head too few is one, half a
    /// head too many is none. At most nothing is nothing.
    #[test]
    fn at_least_one_head_if_the_gap_is_clear() {
        assert_eq!(heads_of_gap(1.6, 0.4, 0.0), (1, 0.0));
        assert_eq!(heads_of_gap(-1.6, 0.4, 0.0), (-1, 0.0));
        assert_eq!(heads_of_gap(0.45, 0.4, 0.0).0, 0);
        assert_eq!((heads_of_gap(0.5, 1.0, 0.0), heads_of_gap(-0.5, 1.0, 0.0)), ((1, 0.0), (0, 0.0)));
        assert_eq!(heads_of_gap(7.0, 0.0, 0.0), (0, 0.0));
    }
}
