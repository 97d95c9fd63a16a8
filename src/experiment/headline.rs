//! The differences that the answer rests on: one outcome, every arm against the control, with intervals that hold at
//! once.

use super::{Estimate, Group, Results};
use crate::model::scenario::{ArmId, Scenario};

/// An arm's headline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Headline {
    /// Which arm.
    pub arm: ArmId,
    /// The paired difference to the control; its `half_width` is that of the interval for this arm alone.
    pub difference: Estimate,
    /// Half-width of the interval that holds for all arms at once (see [`Estimate::simultaneous`]).
    pub simultaneous: Option<f64>,
    /// Share of the variance that common draws remove: 1 - Var(A - B) / (Var A + Var B); negative if they add to it.
    pub variance_reduction: Option<f64>,
}

/// What the headline is about: what the scenario states an expectation of, else the hours of data work; in the last
/// period.
pub fn headline_group(scenario: &Scenario) -> Group {
    match &scenario.prediction {
        Some(prediction) => prediction.group(scenario),
        None => Group { period: scenario.periods.len() - 1, metric: "hours.data_work".into(), ..Group::default() },
    }
}

/// The headlines of all arms but the control, in file order; none where nothing is known of the outcome.
pub fn headlines(scenario: &Scenario, results: &Results) -> Vec<Headline> {
    let group = headline_group(scenario);
    let Some(control) = results.place(scenario.control) else { return Vec::new() };
    if !results.cells.iter().any(|cells| cells.contains_key(&group)) {
        return Vec::new();
    }
    let comparisons = results.arms.len() - 1;
    let others = results.arms.iter().enumerate().filter(|(place, _)| *place != control);
    others
        .filter_map(|(place, arm)| {
            let difference = results.difference(place, control, &group).ok()??;
            Some(Headline {
                arm: *arm,
                difference,
                simultaneous: difference.simultaneous(comparisons),
                variance_reduction: results.variance_reduction(place, control, &group).ok().flatten(),
            })
        })
        .collect()
}
