//! What a file, an arm or an argument replaces: by which rule, and what is said about it. The rule (README, "Writing a
//! scenario"): a value in braces replaces the whole inherited value; a table of its own, or a dotted key, sets single
//! keys.

use sim::io::scenario::{Loaded, Request, SourceText, read};
use sim::model::scenario::{Action, Amount};
use std::path::PathBuf;

/// A scenario with a text of its own on top of `replacing/base.toml`, or of the base itself.
fn load(own: &str, sets: &[&str]) -> Result<Loaded, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let base = std::fs::canonicalize("tests/model/replacing/base.toml").expect("there");
    let path: PathBuf = folder.path().join("own.toml");
    let text = format!("extends = {:?}\ntitle = \"Own\"\nquestion = \"Own?\"\nnote = \"Own\"\n{own}", base.display());
    std::fs::write(&path, text).expect("written");
    let sets = sets.iter().map(|set| set.to_string()).collect();
    read(&Request { path, sets, ..Default::default() }).map_err(|problems| problems.to_string())
}

fn said(loaded: &Loaded, what: &str) -> usize {
    loaded.warnings.iter().filter(|warning| warning.to_string().contains(what)).count()
}

fn share_dismissed(loaded: &Loaded) -> f64 {
    let policy = &loaded.scenario.arms.iter().next().expect("an arm").configs[0]
        .policies
        .iter()
        .next()
        .expect("a policy")
        .action;
    match policy {
        Action::Dismiss { amount: Amount::Share(share), .. } => *share,
        other => panic!("{other:?}"),
    }
}

/// A table of its own, a dotted key and `--set` mean the same: the key that is named changes, the rest stays.
#[test]
fn a_table_of_its_own_sets_single_keys_as_set_does() {
    for (own, sets) in [
        ("[policy.dismiss_half.action]\nshare = 0.25", &[][..]),
        ("[policy.dismiss_half]\naction.share = 0.25", &[]),
        ("", &["policy.dismiss_half.action.share=0.25"]),
    ] {
        let loaded = load(own, sets).expect("right");
        assert_eq!(share_dismissed(&loaded), 0.25, "{own}");
        assert_eq!(said(&loaded, "replaces the whole value"), 0, "{own}: nothing is lost");
    }
    // In braces it is another value: it does not say who is dismissed.
    let told = load("[policy.dismiss_half]\naction = { share = 0.25 }", &[]).expect_err("no verb");
    assert!(told.contains("must be one thing"), "{told}");
    let hours = |own: &str| {
        let loaded = load(own, &[]).expect("right");
        let arrivals = loaded.resolved.split("[demand.visit.arrivals]").nth(1).expect("there").to_owned();
        (arrivals.contains("hours = "), said(&loaded, "`hours = Mon-Fri 08:00-15:00`"))
    };
    assert_eq!(hours("[demand.visit.arrivals]\nper_week = 200"), (true, 0));
    assert_eq!(hours("[demand.visit]\narrivals = { per_week = 200 }"), (false, 1), "lost, and listed");
    assert_eq!(hours("[demand.visit]\narrivals = { per_day = 30, hours = \"Mon-Fri 08:00-15:00\" }"), (true, 0));
    // The set of an arm, too.
    let arm = |own: &str| said(&load(own, &[]).expect("right"), "`occupation.helper.wage = 16`");
    assert_eq!(arm("[arm.fewer.set]\n\"site.clinic.staff.clerk\" = 2"), 0);
    assert_eq!(arm("[arm.fewer]\nset = { \"site.clinic.staff.clerk\" = 2 }"), 1);
}

/// A distribution that becomes a constant loses its spread; one that is stated in another way does not, nor one whose
/// spread is said to be none.
#[test]
fn a_lost_spread_is_listed_wherever_it_is_lost() {
    let lost = "`cv = 0.5`";
    for value in ["\"7 min\"", "{ mean = \"7 min\" }", "{ value = \"7 min\" }"] {
        let path = "task.write.way.clerk.time";
        let by_file = load(&format!("[task.write.way.clerk]\ntime = {value}"), &[]).expect("right");
        let by_argument = load("", &[&format!("{path}={value}")]).expect("right");
        let by_arm = load(&format!("[arm.fewer.set]\n\"{path}\" = {value}"), &[]).expect("right");
        for (how, loaded) in [("file", by_file), ("argument", by_argument), ("arm", by_arm)] {
            assert_eq!(said(&loaded, lost), 1, "{value} by {how}: {:?}", loaded.warnings);
        }
    }
    for value in [
        "{ mean = \"7 min\", cv = 0 }",
        "{ median = \"6 min\", p90 = \"12 min\" }",
        "{ min = \"1 min\", mode = \"2 min\", max = \"9 min\" }",
    ] {
        let loaded = load(&format!("[task.write.way.clerk]\ntime = {value}"), &[]).expect("right");
        assert_eq!(said(&loaded, "replaces"), 0, "{value}");
    }
    // What is stated again later is not lost.
    let again = ["task.write.way.clerk.time={ mean = \"7 min\" }", "task.write.way.clerk.time.cv=0.3"];
    assert_eq!(said(&load("", &again).expect("right"), "replaces"), 0);
}

/// The range is that of the file: 15 to 25, and 5 to 8 min. Its ends are inside.
#[test]
fn a_value_outside_the_range_of_the_file_is_a_warning_by_argument_and_arm() {
    let outside = |sets: &[&str]| said(&load("", sets).expect("a warning only"), "outside the range");
    for inside in
        ["occupation.clerk.wage=15", "occupation.clerk.wage.value=25", "task.write.way.clerk.time.mean=\"8 min\""]
    {
        assert_eq!(outside(&[inside]), 0, "{inside}");
    }
    for set in [
        "occupation.clerk.wage=14",
        "occupation.clerk.wage.value=26",
        "occupation.clerk.wage={ value = 26 }",
        "task.write.way.clerk.time.mean=\"9 min\"",
        "task.write.way.clerk.time=\"4 min\"",
        "arm.fewer.set={ \"occupation.clerk.wage\" = 26 }",
    ] {
        assert_eq!(outside(&[set]), 1, "{set}");
    }
    let vary = SourceText { name: "--vary".into(), text: "occupation.clerk.wage=30".into() };
    let request = Request { path: "tests/model/replacing/base.toml".into(), edits: vec![vary], ..Default::default() };
    let loaded = read(&request).expect("a warning only");
    let told = "occupation.clerk.wage: 30 (`--vary`) is outside the range 15 to 25 (judgement) that tests/model/replacing/base.toml, line 17 states";
    assert!(loaded.warnings.iter().any(|warning| warning.to_string() == told), "{:?}", loaded.warnings);
    // A file that contradicts itself is still refused.
    let wrong = "[occupation.clerk]\nwage = { value = 30, low = 15, high = 25, range = \"judgement\" }";
    assert!(load(wrong, &[]).expect_err("its own range").contains("outside its range"));
    // What rested on evidence no longer does, once the number is another (`scenario.md`: setting one key drops it).
    let loaded = load("", &["occupation.clerk.wage.value=22"]).expect("right");
    let wage = loaded.scenario.provenance.numbers.iter().find(|number| number.path == "occupation.clerk.wage");
    assert_eq!(wage.expect("there").range, None);
}

#[test]
fn what_is_inherited_about_the_question_is_said() {
    let loaded = load("", &[]).expect("right");
    assert_eq!(said(&loaded, "inherited"), 0, "it states its own");
    let folder = tempfile::tempdir().expect("a folder");
    let base = std::fs::canonicalize("tests/model/replacing/base.toml").expect("there");
    let path = folder.path().join("own.toml");
    std::fs::write(&path, format!("extends = {:?}\nquestion = \"Mine?\"\n", base.display())).expect("written");
    let loaded = read(&Request { path, ..Default::default() }).expect("right");
    assert_eq!(said(&loaded, "`title`, `note` are inherited from"), 1, "{:?}", loaded.warnings);
}

/// A name with dots is one name in quotes, wherever a path is written.
#[test]
fn a_name_with_dots_is_reached_in_quotes() {
    let path = "site.\"north.west\".staff.clerk";
    let clerks = |loaded: &Loaded, arm: usize| {
        let config = &loaded.scenario.arms.iter().nth(arm).expect("an arm").configs[0];
        config.sites.iter().last().expect("two sites").staff[0].iter().next().copied().expect("clerks")
    };
    assert_eq!(clerks(&load("", &[]).expect("right"), 1), 1.0);
    assert_eq!(clerks(&load("", &[&format!("{path}=3")]).expect("right"), 1), 3.0);
    assert_eq!(clerks(&load("", &["site.'north.west'.staff.clerk = 3"]).expect("right"), 1), 3.0);
    let arm = format!("[arm.fewer.set]\n'{path}' = 2");
    assert_eq!(clerks(&load(&arm, &[]).expect("right"), 1), 2.0);
    assert_eq!(clerks(&load(&arm, &[]).expect("right"), 0), 1.0);
    // The argument wins over the arm, though one writes the name with other quotes.
    let loaded = load(&arm, &["site.'north.west'.staff.clerk=4"]).expect("right");
    assert_eq!((clerks(&loaded, 1), said(&loaded, "in place of what arm `fewer` sets")), (4.0, 1));
    let loaded = load(&format!("[sweep.vary]\n'{path}' = [1, 2]"), &[]).expect("right");
    assert_eq!(loaded.sweep.factors[0].path, path);
    let policy = "[task.\"a.b\"]\nreads = [\"call\"]\nwrites = [\"end\"]\n[product.end]\n[task.\"a.b\".way.\"c.d\"]\nteam = [\"clerk\"]\n\
                  time = \"1 min\"\n[policy.faster]\nat = \"1 week\"\naction = { set = { 'task.\"a.b\".way.\"c.d\".time' = \"2 min\" } }\n";
    let loaded = load(policy, &[]).expect("right");
    assert_eq!(loaded.scenario.arms.iter().next().expect("an arm").configs.len(), 2, "before and after it fires");
    let told = load("", &["site.north.west.staff.clerk=3"]).expect_err("no such path");
    assert!(told.contains("a name with dots stands in quotes: site.\"north.west\""), "{told}");
}
