//! Stopping by precision: replications are added until intervals are narrow enough.
//!
//! The rule looks after each replication in the order of their numbers, from [`FIRST_LOOK`] on, and stops at the first
//! look at which every interval (Student's t over the replications so far) is no wider than wanted: the fixed-width
//! rule of Chow and Robbins (1965, Ann. Math. Statist. 36:457-462, equation 3), for relative widths as in Law (2015,
//! Simulation Modeling and Analysis, 5th ed., section 9.4.1). Stopping when the interval happens to be narrow costs a
//! little coverage, the less the later the first look is. Replications made beyond the stop are thrown away, so the
//! result does not depend on how many were made at once.

use super::estimate::Estimate;
use super::metrics::{Group, MetricKind, Needs};
use super::results::{Reached, Results};
use super::width::{FIRST_LOOK, Width};
use crate::model::scenario::{ArmId, Precision, PrecisionTarget, Scenario};

impl Precision {
    /// Why no number of replications of these arms can meet it, and what to do about it; nothing if some may.
    pub fn never_met(&self, scenario: &Scenario, arms: &[ArmId]) -> Option<String> {
        let name = |arm: ArmId| scenario.arms[arm].name.as_str();
        self.targets.iter().find_map(|target| {
            let metric = &target.metric;
            let of_ledger = MetricKind::of(metric).needs == Needs::Ledger;
            let what = match target.difference {
                Some(arm) => format!("diff({}, {metric})", name(arm)),
                None => metric.clone(),
            };
            let why = match (target.difference, arms) {
                _ if of_ledger && !scenario.ledger => {
                    "`run.ledger = false` keeps no hours ledger; remove that, or name another metric".to_owned()
                }
                (Some(arm), _) if !arms.contains(&arm) => {
                    format!("`{0}` is not run; add --arm {0}, or state --replications", name(arm))
                }
                (_, [arm]) if of_ledger => format!(
                    "the hours ledger compares arms, and `{}` alone is run; add an arm, or name another metric",
                    name(*arm)
                ),
                _ => return None,
            };
            Some(format!("`run.precision` can never be met for `{what}`: {why}"))
        })
    }
}

impl PrecisionTarget {
    /// The group it is about, in the last period.
    pub fn group(&self, scenario: &Scenario) -> Group {
        Group::of_last_period(scenario, &self.metric, (self.occupation, self.activity, self.order, self.task))
    }

    /// Its interval in each arm it is about.
    fn widths(&self, scenario: &Scenario, results: &Results) -> Vec<(ArmId, Width)> {
        let group = self.group(scenario);
        // An amount without a row counts as zero in an arm, but of what no arm has a row nothing is known.
        let is_known = results.cells.iter().any(|cells| cells.contains_key(&group));
        let width = |estimate: Option<Estimate>| Width::of(estimate.filter(|_| is_known), self.width, self.confidence);
        match (self.difference, results.place(scenario.control)) {
            (Some(arm), Some(control)) => {
                let place = results.place(arm);
                place
                    .map(|place| (arm, width(results.difference(place, control, &group).ok().flatten())))
                    .into_iter()
                    .collect()
            }
            _ => {
                let of = |place| width(results.mean(place, &group).ok().flatten());
                results.arms.iter().enumerate().map(|(place, arm)| (*arm, of(place))).collect()
            }
        }
    }
}

/// The looks of one experiment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looks {
    /// Target and arm that were farthest from being met at the latest look that did not stop.
    farthest: Option<(usize, ArmId)>,
}

impl Looks {
    /// Looks at the replications so far; the answer if it is time to stop.
    pub fn look(&mut self, scenario: &Scenario, precision: &Precision, results: &Results) -> Option<Reached> {
        // The last replication is looked at in any case: the answer says whether the target was met.
        let last = results.replications >= precision.at_most;
        if results.replications < FIRST_LOOK && !last {
            return None;
        }
        let targets = precision.targets.iter().enumerate();
        let widths: Vec<(usize, ArmId, Width)> = targets
            .flat_map(|(place, target)| {
                target.widths(scenario, results).into_iter().map(move |(arm, width)| (place, arm, width))
            })
            .collect();
        // All targets have to be met, so the one that is farthest from it decides.
        let mut farthest: Option<&(usize, ArmId, Width)> = None;
        for one in &widths {
            if farthest.is_none_or(|other| one.2.excess() > other.2.excess()) {
                farthest = Some(one);
            }
        }
        let (target, arm, width) = *farthest?;
        let met = widths.iter().all(|(_, _, width)| width.is_met());
        if !met && !last {
            self.farthest = Some((target, arm));
            return None;
        }
        // If all are met now, named is the target that was missing at the look before: it set the number of
        // replications.
        let bound = match self.farthest {
            Some(before) if met => widths.iter().find(|(target, arm, _)| (*target, *arm) == before),
            _ => None,
        };
        let (target, arm, width) = *bound.unwrap_or(&(target, arm, width));
        Some(Reached { met, target, arm, width })
    }
}
