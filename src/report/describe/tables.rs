//! Tables of a scenario, in Markdown.

use super::says::{condition, number, policy, technology};
use crate::io::scenario::fields::TASK;
use crate::model::analysis::offered_load;
use crate::model::scenario::*;
use crate::report::wording::{names, plain, said, way_in_words, words};
use crate::units::Span;
use serde::Serialize;

/// All tables.
#[derive(Serialize)]
pub(super) struct Tables {
    sites: String,
    links: String,
    occupations: String,
    products: String,
    demands: String,
    tasks: String,
    technologies: String,
    policies: String,
    loads: String,
    numbers: String,
    assumed: String,
    sources: String,
}

/// A table; a cell may not end its row.
fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = row(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    text += &row(&vec!["---".to_owned(); header.len()]);
    for cells in rows {
        text += &row(&cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect::<Vec<_>>());
    }
    text.trim_end().to_owned()
}

fn named<'d>(document: &'d toml::Table, kind: &str, name: &str) -> Option<&'d toml::Table> {
    document.get(kind)?.get(name)?.as_table()
}

fn said_at(document: &toml::Table, kind: &str, name: &str, key: &str, default: &str) -> String {
    named(document, kind, name).and_then(|table| table.get(key)).map_or(default.into(), plain)
}

impl Tables {
    pub(super) fn of(scenario: &Scenario, document: &toml::Table) -> Tables {
        let config = &scenario.arms[scenario.control].configs[0];
        let numbers = |cited: bool| {
            let numbers = scenario.provenance.numbers.iter().filter(move |number| number.cited == cited);
            numbers.map(move |number| {
                let range = number.range.as_ref();
                // Ends of a length of time are kept in ms.
                let of_time = number.value.parse::<f64>().is_err();
                let end = |end: f64| if of_time { Span::from_ms(end).to_string() } else { number_of(end) };
                let range = range
                    .map_or(String::new(), |(low, high, kind)| format!("{} to {} ({kind})", end(*low), end(*high)));
                let from = number.from.clone().unwrap_or_default();
                let partly = number.source.as_ref().filter(|_| !cited);
                let from = partly.map_or(from.clone(), |source| format!("in part from {source}: {from}"));
                let source = number.source.clone().into_iter().filter(|_| cited);
                let row = [format!("`{}`", number.path), number.value.clone()].into_iter().chain(source);
                row.chain([range, from]).collect::<Vec<String>>()
            })
        };
        let citations = scenario.provenance.citations.iter();
        Tables {
            sites: sites(config),
            links: links(config),
            occupations: occupations(config, document),
            products: table(
                &["product", "category", "use", "order", "depth"],
                config.products.iter().map(|product| {
                    let category = format!("{:?}", product.category).to_lowercase();
                    let used_for = config.uses[product.used_for].clone();
                    vec![words(&product.name), category, used_for, product.order.to_string(), product.depth.to_string()]
                }),
            ),
            demands: demands(config, document),
            tasks: table(
                &["task", "order", "activity", "reads", "writes", "meant for", "ways, tried in this order", "rules"],
                config.tasks.iter().map(|task| task_row(config, document, task)),
            ),
            technologies: table(
                &["technology", "what it is"],
                config
                    .technologies
                    .iter()
                    .map(|tool| vec![words(&tool.name), technology(config, scenario.calendar, tool)]),
            ),
            policies: table(
                &["policy", "when and what"],
                config.policies.iter().map(|of| vec![words(&of.name), policy(config, scenario.calendar, of)]),
            ),
            loads: loads(scenario),
            numbers: table(&["number", "value", "source", "range", "conversion"], numbers(true)),
            assumed: table(&["number", "value", "range", "conversion"], numbers(false)),
            sources: citations.map(|(key, citation)| format!("- {key}: {citation}\n")).collect::<String>(),
        }
    }
}

fn number_of(value: f64) -> String {
    crate::io::tables::number(value)
}

fn sites(config: &Configuration) -> String {
    let rows = config.sites.iter().map(|site| {
        let staff = config.occupations.enumerate().filter_map(|(id, occupation)| {
            let fte: f64 = site.staff.iter().map(|staff| staff[id]).sum::<f64>() / site.staff.len().max(1) as f64;
            (fte > 0.0).then(|| format!("{} {}", number(fte), words(&occupation.name)))
        });
        vec![words(&site.name), site.staff.len().to_string(), staff.collect::<Vec<_>>().join(", ")]
    });
    table(&["site type", "how many", "staff of each, full-time equivalents (mean)"], rows)
}

fn links(config: &Configuration) -> String {
    let name = |id: SiteTypeId| words(&config.sites[id].name);
    let rows = config.links.iter().map(|link| {
        let latency = Span::from_ms(link.latency.mean());
        vec![name(link.from), name(link.to), latency.to_string()]
    });
    table(&["from", "to", "mean latency"], rows)
}

fn occupations(config: &Configuration, document: &toml::Table) -> String {
    let rows = config.occupations.enumerate().map(|(id, occupation)| {
        let fte: f64 = config.sites.iter().flat_map(|site| &site.staff).map(|staff| staff[id]).sum();
        let employed = if occupation.unlimited { "unlimited".into() } else { number(fte) };
        let shift = if occupation.unlimited {
            String::new()
        } else {
            said_at(document, "occupation", &occupation.name, "shift", "Mon-Fri 08:00-16:00")
        };
        let discipline = match occupation.discipline {
            Discipline::Fifo => "first ready",
            Discipline::Due => "first due",
            Discipline::Shortest => "shortest",
        };
        let after = occupation.after_hours.as_ref().map_or("none".into(), |rule| {
            format!("up to {}, {}", rule.up_to, if rule.paid { "paid" } else { "unpaid" })
        });
        vec![
            words(&occupation.name),
            employed,
            number(occupation.wage),
            occupation.contract.to_string(),
            shift,
            format!("{}%", number(100.0 * occupation.absent)),
            discipline.into(),
            after,
        ]
    });
    let header = ["occupation", "full-time equivalents", "wage", "contract a week", "shifts", "away from a shift"];
    table(&[&header[..], &["queue order", "after hours"]].concat(), rows)
}

fn demands(config: &Configuration, document: &toml::Table) -> String {
    let rows = config.demands.iter().map(|demand| {
        let table = named(document, "demand", &demand.name);
        let of = ["arrivals", "every", "trace", "pull", "of"];
        let comes = of.iter().filter_map(|key| Some(said(key, table?.get(*key)?)));
        let comes: Vec<String> = comes.map(|text| words(&text)).collect();
        let at: Vec<String> = demand.at.iter().map(|site| words(&config.sites[*site].name)).collect();
        let brings: Vec<String> = demand.writes.iter().map(|id| words(&config.products[*id].name)).collect();
        let mut more = Vec::new();
        for key in ["lasts", "complexity", "traits"] {
            more.extend(table.and_then(|table| table.get(key)).map(|value| said(key, value)));
        }
        vec![words(&demand.name), at.join(", "), comes.join("; "), brings.join(", "), more.join("; ")]
    });
    table(&["demand", "at", "how cases come", "products there at birth", "further"], rows)
}

/// Keys of a task that do not stand among its rules, since they have a column or are said in words.
const SAID_APART: [&str; 6] = ["activity", "reads", "writes", "meant_for", "when", "way"];

fn task_row(config: &Configuration, document: &toml::Table, task: &Task) -> Vec<String> {
    let table = named(document, "task", &task.name);
    let empty = toml::Table::new();
    let table = table.unwrap_or(&empty);
    let ways = table.get("way").and_then(toml::Value::as_table).into_iter().flatten();
    let ways: Vec<String> = ways.filter_map(|(name, way)| Some(way_in_words(name, way.as_table()?))).collect();
    let activity = task.ways.first().map_or(String::new(), |way| {
        let split = way.activity.iter().map(|(activity, share)| match share {
            1.0 => activity.name().to_owned(),
            share => format!("{} {}%", activity.name(), number(100.0 * share)),
        });
        split.collect::<Vec<_>>().join(", ")
    });
    let meant = task.meant_for.map_or("a machine".into(), |id| words(&config.occupations[id].name));
    let mut rules = Vec::new();
    for key in TASK.fields.iter().map(|field| field.name).filter(|key| !SAID_APART.contains(key)) {
        rules.extend(table.get(key).map(|value| said(key, value)));
    }
    rules.extend(task.when.as_ref().map(|of| format!("only when {}", condition(config, of))));
    let (reads, writes) = (names(table, "reads"), names(table, "writes"));
    let order = task.order.to_string();
    vec![words(&task.name), order, activity, reads, writes, meant, ways.join("; "), rules.join("; ")]
}

/// Offered load, of the control and where another arm differs by a point or more.
fn loads(scenario: &Scenario) -> String {
    let loads = offered_load(scenario);
    let control = |load: &crate::model::analysis::Load| {
        loads
            .iter()
            .find(|other| (other.arm, other.site, other.occupation) == (scenario.control, load.site, load.occupation))
    };
    let shown = loads.iter().filter(|load| {
        let own = load.utilisation(load.hours_first);
        let before = control(load).map_or(0.0, |load| load.utilisation(load.hours_first));
        load.arm == scenario.control || (own - before).abs() >= 0.01 || own.is_infinite() != before.is_infinite()
    });
    let config = &scenario.arms[scenario.control].configs[0];
    let rows = shown.map(|load| {
        let percent = load.percent(load.hours_first);
        let percent = if percent.is_finite() { format!("{percent}%") } else { "nobody is there".into() };
        let arm = words(&scenario.arms[load.arm].name);
        vec![arm, words(&config.sites[load.site].name), words(&config.occupations[load.occupation].name), percent]
    });
    table(&["arm", "site", "occupation", "offered load at the end"], rows)
}
