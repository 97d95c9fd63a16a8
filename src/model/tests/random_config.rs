//! Random small scenarios that use every feature of the model. Everything follows from one seed.

use super::dice::Dice;
use crate::engine::Dist;
use crate::model::analysis::{Severity, problems};
use crate::model::scenario::build::{config, read, scenario};
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, MINUTE, Recurrence, Span, Time, WEEK};

/// The first valid random scenarios with their seeds: `usual` of them, or as many as `SIM_RANDOM_SCENARIOS` says. The
/// same every time, so that who breaks something sees it and who does not is left alone.
pub fn valid_scenarios(usual: usize) -> impl Iterator<Item = (u64, Scenario)> {
    let how_many = std::env::var("SIM_RANDOM_SCENARIOS")
        .map_or(usual, |text| text.parse().expect("SIM_RANDOM_SCENARIOS is a number"));
    let valid = |scenario: &Scenario| problems(scenario).iter().all(|problem| problem.severity != Severity::Error);
    (0..).map(|seed| (seed, random_scenario(seed))).filter(move |(_, scenario)| valid(scenario)).take(how_many)
}

fn occupation(dice: &mut Dice, config: &mut Configuration, number: usize) -> OccupationId {
    let id = config.add_occupation(&format!("occupation{number}"));
    let spec = &mut config.occupations[id];
    if dice.chance(75) {
        let office = [true, true, true, true, true, false, false];
        let line = |days, start: i64, share| ShiftLine { days, start: HOUR * start, length: HOUR * 8, share };
        spec.roster = Roster::Lines(match dice.below(3) {
            0 => vec![line(office, 8, 1.0)],
            1 => vec![line(office, 8, 0.6), line([true; 7], 16, 0.4)],
            _ => vec![line([true; 7], 7, 0.4), line([true; 7], 15, 0.3), line([true; 7], 23, 0.3)],
        });
        spec.absent = dice.pick(&[0.0, 0.1, 0.3]);
        spec.break_time = dice.pick(&[Span::ZERO, MINUTE * 30]);
        spec.overrun = dice.pick(&[Span::ZERO, MINUTE * 15]);
        spec.hand_over = dice.chance(50).then(|| HOUR * 20);
        spec.after_hours = dice.chance(50).then(|| AfterHours { up_to: HOUR * 2, paid: false });
    }
    spec.discipline = dice.pick(&[Discipline::Fifo, Discipline::Due, Discipline::Shortest]);
    id
}

fn technologies(dice: &mut Dice, config: &mut Configuration) {
    for number in 0..dice.below(3) {
        let by = dice.pick(&[AdoptedBy::Site, AdoptedBy::Worker]);
        let start = dice.pick(&[Start::Before, Start::At(DAY_3), Start::At(Time(8 * DAY.0))]);
        let id = config.add_technology(&format!("tool{number}"), by, start);
        let spec = &mut config.technologies[id];
        spec.adoption.ceiling = dice.pick(&[1.0, 0.6]);
        let (p, q) = (20.0, 40.0);
        spec.adoption.curve =
            dice.pick(&[Curve::Step, Curve::Logistic { midpoint: DAY * 4, scale: DAY }, Curve::Bass { p, q }]);
        spec.dip = dice.chance(50).then_some(Dip { depth: 0.4, recovery: WEEK });
        spec.downtime = dice.chance(40).then(|| Downtime {
            every: Dist::Exponential { mean: (DAY * 2).ms() },
            lasts: Dist::Exponential { mean: (HOUR * 6).ms() },
        });
        spec.uptake = dice.chance(40).then_some(Dist::Triangular { min: 0.0, mode: 0.5, max: 1.0 });
    }
}

const DAY_3: Time = Time(3 * 86_400_000);

/// Condition of a task or way: tools, absence, findings or last week's figures.
fn condition(dice: &mut Dice, config: &Configuration, products: &[ProductId]) -> Option<Condition> {
    let technology =
        (!config.technologies.is_empty()).then(|| TechnologyId(dice.below(config.technologies.len()) as u16));
    let task = TaskId(dice.below(config.tasks.len()) as u16);
    let clause = match (dice.below(10), technology) {
        (0, Some(technology)) => Clause::Tool { technology, lasting: Span::ZERO },
        (1, Some(technology)) => Clause::Tool { technology, lasting: DAY },
        (2, Some(technology)) => Clause::Without(technology),
        (3, _) => Clause::Missing(dice.pick(products)),
        (4, _) => Clause::Utilisation(OccupationId(0), Threshold { over: Some(0.3), under: None }),
        (5, _) => Clause::Found(task),
        (6, _) => Clause::Backlog(Measured::Task(task), Threshold { over: Some(2.0), under: None }),
        (8, _) => Clause::Trait(TraitId(0)),
        (7, _) => Clause::OnTime(Measured::Occupation(OccupationId(0)), Threshold { over: None, under: Some(0.9) }),
        _ => return None,
    };
    Some(Condition { all: vec![clause] })
}

struct Making<'w> {
    config: &'w mut Configuration,
    occupations: Vec<OccupationId>,
    /// Nobody queues for them.
    patients: Option<OccupationId>,
    kinds: Vec<SiteTypeId>,
    /// Products that may be read, with the site type where each is written.
    made: Vec<(ProductId, SiteTypeId)>,
    home: SiteTypeId,
}

impl Making<'_> {
    /// A task that reads some of what there is and writes something new (or something a sibling task writes as well).
    fn task(&mut self, dice: &mut Dice, number: usize) {
        let uses = ["care", "billing", "quality"];
        let kind = if dice.chance(20) { dice.pick(&self.kinds) } else { self.home };
        let mut writes: Vec<ProductId> = Vec::new();
        for part in 0..1 + dice.below(2) {
            writes.push(self.config.add_product(&format!("product{number}_{part}"), dice.pick(&uses)));
        }
        let some = |dice: &mut Dice, made: &[(ProductId, SiteTypeId)]| {
            let mut reads: Vec<Read> = (0..1 + dice.below(2)).map(|_| read(dice.pick(made).0)).collect();
            reads.dedup_by_key(|read| read.product);
            if reads.len() > 1 && dice.chance(50) {
                reads[1].optional = true;
            }
            reads
        };
        let solo = dice.pick(&self.occupations);
        let task = self.config.add_task(&format!("task{number}"), &[], &writes, &[solo], MINUTE);
        let products: Vec<ProductId> = self.made.iter().map(|(product, _)| *product).collect();
        self.config.tasks[task].ways.clear();
        for way in 0..1 + dice.below(3) {
            let reads = some(dice, &self.made);
            let mut team = vec![dice.pick(&self.occupations)];
            if dice.chance(20) {
                team.push(dice.pick(&self.occupations));
            }
            if dice.chance(15) {
                team.clear();
            }
            if let Some(patients) = self.patients.filter(|_| dice.chance(15)) {
                team = vec![patients];
            }
            let tool = (!self.config.technologies.is_empty() && dice.chance(30))
                .then(|| TechnologyId(dice.below(self.config.technologies.len()) as u16));
            let when = if dice.chance(15) { condition(dice, self.config, &products) } else { None };
            let finds = if dice.chance(40) { vec![0.6, 0.3] } else { Vec::new() };
            let introduced = if dice.chance(40) { 0.8 } else { 0.0 };
            let after = (way > 0 && dice.chance(40)).then(|| Dist::Constant((HOUR * 10).ms()));
            let time = dice.time();
            let success = if team.is_empty() { 0.7 } else { 1.0 };
            let chance = dice.pick(&[1.0, 1.0, 0.7]);
            let written: &[ProductId] = if dice.chance(15) { &writes[..1] } else { &writes };
            let spec = self.config.add_way(task, &format!("way{way}"), &[], written, &team, MINUTE);
            spec.reads = reads;
            spec.tool = tool;
            spec.when = when;
            spec.after = after;
            spec.time = time;
            spec.success = success;
            spec.chance = chance;
            spec.finds = finds;
            spec.on_found = dice.pick(&[OnFound::Ignore, OnFound::Fix]);
            spec.fix_time = Dist::Exponential { mean: MINUTE.ms() };
            spec.resume_cost = dice.pick(&[0.0, MINUTE.ms() * 3.0]);
            spec.counted = dice.chance(90);
            spec.reviews = dice.chance(20);
            spec.defects = (introduced > 0.0)
                .then(|| Defects { introduced, kinds: vec![(DefectKindId(0), 0.7), (DefectKindId(1), 0.3)] });
        }
        let when = if dice.chance(15) { condition(dice, self.config, &products) } else { None };
        let rejected = dice.pick(&products);
        let earlier = TaskId(dice.below(number + 1) as u16);
        let spec = &mut self.config.tasks[task];
        spec.at = (kind != self.home).then_some(kind);
        spec.when = when;
        spec.share = dice.pick(&[1.0, 1.0, 0.6]);
        spec.priority = dice.pick(&[0, 0, 5]);
        spec.urgent = dice.chance(8);
        spec.preemptible = dice.chance(70);
        spec.preempted = dice.pick(&[Preempted::Resume, Preempted::Restart]);
        spec.lag = dice.chance(20).then(|| Dist::Exponential { mean: (HOUR * 3).ms() });
        spec.due = dice.chance(40).then(|| HOUR * 12);
        spec.expires = dice.chance(30).then(|| Dist::Constant(dice.pick(&[Span::ZERO, HOUR * 30]).ms()));
        if number > 0 {
            spec.owner = dice.chance(40).then_some(earlier).filter(|earlier| *earlier != task);
            spec.owner_wait = dice.chance(30).then(|| HOUR * 5);
        }
        spec.not_by = dice.chance(10).then_some(earlier).filter(|earlier| *earlier != task);
        spec.repeat = dice.pick(&[0.0, 0.0, 0.2]);
        let reads_it = spec.ways.iter().all(|way| way.reads.iter().any(|read| read.product == rejected));
        if reads_it {
            spec.rejects = Some(Rejects { product: rejected, base: 0.2, per_defect: 0.1 });
        }
        spec.attempts = dice.pick(&[2, 5]);
        spec.meant_for = spec.ways.iter().find_map(|way| way.lead());
        self.made.extend(writes.into_iter().map(|product| (product, kind)));
    }

    /// A task that gathers.
    fn collecting(&mut self, dice: &mut Dice, number: usize, child: Option<DemandId>) {
        let (gathered, at) = dice.pick(&self.made);
        let out = self.config.add_product(&format!("gathered{number}"), "quality");
        let lead = dice.pick(&self.occupations);
        let task = self.config.add_task(&format!("gather{number}"), &[gathered], &[out], &[lead], MINUTE * 20);
        let gather = match (dice.below(4), child) {
            (0, Some(child)) => Gather::Children(child),
            (1, _) => Gather::Size(5),
            _ => Gather::Every(Recurrence::Exact(DAY * 3)),
        };
        let copies = dice.pick(&[1, 3]);
        let spec = &mut self.config.tasks[task];
        spec.at = (at != self.home).then_some(at);
        let sample = dice.chance(30).then_some(4);
        let on_own_case = !matches!(gather, Gather::Children(_));
        spec.collect =
            Some(Collect { gather, sample, empty: dice.chance(30), copies: if on_own_case { copies } else { 1 } });
        spec.ways[0].per_item = Dist::Exponential { mean: MINUTE.ms() };
        if on_own_case && copies > 1 {
            let end = self.config.add_product(&format!("summary{number}"), "management");
            let task2 = self.config.add_task(&format!("sum{number}"), &[out], &[end], &[lead], MINUTE * 5);
            self.config.tasks[task2].at = self.config.tasks[task].at;
            self.config.tasks[task2].collect =
                Some(Collect { gather: Gather::CopiesOf(task), sample: None, empty: false, copies: 1 });
        }
    }
}

/// A random scenario of three weeks with up to three arms.
pub fn random_scenario(seed: u64) -> Scenario {
    let mut dice = Dice::new(seed);
    let mut base = config();
    base.traits.push("rare".into());
    base.defect_kinds.push("omission".into());
    base.defect_kinds.push("error".into());
    let kinds: Vec<SiteTypeId> =
        (0..1 + dice.below(2)).map(|number| base.add_site(&format!("kind{number}"), 1 + dice.below(2))).collect();
    let occupations: Vec<OccupationId> =
        (0..2 + dice.below(3)).map(|number| occupation(&mut dice, &mut base, number)).collect();
    for &kind in &kinds {
        for &occupation in &occupations {
            base.employ(kind, occupation, dice.pick(&[0.5, 1.0, 2.0, 3.5]));
        }
    }
    if kinds.len() == 2 {
        base.add_link(kinds[0], kinds[1], HOUR * 5);
        base.add_link(kinds[1], kinds[0], HOUR * 3);
        if dice.chance(30) {
            base.links[0].latency = Dist::lognormal((HOUR * 5).ms(), 0.5).expect("a positive mean");
        }
    }
    let patients = dice.chance(40).then(|| base.add_occupation("patient"));
    if let Some(patients) = patients {
        base.occupations[patients].unlimited = true;
        base.occupations[patients].delay = dice.chance(50).then_some(Dist::Exponential { mean: (HOUR * 3).ms() });
    }
    technologies(&mut dice, &mut base);
    let home = kinds[0];
    let first = base.add_product("first", "care");
    let demand = base.add_demand("case", home, dice.pick(&[20.0, 60.0]), &[first]);
    base.demands[demand].traits.push((TraitId(0), 0.3));
    base.demands[demand].complexity_cv = dice.chance(50).then_some(0.5);
    let caller = dice.pick(&occupations);
    come_otherwise(&mut dice, caller, &mut base.demands[demand].source);
    let mut making = Making { config: &mut base, occupations, patients, kinds, made: vec![(first, home)], home };
    let tasks = 2 + dice.below(4);
    (0..tasks).for_each(|number| making.task(&mut dice, number));
    let mut child = None;
    if dice.chance(50) {
        making.config.demands[demand].lasts = Some(Dist::Exponential { mean: (DAY * 3).ms() });
        let day = making.config.add_product("day", "care");
        let id = making.config.add_child("day", demand, DAY, &[day]);
        child = Some(id);
        making.config.demands[id].complexity_cv = dice.chance(30).then_some(0.4);
        let note = making.config.add_product("day_note", "care");
        let lead = dice.pick(&making.occupations);
        let task = making.config.add_task("write_day", &[day], &[note], &[lead], MINUTE * 15);
        let reads = &mut making.config.tasks[task].ways[0].reads;
        if dice.chance(50) {
            reads.push(Read { product: note, optional: dice.chance(50), previous: true });
        }
        if dice.chance(50) {
            reads.push(Read { product: first, optional: false, previous: false });
        }
        making.config.tasks[task].expires = dice.chance(30).then_some(Dist::Constant((HOUR * 40).ms()));
        making.made = vec![(note, home)];
        let summary = making.config.add_product("stay_summary", "care");
        let task = making.config.add_task("sum_up", &[note], &[summary], &[lead], MINUTE * 15);
        making.config.tasks[task].collect =
            Some(Collect { gather: Gather::Children(id), sample: None, empty: false, copies: 1 });
    }
    if !making.made.is_empty() && dice.chance(60) {
        making.collecting(&mut dice, 0, child);
    }
    query(&mut dice, &mut base);
    super::random_people::change_people(seed, &mut base);
    super::random_readings::observe(seed, &mut base);
    let arms = arms(&mut dice, base);
    let mut scenario = scenario(arms);
    set_numbers(&mut dice, &mut scenario);
    super::random_years::change_by_year(seed, &mut scenario);
    scenario.warm_up = dice.pick(&[Span::ZERO, WEEK, DAY * 3]);
    scenario.end = Time(WEEK.0 * 3);
    scenario.periods = vec![Period { name: "all".into(), from_week: 0, to_week: 3 }];
    scenario.seed = seed;
    scenario
}

/// Other ways in which cases come: by the calendar, by a list, with seasons and days that differ.
fn come_otherwise(dice: &mut Dice, by: OccupationId, source: &mut Source) {
    match (dice.below(6), &mut *source) {
        (5, _) => *source = Source::Pull { by, at_most: None },
        (0, _) => *source = Source::Every(Recurrence::Exact(HOUR * 5)),
        (1, _) => *source = Source::Trace((-200..200).map(|number| Time(number * HOUR.0 * 3 + 1)).collect()),
        (2, Source::Poisson(arrivals)) => {
            (arrivals.daily_cv, arrivals.growth) = (0.5, 0.8);
            arrivals.season[0] = 1.5;
        }
        _ => {}
    }
}

/// A policy of the second arm that sets numbers: a further configuration of the same structure.
fn set_numbers(dice: &mut Dice, scenario: &mut Scenario) {
    if scenario.arms.len() < 2 || !dice.chance(50) {
        return;
    }
    let mut policy = None;
    for arm in scenario.arms.iter_mut() {
        let config = &mut arm.configs[0];
        let id = config.add_policy("set", Time(4 * DAY.0), Action::Set);
        config.policies[id].trigger = Trigger::Every(Recurrence::Exact(DAY * 9));
        config.policies[id].on = false;
        policy = Some(id);
    }
    let policy = policy.expect("there are arms");
    let arm = &mut scenario.arms[ArmId(1)];
    arm.configs[0].policies[policy].on = true;
    let mut later = arm.configs[0].clone();
    let task = &mut later.tasks[TaskId(0)];
    task.priority = 7;
    task.ways[0].time = Dist::Exponential { mean: (MINUTE * 3).ms() };
    task.expires = Some(Dist::Constant((HOUR * 10).ms()));
    arm.configs.push(later);
    arm.set_policies.push(policy);
    arm.variants = Variants::of(&[vec!["task.0".into()]]).0;
}

/// Lets some way ask about the defects it finds.
fn query(dice: &mut Dice, config: &mut Configuration) {
    if !dice.chance(50) {
        return;
    }
    let lead = OccupationId(dice.below(config.occupations.len()) as u16);
    let answer = config.add_task("answer", &[], &[], &[lead], MINUTE * 4);
    config.tasks[answer].ways[0].success = 0.7;
    config.tasks[answer].expires = dice.chance(50).then_some(Dist::Constant((HOUR * 20).ms()));
    let to = dice.pick(&[QueryTo::Origin, QueryTo::Author, QueryTo::Occupation(lead)]);
    for task in config.tasks.iter_mut() {
        for way in task.ways.iter_mut().filter(|way| !way.finds.is_empty() && !way.reads.is_empty()) {
            way.on_found = OnFound::Query { task: answer, to };
        }
    }
}

/// The control and up to two further arms with policies.
fn arms(dice: &mut Dice, base: Configuration) -> Vec<Configuration> {
    let mut configs = vec![base.clone()];
    if dice.chance(60) {
        let mut other = base.clone();
        let first = OccupationId(0);
        let second = OccupationId(1);
        let actions = [
            Action::Dismiss { occupation: first, amount: Amount::Share(0.5) },
            Action::Hire { occupation: first, amount: Amount::Heads(1) },
            Action::Retrain { occupation: first, to: vec![(second, 1.0)], amount: Amount::Share(0.5), takes: DAY * 3 },
            Action::Replace { occupation: first, by: second, amount: Amount::Share(0.5), keep: Keep::Payroll },
            Action::StaffTo { occupations: Vec::new(), utilisation: 0.7, most: 0.5 },
        ];
        let action = actions[dice.below(actions.len())].clone();
        other.add_policy("change", dice.pick(&[Time::ZERO, Time(5 * DAY.0), Time(7 * DAY.0)]), action);
        let idle = Threshold { over: None, under: Some(0.9) };
        let dismiss = Action::Dismiss { occupation: second, amount: Amount::Share(0.25) };
        let policy = other.add_policy("when_idle", Time::ZERO, dismiss);
        let condition = Condition { all: vec![Clause::Utilisation(second, idle)] };
        other.policies[policy].trigger = Trigger::When { condition, check: WEEK, again: None };
        other.policies[policy].scope = dice.pick(&[Scope::Site, Scope::All]);
        // What nobody reads may be off in this arm, while it still waits to be done at time zero.
        if dice.chance(30) {
            let wanted = |product: &ProductId| {
                other
                    .tasks
                    .iter()
                    .any(|task| task.ways.iter().any(|way| way.reads.iter().any(|r| r.product == *product)))
            };
            let unread = |task: &&TaskId| {
                let task = &other.tasks[**task];
                !task.ways.iter().any(|way| way.reads.is_empty() || way.writes.iter().any(wanted))
            };
            let ends: Vec<TaskId> = other.tasks.ids().collect();
            if let Some(end) = ends.iter().rev().find(unread) {
                other.tasks[*end].on = false;
            }
        }
        // The control has the same policies, switched off.
        let mut control = base;
        control.policies = other.policies.clone();
        control.policies.iter_mut().for_each(|policy| policy.on = false);
        configs = vec![control, other];
    }
    configs
}
