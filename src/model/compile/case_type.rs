//! Types of case: which products and tasks a case of each can have, over all configurations.

use crate::model::scenario::{Configuration, DemandId, Gather, ProductId, Read, SiteTypeId, Source, TaskId};
use crate::units::Id;

/// Where cases of a type come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum CaseOrigin {
    Demand(DemandId),
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

/// Cases of one origin whose homes are of one site type.
#[derive(Clone, Debug)]
pub(in crate::model) struct CaseType {
    pub origin: CaseOrigin,
    pub home: SiteTypeId,
    pub parent: Option<usize>,
    pub has_children: bool,
    pub slots: Vec<SlotKind>,
    pub tasks: Vec<TaskId>,
    /// By task: the slot it gathers in.
    pub gathered: Vec<Option<u8>>,
}

impl CaseType {
    pub fn slot(&self, kind: SlotKind) -> Option<usize> {
        self.slots.iter().position(|slot| *slot == kind)
    }

    pub fn has_previous(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, SlotKind::Previous(_)))
    }
}

/// The slots and tasks a case can have in one configuration: what its seeds request, transitively.
pub(in crate::model) struct CaseReach {
    pub slots: Vec<SlotKind>,
    pub tasks: Vec<TaskId>,
}

impl CaseReach {
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
pub(in crate::model) fn slot_of_read(read: &Read, reach: &CaseReach, parent: Option<&[SlotKind]>) -> Option<SlotKind> {
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

pub(in crate::model) fn reach(config: &Configuration, origin: CaseOrigin, parent: Option<&[SlotKind]>) -> CaseReach {
    let mut reach = CaseReach { slots: Vec::new(), tasks: Vec::new() };
    let in_parent =
        |product: ProductId| parent.is_some_and(|slots: &[SlotKind]| slots.contains(&SlotKind::Own(product)));
    match origin {
        CaseOrigin::Demand(demand) => {
            for &product in &config.demands[demand].writes {
                reach.add(SlotKind::Own(product));
            }
        }
        CaseOrigin::Collect(task) => {
            reach.add(SlotKind::Gathered(task));
        }
    }
    loop {
        let mut grew = false;
        for (task, spec) in config.tasks.enumerate().filter(|(_, spec)| spec.on) {
            let gathers = match (&spec.collect, origin) {
                (None, _) => false,
                (Some(collect), CaseOrigin::Demand(demand)) => match collect.gather {
                    Gather::Children(child) => {
                        let of_us =
                            matches!(config.demands[child].source, Source::Children { parent, .. } if parent == demand);
                        if !of_us {
                            continue;
                        }
                        true
                    }
                    _ => continue,
                },
                (Some(_), CaseOrigin::Collect(collecting)) => {
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

fn add_case_type(
    case_types: &mut Vec<CaseType>,
    configs: &[&Configuration],
    origin: CaseOrigin,
    home: SiteTypeId,
    parent: Option<usize>,
) {
    if case_types.iter().any(|case_type| case_type.origin == origin && case_type.home == home) {
        return;
    }
    let parent_slots = parent.map(|parent| case_types[parent].slots.clone());
    let mut slots = Vec::new();
    let mut tasks = Vec::new();
    for config in configs {
        let reach = reach(config, origin, parent_slots.as_deref());
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
        case_types[parent].has_children = true;
    }
    case_types.push(CaseType { origin, home, parent, has_children: false, slots, tasks, gathered });
}

/// The case types of all configurations together. More than 64 slots or tasks in one are refused when a scenario
/// is read.
pub(in crate::model) fn case_types(configs: &[&Configuration]) -> Vec<CaseType> {
    let mut case_types = Vec::new();
    let config = configs[0];
    // Parents before children.
    let mut left: Vec<_> = config.demands.ids().collect();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|&demand| {
            let spec = &config.demands[demand];
            for &home in &spec.at {
                let parent = match spec.source {
                    Source::Children { parent, .. } => {
                        let of = |case_type: &CaseType| {
                            case_type.origin == CaseOrigin::Demand(parent) && case_type.home == home
                        };
                        match case_types.iter().position(of) {
                            Some(parent) => Some(parent),
                            None => return true,
                        }
                    }
                    _ => None,
                };
                add_case_type(&mut case_types, configs, CaseOrigin::Demand(demand), home, parent);
            }
            false
        });
        assert!(left.len() < before, "children of children of themselves are refused when a scenario is read");
    }
    loop {
        let before = case_types.len();
        for task in config.tasks.ids() {
            for config in configs {
                let spec = &config.tasks[task];
                let Some(collect) = &spec.collect else { continue };
                if matches!(collect.gather, Gather::Children(_)) {
                    continue;
                }
                let reads = |product: ProductId| {
                    spec.ways.iter().any(|way| way.reads.iter().any(|read| read.product == product))
                };
                let mut homes: Vec<SiteTypeId> = case_types
                    .iter()
                    .filter(|case_type| {
                        case_type.slots.iter().any(|slot| matches!(slot, SlotKind::Own(p) if reads(*p)))
                    })
                    .map(|case_type| spec.at.unwrap_or(case_type.home))
                    .collect();
                homes.sort_unstable_by_key(|home| home.index());
                homes.dedup();
                for home in homes {
                    add_case_type(&mut case_types, configs, CaseOrigin::Collect(task), home, None);
                }
            }
        }
        if case_types.len() == before {
            return case_types;
        }
    }
}
