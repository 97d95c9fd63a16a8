//! Tasks and their ways, and conditions.

use super::fields::{self, is_evidence};
use super::is_one;
use super::names::{Names, entries};
use super::node::{Node, Value};
use super::problem::Position;
use super::reader::{Reader, Table};
use crate::engine::Dist;
use crate::experiment::did_you_mean;
use crate::model::scenario::*;
use crate::units::{IdVec, Span};

impl Reader {
    /// `before` names another way of the same task.
    fn check_before(&mut self, way: &Table<'_>, ways: Option<&Node>, name: &str) {
        let Some(before) = self.text(way, "before") else { return };
        let others = || ways.and_then(Node::table).unwrap_or_default().iter().map(|(other, _, _)| other.as_str());
        if before == name || !others().any(|other| other == before) {
            let help = did_you_mean(before, others().filter(|other| *other != name));
            let place = &way.get("before").expect("just read").place;
            self.complain(
                format!("no way `{before}` to come before"),
                "expected another way of this task",
                place,
                help,
            );
        }
    }

    pub(super) fn tasks(
        &mut self,
        root: &Node,
        names: &Names,
        kinds: &IdVec<DefectKindId, String>,
    ) -> IdVec<TaskId, Task> {
        let mut tasks = IdVec::new();
        for (name, _, node) in entries(root, "task") {
            let Some(table) = self.open(node, &fields::TASK, format!("task.{}", key(name))) else { continue };
            let mut ways = Vec::new();
            if let Some(ways) = node.entry("way").filter(|ways| ways.table().is_none()) {
                let label = format!("expected tables such as [{}.way.NAME]", table.path);
                self.complain(format!("`{}` is {}", table.below("way"), ways.kind()), label, &ways.place, None);
            }
            for (way, _, way_node) in node.entry("way").and_then(Node::table).unwrap_or_default() {
                if let Some(way_table) = self.open(way_node, &fields::WAY, format!("{}.way.{}", table.path, key(way))) {
                    self.check_before(&way_table, node.entry("way"), way);
                    ways.push(self.way(&table, &way_table, way, names, kinds));
                }
            }
            let meant_for = match table.get("meant_for") {
                Some(_) => self.name(names, &table, "meant_for", "occupation"),
                None => ways
                    .iter()
                    .find(|way: &&Way| way.tool.is_none() && !way.team.is_empty())
                    .or(ways.iter().find(|way| !way.team.is_empty()))
                    .and_then(Way::lead),
            };
            let when = table.get("when").and_then(|node| self.condition(node, &table.below("when"), names));
            let all_read: Vec<Read> = ways.iter().flat_map(|way| way.reads.iter().copied()).collect();
            let when = Self::compares(when, &all_read);
            if let (Some(copies), None) = (table.get("copies"), table.get("collect")) {
                let help = Some("say what it gathers: collect = { every = \"1 month\" }".into());
                let title = format!("`{}` without `collect`", table.below("copies"));
                self.complain(title, "only what is gathered is done in copies", &copies.place, help);
            }
            let rejects = table.get("rejects").and_then(|node| self.rejects(node, &table, names));
            let collect = table.get("collect").and_then(|node| self.collect(node, &table, names));
            let cares =
                |way: &Way| way.activity.iter().any(|(activity, share)| !activity.is_data_work() && *share > 0.0);
            let preempted =
                if self.word(&table, "preempted") == Some(1) { Preempted::Restart } else { Preempted::Resume };
            let unsaid = Task::default();
            tasks.push(Task {
                name: name.clone(),
                at: self.name(names, &table, "at", "site"),
                owner: self.name(names, &table, "owner", "task"),
                owner_wait: self.span(&table, "owner_wait"),
                not_by: self.name(names, &table, "not_by", "task"),
                meant_for,
                priority: self.number(&table, "priority").map_or(unsaid.priority, |number| number as i32),
                urgent: self.truth(&table, "urgent").unwrap_or(unsaid.urgent),
                preemptible: self.truth(&table, "preemptible").unwrap_or_else(|| !ways.iter().any(cares)),
                preempted,
                share: self.number(&table, "share").unwrap_or(unsaid.share),
                when,
                lag: self.times(&table, "lag"),
                due: self.span(&table, "due"),
                expires: self.times(&table, "expires"),
                repeat: self.number(&table, "repeat").unwrap_or(unsaid.repeat),
                rejects,
                attempts: self.whole(&table, "attempts").map_or(unsaid.attempts, |number| number as u32),
                collect,
                ways,
                ..unsaid
            });
        }
        tasks
    }

    /// A way; what it does not state itself it has from its task.
    fn way(
        &mut self,
        task: &Table<'_>,
        way: &Table<'_>,
        name: &str,
        names: &Names,
        kinds: &IdVec<DefectKindId, String>,
    ) -> Way {
        /// The table in which a shared field is stated: the way's, else the task's.
        fn stated<'t, 'n>(task: &'t Table<'n>, way: &'t Table<'n>, key: &str) -> &'t Table<'n> {
            if way.get(key).is_some() { way } else { task }
        }
        let at = |key: &str| stated(task, way, key);
        self.require(way, "team");
        let time = if self.require(way, "time") { self.times(way, "time") } else { None };
        let reads = self.reads(at("reads"), names);
        let when = way.get("when").and_then(|node| self.condition(node, &way.below("when"), names));
        let when = Self::compares(when, &reads);
        let activity = at("activity");
        let finds = at("finds");
        let on_found = at("on_found");
        let defects = at("defects");
        let unsaid = Way::default();
        Way {
            name: name.into(),
            reads,
            writes: self.names(names, at("writes"), "writes", "product").unwrap_or_default(),
            team: match way.get("team").map(|node| &node.value) {
                Some(Value::List(items)) if items.is_empty() => Vec::new(),
                _ => self.names(names, way, "team", "occupation").unwrap_or_default(),
            },
            tool: self.name(names, way, "tool", "technology"),
            time: time.unwrap_or(Dist::Constant(1.0)),
            per_item: self.times(at("per_item"), "per_item").unwrap_or(unsaid.per_item),
            success: self.number(way, "success").unwrap_or(unsaid.success),
            chance: self.number(way, "chance").unwrap_or(unsaid.chance),
            when,
            after: self.times(way, "after"),
            activity: self.activity(activity),
            finds: self.finds(finds, kinds),
            on_found: self.on_found(on_found, names),
            fix_time: self.times(at("fix_time"), "fix_time").unwrap_or(unsaid.fix_time),
            resume_cost: self.span(at("resume_cost"), "resume_cost").map_or(unsaid.resume_cost, Span::ms),
            defects: defects.get("defects").and_then(|node| self.defects(node, &defects.below("defects"), kinds)),
            counted: self.truth(at("counted"), "counted").unwrap_or(unsaid.counted),
            reviews: self.truth(at("reviews"), "reviews").unwrap_or(unsaid.reviews),
            load: self.number(at("load"), "load").unwrap_or(unsaid.load),
            ..unsaid
        }
    }

    fn reads(&mut self, table: &Table<'_>, names: &Names) -> Vec<Read> {
        let mut reads = Vec::new();
        let texts = self.texts(table, "reads").unwrap_or_default();
        let plain: Vec<(&str, &Position)> =
            texts.iter().map(|(text, place)| (text.strip_suffix('?').unwrap_or(text), *place)).collect();
        self.each_once(&table.below("reads"), &plain);
        for (text, place) in texts {
            let (name, optional) = text.strip_suffix('?').map_or((text, false), |name| (name, true));
            let (name, previous) = match name.split_once('@') {
                Some((name, "previous")) => (name, true),
                Some((name, other)) => {
                    let help = did_you_mean(other, ["previous"]);
                    self.complain(format!("unknown relative `@{other}`"), "expected `@previous`", place, help);
                    (name, false)
                }
                None => (name, false),
            };
            if let Some(product) = self.id(names, "product", name, place) {
                reads.push(Read { product, optional, previous });
            }
        }
        reads
    }

    fn activity(&mut self, table: &Table<'_>) -> Vec<(Activity, f64)> {
        let named = |text: &str| Activity::ALL.into_iter().find(|activity| activity.name() == text);
        let all = || Activity::ALL.iter().map(|activity| activity.name());
        let Some(node) = table.get("activity") else { return vec![(Activity::Create, 1.0)] };
        match &node.value {
            Value::Text(text) => match named(text) {
                Some(activity) => return vec![(activity, 1.0)],
                None => {
                    let label = format!("expected one of {}", all().collect::<Vec<_>>().join(", "));
                    self.complain(format!("unknown activity `{text}`"), label, &node.place, did_you_mean(text, all()));
                }
            },
            Value::Table(entries) => {
                let mut split = Vec::new();
                for (name, place, value) in entries {
                    if is_evidence(name) {
                        continue;
                    }
                    match (named(name), &value.value) {
                        (Some(activity), Value::Number(share, _)) if (0.0..=1.0).contains(share) => {
                            split.push((activity, *share))
                        }
                        (None, _) => {
                            let label = format!("expected one of {}", all().collect::<Vec<_>>().join(", "));
                            self.complain(
                                format!("unknown activity `{name}`"),
                                label,
                                place,
                                did_you_mean(name, all()),
                            );
                        }
                        _ => self.complain(
                            format!("`{}.{name}` is out of range", table.below("activity")),
                            "expected a share from 0 to 1",
                            &value.place,
                            None,
                        ),
                    }
                }
                let sum = split.iter().fold(0.0, |sum, (_, share)| sum + share);
                self.record(&table.below("activity"), node, node);
                if is_one(sum) {
                    return split;
                }
                self.complain(
                    format!("`{}` sums to {sum}", table.below("activity")),
                    "expected shares that sum to 1",
                    &node.place,
                    None,
                );
            }
            _ => self.expected(table, "activity", node),
        }
        vec![(Activity::Create, 1.0)]
    }

    fn finds(&mut self, table: &Table<'_>, kinds: &IdVec<DefectKindId, String>) -> Vec<f64> {
        let Some(node) = table.get("finds") else { return Vec::new() };
        let by_kind = node.table().is_some() && node.entry("value").is_none();
        if !by_kind {
            return self.number(table, "finds").map_or(Vec::new(), |finds| vec![finds; kinds.len()]);
        }
        let mut finds = vec![0.0; kinds.len()];
        for (kind, place, value) in node.table().unwrap_or_default() {
            let Some((id, _)) = kinds.enumerate().find(|(_, name)| *name == kind) else {
                if !is_evidence(kind) {
                    let help = did_you_mean(kind, kinds.iter().map(String::as_str));
                    self.complain(format!("unknown kind of defect `{kind}`"), "no work introduces it", place, help);
                }
                continue;
            };
            let path = format!("{}.{}", table.below("finds"), key(kind));
            finds[id.0 as usize] = self.number_at(table, "finds", value, &path).unwrap_or(0.0);
        }
        finds
    }

    fn on_found(&mut self, table: &Table<'_>, names: &Names) -> OnFound {
        let Some(node) = table.get("on_found") else { return OnFound::Ignore };
        match &node.value {
            Value::Text(text) if text == "ignore" => OnFound::Ignore,
            Value::Text(text) if text == "fix" => OnFound::Fix,
            Value::Table(_) => {
                let task = match node.entry("query") {
                    Some(Node { value: Value::Text(task), place }) => self.id::<TaskId>(names, "task", task, place),
                    _ => {
                        self.expected(table, "on_found", node);
                        None
                    }
                };
                let to = match node.entry("to") {
                    None => Some(QueryTo::Origin),
                    Some(Node { value: Value::Text(to), .. }) if to == "origin" => Some(QueryTo::Origin),
                    Some(Node { value: Value::Text(to), .. }) if to == "author" => Some(QueryTo::Author),
                    Some(Node { value: Value::Text(to), place }) => {
                        self.id(names, "occupation", to, place).map(QueryTo::Occupation)
                    }
                    Some(other) => {
                        self.expected(table, "on_found", other);
                        None
                    }
                };
                for (key, place, _) in node.table().unwrap_or_default() {
                    if key != "query" && key != "to" {
                        self.complain(format!("unknown key `{key}`"), "expected `query` and `to`", place, None);
                    }
                }
                task.zip(to).map_or(OnFound::Ignore, |(task, to)| OnFound::Query { task, to })
            }
            _ => {
                self.expected(table, "on_found", node);
                OnFound::Ignore
            }
        }
    }

    fn defects(&mut self, node: &Node, path: &str, kinds: &IdVec<DefectKindId, String>) -> Option<Defects> {
        let table = self.open(node, &fields::DEFECTS, path.into())?;
        self.require(&table, "introduced");
        let introduced = self.part_of_value(&table, "introduced");
        self.record(path, node, node.entry("introduced").unwrap_or(node));
        let mut shares = Vec::new();
        for (kind, _, value) in table.get("kinds").and_then(Node::table).unwrap_or_default() {
            let Some((id, _)) = kinds.enumerate().find(|(_, name)| *name == kind) else { continue };
            match value.value {
                Value::Number(share, _) if (0.0..=1.0).contains(&share) => shares.push((id, share)),
                _ => self.complain(
                    format!("`{path}.kinds.{kind}` is out of range"),
                    "expected a share from 0 to 1",
                    &value.place,
                    None,
                ),
            }
        }
        if let Some(node) = table.get("kinds") {
            let sum = shares.iter().fold(0.0, |sum, (_, share)| sum + share);
            if !is_one(sum) {
                self.complain(
                    format!("`{path}.kinds` sums to {sum}"),
                    "expected shares that sum to 1",
                    &node.place,
                    None,
                );
            }
        } else if let Some((id, _)) = kinds.enumerate().find(|(_, name)| *name == "error") {
            shares.push((id, 1.0));
        }
        Some(Defects { introduced: introduced?, kinds: shares })
    }

    fn rejects(&mut self, node: &Node, task: &Table<'_>, names: &Names) -> Option<Rejects> {
        let table = self.open(node, &fields::REJECTS, task.below("rejects"))?;
        self.require(&table, "product");
        let product = self.name(names, &table, "product", "product");
        let base = self.number(&table, "base").unwrap_or(0.0);
        let per_defect = self.number(&table, "per_defect").unwrap_or(0.0);
        Some(Rejects { product: product?, base, per_defect })
    }

    fn collect(&mut self, node: &Node, task: &Table<'_>, names: &Names) -> Option<Collect> {
        let table = self.open(node, &fields::COLLECT, task.below("collect"))?;
        let given: Vec<&str> =
            ["every", "size", "children", "copies_of"].into_iter().filter(|key| table.get(key).is_some()).collect();
        let gather = match given[..] {
            ["every"] => Gather::Every(self.length_of_looks(&table, "every")?.recurrence()),
            ["size"] => Gather::Size(self.whole(&table, "size")? as u32),
            ["children"] => Gather::Children(self.name(names, &table, "children", "demand")?),
            ["copies_of"] => Gather::CopiesOf(self.name(names, &table, "copies_of", "task")?),
            _ => {
                let title = format!("`{}` needs one trigger", table.path);
                self.complain(title, "expected one of every, size, children, copies_of", &node.place, None);
                return None;
            }
        };
        let copies = self.whole(&table, "copies").or_else(|| self.whole(task, "copies")).unwrap_or(1);
        Some(Collect {
            gather,
            sample: self.whole(&table, "sample").map(|sample| sample as u32),
            empty: self.truth(&table, "empty").unwrap_or(false),
            copies: copies as u32,
        })
    }
}
