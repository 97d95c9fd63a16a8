//! Scenario files: text -> raw document (merged, edited) -> checked [`Scenario`].
//!
//! A file is merged onto what it extends, then edited by `--set`; for each arm it is edited once more by the arm's `set`
//! and read into a [`World`]. All mistakes of meaning are reported together; past this point nothing is checked again.

mod change;
mod document;
pub mod fields;
mod names;
mod problem;
mod reader;
mod values;
mod work;
mod world;

pub use problem::{Place, Problem, Problems, SourceText};

use crate::model::analysis::{self, Severity};
use crate::model::scenario::*;
use crate::units::{Calendar, Id, IdVec, Span, Time, WEEK};
use chrono::NaiveDate;
use document::{Document, Node, Value};
use names::{Names, entries};
use reader::{Reader, Reference, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use values::Length;

/// What to read, and what to change before it is read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The scenario file.
    pub path: PathBuf,
    /// `path=value` edits, in order; the last wins.
    pub sets: Vec<String>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.replications`.
    pub replications: Option<u32>,
}

/// A scenario with what a run says about it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The checked scenario.
    pub scenario: Scenario,
    /// What is allowed but may not be meant.
    pub warnings: Vec<String>,
    /// All texts it was read from, in the order in which they were opened.
    pub sources: Vec<SourceText>,
    /// The merged document, with its defaults, as TOML.
    pub resolved: String,
}

/// Reads and checks a scenario.
///
/// # Errors
/// All mistakes at once; a syntax error or an unreadable file alone.
pub fn read(request: &Request) -> Result<Loaded, Problems> {
    let mut document = Document::read(&request.path)?;
    let mut early = Vec::new();
    let mut sets = request.sets.clone();
    sets.extend(request.seed.map(|seed| format!("run.seed={seed}")));
    sets.extend(request.replications.map(|replications| format!("run.replications={replications}")));
    if !sets.is_empty() && document.root.entry("run").is_none() {
        let Value::Table(entries) = &mut document.root.value else { unreachable!("a document is a table") };
        entries.push((
            "run".into(),
            Place::default(),
            Node { value: Value::Table(Vec::new()), place: Place::default() },
        ));
    }
    for set in &sets {
        if let Err(problem) = document.edit_from_argument(set) {
            early.push(problem);
        }
    }
    let folder = document.folder.clone();
    let mut reader = Reader { problems: early, numbers: Vec::new(), bibliography: None, folder: &folder, quiet: false };
    let loaded = reader.scenario(&request.path, &document);
    let problems = reader.problems;
    match loaded {
        Some((scenario, warnings)) if problems.is_empty() => {
            let resolved = resolved(&document.root);
            Ok(Loaded { scenario, warnings, sources: document.sources, resolved })
        }
        _ => Err(Problems { sources: document.sources, list: problems }),
    }
}

/// The merged document as TOML, with the defaults of the top written out.
fn resolved(root: &Node) -> String {
    let table: toml::Table = match to_toml(root) {
        toml::Value::Table(table) => table,
        _ => toml::Table::new(),
    };
    toml::to_string(&table).unwrap_or_default()
}

fn to_toml(node: &Node) -> toml::Value {
    match &node.value {
        Value::Text(text) => toml::Value::String(text.clone()),
        Value::Number(number, true) => toml::Value::Integer(*number as i64),
        Value::Number(number, false) => toml::Value::Float(*number),
        Value::Truth(truth) => toml::Value::Boolean(*truth),
        Value::Date(date) => {
            date.parse().map(toml::Value::Datetime).unwrap_or_else(|_| toml::Value::String(date.clone()))
        }
        Value::List(items) => toml::Value::Array(items.iter().map(to_toml).collect()),
        Value::Table(entries) => toml::Value::Table(
            entries
                .iter()
                .filter(|(key, _, _)| key != "extends")
                .map(|(key, _, node)| (key.clone(), to_toml(node)))
                .collect(),
        ),
    }
}

impl Reader<'_> {
    fn scenario(&mut self, path: &Path, document: &Document) -> Option<(Scenario, Vec<String>)> {
        let root = &document.root;
        let top = self.open(root, &fields::SCENARIO, String::new())?;
        self.read_bibliography(&top);
        let name = path.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
        let start = self.start(&top);
        let calendar = Calendar { start };
        let end = match self.length(&top, "length") {
            Some(Length::Exact(span)) if span > Span::ZERO => Time::ZERO + span,
            Some(Length::Exact(_)) => {
                self.complain("`length` is zero", "expected some time", &top.get("length")?.place, None);
                Time::of_week(1)
            }
            Some(months) => calendar.occurrence(months.recurrence(), 1),
            None => calendar.occurrence(crate::units::Recurrence::Months(12), 1),
        };
        let warm_up = self.warm_up(&top);
        if end > Time(130 * 366 * 86_400_000) {
            self.complain("`length` is too long", "expected at most 130 years", &top.get("length")?.place, None);
        }
        let periods = self.periods(&top, end);
        let (seed, replications) = self.run(&top);
        let names = Names::new(root);
        self.numbers.clear(); // Lengths and seeds are choices of the study, not knowledge.
        let (arms, control, mut warnings) = self.arms(document, &names, calendar);
        let provenance = Provenance { numbers: std::mem::take(&mut self.numbers) };
        let mut scenario = Scenario {
            title: self.text(&top, "title").map_or_else(|| name.clone(), String::from),
            question: self.text(&top, "question").unwrap_or_default().into(),
            note: self.text(&top, "note").unwrap_or_default().into(),
            name,
            calendar,
            warm_up,
            end,
            periods,
            seed,
            replications,
            arms,
            control: control?,
            provenance,
        };
        if !self.problems.is_empty() {
            return None;
        }
        self.check_meaning(&mut scenario, root, &mut warnings);
        Some((scenario, warnings))
    }

    /// What only the whole graph shows: cycles, tasks nobody can do, missing links. Derives orders on the way.
    fn check_meaning(&mut self, scenario: &mut Scenario, root: &Node, warnings: &mut Vec<String>) {
        let found = analysis::problems(scenario);
        if found.iter().all(|problem| problem.severity != Severity::Error) {
            analysis::derive_orders(scenario);
        }
        for problem in found {
            match problem.severity {
                Severity::Error => {
                    let place = place_of(root, &problem.path);
                    let label = format!("`{}`", problem.path);
                    self.complain(problem.message, label, &place, problem.help);
                }
                _ => {
                    let help = problem.help.map_or(String::new(), |help| format!(" ({help})"));
                    warnings.push(format!("{}: {}{help}", problem.path, problem.message));
                }
            }
        }
    }

    fn start(&mut self, top: &Table<'_>) -> NaiveDate {
        let default = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
        let Some(node) = top.get("start") else { return default };
        let date = match &node.value {
            Value::Date(text) | Value::Text(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            _ => None,
        };
        date.unwrap_or_else(|| {
            self.expected(top, "start", node);
            default
        })
    }

    fn warm_up(&mut self, top: &Table<'_>) -> Span {
        match top.get("warm_up") {
            Some(Node { value: Value::Text(text), place }) if text == "auto" => {
                let help = "state a length, such as \"8 weeks\"".to_string();
                self.complain("`warm_up = \"auto\"` is not supported yet", "not yet", place, Some(help));
                Span::ZERO
            }
            Some(_) => self.span(top, "warm_up").unwrap_or(Span::ZERO),
            None => Span::ZERO,
        }
    }

    fn run(&mut self, top: &Table<'_>) -> (u64, u32) {
        let Some(node) = top.get("run") else { return (1, 30) };
        let Some(run) = self.open(node, &fields::RUN, "run".into()) else { return (1, 30) };
        if let Some(node) = run.get("precision") {
            let help = "state `replications`".to_string();
            self.complain("`precision` is not supported yet", "not yet", &node.place, Some(help));
        }
        let seed = self.whole(&run, "seed").unwrap_or(1);
        (seed, self.whole(&run, "replications").unwrap_or(30) as u32)
    }

    fn periods(&mut self, top: &Table<'_>, end: Time) -> Vec<Period> {
        let last_week = (end.0 + WEEK.0 - 1).div_euclid(WEEK.0);
        let all = vec![Period { name: "all".into(), from_week: 0, to_week: last_week }];
        let Some(entries) = top.get("period").and_then(Node::table) else { return all };
        let mut periods = Vec::new();
        for (name, _, node) in entries {
            let parsed = match &node.value {
                Value::Text(text) => parse_period(text),
                _ => None,
            };
            match parsed {
                Some((from, to)) if from < to && to <= last_week => {
                    periods.push(Period { name: name.clone(), from_week: from, to_week: to });
                }
                Some((from, to)) if from < to => {
                    let label = format!("the run has {last_week} weeks");
                    self.complain(format!("`period.{name}` goes past the end"), label, &node.place, None);
                }
                _ => {
                    let label = "expected whole weeks such as \"0..26 weeks\"";
                    self.complain(format!("`period.{name}` is no window"), label, &node.place, None);
                }
            }
        }
        if periods.is_empty() { all } else { periods }
    }

    /// The bibliography: one table per source, with at least `citation` and `kind`.
    fn read_bibliography(&mut self, top: &Table<'_>) {
        let Some(file) = self.text(top, "evidence") else { return };
        let place = top.get("evidence").map(|node| node.place.clone()).unwrap_or_default();
        let path = self.folder.join(file);
        let table: toml::Table = match std::fs::read_to_string(&path)
            .map_err(|error| error.to_string())
            .and_then(|text| text.parse().map_err(|error: toml::de::Error| error.message().to_string()))
        {
            Ok(table) => table,
            Err(error) => {
                self.complain(format!("cannot read {}: {error}", path.display()), "the bibliography", &place, None);
                return;
            }
        };
        let mut bibliography = BTreeMap::new();
        for (key, entry) in &table {
            let text = |field: &str| entry.get(field).and_then(toml::Value::as_str);
            if text("citation").is_none() {
                let title = format!("{}: `{key}` has no `citation`", path.display());
                self.complain(title, "the bibliography", &place, None);
            }
            let validation = match text("kind") {
                Some("validation") => true,
                Some("calibration") => false,
                _ => {
                    let title = format!("{}: `{key}` has no `kind`", path.display());
                    let help = "kind is calibration or validation".to_string();
                    self.complain(title, "the bibliography", &place, Some(help));
                    false
                }
            };
            bibliography.insert(key.clone(), Reference { validation });
        }
        self.bibliography = Some(bibliography);
    }

    /// All arms, each with its worlds; the control; what should be said about switches.
    fn arms(
        &mut self,
        document: &Document,
        names: &Names,
        calendar: Calendar,
    ) -> (IdVec<ArmId, Arm>, Option<ArmId>, Vec<String>) {
        let root = &document.root;
        let mut warnings = Vec::new();
        let tables: Vec<Table<'_>> = entries(root, "arm")
            .iter()
            .filter_map(|(name, _, node)| self.open(node, &fields::ARM, format!("arm.{name}")))
            .collect();
        let (used, switched) = self.switches(names, &tables);
        let mut arms = IdVec::new();
        if tables.is_empty() {
            let worlds = self.worlds(document, names, calendar, &BTreeSet::new(), &switched, &mut warnings);
            arms.push(Arm { name: "base".into(), set_policies: worlds.1, worlds: worlds.0 });
            return (arms, Some(ArmId(0)), warnings);
        }
        let controls: Vec<usize> =
            (0..tables.len()).filter(|arm| self.truth(&tables[*arm], "control") == Some(true)).collect();
        let control = match controls[..] {
            [control] => Some(ArmId::from_index(control)),
            [] if tables.len() == 1 => Some(ArmId(0)),
            [] => {
                let place = entries(root, "arm")[0].1.clone();
                self.complain(
                    "no arm is the control",
                    "the others are compared with it",
                    &place,
                    Some("write `control = true` in one arm".into()),
                );
                None
            }
            _ => {
                let place = entries(root, "arm")[controls[1]].1.clone();
                self.complain(
                    "two arms are the control",
                    "this is the second",
                    &place,
                    Some("only one arm is `control = true`".into()),
                );
                None
            }
        };
        for ((name, _, _), (table, used)) in entries(root, "arm").iter().zip(tables.iter().zip(&used)) {
            let mut own = document.clone();
            for (path, place, node) in table.get("set").and_then(Node::table).unwrap_or_default() {
                let first = path.split('.').next().unwrap_or("");
                if ["start", "warm_up", "length", "run", "arm", "period", "extends", "evidence"].contains(&first)
                    || path.ends_with(".count")
                {
                    self.complain(format!("an arm may not set `{path}`"), "all arms share it", place, None);
                } else if let Err(problem) = own.edit(path, place, node.clone()) {
                    self.problems.push(problem);
                }
            }
            let (worlds, set_policies) = self.worlds(&own, names, calendar, used, &switched, &mut warnings);
            arms.push(Arm { name: name.clone(), set_policies, worlds });
        }
        (arms, control, warnings)
    }

    /// The worlds of an arm: without and with each subset of its policies that set numbers.
    fn worlds(
        &mut self,
        document: &Document,
        names: &Names,
        calendar: Calendar,
        used: &BTreeSet<String>,
        switched: &BTreeSet<String>,
        warnings: &mut Vec<String>,
    ) -> (Vec<World>, Vec<PolicyId>) {
        let is_on = |path: &str| !switched.contains(path) || used.contains(path);
        let mut setting: Vec<(PolicyId, &Node)> = Vec::new();
        for (number, (name, place, node)) in entries(&document.root, "policy").iter().enumerate() {
            let set = node.entry("action").and_then(|action| action.entry("set"));
            if let Some(set) = set.filter(|_| is_on(&format!("policy.{name}"))) {
                if setting.len() == 6 {
                    self.complain("more than six policies set numbers", "this is the seventh", place, None);
                    break;
                }
                setting.push((PolicyId::from_index(number), set));
            }
        }
        let mut worlds = Vec::new();
        for variant in 0..1usize << setting.len() {
            let mut own = document.clone();
            for (_, (_, set)) in setting.iter().enumerate().filter(|(bit, _)| variant >> bit & 1 == 1) {
                for (path, place, node) in set.table().unwrap_or_default() {
                    if !is_number_of_work(path) {
                        self.complain(
                            format!("a policy may not set `{path}`"),
                            "expected a number of a task, way or occupation",
                            place,
                            None,
                        );
                    } else if let Err(problem) = own.edit(path, place, node.clone()) {
                        self.complain(problem.title, problem.label, place, problem.help);
                    }
                }
            }
            worlds.push(self.world(&own.root, names, calendar, &is_on, warnings));
        }
        (worlds, setting.into_iter().map(|(policy, _)| policy).collect())
    }

    /// Reads one world and applies its switches.
    fn world(
        &mut self,
        root: &Node,
        names: &Names,
        calendar: Calendar,
        is_on: &dyn Fn(&str) -> bool,
        warnings: &mut Vec<String>,
    ) -> World {
        let defect_kinds = work::defect_kinds(root);
        let mut uses = IdVec::new();
        let mut world = World {
            sites: self.sites(root, names),
            links: self.links(root, names),
            occupations: self.occupations(root),
            products: self.products(root, &mut uses),
            uses,
            demands: self.demands(root, names, calendar),
            tasks: self.tasks(root, names, &defect_kinds),
            technologies: self.technologies(root, names, calendar),
            policies: self.policies(root, names, calendar),
            defect_kinds,
        };
        if world.sites.is_empty() || world.demands.is_empty() || world.tasks.is_empty() {
            let place = Place { source: 0, span: 0..0 };
            let title = "a scenario needs a site, a demand and a task";
            self.complain(title, "expected [site.NAME], [demand.NAME] and [task.NAME]", &place, None);
        }
        if !self.problems.is_empty() {
            return world; // Identifiers may be missing: switches would not find their tables.
        }
        for demand in world.demands.iter_mut() {
            demand.on = is_on(&format!("demand.{}", demand.name));
        }
        for task in world.tasks.iter_mut() {
            let path = format!("task.{}", task.name);
            task.on = is_on(&path);
            task.ways.iter_mut().for_each(|way| way.on = is_on(&format!("{path}.way.{}", way.name)));
        }
        for technology in world.technologies.iter_mut() {
            technology.on = is_on(&format!("technology.{}", technology.name));
        }
        for policy in world.policies.iter_mut() {
            policy.on = is_on(&format!("policy.{}", policy.name));
        }
        apply_switches(&mut world, warnings);
        world
    }
}

/// Whether a path names a number of a task, a way or an occupation, or something in such a number.
fn is_number_of_work(path: &str) -> bool {
    let (kind, key) = match path.split('.').collect::<Vec<_>>()[..] {
        ["task", _, "way", _, key, ..] => (&fields::WAY, key),
        ["task", _, key, ..] => (&fields::TASK, key),
        ["occupation", _, key, ..] => (&fields::OCCUPATION, key),
        _ => return false,
    };
    // These tables hold numbers only, or names beside them that a path into them may not reach.
    let tables = ["finds", "defects", "rejects", "after_hours"];
    let inside = path.rsplit('.').next().is_some_and(|last| !["product", "paid"].contains(&last));
    kind.fields.iter().any(|field| field.name == key && (field.holds.is_number() || tables.contains(&key) && inside))
}

/// What follows from something being off: children of what is off, reads nobody writes, names that lose their meaning.
fn apply_switches(world: &mut World, warnings: &mut Vec<String>) {
    for _ in 0..world.demands.len() {
        for id in world.demands.ids() {
            if let Source::Children { parent, .. } = world.demands[id].source
                && !world.demands[parent].on
            {
                world.demands[id].on = false;
            }
        }
    }
    loop {
        let written = |product: ProductId, only_on: bool| {
            let by_demand =
                world.demands.iter().any(|demand| (demand.on || !only_on) && demand.writes.contains(&product));
            by_demand
                || world.tasks.iter().any(|task| {
                    (task.on || !only_on)
                        && task.ways.iter().any(|way| (way.on || !only_on) && way.writes.contains(&product))
                })
        };
        let dropped: BTreeSet<ProductId> =
            world.products.ids().filter(|product| written(*product, false) && !written(*product, true)).collect();
        let mut changed = false;
        for task in world.tasks.iter_mut() {
            for way in &mut task.ways {
                let before = way.reads.len();
                way.reads.retain(|read| !dropped.contains(&read.product));
                if way.reads.len() < before && way.on && task.on {
                    changed = true;
                    if way.reads.is_empty() {
                        way.on = false; // All it needs is off.
                    } else {
                        let warning = format!(
                            "task.{}.way.{}: reads what nobody writes in some arm; the read is dropped there",
                            task.name, way.name
                        );
                        if !warnings.contains(&warning) {
                            warnings.push(warning);
                        }
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
    let on: Vec<bool> = world.tasks.iter().map(|task| task.on).collect();
    for task in world.tasks.iter_mut() {
        task.owner = task.owner.filter(|owner| on[owner.index()]);
        task.not_by = task.not_by.filter(|other| on[other.index()]);
        for way in &mut task.ways {
            if matches!(way.on_found, OnFound::Query { task, .. } if !on[task.index()]) {
                way.on_found = OnFound::Ignore;
            }
        }
    }
}

fn parse_period(text: &str) -> Option<(i64, i64)> {
    let weeks = text.trim().strip_suffix("weeks").or(text.trim().strip_suffix("week"))?;
    let (from, to) = weeks.trim().split_once("..")?;
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// Where a path stands, or as much of it as there is.
fn place_of(root: &Node, path: &str) -> Place {
    let mut here = root;
    let mut place = Place { source: 0, span: 0..0 };
    for key in path.split('.') {
        let Some((_, key_place, node)) =
            here.table().and_then(|entries| entries.iter().find(|(name, _, _)| name == key))
        else {
            break;
        };
        place = if matches!(node.value, Value::Table(_)) { key_place.clone() } else { node.place.clone() };
        here = node;
    }
    place
}
