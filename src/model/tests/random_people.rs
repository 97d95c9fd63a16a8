//! People who change, in random scenarios. Their dice are their own, so that the scenarios are otherwise what they
//! were.

use super::dice::Dice;
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::DAY;

/// Lets some occupations of a configuration learn, strain and quit.
pub fn change_people(seed: u64, config: &mut Configuration) {
    let mut dice = Dice::new(seed ^ 0x7065_6f70_6c65);
    for spec in config.occupations.iter_mut().filter(|spec| !spec.unlimited) {
        let half_life = dice.chance(50).then_some(DAY * 5);
        let learning = Learning { start: 0.4, scale: 5.0, floor: 0.5, half_life, staff: dice.pick(&[1.0, 0.4]) };
        spec.people.learning = dice.chance(40).then_some(learning);
        let strain = Strain { half_life: DAY * 10, from: dice.pick(&[0.0, 0.5]), defects: 1.0, quits: 2.0 };
        spec.people.strain = dice.chance(40).then_some(strain);
        let vacancy = if dice.chance(50) { Dist::Constant(0.0) } else { Dist::Exponential { mean: (DAY * 6).ms() } };
        spec.people.turnover = dice.chance(40).then_some(Turnover { quits: 12.0, vacancy, to_replace: 1_000.0 });
    }
    for spec in config.technologies.iter_mut() {
        let trust = Trust { prior: [1.0, 2.0], shortens: 0.3, complacency: 0.4 };
        spec.trust = dice.chance(50).then_some(trust);
    }
    let ways = config.tasks.iter_mut().flat_map(|task| &mut task.ways);
    ways.for_each(|way| way.load = dice.pick(&[1.0, 1.0, 0.0, 2.5]));
}
