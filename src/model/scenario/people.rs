//! What makes people change: each is off unless it is stated.

use crate::engine::Dist;
use crate::units::{Recurrence, Span};

/// What is stated about the people of an occupation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HumanFactors {
    /// They learn by doing and forget what they do not do; none: everybody is experienced for ever.
    pub learning: Option<Learning>,
    /// Work wears them out; none: never.
    pub strain: Option<Strain>,
    /// They quit; none: never.
    pub turnover: Option<Turnover>,
}

/// What work leaves behind in people. The load of a week is (hours at work beyond the contract + hours worked weighted
/// by `load`) / contract hours: 1 for a worker busy for all of the contract with work of load 1. Strain is its
/// exponentially weighted mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strain {
    /// Time in which the weight of a week halves.
    pub half_life: Span,
    /// Strain up to this raises nothing.
    pub from: f64,
    /// What each unit of strain beyond that adds to defects introduced, as a share of them.
    pub defects: f64,
    /// What each such unit adds to the hazard of quitting, as a share of it.
    pub quits: f64,
}

impl Strain {
    /// Strain after a span with this load: w s + (1 - w) load, w = 2^(-span / half-life).
    pub fn after(&self, before: f64, load: f64, span: Span) -> f64 {
        let weight = libm::exp2(-span.ms() / self.half_life.ms());
        weight * before + (1.0 - weight) * load
    }

    /// By what something is multiplied to which each unit of strain adds `factor`.
    pub fn raises(&self, factor: f64, strain: f64) -> f64 {
        1.0 + factor * (strain - self.from).max(0.0)
    }
}

/// Quitting and being replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Turnover {
    /// Hazard of quitting, per worker and year: quits a year over heads employed, as turnover is usually reported.
    pub quits: f64,
    /// Time in ms for which a post stays vacant; it is filled at the next week boundary, by a novice.
    pub vacancy: Dist,
    /// What filling it costs, in currency units.
    pub to_replace: f64,
}

impl Turnover {
    /// The year of the hazard, the mean one of the calendar.
    pub fn year() -> Span {
        Recurrence::Months(12).mean()
    }
}

/// Proficiency by practice: the share of an experienced worker's speed. By hand and with each tool it is learnt apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// Proficiency of a novice, above 0.
    pub start: f64,
    /// Repetitions after which the distance to full proficiency has shrunk to 1/e of what it was.
    pub scale: f64,
    /// What proficiency decays to while it is not used; lower ones do not decay.
    pub floor: f64,
    /// Time in which the distance to the floor halves; none: nothing is forgotten.
    pub half_life: Option<Span>,
    /// Proficiency of those employed at the beginning, above 0: by hand, and with tools that were there before. A tool
    /// that comes later they learn from `start`.
    pub staff: f64,
}

impl Learning {
    /// After one more repetition: p + (1 - p) (1 - exp(-1/scale)). From `start` n of them give
    /// 1 - (1 - start) exp(-n/scale), the exponential learning curve (Mazur & Hastie 1978, Psychological Bulletin
    /// 85:1256-1274, "replacement" model).
    pub fn practised(&self, proficiency: f64) -> f64 {
        1.0 - (1.0 - proficiency) * libm::exp(-1.0 / self.scale)
    }

    /// After not being used for so long: floor + (p - floor) 2^(-t / half-life).
    pub fn faded(&self, proficiency: f64, unused: Span) -> f64 {
        match self.half_life {
            Some(half_life) if unused > Span::ZERO && proficiency > self.floor => {
                self.floor + (proficiency - self.floor) * libm::exp2(-unused.ms() / half_life.ms())
            }
            _ => proficiency,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::WEEK;

    #[test]
    fn repetitions_add_up_to_the_curve_and_half_of_the_excess_fades_in_a_half_life() {
        let learning = Learning { start: 0.4, scale: 7.0, floor: 0.5, half_life: Some(WEEK * 4), staff: 1.0 };
        let after = (0..20).fold(learning.start, |proficiency, _| learning.practised(proficiency));
        assert!((after - (1.0 - 0.6 * libm::exp(-20.0 / 7.0))).abs() < 1e-14);
        assert!((learning.faded(0.9, WEEK * 4) - 0.7).abs() < 1e-15);
        assert_eq!(learning.faded(0.4, WEEK * 4), 0.4);
        assert_eq!(learning.faded(0.9, Span::ZERO), 0.9);
    }
}
