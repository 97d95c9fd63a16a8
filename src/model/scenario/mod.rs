//! A scenario as checked: every name resolved, every number within range, every default filled in. What is built from
//! these types is not checked again. One [`Configuration`] per arm (and per year and variant: what
//! fired `set` policies lead to); all configurations of
//! a scenario have the same tables in the same order, so an identifier means the same in each.

mod arrivals;
pub mod build;
mod condition;
mod demand;
mod expectation;
mod occupation;
mod path;
mod people;
mod policy;
mod precision;
mod product;
mod provenance;
mod site;
mod task;
mod technology;
mod variants;
mod way;

pub use arrivals::{Arrivals, Segment, WeeklyRate};
pub use condition::{Clause, Condition, Measured, Threshold};
pub use demand::{Demand, Source};
pub use expectation::{Direction, Prediction};
pub use occupation::{AfterHours, Discipline, Occupation, Roster, ShiftLine};
pub use path::{end_of_path, key, keys};
pub use people::{HumanFactors, Learning, Strain, Turnover};
pub use policy::{Action, Amount, Keep, Policy, Scope, Trigger};
pub use precision::{HalfWidth, Precision, PrecisionTarget};
pub use product::{Category, Product, Read, Reading};
pub use provenance::{Provenance, Quoted};
pub use site::{Link, SiteType};
pub use task::{Collect, Gather, Preempted, Rejects, Task};
pub use technology::{AdoptedBy, Adoption, Curve, Dip, Downtime, Expectation, Price, Start, Technology, Trust};
pub use variants::{Edit, Variants};
pub use way::{Activity, Defects, OnFound, QueryTo, StandardTime, Way};

use crate::units::{Calendar, IdVec, Span, Time, define_id};

define_id!(/// A site type.
    SiteTypeId);
define_id!(/// An occupation.
    OccupationId);
define_id!(/// A data product.
    ProductId);
define_id!(/// A use of data (care, billing, quality, ...).
    UseId);
define_id!(/// A demand.
    DemandId);
define_id!(/// A task.
    TaskId);
define_id!(/// A technology.
    TechnologyId);
define_id!(/// A policy.
    PolicyId);
define_id!(/// An arm.
    ArmId);
define_id!(/// A trait of those whom cases are about.
    TraitId);
define_id!(/// A kind of defect.
    DefectKindId);

/// A whole scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The file's stem, which names the results folder.
    pub name: String,
    /// One line.
    pub title: String,
    /// What the answer answers.
    pub question: String,
    /// What the reader of the answer must know.
    pub note: String,
    /// Code of the currency of all money; none: none is named.
    pub currency: Option<String>,
    /// Ties time zero to a date.
    pub calendar: Calendar,
    /// Length of the warm-up, which ends at time zero; none yet if it is to be found.
    pub warm_up: Span,
    /// Where that length comes from.
    pub warm_up_from: WarmUpFrom,
    /// End of the run.
    pub end: Time,
    /// Named windows in file order, in whole weeks; the answer uses the last. Never empty: without `[period]` there is
    /// one, `all`.
    pub periods: Vec<Period>,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of replications; the largest, if `precision` says when to stop.
    pub replications: u32,
    /// Whether the hours ledger is kept.
    pub ledger: bool,
    /// When there are enough replications, if that is to be seen while running.
    pub precision: Option<Precision>,
    /// Beginnings of the calendar years from which other numbers are valid, in order; empty if none changes by the
    /// year.
    pub years: Vec<Time>,
    /// Arms in file order. Never empty: without `[arm]` there is one, `base`.
    pub arms: IdVec<ArmId, Arm>,
    /// The arm the others are compared with.
    pub control: ArmId,
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// What it leads one to expect, if it says so.
    pub prediction: Option<Prediction>,
    /// Metrics that the answer shows besides what it always shows.
    pub show: Vec<String>,
}

impl Scenario {
    /// How many of [`Scenario::years`] have begun by `time`.
    pub fn year_at(&self, time: Time) -> usize {
        self.years.partition_point(|begin| *begin <= time)
    }
}

/// Where the length of the warm-up comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarmUpFrom {
    /// The scenario states it.
    #[default]
    Scenario,
    /// A pilot of the control is to find it: it must, before anything is run.
    ToFind,
    /// A pilot of the control has found it.
    Pilot,
}

/// A named window of time in which outcomes are reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Its name.
    pub name: String,
    /// First week.
    pub from_week: i64,
    /// Week after the last; the run's last, partial week counts as whole.
    pub to_week: i64,
}

/// One arm.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// The policies with a `set` action that are on in this arm, in file order.
    pub set_policies: Vec<PolicyId>,
    /// What their firing leads to.
    pub variants: Variants,
    /// The configurations by year and variant ([`Arm::place_of`]).
    pub configs: Vec<Configuration>,
}

impl Arm {
    /// Where the configuration of `variant` stands that is valid once so many of [`Scenario::years`] have begun.
    pub fn place_of(&self, year: usize, variant: usize) -> usize {
        year * self.variants.count() + variant
    }

    /// The variant that is valid once a policy that sets numbers and is on fires in `variant`.
    pub fn after(&self, variant: usize, policy: PolicyId) -> usize {
        let position = self.set_policies.iter().position(|other| *other == policy);
        self.variants.after(variant, position.expect("a `set` policy that is on is among the arm's"))
    }

    /// That configuration, before any `set` policy has fired.
    pub fn config_in(&self, year: usize) -> &Configuration {
        &self.configs[self.place_of(year, 0)]
    }
}

/// What is simulated in one arm: all tables, with switches and overrides applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Site types.
    pub sites: IdVec<SiteTypeId, SiteType>,
    /// Links between site types.
    pub links: Vec<Link>,
    /// Occupations.
    pub occupations: IdVec<OccupationId, Occupation>,
    /// Names of uses.
    pub uses: IdVec<UseId, String>,
    /// Data products.
    pub products: IdVec<ProductId, Product>,
    /// Demands.
    pub demands: IdVec<DemandId, Demand>,
    /// Tasks.
    pub tasks: IdVec<TaskId, Task>,
    /// Technologies.
    pub technologies: IdVec<TechnologyId, Technology>,
    /// Policies.
    pub policies: IdVec<PolicyId, Policy>,
    /// Names of traits, at most 64.
    pub traits: IdVec<TraitId, String>,
    /// Names of defect kinds.
    pub defect_kinds: IdVec<DefectKindId, String>,
}

impl Configuration {
    /// The link from one site type to another.
    pub fn link(&self, from: SiteTypeId, to: SiteTypeId) -> Option<&Link> {
        self.links.iter().find(|link| link.from == from && link.to == to)
    }
}
