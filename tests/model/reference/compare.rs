//! The program's account of a scenario in the interpreter's words, and the first line that differs.

use super::interpreter::{Line, STALEMATE, interpret};
use sim::io::scenario::{Request, read};
use sim::model::ledger::Brought;
use sim::model::outcome::{AbsenceCause, Queue};
use sim::model::scenario::{ArmId, Scenario};
use sim::model::{Logged, Simulation, Step, What};
use sim::units::Time;
use std::fmt;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// How a scenario came out.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// So many lines are the same.
    Equal(usize),
    /// Keyed ranks decide from this time on; equal before.
    EqualUntilTie(Time),
    /// The reader refuses it.
    Refused,
    /// The first line that differs, and some before it.
    Different(String),
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Different(text) => f.write_str(text),
            other => write!(f, "{other:?}"),
        }
    }
}

/// Reads a scenario from its text.
pub fn scenario(text: &str) -> Result<Scenario, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("random.toml");
    fs::write(&path, text).expect("a file");
    read(&Request { path, ..Request::default() }).map(|loaded| loaded.scenario).map_err(|problems| problems.to_string())
}

pub fn scenario_in(path: &Path) -> Scenario {
    let request = Request { path: path.into(), ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn in_words(scenario: &Scenario, step: &Step) -> Option<Line> {
    let config = &scenario.arms[ArmId(0)].configs[0];
    let task = |task| config.tasks[task].name.as_str();
    let product = |product| config.products[product].name.as_str();
    let words = match step.what {
        What::Ready(id) => format!("ready {}", task(id)),
        What::Start(id, way, _) => format!("start {}/{}", task(id), config.tasks[id].ways[way].name),
        What::Suspend(id) => format!("suspend {}", task(id)),
        What::Resume(id) => format!("resume {}", task(id)),
        What::Block(id) => format!("block {}", task(id)),
        What::Done(id) => format!("done {}", task(id)),
        What::Superseded(id) => format!("superseded {}", task(id)),
        What::Abandoned(id, AbsenceCause::Expired) => format!("abandoned {} (expired)", task(id)),
        What::Abandoned(id, _) => format!("abandoned {} (given up)", task(id)),
        What::SentBack(id) => format!("sent back {}", task(id)),
        What::Written(id) => format!("written {}", product(id)),
        What::Absent(id, _) => format!("absent {}", product(id)),
        What::Withdrawn(id) => format!("withdrawn {}", product(id)),
        What::Draw(..) => return None,
    };
    Some((step.time, words))
}

fn logged_in_words(scenario: &Scenario, logged: &Logged) -> Line {
    let config = &scenario.arms[ArmId(0)].configs[0];
    let Brought::By(demand) = logged.brought else { panic!("a demand brings all cases") };
    let (demand, task) = (&config.demands[demand].name, &config.tasks[logged.task]);
    let mut written: Vec<&str> = logged.writes.iter().map(|id| config.products[*id].name.as_str()).collect();
    written.sort_unstable();
    let (born, ready, started, ms) = (logged.born.0, logged.ready.0, logged.started.0, logged.ms);
    let (name, way) = (&task.name, &task.ways[logged.way].name);
    let words = format!(
        "log {name}/{way} of {demand} born {born}, ready {ready}, started {started}, {ms} ms, wrote {written:?}"
    );
    (logged.done, words)
}

/// What the program says happened, in the interpreter's words.
pub fn program(scenario: &Scenario) -> Vec<Line> {
    let log = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&log);
    let sink = Arc::new(move |_: &[ArmId], _: u32, done: &[Logged]| into.lock().expect("a log").extend(done.to_vec()));
    let simulation = Simulation::new(scenario).expect("a stated warm-up").audited().logged(1, sink);
    let (outcome, steps) = simulation.trace(ArmId(0), 0);
    let mut lines: Vec<Line> = steps.iter().filter_map(|step| in_words(scenario, step)).collect();
    lines.extend(log.lock().expect("a log").iter().map(|logged| logged_in_words(scenario, logged)));
    let config = &scenario.arms[ArmId(0)].configs[0];
    for (id, task) in config.tasks.enumerate() {
        let sum = |of: fn(&Queue) -> u64| outcome.weeks.iter().map(|week| of(&week.queues[id])).sum::<u64>();
        let unfinished = outcome.weeks.last().map_or(0, |week| week.queues[id].unfinished);
        let (called, done) = (sum(|queue| queue.requested), sum(|queue| queue.done));
        let (abandoned, superseded) = (sum(|queue| queue.abandoned), sum(|queue| queue.superseded));
        let name = &task.name;
        lines.push((scenario.end, format!(
            "sum {name}: {called} requested, {done} done, {abandoned} abandoned, {superseded} superseded, {unfinished} unfinished"
        )));
    }
    for (id, occupation) in config.occupations.enumerate() {
        let held: u64 = outcome.weeks.iter().map(|week| week.staff[id].waiting_for_team).sum();
        lines.push((scenario.end, format!("sum {}: held for {held} ms", occupation.name)));
    }
    lines.sort();
    lines
}

/// Position of the first line that differs.
fn first_difference(a: &[Line], b: &[Line]) -> Option<usize> {
    let both = a.iter().zip(b).position(|(a, b)| a != b);
    both.or((a.len() != b.len()).then_some(a.len().min(b.len())))
}

fn time_at(lines: &[Line], position: usize) -> Time {
    lines.get(position).map_or(Time::NEVER, |(time, _)| *time)
}

fn shown(lines: &[Line], position: usize) -> String {
    lines.get(position).map_or("nothing more".into(), |(time, words)| format!("{} {words}", clock(*time)))
}

/// Hours and minutes since the beginning.
pub fn clock(time: Time) -> String {
    let seconds = time.0 / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Compares until keyed ranks decide, which are drawn: that is where the interpreter itself comes out differently if it
/// breaks ties in another order.
pub fn compare(scenario: &Scenario) -> Comparison {
    let right = interpret(scenario, 0);
    let until = |orders: std::ops::Range<u64>| {
        let other = orders.map(|order| interpret(scenario, order));
        let parts = other.filter_map(|other| {
            let position = first_difference(&right, &other)?;
            Some(time_at(&right, position).min(time_at(&other, position)))
        });
        let stalemate = right.iter().find(|(_, words)| words == STALEMATE).map(|(time, _)| *time);
        parts.chain(stalemate).min()
    };
    let program = match catch_unwind(AssertUnwindSafe(|| program(scenario))) {
        Ok(program) => program,
        Err(panic) => {
            let message = panic.downcast_ref::<String>().map_or("", String::as_str);
            return Comparison::Different(format!("the program panics: {message}"));
        }
    };
    if let Some(position) = first_difference(&right, &program) {
        let time = time_at(&right, position).min(time_at(&program, position));
        if until(1..40).is_none_or(|until| time < until) {
            let before = right[..position].iter().rev().take(6).rev().map(|(t, w)| format!("  {} {w}\n", clock(*t)));
            let text = format!(
                "{}right   {}\nprogram {}",
                before.collect::<String>(),
                shown(&right, position),
                shown(&program, position)
            );
            return Comparison::Different(text);
        }
    }
    until(1..3).map_or(Comparison::Equal(right.len()), Comparison::EqualUntilTie)
}
