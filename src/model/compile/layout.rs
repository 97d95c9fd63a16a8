//! What all arms share: which places there are, which products and tasks a case of each class can have, and the
//! addresses of draws. Cases born in one world live on in another, so their layout is the union over all worlds.

use crate::engine::{EventKey, Salt, name_hash};
use crate::model::scenario::{
    Action, Gather, OccupationId, ProductId, Scenario, SiteId, Source, TaskId, TraitId, World,
};
use crate::model::skills::{TaskSkills, skills};
use crate::model::staffing::employable;
use crate::units::{Id, IdVec};

/// One copy of a kind of site: one logical process.
#[derive(Clone, Debug)]
pub(in crate::model) struct Place {
    pub kind: SiteId,
    pub copy: usize,
}

/// Where a class of cases comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Origin {
    Demand(crate::model::scenario::DemandId),
    Collect(TaskId),
}

/// What a slot of a case holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum SlotKind {
    /// A product of the case.
    Own(ProductId),
    /// The parent's product as at the child's birth.
    Parent(ProductId),
    /// The elder sibling's product.
    Previous(ProductId),
    /// What a collecting task gathers.
    Gathered(TaskId),
}

/// Cases of one origin at one kind of home.
#[derive(Clone, Debug)]
pub(in crate::model) struct Class {
    pub origin: Origin,
    pub home: SiteId,
    pub parent: Option<usize>,
    pub has_children: bool,
    pub slots: Vec<SlotKind>,
    pub tasks: Vec<TaskId>,
    /// By task: the slot it gathers in.
    pub gathered: Vec<Option<u8>>,
}

impl Class {
    pub fn slot(&self, kind: SlotKind) -> Option<usize> {
        self.slots.iter().position(|slot| *slot == kind)
    }

    pub fn has_previous(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, SlotKind::Previous(_)))
    }
}

/// Addresses of a task's draws.
#[derive(Clone, Debug)]
pub(in crate::model) struct TaskSalts {
    pub name: u64,
    pub time: Salt,
    pub per_item: Salt,
    pub fix_time: Salt,
    pub share: Salt,
    pub lag: Salt,
    pub expires: Salt,
    pub repeat: Salt,
    pub rejects: Salt,
    pub rank: Salt,
    pub finds: Salt,
    pub introduced: Salt,
    pub kind: Salt,
    pub sample: Salt,
    pub ways: Vec<WaySalts>,
}

/// Addresses of a way's draws.
#[derive(Clone, Debug)]
pub(in crate::model) struct WaySalts {
    pub chance: Salt,
    pub success: Salt,
    pub after: Salt,
    pub delay: Salt,
    pub uptake: Salt,
}

/// The shared layout.
#[derive(Clone, Debug)]
pub(in crate::model) struct Layout {
    pub places: Vec<Place>,
    /// First place of each kind.
    pub first: IdVec<SiteId, usize>,
    /// Copies of each kind.
    pub copies: IdVec<SiteId, usize>,
    /// What is added to the home copy to find the copy of a kind that serves it.
    pub offset: IdVec<SiteId, u64>,
    pub classes: Vec<Class>,
    /// Whether any arm ever employs the occupation at the place.
    pub employed: Vec<IdVec<OccupationId, bool>>,
    pub salts: IdVec<TaskId, TaskSalts>,
    /// Address of whether a case has each trait.
    pub traits: IdVec<TraitId, Salt>,
    /// Whether a policy of some arm staffs to a utilisation. Offered work is then counted in all arms, since they may share time.
    pub plans_staff: bool,
    /// By task: what can be learnt of it.
    pub skills: IdVec<TaskId, TaskSkills>,
    /// How many skills that is.
    pub number_of_skills: usize,
}

impl Layout {
    pub fn new(scenario: &Scenario) -> Layout {
        let worlds: Vec<&World> = scenario.arms.iter().flat_map(|arm| &arm.worlds).collect();
        let first_world = worlds[0];
        let mut places = Vec::new();
        let mut first = IdVec::new();
        let mut copies = IdVec::new();
        for (kind, site) in first_world.sites.enumerate() {
            first.push(places.len());
            copies.push(site.staff.len());
            places.extend((0..site.staff.len()).map(|copy| Place { kind, copy }));
        }
        let offset = first_world.sites.iter().map(|site| name_hash(&site.name)).collect();
        let employed = places.iter().map(|place| employed_at(&worlds, place)).collect();
        let salts = first_world.tasks.ids().map(|task| task_salts(first_world, task)).collect();
        let trait_salt = |name: &String| Salt::of(&format!("trait.{name}"), "has");
        let traits = first_world.traits.iter().map(trait_salt).collect();
        let classes = classes(&worlds);
        let fits = |class: &Class| class.slots.len() <= 64 && class.tasks.len() <= 64;
        assert!(classes.iter().all(fits), "limits of cases are checked when a scenario is read");
        assert!(places.len() <= EventKey::MOST_ORIGINS, "the number of sites is checked when a scenario is read");
        let staffs =
            |world: &&World| world.policies.iter().any(|policy| matches!(policy.action, Action::StaffTo { .. }));
        let plans_staff = worlds.iter().any(staffs);
        let (skills, number_of_skills) = skills(&worlds);
        Layout {
            plans_staff,
            skills,
            number_of_skills,
            traits,
            classes,
            places,
            first,
            copies,
            offset,
            employed,
            salts,
        }
    }

    /// The place of kind `kind` that serves cases whose home is `home`.
    pub fn serving(&self, home: usize, kind: SiteId) -> usize {
        let home = &self.places[home];
        let copy = if home.kind == kind {
            home.copy
        } else {
            ((home.copy as u64).wrapping_add(self.offset[kind]) % self.copies[kind] as u64) as usize
        };
        self.first[kind] + copy
    }
}

fn employed_at(worlds: &[&World], place: &Place) -> IdVec<OccupationId, bool> {
    employable(worlds, |world, occupation| world.sites[place.kind].staff[place.copy][occupation] > 0.0)
}

fn task_salts(world: &World, task: TaskId) -> TaskSalts {
    let path = format!("task.{}", world.tasks[task].name);
    let salt = |purpose| Salt::of(&path, purpose);
    TaskSalts {
        name: name_hash(&path),
        time: salt("time"),
        per_item: salt("per_item"),
        fix_time: salt("fix_time"),
        share: salt("share"),
        lag: salt("lag"),
        expires: salt("expires"),
        repeat: salt("repeat"),
        rejects: salt("rejects"),
        rank: salt("rank"),
        finds: salt("finds"),
        introduced: salt("introduced"),
        kind: salt("kind"),
        sample: salt("sample"),
        ways: world.tasks[task]
            .ways
            .iter()
            .map(|way| {
                let path = format!("{path}.way.{}", way.name);
                WaySalts {
                    chance: Salt::of(&path, "chance"),
                    success: Salt::of(&path, "success"),
                    after: Salt::of(&path, "after"),
                    delay: Salt::of(&path, "delay"),
                    uptake: Salt::of(&path, "uptake"),
                }
            })
            .collect(),
    }
}

/// The slots and tasks a case can have in one world: what its seeds request, transitively.
pub(in crate::model) struct Reach {
    pub slots: Vec<SlotKind>,
    pub tasks: Vec<TaskId>,
}

impl Reach {
    fn add(&mut self, slot: SlotKind) -> bool {
        let new = !self.slots.contains(&slot);
        if new {
            self.slots.push(slot);
        }
        new
    }

    fn has(&self, product: ProductId) -> bool {
        self.slots.contains(&SlotKind::Own(product))
    }
}

/// The slot by which a case with `reach` (and a parent with `parent`) sees what a way reads.
pub(in crate::model) fn slot_of_read(
    read: &crate::model::scenario::Read,
    reach: &Reach,
    parent: Option<&[SlotKind]>,
) -> Option<SlotKind> {
    let in_parent = parent.is_some_and(|slots| slots.contains(&SlotKind::Own(read.product)));
    if read.previous {
        (parent.is_some() && !in_parent).then_some(SlotKind::Previous(read.product))
    } else if reach.has(read.product) {
        Some(SlotKind::Own(read.product))
    } else if in_parent {
        Some(SlotKind::Parent(read.product))
    } else {
        None
    }
}

pub(in crate::model) fn reach(world: &World, origin: Origin, parent: Option<&[SlotKind]>) -> Reach {
    let mut reach = Reach { slots: Vec::new(), tasks: Vec::new() };
    let in_parent =
        |product: ProductId| parent.is_some_and(|slots: &[SlotKind]| slots.contains(&SlotKind::Own(product)));
    match origin {
        Origin::Demand(demand) => {
            for &product in &world.demands[demand].writes {
                reach.add(SlotKind::Own(product));
            }
        }
        Origin::Collect(task) => {
            reach.add(SlotKind::Gathered(task));
        }
    }
    loop {
        let mut grew = false;
        for (task, spec) in world.tasks.enumerate().filter(|(_, spec)| spec.on) {
            let gathers = match (&spec.collect, origin) {
                (None, _) => false,
                (Some(collect), Origin::Demand(demand)) => match collect.gather {
                    Gather::Children(child) => {
                        let of_us =
                            matches!(world.demands[child].source, Source::Children { parent, .. } if parent == demand);
                        if !of_us {
                            continue;
                        }
                        true
                    }
                    _ => continue,
                },
                (Some(_), Origin::Collect(collecting)) => {
                    if collecting != task {
                        continue;
                    }
                    true
                }
            };
            for way in spec.ways.iter().filter(|way| way.on) {
                if gathers {
                    grew |= reach.add(SlotKind::Gathered(task));
                } else {
                    let slots: Vec<_> =
                        way.reads.iter().map(|read| (slot_of_read(read, &reach, parent), read.optional)).collect();
                    let inside = slots.iter().all(|(slot, optional)| slot.is_some() || *optional);
                    let own =
                        slots.iter().any(|(slot, _)| matches!(slot, Some(SlotKind::Own(_) | SlotKind::Previous(_))));
                    if !inside || !own || way.writes.iter().all(|product| in_parent(*product)) && !way.writes.is_empty()
                    {
                        continue;
                    }
                    for slot in slots.into_iter().filter_map(|(slot, _)| slot) {
                        grew |= reach.add(slot);
                    }
                }
                if !reach.tasks.contains(&task) {
                    reach.tasks.push(task);
                    grew = true;
                }
                for &product in way.writes.iter().filter(|product| !in_parent(**product)) {
                    grew |= reach.add(SlotKind::Own(product));
                }
            }
        }
        if !grew {
            return reach;
        }
    }
}

fn add_class(classes: &mut Vec<Class>, worlds: &[&World], origin: Origin, home: SiteId, parent: Option<usize>) {
    if classes.iter().any(|class| class.origin == origin && class.home == home) {
        return;
    }
    let parent_slots = parent.map(|parent| classes[parent].slots.clone());
    let mut slots = Vec::new();
    let mut tasks = Vec::new();
    for world in worlds {
        let reach = reach(world, origin, parent_slots.as_deref());
        slots.extend(reach.slots);
        tasks.extend(reach.tasks);
    }
    slots.sort_unstable();
    slots.dedup();
    tasks.sort_unstable();
    tasks.dedup();
    let gathered =
        |task: &TaskId| slots.iter().position(|slot| *slot == SlotKind::Gathered(*task)).map(|slot| slot as u8);
    let gathered = tasks.iter().map(gathered).collect();
    if let Some(parent) = parent {
        classes[parent].has_children = true;
    }
    classes.push(Class { origin, home, parent, has_children: false, slots, tasks, gathered });
}

/// The classes of cases of all worlds together. More than 64 slots or tasks in one are refused when a scenario is read.
pub(in crate::model) fn classes(worlds: &[&World]) -> Vec<Class> {
    let mut classes = Vec::new();
    let world = worlds[0];
    // Parents before children.
    let mut left: Vec<_> = world.demands.ids().collect();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|&demand| {
            let spec = &world.demands[demand];
            for &home in &spec.at {
                let parent = match spec.source {
                    Source::Children { parent, .. } => {
                        let of = |class: &Class| class.origin == Origin::Demand(parent) && class.home == home;
                        match classes.iter().position(of) {
                            Some(parent) => Some(parent),
                            None => return true,
                        }
                    }
                    _ => None,
                };
                add_class(&mut classes, worlds, Origin::Demand(demand), home, parent);
            }
            false
        });
        assert!(left.len() < before, "children of children of themselves are refused when a scenario is read");
    }
    loop {
        let before = classes.len();
        for task in world.tasks.ids() {
            for world in worlds {
                let spec = &world.tasks[task];
                let Some(collect) = &spec.collect else { continue };
                if matches!(collect.gather, Gather::Children(_)) {
                    continue;
                }
                let reads = |product: ProductId| {
                    spec.ways.iter().any(|way| way.reads.iter().any(|read| read.product == product))
                };
                let mut homes: Vec<SiteId> = classes
                    .iter()
                    .filter(|class| class.slots.iter().any(|slot| matches!(slot, SlotKind::Own(p) if reads(*p))))
                    .map(|class| spec.at.unwrap_or(class.home))
                    .collect();
                homes.sort_unstable_by_key(|home| home.index());
                homes.dedup();
                for home in homes {
                    add_class(&mut classes, worlds, Origin::Collect(task), home, None);
                }
            }
        }
        if classes.len() == before {
            return classes;
        }
    }
}
