use super::{EVIDENCE, Field, Holds, TASK, WAY, is_basis, is_evidence, is_number_of_work};
use crate::io::scenario::from_text;
use crate::model::scenario::{Scenario, Task, TaskId, Way};

/// A task with nothing but what is required, and more keys of it and of its way.
fn scenario(of_task: &str, of_way: &str) -> Scenario {
    let text = format!(
        "title = \"t\"\nstart = \"2024-01-01\"\nlength = \"4 weeks\"\n[site.s]\nstaff = {{ nurse = 1 }}\n\
         [occupation.nurse]\nwage = 1\n[product.visit]\nuse = \"care\"\n[product.note]\nuse = \"care\"\n\
         [demand.d]\nat = \"s\"\narrivals = {{ per_week = 1 }}\nwrites = [\"visit\"]\n\
         [task.t]\nreads = [\"visit\"]\nwrites = [\"note\"]\n{of_task}\n\
         [task.t.way.w]\nteam = [\"nurse\"]\ntime = \"1 min\"\n{of_way}\n"
    );
    from_text("defaults.toml", &text).unwrap_or_else(|problems| panic!("{of_task}{of_way}: {problems}"))
}

/// A default as it would be written; none if it is said in words.
fn written(field: &Field) -> Option<String> {
    match field.holds {
        _ if field.name == "copies" => None, // Only beside `collect`.
        Holds::Times | Holds::DurationOrZero => {
            field.default.starts_with('0').then(|| format!("{} = \"{}\"", field.name, field.default))
        }
        Holds::Word(_) => Some(format!("{} = \"{}\"", field.name, field.default)),
        _ if ["activity", "on_found"].contains(&field.name) => Some(format!("{} = \"{}\"", field.name, field.default)),
        _ => field.default.parse::<toml::Value>().ok().map(|_| format!("{} = {}", field.name, field.default)),
    }
}

/// What the dictionary says counts if a key is left out is what does: a scenario that states it is the same.
#[test]
fn defaults_of_tasks_and_ways_are_those_of_the_dictionary() {
    let plain = scenario("", "");
    let stated = |kind: &super::Kind| -> Vec<String> { kind.fields.iter().filter_map(written).collect() };
    let (of_task, of_way) = (stated(&TASK), stated(&WAY));
    assert!(of_task.len() >= 12 && of_way.len() >= 8, "{of_task:?} {of_way:?}");
    for (key, way) in of_task.iter().map(|key| (key, false)).chain(of_way.iter().map(|key| (key, true))) {
        let other = if way { scenario("", key) } else { scenario(key, "") };
        assert_eq!(other.arms, plain.arms, "{key}");
    }
}

/// `Default` says the same as the reader, but for what it derives from the rest and from names.
#[test]
fn a_task_with_nothing_said_is_the_default() {
    let read = scenario("", "").arms[crate::model::scenario::ArmId(0)].configs[0].tasks[TaskId(0)].clone();
    let way = Way { name: "w".into(), ..Way::default() };
    let [of_reader] = &read.ways[..] else { panic!("one way") };
    let own = |way: &Way| Way { reads: vec![], writes: vec![], team: vec![], time: way.time.clone(), ..way.clone() };
    assert_eq!(own(of_reader), Way { time: of_reader.time.clone(), ..way });
    let own = Task { name: String::new(), ways: vec![], meant_for: None, order: 0, ..read };
    assert_eq!(own, Task::default());
}

/// One list of keys: what beside a value says what it rests on. A unit holds of the next value, too, and so does the
/// reason why a number is not varied; a source does not.
#[test]
fn evidence_is_what_the_dictionary_says() {
    let with = |is: fn(&str) -> bool| -> Vec<&str> {
        EVIDENCE.fields.iter().map(|field| field.name).filter(|key| is(key)).collect()
    };
    assert_eq!(with(is_evidence), ["source", "from", "low", "high", "range", "unit", "fixed", "note"]);
    assert_eq!(with(is_basis), ["source", "from", "low", "high", "range", "note"]);
    for no in ["value", "mean", "by_year", ""] {
        assert!(!is_evidence(no) && !is_basis(no), "{no}");
    }
}

/// Policies and years change numbers, whole or in part, and never names or switches.
#[test]
fn numbers_of_work_are_told_from_the_rest() {
    for path in [
        "task.t.due",
        "task.t.way.w.time",
        "task.t.way.w.time.mean",
        "task.t.way.w.time.dist",
        "task.t.finds",
        "task.t.way.w.finds.omission",
        "task.t.defects",
        "task.t.defects.introduced",
        "task.t.way.w.defects.kinds.omission",
        "task.t.rejects",
        "task.t.rejects.base",
        "occupation.nurse.wage",
        "occupation.nurse.after_hours",
        "occupation.nurse.after_hours.up_to",
        "occupation.nurse.learning.start",
        "occupation.nurse.strain.half_life",
    ] {
        assert!(is_number_of_work(path), "{path}");
    }
    for path in [
        "task.t",
        "task.t.reads",
        "task.t.rejects.product",
        "task.t.activity",
        "task.t.collect.size",
        "task.t.urgent",
        "task.t.way.w",
        "task.t.way.w.team",
        "occupation.nurse.after_hours.paid",
        "occupation.nurse.shift",
        "site.s.staff.nurse",
        "",
    ] {
        assert!(!is_number_of_work(path), "{path}");
    }
}
