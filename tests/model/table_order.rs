//! The order of tables in the file plays no part in who takes which work: only names do, through keyed ranks. Random
//! small scenarios in which much happens at the same moment are written down with their tables in another order, and
//! the same happens at every moment. (Ways of a task are tried in the order of the file: they stay as they are.)
//!
//! `SIM_RANDOM_SCENARIOS=5000 cargo test --test model table_order` tries more, `SIM_RANDOM_FROM` the first of them.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use sim::io::scenario::{Request, read};
use sim::model::scenario::{ArmId, Scenario};
use sim::model::{Simulation, What};
use std::fs;

/// A scenario as its tables: each of them a text that may stand anywhere.
struct Tables {
    head: String,
    staff: Vec<String>,
    rest: Vec<String>,
}

impl Tables {
    fn text(&self) -> String {
        format!("{}[site.s]\nstaff = {{ {} }}\n{}", self.head, self.staff.join(", "), self.rest.concat())
    }

    fn shuffle(&mut self, dice: &mut Pcg64) {
        self.staff.shuffle(dice);
        self.rest.shuffle(dice);
    }
}

const OCCUPATIONS: [&str; 4] = ["anna", "bert", "cleo", "dora"];

fn pick<'a>(dice: &mut Pcg64, from: &[&'a str]) -> &'a str {
    from[dice.random_range(0..from.len())]
}

fn random(dice: &mut Pcg64) -> Tables {
    let mut tables = Tables {
        head: "start = 2024-01-01\nlength = \"3 days\"\n[run]\nreplications = 1\n".into(),
        staff: Vec::new(),
        rest: Vec::new(),
    };
    for name in OCCUPATIONS {
        tables.staff.push(format!("{name} = {}", dice.random_range(1..4)));
        let shift = pick(
            dice,
            &[
                "\"always\"",
                "\"Mon-Fri 08:00-16:00\"",
                "\"Mon-Sun 07:00-15:00\"",
                "[\"Mon-Fri 08:00-16:00\", \"Mon-Fri 12:00-20:00\"]",
            ],
        );
        let mut text = format!("[occupation.{name}]\nshift = {shift}\n");
        text += &format!("discipline = \"{}\"\n", pick(dice, &["fifo", "fifo", "due", "shortest"]));
        if shift != "\"always\"" {
            text += pick(
                dice,
                &["", "hand_over = \"10 h\"\n", "after_hours = { up_to = \"2 h\" }\n", "break = \"30 min\"\n"],
            );
        }
        tables.rest.push(text);
    }
    let mut products = vec!["first".to_string(), "second".to_string()];
    for (name, product) in [("calls", "first"), ("letters", "second")] {
        let every = pick(dice, &["1 h", "2 h", "90 min", "8 h"]);
        let mut text = format!("[demand.{name}]\nevery = \"{every}\"\nwrites = [\"{product}\"]\n");
        if dice.random_ratio(1, 6) {
            text = format!("[demand.{name}]\npull = {{ by = \"anna\" }}\nwrites = [\"{product}\"]\n");
        }
        tables.rest.push(text);
    }
    for task in 0..dice.random_range(2..7) {
        let mut text = format!("[task.t{task}]\nwrites = [\"p{task}\"]\n");
        if dice.random_ratio(1, 3) {
            text += &format!("priority = {}\n", dice.random_range(0..3));
        }
        text += pick(dice, &["", "", "lag = \"30 min\"\n", "lag = \"2 h\"\n"]);
        text += pick(dice, &["", "", "expires = \"3 h\"\n", "due = \"4 h\"\n", "due = \"10 h\"\n"]);
        text += pick(dice, &["", "", "", "share = 0.5\n"]);
        text += pick(dice, &["", "", "", "", "urgent = true\n", "preemptible = false\n"]);
        if task > 0 {
            let other = dice.random_range(0..task);
            text += &pick(dice, &["", "", "", "owner", "not_by", "when"])
                .replace("owner", &format!("owner = \"t{other}\"\n"))
                .replace("not_by", &format!("not_by = \"t{other}\"\n"))
                .replace("when", &format!("when = {{ missing = \"p{other}\" }}\n"));
        }
        for way in 0..dice.random_range(1..4) {
            let reads = &products[dice.random_range(0..products.len())];
            let team = match dice.random_range(0..10) {
                0 => String::new(),
                1..=3 => format!("\"{}\", \"{}\"", pick(dice, &OCCUPATIONS), pick(dice, &OCCUPATIONS)),
                _ => format!("\"{}\"", pick(dice, &OCCUPATIONS)),
            };
            let time = pick(dice, &["15 min", "30 min", "1 h", "2 h"]);
            text += &format!("[task.t{task}.way.w{way}]\nreads = [\"{reads}\"]\nteam = [{team}]\ntime = \"{time}\"\n");
            text += pick(dice, &["", "", "", "after = \"1 h\"\n"]);
        }
        tables.rest.push(text);
        products.push(format!("p{task}"));
    }
    tables.rest.extend(products.iter().map(|name| format!("[product.{name}]\n")));
    tables
}

fn scenario(text: &str) -> Option<Scenario> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("scenario.toml");
    fs::write(&path, text).expect("written");
    read(&Request { path, ..Request::default() }).ok().map(|read| read.scenario)
}

/// What happens at each moment, in words without the numbers of workers, which follow the order of the file.
fn happenings(scenario: &Scenario) -> Vec<String> {
    let config = &scenario.arms[ArmId(0)].configs[0];
    let (_, steps) = Simulation::new(scenario).expect("a stated warm-up").audited().trace(ArmId(0), 0);
    let mut lines: Vec<(i64, String)> = steps
        .into_iter()
        .map(|mut step| {
            if let What::Start(task, way, _) = step.what {
                step.what = What::Start(task, way, None);
            }
            (step.time.0, step.describe(config))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Says which scenario it was when the audit finds something.
struct NameIt<'t>(&'t str);

impl Drop for NameIt<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.0);
        }
    }
}

#[test]
fn tables_in_another_order_say_the_same() {
    let number = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().expect("a number"));
    let (from, how_many) = (number("SIM_RANDOM_FROM", 0), number("SIM_RANDOM_SCENARIOS", 150));
    let (mut tried, mut lines) = (0, 0);
    for seed in from..from + 10 * how_many {
        let mut dice = Pcg64::seed_from_u64(seed);
        let mut tables = random(&mut dice);
        let text = tables.text();
        let Some(one) = scenario(&text) else { continue };
        tables.shuffle(&mut dice);
        let other = scenario(&tables.text()).expect("valid in any order");
        let named = NameIt(&text);
        let (one, other) = (happenings(&one), happenings(&other));
        drop(named);
        if let Some((one, other)) = one.iter().zip(&other).find(|(one, other)| one != other) {
            panic!("seed {seed}: `{one}` and `{other}`\n{text}\nand in another order\n{}", tables.text());
        }
        assert_eq!(one.len(), other.len(), "seed {seed}");
        lines += one.len();
        tried += 1;
        if tried == how_many {
            break;
        }
    }
    assert!(tried >= how_many.min(100), "only {tried} of the random scenarios are valid");
    assert!(lines > 100 * tried as usize, "next to nothing happens");
}
