//! What all arms share: which sites there are, the types of case ([`super::case_type`]) and the addresses of
//! draws ([`super::salts`]). Cases born in one configuration live on in another, so the schema is the union over all
//! configurations.

use super::case_type::{CaseType, case_types};
use super::salts::TaskSalts;
use crate::engine::{EventKey, Salt, name_hash};
use crate::model::scenario::{Action, Configuration, OccupationId, Scenario, SiteTypeId, TaskId, TraitId};
use crate::model::skills::{TaskSkills, skills};
use crate::model::staffing::employable;
use crate::units::IdVec;

/// One copy of a site type: one logical process.
#[derive(Clone, Debug)]
pub(in crate::model) struct Site {
    pub site_type: SiteTypeId,
    pub copy: usize,
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
        let salts = first_config.tasks.ids().map(|task| TaskSalts::new(first_config, task)).collect();
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
