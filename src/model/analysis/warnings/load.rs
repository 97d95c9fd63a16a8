//! Who has more to do than hours, in any arm, and who has little to do in the control.

use super::{Warning, Warnings};
use crate::model::analysis::load::{Load, offered_load};
use crate::model::scenario::{ArmId, OccupationId, Scenario, SiteTypeId};

/// Offered load above which a queue grows without bound: work comes faster than it can be done.
const TOO_MUCH: f64 = 1.0;
/// Offered load of the control below which hardly any work waits, so that an effect on waiting cannot show.
const LITTLE: f64 = 0.4;
/// What rounding may add to a load.
const ROUNDING: f64 = 1e-9;

pub(super) fn check(scenario: &Scenario, found: &mut Warnings) {
    let loads = offered_load(scenario);
    let mut subjects: Vec<(SiteTypeId, OccupationId)> = loads.iter().map(|load| (load.site, load.occupation)).collect();
    subjects.sort();
    subjects.dedup();
    let config = &scenario.arms[scenario.control].configs[0];
    for (site, occupation) in subjects {
        let of = || loads.iter().filter(move |load| (load.site, load.occupation) == (site, occupation));
        let (kind, who) = (&config.sites[site].name, &config.occupations[occupation].name);
        let place = format!("site.{kind}.staff.{who}");
        let heavy: Vec<(ArmId, String)> =
            of().filter_map(|load| Some((load.arm, too_much(load).or_else(|| too_much_at_a_copy(load))?))).collect();
        if !heavy.is_empty() {
            let message = format!("the offered load of `{who}` is above 100%: {}", by_arm(scenario, &heavy));
            let remedy = "such work piles up for as long as the run lasts; staff them for it, bring less work, or give \
                          it another way or an `expires`";
            found.push(Warning::new(place, message, remedy));
        } else if let Some(load) = of().find(|load| load.arm == scenario.control && is_little(load)) {
            let share = percent(load.utilisation(load.hours_high));
            let message =
                format!("the offered load of `{who}` in the control is {share}, below 40%: hardly any work waits");
            let remedy = "staff fewer or bring the rest of their work; else expect no effect on waiting";
            found.push(Warning::new(place, message, remedy));
        }
    }
}

/// The load in words if it is above 100%, where nobody waits.
fn too_much(load: &Load) -> Option<String> {
    // What waiting lists fill is 100% by design.
    if load.hours_first <= 0.0 || load.filled {
        return None;
    }
    if load.on_shift <= 0.0 {
        return Some(format!("{:.1} h a week and nobody there at the end", load.hours_first));
    }
    let share = load.utilisation(load.hours_first);
    (share > TOO_MUCH + ROUNDING).then(|| percent(share))
}

/// The same of the copy of a site with the fewest hours on shift, if copies are staffed differently: each has the same
/// demand. Where nobody is, others may do it, or it is said elsewhere that nobody can.
fn too_much_at_a_copy(load: &Load) -> Option<String> {
    let share = load.hours_first / load.copies as f64 / load.on_shift_least;
    (!load.filled && load.on_shift_least > 0.0 && share > TOO_MUCH + ROUNDING)
        .then(|| format!("{} at the copy of the site with the fewest of them", percent(share)))
}

fn is_little(load: &Load) -> bool {
    load.on_shift > 0.0 && load.utilisation(load.hours_high) < LITTLE - ROUNDING
}

/// Whole per cent, but for what would be shown as a bound it is not on.
fn percent(share: f64) -> String {
    let shown = 100.0 * share;
    let whole = libm::round(shown);
    let on_bound = whole == 100.0 * TOO_MUCH || whole == 100.0 * LITTLE;
    if on_bound && (shown - whole).abs() > 1e-6 { format!("{shown:.1}%") } else { format!("{whole:.0}%") }
}

/// Loads with the arms they are in: `119% in every arm`, or `108% in `a`, 120% in `b``.
fn by_arm(scenario: &Scenario, loads: &[(ArmId, String)]) -> String {
    let first = &loads[0].1;
    if loads.len() == scenario.arms.len() && loads.iter().all(|(_, load)| load == first) {
        return if loads.len() == 1 { first.clone() } else { format!("{first} in every arm") };
    }
    let mut alike: Vec<(&String, Vec<String>)> = Vec::new();
    for (arm, load) in loads {
        let name = format!("`{}`", scenario.arms[*arm].name);
        match alike.iter_mut().find(|(known, _)| *known == load) {
            Some((_, names)) => names.push(name),
            None => alike.push((load, vec![name])),
        }
    }
    alike.iter().map(|(load, names)| format!("{load} in {}", names.join(" and "))).collect::<Vec<_>>().join(", ")
}
