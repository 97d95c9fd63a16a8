//! How wide an interval is, beside how wide it may be.

use super::estimate::Estimate;
use super::student::t_quantile;
use crate::model::scenario::HalfWidth;
use crate::units::as_written;

/// Replications before the first look.
pub const FIRST_LOOK: u32 = 20;

/// An interval at a look, beside what is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Width {
    /// Half-width of the interval; none if fewer than [`FIRST_LOOK`] replications have a value.
    pub half_width: Option<f64>,
    /// The largest that is precise enough, in the unit of the metric.
    pub wanted: f64,
}

impl Width {
    /// The width of the interval of a mean.
    pub fn of(estimate: Option<Estimate>, width: HalfWidth, confidence: f64) -> Width {
        let wanted = match width {
            HalfWidth::Absolute(wanted) => wanted,
            HalfWidth::Relative(share) => share * estimate.map_or(0.0, |estimate| estimate.mean.abs()),
        };
        let enough = estimate.filter(|estimate| estimate.n >= FIRST_LOOK as usize);
        let half_width = enough.and_then(|estimate| {
            let sd = estimate.sd?;
            let t = t_quantile(0.5 + confidence / 2.0, (estimate.n - 1) as f64);
            Some(if sd == 0.0 { 0.0 } else { t * sd / (estimate.n as f64).sqrt() })
        });
        Width { half_width, wanted }
    }

    /// How much too wide it is: at most 1 is precise enough.
    pub(super) fn excess(self) -> f64 {
        match self.half_width {
            Some(half_width) if self.is_met() => half_width / self.wanted.max(f64::MIN_POSITIVE),
            Some(half_width) if self.wanted > 0.0 => half_width / self.wanted,
            _ => f64::INFINITY,
        }
    }

    /// Whether it is precise enough: both as they are written, so that no rounding of sums decides at the boundary.
    pub fn is_met(self) -> bool {
        self.half_width.is_some_and(|half_width| as_written(half_width) <= as_written(self.wanted))
    }
}
