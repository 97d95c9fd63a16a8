//! A configuration compiled onto the schema: who reads what, as bit masks over the slots of a case.

use crate::model::compile::case_type::{CaseOrigin, CaseType, SlotKind, reach, slot_of_read};
use crate::model::compile::compiled::Compiled;
use crate::model::compile::schema::Schema;
use crate::model::scenario::{Configuration, Gather, OccupationId, ProductId, SiteTypeId, Task, TaskId};
use crate::model::sessions::{LONG_GAP, Sessions};
use crate::units::{Bits, Id, IdVec, bits};
use std::num::NonZeroU8;

/// A set of slots or tasks of one case.
pub(in crate::model) type Mask = u64;

/// The number of a task of a case, in one byte: an `Option` of it takes no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct SlotNo(NonZeroU8);

impl SlotNo {
    /// The number of the task at a place, from 0 on; a case has at most 64.
    #[inline(always)]
    pub fn new(place: usize) -> SlotNo {
        SlotNo(NonZeroU8::MIN.saturating_add(place as u8))
    }

    /// How many tasks of the case stand before it.
    #[inline(always)]
    pub fn place(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// One configuration, compiled.
#[derive(Clone, Debug)]
pub(in crate::model) struct Plan {
    pub config: Configuration,
    pub case_types: Vec<CaseTypePlan>,
    pub compiled: Compiled,
    /// Whether some condition of a task or way looks at last week's figures.
    pub looks_back: bool,
    /// By site type: the sessions of tasks that nobody can begin for a day or more on end.
    pub sessions: IdVec<SiteTypeId, IdVec<TaskId, Option<Sessions>>>,
}

/// A case types in one configuration.
#[derive(Clone, Debug)]
pub(in crate::model) struct CaseTypePlan {
    /// Slots a case can have; the others are absent from birth and in no count.
    pub reach: Mask,
    /// By task slot.
    pub tasks: Vec<TaskPlan>,
    /// Task slots whose ways read different things.
    pub ways_differ: Mask,
    /// By site type.
    pub views: IdVec<SiteTypeId, SiteView>,
    /// Slots whose settling concerns nobody but the case itself: no other site, no collecting task, no sibling.
    pub private: Mask,
    /// By slot: site types, other than where it is written, that need to know it.
    pub audience: Vec<Vec<SiteTypeId>>,
    /// By site type: how many other types tell it of products they write.
    pub senders: IdVec<SiteTypeId, u16>,
    /// Whether some task runs away from home.
    pub travels: bool,
    /// Whether something can come back from where it travels to.
    pub returns: bool,
    /// Tasks of this case type that gather children, with the slot they gather in and the children's demand.
    pub gathers: Vec<(usize, crate::model::scenario::DemandId, TaskId)>,
    /// By slot: collecting tasks (numbers of collecting case types) at each site type that read it.
    pub collected_by: Vec<Vec<usize>>,
}

/// What a case type looks like from one site type.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct SiteView {
    /// Task slots that run here, also so that the readers of a product come before its writers.
    pub local: Mask,
    pub readers_first: Vec<u8>,
    /// In that order some task reads what one before it writes: tasks read from each other in a circle, by different
    /// ways.
    pub circular: bool,
    /// Slots written here.
    pub mine: Mask,
    /// Slots that are always wanted: end products and what is read in other cases or at other site types.
    pub always_wanted: Mask,
}

/// A task in a case type.
#[derive(Clone, Debug)]
pub(in crate::model) struct TaskPlan {
    pub task: TaskId,
    /// On, and reachable in this configuration.
    pub on: bool,
    pub kind: SiteTypeId,
    pub ways: Vec<WayPlan>,
    /// All slots some way writes.
    pub writes: Mask,
    /// All slots some way reads.
    pub reads: Mask,
    /// Whether its ways read different things, so that a start makes some of them unwanted.
    pub ways_differ: bool,
}

/// A way in a case type.
#[derive(Clone, Debug)]
pub(in crate::model) struct WayPlan {
    /// Never possible here.
    pub out: bool,
    /// Slots that must be written.
    pub needs: Mask,
    /// Slots that must be settled.
    pub settles: Mask,
    /// Slots it writes.
    pub writes: Mask,
    /// Whether more than its reads decides about it: a tool, a condition, a chance.
    pub conditional: bool,
}

impl Plan {
    pub fn new(config: Configuration, schema: &Schema) -> Plan {
        let mut collectors = Vec::new();
        for case_type in &schema.case_types {
            if let CaseOrigin::Collect(task) = case_type.origin {
                collectors.push((task, case_type.home));
            }
        }
        let case_types =
            schema.case_types.iter().map(|case_type| class_plan(&config, schema, case_type, &collectors)).collect();
        let looks_back = config
            .tasks
            .iter()
            .flat_map(|task| task.when.iter().chain(task.ways.iter().filter_map(|way| way.when.as_ref())))
            .flat_map(|condition| &condition.all)
            .any(|clause| clause.looks_back());
        let compiled = Compiled::new(&config, schema);
        let sessions = sessions(&config, schema);
        Plan { config, case_types, compiled, looks_back, sessions }
    }
}

/// The sessions of each task at each site type where some copy may have the people.
fn sessions(config: &Configuration, schema: &Schema) -> IdVec<SiteTypeId, IdVec<TaskId, Option<Sessions>>> {
    let at = |kind: SiteTypeId| {
        let copies = schema.first[kind]..schema.first[kind] + schema.copies[kind];
        let staffed = |who: OccupationId| copies.clone().any(|place| schema.employed[place][who]);
        let of = |task: &Task| Sessions::of(config, task, staffed).filter(|of| of.longest_gap() >= LONG_GAP);
        config.tasks.iter().map(of).collect()
    };
    config.sites.ids().map(at).collect()
}

/// Whether `task` of `case_type` reads what some other case type gathers or sees: readers in other cases.
fn read_in_other_cases(config: &Configuration, schema: &Schema, class_index: usize, product: ProductId) -> bool {
    let collected = config.tasks.iter().filter(|task| task.on).any(|task| {
        task.collect.as_ref().is_some_and(|collect| match collect.gather {
            Gather::Children(child) => schema.case_types[class_index].origin == CaseOrigin::Demand(child),
            _ => true,
        }) && task.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product))
    });
    let case_type = &schema.case_types[class_index];
    let seen_by_sibling = case_type.slots.contains(&SlotKind::Previous(product));
    let seen_by_child = schema
        .case_types
        .iter()
        .any(|child| child.parent == Some(class_index) && child.slots.contains(&SlotKind::Parent(product)));
    collected || seen_by_sibling || seen_by_child
}

fn class_plan(
    config: &Configuration,
    schema: &Schema,
    case_type: &CaseType,
    collectors: &[(TaskId, SiteTypeId)],
) -> CaseTypePlan {
    let index = schema
        .case_types
        .iter()
        .position(|other| other.origin == case_type.origin && other.home == case_type.home)
        .expect("a case type of the schema");
    let parent = case_type.parent.map(|parent| schema.case_types[parent].slots.clone());
    let reached = reach(config, case_type.origin, parent.as_deref());
    let bit = |kind: SlotKind| case_type.slot(kind).map_or(0, |slot| 1u64 << slot);
    let reach_mask = reached.slots.iter().fold(0, |mask, slot| mask | bit(*slot));
    let tasks: Vec<TaskPlan> = case_type
        .tasks
        .iter()
        .map(|&task| {
            let spec = &config.tasks[task];
            let on = spec.on && reached.tasks.contains(&task);
            let gathers = spec.collect.is_some();
            let ways: Vec<WayPlan> = spec
                .ways
                .iter()
                .map(|way| {
                    let (mut needs, mut settles, mut out) = (0, 0, !on || !way.on);
                    if gathers {
                        needs = bit(SlotKind::Gathered(task));
                    } else {
                        for read in &way.reads {
                            match (slot_of_read(read, &reached, parent.as_deref()), read.optional) {
                                (Some(slot), false) if bit(slot) != 0 => needs |= bit(slot),
                                (Some(slot), true) => settles |= bit(slot),
                                (_, false) => out = true,
                                (None, true) => {}
                            }
                        }
                        out |= needs | settles == 0;
                    }
                    let writes = way.writes.iter().fold(0, |mask, product| mask | bit(SlotKind::Own(*product)));
                    let conditional = way.tool.is_some() || way.when.is_some() || way.chance < 1.0;
                    WayPlan { out, needs, settles, writes, conditional }
                })
                .collect();
            let union =
                |of: fn(&WayPlan) -> Mask| ways.iter().filter(|way| !way.out).fold(0, |mask, way| mask | of(way));
            let first = ways.iter().find(|way| !way.out).map(|way| way.needs | way.settles);
            TaskPlan {
                ways_differ: ways.iter().any(|way| !way.out && Some(way.needs | way.settles) != first),
                task,
                on: on && ways.iter().any(|way| !way.out),
                kind: spec.at.unwrap_or(case_type.home),
                writes: union(|way| way.writes),
                reads: union(|way| way.needs | way.settles),
                ways,
            }
        })
        .collect();
    let mut views: IdVec<SiteTypeId, SiteView> = IdVec::filled(SiteView::default(), config.sites.len());
    // Where each slot is written: at home unless its writers run elsewhere.
    let mut written_at: Vec<SiteTypeId> = vec![case_type.home; case_type.slots.len()];
    for (slot, task) in tasks.iter().enumerate().filter(|(_, task)| task.on) {
        views[task.kind].local |= 1 << slot;
        bits(task.writes).for_each(|product| written_at[product] = task.kind);
    }
    let mut audience = vec![Vec::new(); case_type.slots.len()];
    let mut collected_by = vec![Vec::new(); case_type.slots.len()];
    for (slot, kind) in case_type.slots.iter().enumerate().filter(|(slot, _)| reach_mask.has(*slot)) {
        views[written_at[slot]].mine |= 1 << slot;
        let mut readers: Vec<SiteTypeId> =
            tasks.iter().filter(|task| task.on && task.reads.has(slot)).map(|task| task.kind).collect();
        let read_here = !readers.is_empty();
        if let SlotKind::Own(product) = *kind {
            for (number, &(task, kind)) in collectors.iter().enumerate() {
                let spec = &config.tasks[task];
                let reads = spec.on
                    && spec.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product));
                let here = schema.serves(case_type.home, kind, spec.at);
                if reads && here {
                    readers.push(kind);
                    collected_by[slot].push(number);
                }
            }
            let elsewhere = readers.iter().any(|kind| *kind != written_at[slot]);
            if !read_here || elsewhere || read_in_other_cases(config, schema, index, product) {
                views[written_at[slot]].always_wanted |= 1 << slot;
            }
        }
        readers.sort_unstable();
        readers.dedup();
        readers.retain(|kind| *kind != written_at[slot]);
        audience[slot] = readers;
    }
    // A product not read by this case type but by some task elsewhere is no end product, yet nobody can want it here.
    for (slot, kind) in case_type.slots.iter().enumerate() {
        let SlotKind::Own(product) = *kind else { continue };
        let read_somewhere = config.tasks.iter().any(|task| {
            task.on && task.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product))
        });
        let read_by_class = tasks.iter().any(|task| task.on && task.reads.has(slot));
        if read_somewhere
            && !read_by_class
            && collected_by[slot].is_empty()
            && !read_in_other_cases(config, schema, index, product)
        {
            views[written_at[slot]].always_wanted &= !(1 << slot);
        }
    }
    let seen_by_sibling = |kind: &SlotKind| match *kind {
        SlotKind::Own(product) => case_type.slots.contains(&SlotKind::Previous(product)),
        _ => false,
    };
    let private = (0..case_type.slots.len())
        .filter(|slot| {
            audience[*slot].is_empty() && collected_by[*slot].is_empty() && !seen_by_sibling(&case_type.slots[*slot])
        })
        .fold(0, |mask, slot| mask | 1 << slot);
    let mut senders: IdVec<SiteTypeId, u16> = IdVec::filled(0, config.sites.len());
    for kind in config.sites.ids() {
        let tells = |from: SiteTypeId| bits(reach_mask & views[from].mine).any(|slot| audience[slot].contains(&kind));
        senders[kind] = config.sites.ids().filter(|from| *from != kind && tells(*from)).count() as u16;
    }
    let travels = tasks.iter().any(|task| task.on && task.kind != case_type.home)
        || audience.iter().flatten().any(|kind| *kind != case_type.home);
    let returns =
        travels && config.sites.ids().any(|kind| kind != case_type.home && config.link(kind, case_type.home).is_some());
    let gathers = case_type
        .tasks
        .iter()
        .filter_map(|&task| match config.tasks[task].collect.as_ref()?.gather {
            Gather::Children(child) if case_type.origin != CaseOrigin::Collect(task) => {
                Some((case_type.slot(SlotKind::Gathered(task))?, child, task))
            }
            _ => None,
        })
        .collect();
    let order = readers_first(&tasks);
    for view in views.iter_mut() {
        view.readers_first = order.iter().filter(|slot| view.local.has(**slot)).map(|slot| *slot as u8).collect();
        let mut written: Mask = 0;
        view.circular = view.readers_first.iter().any(|slot| {
            let TaskPlan { reads, writes, .. } = tasks[*slot as usize];
            let reads_back = reads & written != 0;
            written |= writes;
            reads_back
        });
    }
    let ways_differ = (0..tasks.len()).filter(|slot| tasks[*slot].ways_differ).fold(0, |mask, slot| mask | 1 << slot);
    CaseTypePlan {
        ways_differ,
        reach: reach_mask,
        tasks,
        views,
        private,
        audience,
        senders,
        travels,
        returns,
        gathers,
        collected_by,
    }
}

/// Orders task slots so that every reader of what a task writes comes before it.
fn readers_first(tasks: &[TaskPlan]) -> Vec<usize> {
    fn visit(slot: usize, tasks: &[TaskPlan], seen: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut seen[slot], true) {
            return;
        }
        for (reader, task) in tasks.iter().enumerate() {
            if task.reads & tasks[slot].writes != 0 && reader != slot {
                visit(reader, tasks, seen, order);
            }
        }
        order.push(slot);
    }
    let mut order = Vec::with_capacity(tasks.len());
    let mut seen = vec![false; tasks.len()];
    (0..tasks.len()).for_each(|slot| visit(slot, tasks, &mut seen, &mut order));
    order
}

impl Schema {
    /// Whether collecting at `kind` sees cases whose home is `home`: everybody's if the task says where it runs, else
    /// those at home there.
    pub fn serves(&self, home: SiteTypeId, kind: SiteTypeId, at: Option<SiteTypeId>) -> bool {
        debug_assert!(kind.index() < self.copies.len());
        at.is_some() || home == kind
    }
}
