//! A world compiled onto the layout: who reads what, as bit masks over the slots of a case.

use crate::model::compile::compiled::Compiled;
use crate::model::compile::layout::{Class, Layout, Origin, SlotKind, reach, slot_of_read};
use crate::model::scenario::{Gather, OccupationId, ProductId, SiteId, Task, TaskId, World};
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

/// One world, compiled.
#[derive(Clone, Debug)]
pub(in crate::model) struct Plan {
    pub world: World,
    pub classes: Vec<ClassPlan>,
    pub compiled: Compiled,
    /// Whether some condition of a task or way looks at last week's figures.
    pub looks_back: bool,
    /// By kind of site: the sessions of tasks that nobody can begin for a day or more on end.
    pub sessions: IdVec<SiteId, IdVec<TaskId, Option<Sessions>>>,
}

/// A class of cases in one world.
#[derive(Clone, Debug)]
pub(in crate::model) struct ClassPlan {
    /// Slots a case can have; the others are absent from birth and in no count.
    pub reach: Mask,
    /// By task slot.
    pub tasks: Vec<TaskPlan>,
    /// Task slots whose ways read different things.
    pub ways_differ: Mask,
    /// By kind of site.
    pub views: IdVec<SiteId, View>,
    /// Slots whose settling concerns nobody but the case itself: no other site, no collecting task, no sibling.
    pub private: Mask,
    /// By slot: kinds of site, other than where it is written, that need to know it.
    pub audience: Vec<Vec<SiteId>>,
    /// By kind of site: how many other kinds tell it of products they write.
    pub senders: IdVec<SiteId, u16>,
    /// Whether some task runs away from home.
    pub travels: bool,
    /// Whether something can come back from where it travels to.
    pub returns: bool,
    /// Tasks of this class that gather children, with the slot they gather in and the children's demand.
    pub gathers: Vec<(usize, crate::model::scenario::DemandId, TaskId)>,
    /// By slot: collecting tasks (numbers of collecting classes) at each kind of site that read it.
    pub collected_by: Vec<Vec<usize>>,
}

/// What a class looks like from one kind of site.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct View {
    /// Task slots that run here, also so that the readers of a product come before its writers.
    pub local: Mask,
    pub readers_first: Vec<u8>,
    /// In that order some task reads what one before it writes: tasks read from each other in a circle, by different ways.
    pub circular: bool,
    /// Slots written here.
    pub mine: Mask,
    /// Slots that are always wanted: end products and what is read in other cases or at other kinds of site.
    pub always_wanted: Mask,
}

/// A task in a class.
#[derive(Clone, Debug)]
pub(in crate::model) struct TaskPlan {
    pub task: TaskId,
    /// On, and reachable in this world.
    pub on: bool,
    pub kind: SiteId,
    pub ways: Vec<WayPlan>,
    /// All slots some way writes.
    pub writes: Mask,
    /// All slots some way reads.
    pub reads: Mask,
    /// Whether its ways read different things, so that a start makes some of them unwanted.
    pub ways_differ: bool,
}

/// A way in a class.
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
    pub fn new(world: World, layout: &Layout) -> Plan {
        let mut collectors = Vec::new();
        for class in &layout.classes {
            if let Origin::Collect(task) = class.origin {
                collectors.push((task, class.home));
            }
        }
        let classes = layout.classes.iter().map(|class| class_plan(&world, layout, class, &collectors)).collect();
        let looks_back = world
            .tasks
            .iter()
            .flat_map(|task| task.when.iter().chain(task.ways.iter().filter_map(|way| way.when.as_ref())))
            .flat_map(|condition| &condition.all)
            .any(|clause| clause.looks_back());
        let compiled = Compiled::new(&world, layout);
        let sessions = sessions(&world, layout);
        Plan { world, classes, compiled, looks_back, sessions }
    }
}

/// The sessions of each task at each kind of site where some copy may have the people.
fn sessions(world: &World, layout: &Layout) -> IdVec<SiteId, IdVec<TaskId, Option<Sessions>>> {
    let at = |kind: SiteId| {
        let copies = layout.first[kind]..layout.first[kind] + layout.copies[kind];
        let staffed = |who: OccupationId| copies.clone().any(|place| layout.employed[place][who]);
        let of = |task: &Task| Sessions::of(world, task, staffed).filter(|of| of.longest_gap() >= LONG_GAP);
        world.tasks.iter().map(of).collect()
    };
    world.sites.ids().map(at).collect()
}

/// Whether `task` of `class` reads what some other class gathers or sees: readers in other cases.
fn read_in_other_cases(world: &World, layout: &Layout, class_index: usize, product: ProductId) -> bool {
    let collected = world.tasks.iter().filter(|task| task.on).any(|task| {
        task.collect.as_ref().is_some_and(|collect| match collect.gather {
            Gather::Children(child) => layout.classes[class_index].origin == Origin::Demand(child),
            _ => true,
        }) && task.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product))
    });
    let class = &layout.classes[class_index];
    let seen_by_sibling = class.slots.contains(&SlotKind::Previous(product));
    let seen_by_child = layout
        .classes
        .iter()
        .any(|child| child.parent == Some(class_index) && child.slots.contains(&SlotKind::Parent(product)));
    collected || seen_by_sibling || seen_by_child
}

fn class_plan(world: &World, layout: &Layout, class: &Class, collectors: &[(TaskId, SiteId)]) -> ClassPlan {
    let index = layout
        .classes
        .iter()
        .position(|other| other.origin == class.origin && other.home == class.home)
        .expect("a class of the layout");
    let parent = class.parent.map(|parent| layout.classes[parent].slots.clone());
    let reached = reach(world, class.origin, parent.as_deref());
    let bit = |kind: SlotKind| class.slot(kind).map_or(0, |slot| 1u64 << slot);
    let reach_mask = reached.slots.iter().fold(0, |mask, slot| mask | bit(*slot));
    let tasks: Vec<TaskPlan> = class
        .tasks
        .iter()
        .map(|&task| {
            let spec = &world.tasks[task];
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
                kind: spec.at.unwrap_or(class.home),
                writes: union(|way| way.writes),
                reads: union(|way| way.needs | way.settles),
                ways,
            }
        })
        .collect();
    let mut views: IdVec<SiteId, View> = IdVec::filled(View::default(), world.sites.len());
    // Where each slot is written: at home unless its writers run elsewhere.
    let mut written_at: Vec<SiteId> = vec![class.home; class.slots.len()];
    for (slot, task) in tasks.iter().enumerate().filter(|(_, task)| task.on) {
        views[task.kind].local |= 1 << slot;
        bits(task.writes).for_each(|product| written_at[product] = task.kind);
    }
    let mut audience = vec![Vec::new(); class.slots.len()];
    let mut collected_by = vec![Vec::new(); class.slots.len()];
    for (slot, kind) in class.slots.iter().enumerate().filter(|(slot, _)| reach_mask.has(*slot)) {
        views[written_at[slot]].mine |= 1 << slot;
        let mut readers: Vec<SiteId> =
            tasks.iter().filter(|task| task.on && task.reads.has(slot)).map(|task| task.kind).collect();
        let read_here = !readers.is_empty();
        if let SlotKind::Own(product) = *kind {
            for (number, &(task, kind)) in collectors.iter().enumerate() {
                let spec = &world.tasks[task];
                let reads = spec.on
                    && spec.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product));
                let here = layout.serves(class.home, kind, spec.at);
                if reads && here {
                    readers.push(kind);
                    collected_by[slot].push(number);
                }
            }
            let elsewhere = readers.iter().any(|kind| *kind != written_at[slot]);
            if !read_here || elsewhere || read_in_other_cases(world, layout, index, product) {
                views[written_at[slot]].always_wanted |= 1 << slot;
            }
        }
        readers.sort_unstable();
        readers.dedup();
        readers.retain(|kind| *kind != written_at[slot]);
        audience[slot] = readers;
    }
    // A product not read by this class but by some task elsewhere is no end product, yet nobody can want it here.
    for (slot, kind) in class.slots.iter().enumerate() {
        let SlotKind::Own(product) = *kind else { continue };
        let read_somewhere = world.tasks.iter().any(|task| {
            task.on && task.ways.iter().any(|way| way.on && way.reads.iter().any(|read| read.product == product))
        });
        let read_by_class = tasks.iter().any(|task| task.on && task.reads.has(slot));
        if read_somewhere
            && !read_by_class
            && collected_by[slot].is_empty()
            && !read_in_other_cases(world, layout, index, product)
        {
            views[written_at[slot]].always_wanted &= !(1 << slot);
        }
    }
    let seen_by_sibling = |kind: &SlotKind| match *kind {
        SlotKind::Own(product) => class.slots.contains(&SlotKind::Previous(product)),
        _ => false,
    };
    let private = (0..class.slots.len())
        .filter(|slot| {
            audience[*slot].is_empty() && collected_by[*slot].is_empty() && !seen_by_sibling(&class.slots[*slot])
        })
        .fold(0, |mask, slot| mask | 1 << slot);
    let mut senders: IdVec<SiteId, u16> = IdVec::filled(0, world.sites.len());
    for kind in world.sites.ids() {
        let tells = |from: SiteId| bits(reach_mask & views[from].mine).any(|slot| audience[slot].contains(&kind));
        senders[kind] = world.sites.ids().filter(|from| *from != kind && tells(*from)).count() as u16;
    }
    let travels = tasks.iter().any(|task| task.on && task.kind != class.home)
        || audience.iter().flatten().any(|kind| *kind != class.home);
    let returns = travels && world.sites.ids().any(|kind| kind != class.home && world.link(kind, class.home).is_some());
    let gathers = class
        .tasks
        .iter()
        .filter_map(|&task| match world.tasks[task].collect.as_ref()?.gather {
            Gather::Children(child) if class.origin != Origin::Collect(task) => {
                Some((class.slot(SlotKind::Gathered(task))?, child, task))
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
    ClassPlan {
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

impl Layout {
    /// Whether collecting at `kind` sees cases whose home is `home`: everybody's if the task says where it runs, else
    /// those at home there.
    pub fn serves(&self, home: SiteId, kind: SiteId, at: Option<SiteId>) -> bool {
        debug_assert!(kind.index() < self.copies.len());
        at.is_some() || home == kind
    }
}
