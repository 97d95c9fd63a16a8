//! Tasks and ways as the event loop needs them: small rows side by side, without names and lists, so that what a
//! running site looks at all the time stays in the cache.

use crate::engine::Dist;
use crate::model::compile::schema::Schema;
use crate::model::outcome::work_slots;
use crate::model::scenario::{Configuration, Discipline, OccupationId, OnFound, StandardTime, TaskId, Way};
use crate::units::{IdVec, Span};

/// No occupation: an automated way.
const NOBODY: u16 = u16::MAX;
/// More than any difference of priorities.
const URGENT: i32 = 100_000;

/// All tasks and ways of a configuration.
#[derive(Clone, Debug)]
pub(in crate::model) struct Compiled {
    tasks: IdVec<TaskId, TaskRow>,
    ways: Vec<WayRow>,
    /// Whether some task is urgent.
    pub any_urgent: bool,
    /// Work slots that are not counted: the hours of whom no planner sees.
    pub uncounted: Vec<(usize, OccupationId)>,
    pub disciplines: IdVec<OccupationId, Discipline>,
    /// Something is stated that changes people, and whether that can be strain.
    pub changes: bool,
    pub strains: bool,
    /// Tasks an occupation leads without a tool.
    pub by_hand: IdVec<OccupationId, Vec<TaskId>>,
}

/// A task.
#[derive(Clone, Debug)]
pub(in crate::model) struct TaskRow {
    first: u32,
    ways: u8,
    /// Whether who led it may not lead some other task of the case.
    pub bars: bool,
    /// Whether an attempt can repeat, or send something back.
    pub may_fail: bool,
    pub rejects: bool,
    /// Whether the lead of another task is to lead it, or anybody but them.
    pub owned: bool,
    pub barred: bool,
    /// Larger goes first; urgent ones before all others.
    pub priority: i32,
    pub urgent: bool,
    pub preemptible: bool,
    pub meant_for: Option<OccupationId>,
    pub due: Option<Span>,
    /// [`crate::model::scenario::Task::meant_way`].
    pub meant_way: Option<u8>,
}

/// A way.
#[derive(Clone, Debug)]
pub(in crate::model) struct WayRow {
    lead: u16,
    pub members: u32,
    /// It needs nobody's queue: automated, or of an unlimited occupation.
    pub instant: bool,
    pub tooled: bool,
    /// The lead gets better at it: at this skill.
    pub learns: bool,
    pub skill: u32,
    /// It opens some time after the instance is ready: `after`, or until one of an unlimited occupation responds.
    pub late: bool,
    pub reviews: bool,
    pub fixes: bool,
    /// Some defects may be noticed.
    pub finds: bool,
    /// It introduces some.
    pub makes_defects: bool,
    /// Something it writes is a reading.
    pub observes: bool,
    /// Weight of its hours in strain.
    pub load: f64,
    /// First of its work slots.
    pub work_base: u32,
    /// Time in ms, and that of each item.
    pub time: Dist,
    pub per_item: Dist,
    /// What it is expected to take.
    pub standard: StandardTime,
    /// Items take time.
    pub itemised: bool,
}

impl Compiled {
    pub fn new(config: &Configuration, schema: &Schema) -> Compiled {
        let mut ways: Vec<WayRow> = Vec::new();
        let mut work_base = 0;
        let mut row = |id: TaskId| {
            let task = &config.tasks[id];
            let first = ways.len();
            for way in &task.ways {
                ways.push(way_row(config, way, schema.skills[id].of(way.tool), work_base));
                work_base += way.team.len() as u32;
            }
            TaskRow {
                first: first as u32,
                ways: u8::try_from(task.ways.len()).expect("at most 32 ways, checked by the reader"),
                bars: config.tasks.iter().any(|other| other.not_by == Some(id)),
                may_fail: task.repeat > 0.0 || task.rejects.is_some(),
                rejects: task.rejects.is_some(),
                owned: task.owner.is_some(),
                barred: task.not_by.is_some(),
                priority: task.priority + if task.urgent { URGENT } else { 0 },
                urgent: task.urgent,
                preemptible: task.preemptible,
                meant_for: task.meant_for,
                due: task.due,
                meant_way: task.meant_way().map(|way| way as u8),
            }
        };
        let tasks = config.tasks.ids().map(&mut row).collect();
        let disciplines = config.occupations.iter().map(|occupation| occupation.discipline).collect();
        let strains = config.occupations.iter().any(|occupation| occupation.people.strain.is_some());
        let any_urgent = config.tasks.iter().any(|task| task.urgent);
        let learns = config.occupations.iter().any(|occupation| occupation.people.learning.is_some());
        let trusts = config.technologies.iter().any(|technology| technology.trust.is_some());
        let changes = strains || learns || trusts;
        let slots = work_slots(config).into_iter().enumerate();
        let uncounted = slots.filter(|(_, slot)| !config.tasks[slot.task].ways[slot.way].counted);
        let uncounted = uncounted.map(|(number, slot)| (number, slot.occupation)).collect();
        let by_hand = by_hand(config);
        Compiled { tasks, ways, any_urgent, uncounted, disciplines, changes, strains, by_hand }
    }

    #[inline]
    pub fn task(&self, task: TaskId) -> &TaskRow {
        &self.tasks[task]
    }

    #[inline]
    pub fn ways(&self, task: TaskId) -> &[WayRow] {
        let row = &self.tasks[task];
        &self.ways[row.first as usize..][..row.ways as usize]
    }

    #[inline]
    pub fn way(&self, task: TaskId, way: u8) -> &WayRow {
        &self.ways[self.tasks[task].first as usize + way as usize]
    }
}

fn by_hand(config: &Configuration) -> IdVec<OccupationId, Vec<TaskId>> {
    let leads = |occupation: OccupationId, way: &Way| way.on && way.tool.is_none() && way.lead() == Some(occupation);
    let of = |occupation: OccupationId| {
        let tasks = config.tasks.enumerate().filter(|(_, task)| task.on);
        tasks.filter(|(_, task)| task.ways.iter().any(|way| leads(occupation, way))).map(|(id, _)| id).collect()
    };
    config.occupations.ids().map(of).collect()
}

/// How long those who lead a way take to respond, if they are unlimited.
pub(in crate::model) fn delay_of<'w>(config: &'w Configuration, way: &Way) -> Option<&'w Dist> {
    way.lead().and_then(|lead| config.occupations[lead].delay.as_ref())
}

fn way_row(config: &Configuration, way: &Way, skill: usize, work_base: u32) -> WayRow {
    let unlimited = |lead: OccupationId| config.occupations[lead].unlimited;
    WayRow {
        lead: way.lead().map_or(NOBODY, |lead| lead.0),
        members: way.team.len() as u32,
        instant: way.lead().is_none_or(unlimited),
        tooled: way.tool.is_some(),
        learns: way.lead().is_some_and(|lead| config.occupations[lead].people.learning.is_some()),
        skill: skill as u32,
        late: way.after.is_some() || delay_of(config, way).is_some(),
        reviews: way.reviews,
        fixes: way.on_found == OnFound::Fix,
        finds: !way.finds.is_empty(),
        makes_defects: way.defects.is_some(),
        observes: way.writes.iter().any(|product| config.products[*product].reading.is_some()),
        load: way.load,
        work_base,
        time: way.time.clone(),
        per_item: way.per_item.clone(),
        standard: way.standard_time(),
        itemised: way.standard_time().is_itemised(),
    }
}

impl WayRow {
    /// The leading occupation; none for automated ways.
    #[inline]
    pub fn lead(&self) -> Option<OccupationId> {
        (self.lead != NOBODY).then_some(OccupationId(self.lead))
    }

    /// Whether one worker of an occupation does it alone, from a queue.
    #[inline]
    pub fn is_solo_of(&self, occupation: OccupationId) -> bool {
        !self.instant && self.members == 1 && self.lead() == Some(occupation)
    }

    /// Whether nobody works on it.
    #[inline]
    pub fn is_automated(&self) -> bool {
        self.members == 0
    }
}
