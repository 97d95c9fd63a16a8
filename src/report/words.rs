//! What the numbers rest on, the scenario in words, and how to make the run again.

use super::data::{RunFolder, plain_number};
use super::figure::{Figure, Grid, PageSection, escaped};
use crate::io::scenario::fields::{has_evidence, is_evidence};
use crate::model::analysis::Warning;
use crate::report::wording::{names, plain, said, way_in_words, words};
use std::fmt::Write as _;

/// One number of the document that says where it comes from.
struct CitedNumber {
    path: String,
    value: String,
    source: String,
    remark: String,
}

/// Values of tables that carry evidence, in the order of the document.
fn quoted(path: &str, value: &toml::Value, found: &mut Vec<CitedNumber>) {
    let Some(table) = value.as_table() else { return };
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    if has_evidence(table) {
        let own = table.iter().filter(|(key, _)| !is_evidence(key));
        let parts: Vec<String> = own.map(|(key, value)| said(key, value)).collect();
        let range = match (table.get("low"), table.get("high")) {
            (Some(low), Some(high)) => format!("{} to {} ({})", plain(low), plain(high), words(&text("range"))),
            _ => String::new(),
        };
        let remark = [text("from"), range].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        let source = if text("source").is_empty() { "assumed".into() } else { text("source") };
        found.push(CitedNumber { path: path.into(), value: parts.join(", "), source, remark });
    }
    for (key, value) in table {
        quoted(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, found);
    }
}

/// What the numbers rest on.
pub(super) fn rests_on(run: &RunFolder) -> PageSection {
    let (cited, assumed) = (run.manifest.numbers_cited, run.manifest.numbers_assumed);
    let mut numbers = Vec::new();
    quoted("", &toml::Value::Table(run.scenario.clone()), &mut numbers);
    let lead = format!(
        "<p>Of the {} numbers the run uses, <strong>{cited}</strong> cite a source and <strong>{assumed}</strong> are \
         assumptions: the interval of an answer says how much chance moves it, not how much a wrong assumption would. \
         Counted is what can move the answer in some arm; what is made of a cited and an assumed number is assumed.</p>",
        cited + assumed
    );
    let header = ["number", "value", "source", "how, and range"].map(str::to_owned).into();
    let rows = numbers.into_iter().map(|of| vec![of.path, of.value, of.source, of.remark]).collect::<Vec<_>>();
    let title = "Table: numbers with a source or a range (keys of the scenario’s bibliography)".into();
    let figures = if rows.is_empty() { Vec::new() } else { vec![table(Grid { title, texts: 4, header, rows })] };
    PageSection { id: "rests-on", title: "What the numbers rest on", lead, figures }
}

/// What to look at before the answer is believed; none if there is nothing.
pub(super) fn warnings(run: &RunFolder) -> Option<PageSection> {
    let warnings: Vec<Warning> = run.manifest.warning.iter().map(Warning::from).collect();
    let items: String = warnings.iter().map(|of| format!("<li>{}</li>", escaped(&of.to_string()))).collect();
    let lead = format!("<ul class=\"sentences\">{items}</ul>");
    let section = PageSection { id: "warnings", title: "Warnings", lead, figures: Vec::new() };
    (!warnings.is_empty()).then_some(section)
}

/// A table without a chart.
fn table(table: Grid) -> Figure {
    Figure { caption: String::new(), legend: Vec::new(), panels: Vec::new(), table }
}

/// The scenario in words.
pub(super) fn scenario(run: &RunFolder) -> PageSection {
    let mut list = String::new();
    let mut item = |term: &str, text: String| {
        if !text.is_empty() {
            let _ = write!(list, "<dt>{}</dt><dd>{}</dd>", escaped(term), escaped(&text));
        }
    };
    let text = |key: &str| run.scenario.get(key).map(plain).unwrap_or_default();
    let warm_up = text("warm_up");
    let warm_up = match warm_up.as_str() {
        "" => warm_up,
        "auto" => format!(", after {} weeks of warm-up, found by a pilot", run.manifest.warm_up_weeks),
        stated => format!(", after {stated} of warm-up"),
    };
    item("Time", format!("{} from {}{warm_up}", text("length"), text("start")));
    let periods = run.manifest.period.iter();
    let periods = periods.map(|of| format!("{} (weeks {} to {})", words(&of.name), of.from_week, of.to_week));
    item("Periods", periods.collect::<Vec<_>>().join(", "));
    for (name, site) in run.named("site") {
        let count =
            site.get("count").and_then(plain_number).map_or(String::new(), |count| format!("{count} sites; each: "));
        let staff = site.get("staff").and_then(toml::Value::as_table).into_iter().flatten();
        let staff: Vec<String> = staff.map(|(who, many)| format!("{} {}", plain(many), words(who))).collect();
        item(&format!("Site {}", words(name)), format!("{count}{}", staff.join(", ")));
    }
    for (name, demand) in run.named("demand") {
        let mut text = Vec::new();
        text.extend(demand.get("arrivals").map(plain));
        text.extend(demand.get("every").map(|every| format!("every {}", plain(every))));
        text.extend(demand.get("of").map(|parent| format!("of each {}", words(&plain(parent)))));
        text.extend(demand.get("writes").map(|writes| format!("brings {}", words(&plain(writes)))));
        item(&format!("Demand {}", words(name)), words(&text.join("; ")));
    }
    for (name, tool) in run.named("technology") {
        let mut text = Vec::new();
        if let Some(expects) = tool.get("expects").and_then(toml::Value::as_table) {
            let share = expects.get("hours_saved").and_then(plain_number).unwrap_or(0.0);
            text.push(format!(
                "expected to save {:.0}% of the hours of {}",
                100.0 * share,
                names(expects, "occupation")
            ));
        }
        text.extend(tool.get("adoption").map(|adoption| format!("adopted {}", plain(adoption))));
        text.extend(tool.get("uptake").map(|uptake| format!("uptake {}", plain(uptake))));
        item(&format!("Technology {}", words(name)), words(&text.join("; ")));
    }
    for (name, policy) in run.named("policy") {
        let mut text = Vec::new();
        text.extend(policy.get("action").map(plain));
        text.extend(policy.get("at").map(|at| format!("at {}", plain(at))));
        text.extend(policy.get("when").map(|when| format!("when {}", plain(when))));
        item(&format!("Policy {}", words(name)), words(&text.join("; ")));
    }
    for (name, arm) in run.named("arm").filter(|(name, _)| run.arms().any(|arm| arm == *name)) {
        let mut text: Vec<String> = Vec::new();
        if name == run.control() {
            text.push("the control, with which the others are compared".into());
        }
        text.extend(arm.get("use").map(|used| format!("with {}", words(&plain(used)))));
        let sets = arm.get("set").and_then(toml::Value::as_table).into_iter().flatten();
        text.extend(sets.map(|(path, value)| format!("{path} = {}", plain(value))));
        item(&format!("Arm {}", words(name)), text.join("; "));
    }
    let header = ["task", "activity", "reads", "writes", "ways, tried in this order"].map(str::to_owned).into();
    let title = "Table: tasks".into();
    let rows = run.named("task").map(|(name, task)| {
        let ways = task.get("way").and_then(toml::Value::as_table).into_iter().flatten();
        let ways: Vec<String> = ways.filter_map(|(name, way)| Some(way_in_words(name, way.as_table()?))).collect();
        let activity = task.get("activity").map_or("create".into(), plain);
        vec![words(name), activity, names(task, "reads"), names(task, "writes"), ways.join("; ")]
    });
    let figures = vec![table(Grid { title, texts: 5, header, rows: rows.collect() })];
    PageSection { id: "scenario", title: "The scenario in words", lead: format!("<dl>{list}</dl>"), figures }
}

/// How to make the run again.
pub(super) fn reproduce(run: &RunFolder) -> PageSection {
    let manifest = &run.manifest;
    let mut lead = format!(
        "<p>The same version, scenario and seed give the same numbers, to the last digit and on any number of threads.</p>\
         <pre tabindex=\"0\"><code>{}</code></pre><dl>",
        escaped(&manifest.reproduce)
    );
    let mut item = |term: &str, text: &str| {
        let _ = write!(lead, "<dt>{term}</dt><dd><code>{}</code></dd>", escaped(text));
    };
    item("Program", &format!("sim {}", manifest.version));
    item("Seed", &manifest.seed.to_string());
    item("Replications", &manifest.replications.to_string());
    item("Scenario, SHA-256", &manifest.scenario_sha256);
    for (arm, fingerprint) in &manifest.fingerprint {
        item(&format!("Events of {}", escaped(&words(arm))), fingerprint);
    }
    lead += "</dl>";
    PageSection { id: "reproduce", title: "How to make it again", lead, figures: Vec::new() }
}
