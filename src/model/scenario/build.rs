//! Scenarios built in code, as unit tests build theirs: a configuration gets its tables row by row, and everything that
//! is not stated has the plainest value. All fields are public, so that a row can be changed afterwards.
//!
//! A scenario that is to be run must be checked before ([`crate::model::analysis::checked`]), which also derives the
//! orders of its products and tasks.

use super::*;
use crate::engine::Dist;
use crate::units::{HOUR, MINUTE};
use chrono::NaiveDate;

/// An empty configuration: no sites, nobody, no work.
pub fn config() -> Configuration {
    Configuration {
        sites: IdVec::new(),
        links: Vec::new(),
        occupations: IdVec::new(),
        uses: IdVec::new(),
        products: IdVec::new(),
        demands: IdVec::new(),
        tasks: IdVec::new(),
        technologies: IdVec::new(),
        policies: IdVec::new(),
        traits: IdVec::new(),
        defect_kinds: IdVec::new(),
    }
}

/// A scenario with one arm for each configuration, named `arm0` (the control), `arm1`, ...; a year from Monday
/// 2024-01-01.
pub fn scenario(configs: Vec<Configuration>) -> Scenario {
    Scenario {
        name: "test".into(),
        title: "Test".into(),
        question: String::new(),
        note: String::new(),
        currency: None,
        calendar: Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") },
        warm_up: Span::ZERO,
        warm_up_from: Default::default(),
        end: Time::of_week(52),
        periods: vec![Period { name: "all".into(), from_week: 0, to_week: 52 }],
        seed: 1,
        replications: 2,
        ledger: true,
        precision: None,
        years: Vec::new(),
        arms: configs
            .into_iter()
            .enumerate()
            .map(|(i, config)| Arm {
                name: format!("arm{i}"),
                set_policies: Vec::new(),
                variants: Variants::default(),
                configs: vec![config],
            })
            .collect(),
        control: ArmId(0),
        provenance: Provenance::default(),
        prediction: None,
        show: Vec::new(),
    }
}

/// A read of `product`, neither optional nor of a sibling.
pub fn read(product: ProductId) -> Read {
    Read { product, optional: false, previous: false }
}

impl Configuration {
    /// Adds a site type with so many copies and no staff (see [`Configuration::employ`]).
    pub fn add_site(&mut self, name: &str, copies: usize) -> SiteTypeId {
        let staff = vec![IdVec::filled(0.0, self.occupations.len()); copies];
        self.sites.push(SiteType { name: name.into(), staff, listed: Vec::new() })
    }

    /// Adds an occupation that is always on shift, with a contract of 40 h, employed nowhere.
    pub fn add_occupation(&mut self, name: &str) -> OccupationId {
        for site in self.sites.iter_mut() {
            for staff in &mut site.staff {
                staff.push(0.0);
            }
        }
        self.occupations.push(Occupation {
            name: name.into(),
            wage: 20.0,
            on_cost: 0.0,
            contract: HOUR * 40,
            roster: Roster::Always,
            absent: 0.0,
            break_time: Span::ZERO,
            overrun: MINUTE * 15,
            hand_over: None,
            after_hours: None,
            discipline: Discipline::Fifo,
            unlimited: false,
            people: HumanFactors::default(),
            delay: None,
        })
    }

    /// Staffs every copy of a site with so many full-time equivalents.
    pub fn employ(&mut self, site: SiteTypeId, occupation: OccupationId, fte: f64) {
        for staff in &mut self.sites[site].staff {
            staff[occupation] = fte;
        }
    }

    /// Adds a link with a constant latency.
    pub fn add_link(&mut self, from: SiteTypeId, to: SiteTypeId, latency: Span) {
        let name = format!("{}_to_{}", self.sites[from].name, self.sites[to].name);
        self.links.push(Link { name, from, to, latency: Dist::Constant(latency.ms()) });
    }

    /// Adds a product for a use, which is added if new.
    pub fn add_product(&mut self, name: &str, used_for: &str) -> ProductId {
        let known = self.uses.enumerate().find(|(_, name)| *name == used_for).map(|(id, _)| id);
        let used_for = known.unwrap_or_else(|| self.uses.push(used_for.into()));
        let (category, reading) = (Category::Record, None);
        self.products.push(Product { name: name.into(), category, used_for, worth: 0.0, reading, order: 1, depth: 1 })
    }

    /// Adds a Poisson demand of so many cases a week at each copy of a site, the same at all hours.
    pub fn add_demand(&mut self, name: &str, at: SiteTypeId, per_week: f64, writes: &[ProductId]) -> DemandId {
        let arrivals = Arrivals {
            week: WeeklyRate::new([], |_| per_week / 168.0),
            growth: 0.0,
            season: [1.0; 12],
            daily_cv: 0.0,
            by_year: Vec::new(),
        };
        self.demands.push(Demand {
            name: name.into(),
            on: true,
            at: vec![at],
            source: Source::Poisson(arrivals),
            lasts: None,
            complexity_cv: None,
            traits: Vec::new(),
            writes: writes.to_vec(),
        })
    }

    /// Adds a child demand, with the sites of its parent.
    pub fn add_child(&mut self, name: &str, parent: DemandId, every: Span, writes: &[ProductId]) -> DemandId {
        let at = self.demands[parent].at.clone();
        let source = Source::Children { parent, every };
        let writes = writes.to_vec();
        self.demands.push(Demand {
            name: name.into(),
            on: true,
            at,
            source,
            lasts: None,
            complexity_cv: None,
            traits: Vec::new(),
            writes,
        })
    }

    /// Adds a task at home with one way, called `plain`, of a constant time.
    pub fn add_task(
        &mut self,
        name: &str,
        reads: &[ProductId],
        writes: &[ProductId],
        team: &[OccupationId],
        time: Span,
    ) -> TaskId {
        let task = self.tasks.push(Task { name: name.into(), meant_for: team.first().copied(), ..Task::default() });
        self.add_way(task, "plain", reads, writes, team, time);
        task
    }

    /// Adds a way of a constant time and returns it to be changed.
    pub fn add_way(
        &mut self,
        task: TaskId,
        name: &str,
        reads: &[ProductId],
        writes: &[ProductId],
        team: &[OccupationId],
        time: Span,
    ) -> &mut Way {
        let ways = &mut self.tasks[task].ways;
        ways.push(Way {
            name: name.into(),
            reads: reads.iter().map(|&product| read(product)).collect(),
            writes: writes.to_vec(),
            team: team.to_vec(),
            time: Dist::Constant(time.ms()),
            ..Way::default()
        });
        ways.last_mut().expect("just added")
    }

    /// Adds a tool adopted at once by all from `start` on.
    pub fn add_technology(&mut self, name: &str, by: AdoptedBy, start: Start) -> TechnologyId {
        let adoption = Adoption { by, start: vec![start], curve: Curve::Step, ceiling: 1.0 };
        self.technologies.push(Technology {
            name: name.into(),
            on: true,
            adoption,
            dip: None,
            downtime: None,
            uptake: None,
            trust: None,
            price: None,
            expects: None,
        })
    }

    /// Adds a policy that is taken once.
    pub fn add_policy(&mut self, name: &str, at: Time, action: Action) -> PolicyId {
        let trigger = Trigger::At(at);
        self.policies.push(Policy { name: name.into(), on: true, trigger, scope: Scope::Site, action })
    }
}
