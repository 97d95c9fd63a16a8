//! Kinds of worker.

use super::HumanFactors;
use crate::engine::Dist;
use crate::units::Span;

/// A kind of worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Occupation {
    /// Its name.
    pub name: String,
    /// Wage in currency units an hour.
    pub wage: f64,
    /// What an hour costs beyond the wage, as a share of it.
    pub on_cost: f64,
    /// Contract hours a week of a full-time worker.
    pub contract: Span,
    /// When they are on shift.
    pub roster: Roster,
    /// Probability of being away from a rostered shift (leave, sickness, training).
    pub absent: f64,
    /// Length of the break in the middle of each shift; zero for none. A break is not paid and not worked.
    pub break_time: Span,
    /// Work that needs less than this at the end of a shift is finished.
    pub overrun: Span,
    /// How long suspended work waits for its starter before anybody of the occupation may resume it.
    pub hand_over: Option<Span>,
    /// Whether and how long they go on after the shift with owned work.
    pub after_hours: Option<AfterHours>,
    /// Order of their queue after urgency and priority.
    pub discipline: Discipline,
    /// Nobody queues for them: each topmost case has its own.
    pub unlimited: bool,
    /// How they change.
    pub people: HumanFactors,
    /// Time in ms from ready until one of an unlimited occupation begins; none: at once.
    pub delay: Option<Dist>,
}

impl Occupation {
    /// Wage and on-costs of an hour.
    pub fn cost_of_hour(&self) -> f64 {
        self.wage * (1.0 + self.on_cost)
    }

    /// Share of the rostered time in which a worker is present: the complement of `absent`, which is drawn for each
    /// shift. One for [`Roster::Always`], which has no shifts to be away from.
    pub fn presence(&self) -> f64 {
        if self.roster == Roster::Always { 1.0 } else { 1.0 - self.absent }
    }
}

/// When workers of an occupation are on shift.
#[derive(Clone, Debug, PartialEq)]
pub enum Roster {
    /// Never off: for queues as in textbooks.
    Always,
    /// Lines to which workers are dealt.
    Lines(Vec<ShiftLine>),
}

/// A line of the roster: the same hours on some days of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftLine {
    /// Days on which it starts, Monday first.
    pub days: [bool; 7],
    /// Start, from 00:00.
    pub start: Span,
    /// Length; may run past midnight.
    pub length: Span,
    /// Share of the workers on this line; the shares of an occupation sum to one.
    pub share: f64,
}

/// Work after the end of the shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterHours {
    /// At most this long after the shift.
    pub up_to: Span,
    /// Whether it is paid.
    pub paid: bool,
}

/// How a queue is ordered after urgency and priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discipline {
    /// By the time at which the instance became ready.
    #[default]
    Fifo,
    /// By the time at which it is due; without `due` it comes last.
    Due,
    /// By expected time.
    Shortest,
}
