//! What happened, step by step, for readers of a trace: tests of exact sequences, and event logs.

use crate::model::outcome::AbsenceCause;
use crate::model::scenario::{Configuration, DemandId, OccupationId, ProductId, TaskId};
use crate::units::Time;

/// The steps of a site so far, if somebody wants to see them.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct Trace(Option<Vec<Step>>);

impl Trace {
    pub fn new(wanted: bool) -> Trace {
        Trace(wanted.then(Vec::new))
    }

    #[inline]
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    pub fn note(&mut self, step: Step) {
        self.0.iter_mut().for_each(|steps| steps.push(step));
    }

    /// Hands over all steps; none are noted from here on.
    pub fn take(&mut self) -> Vec<Step> {
        self.0.take().unwrap_or_default()
    }
}

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub time: Time,
    /// Where: number of the site (copies of the first site type, then of the second, ...).
    pub site: usize,
    /// What.
    pub what: What,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A task instance is ready.
    Ready(TaskId),
    /// It starts on this way, led by this worker (number at the site; none if automated or of an unlimited
    /// occupation).
    Start(TaskId, usize, Option<usize>),
    /// Its people leave it for now.
    Suspend(TaskId),
    /// They take it up again.
    Resume(TaskId),
    /// It waits for the answer to a query.
    Block(TaskId),
    /// It is done.
    Done(TaskId),
    /// Nothing it would write is missing and wanted any longer.
    Superseded(TaskId),
    /// It is given up.
    Abandoned(TaskId, AbsenceCause),
    /// It goes back to gathering.
    SentBack(TaskId),
    /// A product is written.
    Written(ProductId),
    /// A product is absent for good.
    Absent(ProductId, AbsenceCause),
    /// A product is withdrawn.
    Withdrawn(ProductId),
    /// Chance is asked: what about, the uniform variate at that address, and what comes of it.
    Draw(Drawn, f64, f64),
}

/// What is drawn, and in which unit comes what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// When the next case comes; in hours from the beginning of week 0.
    Arrival(DemandId),
    /// Complexity of a case, without a unit.
    Complexity(DemandId),
    /// How long it lasts, in hours.
    Lasts(DemandId),
    /// Whether the task is requested: 1 or 0.
    Share(TaskId),
    /// Until it is ready, in hours.
    Lag(TaskId),
    /// Until it expires, in hours.
    Expires(TaskId),
    /// Until a way opens, in hours.
    Opens(TaskId, u8),
    /// Standard time of a way, in hours.
    Time(TaskId, u8),
    /// Whether an automated way succeeds: 1 or 0.
    Success(TaskId, u8),
    /// Whether the attempt is repeated: 1 or 0.
    Repeat(TaskId),
    /// Whether it sends back what it was given: 1 or 0.
    Rejects(TaskId),
    /// How many defects an attempt introduces.
    Introduced(TaskId),
    /// Whether somebody misses a shift: 1 or 0.
    Absent(OccupationId),
}

impl Drawn {
    fn describe(self, config: &Configuration) -> String {
        let demand = |id: DemandId| &config.demands[id].name;
        let task = |id: TaskId| &config.tasks[id].name;
        let way = |id: TaskId, way: u8| &config.tasks[id].ways[way as usize].name;
        match self {
            Drawn::Arrival(id) => format!("hour of the next {}", demand(id)),
            Drawn::Complexity(id) => format!("complexity of {}", demand(id)),
            Drawn::Lasts(id) => format!("hours {} lasts", demand(id)),
            Drawn::Share(id) => format!("whether {} is requested", task(id)),
            Drawn::Lag(id) => format!("hours until {} is ready", task(id)),
            Drawn::Expires(id) => format!("hours until {} expires", task(id)),
            Drawn::Opens(id, number) => format!("hours until {}/{} opens", task(id), way(id, number)),
            Drawn::Time(id, number) => format!("hours {}/{} takes", task(id), way(id, number)),
            Drawn::Success(id, number) => format!("whether {}/{} succeeds", task(id), way(id, number)),
            Drawn::Repeat(id) => format!("whether {} is repeated", task(id)),
            Drawn::Rejects(id) => format!("whether {} sends back", task(id)),
            Drawn::Introduced(id) => format!("defects {} introduces", task(id)),
            Drawn::Absent(id) => format!("whether a {} is absent", config.occupations[id].name),
        }
    }
}

impl Step {
    /// The step in words, such as `09:06 start note/typist 0`: hours count from the beginning of week 0.
    pub fn describe(&self, config: &Configuration) -> String {
        let minutes = self.time.0.div_euclid(60_000);
        let clock = format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60));
        let task = |task: TaskId| &config.tasks[task].name;
        let product = |product: ProductId| &config.products[product].name;
        let what = match self.what {
            What::Ready(id) => format!("ready {}", task(id)),
            What::Start(id, way, lead) => {
                let lead = lead.map_or(String::new(), |lead| format!(" {lead}"));
                format!("start {}/{}{lead}", task(id), config.tasks[id].ways[way].name)
            }
            What::Suspend(id) => format!("suspend {}", task(id)),
            What::Resume(id) => format!("resume {}", task(id)),
            What::Block(id) => format!("block {}", task(id)),
            What::Done(id) => format!("done {}", task(id)),
            What::Superseded(id) => format!("superseded {}", task(id)),
            What::Abandoned(id, cause) => format!("abandoned {} ({})", task(id), cause.name()),
            What::SentBack(id) => format!("sent back {}", task(id)),
            What::Written(id) => format!("written {}", product(id)),
            What::Absent(id, cause) => format!("absent {} ({})", product(id), cause.name()),
            What::Withdrawn(id) => format!("withdrawn {}", product(id)),
            What::Draw(of, variate, value) => {
                format!("drawn {}: {variate:.6} gives {value:.6}", of.describe(config))
            }
        };
        format!("{clock} {what}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_noted_until_they_are_taken() {
        let step = Step { time: Time::ZERO, site: 0, what: What::Ready(TaskId(0)) };
        let mut traces = [Trace::new(true), Trace::new(false)];
        traces.iter_mut().for_each(|trace| trace.note(step));
        assert_eq!(traces.each_mut().map(Trace::take), [vec![step], vec![]]);
        assert!(!traces[0].is_on());
    }
}
