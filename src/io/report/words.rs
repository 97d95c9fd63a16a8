//! What the numbers rest on, the scenario in words, and how to make the run again.

use super::answer::plain_number;
use super::data::Run;
use super::figure::{Figure, Grid, Section, escaped, words};
use std::fmt::Write as _;

/// One number of the document that says where it comes from.
struct Quoted {
    path: String,
    value: String,
    source: String,
    remark: String,
}

/// Values of tables that carry evidence, in the order of the document.
fn quoted(path: &str, value: &toml::Value, found: &mut Vec<Quoted>) {
    let Some(table) = value.as_table() else { return };
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    if table.contains_key("source") || table.contains_key("range") {
        const EVIDENCE: [&str; 8] = ["source", "from", "low", "high", "range", "unit", "note", "fixed"];
        let own = table.iter().filter(|(key, _)| !EVIDENCE.contains(&key.as_str()));
        let parts: Vec<String> = own.map(|(key, value)| said(key, value)).collect();
        let range = match (table.get("low"), table.get("high")) {
            (Some(low), Some(high)) => format!("{} to {} ({})", plain(low), plain(high), words(&text("range"))),
            _ => String::new(),
        };
        let remark = [text("from"), range].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        let source = if text("source").is_empty() { "assumed".into() } else { text("source") };
        found.push(Quoted { path: path.into(), value: parts.join(", "), source, remark });
    }
    for (key, value) in table {
        quoted(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, found);
    }
}

fn said(key: &str, value: &toml::Value) -> String {
    if key == "value" { plain(value) } else { format!("{} {}", words(key), plain(value)) }
}

/// A value of the document without its evidence.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        toml::Value::Table(table) => match table.get("value") {
            Some(value) => plain(value),
            None => {
                const EVIDENCE: [&str; 6] = ["source", "from", "low", "high", "range", "note"];
                let own = table.iter().filter(|(key, _)| !EVIDENCE.contains(&key.as_str()));
                own.map(|(key, value)| said(key, value)).collect::<Vec<_>>().join(", ")
            }
        },
        other => other.to_string(),
    }
}

/// What the numbers rest on.
pub(super) fn rests_on(run: &Run) -> Section {
    let (cited, assumed) = (run.manifest.numbers_cited, run.manifest.numbers_assumed);
    let mut numbers = Vec::new();
    quoted("", &toml::Value::Table(run.scenario.clone()), &mut numbers);
    let lead = format!(
        "<p>Of the {} numbers the run uses, <strong>{cited}</strong> cite a source and <strong>{assumed}</strong> are \
         assumptions: the interval of an answer says how much chance moves it, not how much a wrong assumption would.</p>",
        cited + assumed
    );
    let header = ["number", "value", "source", "how, and range"].map(str::to_owned).into();
    let rows = numbers.into_iter().map(|of| vec![of.path, of.value, of.source, of.remark]).collect::<Vec<_>>();
    let title = "Table: numbers with a source or a range (keys of the scenario’s bibliography)".into();
    let figures = if rows.is_empty() { Vec::new() } else { vec![table(Grid { title, texts: 4, header, rows })] };
    Section { id: "rests-on", title: "What the numbers rest on", lead, figures }
}

/// A table without a chart.
fn table(table: Grid) -> Figure {
    Figure { caption: String::new(), legend: Vec::new(), panels: Vec::new(), table }
}

fn get<'t>(table: &'t toml::Table, key: &str) -> Option<&'t toml::Value> {
    table.get(key)
}

fn names(table: &toml::Table, key: &str) -> String {
    get(table, key).map(plain).map(|text| words(&text)).unwrap_or_default()
}

/// The scenario in words.
pub(super) fn scenario(run: &Run) -> Section {
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
            get(site, "count").and_then(plain_number).map_or(String::new(), |count| format!("{count} sites; each: "));
        let staff = get(site, "staff").and_then(toml::Value::as_table).into_iter().flatten();
        let staff: Vec<String> = staff.map(|(who, many)| format!("{} {}", plain(many), words(who))).collect();
        item(&format!("Site {}", words(name)), format!("{count}{}", staff.join(", ")));
    }
    for (name, demand) in run.named("demand") {
        let mut text = Vec::new();
        text.extend(get(demand, "arrivals").map(plain));
        text.extend(get(demand, "every").map(|every| format!("every {}", plain(every))));
        text.extend(get(demand, "of").map(|parent| format!("of each {}", words(&plain(parent)))));
        text.extend(get(demand, "writes").map(|writes| format!("brings {}", words(&plain(writes)))));
        item(&format!("Demand {}", words(name)), words(&text.join("; ")));
    }
    for (name, tool) in run.named("technology") {
        let mut text = Vec::new();
        if let Some(expects) = get(tool, "expects").and_then(toml::Value::as_table) {
            let share = expects.get("hours_saved").and_then(plain_number).unwrap_or(0.0);
            text.push(format!(
                "expected to save {:.0}% of the hours of {}",
                100.0 * share,
                names(expects, "occupation")
            ));
        }
        text.extend(get(tool, "adoption").map(|adoption| format!("adopted {}", plain(adoption))));
        text.extend(get(tool, "uptake").map(|uptake| format!("uptake {}", plain(uptake))));
        item(&format!("Technology {}", words(name)), words(&text.join("; ")));
    }
    for (name, policy) in run.named("policy") {
        let mut text = Vec::new();
        text.extend(get(policy, "action").map(plain));
        text.extend(get(policy, "at").map(|at| format!("at {}", plain(at))));
        text.extend(get(policy, "when").map(|when| format!("when {}", plain(when))));
        item(&format!("Policy {}", words(name)), words(&text.join("; ")));
    }
    for (name, arm) in run.named("arm").filter(|(name, _)| run.arms().any(|arm| arm == *name)) {
        let mut text: Vec<String> = Vec::new();
        if name == run.control() {
            text.push("the control, with which the others are compared".into());
        }
        text.extend(get(arm, "use").map(|used| format!("with {}", words(&plain(used)))));
        let sets = get(arm, "set").and_then(toml::Value::as_table).into_iter().flatten();
        text.extend(sets.map(|(path, value)| format!("{path} = {}", plain(value))));
        item(&format!("Arm {}", words(name)), text.join("; "));
    }
    let header = ["task", "activity", "reads", "writes", "ways, tried in this order"].map(str::to_owned).into();
    let title = "Table: tasks".into();
    let rows = run.named("task").map(|(name, task)| {
        let ways = get(task, "way").and_then(toml::Value::as_table).into_iter().flatten();
        let ways: Vec<String> = ways.filter_map(|(name, way)| Some(way_in_words(name, way.as_table()?))).collect();
        let activity = get(task, "activity").map_or("create".into(), plain);
        vec![words(name), activity, names(task, "reads"), names(task, "writes"), ways.join("; ")]
    });
    let figures = vec![table(Grid { title, texts: 5, header, rows: rows.collect() })];
    Section { id: "scenario", title: "The scenario in words", lead: format!("<dl>{list}</dl>"), figures }
}

fn way_in_words(name: &str, way: &toml::Table) -> String {
    let mut parts = Vec::new();
    let team = names(way, "team");
    parts.push(if team.is_empty() { "nobody".into() } else { team });
    parts.extend(get(way, "tool").map(|tool| format!("with {}", words(&plain(tool)))));
    parts.extend(get(way, "time").map(plain));
    parts.extend(get(way, "after").map(|after| format!("after {}", plain(after))));
    format!("{} ({})", words(name), parts.join(", "))
}

/// How to make the run again.
pub(super) fn reproduce(run: &Run) -> Section {
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
    Section { id: "reproduce", title: "How to make it again", lead, figures: Vec::new() }
}
