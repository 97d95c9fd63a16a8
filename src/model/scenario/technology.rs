//! Tools that are adopted over time.

use super::OccupationId;
use crate::engine::Dist;
use crate::units::{Span, Time};

/// A tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Technology {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// When it is adopted.
    pub adoption: Adoption,
    /// How ways with it are slower at first.
    pub dip: Option<Dip>,
    /// When it is down.
    pub downtime: Option<Downtime>,
    /// Intensity with which a worker uses it, between 0 and 1 (values outside are cut off), drawn per worker; none:
    /// always.
    pub uptake: Option<Dist>,
    /// How those who review what it made come to trust it; none: they review alike for ever.
    pub trust: Option<Trust>,
    /// What it costs.
    pub price: Option<Price>,
    /// What management believes.
    pub expects: Option<Expectation>,
}

/// When a tool is adopted by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// The unit that adopts.
    pub by: AdoptedBy,
    /// When adoption begins, by copy of the site (the last entry serves all further copies).
    pub start: Vec<Start>,
    /// How it spreads after the start.
    pub curve: Curve,
    /// Share of units that ever adopt.
    pub ceiling: f64,
}

/// The unit that adopts a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdoptedBy {
    /// A site as a whole.
    Site,
    /// Each worker.
    Worker,
}

/// A start of adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From the beginning, warm-up included (if on in the control).
    Before,
    /// From this time on.
    At(Time),
}

/// How adoption spreads: the share of eventual adopters by time since the start. A unit's date is the time at which the
/// curve passes its keyed uniform draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// All at once.
    Step,
    /// 1 / (1 + exp(-(t - midpoint) / scale)).
    Logistic {
        /// Time at which half have adopted.
        midpoint: Span,
        /// Time scale.
        scale: Span,
    },
    /// (1 - exp(-(p + q) t)) / (1 + q/p exp(-(p + q) t)) (Bass 1969).
    Bass {
        /// Coefficient of innovation, a year.
        p: f64,
        /// Coefficient of imitation, a year.
        q: f64,
    },
}

/// Ways with the tool take 1 + depth × exp(-t / recovery) times as long, t since the adoption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dip {
    /// Slow-down at adoption.
    pub depth: f64,
    /// Time constant.
    pub recovery: Span,
}

/// Alternating up and down times, per site, in ms.
#[derive(Clone, Debug, PartialEq)]
pub struct Downtime {
    /// Time up.
    pub every: Dist,
    /// Time down.
    pub lasts: Dist,
}

/// Trust of a worker in a tool: the mean of a Beta belief that its work is clean, updated by each review they lead of
/// what it made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trust {
    /// Parameters of the belief before any review, both above 0.
    pub prior: [f64; 2],
    /// A review takes 1 - shortens x trust of its time.
    pub shortens: f64,
    /// Defects are noticed with 1 - complacency x trust of their probability.
    pub complacency: f64,
}

impl Trust {
    /// Mean of the belief after so many reviews without and with a defect found: (a + clean) / (a + b + clean + found),
    /// the conjugate update of a Beta prior (Gelman et al. 2013, Bayesian Data Analysis, section 2.4).
    pub fn after(&self, clean: u32, found: u32) -> f64 {
        let [a, b] = self.prior;
        (a + clean as f64) / (a + b + clean as f64 + found as f64)
    }
}

/// What a tool costs, in currency units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Price {
    /// Each unit (site or worker) that adopts it after time zero, or has it in this arm from then on. What somebody
    /// leaves behind who goes serves the next, so it is paid once for the largest number there has been.
    pub once: f64,
    /// A year and user: who has adopted it or, if sites do, everybody there whose work has a way with it.
    pub per_user_year: f64,
    /// Each instance done by people with it, or started on an automated way.
    pub per_use: f64,
}

/// What management believes a tool saves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// Whose hours.
    pub occupation: OccupationId,
    /// Share of that occupation's hours in the control.
    pub hours_saved: f64,
}
