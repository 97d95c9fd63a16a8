//! Staff over time as the estimates see it: the same decisions in the same order as in a run, by the same arithmetic
//! ([`crate::model::staffing`]). Where a run draws who leaves, each site loses in proportion, and the part-timer with
//! the others.

use super::staff::adopted;
use crate::model::scenario::{
    Action, AdoptedBy, Amount, Arm, Clause, Configuration, Curve, OccupationId, Policy, PolicyId, Scenario, Scope,
    SiteTypeId, Start, Technology, Trigger,
};
use crate::model::staffing::{heads_in, heads_of, hires, replacements, split};
use crate::units::{IdVec, Span, Time};
use std::collections::BTreeMap;

/// More decisions of one policy than this are not followed: nothing is left to decide.
const MOST_FIRINGS: usize = 100_000;

/// Staff of an occupation at one copy of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct StaffCount {
    pub heads: usize,
    /// Full-time equivalents.
    pub fte: f64,
}

impl StaffCount {
    fn employ(&mut self, fte: f64) {
        for share in heads_in(fte) {
            self.heads += 1;
            self.fte += f64::from(share) / 1000.0;
        }
    }

    /// Lets go of full-time equivalents: as few heads stay as what is left needs, if as few were there before.
    fn reduce(&mut self, fte: f64) {
        let needed = |fte: f64| libm::ceil(fte - 1e-6).max(0.0);
        let left = (self.fte - fte).max(0.0);
        let spare = self.heads as f64 - needed(self.fte);
        let part = if self.fte > 0.0 { left / self.fte } else { 0.0 };
        (self.heads, self.fte) = ((needed(left) + libm::round(spare * part)) as usize, left);
    }

    /// Some heads leave, with as much of their contracts as people have on average; returns that.
    fn leave(&mut self, heads: usize) -> f64 {
        let gone = if self.heads > 0 { self.fte * heads as f64 / self.heads as f64 } else { 0.0 };
        self.heads -= heads;
        self.fte -= gone;
        gone
    }
}

/// A copy of a site with its staff.
#[derive(Clone, Debug)]
pub(super) struct SiteStaff {
    pub site: SiteTypeId,
    pub copy: usize,
    pub crews: IdVec<OccupationId, StaffCount>,
}

/// People who come back from training.
struct Trainees {
    at: Time,
    place: usize,
    to: OccupationId,
    fte: f64,
    heads: usize,
}

struct Timeline<'a> {
    /// The arm's, whose policies decide.
    config: &'a Configuration,
    places: Vec<SiteStaff>,
    trainees: Vec<Trainees>,
}

/// Who is employed when an arm ends, in the order of sites and copies. `staff_to` aims at a utilisation rather than at
/// a number and is left out.
pub(super) fn staff_at_end(scenario: &Scenario, arm: &Arm) -> Vec<SiteStaff> {
    let (first_year, control) = (scenario.year_at(Time::ZERO - scenario.warm_up), &scenario.arms[scenario.control]);
    let mut before = control.config_in(first_year);
    let config = &arm.configs[0];
    let mut places = Vec::new();
    for (site, spec) in before.sites.enumerate() {
        places.extend((0..spec.staff.len()).map(|copy| {
            let mut crews = IdVec::filled(StaffCount::default(), before.occupations.len());
            before.occupations.ids().for_each(|id| crews[id].employ(stated(before, site, copy, id)));
            SiteStaff { site, copy, crews }
        }));
    }
    let mut timeline = Timeline { config, places, trainees: Vec::new() };
    // Until time zero all arms have the control's staff, which changes with its years.
    for (year, begin) in scenario.years.iter().enumerate().filter(|(_, begin)| **begin < Time::ZERO).skip(first_year) {
        debug_assert!(*begin >= Time::ZERO - scenario.warm_up);
        timeline.change(before, control.config_in(year + 1));
        before = control.config_in(year + 1);
    }
    let mut instants: BTreeMap<Time, Vec<(PolicyId, Option<usize>)>> = BTreeMap::new();
    // At time zero the arm's own staff comes, also if no policy acts then.
    instants.entry(Time::ZERO).or_default();
    scenario.years.iter().filter(|begin| **begin > Time::ZERO).for_each(|begin| {
        instants.entry(*begin).or_default();
    });
    for (id, policy) in config.policies.enumerate().filter(|(_, policy)| policy.on) {
        let mut add = |place: Option<usize>, copies: &[usize]| {
            for time in firings(scenario, config, policy, copies) {
                instants.entry(time).or_default().push((id, place));
            }
        };
        let copies: Vec<usize> = timeline.places.iter().map(|place| place.copy).collect();
        match policy.scope {
            Scope::Site => (0..copies.len()).for_each(|place| add(Some(place), &copies[place..=place])),
            Scope::All => add(None, &copies),
        }
    }
    while let Some((now, decisions)) = instants.pop_first() {
        if now >= scenario.end {
            break;
        }
        let after = arm.config_in(scenario.year_at(now));
        timeline.change(before, after);
        before = after;
        for (policy, place) in decisions {
            let range = place.map_or(0..timeline.places.len(), |place| place..place + 1);
            timeline.act(&config.policies[policy], now, range);
        }
        timeline.end_training(now);
        // People come back from training at an instant at which perhaps nothing else happens.
        timeline.trainees.iter().for_each(|trainees| {
            instants.entry(trainees.at).or_default();
        });
    }
    timeline.places
}

/// Full-time equivalents that a configuration states.
fn stated(config: &Configuration, site: SiteTypeId, copy: usize, occupation: OccupationId) -> f64 {
    if config.occupations[occupation].unlimited { 0.0 } else { config.sites[site].staff[copy][occupation] }
}

impl Timeline<'_> {
    /// Another configuration is valid: by as many as its staff differs people come or go.
    fn change(&mut self, before: &Configuration, after: &Configuration) {
        if std::ptr::eq(before, after) {
            return;
        }
        for place in &mut self.places {
            for occupation in after.occupations.ids() {
                let staff = |config| stated(config, place.site, place.copy, occupation);
                match staff(after) - staff(before) {
                    more if more > 0.0 => place.crews[occupation].employ(more),
                    less if less < 0.0 => place.crews[occupation].reduce(-less),
                    _ => {}
                }
            }
        }
    }

    fn end_training(&mut self, now: Time) {
        for trainees in self.trainees.extract_if(.., |trainees| trainees.at <= now) {
            let crew = &mut self.places[trainees.place].crews[trainees.to];
            crew.heads += trainees.heads;
            crew.fte += trainees.fte;
        }
    }

    /// Who leaves, by place: heads and full-time equivalents.
    fn leave(
        &mut self,
        occupation: OccupationId,
        amount: Amount,
        range: std::ops::Range<usize>,
    ) -> Vec<(usize, usize, f64)> {
        let heads: Vec<usize> = self.places[range.clone()].iter().map(|place| place.crews[occupation].heads).collect();
        let all: usize = heads.iter().sum();
        if all == 0 {
            return Vec::new();
        }
        let parts = split(heads_of(amount, all), &heads.iter().map(|heads| *heads as f64).collect::<Vec<_>>());
        let leave = |(place, heads): (usize, usize)| (place, heads, self.places[place].crews[occupation].leave(heads));
        range.zip(parts).map(leave).collect()
    }

    fn act(&mut self, policy: &Policy, now: Time, range: std::ops::Range<usize>) {
        match &policy.action {
            Action::Dismiss { occupation, amount } => {
                self.leave(*occupation, *amount, range);
            }
            Action::Hire { occupation, amount } if !self.config.occupations[*occupation].unlimited => {
                let places = &mut self.places[range];
                let heads: Vec<usize> = places.iter().map(|place| place.crews[*occupation].heads).collect();
                for (place, more) in places.iter_mut().zip(hires(*amount, &heads)) {
                    place.crews[*occupation].employ(more as f64);
                }
            }
            Action::Replace { occupation, by, amount, keep } => {
                let (old, new) = (&self.config.occupations[*occupation], &self.config.occupations[*by]);
                for (place, _, fte) in self.leave(*occupation, *amount, range) {
                    if !new.unlimited {
                        self.places[place].crews[*by].employ(replacements(fte, old, new, *keep));
                    }
                }
            }
            Action::Retrain { occupation, to, amount, takes } => {
                let mut left = self.leave(*occupation, *amount, range);
                let all: usize = left.iter().map(|(_, heads, _)| heads).sum();
                let back = now + *takes;
                // They begin when rosters are dealt.
                let at = Time::of_week(back.week() + i64::from(back > Time::of_week(back.week())));
                let shares: Vec<f64> = to.iter().map(|(_, share)| *share).collect();
                for ((to, _), heads) in to.iter().zip(split(all, &shares)) {
                    let weights: Vec<f64> = left.iter().map(|(_, heads, _)| *heads as f64).collect();
                    if weights.iter().sum::<f64>() == 0.0 {
                        break;
                    }
                    for ((place, of, fte), heads) in left.iter_mut().zip(split(heads, &weights)) {
                        let part = if *of > 0 { *fte * heads as f64 / *of as f64 } else { 0.0 };
                        (*of, *fte) = (*of - heads, *fte - part);
                        self.trainees.push(Trainees { at, place: *place, to: *to, fte: part, heads });
                    }
                }
            }
            Action::Hire { .. } | Action::StaffTo { .. } | Action::Set => {}
        }
    }
}

/// When a policy is taken before the end, by a site or by all together: `copies` are those it looks at. What waits for
/// a tool is taken when the tool has more likely come than not; other conditions are taken to come true as soon as they
/// may, once.
pub(super) fn firings(scenario: &Scenario, config: &Configuration, policy: &Policy, copies: &[usize]) -> Vec<Time> {
    let end = scenario.end;
    match &policy.trigger {
        Trigger::At(time) => (Time::ZERO <= *time && *time < end).then_some(*time).into_iter().collect(),
        Trigger::Every(every) => {
            let times = (1..).map(|k| scenario.calendar.occurrence(*every, k));
            times.take_while(|time| *time < end).take(MOST_FIRINGS).collect()
        }
        Trigger::When { condition, check, again } => {
            let mut from = Time::ZERO;
            let mut sure = true;
            for clause in &condition.all {
                match clause {
                    Clause::Tool { technology, lasting } => {
                        let spec = &config.technologies[*technology];
                        // A decision at the very instant at which a tool comes does not see it yet.
                        let seen = |come: Time| match come > Time::ZERO && *lasting == Span::ZERO {
                            true => come + Span(1),
                            false => come + *lasting,
                        };
                        let times = copies.iter().map(|copy| comes(spec, *copy, end).map(seen));
                        match times.collect::<Option<Vec<_>>>() {
                            Some(times) => from = times.into_iter().fold(from, Time::max),
                            None => return Vec::new(),
                        }
                    }
                    Clause::Without(_) => {}
                    _ => sure = false,
                }
            }
            let look = |from: Time| Time(-(-from.0).div_euclid(check.0) * check.0);
            let without = |time: Time| {
                condition.all.iter().all(|clause| match clause {
                    Clause::Without(tool) => {
                        let come = |copy: &usize| comes(&config.technologies[*tool], *copy, end);
                        copies.iter().all(|copy| come(copy).is_none_or(|come| come > Time::ZERO && come >= time))
                    }
                    _ => true,
                })
            };
            let first = look(from);
            let next = |last: &Time| again.filter(|_| sure).map(|again| look(*last + again.mean().max(Span(1))));
            let times = std::iter::successors(Some(first), next);
            times.take_while(|time| *time < end && without(*time)).take(MOST_FIRINGS).collect()
        }
    }
}

/// When a tool has come to a copy of a site, if it is likely to before the end: to half of the sites like it, or to
/// anybody there if workers adopt it.
fn comes(technology: &Technology, copy: usize, end: Time) -> Option<Time> {
    let start = match technology.adoption.start.get(copy).or(technology.adoption.start.last())? {
        Start::Before => Time(i64::MIN / 8),
        Start::At(time) => *time,
    };
    let likely = |time: Time| match technology.adoption.by {
        AdoptedBy::Site => adopted(technology, copy, time) >= 0.5,
        AdoptedBy::Worker => adopted(technology, copy, time) > 0.0,
    };
    // Curves only rise, so what is not likely at the end never was.
    if !likely(end) {
        return None;
    }
    if matches!(technology.adoption.curve, Curve::Step) || likely(start) {
        return Some(start);
    }
    let (mut no, mut yes) = (start, end);
    // Bisection to the millisecond: adoption rises with time.
    while yes.0 - no.0 > 1 {
        let middle = Time(no.0 + (yes.0 - no.0) / 2);
        (no, yes) = if likely(middle) { (no, middle) } else { (middle, yes) };
    }
    Some(yes)
}

#[cfg(test)]
mod tests;
