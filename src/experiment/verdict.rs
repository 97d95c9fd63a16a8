//! Whether what came out is what a scenario led one to expect.

use super::{Estimate, Group, Results};
use crate::model::scenario::{Direction, Prediction, Scenario};

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

    /// From the interval of a difference.
    pub fn of(direction: Direction, smallest: f64, difference: Option<Estimate>) -> Verdict {
        let ends = difference.and_then(|d| Some((d.mean - d.half_width?, d.mean + d.half_width?)));
        let Some((low, high)) = ends else { return Verdict::Undecided };
        let (all, any) = match direction {
            Direction::More => (low >= smallest, high >= smallest),
            Direction::Less => (high <= -smallest, low <= -smallest),
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
        let difference = results.difference(arm, control, &self.group(scenario));
        Some((difference, Verdict::of(self.direction, self.smallest, difference)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides() {
        let of = |direction, mean, half| {
            let difference = Estimate { mean, sd: None, half_width: Some(half), n: 2 };
            Verdict::of(direction, 10.0, Some(difference))
        };
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
}
