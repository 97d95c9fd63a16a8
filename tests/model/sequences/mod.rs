//! Exact sequences of events, written down by hand from the model's rules before they were run: each scenario in
//! `tests/model/sequences` says in its first lines what should happen and why; `NAME.txt` beside it is everything that
//! happens. In every one each product of a case ends written or absent and no task is left hanging.

use sim::io::scenario::{Request, read};
use sim::model::scenario::{ArmId, ProductId, Scenario, TaskId};
use sim::model::{Simulation, Step, What};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The scenarios: `base.toml` is what they extend.
fn scenarios() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("tests/model/sequences")
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with("base.toml"))
        .collect();
    found.sort();
    found
}

fn load(path: &Path) -> Scenario {
    let request = Request { path: path.into(), ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn in_words(scenario: &Scenario, steps: &[Step]) -> String {
    let config = &scenario.arms[ArmId(0)].configs[0];
    let places = steps.iter().map(|step| step.site).max().unwrap_or(0) > 0;
    let line = |step: &Step| {
        let at = if places { format!(" @{}", step.site) } else { String::new() };
        format!("{}{at}\n", step.describe(config))
    };
    steps.iter().map(line).collect()
}

/// The lines with starts that follow each other at one moment sorted: of equals that nobody else has to wait for,
/// chance says which goes first.
fn with_starts_sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let starts = |line: &str| line.split(' ').nth(1) == Some("start");
    let moment = |line: &str| line.split(' ').next().map(str::to_owned);
    let run = |one: &&str, other: &&str| starts(one) && starts(other) && moment(one) == moment(other);
    lines.chunk_by_mut(run).for_each(|chunk| chunk.sort_unstable());
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_happens_is_what_was_written_down() {
    let found = scenarios();
    assert!(found.len() >= 15, "the scenarios are gone");
    let mut wrong = String::new();
    for path in found {
        let scenario = load(&path);
        let (_, steps) = Simulation::new(&scenario).expect("a stated warm-up").audited().trace(ArmId(0), 0);
        let happened = with_starts_sorted(&in_words(&scenario, &steps));
        let expected = with_starts_sorted(&fs::read_to_string(path.with_extension("txt")).unwrap_or_default());
        if happened != expected {
            wrong += &format!("{}: expected\n{expected}\nbut happened\n{happened}\n", path.display());
        }
        if let Err(hanging) = settled(&scenario, &steps) {
            wrong += &format!("{}: {hanging}\n{happened}\n", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every product made or missed is written or absent at the end, and every task that became ready ended.
fn settled(scenario: &Scenario, steps: &[Step]) -> Result<(), String> {
    let mut live: BTreeMap<(usize, TaskId), i32> = BTreeMap::new();
    let mut there: BTreeMap<ProductId, i32> = BTreeMap::new();
    for step in steps {
        let of = |task| (step.site, task);
        match step.what {
            What::Ready(task) => *live.entry(of(task)).or_default() += 1,
            What::Done(task) | What::Abandoned(task, _) | What::SentBack(task) => {
                *live.entry(of(task)).or_default() -= 1;
            }
            // What is superseded may not have been ready yet.
            What::Superseded(task) => {
                let count = live.entry(of(task)).or_default();
                *count = (*count - 1).max(0);
            }
            What::Written(product) => *there.entry(product).or_default() += 1,
            What::Withdrawn(product) => *there.entry(product).or_default() -= 1,
            What::Absent(product, _) => *there.entry(product).or_default() += 1,
            What::Start(..) | What::Suspend(_) | What::Resume(_) | What::Block(_) | What::Draw(..) => {}
        }
    }
    let config = &scenario.arms[ArmId(0)].configs[0];
    if let Some(((place, task), _)) = live.iter().find(|(_, count)| **count != 0) {
        return Err(format!("`{}` is left hanging at place {place}", config.tasks[*task].name));
    }
    match config.products.enumerate().find(|(id, _)| there.get(id).is_none_or(|count| *count < 1)) {
        Some((_, product)) => Err(format!("`{}` is neither written nor absent at the end", product.name)),
        None => Ok(()),
    }
}

/// `pair` holds the scribe from 15:10, when it is ready, until the nurse whom it waits for leaves at 16:00: 50 min on
/// the first day. From 08:00 of the second day it holds the scribe again while the nurse finishes `long`, of which one
/// of three hours was done on the first day: 2 h until 10:00. Nobody else is ever held.
#[test]
fn held_hours_end_with_the_shift_of_who_is_waited_for() {
    const MIN: u64 = 60_000;
    for (length, held) in [("1 day", 50 * MIN), ("1 week", 170 * MIN)] {
        let path = "tests/model/sequences/hold_ends_with_the_shift.toml".into();
        let request = Request { path, sets: vec![format!("length=\"{length}\"")], ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let (outcome, _) = Simulation::new(&scenario).expect("a stated warm-up").audited().trace(ArmId(0), 0);
        for (id, occupation) in scenario.arms[ArmId(0)].configs[0].occupations.enumerate() {
            let found: u64 = outcome.weeks.iter().map(|week| week.staff[id].waiting_for_team).sum();
            let expected = if occupation.name == "scribe" { held } else { 0 };
            assert_eq!(found, expected, "ms for which {} was held within {length}", occupation.name);
        }
    }
}
