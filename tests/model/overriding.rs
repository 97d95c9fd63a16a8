//! Who wins where a file, an arm, `--set` and `--vary` say different things.

use sim::io::scenario::{Request, SourceText, read};

/// What is set or varied from outside wins over what an arm sets, in that arm too, and is said to; a part of a value
/// that the arm sets is set there; what the arm leaves no room for is an error that names it.
#[test]
fn what_is_set_from_outside_wins_over_an_arm() {
    let staff = |sets: &[&str], edits: &[&str]| {
        let edit = |text: &&str| SourceText { name: "--vary".into(), text: (*text).into() };
        let request = Request {
            path: "tests/scenarios/small.toml".into(),
            sets: sets.iter().map(|set| (*set).into()).collect(),
            edits: edits.iter().map(edit).collect(),
            ..Request::default()
        };
        let loaded = read(&request).map_err(|problems| problems.to_string())?;
        let arm = loaded.scenario.arms.iter().find(|arm| arm.name == "fewer").expect("an arm");
        let task = arm.configs[0].tasks.iter().find(|task| task.name == "code").expect("a task");
        let secretary = arm.configs[0].occupations.enumerate().find(|(_, of)| of.name == "secretary").expect("there").0;
        let heads: f64 = arm.configs[0].sites.iter().flat_map(|site| &site.staff).map(|staff| staff[secretary]).sum();
        Ok::<_, String>((heads, (task.ways[0].time.mean() / 60_000.0).round(), loaded.warnings, loaded.resolved))
    };
    let own = "arm.fewer.set={ \"site.clinic.staff.secretary\" = 7, \"task.code.way.coder.time\" = { mean = \"50 min\", cv = 1 } }";
    let (heads, mean, warnings, _) = staff(&[own], &[]).expect("it is right");
    assert_eq!((heads, mean), (14.0, 50.0));
    assert!(warnings.iter().all(|warning| !warning.message.contains("in place of")));
    for (sets, edits) in [
        (vec![own, "site.clinic.staff.secretary=3", "task.code.way.coder.time.mean=\"5 min\""], vec![]),
        (vec![own], vec!["site.clinic.staff.secretary=3", "task.code.way.coder.time.mean=\"5 min\""]),
    ] {
        let (heads, mean, warnings, resolved) = staff(&sets, &edits).expect("it is right");
        assert_eq!((heads, mean), (6.0, 5.0));
        let said =
            warnings.iter().filter(|warning| warning.message.contains("in place of what arm `fewer` sets")).count();
        assert_eq!(said, 2, "{warnings:?}");
        assert!(!resolved.contains("= 7"), "{resolved}");
    }
    // The last wins, also the other way round.
    assert_eq!(staff(&["site.clinic.staff.secretary=3", own], &[]).expect("it is right").0, 14.0);
    let plain = "arm.fewer.set={ \"task.code.way.coder.time\" = \"50 min\" }";
    let said = staff(&[plain], &["task.code.way.coder.time.mean=\"5 min\""]).expect_err("there is no mean");
    assert!(said.contains("arm `fewer` sets `task.code.way.coder.time` to a text"), "{said}");
}
