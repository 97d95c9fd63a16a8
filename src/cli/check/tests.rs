//! The whole text for a small scenario.

use super::*;
use crate::model::analysis::derive_orders;
use crate::model::scenario::{Action, Amount, Quoted, build};
use crate::units::{DAY, HOUR};

fn small() -> Scenario {
    let mut config = build::config();
    let hospital = config.add_site("hospital", 1);
    let registry = config.add_site("registry", 1);
    let [nurse, abstractor] = ["nurse", "abstractor"].map(|name| config.add_occupation(name));
    config.employ(hospital, nurse, 2.0);
    config.employ(registry, abstractor, 1.0);
    config.add_link(hospital, registry, DAY);
    let [visit, note] = ["visit", "note"].map(|name| config.add_product(name, "care"));
    let record = config.add_product("record", "quality");
    config.add_demand("visits", hospital, 240.0, &[visit]);
    config.add_task("note", &[visit], &[note], &[nurse], HOUR);
    let code = config.add_task("abstract", &[note], &[record], &[abstractor], HOUR);
    config.tasks[code].at = Some(registry);
    config.tasks[code].share = 0.5;
    let mut fewer = config.clone();
    let amount = Amount::Heads(1);
    fewer.add_policy("fewer", Time::of_week(3), Action::Dismiss { occupation: nurse, amount });
    let mut scenario = build::scenario(vec![config, fewer]);
    scenario.question = "Who writes the notes?".into();
    let quoted = |source: Option<&str>| Quoted {
        path: "task.note.way.plain.time".into(),
        value: "1 h".into(),
        source: source.map(str::to_owned),
        cited: source.is_some(),
        from: None,
        range: None,
        fixed: None,
    };
    scenario.provenance.numbers = vec![quoted(Some("P13")), quoted(None), quoted(None)];
    derive_orders(&mut scenario);
    scenario
}

#[test]
fn the_report_says_what_the_file_means() {
    let warnings = [Warning { place: "demand.visits".into(), message: "something to look at".into(), remedy: None }];
    let text = render(&small(), &warnings);
    assert_eq!(text, include_str!("expected.txt"), "\n{text}");
}

#[test]
fn colour_touches_marks_only() {
    let text = render(&small(), &[]);
    assert_ne!(coloured(&text), text);
    assert_eq!(coloured(&text).replace("\x1b[31m", "").replace("\x1b[33m", "").replace("\x1b[0m", ""), text);
}

#[test]
fn what_the_reader_has_not_found_is_refused() {
    let mut scenario = small();
    let args = CheckArgs { file: "small.toml".into(), sets: Vec::new() };
    for config in scenario.arms.iter_mut().flat_map(|arm| &mut arm.configs) {
        config.links.clear();
    }
    let code = run(&args, |_| Ok::<_, std::io::Error>((scenario, Vec::new())));
    assert_eq!(code.expect("nothing to write"), 2);
}
