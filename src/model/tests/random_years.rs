//! Numbers that change by the year, in random scenarios. Their dice are their own, so that the scenarios are otherwise
//! what they were.

use super::dice::Dice;
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, Id, MINUTE, Time};

/// Lets a year begin in the warm-up, at time zero or later: times, priorities and staff are others then.
pub fn change_by_year(seed: u64, scenario: &mut Scenario) {
    let mut dice = Dice::new(seed ^ 0x7965_6172);
    if !dice.chance(40) {
        return;
    }
    let begin = dice.pick(&[Time(-2 * DAY.0), Time::ZERO, Time(5 * DAY.0), Time(7 * DAY.0)]);
    scenario.years = vec![begin];
    if dice.chance(50) {
        scenario.years.push(begin + DAY * 6);
    }
    let more = dice.pick(&[-0.5, 1.0]);
    for year in 1..=scenario.years.len() {
        let change = |config: &Configuration| {
            let mut config = config.clone();
            let task = &mut config.tasks[TaskId(0)];
            task.priority = year as i32;
            task.ways[0].time = Dist::Exponential { mean: (MINUTE * (2 + year as i64)).ms() };
            task.due = Some(HOUR * 5);
            for staff in config.sites.iter_mut().flat_map(|site| &mut site.staff) {
                let fte = staff[OccupationId::from_index(0)] + more * year as f64;
                staff[OccupationId::from_index(0)] = fte.max(0.0);
            }
            config
        };
        for arm in scenario.arms.iter_mut() {
            let variants = arm.variants.count();
            let of_year: Vec<Configuration> = arm.configs[..variants].iter().map(change).collect();
            arm.configs.extend(of_year);
        }
    }
}
