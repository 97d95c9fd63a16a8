//! What a run has no room for. The event loop packs times, sites, sequence numbers and rows into a few bits each
//! ([`EventKey`]); what would not fit is refused here, before anything runs.

use super::{Findings, task_path};
use crate::engine::EventKey;
use crate::model::analysis::load::volumes;
use crate::model::compile::case_type::{CaseOrigin, CaseType, SlotKind, case_types};
use crate::model::scenario::{Configuration, Scenario, SiteType};
use crate::units::{MOST_ROWS, Span, Time};

/// Longest run \[ms\], 104 years: its last instant fits an event's key.
pub const LONGEST_RUN: Span = Span(EventKey::TOO_LATE.0);
/// Longest warm-up \[ms\], 34 years: its first instant fits an event's key.
pub const LONGEST_WARM_UP: Span = Span(-EventKey::EARLIEST.0 - 1);
/// A case keeps what it has in words of 64 bits.
const MOST_IN_A_CASE: usize = 64;
/// Each worker has up to a week's shifts pending, and breaks: 16 times as many events fit.
const MOST_WORKERS: f64 = (EventKey::MOST_PENDING / 16) as f64;
/// Each task instance at a site takes at least six of the 32-bit numbers that say which of its timers still count.
const MOST_INSTANCES: f64 = (u32::MAX / 6) as f64;

/// Limits of the scenario as a whole, whatever else is wrong with it.
pub(super) fn check_time_and_places(scenario: &Scenario, findings: &mut Findings) {
    let spans = [
        ("length", scenario.end - Time::ZERO, LONGEST_RUN, "at most 104 years (5453 weeks) are possible"),
        ("warm_up", scenario.warm_up, LONGEST_WARM_UP, "at most 34 years (1817 weeks) are possible"),
    ];
    for (path, span, longest, help) in spans {
        if span > longest {
            findings.error_of_scenario(path.into(), format!("`{path}` is too long: {span}"), Some(help.into()));
        }
    }
    let sites = &scenario.arms[scenario.control].configs[0].sites;
    let copies = |site: &SiteType| site.staff.len();
    let (all, most) = (sites.iter().map(copies).sum::<usize>(), EventKey::MOST_ORIGINS);
    if all > most
        && let Some(largest) = sites.iter().max_by_key(|site| copies(site))
    {
        let message = format!("{all} sites, all copies of all kinds together, are more than {most}");
        let help = Some("take fewer copies, each with more staff and demand".into());
        findings.error_of_scenario(format!("site.{}.count", largest.name), message, help);
    }
}

/// Limits that depend on what can happen; for a scenario without other errors.
pub(super) fn check_contents(scenario: &Scenario, findings: &mut Findings) {
    let configs: Vec<&Configuration> = scenario.arms.iter().flat_map(|arm| &arm.configs).collect();
    let case_types = case_types(&configs);
    for case_type in &case_types {
        check_class(configs[0], case_type, findings);
    }
    if case_types.len() > MOST_ROWS {
        let message =
            format!("{} kinds of cases (demands and collecting tasks by site) are too many", case_types.len());
        findings.error_of_scenario("demand".into(), message, Some(format!("at most {MOST_ROWS} are possible")));
    }
    for config in configs {
        for site in config.sites.iter() {
            let workers = |copy: &crate::units::IdVec<_, f64>| copy.iter().map(|fte| libm::ceil(*fte)).sum::<f64>();
            let most = site.staff.iter().map(workers).fold(0.0, f64::max);
            if most > MOST_WORKERS {
                let message = format!("{most} workers at one copy of `{}` are more than {MOST_WORKERS}", site.name);
                let help = Some("spread them over copies (`count`)".into());
                findings.error_of_scenario(format!("site.{}.staff", site.name), message, help);
            }
        }
    }
    let sites = scenario.arms[scenario.control].configs[0].sites.iter().map(|site| site.staff.len()).sum::<usize>();
    for (arm, volume) in volumes(scenario) {
        findings.arm = arm;
        let instances = volume.instances / sites.max(1) as f64;
        if instances > MOST_INSTANCES {
            let message = format!(
                "about {instances:.1e} task instances at each site in a run are more than {MOST_INSTANCES:.1e}: \
                 their numbers would run out"
            );
            let help = "shorten `length`, lower the demand, or spread it over more copies of the site (`count`)";
            findings.error("length".into(), message, Some(help.into()));
        }
    }
}

/// Cases live on in another arm's configuration at time zero, and in another year's: they have room for what any of
/// them asks for.
fn check_class(config: &Configuration, case_type: &CaseType, findings: &mut Findings) {
    let path = match case_type.origin {
        CaseOrigin::Demand(demand) => format!("demand.{}", config.demands[demand].name),
        CaseOrigin::Collect(task) => task_path(config, task, ""),
    };
    let seen =
        case_type.slots.iter().filter(|slot| matches!(slot, SlotKind::Parent(_) | SlotKind::Previous(_))).count();
    let counted = match seen {
        0 => String::new(),
        _ => format!(", {seen} that it sees of its parent or sibling among them"),
    };
    for (noun, number, counted) in
        [("products", case_type.slots.len(), &*counted), ("tasks", case_type.tasks.len(), "")]
    {
        if number > MOST_IN_A_CASE {
            let message =
                format!("a case of `{path}` can have {number} {noun}{counted}, at most {MOST_IN_A_CASE} are possible");
            let help =
                "all arms and years are counted together; split the chain by a `collect`, or by demands of their own";
            findings.error_of_scenario(path.clone(), message, Some(help.into()));
        }
    }
}
