//! The attribution of defects, counted by hand: where each was made, where it was found, whose time it took.

use crate::support::{self, scenario};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::outcome::{DefectWork, Outcome};
use sim::model::scenario::{ArmId, Configuration, OccupationId, TaskId};
use std::collections::BTreeMap;

const BASE: &str = r#"
length = "1 week"
[site.clinic]
staff = { physician = 1, coder = 1, secretary = 1 }
[site.registry]
staff = { abstractor = 1 }
[link.out]
from    = "clinic"
to      = "registry"
latency = "1 h"
[link.back]
from    = "registry"
to      = "clinic"
latency = "1 h"
[occupation.physician]
shift = "always"
[occupation.coder]
shift = "always"
[occupation.secretary]
shift = "always"
[occupation.abstractor]
shift = "always"
[product.encounter]
[product.record]
[product.codes]
[product.claim]
[demand.visit]                # one case
at     = "clinic"
every  = "1 year"
writes = ["encounter"]
[task.write]
reads   = ["encounter"]
writes  = ["record"]
[task.write.way.physician]
team = ["physician"]
time = "10 min"
[task.code]
reads  = ["record"]
writes = ["codes"]
[task.code.way.coder]
team = ["coder"]
time = "20 min"
[task.bill]
reads  = ["codes"]
writes = ["claim"]
[task.bill.way.secretary]
team = ["secretary"]
time = "5 min"
"#;

/// Twenty defects on average: none has a probability of 2e-9.
const MANY: &str = "defects = { introduced = 20, kinds = { error = 1 } }";

struct AttributedCosts {
    made: BTreeMap<String, u64>,
    found: BTreeMap<(String, String), u64>,
    /// Minutes: made, found, by whom; fix, query, again.
    defect_work: BTreeMap<(String, String, String), [f64; 3]>,
}

fn told(config: &Configuration, outcome: &Outcome) -> AttributedCosts {
    let task = |id: TaskId| config.tasks[id].name.clone();
    let who = |id: OccupationId| config.occupations[id].name.clone();
    let week = &outcome.weeks[0];
    let minutes = |defect_work: &DefectWork| {
        [defect_work.fix, defect_work.query, defect_work.again].map(|ms| ms as f64 / 60_000.0)
    };
    AttributedCosts {
        made: week.made.enumerate().filter(|(_, made)| **made > 0).map(|(id, made)| (task(id), *made)).collect(),
        found: week.found.iter().map(|((made, found), count)| ((task(*made), task(*found)), *count)).collect(),
        defect_work: week
            .defect_work
            .iter()
            .map(|((made, found, by), defect_work)| {
                ((made.map_or("collected".into(), task), task(*found), who(*by)), minutes(defect_work))
            })
            .collect(),
    }
}

/// The base with lines put into tables.
fn run(changes: &[(&str, &str)], more: &str) -> AttributedCosts {
    let mut text = BASE.to_string();
    for (table, line) in changes {
        let head = format!("[{table}]\n");
        assert!(text.contains(&head), "{table}");
        text = text.replace(&head, &format!("{head}{line}\n"));
    }
    let scenario = scenario(&(text + more));
    let outcome = support::run(&scenario, 0);
    told(&scenario.arms[ArmId(0)].configs[0], &outcome)
}

fn pair(made: &str, found: &str) -> (String, String) {
    (made.into(), found.into())
}

fn by(made: &str, found: &str, who: &str) -> (String, String, String) {
    (made.into(), found.into(), who.into())
}

#[test]
fn a_defect_that_nobody_looks_for_is_never_found_and_costs_nothing() {
    let attribution = run(&[("task.write", MANY)], "");
    assert!(attribution.made["write"] > 0);
    assert!(attribution.found.is_empty() && attribution.defect_work.is_empty());
}

#[test]
fn fixing_takes_its_time_from_who_finds() {
    let attribution =
        run(&[("task.write", MANY), ("task.code", "finds = 1\non_found = \"fix\"\nfix_time = \"3 min\"")], "");
    let made = attribution.made["write"];
    assert_eq!(attribution.found, BTreeMap::from([(pair("write", "code"), made)]));
    assert_eq!(
        attribution.defect_work,
        BTreeMap::from([(by("write", "code", "coder"), [3.0 * made as f64, 0.0, 0.0])])
    );
}

/// The secretary notices what the coder noticed and let pass: found once, at the coder's.
#[test]
fn what_two_notice_is_counted_where_it_was_first() {
    let finds = "finds = 1\non_found = \"ignore\"";
    let attribution = run(&[("task.write", MANY), ("task.code", finds), ("task.bill", finds)], "");
    assert_eq!(attribution.found, BTreeMap::from([(pair("write", "code"), attribution.made["write"])]));
    assert!(attribution.defect_work.is_empty());
}

/// At two sites that know nothing of each other's findings: the clinic codes at 0:10 to 0:30, the registry looks at the
/// same record from 1:10 on.
#[test]
fn two_sites_find_a_defect_once() {
    let finds = "finds = 1\non_found = \"ignore\"";
    let abstracts = format!(
        "[product.entry]\n[task.abstract]\nat = \"registry\"\nreads = [\"record\"]\nwrites = [\"entry\"]\n{finds}\n[task.abstract.way.abstractor]\nteam = [\"abstractor\"]\ntime = \"1 h\"\n"
    );
    let attribution = run(&[("task.write", MANY), ("task.code", finds)], &abstracts);
    assert_eq!(attribution.found, BTreeMap::from([(pair("write", "code"), attribution.made["write"])]));
    let attribution = run(&[("task.write", MANY)], &abstracts);
    assert_eq!(attribution.found, BTreeMap::from([(pair("write", "abstract"), attribution.made["write"])]));
}

/// The physician answers for five minutes, the coder needs three to find back.
#[test]
fn a_query_costs_the_answer_and_the_way_back() {
    let asks = "finds = 1\non_found = { query = \"answer\", to = \"origin\" }\nresume_cost = \"3 min\"";
    let answer = "[task.answer]\n[task.answer.way.physician]\nteam = [\"physician\"]\ntime = \"5 min\"\n";
    let attribution = run(&[("task.write", MANY), ("task.code", asks)], answer);
    assert_eq!(attribution.found, BTreeMap::from([(pair("write", "code"), attribution.made["write"])]));
    let physician = (by("write", "code", "physician"), [0.0, 5.0, 0.0]);
    let coder = (by("write", "code", "coder"), [0.0, 3.0, 0.0]);
    assert_eq!(attribution.defect_work, BTreeMap::from([physician, coder]));
}

/// The coder's codes are sent back because of what is wrong with them and with the record: everything from the codes on
/// is done again (20 and 5 minutes), and charged to both tasks by the number of defects. Before them stands the attempt
/// that rejects: its five minutes are the cost of looking.
#[test]
fn a_rejection_is_charged_to_what_was_wrong() {
    let rejects = "rejects = { product = \"codes\", base = 0, per_defect = 1 }\nattempts = 2";
    let attribution = run(&[("task.write", MANY), ("task.code", MANY), ("task.bill", rejects)], "");
    let written = attribution.made["write"];
    let coded = attribution.found[&pair("code", "bill")];
    assert_eq!(attribution.found[&pair("write", "bill")], written);
    assert!(coded < attribution.made["code"], "those of the second attempt are never found");
    let share = |minutes: f64, part: u64| minutes * part as f64 / (written + coded) as f64;
    for (made, part) in [("write", written), ("code", coded)] {
        for (who, minutes) in [("coder", 20.0), ("secretary", 5.0)] {
            let [fix, query, again] = attribution.defect_work[&by(made, "bill", who)];
            assert_eq!((fix, query), (0.0, 0.0));
            assert!((again - share(minutes, part)).abs() < 1e-4, "{made} {who} {again}");
        }
    }
    let all: f64 = attribution.defect_work.values().map(|parts| parts.iter().sum::<f64>()).sum();
    assert!((all - 25.0).abs() < 1e-9, "whole ms add up: {all}");
}

/// The same chain with a payer far away: the rejection travels to the clinic, what it opens is charged there and here.
#[test]
fn a_rejection_from_elsewhere_is_charged_too() {
    let pays = "[product.payment]\n[task.pay]\nat = \"registry\"\nreads = [\"claim\"]\nwrites = [\"payment\"]\nattempts = 2\nrejects = { product = \"claim\", base = 0, per_defect = 1 }\n[task.pay.way.abstractor]\nteam = [\"abstractor\"]\ntime = \"2 min\"\n";
    let attribution = run(&[("task.code", MANY)], pays);
    assert_eq!(attribution.found, BTreeMap::from([(pair("code", "pay"), attribution.made["code"])]));
    let secretary = (by("code", "pay", "secretary"), [0.0, 0.0, 5.0]);
    let abstractor = (by("code", "pay", "abstractor"), [0.0, 0.0, 2.0]);
    assert_eq!(attribution.defect_work, BTreeMap::from([secretary, abstractor]));
}

/// A rejection that would have come without any defect is not due to them.
#[test]
fn chance_rejections_are_charged_to_nobody() {
    let rejects = "rejects = { product = \"codes\", base = 1, per_defect = 1 }\nattempts = 2";
    let attribution = run(&[("task.code", MANY), ("task.bill", rejects)], "");
    assert!(attribution.found.is_empty() && attribution.defect_work.is_empty());
}

/// In the big scenario: nothing is found that was not made, and there is all the rest to be counted as never found.
#[test]
fn no_more_is_found_than_was_made() {
    let request = Request { path: "scenarios/ehr_rollout.toml".into(), ..Request::default() };
    let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let arm = scenario.arms.enumerate().find(|(_, arm)| arm.name == "ehr_ambient").expect("the arm").0;
    let outcome =
        Simulation::new(&scenario).expect("a stated warm-up").run(arm, 0, &|_| true).expect("nobody stops it");
    let mut any = 0;
    for week in &outcome.weeks {
        let mut left: BTreeMap<TaskId, u64> = week.made.enumerate().map(|(task, made)| (task, *made)).collect();
        for ((made_at, _), count) in &week.found {
            let left = left.get_mut(made_at).expect("a task");
            *left = left.checked_sub(*count).expect("no more is found than was made");
            any += count;
        }
    }
    assert!(any > 1000, "{any}");
}
