//! Memory by a counting allocator, at the peak of a run: bytes for a waiting instance, a live case, a product of a case
//! and a worker, each from the difference between two sizes. Every bound is a little above what it takes today, so that
//! a growth shows; the targets stand beside it.
//!
//!     cargo test --test memory -- --nocapture

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::scenario::ArmId;
use std::alloc::System;
use std::fs;

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// An office where customers come for six hours and nothing is ever done.
#[derive(Clone, Copy)]
struct Office {
    customers: u64,
    /// Tasks of each customer that wait, of `TASKS`; the others are not requested.
    waiting: usize,
    /// Products of a case beyond the first and those of its tasks.
    products: usize,
    clerks: u64,
    /// Tasks nobody calls for that the clerks could lead.
    idle_tasks: usize,
}

const TASKS: usize = 4;
const OFFICE: Office = Office { customers: 1_000, waiting: 1, products: 0, clerks: 1, idle_tasks: 0 };

impl Office {
    fn text(self) -> String {
        let more: Vec<String> = (0..self.products).map(|number| format!("more_{number}")).collect();
        let mut text = String::from("length = \"1 day\"\n[product.request]\n[product.other]\n");
        more.iter().for_each(|product| text += &format!("[product.{product}]\n"));
        let more: String = more.iter().map(|product| format!(", {product:?}")).collect();
        text += "[occupation.clerk]\nshift = \"Mon 12:00-13:00\"\n";
        text += &format!("[site.office]\nstaff = {{ clerk = {} }}\n", self.clerks);
        let arrivals = format!("{{ per_week = {}, hours = \"Mon 00:00-06:00\" }}", self.customers);
        text += &format!("[demand.customer]\narrivals = {arrivals}\nwrites = [\"request\"{more}]\n");
        text += "[demand.nobody]\narrivals = { per_week = 0 }\nwrites = [\"other\"]\n";
        for task in 0..TASKS + self.idle_tasks {
            let share = u8::from(task < self.waiting);
            let reads = if task < TASKS { "request" } else { "other" };
            text += &format!("[product.p{task}]\n[task.t{task}]\nshare = {share}\nexpires = \"11 h\"\n");
            text += &format!("reads = [\"{reads}\"]\nwrites = [\"p{task}\"]\n");
            text += "way.clerk = { team = [\"clerk\"], time = \"30 days\" }\n";
        }
        text
    }

    /// Bytes at the peak of its run, beyond what was there before; and how many customers came.
    fn peak(self) -> (f64, f64) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("office.toml");
        fs::write(&path, self.text()).expect("written");
        let request = Request { path, replications: Some(1), ..Request::default() };
        let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let simulation = Simulation::new(&scenario).expect("a stated warm-up");
        MEMORY.reset_peak_memory();
        let outcome = simulation.run(ArmId(0), 0, &|_| true).expect("nobody stops it");
        let peak = MEMORY.get_peak_memory();
        (peak as f64, outcome.weeks.iter().flat_map(|week| week.cases.iter()).sum::<u64>() as f64)
    }

    /// Bytes at the peak for each further customer.
    fn per_customer(self) -> f64 {
        let (few, first) = self.peak();
        let (many, last) = Office { customers: 100_000, ..self }.peak();
        (many - few) / (last - first)
    }

    /// Bytes at the peak for each further clerk.
    fn per_clerk(self) -> f64 {
        let (few, many) = (1_000, 11_000);
        let peak = |clerks| Office { customers: 10, clerks, ..self }.peak().0;
        (peak(many) - peak(few)) / (many - few) as f64
    }
}

/// One test: the allocator counts for all threads.
#[test]
fn people_and_work_take_no_more_memory_than_they_did() {
    let (one, all) = (OFFICE.per_customer(), Office { waiting: TASKS, ..OFFICE }.per_customer());
    let instance = (all - one) / (TASKS - 1) as f64;
    let products = 16;
    let product = (Office { products, ..OFFICE }.per_customer() - one) / products as f64;
    let case = one - instance - product * (1 + TASKS) as f64;
    let clerk = OFFICE.per_clerk();
    let idle_tasks = 16;
    let task = (Office { idle_tasks, ..OFFICE }.per_clerk() - clerk) / idle_tasks as f64;
    let clerk = clerk - task * TASKS as f64;
    println!("{:<44}{:>8}{:>8}{:>8}", "bytes at the peak", "now", "bound", "target");
    let mut grown = Vec::new();
    for (what, now, bound, target) in [
        ("a waiting instance, queued and timed", instance, 170.0, 96.0),
        ("a live case with four tasks", case, 480.0, 64.0),
        ("  and for each product", product, 50.0, 8.0),
        ("a worker", clerk, 740.0, 64.0),
        ("  and for each task they can lead", task, 8.0, 8.0),
    ] {
        println!("{what:<44}{now:>8.0}{bound:>8}{target:>8}");
        if now > bound {
            grown.push(what);
        }
    }
    assert!(grown.is_empty(), "more bytes than stated for {grown:?}");
}
