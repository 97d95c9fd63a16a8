//! What a run will ask of the machine, to an order of magnitude.

use super::decimals;
use crate::experiment::{PILOT_REPLICATIONS, PILOT_WEEKS};
use crate::io::wording::rounded;
use crate::model::analysis::{Volume, volume};
use crate::model::outcome::work_slots;
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::units::{Span, Time, WEEK};
use std::fmt::Write as _;

/// Task instances a second on one thread, to an order of magnitude.
const INSTANCES_A_SECOND: f64 = 0.6e6;
/// Events of an instance: ready, due or expiring, completed, and its share of messages.
const EVENTS_AN_INSTANCE: f64 = 2.0;
/// Bytes of a task instance with its share of its case.
const BYTES_AN_INSTANCE: f64 = 200.0;
/// Bytes of a task's or a work slot's figures for one week.
const BYTES_A_CELL: f64 = 250.0;

pub(super) fn section(scenario: &Scenario) -> String {
    let volumes: Vec<Volume> = scenario.arms.ids().map(|arm| volume(scenario, arm)).collect();
    let most = |part: fn(&Volume) -> f64| volumes.iter().map(part).fold(0.0, f64::max);
    let runs = volumes.len() as f64 * f64::from(scenario.replications);
    let all: f64 = volumes.iter().map(|volume| volume.instances).sum::<f64>() * f64::from(scenario.replications);
    let all = all + pilot(scenario);
    let weeks = (scenario.end - Time::ZERO + scenario.warm_up).ms() / WEEK.ms();
    let cells = scenario.arms[scenario.control]
        .worlds
        .first()
        .map_or(0, |world| world.tasks.len() + world.products.len() + work_slots(world).len());
    // A fortnight's instances are alive, say.
    let bytes = 2.0 * BYTES_AN_INSTANCE * most(|volume| volume.instances_a_week) + BYTES_A_CELL * cells as f64 * weeks;
    let mut text =
        String::from("\nTo expect of a run (one arm, one replication; the largest arm, at the rates of the end)\n");
    let _ = writeln!(
        text,
        "  about {} cases, {} task instances, {} events, {} of memory",
        rounded(most(|volume| volume.cases)),
        rounded(most(|volume| volume.instances)),
        rounded(volumes.iter().map(events).fold(0.0, f64::max)),
        size(bytes)
    );
    let _ = writeln!(text, "  all {} runs: about {} on one thread", runs, duration(all / INSTANCES_A_SECOND));
    text + &windows(scenario, weeks)
}

/// Events of all replications of some arms, and the seconds they take on one thread.
pub(in crate::cli) fn events_and_seconds(scenario: &Scenario, arms: &[ArmId]) -> (f64, f64) {
    let volumes: Vec<Volume> = arms.iter().map(|arm| volume(scenario, *arm)).collect();
    let replications = f64::from(scenario.replications);
    let instances: f64 = volumes.iter().map(|volume| volume.instances).sum();
    let seconds = (replications * instances + pilot(scenario)) / INSTANCES_A_SECOND;
    (replications * volumes.iter().map(events).sum::<f64>(), seconds)
}

/// Task instances of the pilot that finds the warm-up, if one is to.
fn pilot(scenario: &Scenario) -> f64 {
    match scenario.warm_up_from {
        WarmUpFrom::ToFind => {
            let weeks = f64::from(PILOT_REPLICATIONS) * PILOT_WEEKS as f64;
            weeks * volume(scenario, scenario.control).instances_a_week
        }
        _ => 0.0,
    }
}

/// Events of one run.
fn events(volume: &Volume) -> f64 {
    EVENTS_AN_INSTANCE * volume.instances + volume.cases + 2.0 * volume.shifts
}

fn windows(scenario: &Scenario, weeks: f64) -> String {
    let links = scenario.arms.iter().flat_map(|arm| &arm.worlds).flat_map(|world| &world.links);
    let shortest = links.min_by(|a, b| a.latency.minimum().total_cmp(&b.latency.minimum()));
    let Some(link) = shortest else {
        return "  no links: sites need to meet at week boundaries only\n".to_owned();
    };
    let lookahead = link.latency.minimum().max(1.0);
    let number = weeks * WEEK.ms() / lookahead + weeks;
    format!(
        "  smallest latency {} (`{}`): about {} windows if the sites of a run are spread over threads\n",
        readable(Span::from_ms(lookahead)),
        link.name,
        rounded(number)
    )
}

/// A span in the largest unit of which it has at least one.
fn readable(span: Span) -> String {
    use crate::units::{DAY, HOUR, MINUTE, SECOND};
    let units = [(WEEK, "weeks"), (DAY, "days"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")];
    match units.into_iter().find(|(unit, _)| span.0 % unit.0 != 0 && span.0 >= unit.0) {
        Some((unit, name)) if span.0 % 1000 != 0 => format!("about {} {name}", decimals(span.ms() / unit.ms())),
        _ => span.to_string(),
    }
}

pub(in crate::cli) fn size(bytes: f64) -> String {
    let mega = bytes / 1e6;
    if mega < 1.0 { "less than 1 MB".to_owned() } else { format!("{} MB", rounded(mega)) }
}

pub(in crate::cli) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "a second".to_owned(),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{} h", decimals(s / 3600.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_to_what_is_known() {
        assert_eq!(rounded(12.4), "12");
        assert_eq!(rounded(1_234_567.0), "1,200,000");
        assert_eq!(rounded(99_999.0), "100,000");
        assert_eq!(
            (duration(0.2), duration(75.0), duration(900.0)),
            ("a second".into(), "75 s".into(), "15 min".into())
        );
        assert_eq!(size(350e6), "350 MB");
        assert_eq!((readable(WEEK), readable(Span(90_061))), ("1 week".into(), "about 1.5 min".into()));
    }
}
