//! The event loop does not allocate once its tables have grown to their size, by an allocator that counts.
//!
//!     cargo test --test allocations -- --nocapture

use sim::engine::EventQueue;
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::scenario::ArmId;
use sim::units::{Span, Time};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::cell::RefCell;

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Requests for memory so far, growth of tables included.
fn requests() -> u64 {
    let stats = MEMORY.stats();
    (stats.allocations + stats.reallocations) as u64
}

/// Requests and customers of 20 settled weeks of M/M/10 through the whole model, with so many customers a week and the
/// work of each cut to match.
fn settled(per_week: u64) -> (u64, u64) {
    let minutes = 90_720.0 / per_week as f64;
    let sets = vec![
        format!("demand.customer.arrivals.per_week={per_week}"),
        format!("task.serve.way.clerk.time.mean=\"{minutes} min\""),
    ];
    let request = Request { path: "benches/kernel/mmc.toml".into(), sets, ..Request::default() };
    let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let simulation = Simulation::new(&scenario).expect("a stated warm-up");
    // Weeks end at the same places of the program, so what a week takes whatever it holds is the same for any load.
    let seen = RefCell::new(Vec::with_capacity(2));
    let watch = |week| {
        if week == 29 || week == 49 {
            seen.borrow_mut().push(requests());
        }
        true
    };
    let outcome = simulation.run(ArmId(0), 0, &watch).expect("nobody stops it");
    let served = outcome.weeks[30..50].iter().flat_map(|week| week.queues.iter()).map(|queue| queue.done).sum();
    let seen = seen.take();
    (seen[1] - seen[0], served)
}

/// One test: the allocator counts for all threads.
#[test]
fn events_ask_for_no_memory() {
    let mut future = EventQueue::new(0, Time(i64::MAX >> 22));
    let ring = future.ring(Span(1_000), 1);
    (0..1_000).for_each(|number: i64| future.schedule(Time(number), 1, number));
    let mut happen = |events: i64| {
        for _ in 0..events {
            let event = future.next(|_| true);
            let now = event.key.time();
            if event.payload % 3 == 0 {
                future.start(ring, now, event.payload);
            } else {
                future.schedule(now + Span(event.payload + 1), 1, event.payload);
            }
        }
    };
    happen(100_000);
    let before = requests();
    happen(100_000);
    assert_eq!(requests() - before, 0, "the kernel's event loop asks for memory");

    let ((few, customers), (many, more)) = (settled(9_072), settled(36_288));
    let each = (many as f64 - few as f64) / (more - customers) as f64;
    println!("20 weeks of the M/M/10: {few} requests for {customers} customers, {many} for {more}");
    println!("{each:.5} requests a further customer");
    // A table may still double once.
    assert!(each < 0.001, "the model's event loop asks for memory: {each} times a customer");
}
