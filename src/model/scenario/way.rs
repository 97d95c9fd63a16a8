//! The ways in which a task may be done, and what comes of them.

use super::{Condition, DefectKindId, OccupationId, ProductId, Read, TaskId, TechnologyId};
use crate::engine::Dist;

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
    /// Whether it is in the activity statistics and in planners' arithmetic: if not, nobody sees it but those it keeps
    /// busy.
    pub counted: bool,
    /// Whether its hours are review when what it reads was made with a tool.
    pub reviews: bool,
    /// Weight of its hours in the strain of those who do it.
    pub load: f64,
}

impl Default for Way {
    /// What a scenario leaves unsaid: an automated way that takes no time, always succeeds, and reads and writes
    /// nothing.
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

    /// What the work is expected to take.
    pub fn standard_time(&self) -> StandardTime {
        StandardTime { once: self.time.mean(), per_item: self.per_item.mean() }
    }
}

/// What a way is expected to take of each member of its team: in a case of mean complexity, by somebody experienced,
/// without the dip of a new tool. Queues in order of length, planners, and estimates of load before a run all count by
/// it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardTime {
    once: f64,
    per_item: f64,
}

impl StandardTime {
    /// With so many items gathered \[ms\]: mean of `time`, and of `per_item` for each.
    #[inline]
    pub fn with(self, items: f64) -> f64 {
        self.once + self.per_item * items
    }

    /// Whether it depends on the number of items.
    pub fn is_itemised(self) -> bool {
        self.per_item > 0.0
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::MINUTE;

    /// By hand: 6 min, and 2 min for each of 4 items.
    #[test]
    fn standard_time_is_the_mean_with_that_of_all_items() {
        let time = Dist::exponential(MINUTE.ms() * 6.0).expect("a mean above zero");
        let way = Way { time, per_item: Dist::Constant(MINUTE.ms() * 2.0), ..Way::default() };
        assert_eq!(way.standard_time().with(4.0), MINUTE.ms() * 14.0);
        assert!(way.standard_time().is_itemised() && !Way::default().standard_time().is_itemised());
    }
}
