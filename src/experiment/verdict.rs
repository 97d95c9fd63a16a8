//! Whether what came out is what a scenario led one to expect.

use super::{Estimate, Group, Results};
use crate::model::scenario::{Direction, Prediction, Scenario};
use crate::units::as_written;

/// What the interval of the paired difference says about an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of the interval is an effect as expected, at least as large as the smallest of interest.
    Agrees,
    /// None of it is.
    Disagrees,
    /// Some of it is, or there is no interval.
    Undecided,
}

impl Verdict {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Disagrees => "disagrees",
            Verdict::Undecided => "undecided",
        }
    }

    /// From the ends of the interval of a difference. They are compared as they are written in `summary.csv`, so that
    /// the verdict follows from what is printed and no rounding of sums decides at the boundary. With a smallest effect
    /// of zero there must be some effect.
    pub fn of(direction: Direction, smallest: f64, ends: Option<(f64, f64)>) -> Verdict {
        let Some((low, high)) = ends else { return Verdict::Undecided };
        let (low, high) = (as_written(low), as_written(high));
        let reaches = |end: f64| end >= smallest && end > 0.0;
        let (all, any) = match direction {
            Direction::More => (reaches(low), reaches(high)),
            Direction::Less => (reaches(-high), reaches(-low)),
            Direction::None => (low > -smallest && high < smallest, low < smallest && high > -smallest),
        };
        match (all, any) {
            (true, _) => Verdict::Agrees,
            (_, true) => Verdict::Undecided,
            _ => Verdict::Disagrees,
        }
    }
}

impl Prediction {
    /// The group it is about, in the last period.
    pub fn group(&self, scenario: &Scenario) -> Group {
        Group::of_last_period(scenario, &self.metric, (self.occupation, self.activity, self.order, self.task))
    }

    /// The paired difference it is about, and the verdict; none if its arm was not run.
    pub fn verdict(&self, scenario: &Scenario, results: &Results) -> Option<(Option<Estimate>, Verdict)> {
        let (arm, control) = (results.place(self.arm)?, results.place(scenario.control)?);
        let difference = results.difference(arm, control, &self.group(scenario)).ok().flatten();
        let ends = difference.and_then(|difference| difference.ends());
        Some((difference, Verdict::of(self.direction, self.smallest, ends)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides() {
        let of = |direction, mean, half| Verdict::of(direction, 10.0, Some((mean - half, mean + half)));
        assert_eq!(of(Direction::More, 12.0, 2.0), Verdict::Agrees);
        assert_eq!(of(Direction::More, 12.0, 3.0), Verdict::Undecided);
        assert_eq!(of(Direction::More, 5.0, 2.0), Verdict::Disagrees);
        assert_eq!(of(Direction::More, -12.0, 2.0), Verdict::Disagrees);
        assert_eq!(of(Direction::Less, -12.0, 2.0), Verdict::Agrees);
        assert_eq!(of(Direction::Less, -9.0, 2.0), Verdict::Undecided);
        assert_eq!(of(Direction::Less, 0.0, 2.0), Verdict::Disagrees);
        assert_eq!(of(Direction::None, 7.0, 2.0), Verdict::Agrees);
        assert_eq!(of(Direction::None, 9.0, 2.0), Verdict::Undecided);
        assert_eq!(of(Direction::None, -13.0, 2.0), Verdict::Disagrees);
        assert_eq!(Verdict::of(Direction::More, 10.0, None), Verdict::Undecided);
    }
    /// 7 min less 6 min, once an hour in a week of 168 hours, is 168 min = 2.8 h; as a difference of sums it is 19.6 -
    /// 16.8, which is 2.8000000000000007 in double precision, and (0.1 + 0.7) x 10 - 5.2 is 2.799999999999999.
    #[test]
    fn exactly_the_smallest_effect_agrees_whatever_the_last_bit() {
        for mean in [2.8, 19.6 - 16.8, (0.1 + 0.7) * 10.0 - 5.2] {
            assert_eq!(Verdict::of(Direction::More, 2.8, Some((mean, mean))), Verdict::Agrees);
            assert_eq!(Verdict::of(Direction::Less, 2.8, Some((-mean, -mean))), Verdict::Agrees);
            // No effect is one below the smallest of interest, and this is not below it.
            assert_eq!(Verdict::of(Direction::None, 2.8, Some((mean, mean))), Verdict::Disagrees);
        }
        assert_eq!(Verdict::of(Direction::More, 2.8, Some((2.79999, 2.79999))), Verdict::Disagrees);
    }

    #[test]
    fn no_effect_is_neither_more_nor_less() {
        for direction in [Direction::More, Direction::Less] {
            assert_eq!(Verdict::of(direction, 0.0, Some((0.0, 0.0))), Verdict::Disagrees);
            assert_eq!(Verdict::of(direction, 0.0, Some((-1e-15, 1e-15))), Verdict::Disagrees);
        }
        assert_eq!(Verdict::of(Direction::More, 0.0, Some((0.1, 0.2))), Verdict::Agrees);
        assert_eq!(Verdict::of(Direction::More, 0.0, Some((-0.1, 0.2))), Verdict::Undecided);
    }
}
