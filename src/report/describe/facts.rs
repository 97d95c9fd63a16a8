//! What the documents' templates are filled with.

use super::says;
use super::tables::Tables;
use crate::experiment::MetricKind;
use crate::io::scenario::Loaded;
use crate::model::analysis::{Volume, offered_load, volume};
use crate::model::scenario::*;
use crate::report::wording::{rounded, words};
use crate::units::{Time, WEEK};
use serde::Serialize;

/// All facts.
#[derive(Serialize)]
pub(super) struct Facts {
    program: String,
    name: String,
    title: String,
    question: String,
    note: String,
    identity: String,
    expected: Option<DescribedExpectation>,
    start: String,
    end: String,
    weeks: String,
    warm_up: String,
    periods: Vec<DescribedWindow>,
    seed: u64,
    replications: u32,
    precision: Vec<String>,
    control: String,
    arms: Vec<DescribedName>,
    places: usize,
    staff: Vec<String>,
    streams: Vec<String>,
    tools: Vec<DescribedName>,
    decisions: Vec<DescribedName>,
    tight: Vec<String>,
    largest_order: u16,
    cases: String,
    instances: String,
    cited: usize,
    assumed: usize,
    cited_share: String,
    traces: Vec<String>,
    has: Has,
    tables: Tables,
}

#[derive(Serialize)]
struct DescribedName {
    name: String,
    says: String,
    control: bool,
}

#[derive(Serialize)]
struct DescribedWindow {
    name: String,
    from: i64,
    to: i64,
}

/// What the author expected before the first run.
#[derive(Serialize)]
struct DescribedExpectation {
    arm: String,
    because: String,
    metric: String,
    about: String,
    direction: &'static str,
    smallest: String,
    unit: String,
    meaning: &'static str,
}

/// What of the model is in use: the documents leave out what is not.
#[derive(Serialize)]
struct Has {
    arms: bool,
    links: bool,
    poisson: bool,
    scheduled: bool,
    pulled: bool,
    children: bool,
    complexity: bool,
    traits: bool,
    gathering: bool,
    teams: bool,
    machines: bool,
    tools: bool,
    uptake: bool,
    dip: bool,
    downtime: bool,
    spreading: bool,
    trust: bool,
    policies: bool,
    staffing_rule: bool,
    retraining: bool,
    owners: bool,
    expiry: bool,
    after_hours: bool,
    urgent: bool,
    unlimited: bool,
    conditions: bool,
    defects: bool,
    queries: bool,
    rejections: bool,
    repeats: bool,
    readings: bool,
    learning: bool,
    strain: bool,
    turnover: bool,
    money: bool,
    uncounted: bool,
    years: bool,
    ledger: bool,
}

impl Has {
    fn of(scenario: &Scenario) -> Has {
        let configs = || scenario.arms.iter().map(|arm| &arm.configs[0]);
        let task = |holds: &dyn Fn(&Task) -> bool| {
            configs().any(|config| config.tasks.iter().any(|task| task.on && holds(task)))
        };
        let way = |holds: &dyn Fn(&Way) -> bool| task(&|task| task.ways.iter().any(|way| way.on && holds(way)));
        let occupation =
            |holds: &dyn Fn(&Occupation) -> bool| configs().any(|config| config.occupations.iter().any(holds));
        let tool = |holds: &dyn Fn(&Technology) -> bool| {
            configs().any(|config| config.technologies.iter().any(|tool| tool.on && holds(tool)))
        };
        let demand = |holds: &dyn Fn(&Demand) -> bool| {
            configs().any(|config| config.demands.iter().any(|of| of.on && holds(of)))
        };
        let policy = |holds: &dyn Fn(&Action) -> bool| {
            configs().any(|config| config.policies.iter().any(|policy| policy.on && holds(&policy.action)))
        };
        let looks = |condition: &Option<Condition>| condition.is_some();
        Has {
            arms: scenario.arms.len() > 1,
            links: configs().any(|config| !config.links.is_empty()),
            poisson: demand(&|of| matches!(of.source, Source::Poisson(_))),
            scheduled: demand(&|of| matches!(of.source, Source::Every(_) | Source::Trace(_))),
            pulled: demand(&|of| matches!(of.source, Source::Pull { .. })),
            children: demand(&|of| matches!(of.source, Source::Children { .. })),
            complexity: demand(&|of| of.complexity_cv.is_some()),
            traits: configs().any(|config| !config.traits.is_empty()),
            gathering: task(&|task| task.collect.is_some()),
            teams: way(&|way| way.team.len() > 1),
            machines: way(&|way| way.team.is_empty()),
            tools: tool(&|_| true),
            uptake: tool(&|tool| tool.uptake.is_some()),
            dip: tool(&|tool| tool.dip.is_some()),
            downtime: tool(&|tool| tool.downtime.is_some()),
            spreading: tool(&|tool| tool.adoption.curve != Curve::Step),
            trust: tool(&|tool| tool.trust.is_some()),
            policies: policy(&|_| true),
            staffing_rule: policy(&|action| matches!(action, Action::StaffTo { .. })),
            retraining: policy(&|action| matches!(action, Action::Retrain { .. })),
            owners: task(&|task| task.owner.is_some() || task.not_by.is_some()),
            expiry: task(&|task| task.expires.is_some()),
            after_hours: occupation(&|of| of.after_hours.is_some()),
            urgent: task(&|task| task.urgent),
            unlimited: occupation(&|of| of.unlimited),
            conditions: task(&|task| looks(&task.when)) || way(&|way| looks(&way.when)),
            defects: way(&|way| way.defects.is_some()),
            queries: way(&|way| matches!(way.on_found, OnFound::Query { .. })),
            rejections: task(&|task| task.rejects.is_some()),
            repeats: task(&|task| task.repeat > 0.0),
            readings: configs().any(|config| config.products.iter().any(|product| product.reading.is_some())),
            learning: occupation(&|of| of.people.learning.is_some()),
            strain: occupation(&|of| of.people.strain.is_some()),
            turnover: occupation(&|of| of.people.turnover.is_some()),
            money: tool(&|tool| tool.price.is_some())
                || configs().any(|config| config.products.iter().any(|product| product.worth > 0.0)),
            uncounted: way(&|way| !way.counted),
            years: !scenario.years.is_empty(),
            ledger: scenario.ledger,
        }
    }
}

impl Facts {
    pub(super) fn of(loaded: &Loaded) -> Facts {
        let scenario = &loaded.scenario;
        let document: toml::Table = loaded.resolved.parse().unwrap_or_default();
        let config = &scenario.arms[scenario.control].configs[0];
        let calendar = scenario.calendar;
        let fte = |id: OccupationId| -> f64 { config.sites.iter().flat_map(|site| &site.staff).map(|of| of[id]).sum() };
        let staff = config.occupations.enumerate().filter(|(id, of)| !of.unlimited && fte(*id) > 0.0);
        let volumes: Vec<Volume> = scenario.arms.ids().map(|arm| volume(scenario, arm)).collect();
        let most = |part: fn(&Volume) -> f64| volumes.iter().map(part).fold(0.0, f64::max);
        let (cited, assumed) = (scenario.provenance.cited(), scenario.provenance.assumed());
        let end = calendar.date_of(Time(scenario.end.0 - 1));
        Facts {
            program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
            name: scenario.name.clone(),
            title: scenario.title.clone(),
            question: scenario.question.trim().into(),
            note: scenario.note.trim().into(),
            identity: loaded.identity.clone(),
            expected: scenario.prediction.as_ref().map(|of| expected(scenario, of)),
            start: says::date(calendar, Time::ZERO),
            end: end.format("%-d %B %Y").to_string(),
            weeks: format!("{:.0}", (scenario.end - Time::ZERO).ms() / WEEK.ms()),
            warm_up: match scenario.warm_up_from {
                WarmUpFrom::ToFind => "a time found by a pilot of the control (MSER-5)".into(),
                _ if scenario.warm_up.0 == 0 => String::new(),
                _ => scenario.warm_up.to_string(),
            },
            periods: periods(scenario),
            seed: scenario.seed,
            replications: scenario.replications,
            precision: scenario.precision.iter().flat_map(|of| &of.targets).map(|of| target(scenario, of)).collect(),
            control: words(&scenario.arms[scenario.control].name),
            arms: arms(scenario, &document),
            places: config.sites.iter().map(|site| site.staff.len()).sum(),
            staff: staff.map(|(id, of)| format!("{} {}", says::number(fte(id)), words(&of.name))).collect(),
            streams: config.demands.iter().map(|of| words(&of.name)).collect(),
            tools: config
                .technologies
                .iter()
                .map(|of| named(&of.name, says::technology(config, calendar, of)))
                .collect(),
            decisions: config.policies.iter().map(|of| named(&of.name, says::policy(config, calendar, of))).collect(),
            tight: tight(scenario),
            largest_order: config.products.iter().map(|product| product.order).max().unwrap_or(1),
            cases: rounded(most(|volume| volume.cases)),
            instances: rounded(most(|volume| volume.instances)),
            cited,
            assumed,
            cited_share: format!("{:.0}%", 100.0 * cited as f64 / (cited + assumed).max(1) as f64),
            traces: loaded.sources.iter().map(|of| of.name.clone()).filter(|name| name.ends_with(".csv")).collect(),
            has: Has::of(scenario),
            tables: Tables::of(scenario, &document),
        }
    }
}

fn named(name: &str, says: String) -> DescribedName {
    DescribedName { name: words(name), says, control: false }
}

fn arms(scenario: &Scenario, document: &toml::Table) -> Vec<DescribedName> {
    let arms = scenario.arms.enumerate();
    let named = arms.map(|(id, arm)| DescribedName {
        name: words(&arm.name),
        says: says::arm(document, &arm.name),
        control: id == scenario.control,
    });
    named.collect()
}

fn periods(scenario: &Scenario) -> Vec<DescribedWindow> {
    let periods = scenario.periods.iter();
    periods.map(|of| DescribedWindow { name: words(&of.name), from: of.from_week, to: of.to_week }).collect()
}

fn expected(scenario: &Scenario, of: &Prediction) -> DescribedExpectation {
    let config = &scenario.arms[scenario.control].configs[0];
    let mut about = Vec::new();
    about.extend(of.occupation.map(|id| words(&config.occupations[id].name)));
    about.extend(of.activity.map(|activity| activity.name().to_owned()));
    about.extend(of.order.map(|order| format!("order {order}")));
    about.extend(of.task.map(|id| words(&config.tasks[id].name)));
    let kind = MetricKind::of(&of.metric);
    DescribedExpectation {
        arm: words(&scenario.arms[of.arm].name),
        because: of.because.clone(),
        metric: of.metric.clone(),
        about: about.join(", "),
        direction: match of.direction {
            Direction::More => "more by at least",
            Direction::Less => "less by at least",
            Direction::None => "different by less than",
        },
        smallest: says::number(of.smallest),
        unit: kind.unit_in(scenario.currency.as_deref()).into(),
        meaning: kind.meaning,
    }
}

fn target(scenario: &Scenario, of: &PrecisionTarget) -> String {
    let width = match of.width {
        HalfWidth::Relative(share) => format!("{}% of the mean", says::number(100.0 * share)),
        HalfWidth::Absolute(width) => says::number(width),
    };
    let what =
        of.difference.map_or(of.metric.clone(), |arm| format!("diff({}, {})", scenario.arms[arm].name, of.metric));
    format!("the half-width of the {}% interval of `{what}` is at most {width}", says::number(100.0 * of.confidence))
}

/// Who is offered 85% or more of the hours they are there in some arm.
fn tight(scenario: &Scenario) -> Vec<String> {
    let config = &scenario.arms[scenario.control].configs[0];
    let loads = offered_load(scenario);
    let most = |id: OccupationId| {
        let of = loads.iter().filter(|load| load.occupation == id);
        of.map(|load| (load.percent(load.hours_first), load.arm)).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let tight = config.occupations.enumerate().filter_map(|(id, of)| {
        let (percent, arm) = most(id).filter(|(percent, _)| *percent >= 85.0)?;
        let (who, arm) = (words(&of.name), words(&scenario.arms[arm].name));
        Some(match percent.is_finite() {
            true => format!("{who} up to {percent}% ({arm})"),
            false => format!("{who}, of whom there are none ({arm})"),
        })
    });
    tight.collect()
}
