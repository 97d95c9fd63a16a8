//! What a run will ask of the machine, to an order of magnitude.

use super::decimals;
use crate::experiment::{PILOT_REPLICATIONS, PILOT_WEEKS};
use crate::model::analysis::{Volume, volume};
use crate::model::outcome::work_slots;
use crate::model::scenario::{ArmId, Scenario, WarmUpFrom};
use crate::report::wording::rounded;
use crate::units::{Span, Time, WEEK};
use std::fmt::Write as _;

/// Task instances a second on one thread, to an order of magnitude.
const INSTANCES_A_SECOND: f64 = 0.6e6;
/// Events of an instance: ready, due or expiring, completed, and its share of messages.
const EVENTS_AN_INSTANCE: f64 = 2.0;
/// Seconds of a shift, times ln(1 + workers of its site): all of them are in one heap of events. Measured with 1 to
/// 100,000 workers at a site: 0.2 to 2 microseconds.
const SECONDS_A_SHIFT: f64 = 0.17e-6;
/// Seconds of a site in a week in which nothing happens there.
const SECONDS_A_SITE_WEEK: f64 = 10e-6;
/// Bytes of the program before anything is simulated.
const BYTES_OF_PROGRAM: f64 = 14e6;
/// Bytes of a site without workers.
const BYTES_A_SITE: f64 = 6_000.0;
/// Bytes of a worker with the shifts of a week.
const BYTES_A_WORKER: f64 = 950.0;
/// Bytes of an instance in the hours ledger, which keeps all of a run.
const BYTES_A_LINE: f64 = 35.0;
/// Bytes of a task instance with its share of its case.
const BYTES_AN_INSTANCE: f64 = 200.0;
/// Bytes of a task's or a work slot's figures for one week.
const BYTES_A_CELL: f64 = 250.0;

pub(super) fn section(scenario: &Scenario) -> String {
    let volumes: Vec<Volume> = scenario.arms.ids().map(|arm| volume(scenario, arm)).collect();
    let most = |part: fn(&Volume) -> f64| volumes.iter().map(part).fold(0.0, f64::max);
    let runs = volumes.len() as f64 * f64::from(scenario.replications);
    let all = f64::from(scenario.replications) * volumes.iter().map(|volume| seconds(scenario, volume)).sum::<f64>();
    let all = all + pilot(scenario);
    let weeks = weeks(scenario);
    let cells = scenario.arms[scenario.control]
        .configs
        .first()
        .map_or(0, |config| config.tasks.len() + config.products.len() + work_slots(config).len());
    let bytes = |volume: &Volume| {
        // A fortnight's instances are alive, say.
        let alive = 2.0 * BYTES_AN_INSTANCE * volume.instances_a_week;
        let kept = if scenario.ledger { BYTES_A_LINE * volume.instances } else { 0.0 };
        alive + kept + BYTES_A_WORKER * volume.workers + BYTES_A_SITE * volume.sites
    };
    let bytes = volumes.iter().map(bytes).fold(0.0, f64::max) + BYTES_A_CELL * cells as f64 * weeks + BYTES_OF_PROGRAM;
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
    let _ = writeln!(text, "  all {} runs: about {} on one thread", runs, duration(all));
    text + &windows(scenario, weeks)
}

/// Events of all replications of some arms, and the seconds they take on one thread.
pub(in crate::cli) fn events_and_seconds(scenario: &Scenario, arms: &[ArmId]) -> (f64, f64) {
    let volumes: Vec<Volume> = arms.iter().map(|arm| volume(scenario, *arm)).collect();
    let replications = f64::from(scenario.replications);
    let seconds = replications * volumes.iter().map(|volume| seconds(scenario, volume)).sum::<f64>() + pilot(scenario);
    (replications * volumes.iter().map(events).sum::<f64>(), seconds)
}

/// Weeks of a run, warm-up included.
fn weeks(scenario: &Scenario) -> f64 {
    (scenario.end - Time::ZERO + scenario.warm_up).ms() / WEEK.ms()
}

/// Seconds of one run on one thread.
fn seconds(scenario: &Scenario, volume: &Volume) -> f64 {
    let of_a_site = libm::log(1.0 + volume.workers / volume.sites.max(1.0));
    let idle = SECONDS_A_SITE_WEEK * volume.sites * weeks(scenario);
    volume.instances / INSTANCES_A_SECOND + SECONDS_A_SHIFT * of_a_site * volume.shifts + idle
}

/// Seconds of the pilot that finds the warm-up, if one is to.
fn pilot(scenario: &Scenario) -> f64 {
    match scenario.warm_up_from {
        WarmUpFrom::ToFind => {
            let runs = f64::from(PILOT_REPLICATIONS) * PILOT_WEEKS as f64 / weeks(scenario).max(f64::MIN_POSITIVE);
            runs * seconds(scenario, &volume(scenario, scenario.control))
        }
        _ => 0.0,
    }
}

/// Events of one run.
fn events(volume: &Volume) -> f64 {
    EVENTS_AN_INSTANCE * volume.instances + volume.cases + 2.0 * volume.shifts
}

fn windows(scenario: &Scenario, weeks: f64) -> String {
    let links = scenario.arms.iter().flat_map(|arm| &arm.configs).flat_map(|config| &config.links);
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
    use crate::model::scenario::{Roster, ShiftLine, build};
    use crate::units::HOUR;

    /// Measured with the release build: a million workers for four weeks take 983 MB and 52 s; 10,000 sites of one
    /// worker 112 MB; 800,000 instances in the ledger of each arm 34 bytes each. Within a factor of two it is an order
    /// of magnitude.
    #[test]
    fn workers_and_sites_cost_memory_and_time() {
        let of = |copies: usize, staff: f64| {
            let mut config = build::config();
            let site = config.add_site("site", copies);
            let clerk = config.add_occupation("clerk");
            config.employ(site, clerk, staff);
            let days = [true, true, true, true, true, false, false];
            let line = ShiftLine { days, start: HOUR * 8, length: HOUR * 8, share: 1.0 };
            config.occupations[clerk].roster = Roster::Lines(vec![line]);
            let mut scenario = build::scenario(vec![config]);
            (scenario.end, scenario.replications) = (Time::of_week(4), 1);
            scenario
        };
        let many = of(1, 1e6);
        let text = section(&many);
        assert!(text.contains("960 MB of memory"), "{text}");
        let (_, seconds) = events_and_seconds(&many, &[many.control]);
        assert!((26.0..104.0).contains(&seconds), "{seconds} s");
        let text = section(&of(10_000, 1.0));
        assert!(text.contains("84 MB of memory"), "{text}");
    }

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
