//! Tasks.

use super::{Condition, OccupationId, ProductId, SiteTypeId, TaskId, Way};
use crate::engine::Dist;
use crate::units::{Recurrence, Span};

/// One piece of data work, or of care. What the file states at the task for all ways is copied into each [`Way`].
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// The site type where it runs; none: at its case's home.
    pub at: Option<SiteTypeId>,
    /// The ways, in the order in which they are tried.
    pub ways: Vec<Way>,
    /// The lead must be who led that task, for ways led by the owner's occupation.
    pub owner: Option<TaskId>,
    /// How long the work waits in the owner's in-basket; none: until the end of the owner's next shift.
    pub owner_wait: Option<Span>,
    /// The lead must not be who led that task.
    pub not_by: Option<TaskId>,
    /// The occupation the work belongs to; none for automated tasks.
    pub meant_for: Option<OccupationId>,
    /// Larger goes first.
    pub priority: i32,
    /// Goes before all that is not, and interrupts preemptible work if nobody is free.
    pub urgent: bool,
    /// Whether urgent work may interrupt it; by default if it is data work.
    pub preemptible: bool,
    /// What becomes of it when it was interrupted.
    pub preempted: Preempted,
    /// Probability that it is requested in a case at all.
    pub share: f64,
    /// Looked at once in a case, when the task would first be requested.
    pub when: Option<Condition>,
    /// Time in ms between being requested and being ready.
    pub lag: Option<Dist>,
    /// When it should be done, from ready.
    pub due: Option<Span>,
    /// Time in ms from ready after which it is given up.
    pub expires: Option<Dist>,
    /// Probability that an attempt is rejected by the worker who made it.
    pub repeat: f64,
    /// What this task may send back.
    pub rejects: Option<Rejects>,
    /// The attempt that neither repeats nor rejects, at least 1.
    pub attempts: u32,
    /// Gathers products of many cases.
    pub collect: Option<Collect>,
    /// Derived order of what it writes: the largest over its writes, or over its reads if it writes nothing, or 0.
    pub order: u16,
}

impl Default for Task {
    /// What a scenario leaves unsaid: a task that is always requested at its case's home, without a name and without
    /// ways.
    fn default() -> Task {
        Task {
            name: String::new(),
            on: true,
            at: None,
            ways: Vec::new(),
            owner: None,
            owner_wait: None,
            not_by: None,
            meant_for: None,
            priority: 0,
            urgent: false,
            preemptible: true,
            preempted: Preempted::Resume,
            share: 1.0,
            when: None,
            lag: None,
            due: None,
            expires: None,
            repeat: 0.0,
            rejects: None,
            attempts: 5,
            collect: None,
            order: 0,
        }
    }
}

impl Task {
    /// The way that planners count on: the first that is on, counted, and led by those the task is meant for. `None`:
    /// no planner sees the work of this task.
    pub fn meant_way(&self) -> Option<usize> {
        let meant = |way: &Way| way.on && way.counted && self.meant_for.is_some() && way.lead() == self.meant_for;
        self.ways.iter().position(meant)
    }
}

/// What becomes of work that urgent work interrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preempted {
    /// It is taken up where it was left.
    #[default]
    Resume,
    /// It is begun anew.
    Restart,
}

/// What a task sends back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rejects {
    /// The product that is withdrawn.
    pub product: ProductId,
    /// Probability without defects.
    pub base: f64,
    /// Added for each defect of the product as read.
    pub per_defect: f64,
}

/// How a task gathers products of many cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Collect {
    /// What triggers it.
    pub gather: Gather,
    /// At most this many items are taken, by keyed rank.
    pub sample: Option<u32>,
    /// Whether an empty period triggers.
    pub empty: bool,
    /// How many cases are made of each trigger.
    pub copies: u32,
}

/// What triggers a collecting task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// At 00:00 of each calendar recurrence, on a case of its own.
    Every(Recurrence),
    /// Whenever this many items are there, on a case of its own.
    Size(u32),
    /// When a parent's episode has ended and every child's products are settled, on the parent's case.
    Children(super::DemandId),
    /// When all copies made by one trigger of that task are settled, on a case of its own.
    CopiesOf(TaskId),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scribe writes instead of the nurse; the nurse's first way is off, and her second is not seen by planners.
    #[test]
    fn planners_count_on_the_first_way_that_is_on_counted_and_led_by_those_it_is_meant_for() {
        let (nurse, scribe) = (OccupationId(0), OccupationId(1));
        let way = |on: bool, counted: bool, lead: OccupationId| Way { on, counted, team: vec![lead], ..Way::default() };
        let ways = vec![
            way(true, true, scribe),
            way(false, true, nurse),
            way(true, false, nurse),
            way(true, true, nurse),
            way(true, true, nurse),
        ];
        let meant = |meant_for| Task { meant_for, ways: ways.clone(), ..Task::default() }.meant_way();
        assert_eq!(
            [meant(Some(nurse)), meant(Some(scribe)), meant(Some(OccupationId(2))), meant(None)],
            [Some(3), Some(0), None, None]
        );
    }
}
