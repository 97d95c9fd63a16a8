//! Timers of instances: `lag`, `expires`, `after` and `hand_over`. Those of one fixed length share a ring of the
//! future.

use super::{Payload, class};
use crate::engine::{Class, Dist, EventQueue, Key, RingId, Salt};
use crate::model::compile::compiled::delay_of;
use crate::model::compile::plan::Plan;
use crate::model::scenario::{OccupationId, TaskId};
use crate::units::{IdVec, Span, Time};
use std::collections::BTreeMap;

/// The timers of the configuration that is valid here.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    rings: BTreeMap<(Span, Class), RingId>,
    pub tasks: IdVec<TaskId, TaskTimers>,
    /// How long suspended work waits for the worker who left it.
    pub hand_over: IdVec<OccupationId, Option<RingId>>,
}

/// The timers of a task.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct TaskTimers {
    pub lag: Timer,
    pub expires: Timer,
    /// Ways that open late: their `after`, and until those who lead them respond.
    pub after: Vec<(u8, Timer, Timer)>,
}

/// How long a timer runs.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) enum Timer {
    #[default]
    None,
    Fixed(Span, RingId),
    Random(Dist),
}

impl Timers {
    /// Compiles the timers of a configuration; rings that are there already are used again.
    pub fn set(&mut self, plan: &Plan, future: &mut EventQueue<Payload>) {
        let rings = &mut self.rings;
        let mut ring =
            |span: Span, class: Class| *rings.entry((span, class)).or_insert_with(|| future.ring(span, class));
        let occupations = plan.config.occupations.iter();
        self.hand_over = occupations.map(|row| row.hand_over.map(|wait| ring(wait, class::TIMER))).collect();
        let mut timer = |of: Option<&Dist>, class: Class| match of {
            None => Timer::None,
            Some(Dist::Constant(ms)) => {
                let span = Span::from_ms(*ms).max(Span::ZERO);
                Timer::Fixed(span, ring(span, class))
            }
            Some(dist) => Timer::Random(dist.clone()),
        };
        self.tasks = plan
            .config
            .tasks
            .iter()
            .map(|task| TaskTimers {
                lag: timer(task.lag.as_ref(), class::TIMER),
                expires: timer(task.expires.as_ref(), class::EXPIRY),
                after: (0u8..)
                    .zip(&task.ways)
                    .map(|(number, way)| {
                        let delay = timer(delay_of(&plan.config, way), class::TIMER);
                        (number, timer(way.after.as_ref(), class::TIMER), delay)
                    })
                    .filter(|(_, after, delay)| !matches!((after, delay), (Timer::None, Timer::None)))
                    .collect(),
            })
            .collect();
    }
}

impl Timer {
    /// How long it runs this time; none if there is no such timer.
    pub fn span(&self, key: Key, salt: Salt) -> Option<Span> {
        match self {
            Timer::None => None,
            Timer::Fixed(span, _) => Some(*span),
            Timer::Random(dist) => Some(Span::from_ms(dist.quantile(key.unit(salt))).max(Span::ZERO)),
        }
    }

    /// Starts it at `now` for a span it has given.
    pub fn start(&self, future: &mut EventQueue<Payload>, now: Time, span: Span, class: Class, payload: Payload) {
        match self {
            Timer::Fixed(_, ring) => future.start(*ring, now, payload),
            _ => future.schedule(now + span, class, payload),
        }
    }
}
