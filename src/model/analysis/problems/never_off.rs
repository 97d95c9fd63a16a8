//! What counts by the shift has no effect on those who are never off.

use super::{Findings, View};
use crate::model::scenario::Roster;
use crate::units::Span;

pub(super) fn check(view: &View, findings: &mut Findings) {
    let world = view.world;
    let never_off = |id| world.occupations[id].roster == Roster::Always && !world.occupations[id].unlimited;
    for (id, spec) in world.occupations.enumerate().filter(|(id, _)| never_off(*id)) {
        for (key, stated) in [("absent", spec.absent > 0.0), ("break", spec.pause > Span::ZERO)] {
            if stated {
                let message = format!("`{key}` has no effect: `{}` is never off shift", world.occupations[id].name);
                let help = format!("state hours for `shift`, or leave `{key}` out");
                findings.warn(format!("occupation.{}.{key}", spec.name), message, Some(help));
            }
        }
    }
}
