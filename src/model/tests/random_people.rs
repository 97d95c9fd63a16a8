//! People who change, in random scenarios. Their dice are their own, so that the scenarios are otherwise what they were.

use super::random_world::Dice;
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::DAY;

/// Lets some occupations of a world learn, and quit.
pub fn change_people(seed: u64, world: &mut World) {
    let mut dice = Dice::new(seed ^ 0x70_656f_706c_65);
    for spec in world.occupations.iter_mut().filter(|spec| !spec.unlimited) {
        let half_life = dice.chance(50).then_some(DAY * 5);
        let learning = Learning { start: 0.4, scale: 5.0, floor: 0.5, half_life, staff: dice.pick(&[1.0, 0.4]) };
        spec.people.learning = dice.chance(40).then_some(learning);
        let vacancy = if dice.chance(50) { Dist::Constant(0.0) } else { Dist::Exponential { mean: (DAY * 6).ms() } };
        spec.people.turnover = dice.chance(40).then_some(Turnover { quits: 12.0, vacancy, to_replace: 1_000.0 });
    }
}
