//! Small scenarios without draws: as text, and how one of them is made smaller.

use std::fmt::Write;

#[derive(Clone, Debug, PartialEq)]
pub struct Occupation {
    pub heads: usize,
    /// Days, number of them, start and length in hours; none: always there.
    pub shift: Option<(&'static str, usize, usize, usize)>,
    pub overrun: Option<usize>,
    pub hand_over: Option<usize>,
    pub after_hours: Option<usize>,
    pub by_due: bool,
    pub unlimited: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    pub every: usize,
    pub writes: usize,
}

/// A read product, and whether it is optional.
pub type Read = (usize, bool);

#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub team: Vec<usize>,
    pub time: usize,
    pub after: Option<usize>,
    pub reads: Option<Vec<Read>>,
    pub writes: Option<Vec<usize>>,
    pub missing: Option<usize>,
    pub chance: Option<usize>,
    pub success: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    pub name: usize,
    pub reads: Vec<Read>,
    pub writes: Vec<usize>,
    pub priority: i64,
    pub urgent: bool,
    pub preemptible: bool,
    pub resume_cost: Option<usize>,
    /// Names of tasks.
    pub owner: Option<usize>,
    pub owner_wait: Option<usize>,
    pub not_by: Option<usize>,
    pub share: Option<usize>,
    pub missing: Option<usize>,
    pub lag: Option<usize>,
    pub due: Option<usize>,
    pub expires: Option<usize>,
    pub ways: Vec<Way>,
}

/// Times in minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    pub days: usize,
    pub occupations: Vec<Occupation>,
    pub demands: Vec<Demand>,
    pub tasks: Vec<Task>,
}

const LETTERS: [&str; 4] = ["a", "b", "c", "d"];

impl Configuration {
    pub fn toml(&self) -> String {
        let mut text =
            "title = \"random\"\nquestion = \"Do both agree?\"\nstart = 2024-01-01\nwarm_up = \"0 days\"\n".into();
        let out: &mut String = &mut text;
        let minutes = |n: usize| format!("\"{n} min\"");
        let _ = writeln!(out, "length = \"{} days\"\n[run]\nseed = 1\nreplications = 1", self.days);
        let employed = self.occupations.iter().enumerate().filter(|(_, occupation)| !occupation.unlimited);
        let staff = employed.map(|(k, o)| format!("{} = {}", LETTERS[k], o.heads));
        let _ = writeln!(out, "[site.s]\nstaff = {{ {} }}", staff.collect::<Vec<_>>().join(", "));
        for (k, occupation) in self.occupations.iter().enumerate() {
            let _ = writeln!(out, "[occupation.{}]\nwage = 1", LETTERS[k]);
            match occupation.shift {
                None if occupation.unlimited => {}
                None => out.push_str("shift = \"always\"\n"),
                Some((days, many, start, length)) => {
                    let end = if start + length == 24 { 24 } else { (start + length) % 24 };
                    let _ = writeln!(out, "contract = \"{} h\"", many * length);
                    let _ = writeln!(out, "shift = \"{days} {start:02}:00-{end:02}:00\"");
                }
            }
            line(out, "overrun", occupation.overrun.map(minutes));
            line(out, "hand_over", occupation.hand_over.map(minutes));
            line(out, "after_hours", occupation.after_hours.map(|n| format!("{{ up_to = {} }}", minutes(n))));
            line(out, "discipline", occupation.by_due.then(|| "\"due\"".into()));
            line(out, "unlimited", occupation.unlimited.then(|| "true".into()));
        }
        let mut products: Vec<usize> = self.demands.iter().map(|demand| demand.writes).collect();
        for task in &self.tasks {
            let ways = |of: fn(&Way) -> Vec<usize>| task.ways.iter().flat_map(of).collect::<Vec<usize>>();
            products.extend(task.reads.iter().map(|(product, _)| *product).chain(task.writes.iter().copied()));
            products.extend(task.missing);
            products.extend(ways(|way| way.reads.iter().flatten().map(|(product, _)| *product).collect()));
            products.extend(ways(|way| way.writes.iter().flatten().copied().collect()));
            products.extend(ways(|way| way.missing.into_iter().collect()));
        }
        products.sort_unstable();
        products.dedup();
        for product in products {
            let _ = writeln!(out, "[product.p{product}]\ncategory = \"record\"\nuse = \"care\"");
        }
        for (k, Demand { every, writes: product }) in self.demands.iter().enumerate() {
            let _ = writeln!(out, "[demand.d{k}]\nat = \"s\"\nevery = \"{every} min\"\nwrites = [\"p{product}\"]");
        }
        for task in &self.tasks {
            let _ = writeln!(out, "[task.t{}]\nactivity = \"create\"\npreemptible = {}", task.name, task.preemptible);
            line(out, "reads", Some(names(&task.reads)));
            line(out, "writes", Some(outputs(&task.writes)));
            line(out, "priority", (task.priority != 0).then(|| task.priority.to_string()));
            line(out, "urgent", task.urgent.then(|| "true".into()));
            line(out, "resume_cost", task.resume_cost.map(minutes));
            line(out, "owner", task.owner.map(|task| format!("\"t{task}\"")));
            line(out, "owner_wait", task.owner_wait.map(minutes));
            line(out, "not_by", task.not_by.map(|task| format!("\"t{task}\"")));
            line(out, "share", task.share.map(|share| share.to_string()));
            line(out, "when", task.missing.map(|product| format!("{{ missing = \"p{product}\" }}")));
            line(out, "lag", task.lag.map(minutes));
            line(out, "due", task.due.map(minutes));
            line(out, "expires", task.expires.map(minutes));
            for (k, way) in task.ways.iter().enumerate() {
                let team: Vec<String> = way.team.iter().map(|member| format!("\"{}\"", LETTERS[*member])).collect();
                let _ = writeln!(out, "[task.t{}.way.w{k}]\nteam = [{}]", task.name, team.join(", "));
                line(out, "time", Some(minutes(way.time)));
                line(out, "after", way.after.map(minutes));
                line(out, "reads", way.reads.as_deref().map(names));
                line(out, "writes", way.writes.as_deref().map(outputs));
                line(out, "when", way.missing.map(|product| format!("{{ missing = \"p{product}\" }}")));
                line(out, "chance", way.chance.map(|chance| chance.to_string()));
                line(out, "success", way.success.map(|success| success.to_string()));
            }
        }
        out.push_str("[arm.base]\ncontrol = true\n");
        text
    }

    /// Configurations that are smaller by one thing.
    pub fn smaller(&self) -> Vec<Configuration> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Configuration)| {
            let mut config = self.clone();
            change(&mut config);
            if config != *self {
                all.push(config);
            }
        };
        with(&|config| config.days = config.days.div_ceil(2));
        with(&|config| config.days = (config.days - 1).max(1));
        (1..self.demands.len()).for_each(|k| with(&|config| config.demands.truncate(k)));
        for t in 0..self.tasks.len() {
            if self.tasks.len() > 1 {
                with(&|config| config.tasks.retain(|task| task.name != self.tasks[t].name));
            }
            with(&|config| config.tasks[t].priority = 0);
            with(&|config| config.tasks[t].urgent = false);
            with(&|config| config.tasks[t].preemptible = false);
            with(&|config| config.tasks[t].resume_cost = None);
            with(&|config| config.tasks[t].owner = None);
            with(&|config| config.tasks[t].owner_wait = None);
            with(&|config| config.tasks[t].not_by = None);
            with(&|config| config.tasks[t].share = None);
            with(&|config| config.tasks[t].missing = None);
            with(&|config| config.tasks[t].lag = None);
            with(&|config| config.tasks[t].due = None);
            with(&|config| config.tasks[t].expires = None);
            for k in 0..self.tasks[t].reads.len() {
                with(&|config| config.tasks[t].reads.retain(|read| *read != self.tasks[t].reads[k]));
                with(&|config| config.tasks[t].reads[k].1 = false);
            }
            (1..self.tasks[t].writes.len()).for_each(|k| with(&|config| config.tasks[t].writes.truncate(k)));
            for w in 0..self.tasks[t].ways.len() {
                if self.tasks[t].ways.len() > 1 {
                    with(&|config| config.tasks[t].ways.retain(|way| *way != self.tasks[t].ways[w]));
                }
                let way = |change: &dyn Fn(&mut Way)| {
                    let mut config = self.clone();
                    change(&mut config.tasks[t].ways[w]);
                    config
                };
                for changed in [
                    way(&|way| way.after = None),
                    way(&|way| way.reads = None),
                    way(&|way| way.writes = None),
                    way(&|way| way.missing = None),
                    way(&|way| way.chance = None),
                    way(&|way| way.success = None),
                    way(&|way| way.team.truncate(1)),
                    way(&|way| way.team.truncate(2)),
                ] {
                    with(&|config| *config = changed.clone());
                }
            }
        }
        for o in 0..self.occupations.len() {
            with(&|config| config.occupations[o].heads = 1);
            with(&|config| config.occupations[o].shift = None);
            with(&|config| config.occupations[o].overrun = None);
            with(&|config| config.occupations[o].hand_over = None);
            with(&|config| config.occupations[o].after_hours = None);
            with(&|config| config.occupations[o].unlimited = false);
        }
        with(&|config| config.occupations.iter_mut().for_each(|occupation| occupation.by_due = false));
        all
    }
}

fn line(out: &mut String, key: &str, value: Option<String>) {
    if let Some(value) = value {
        let _ = writeln!(out, "{key} = {value}");
    }
}

fn names(reads: &[Read]) -> String {
    let name = |(product, optional): &Read| format!("\"p{product}{}\"", if *optional { "?" } else { "" });
    format!("[{}]", reads.iter().map(name).collect::<Vec<_>>().join(", "))
}

fn outputs(writes: &[usize]) -> String {
    let name = |product: &usize| format!("\"p{product}\"");
    format!("[{}]", writes.iter().map(name).collect::<Vec<_>>().join(", "))
}
