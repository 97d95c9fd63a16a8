//! Tasks and the ways in which they may be done.

use super::{Condition, DefectKindId, OccupationId, ProductId, Read, SiteId, TaskId, TechnologyId};
use crate::engine::Dist;
use crate::units::{Recurrence, Span};

/// One piece of data work, or of care. What the file states at the task for all ways is copied into each [`Way`].
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// The kind of site where it runs; none: at its case's home.
    pub at: Option<SiteId>,
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
    /// Probability that an attempt is rejected by whoever made it.
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
    /// What a scenario leaves unsaid: a task that is always requested at its case's home, without a name and without ways.
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

/// How a task may be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// Whether it is on in this arm.
    pub on: bool,
    /// What it reads (reads whose only writers are off in this arm are left out).
    pub reads: Vec<Read>,
    /// What it writes.
    pub writes: Vec<ProductId>,
    /// Occupations that work together for the whole time, the first leads; empty: automated.
    pub team: Vec<OccupationId>,
    /// The tool it needs.
    pub tool: Option<TechnologyId>,
    /// Time in ms.
    pub time: Dist,
    /// Further time in ms for each item gathered, drawn for each.
    pub per_item: Dist,
    /// Probability that an automated way or an answer succeeds.
    pub success: f64,
    /// Probability that the way exists for a case.
    pub chance: f64,
    /// Ruled out while this does not hold.
    pub when: Option<Condition>,
    /// Opens this long in ms after the instance is ready.
    pub after: Option<Dist>,
    /// What kind of work it is, with shares that sum to one.
    pub activity: Vec<(Activity, f64)>,
    /// Probability that the lead notices an inherited defect, by kind (one entry per defect kind; empty: none noticed).
    pub finds: Vec<f64>,
    /// What is done about defects noticed.
    pub on_found: OnFound,
    /// Time in ms to fix one defect, drawn for each.
    pub fix_time: Dist,
    /// Time in ms to take blocked work up again.
    pub resume_cost: f64,
    /// Defects this way introduces.
    pub defects: Option<Defects>,
    /// Whether it is in the activity statistics and in planners' arithmetic: if not, nobody sees it but those it keeps busy.
    pub counted: bool,
    /// Whether its hours are review when what it reads was made with a tool.
    pub reviews: bool,
    /// Weight of its hours in the strain of those who do it.
    pub load: f64,
}

impl Default for Way {
    /// What a scenario leaves unsaid: an automated way that takes no time, always succeeds, and reads and writes nothing.
    fn default() -> Way {
        Way {
            name: String::new(),
            on: true,
            reads: Vec::new(),
            writes: Vec::new(),
            team: Vec::new(),
            tool: None,
            time: Dist::Constant(0.0),
            per_item: Dist::Constant(0.0),
            success: 1.0,
            chance: 1.0,
            when: None,
            after: None,
            activity: vec![(Activity::Create, 1.0)],
            finds: Vec::new(),
            on_found: OnFound::Ignore,
            fix_time: Dist::Constant(0.0),
            resume_cost: 0.0,
            defects: None,
            counted: true,
            reviews: false,
            load: 1.0,
        }
    }
}

impl Way {
    /// The leading occupation; none for automated ways.
    pub fn lead(&self) -> Option<OccupationId> {
        self.team.first().copied()
    }
}

/// The paper's seven activities, and care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activity {
    /// Creating data.
    Create,
    /// Collecting data.
    Collect,
    /// Managing data.
    Manage,
    /// Curating data.
    Curate,
    /// Analyzing data.
    Analyze,
    /// Interpreting data.
    Interpret,
    /// Communicating data.
    Communicate,
    /// Not data work, but it competes for the same people.
    Care,
}

impl Activity {
    /// All of them, in the paper's order, care last.
    pub const ALL: [Activity; 8] = [
        Activity::Create,
        Activity::Collect,
        Activity::Manage,
        Activity::Curate,
        Activity::Analyze,
        Activity::Interpret,
        Activity::Communicate,
        Activity::Care,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Activity::Create => "create",
            Activity::Collect => "collect",
            Activity::Manage => "manage",
            Activity::Curate => "curate",
            Activity::Analyze => "analyze",
            Activity::Interpret => "interpret",
            Activity::Communicate => "communicate",
            Activity::Care => "care",
        }
    }

    /// Whether it is data work.
    pub fn is_data_work(self) -> bool {
        self != Activity::Care
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

/// What becomes of defects that were noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFound {
    /// Nothing.
    Ignore,
    /// They are fixed, `fix_time` each.
    Fix,
    /// They are asked about.
    Query {
        /// The task that answers: one with neither reads nor writes.
        task: TaskId,
        /// Who is asked.
        to: QueryTo,
    },
}

/// Who is asked about a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryTo {
    /// Who led the work in which it was made.
    Origin,
    /// Who led the work that wrote what the asker reads (the first of its reads).
    Author,
    /// Anybody of an occupation.
    Occupation(OccupationId),
}

/// Defects a way introduces.
#[derive(Clone, Debug, PartialEq)]
pub struct Defects {
    /// Mean number per attempt (Poisson).
    pub introduced: f64,
    /// Probability of each kind; sums to one.
    pub kinds: Vec<(DefectKindId, f64)>,
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

impl Task {
    /// The way that planners count on: the first that is on, counted, and led by those the task is meant for. `None`: no planner
    /// sees the work of this task.
    pub fn meant_way(&self) -> Option<usize> {
        let meant = |way: &Way| way.on && way.counted && self.meant_for.is_some() && way.lead() == self.meant_for;
        self.ways.iter().position(meant)
    }
}
