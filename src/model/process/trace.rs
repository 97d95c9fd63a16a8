//! What happened, step by step, for whoever wants to see it: tests of exact sequences, and event logs.

use super::Process;
use crate::model::outcome::Cause;
use crate::model::scenario::{ProductId, TaskId, World};
use crate::units::Time;

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub time: Time,
    /// Where: number of the place (copies of the first kind of site, then of the second, ...).
    pub place: usize,
    /// What.
    pub what: What,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A task instance is ready.
    Ready(TaskId),
    /// It starts on this way, led by this worker (number at the place; none if automated or of an unlimited occupation).
    Start(TaskId, usize, Option<u32>),
    /// Its people leave it for now.
    Suspend(TaskId),
    /// They take it up again.
    Resume(TaskId),
    /// It waits for the answer to a query.
    Block(TaskId),
    /// It is done.
    Done(TaskId),
    /// Nothing it would write is missing and wanted any longer.
    Overtaken(TaskId),
    /// It is given up.
    Abandoned(TaskId, Cause),
    /// It goes back to gathering.
    SentBack(TaskId),
    /// A product is written.
    Written(ProductId),
    /// A product is absent for good.
    Absent(ProductId, Cause),
    /// A product is withdrawn.
    Withdrawn(ProductId),
}

impl Step {
    /// The step in words, such as `09:06 start note/typist 0`: hours count from the beginning of week 0.
    pub fn describe(&self, world: &World) -> String {
        let minutes = self.time.0.div_euclid(60_000);
        let clock = format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60));
        let task = |task: TaskId| &world.tasks[task].name;
        let product = |product: ProductId| &world.products[product].name;
        let what = match self.what {
            What::Ready(id) => format!("ready {}", task(id)),
            What::Start(id, way, lead) => {
                let lead = lead.map_or(String::new(), |lead| format!(" {lead}"));
                format!("start {}/{}{lead}", task(id), world.tasks[id].ways[way].name)
            }
            What::Suspend(id) => format!("suspend {}", task(id)),
            What::Resume(id) => format!("resume {}", task(id)),
            What::Block(id) => format!("block {}", task(id)),
            What::Done(id) => format!("done {}", task(id)),
            What::Overtaken(id) => format!("overtaken {}", task(id)),
            What::Abandoned(id, cause) => format!("abandoned {} ({})", task(id), cause.name()),
            What::SentBack(id) => format!("sent back {}", task(id)),
            What::Written(id) => format!("written {}", product(id)),
            What::Absent(id, cause) => format!("absent {} ({})", product(id), cause.name()),
            What::Withdrawn(id) => format!("withdrawn {}", product(id)),
        };
        format!("{clock} {what}")
    }
}

impl Process<'_> {
    /// Notes a step if somebody wants to see them.
    #[inline]
    pub(super) fn note(&mut self, what: What) {
        if let Some(steps) = &mut self.steps {
            steps.push(Step { time: self.now, place: self.place, what });
        }
    }
}
