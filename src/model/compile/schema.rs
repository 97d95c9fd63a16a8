//! What all arms share: which sites there are, which products and tasks a case of each type can have, and the
//! addresses of draws. Cases born in one configuration live on in another, so the schema is the union over all
//! configurations.

use crate::engine::{EventKey, Salt, name_hash};
use crate::model::scenario::{
    Action, Configuration, Gather, OccupationId, ProductId, Scenario, SiteTypeId, Source, TaskId, TraitId,
};
use crate::model::skills::{TaskSkills, skills};
use crate::model::staffing::employable;
use crate::units::{Id, IdVec};

/// One copy of a site type: one logical process.
#[derive(Clone, Debug)]
pub(in crate::model) struct Site {
    pub site_type: SiteTypeId,
    pub copy: usize,
}

/// Where a case types comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum CaseOrigin {
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

/// The shared schema.
#[derive(Clone, Debug)]
pub(in crate::model) struct Schema {
    pub sites: Vec<Site>,
    /// First site of each type.
    pub first: IdVec<SiteTypeId, usize>,
    /// Copies of each site type.
    pub copies: IdVec<SiteTypeId, usize>,
    /// What is added to the home copy to find the copy of a site type that serves it.
    pub offset: IdVec<SiteTypeId, u64>,
    pub case_types: Vec<CaseType>,
    /// Whether any arm ever employs the occupation at the site.
    pub employed: Vec<IdVec<OccupationId, bool>>,
    pub salts: IdVec<TaskId, TaskSalts>,
    /// Address of whether a case has each trait.
    pub traits: IdVec<TraitId, Salt>,
    /// Whether a policy of some arm staffs to a utilisation. Offered work is then counted in all arms, since they may
    /// share time.
    pub plans_staff: bool,
    /// By task: what can be learnt of it.
    pub skills: IdVec<TaskId, TaskSkills>,
    /// How many skills that is.
    pub number_of_skills: usize,
}

impl Schema {
    pub fn new(scenario: &Scenario) -> Schema {
        let configs: Vec<&Configuration> = scenario.arms.iter().flat_map(|arm| &arm.configs).collect();
        let first_config = configs[0];
        let mut sites = Vec::new();
        let mut first = IdVec::new();
        let mut copies = IdVec::new();
        for (kind, site) in first_config.sites.enumerate() {
            first.push(sites.len());
            copies.push(site.staff.len());
            sites.extend((0..site.staff.len()).map(|copy| Site { site_type: kind, copy }));
        }
        let offset = first_config.sites.iter().map(|site| name_hash(&site.name)).collect();
        let employed = sites.iter().map(|site| employed_at(&configs, site)).collect();
        let salts = first_config.tasks.ids().map(|task| task_salts(first_config, task)).collect();
        let trait_salt = |name: &String| Salt::of(&format!("trait.{name}"), "has");
        let traits = first_config.traits.iter().map(trait_salt).collect();
        let case_types = case_types(&configs);
        let fits = |case_type: &CaseType| case_type.slots.len() <= 64 && case_type.tasks.len() <= 64;
        assert!(case_types.iter().all(fits), "limits of cases are checked when a scenario is read");
        assert!(sites.len() <= EventKey::MOST_ORIGINS, "the number of sites is checked when a scenario is read");
        let staffs = |config: &&Configuration| {
            config.policies.iter().any(|policy| matches!(policy.action, Action::StaffTo { .. }))
        };
        let plans_staff = configs.iter().any(staffs);
        let (skills, number_of_skills) = skills(&configs);
        Schema {
            plans_staff,
            skills,
            number_of_skills,
            traits,
            case_types,
            sites,
            first,
            copies,
            offset,
            employed,
            salts,
        }
    }

    /// The site of type `kind` that serves cases whose home is `home`.
    pub fn serving(&self, home: usize, kind: SiteTypeId) -> usize {
        let home = &self.sites[home];
        let copy = if home.site_type == kind {
            home.copy
        } else {
            ((home.copy as u64).wrapping_add(self.offset[kind]) % self.copies[kind] as u64) as usize
        };
        self.first[kind] + copy
    }
}

fn employed_at(configs: &[&Configuration], site: &Site) -> IdVec<OccupationId, bool> {
    employable(configs, |config, occupation| config.sites[site.site_type].staff[site.copy][occupation] > 0.0)
}

fn task_salts(config: &Configuration, task: TaskId) -> TaskSalts {
    let path = format!("task.{}", config.tasks[task].name);
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
        ways: config.tasks[task]
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
pub(in crate::model) fn slot_of_read(
    read: &crate::model::scenario::Read,
    reach: &CaseReach,
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

fn add_class(
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
                add_class(&mut case_types, configs, CaseOrigin::Demand(demand), home, parent);
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
                    add_class(&mut case_types, configs, CaseOrigin::Collect(task), home, None);
                }
            }
        }
        if case_types.len() == before {
            return case_types;
        }
    }
}
