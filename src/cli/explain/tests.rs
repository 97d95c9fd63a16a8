use super::*;

fn names(asked: &str) -> Vec<String> {
    find(asked).into_iter().map(|entry| entry.name).collect()
}

#[test]
fn parameters_are_found_by_paths_with_and_without_names() {
    let time = ["task.NAME.way.NAME.time"];
    for asked in ["task.way.time", "task.NAME.way.NAME.time", "task.write_note.way.typist.time", "way.time"] {
        assert_eq!(names(asked), time, "{asked}");
    }
    assert_eq!(names("discipline"), ["occupation.NAME.discipline"]);
    assert_eq!(names("task.way.time.cv"), ["cv"]);
    assert_eq!(names("occupation.nurse.wage.source"), ["source"]);
    assert_eq!(
        names("policy.when.over"),
        ["task.NAME.when.over or task.NAME.way.NAME.when.over or policy.NAME.when.over"]
    );
    for nothing in ["task.way.tim", "occupation.discipline.cv", "task.way", "NAME", "", "workload.csv nothing"] {
        assert!(names(nothing).iter().all(|name| name == "task.NAME.way"), "{nothing}: {:?}", names(nothing));
    }
}

#[test]
fn one_word_may_be_a_metric_a_column_and_a_parameter() {
    let all = ["strain", "staffing.csv strain", "occupation.NAME.strain"];
    assert_eq!(names("strain"), all);
    assert_eq!(names("rework_hours"), ["workload.csv rework_hours", "defects.csv rework_hours"]);
    assert_eq!(names("workload.csv rework_hours"), ["workload.csv rework_hours"]);
    assert_eq!(names("hours.shifted_from.secretary"), ["hours.shifted_from.X"]);
    assert_eq!(asked(&["workload.csv", "hours", "net"].map(String::from)), ["workload.csv hours", "net"]);
}

/// Everything in the list is found by the name under which it stands there.
#[test]
fn what_is_listed_is_explained() {
    for name in known() {
        assert!(!find(&name).is_empty(), "{name}");
    }
}

#[test]
fn tables_stand_where_a_field_says_so() {
    use crate::io::scenario::fields::KINDS;
    let has = |path: &str| {
        let (at, key) = path.rsplit_once('.').unwrap_or(("", path));
        KINDS.iter().any(|kind| kind.at.contains(&at) && kind.fields.iter().any(|field| field.name == key))
    };
    for path in KINDS.iter().flat_map(|kind| kind.at).filter(|path| !path.is_empty()) {
        assert!(has(path.strip_suffix(".NAME").unwrap_or(path)), "no field says that there is {path}");
    }
}

/// A path in the words of a metric or a column is one that there is.
#[test]
fn words_name_what_there_is() {
    let mut texts: Vec<&str> = Vec::new();
    for kind in crate::experiment::MetricKind::all() {
        texts.extend([kind.meaning, kind.computed]);
    }
    for file in crate::io::tables::FILES {
        texts.extend(file.columns.iter().map(|column| column.meaning));
    }
    let mut seen = 0;
    for span in texts.into_iter().flat_map(parameters::quoted).filter(|span| span.contains('.')) {
        assert!(!find(span).is_empty(), "`{span}` is no parameter");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}
