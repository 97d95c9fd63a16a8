//! Who may ever be employed where, and who has a tool by when.

use crate::model::scenario::{Configuration, Curve, OccupationId, SiteTypeId, Start, Technology};
use crate::model::staffing::employable;
use crate::units::{Span, Time};

/// Whether anybody of an occupation may ever work at a site type: it is staffed from the start, or a policy that is
/// on brings them.
pub(super) fn ever_employed(config: &Configuration, site: SiteTypeId, occupation: OccupationId) -> bool {
    let copies = &config.sites[site].staff;
    employable(&[config], |_, who| copies.iter().any(|staff| staff[who] > 0.0))[occupation]
}

/// The share of units of one copy of a site that have adopted a tool by `time`.
pub(super) fn adopted(technology: &Technology, copy: usize, time: Time) -> f64 {
    let Some(&start) = technology.adoption.start.get(copy).or(technology.adoption.start.last()) else { return 0.0 };
    if !technology.on {
        return 0.0;
    }
    let since = match start {
        // Long ago: all who adopt have adopted.
        Start::Before => Span(i64::MAX / 8),
        Start::At(at) if at > time => return 0.0,
        Start::At(at) => time - at,
    };
    let share = match technology.adoption.curve {
        Curve::Step => 1.0,
        Curve::Logistic { midpoint, scale } => 1.0 / (1.0 + libm::exp(-(since - midpoint).ms() / scale.ms().max(1.0))),
        Curve::Bass { p, q } => {
            let decay = libm::exp(-(p + q) * since.hours() / (365.2425 * 24.0));
            (1.0 - decay) / (1.0 + q / p * decay)
        }
    };
    share * technology.adoption.ceiling
}
