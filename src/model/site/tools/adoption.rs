//! When a unit adopts a tool.

use crate::model::scenario::{Adoption, Curve, Start};
use crate::units::{Recurrence, Span, Time};
use libm::log;

/// Long ago: what is there from the beginning.
pub(in crate::model::site) const LONG_AGO: Time = Time(-(1 << 40));

/// When a unit with draw `u` adopts, if ever.
pub(in crate::model::site) fn date(adoption: &Adoption, copy: usize, u: f64) -> Option<Time> {
    if u >= adoption.ceiling {
        return None;
    }
    let start = match adoption.start[copy.min(adoption.start.len() - 1)] {
        Start::Before => return Some(LONG_AGO),
        Start::At(time) => time,
    };
    let place = (u / adoption.ceiling).max(1e-12);
    let after = match adoption.curve {
        Curve::Step => Span::ZERO,
        Curve::Logistic { midpoint, scale } => Span::from_ms(midpoint.ms() - scale.ms() * log(1.0 / place - 1.0)),
        Curve::Bass { p, q } => {
            let year = Recurrence::Months(12).mean().ms();
            Span::from_ms(-log((1.0 - place) / (1.0 + place * q / p)) / (p + q) * year)
        }
    };
    Some(start + after.max(Span::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::AdoptedBy;
    use crate::units::WEEK;

    /// Of all units 80% ever adopt, half of these (draws up to 0.4) before the midpoint of a logistic curve.
    #[test]
    fn half_of_those_who_ever_adopt_have_done_so_at_the_midpoint() {
        let curve = Curve::Logistic { midpoint: WEEK * 10, scale: WEEK };
        let adoption = Adoption { by: AdoptedBy::Worker, start: vec![Start::At(Time::ZERO)], curve, ceiling: 0.8 };
        assert_eq!(date(&adoption, 0, 0.8), None);
        assert_eq!(date(&adoption, 0, 0.4), Some(Time::ZERO + WEEK * 10));
        assert!(date(&adoption, 0, 0.3) < date(&adoption, 0, 0.5));
    }
}
