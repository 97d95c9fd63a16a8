//! What counts by the shift has no effect on those who are never off.

use super::{ArmView, Findings};
use crate::model::scenario::Roster;
use crate::units::Span;

pub(super) fn check(view: &ArmView, findings: &mut Findings) {
    let config = view.config;
    let never_off = |id| config.occupations[id].roster == Roster::Always && !config.occupations[id].unlimited;
    for (id, spec) in config.occupations.enumerate().filter(|(id, _)| never_off(*id)) {
        for (key, stated) in [("absent", spec.absent > 0.0), ("break", spec.break_time > Span::ZERO)] {
            if stated {
                let message = format!("`{key}` has no effect: `{}` is never off shift", config.occupations[id].name);
                let help = format!("state hours for `shift`, or leave `{key}` out");
                findings.warn(format!("occupation.{}.{key}", spec.name), message, Some(help));
            }
        }
    }
}
